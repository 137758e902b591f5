"""The pixels from which points are drawn, read twice strip by strip: to count each stratum, and to find the drawn pixels.

A pixel is drawn by its rank: its number, row by row, among the pixels of its stratum. Ranks do not depend on how the raster is
stored or read, and memory does not grow with its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ...rasters.classes.class_raster import ClassRaster, ClassStrip
from ...rasters.core.grid import Window
from ...rasters.core.pixel_area import pixel_areas
from ...rasters.core.progress import Reporter
from ...rasters.labels.class_polygons import ClassPolygons
from ...rasters.labels.rasterize import PolygonMask
from ..accuracy.confusion_counter import ConfusionCounter, Counts

ALL = None
"""The stratum of all pixels, where the classes are no strata."""

Pixels = tuple[np.ndarray, np.ndarray]
"""Columns and rows of pixels, int64 (n,) each."""


class Population:
    """The pixels of a class raster, or cells of polygons, with a class, inside a window and a mask."""

    def __init__(
        self, source: ClassRaster | ClassPolygons, window: Window, mask: PolygonMask | None, name: str
    ) -> None:
        """Calls the source `name` in messages."""
        self._source, self._window, self._mask, self._name = source, window, mask, name

    def _strips(self, reporter: Reporter) -> Iterator[ClassStrip]:
        """Yields the strips, valid where pixels belong to the population."""
        for strip in self._source.strips(self._window, reporter):
            valid = strip.valid if self._mask is None else strip.valid & self._mask.read(strip.window)
            yield ClassStrip(strip.window, strip.values, valid)

    def count(self, reporter: Reporter) -> Counts:
        """Returns the classes with their pixels and areas.

        Raises LabelError for values that are no classes or too many, RasterError where a block cannot be read; Cancelled.
        """
        counter = ConfusionCounter(
            self._name, self._name, self._window.width, max(self._window.width, self._window.height)
        )
        areas = pixel_areas(self._source.grid)
        for strip in self._strips(reporter):
            counter.add_strip(strip, areas)
        return counter.counts(self._source.styles, areas is not None)

    def pixels_of_ranks(self, ranks: Mapping[int | None, np.ndarray], reporter: Reporter) -> dict[int | None, Pixels]:
        """Returns the pixels of some ranks, int64 (n,) from 0 and in any order, by class value or `ALL`, in that order."""
        order = {key: np.argsort(wanted, kind="stable") for key, wanted in ranks.items()}
        ordered = {key: ranks[key][order[key]] for key in ranks}
        found = {
            key: (np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.int64)) for key, wanted in ranks.items()
        }
        before = dict.fromkeys(ranks, 0)
        for strip in self._strips(reporter):
            for key, wanted in ordered.items():
                members = strip.valid if key is ALL else strip.valid & (strip.values == key)
                count = int(np.count_nonzero(members))
                first, last = np.searchsorted(wanted, (before[key], before[key] + count))
                if last > first:
                    positions = np.flatnonzero(members)[wanted[first:last] - before[key]]
                    rows, columns = np.divmod(positions, strip.window.width)
                    places = order[key][first:last]
                    found[key][0][places] = columns + strip.window.x
                    found[key][1][places] = rows + strip.window.y
                before[key] += count
        return found

    def pixels_of_lattice(self, step_px: tuple[float, float], start: tuple[float, float], reporter: Reporter) -> Pixels:
        """Returns the pixels under the nodes of a regular lattice, row by row.

        `step_px` is the distance of nodes along rows and columns, 1 or more; `start`, 0 to 1, is the place of the first
        node in the lattice's first cell.
        """
        window = self._window
        columns = np.floor(np.arange(start[0] * step_px[0], window.width, step_px[0])).astype(np.int64)
        rows = np.floor(np.arange(start[1] * step_px[1], window.height, step_px[1])).astype(np.int64) + window.y
        found: list[Pixels] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        for strip in self._strips(reporter):
            inside = rows[slice(*np.searchsorted(rows, (strip.window.y, strip.window.bottom)))]
            hits = strip.valid[np.ix_(inside - strip.window.y, columns)]
            down, across = np.nonzero(hits)
            found.append((columns[across] + window.x, inside[down]))
        return np.concatenate([part[0] for part in found]), np.concatenate([part[1] for part in found])


def distinct_ranks(generator: np.random.Generator, population: int, count: int) -> np.ndarray:
    """Returns `count` distinct numbers below `population`, int64 (count,), drawn at random and in random order.

    Memory grows with `count`, not with the population.
    """
    if 2 * count >= population:
        return generator.permutation(population)[:count]
    ranks = np.zeros(0, np.int64)
    while len(ranks) < count:
        more = generator.integers(population, size=2 * (count - len(ranks)) + 8)
        ranks = np.concatenate([ranks, more])
        _, first = np.unique(ranks, return_index=True)
        ranks = ranks[np.sort(first)]
    return ranks[:count]
