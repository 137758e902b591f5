"""Uncertainty sampling: the most uncertain locations of a map, spread apart, as suggestions of where to label next.

Labels where the network is least certain improve it most (Lewis and Gale 1994, "A sequential algorithm for training text
classifiers"). A minimum distance keeps the locations from all lying in the same field.
"""

from __future__ import annotations

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX, ClassTable
from ...rasters.core.grid import Grid
from ...rasters.layers.label_next_layer import UncertainPoint
from .map_pieces import BYTE_NODATA, MapPiece

BLOCK_PX = 16
"""Uncertainty is averaged over blocks of this side: single pixels along class borders are always uncertain."""


class UncertaintySampler:
    """Takes the pieces of a map from top to bottom and keeps the most uncertain block of each cell of a coarse grid."""

    def __init__(self, grid: Grid, classes: ClassTable, distance_px: int) -> None:
        """Prepares for a map on `grid`; points will lie at least `distance_px` pixels apart."""
        self._grid, self._classes = grid, classes
        self._cell = self._distance = max(distance_px, BLOCK_PX)
        shape = (-(-grid.height // self._cell), -(-grid.width // self._cell))
        self._uncertainty = np.full(shape, -1.0, np.float32)
        self._x, self._y = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        self._index = np.full(shape, IGNORED_INDEX, np.uint8)

    def add(self, piece: MapPiece) -> None:
        """Takes a piece of the map with its uncertainty."""
        percent, index = piece.uncertainty, piece.index
        for top in range(0, len(percent), BLOCK_PX):
            rows = percent[top : top + BLOCK_PX]
            starts = np.arange(0, rows.shape[1], BLOCK_PX)
            valid = rows != BYTE_NODATA
            counts = np.add.reduceat(valid.sum(axis=0), starts)
            sums = np.add.reduceat(np.where(valid, rows, 0).sum(axis=0, dtype=np.int64), starts)
            y = piece.y + top + len(rows) // 2
            x = np.minimum(starts + BLOCK_PX // 2, rows.shape[1] - 1)
            enough = (2 * counts >= BLOCK_PX * BLOCK_PX) & valid[len(rows) // 2, x]
            means = np.where(enough, sums / np.maximum(counts, 1) / 100, -1).astype(np.float32)
            self._keep(means, x, y, index[top + len(rows) // 2, x])

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
