"""Class codes: labels as one byte per pixel, read row by row, and counted.

Code 0 is unlabelled, 1 and up are positions in the class table plus one, `NODATA_CODE` is NoData.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..classes.class_table import IGNORED_INDEX, ClassTable
from ..core.grid import Window
from ..labels.rasterize import PolygonMask
from ..labels.sources import LabelReader

NODATA_CODE = 255
_LARGEST_LOOKUP = 65536
_LARGEST_BYTE = 255
_COMPARED_CLASSES = 24
"""Comparing a chip with each code is faster than `bincount` up to about this many classes."""


def encode(values: np.ndarray, classes: ClassTable) -> np.ndarray:
    """Returns the codes (uint8) of class values (int32, any shape); values that are no class become 0."""
    known = classes.values
    if known == tuple(range(1, len(known) + 1)):
        # They are the codes already; looking them up would take five times as long.
        return values.astype(np.uint8) * (values.view(np.uint32) <= len(known))
    if not known or known[0] < 0 or known[-1] >= _LARGEST_LOOKUP:
        indices = classes.indices(values)
        return np.where((indices == IGNORED_INDEX) | (values == 0), np.uint8(0), indices + np.uint8(1))
    lookup = np.zeros(known[-1] + 2, np.uint8)
    lookup[list(known)] = np.arange(1, len(known) + 1)
    lookup[0] = 0
    return lookup.take(values, mode="clip")


def decoder(classes: ClassTable) -> np.ndarray:
    """Returns the class value of each of the 256 codes, in the smallest dtype that holds them; 0 where a code is no class."""
    values = np.zeros(256, classes.value_dtype())
    values[1 : len(classes) + 1] = classes.values
    return values


def labelled_pixels(codes: np.ndarray, keep_empty: bool) -> np.ndarray:
    """Returns which pixels count as labelled, bool like `codes` (uint8 class codes).

    These are the pixels with a class; with `keep_empty`, where 0 is a real class, all that are not NoData.
    """
    return codes != NODATA_CODE if keep_empty else (codes != 0) & (codes != NODATA_CODE)


def count_by_chip(labelled: np.ndarray, starts: Sequence[int], size: int) -> np.ndarray:
    """Returns the number of labelled pixels of each chip of a strip: int64, one per start column.

    `labelled` is bool (height, width) of the strip, whose columns `starts` are counted from; chips are `size` columns wide and
    may reach beyond the strip.
    """
    sums = np.concatenate([[0], np.cumsum(_count_by_column(labelled))])
    first = np.asarray(starts, np.int64)
    return sums[np.minimum(first + size, labelled.shape[1])] - sums[first]


def _count_by_column(flags: np.ndarray) -> np.ndarray:
    """Returns how many of each column's flags are True, int64. Bytes are added to bytes, which is many times as fast as to int64."""
    counts = np.zeros(flags.shape[1], np.int64)
    for top in range(0, len(flags), _LARGEST_BYTE):
        counts += flags[top : top + _LARGEST_BYTE].view(np.uint8).sum(axis=0, dtype=np.uint8)
    return counts


def count_by_code(codes: np.ndarray, classes: int) -> np.ndarray:
    """Returns the number of pixels of each code: int64 (256,), from uint8 codes of that many classes."""
    if classes > _COMPARED_CLASSES:
        return np.bincount(codes.ravel(), minlength=256)
    counts = np.zeros(256, np.int64)
    for code in (*range(1, classes + 1), *([NODATA_CODE] if codes.max() == NODATA_CODE else [])):
        counts[code] = np.count_nonzero(codes == code)
    counts[0] = codes.size - counts.sum()
    return counts


class LabelStrips:
    """Returns rows of class codes of a window, from top to bottom; each row is read once and kept while it may be needed."""

    def __init__(
        self, labels: LabelReader, mask: PolygonMask | None, classes: ClassTable, window: Window, chunk_rows: int
    ) -> None:
        """Prepares to read `window`, in pixels of the image, in chunks of `chunk_rows` rows; reads nothing yet."""
        self._labels, self._mask, self._classes = labels, mask, classes
        self._window, self._chunk_rows = window, chunk_rows
        self._chunks: list[tuple[int, np.ndarray]] = []
        self._next = window.y

    def restarted(self) -> LabelStrips:
        """Returns the same strips, to be read from the top once more."""
        return LabelStrips(self._labels, self._mask, self._classes, self._window, self._chunk_rows)

    def rows(self, y0: int, y1: int, columns: slice = slice(None)) -> np.ndarray:
        """Returns the codes, uint8 (y1 - y0, columns), of rows inside the window, or of a part of its columns.

        `y0` must not go back from call to call.
        """
        self._chunks = [chunk for chunk in self._chunks if chunk[0] + len(chunk[1]) > y0]
        self._next = max(self._next, y0)
        while self._next < y1:
            height = min(self._chunk_rows, self._window.bottom - self._next)
            codes = self._read(Window(self._window.x, self._next, self._window.width, height))
            self._chunks.append((self._next, codes))
            self._next += height
        return np.concatenate([codes[max(0, y0 - top) : y1 - top, columns] for top, codes in self._chunks])

    def _read(self, window: Window) -> np.ndarray:
        """Returns the codes of a window."""
        values, valid = self._labels.read(window)
        codes = encode(values, self._classes)
        if not valid.all():
            codes[~valid] = NODATA_CODE
        if self._mask is not None:
            codes[~self._mask.read(window)] = NODATA_CODE
        return codes
