"""Renames and removes files under the rules of Windows, where a file that a program has open is neither renamed, replaced nor removed."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable

IS_WINDOWS = os.name == "nt"
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_WAITS_S = (0.05, 0.1, 0.2, 0.4)
"""Pauses before a refused call is repeated, in seconds: virus scanners and indexers open new files for a moment."""


def replace(source: str, target: str) -> None:
    """Renames a file, over an earlier one. Raises OSError."""
    _patiently(os.replace, source, target)


def rename(source: str, target: str) -> None:
    """Renames a file or folder to a name that is not taken. Raises OSError."""
    _patiently(os.rename, source, target)


def remove(path: str) -> None:
    """Removes a file. Raises OSError."""
    _patiently(os.remove, path)


def flush_to_disk(path: str) -> None:
    """Waits until a file, or where the system can the names in a folder, has reached the disk: a loss of power leaves it whole.

    Raises OSError for a file.
    """
    if not os.path.isdir(path):
        with open(path, "r+b") as file:
            os.fsync(file.fileno())
    elif not IS_WINDOWS:
        with contextlib.suppress(OSError):
            folder = os.open(path, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _patiently(function: Callable[..., None], *paths: str) -> None:
    """Calls a function of paths, several times where it is refused."""
    for wait_s in _WAITS_S:
        try:
            function(*paths)
            return
        except FileExistsError:
            raise
        except PermissionError:
            time.sleep(wait_s)
    function(*paths)


def is_disk_full(error: BaseException | None) -> bool:
    """Returns whether an error of the operating system reports that the disk, or the user's share of it, is full."""
    return isinstance(error, OSError) and error.errno in _FULL


def why_held(path: str) -> str:
    """Returns why an existing file or folder can be neither replaced nor renamed, '' where it can.

    Windows refuses for a file that is open, a folder with an open file in it, and a file that is write-protected. Renaming something to the
    name that it has asks for the same rights and changes nothing.
    """
    try:
        if IS_WINDOWS and not os.stat(path).st_mode & stat.S_IWRITE:
            return "it is write-protected"
        rename(path, path)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return error.strerror or str(error)
    return ""


def free_path(path: str) -> str:
    """Returns a path beside `path` that is not taken: `classes (2).tif` for `classes.tif`."""
    stem, ending = os.path.splitext(path)
    number = 2
    while os.path.lexists(f"{stem} ({number}){ending}"):
        number += 1
    return f"{stem} ({number}){ending}"
