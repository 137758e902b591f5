"""Checks of outputs before any work: that they can be written, destroy no input, and are not the same file twice."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Sequence

from ..core.errors import OutputError
from .renaming import IS_WINDOWS, why_held
from .temporary_names import LONGER_BY, partial_name
from .windows_names import windows_problem

_LONGEST_NAME = 255
_OF_GDAL = re.compile(r"/vsi[a-z0-9_]+/")
_WITH_SIDECARS = (".tif", ".tiff", ".gpkg")
_SIDECAR_LENGTH = len(".aux.xml")
"""As long as -journal."""


def real_path(path: str | os.PathLike) -> str:
    """Returns where a path leads to, links followed: the same for all names of a file."""
    return os.path.normcase(os.path.realpath(path))


def is_same_file(path: str, other: str) -> bool:
    """Returns whether two paths lead to the same file, links followed; neither need exist."""
    try:
        return real_path(path) == real_path(other) or os.path.samefile(path, other)
    except (OSError, ValueError):
        return False


def lies_in(path: str, folder: str) -> bool:
    """Returns whether a path, links followed, is `folder` or lies inside it."""
    return is_below(real_path(path), real_path(folder))


def is_below(path: str, folder: str, separator: str = os.sep) -> bool:
    """Returns whether a normalised absolute path is `folder` or begins with it."""
    return path == folder or path.startswith(folder.rstrip(separator) + separator)


def check_file(path: str, endings: Sequence[str], what: str, inputs: Iterable[str] = ()) -> None:
    """Raises OutputError where a file cannot be written to `path`, is one of the `inputs`, or has none of the `endings`.

    `what` names the file in the message. Without endings any will do. An earlier file must be free to be replaced.
    """
    if endings and os.path.splitext(path)[1].lower() not in endings:
        raise OutputError(f"{what} cannot be written as {path}. Give it a name that ends in {' or '.join(endings)}.")
    check_name(path, _SIDECAR_LENGTH if os.path.splitext(path)[1].lower() in _WITH_SIDECARS else 0)
    if os.path.isdir(path):
        raise OutputError(f"{path} is a folder. Give the result a file name that is not taken.")
    for given in inputs:
        if is_same_file(path, given):
            raise OutputError(f"{what} would overwrite the input {given}. Choose another name.")
    check_writable(os.path.dirname(os.path.abspath(path)))
    check_replaceable(path)


def check_replaceable(path: str) -> None:
    """Raises OutputError where an earlier file or folder, which the result will replace, is held by a program."""
    reason = why_held(path)
    if reason:
        raise OutputError(
            f"{path} cannot be replaced: {reason}. Close it in other programs and as a layer in QGIS, or choose another name."
        )


def check_name(path: str, beside: int = 0, inside: int = 0) -> None:
    """Raises OutputError where the system takes no such name, and for a place that only GDAL reaches.

    Names of files beside it are `beside` characters longer, paths of files inside it `inside`.
    """
    if _OF_GDAL.match(os.fspath(path)):
        raise OutputError(
            f"{path} is no place on a disk. Results take their names by renaming when they are whole: choose a folder of a disk, and copy them "
            "from there."
        )
    whole = os.path.abspath(path)
    if IS_WINDOWS:
        problem = windows_problem(whole, LONGER_BY + beside + inside)
        if problem:
            raise OutputError(f"The path {whole} cannot be used: {problem}. Choose another name or folder.")
        return
    folder, name = os.path.split(whole)
    length, most = len(os.fsencode(name)), _longest_name(folder) - beside
    if length > most:
        less = f" (less {beside} for the files beside it, such as .aux.xml)" if beside else ""
        raise OutputError(
            f"The name {name} is too long: it has {length} bytes, and the file system takes {most}{less}. Choose a shorter one."
        )


def _longest_name(folder: str) -> int:
    """Returns the length of the longest name in a folder, in bytes."""
    with contextlib.suppress(OSError, ValueError):
        return os.pathconf(folder, "PC_NAME_MAX")
    return _LONGEST_NAME


def check_distinct(outputs: Sequence[str]) -> None:
    """Raises OutputError where two outputs are the same file."""
    for number, path in enumerate(outputs):
        if any(is_same_file(path, other) for other in outputs[:number]):
            raise OutputError(f"Two outputs have the same path {path}. Give each its own.")


def check_files(outputs: Sequence[str], inputs: Sequence[str]) -> None:
    """Raises OutputError where a file cannot be written, is one of the inputs, or is given twice."""
    for path in outputs:
        check_file(path, (), "The result", inputs)
    check_distinct(outputs)


def check_writable(folder: str) -> None:
    """Checks that files can be made in a folder, by making one: permissions alone do not show it.

    Raises OutputError where it is missing or nothing can be written to it.
    """
    if not os.path.isdir(folder):
        problem = "is a file" if os.path.lexists(folder) else "does not exist"
        raise OutputError(f"The folder {folder} {problem}. Make it first, or choose another one for the result.")
    probe = os.path.join(folder, partial_name("probe"))
    try:
        with open(probe, "xb"):
            pass
        os.remove(probe)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.remove(probe)
        raise OutputError(
            f"Nothing can be written to the folder {folder}: {error.strerror}. Choose another one for the result."
        ) from error
