"""How this process keeps the memory that networks free, for the next layer and the next batch."""

from __future__ import annotations

import contextlib
import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
"""The numbers of glibc's `mallopt` for the size of free memory that goes back to the system, and for the count of mapped blocks."""
_NEVER = 2**31 - 1


def keep_freed_memory() -> None:
    """Lets glibc keep what is freed, for as long as the process lives; does nothing where there is no glibc.

    Left to itself, it gives each large array back to the system and asks for it anew, a dozen times a layer, and the system
    clears every page again: about a tenth of a forward pass or a training step on a processor. For a process that does nothing
    but this work, as memory that it needed once stays with it.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):  # another C library than glibc
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_MAX, 0)
        mallopt(_TRIM_THRESHOLD, _NEVER)
