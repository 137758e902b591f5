"""Names of results while they are written, and the removal of what a process that was killed left under such names.

A name holds the id of the process that writes: `.classes.partial-4711-0a1b2c3d.tif`. So the leftovers of one process can be
removed, and nothing of another run is touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

REPLACED = ".replaced-"
"""How the name begins under which a folder that is being put in place keeps what was there before."""


_LONGEST_BYTES = 120


def partial_name(name: str, ending: str = "") -> str:
    """Returns a name, not yet taken, for a result that this process is writing.

    Of a long name only the beginning is in it, so that the file system takes it.
    """
    name = os.fsencode(name)[:_LONGEST_BYTES].decode("utf-8", "ignore")
    return f".{name}.partial-{os.getpid()}-{uuid.uuid4().hex[:8]}{ending}"


class LeftoverFiles:
    """What a process may leave behind where its results go."""

    def __init__(self, outputs: Iterable[str]) -> None:
        """Notes, before the process starts, which of the folders above its `outputs` are missing."""
        self._outputs = [Path(os.path.realpath(output)) for output in outputs]
        missing = {parent for output in self._outputs for parent in output.parents if not parent.exists()}
        self._missing = sorted(missing, key=lambda folder: len(folder.parts), reverse=True)

    def remove(self, process_id: int) -> None:
        """Removes what the process, which has ended, left under temporary names; what it had put aside comes back."""
        marks = f".partial-{process_id}-", f".partial-{process_id}"
        for output in self._outputs:
            for folder in (output.parent, output):
                for path in _entries(folder):
                    if path.name.startswith(".") and (marks[0] in path.name or path.name.endswith(marks[1])):
                        _restore(path, output)
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


def _restore(partial: Path, final: Path) -> None:
    """Puts the earlier result back if its exchange for the new one, built in `partial`, was cut short."""
    aside = [path for path in _entries(partial) if path.name.startswith(REPLACED)]
    earlier = [path for folder in aside for path in _entries(folder)]
    new = [path for path in _entries(partial) if path not in aside]
    if not new and all((final / path.name).exists() for path in earlier):
        return  # the new result is whole
    for number, path in enumerate(earlier):
        with contextlib.suppress(OSError):
            if (final / path.name).exists():
                (final / path.name).rename(partial / f"new-{number}")
            path.rename(final / path.name)


def _remove(path: Path) -> None:
    """Removes a file or a folder as far as it lets itself be removed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()
