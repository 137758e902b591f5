"""The files that a raster is read from, and whether they are still those that were read before, by size and time of change."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable

from osgeo import gdal

from ..core.gdal_calls import ARCHIVES, GDAL_ERRORS, gdal_failures

_SIDECARS = (".aux.xml", ".ovr")
"""Sidecars come and go with statistics and overviews; what they add to the grid, and NoData, are compared by themselves."""

_ARCHIVE_PREFIXES = tuple(dict.fromkeys(ARCHIVES.values()))

FileState = tuple[str, int, int]
"""Path (links followed), size in bytes, and time of change in nanoseconds (-1 where they are unknown)."""


def files_of(dataset: gdal.Dataset) -> tuple[str, ...]:
    """Returns the files that a raster is read from: itself, its sidecars, and the sources of a VRT and of the VRTs among these."""
    found: dict[str, None] = {}
    with gdal_failures():
        waiting = list(dataset.GetFileList() or ())
        while waiting:
            path = waiting.pop(0)
            if path in found:
                continue
            found[path] = None
            if path.lower().endswith(".vrt") and path != dataset.GetDescription():
                waiting += _listed(path)
    return tuple(found)


def _listed(path: str) -> list[str]:
    """Returns the files of the raster at a path, [] where GDAL cannot open it."""
    source = None
    with contextlib.suppress(*GDAL_ERRORS):
        source = gdal.OpenEx(path, gdal.OF_RASTER)
    return [] if source is None else source.GetFileList() or []


def file_state(path: str) -> FileState:
    """Returns the state of a file, be it on disk or in one of GDAL's virtual file systems."""
    try:
        found = os.stat(_archive_of(path))
    except (OSError, ValueError):
        with gdal_failures():
            known = gdal.VSIStatL(path)
        return (path, known.size, known.mtime * 10**9) if known is not None else (path, -1, -1)
    return os.path.realpath(path), found.st_size, found.st_mtime_ns


def _archive_of(path: str) -> str:
    """Returns the file on disk of what GDAL reads from an archive (/vsizip/, /vsitar/, /vsigzip/), any other path as it is.

    GDAL states another time of change each time for what lies in a gzip file.
    """
    found = path
    while (prefix := next((prefix for prefix in _ARCHIVE_PREFIXES if found.startswith(prefix)), "")) and found != "/":
        found = found[len(prefix) :]
    if found == path:
        return path
    while found and not os.path.isfile(found) and os.path.dirname(found) != found:
        found = os.path.dirname(found)
    return found if os.path.isfile(found) else path


def file_states(paths: Iterable[str]) -> tuple[FileState, ...]:
    """Returns the states of the files that a raster is read from, less its sidecars."""
    return tuple(file_state(path) for path in sorted(set(paths)) if not path.endswith(_SIDECARS))
