"""Lets one run at a time put its files into a folder to which several may add.

Each run makes a lock file of its own, then looks for those of others: of two runs at least one sees the other. A file's
name holds the process id, so that the lock of a dead run is recognised and removed. A lock file of one name for all
runs could not be taken over safely.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

from ..core.errors import OutputError
from .renaming import remove
from .temporary_names import partial_name, remove_dead_leftovers

LOCK = "lock"
"""What the temporary names of lock files begin with, after a dot."""
PATIENCE_S = 10.0
"""How long a run waits for others that are moving their files in."""
_PAUSE_S = 0.05


class AnotherRunError(OutputError):
    """Another run was faster, and this one would remove what it has written."""


def added_meanwhile(folder: str) -> AnotherRunError:
    """Returns the error for a run whose folder is not what it started from any more."""
    return AnotherRunError(
        f"Another run has added to {folder} meanwhile, so that nothing was added here. Run this one again."
    )


@contextlib.contextmanager
def locked(folder: str) -> Iterator[None]:
    """Keeps other runs from adding to an existing folder.

    Raises AnotherRunError where another one holds it for long, OSError where no file can be made there.
    """
    own = partial_name(LOCK)
    path = os.path.join(folder, own)
    end = time.monotonic() + PATIENCE_S
    try:
        _make(path)
        while others := _others(folder, own):
            if time.monotonic() > end:
                raise AnotherRunError(
                    f"Another run is adding to {folder}, so that nothing was added here. Run this one again later; "
                    f"if there is no other run, remove the file {os.path.join(folder, others[0])} first."
                )
            # Of runs that see each other, the first by name keeps its lock. The others give theirs up: no deadlock.
            if others[0] < own:
                _remove(path)
            time.sleep(_PAUSE_S)
            _make(path)
        yield
    finally:
        _remove(path)


def _others(folder: str, own: str) -> list[str]:
    """Returns the lock files of other runs that may be alive, sorted; removes those of dead ones."""
    begin = f".{LOCK}.partial-"
    others = [name for name in os.listdir(folder) if name.startswith(begin) and name != own]
    if others:
        remove_dead_leftovers(folder)
        others = [name for name in others if os.path.lexists(os.path.join(folder, name))]
    return sorted(others)


def _make(path: str) -> None:
    """Makes the lock file, unless it is there. Raises OSError."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))


def _remove(path: str) -> None:
    """Removes the lock file where it can be removed."""
    with contextlib.suppress(OSError):
        remove(path)
