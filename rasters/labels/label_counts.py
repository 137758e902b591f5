"""Counts what becomes of labels: features that label no pixel, pixels that two classes claim, pixels that a label raster declares NoData."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..core.grid import Grid, Window
from ..core.number_text import first_of, percent, whole
from ..core.progress import Reporter
from .geometry import Shape

WORTH_A_WARNING = 0.01
"""Labels that are lost are warned of where they are more than this share of all."""
_MOST_PAIRS = 100_000_000
"""Where this many pairs of bounds would be compared, every shape counts as overlapping another."""
_PAIRS_AT_ONCE = 65_536
_LARGEST_TRIED_PX = 65_536
"""A shape whose bounds hold the centres of more pixels is taken to label one of them."""
_LARGEST_TABLE = 256
"""Pairs of class values are counted in a square table unless they spread wider than this."""
_THIN = 0.7072
"""A circle of this radius, in pixels, always holds a pixel's centre."""
_SHOWN = 6


@dataclass(frozen=True)
class LabelCounts:
    """What became of vector labels in the windows that were read.

    `features` counts the features of each class value, `without_pixel` those of them that cover no pixel's centre.
    `contested` counts pixels that two classes claim, by class values: (the one that counts, the one it covers).
    `labelled_px` is the number of all labelled pixels. `nodata_px` counts the pixels of a label raster that have the value which it
    declares as NoData, by that value.
    """

    features: Mapping[int, int] = field(default_factory=dict)
    without_pixel: Mapping[int, int] = field(default_factory=dict)
    contested: Mapping[tuple[int, int], int] = field(default_factory=dict)
    labelled_px: int = 0
    nodata_px: Mapping[int, int] = field(default_factory=dict)

    def lost_px(self, value: int) -> int:
        """Returns how many pixels of a class count for another one."""
        return sum(count for (_, covered), count in self.contested.items() if covered == value)

    def report(self, names: Mapping[int, str], reporter: Reporter) -> None:
        """Logs features without a pixel and contested pixels, as warnings where they are many; `names` by class value."""
        features, without = sum(self.features.values()), sum(self.without_pixel.values())
        if without:
            report_lost(
                without, features, reporter,
                f"{whole(without)} of {whole(features)} label features ({percent(without / features)}) label no pixel: they cover no pixel's "
                "centre. Widen them by a buffer, or take imagery with smaller pixels.",
            )  # fmt: skip
        contested = sum(self.contested.values())
        if contested:
            most = sorted(self.contested.items(), key=lambda item: -item[1])
            pairs = (f"{names.get(a, a)} over {names.get(b, b)} {whole(count)}" for (a, b), count in most)
            report_lost(
                contested, self.labelled_px, reporter,
                f"{whole(contested)} of {whole(self.labelled_px)} labelled pixels ({percent(contested / max(1, self.labelled_px))}) are claimed "
                f"by two classes; the later feature counts: {first_of(pairs, _SHOWN, '; ')}.",
            )  # fmt: skip


def report_lost(lost: int, total: int, reporter: Reporter, message: str) -> None:
    """Logs a message on lost labels: as a warning where they are more than `WORTH_A_WARNING` of the total."""
    (reporter.warning if lost > WORTH_A_WARNING * total else reporter.info)(message)


class ShapeCounter:
    """Watches windows of shapes being rasterized, from top to bottom; rows that come twice are counted once."""

    def __init__(self, shapes: Sequence[Shape], grid: Grid) -> None:
        """Takes the shapes in the order in which they are rasterized."""
        self._shapes, self._grid = shapes, grid
        self._is_near = np.zeros(len(shapes), bool)
        self._classes = np.unique(np.array([0, *(shape.value for shape in shapes)], np.int64))
        self._contested: Counter[tuple[int, int]] = Counter()
        self._labelled_px, self._counted_to = 0, -1
        self.may_be_covered = covered_by_others(shapes, min(grid.pixel_size_map))
        """Which shapes may share a pixel with a later one of another value, bool (shapes,)."""

    def add(self, near: np.ndarray, values: np.ndarray, window: Window) -> Window | None:
        """Takes the values in a window, int (height, width); returns the part of it that was not counted yet.

        `near` are the positions of the shapes that may intersect the window.
        """
        self._is_near[near] = True
        y = max(window.y, self._counted_to)
        if y >= window.bottom:
            return None
        self._counted_to = window.bottom
        self._labelled_px += int(np.count_nonzero(values[y - window.y :]))
        return Window(window.x, y, window.width, window.bottom - y)

    def count_contested(self, topmost: np.ndarray, lowest: np.ndarray) -> None:
        """Takes the values of the topmost and of the lowest shape of pixels, arrays of one shape; 0 is none.

        The lowest may be missing where it has the value of the topmost. A 0 on top erases, and claims nothing.
        """
        first, size = int(self._classes[0]), int(self._classes[-1] - self._classes[0]) + 1
        values = range(first, first + size)
        differ = np.flatnonzero((lowest != 0) & (topmost != lowest))
        if not differ.size:
            return
        topmost, lowest = topmost.take(differ).astype(np.int64), lowest.take(differ).astype(np.int64)
        if size > _LARGEST_TABLE:
            topmost, lowest = np.searchsorted(self._classes, topmost), np.searchsorted(self._classes, lowest)
            first, size, values = 0, len(self._classes), self._classes.tolist()
        pairs = np.bincount((topmost - first) * size + (lowest - first), minlength=size * size)
        for pair in np.flatnonzero(pairs).tolist():
            winner, covered = values[pair // size], values[pair % size]
            if winner and covered and winner != covered:
                self._contested[winner, covered] += int(pairs[pair])

    def doubtful(self) -> list[tuple[int, Window]]:
        """Returns the polygons that may hold no pixel's centre: positions, and the pixels whose centres lie in their bounds.

        A shape inside the grid whose area in pixels is 0.7072 times its perimeter holds a circle of that radius, and so a centre.
        """
        left, lower, right, upper = self._grid.extent_map()
        scale = math.sqrt(math.prod(self._grid.pixel_size_map))
        found: list[tuple[int, Window]] = []
        for position in np.flatnonzero(self._is_near).tolist():
            shape = self._shapes[position]
            if not shape.value or not shape.is_area:
                continue
            xmin, ymin, xmax, ymax = shape.bounds
            is_inside = left <= xmin and xmax <= right and lower <= ymin and ymax <= upper
            rings = [shape.geometry.GetGeometryRef(number) for number in range(shape.geometry.GetGeometryCount())]
            if is_inside and shape.geometry.GetArea() > _THIN * scale * sum(ring.Length() for ring in rings):
                continue
            window = self._centres_in(shape)
            if window.pixels <= _LARGEST_TRIED_PX:
                found.append((position, window))
        return found

    def _centres_in(self, shape: Shape) -> Window:
        """Returns the pixels of the grid whose centres lie in the bounds of a shape; its width or height may be 0."""
        xmin, ymin, xmax, ymax = shape.bounds
        corners = np.array([self._grid.to_pixel(xmin, ymin), self._grid.to_pixel(xmax, ymax)]) - 0.5
        left, top = np.maximum(np.ceil(corners.min(0) - 1e-6), 0).astype(int).tolist()
        right, bottom = np.minimum(np.floor(corners.max(0) + 1e-6) + 1, (self._grid.width, self._grid.height)).tolist()
        return Window(left, top, max(0, int(right) - left), max(0, int(bottom) - top))

    def result(self, without_pixel: Collection[int]) -> LabelCounts:
        """Returns the counts; `without_pixel` are the positions of the shapes that hold no pixel's centre."""
        labels: dict[int, bool] = {}
        values: dict[int, int] = {}
        for position in np.flatnonzero(self._is_near).tolist():
            shape = self._shapes[position]
            if shape.value:
                values[shape.feature] = shape.value
                labels[shape.feature] = labels.get(shape.feature, False) or position not in without_pixel
        return LabelCounts(
            dict(Counter(values.values())),
            dict(Counter(values[feature] for feature, is_labelling in labels.items() if not is_labelling)),
            dict(self._contested),
            self._labelled_px,
        )


def covered_by_others(shapes: Sequence[Shape], pixel_map: float) -> np.ndarray:
    """Returns which shapes have bounds that overlap those of a later shape of another value, bool (shapes,).

    Points and lines, which label what they touch, count as a pixel (`pixel_map`, in map units) wider on each side.
    """
    result = np.zeros(len(shapes), bool)
    values = np.array([shape.value for shape in shapes])
    if len(shapes) < 2 or (values == values[0]).all():
        return result
    margin = np.array([0.0 if shape.is_area else pixel_map for shape in shapes])[:, np.newaxis]
    bounds = np.array([shape.bounds for shape in shapes], np.float64) + margin * np.array([-1, -1, 1, 1])
    axes = [_sweep(bounds, axis) for axis in (0, 1)]
    axis = min((0, 1), key=lambda number: axes[number][2])
    order, ends, pairs = axes[axis]
    if pairs > _MOST_PAIRS:
        return ~result
    low, high, values = bounds[order, 1 - axis], bounds[order, 3 - axis], values[order]
    for one, other in _pairs(ends):
        hit = (low[other] < high[one]) & (high[other] > low[one]) & (values[other] != values[one])
        one, other = order[one[hit]], order[other[hit]]
        result[np.minimum(one, other)] = True
    return result


def _pairs(ends: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yields the pairs of each position with those after it, up to its end: two int64 arrays of `_PAIRS_AT_ONCE`, or of one position's."""
    counts = np.maximum(ends - np.arange(len(ends)) - 1, 0)
    before = np.concatenate([[0], np.cumsum(counts)])
    start = 0
    while start < len(ends):
        stop = max(start + 1, int(np.searchsorted(before, before[start] + _PAIRS_AT_ONCE, "right")) - 1)
        one = np.repeat(np.arange(start, stop), counts[start:stop])
        yield one, one + 1 + np.arange(before[start], before[stop]) - before[one]
        start = stop


def _sweep(bounds: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Returns the order of shapes along an axis, up to which position each overlaps those after it, and the number of pairs."""
    order = np.argsort(bounds[:, axis], kind="stable")
    ends = np.searchsorted(bounds[order, axis], bounds[order, axis + 2], "left")
    return order, ends, int(np.maximum(ends - np.arange(len(order)) - 1, 0).sum())
