"""Gaps of a mosaic (VRT): where none of its files lies and no NoData value is declared, GDAL gives zeros, which look like data."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection

import numpy as np
from osgeo import gdal

from ..core.gdal_calls import GDAL_ERRORS, gdal_failures
from ..core.grid import Window
from ..core.number_text import percent
from ..core.progress import Reporter

_LEAST_SHARE = 1e-6
_MOST_EDGES = 4000
"""Of files that lie at more places than that, in columns or rows, the share of gaps is that of so many places in a regular lattice."""
_BAND = re.compile(r'<VRTRasterBand[^>]* band="(\d+)"([^>]*)>(.*?)</VRTRasterBand>', re.DOTALL)
_SOURCE = re.compile(r"<(?:Simple|Complex|Averaged|KernelFiltered)Source[ >]")
_PLACE = re.compile(r'<DstRect xOff="([^"]*)" yOff="([^"]*)" xSize="([^"]*)" ySize="([^"]*)"')


def warn_of_gaps(share: float, path: str, reporter: Reporter) -> None:
    """Warns where a share (0 to 1) of what is read of a mosaic lies in none of its files, and is zeros."""
    if share > _LEAST_SHARE:
        reporter.warning(
            f"{percent(share)} of {path} lies in none of its files, and no NoData value is declared: the zeros there are used as data. Build it "
            "anew with an alpha band (gdalbuildvrt -addalpha), or with a NoData value that the files do not hold (-vrtnodata)."
        )


def share_of_gaps(mosaic: gdal.Dataset, numbers: Collection[int], window: Window) -> float:
    """Returns the share (0 to 1) of a window, in the pixels of a VRT, in which no source of a band lies; 0 where this is unknown.

    It is that of the band with the largest gaps among `numbers` (from 1). GDAL's own answer (`GetDataCoverageStatus`) is incomplete where
    the sources cut the rest of the window into parts.
    """
    text: list[str] = []
    with gdal_failures(), contextlib.suppress(*GDAL_ERRORS):
        text = mosaic.GetMetadata("xml:VRT") or []
    found: dict[tuple[tuple[str, ...], ...], float] = {}  # most bands have the same places
    for band in _BAND.finditer(text[0] if text else ""):
        number, options, sources = band.groups()
        places = tuple(_PLACE.findall(sources))
        if int(number) in numbers and "subClass" not in options and places not in found:
            is_known = 0 < len(places) == len(_SOURCE.findall(sources))
            with contextlib.suppress(ValueError):
                found[places] = _uncovered(np.array(places, np.float64), window) if is_known else 0.0
    return max(found.values(), default=0.0)


def _uncovered(places: np.ndarray, window: Window) -> float:
    """Returns the share of a window that no rectangle (x, y, width, height) covers: of cells between all their edges."""
    left, right = (np.clip(x, window.x, window.right) for x in (places[:, 0], places[:, 0] + places[:, 2]))
    top, bottom = (np.clip(y, window.y, window.bottom) for y in (places[:, 1], places[:, 1] + places[:, 3]))
    columns, rows = _edges(left, right, window.x, window.right), _edges(top, bottom, window.y, window.bottom)
    covered = np.zeros((rows.size - 1, columns.size - 1), bool)
    across, down = ((edges[:-1] + edges[1:]) / 2 for edges in (columns, rows))
    for y0, y1, x0, x1 in zip(
        *(np.searchsorted(down, y) for y in (top, bottom)), *(np.searchsorted(across, x) for x in (left, right))
    ):
        covered[y0:y1, x0:x1] = True
    return float((np.diff(rows)[:, np.newaxis] * np.diff(columns) * ~covered).sum() / window.pixels)


def _edges(starts: np.ndarray, ends: np.ndarray, first: int, last: int) -> np.ndarray:
    """Returns the ascending edges of cells along one axis: those of all rectangles, or so many at equal distances where they are too many."""
    found = np.unique([*starts, *ends, first, last])
    return found if found.size <= _MOST_EDGES else np.linspace(first, last, _MOST_EDGES)
