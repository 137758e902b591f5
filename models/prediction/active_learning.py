"""Uncertainty sampling: the most uncertain locations of a map, spread apart, as suggestions of where to label next.

Labels where the network is least certain improve it most (Lewis and Gale 1994, "A sequential algorithm for training text
classifiers"). A minimum distance keeps the locations from all lying in the same field.
"""

from __future__ import annotations

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX, ClassTable
from ...rasters.core.grid import Grid
from ...rasters.core.tiling import Span
from ...rasters.layers.label_next_layer import UncertainPoint
from .map_pieces import BYTE_NODATA, MapPiece

BLOCK_PX = 16
"""Uncertainty is averaged over blocks of this side: single pixels along class borders are always uncertain. The last ones are up to nearly twice
as long, so that none is smaller unless the map is."""


class UncertaintySampler:
    """Takes the pieces of a map, any number of rows each, from top to bottom and keeps the most uncertain block of each cell of a coarse grid."""

    def __init__(self, grid: Grid, classes: ClassTable, distance_px: int) -> None:
        """Prepares for a map on `grid`; points will lie at least `distance_px` pixels apart."""
        self._grid, self._classes = grid, classes
        self._cell = self._distance = max(min(distance_px, grid.width + grid.height), BLOCK_PX)
        shape = (-(-grid.height // self._cell), -(-grid.width // self._cell))
        self._uncertainty = np.full(shape, -1.0, np.float32)
        self._x, self._y = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        self._index = np.full(shape, IGNORED_INDEX, np.uint8)
        self._lefts = np.arange(max(grid.width // BLOCK_PX, 1)) * BLOCK_PX
        self._widths = np.diff(self._lefts, append=grid.width)
        self._middles = self._lefts + self._widths // 2
        # of the row of blocks that is not finished: valid pixels, their percentages, and the classes in the middle
        self._counts, self._sums = np.zeros(len(self._lefts), np.int64), np.zeros(len(self._lefts), np.int64)
        self._middle_index = np.full(len(self._lefts), IGNORED_INDEX, np.uint8)

    def add(self, piece: MapPiece) -> None:
        """Takes a piece of the map with its uncertainty."""
        y, bottom = piece.y, piece.y + len(piece.index)
        while y < bottom:
            blocks = self._rows_of_blocks(y)
            stop, middle = min(blocks.stop, bottom), blocks.start + blocks.length // 2
            rows = piece.uncertainty[y - piece.y : stop - piece.y]
            valid = rows != BYTE_NODATA
            self._counts += np.add.reduceat(valid.sum(axis=0), self._lefts)
            self._sums += np.add.reduceat(np.where(valid, rows, 0).sum(axis=0, dtype=np.int64), self._lefts)
            if y <= middle < stop:
                self._middle_index = piece.index[middle - piece.y, self._middles]
            if stop == blocks.stop:
                self._finish(middle, blocks.length)
            y = stop

    def _rows_of_blocks(self, y: int) -> Span:
        """Returns the rows of the row of blocks in which row `y` lies."""
        last = max(self._grid.height // BLOCK_PX, 1) - 1
        number = min(y // BLOCK_PX, last)
        return Span(number * BLOCK_PX, self._grid.height if number == last else (number + 1) * BLOCK_PX)

    def _finish(self, middle: int, height: int) -> None:
        """Takes a row of blocks of `height` rows, of which `middle` is the middle one, into account, and begins the next."""
        enough = (2 * self._counts >= height * self._widths) & (self._middle_index != IGNORED_INDEX)
        means = np.where(enough, self._sums / np.maximum(self._counts, 1) / 100, -1).astype(np.float32)
        self._keep(means, self._middles, middle, self._middle_index)
        self._counts[...] = self._sums[...] = 0

    def _keep(self, means: np.ndarray, x: np.ndarray, y: int, index: np.ndarray) -> None:
        """Keeps the blocks of a row of blocks that are more uncertain than those that their cells hold."""
        row = y // self._cell
        cells = x // self._cell
        order = np.argsort(means, kind="stable")  # of several blocks of a cell the last one written stays
        better = order[means[order] > self._uncertainty[row, cells[order]]]
        self._uncertainty[row, cells[better]], self._x[row, cells[better]] = means[better], x[better]
        self._y[row, cells[better]], self._index[row, cells[better]] = y, index[better]

    def most_uncertain(self, count: int) -> list[UncertainPoint]:
        """Returns at most `count` points, the most uncertain first, none nearer to another than the distance."""
        rows, columns = np.nonzero(self._uncertainty > 0)
        order = np.argsort(-self._uncertainty[rows, columns], kind="stable")
        chosen: list[UncertainPoint] = []
        taken = np.empty((0, 2))
        for row, column in zip(rows[order].tolist(), columns[order].tolist()):
            if len(chosen) == count:
                break
            here = np.array([[self._x[row, column], self._y[row, column]]], float)
            if len(taken) and np.hypot(*(taken - here).T).min() < self._distance:
                continue
            taken = np.concatenate([taken, here])
            entry = self._classes.classes[self._index[row, column]]
            x_map, y_map = self._grid.to_map(here[0, 0] + 0.5, here[0, 1] + 0.5)
            chosen.append(UncertainPoint(x_map, y_map, float(self._uncertainty[row, column]), entry.value, entry.name))
        return chosen
