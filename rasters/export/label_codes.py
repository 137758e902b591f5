"""Turns labels into rows of class codes, each row burnt once, however much the strips of chips overlap.

A code is a byte: 0 = not labelled, 1 and up = position in the class table plus one, `NOTHING` = nothing here.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from ..classes.class_table import ClassTable
from ..core.grid import Window

NOTHING = 255
_LARGEST_LOOKUP = 65536


class LabelSource(Protocol):
    """What gives label values: a `LabelReader`."""

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns values, int32 (height, width), and whether they are known, bool (height, width)."""


class MaskSource(Protocol):
    """What tells which pixels are wanted: a `PolygonMask`."""

    def read(self, window: Window) -> np.ndarray:
        """Returns bool (height, width), True where pixels are wanted."""


def encode(values: np.ndarray, classes: ClassTable) -> np.ndarray:
    """Translates class values (int32, any shape) to codes (uint8); values that are no class become 0."""
    known = classes.values
    if not known or known[0] < 0 or known[-1] >= _LARGEST_LOOKUP:
        return (classes.indices(values) + np.uint8(1)) * (values != 0)
    lookup = np.zeros(known[-1] + 2, np.uint8)
    lookup[list(known)] = np.arange(1, len(known) + 1)
    lookup[0] = 0
    return lookup.take(values, mode="clip")


def decoder(classes: ClassTable) -> np.ndarray:
    """Returns the class value of each of the 256 codes, in the smallest dtype that holds them; 0 where a code is no class."""
    values = np.zeros(256, classes.value_dtype())
    values[1 : len(classes) + 1] = classes.values
    return values


class LabelStrips:
    """Gives rows of class codes of a window, from top to bottom, and keeps only those that may be asked for again."""

    def __init__(
        self, labels: LabelSource, mask: MaskSource | None, classes: ClassTable, window: Window, chunk_rows: int
    ) -> None:
        """Prepares to read `window`, in pixels of the image, in chunks of `chunk_rows` rows; reads nothing yet."""
        self._labels, self._mask, self._classes = labels, mask, classes
        self._window, self._chunk_rows = window, chunk_rows
        self._chunks: list[tuple[int, np.ndarray]] = []
        self._next = window.y

    def again(self) -> LabelStrips:
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
            self._chunks.append(
                (self._next, self._burn(Window(self._window.x, self._next, self._window.width, height)))
            )
            self._next += height
        return np.concatenate([codes[max(0, y0 - top) : y1 - top, columns] for top, codes in self._chunks])

    def _burn(self, window: Window) -> np.ndarray:
        """Returns the codes of a window."""
        values, known = self._labels.read(window)
        codes = encode(values, self._classes)
        codes[~known] = NOTHING
        if self._mask is not None:
            codes[~self._mask.read(window)] = NOTHING
        return codes
