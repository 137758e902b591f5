"""Names of results while they are written, and the removal of what a process that was killed left under such names.

A name holds the id of the process that writes and a mark of the computer: `.classes.partial-4711-0a1b2c3d4e5f6071.tif`. So the
leftovers of one process can be removed, and nothing of another run is touched.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import uuid
import zlib
from collections.abc import Iterable
from pathlib import Path

from .renaming import IS_WINDOWS, rename

REPLACED = ".replaced-"
"""How the name begins under which a folder that is being put in place keeps what was there before."""
_LONGEST_BYTES = 120
_COMPUTER = f"{zlib.crc32(os.fsencode(platform.node())):08x}"
_PATTERN = re.compile(rf"\..*\.partial-(\d+)-{_COMPUTER}[0-9a-f]{{8}}", re.DOTALL)
LONGER_BY = len(f"..partial-{2**32}-{_COMPUTER}{0:08x}")
"""How many characters longer a temporary name is than the result's, at most."""


def partial_name(name: str, ending: str = "") -> str:
    """Returns a name, not yet taken, for a result that this process is writing.

    Of a long name only the beginning is in it, so that the file system takes it.
    """
    return f".{_shortened(name)}.partial-{os.getpid()}-{_COMPUTER}{uuid.uuid4().hex[:8]}{ending}"


def _shortened(name: str) -> str:
    """Returns the part of a result's name that its temporary name holds."""
    return os.fsencode(name)[:_LONGEST_BYTES].decode("utf-8", "ignore")


def remove_dead_leftovers(output: str) -> None:
    """Removes what processes of this computer that have ended, killed perhaps, left under temporary names where `output` goes.

    An earlier result that was put aside for `output` comes back; one of another output stays for the next run that writes it.
    """
    final = Path(os.path.realpath(output))
    for folder in (final.parent, final):
        for path in _entries(folder):
            found = _PATTERN.match(path.name)
            if found is None or _may_run(int(found.group(1))):
                continue
            is_own = path.name.startswith(f".{_shortened(final.name)}.partial-")
            if _restored(path, final) if is_own else not _earlier(path):
                _remove(path)


def _may_run(process_id: int) -> bool:
    """Returns whether a process may still run: also where that is unknown."""
    if IS_WINDOWS:  # os.kill would end it there
        try:
            import psutil
        except ImportError:
            return True
        return psutil.pid_exists(process_id)
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


class LeftoverFiles:
    """What a process may leave behind where its results go."""

    def __init__(self, outputs: Iterable[str]) -> None:
        """Notes, before the process starts, which of the folders above its `outputs` are missing."""
        self._outputs = [Path(os.path.realpath(output)) for output in outputs]
        missing = {parent for output in self._outputs for parent in output.parents if not parent.exists()}
        self._missing = sorted(missing, key=lambda folder: len(folder.parts), reverse=True)

    def remove(self, process_id: int) -> None:
        """Removes what the process, which has ended, left under temporary names; what it had put aside comes back."""
        marks = f".partial-{process_id}-{_COMPUTER}", f".partial-{process_id}"
        for output in self._outputs:
            for folder in (output.parent, output):
                for path in _entries(folder):
                    is_left = path.name.startswith(".") and (marks[0] in path.name or path.name.endswith(marks[1]))
                    if is_left and _restored(path, output):
                        _remove(path)
        for folder in self._missing:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _entries(folder: Path) -> list[Path]:
    """Returns what is in a folder, nothing where there is none."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _earlier(partial: Path) -> list[Path]:
    """Returns the entries of an earlier result that were put aside into the folder `partial`."""
    return [path for aside in _entries(partial) if aside.name.startswith(REPLACED) for path in _entries(aside)]


def _restored(partial: Path, final: Path) -> bool:
    """Puts the earlier result back if its exchange for the new one, built in `partial`, was cut short.

    Returns whether all of it is back, or the new result is whole: then `partial` is not needed any more.
    """
    earlier = _earlier(partial)
    new = [path for path in _entries(partial) if not path.name.startswith(REPLACED)]
    if not new and all((final / path.name).exists() for path in earlier):
        return True  # the new result is whole
    for number, path in enumerate(earlier):
        with contextlib.suppress(OSError):
            if (final / path.name).exists():
                rename(str(final / path.name), str(partial / f"new-{number}"))
            rename(str(path), str(final / path.name))
    return not _earlier(partial)


def _remove(path: Path) -> None:
    """Removes a file or a folder as far as it lets itself be removed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()
