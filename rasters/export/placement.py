"""Class-balanced placement: chips around labelled pixels, sampled from the labels before the image is read.

The labelled pixel of a chip lies anywhere in the chip's inner half, between a quarter and three quarters of its width
and height. So a network does not learn that classes lie in the middle, and sees each in its context. Chips are shifted
to stay inside the part of the raster that is exported; no two are the same.

Of each class a bounded number of pixels is kept, spread over the ground. Where there are more, one random pixel of each square cell is
kept, and the cells grow until few enough are left. So a small patch of labels stays beside a large one, and memory does not depend on the
size of the raster.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.progress import Reporter, stop_if_cancelled
from ..core.tiling import strips
from .label_codes import NODATA_CODE, LabelStrips
from .plan import CutPlan

_TRIES = 16
_MOST_MISSES = 64
"""After this many pixels in a row for which no free chip was found, no more are tried."""
_KEPT_AT_LEAST = 4096
_KEPT_PER_CHIP = 4
_MOST_PER_STRIP = 65_536
"""Of more pixels of a class in one strip, every n-th is taken."""


@dataclass(frozen=True, order=True)
class SampledChip:
    """A chip to cut: row and column of its upper left pixel in the image, and the class code it was placed for."""

    y: int
    x: int
    code: int


class ClassBalancedChips:
    """The chips to cut, taken from top to bottom, and spares for those that turn out to have too few labels."""

    def __init__(self, chips: Sequence[SampledChip] = (), spares: Sequence[SampledChip] = ()) -> None:
        """Takes the chips to cut, and spares that may replace one of the same class, best first."""
        self._waiting = sorted(chips)
        self._spares: dict[int, list[SampledChip]] = {}
        for spare in reversed(spares):
            self._spares.setdefault(spare.code, []).append(spare)

    @property
    def top(self) -> int | None:
        """Returns the row of the next chip, None where none is left."""
        return self._waiting[0].y if self._waiting else None

    def take(self) -> SampledChip:
        """Removes and returns the next chip."""
        return heapq.heappop(self._waiting)

    def replace(self, chip: SampledChip) -> None:
        """Adds a spare for a chip that was taken but not written, if one is left that lies no higher."""
        spares = self._spares.get(chip.code, [])
        while spares:
            spare = spares.pop()
            if spare.y >= chip.y:
                heapq.heappush(self._waiting, spare)
                return


def sample_chips(
    labels: LabelStrips, plan: CutPlan, classes: int, reporter: Reporter
) -> tuple[ClassBalancedChips, tuple[int, ...]]:
    """Reads all labels of the plan once, in strips, and samples chips for each class, fewer where it has fewer pixels.

    Returns them, and the number of labelled pixels of each class in the order of the class table. Raises LabelError,
    RasterError, Cancelled.
    """
    sampler = LabelSampler(classes, plan.chips_per_class, plan.seed)
    for window in strips(plan.window, plan.chip_size_px):
        stop_if_cancelled(reporter)
        sampler.add(labels.rows(window.y, window.bottom), window.x, window.y)
        reporter.progress((window.bottom - plan.window.y) / plan.window.height)
    placer = _Placer(plan, np.random.default_rng((plan.seed, 0)))
    rarest_first = sorted((count, code) for code, count in enumerate(sampler.counts, 1) if count)
    chips: list[SampledChip] = []
    left: list[tuple[int, np.ndarray]] = []
    for _, code in rarest_first:
        points = sampler.points(code)
        first = farthest_point_sampling(points, plan.chips_per_class)
        points = np.concatenate([points[first], np.delete(points, first, axis=0)])
        placed, used = placer.chips_around(points, code)
        chips += placed
        left.append((code, points[used:]))
    spares = [spare for code, points in left for spare in placer.chips_around(points, code)[0]]
    return ClassBalancedChips(chips, spares), sampler.counts


class _Placer:
    """Places chips around pixels, no chip twice."""

    def __init__(self, plan: CutPlan, generator: np.random.Generator) -> None:
        self._plan, self._generator = plan, generator
        self._taken: set[tuple[int, int]] = set()
        self._columns, self._rows = set(plan.columns), set(plan.rows)

    def chips_around(self, points: np.ndarray, code: int) -> tuple[list[SampledChip], int]:
        """Returns at most `chips_per_class` chips around the first of some pixels (pixels, 2), and how many pixels were used."""
        chips: list[SampledChip] = []
        misses = used = 0
        for x, y in points.tolist():
            if len(chips) == self._plan.chips_per_class or misses == _MOST_MISSES:
                break
            used += 1
            corner = self._free_corner(x, y)
            misses = misses + 1 if corner is None else 0
            if corner is not None:
                self._taken.add(corner)
                chips.append(SampledChip(corner[1], corner[0], code))
        return chips, used

    def _free_corner(self, x: int, y: int) -> tuple[int, int] | None:
        """Returns column and row of a free chip that holds a pixel, if possible in its inner half; None if all are taken."""
        window, size = self._plan.window, self._plan.chip_size_px
        for margin in (*[size // 4] * _TRIES, *[0] * _TRIES):
            column = self._start(x - window.x, window.width, margin)
            row = self._start(y - window.y, window.height, margin)
            corner = window.x + column, window.y + row
            if corner not in self._taken and not (column in self._columns and row in self._rows):
                return corner
        return None

    def _start(self, pixel: int, length: int, margin: int) -> int:
        """Samples where a chip starts along an axis: a pixel lies in it, `margin` from its edges where the axis allows."""
        size, last = self._plan.chip_size_px, max(0, length - self._plan.chip_size_px)
        low, high = pixel - (size - 1 - margin), pixel - margin
        return int(self._generator.integers(min(max(low, 0), last), min(max(high, 0), last) + 1))


class LabelSampler:
    """Counts the labelled pixels of each class and samples some of them."""

    def __init__(self, classes: int, chips_per_class: int, seed: int) -> None:
        """Samples at least `chips_per_class` pixels of each class that has as many; the same seed gives the same sample."""
        kept = max(_KEPT_AT_LEAST, _KEPT_PER_CHIP * chips_per_class)
        self._samples = [_ClassSample(kept, np.random.default_rng((seed, code))) for code in range(1, classes + 1)]

    @property
    def counts(self) -> tuple[int, ...]:
        """Returns the number of labelled pixels of each class seen so far, in the order of the class table."""
        return tuple(sample.count for sample in self._samples)

    def add(self, codes: np.ndarray, x0: int, y0: int) -> None:
        """Takes a strip of class codes, uint8 (height, width), whose upper left pixel is column `x0`, row `y0`."""
        flat = codes.reshape(-1)
        positions = np.flatnonzero((flat != 0) & (flat != NODATA_CODE))
        if not positions.size:
            return
        found = flat[positions]
        positions = positions[np.argsort(found, kind="stable")]
        ends = np.cumsum(np.bincount(found, minlength=len(self._samples) + 1))
        for sample, start, end in zip(self._samples, ends[:-1], ends[1:]):
            if end > start:
                sample.add(positions[start:end], codes.shape[1], x0, y0)

    def points(self, code: int) -> np.ndarray:
        """Returns the sampled pixels of a class code, int64 (pixels, 2): column and row, in random order."""
        return self._samples[code - 1].points()


class _ClassSample:
    """Pixels of one class: all, as long as they are few, else one per cell."""

    def __init__(self, kept: int, generator: np.random.Generator) -> None:
        self.count = 0
        self._kept, self._generator = kept, generator
        self._side = 1
        self._points, self._keys = np.empty((0, 2), np.int64), np.empty(0)

    def add(self, positions: np.ndarray, width: int, x0: int, y0: int) -> None:
        """Takes pixels by their ascending positions in a strip of that width."""
        self.count += positions.size
        step = -(-positions.size // _MOST_PER_STRIP)
        positions = positions[self._generator.integers(step) :: step]
        points = np.stack([x0 + positions % width, y0 + positions // width], 1)
        self._points = np.concatenate([self._points, points])
        self._keys = np.concatenate([self._keys, self._generator.random(len(points))])
        if len(self._keys) > 2 * self._kept:
            self._thin()

    def points(self) -> np.ndarray:
        """Returns the pixels in random order."""
        return self._points[np.argsort(self._keys, kind="stable")]

    def _thin(self) -> None:
        """Keeps the pixel with the smallest key of each cell, in cells that grow until few enough are left."""
        while True:
            cells = self._points // self._side
            order = np.lexsort((self._keys, cells[:, 0], cells[:, 1]))
            cells = cells[order]
            first = np.concatenate([[True], (cells[1:] != cells[:-1]).any(1)])
            self._points, self._keys = self._points[order][first], self._keys[order][first]
            if len(self._keys) <= self._kept:
                return
            self._side *= 2


def farthest_point_sampling(points: np.ndarray, count: int) -> np.ndarray:
    """Returns the positions of `count` of some points (points, 2), or of all where there are fewer.

    The first is point 0; each next one is the point farthest from those before it. So every patch is sampled once before any is sampled
    twice (Gonzalez 1985, "Clustering to minimize the maximum intercluster distance").
    """
    if len(points) <= count:
        return np.arange(len(points))
    chosen = np.zeros(count, np.int64)
    nearest = np.full(len(points), np.inf)
    for position in range(1, count):
        last = points[chosen[position - 1]]
        nearest = np.minimum(nearest, ((points - last) ** 2).sum(1))
        chosen[position] = nearest.argmax()
    return chosen
