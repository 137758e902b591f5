"""Whether a file is still the one that was read before: its path, size and time of change, also of files that only GDAL reaches."""

from __future__ import annotations

import os
from collections.abc import Iterable

from osgeo import gdal

from ..core.gdal_calls import gdal_failures

_SIDECARS = (".aux.xml", ".ovr")
"""Sidecars come and go with statistics and overviews; what they add to the grid, and NoData, are compared by themselves."""

FileState = tuple[str, int, int]
"""Path (links followed), size in bytes, and time of change in nanoseconds (-1 where they are unknown)."""


def file_state(path: str) -> FileState:
    """Returns the state of a file, be it on disk or in one of GDAL's virtual file systems."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        with gdal_failures():
            known = gdal.VSIStatL(path)
        return (path, known.size, known.mtime * 10**9) if known is not None else (path, -1, -1)
    return os.path.realpath(path), found.st_size, found.st_mtime_ns


def file_states(paths: Iterable[str]) -> tuple[FileState, ...]:
    """Returns the states of the files that a raster is read from, less its sidecars."""
    return tuple(file_state(path) for path in sorted(set(paths)) if not path.endswith(_SIDECARS))
