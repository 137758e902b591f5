"""Draws labelled pixels for chips to lie around, while the labels pass by in strips. Pure numpy.

Of each class a bounded number of pixels is kept, spread over the ground: where they become too many, one pixel, drawn at
random, is kept of each square cell, and the cells grow until few enough are left. So a small patch of labels stays
beside a large one, and memory does not depend on the size of the raster.
"""

from __future__ import annotations

import numpy as np

_KEPT_AT_LEAST = 4096
_KEPT_PER_CHIP = 4
_LOOKED_AT_PER_STRIP = 65_536
"""Of more pixels of a class in one strip, every n-th is looked at."""


class CentreSampler:
    """Counts the labelled pixels of each class, and draws some of them."""

    def __init__(self, classes: int, chips_per_class: int, seed: int) -> None:
        """Draws at least `chips_per_class` pixels of each class that has as many; the same seed draws the same."""
        kept = max(_KEPT_AT_LEAST, _KEPT_PER_CHIP * chips_per_class)
        self._samples = [_ClassSample(kept, np.random.default_rng((seed, code))) for code in range(1, classes + 1)]

    @property
    def counts(self) -> tuple[int, ...]:
        """Returns the number of labelled pixels of each class seen so far, in the order of the class table."""
        return tuple(sample.count for sample in self._samples)

    def add(self, codes: np.ndarray, x0: int, y0: int) -> None:
        """Takes a strip of class codes, uint8 (height, width), whose upper left pixel is column `x0`, row `y0`."""
        flat = codes.reshape(-1)
        places = np.flatnonzero((flat - np.uint8(1)) < len(self._samples))
        if not places.size:
            return
        found = flat[places]
        places = places[np.argsort(found, kind="stable")]
        ends = np.cumsum(np.bincount(found, minlength=len(self._samples) + 1))
        for sample, start, end in zip(self._samples, ends[:-1], ends[1:]):
            if end > start:
                sample.add(places[start:end], codes.shape[1], x0, y0)

    def points(self, code: int) -> np.ndarray:
        """Returns drawn pixels of a class code, int64 (pixels, 2): column and row, in random order."""
        return self._samples[code - 1].points()


class _ClassSample:
    """Pixels of one class: all, as long as they are few, else one per cell."""

    def __init__(self, kept: int, generator: np.random.Generator) -> None:
        self.count = 0
        self._kept, self._generator = kept, generator
        self._side = 1
        self._points, self._keys = np.empty((0, 2), np.int64), np.empty(0)

    def add(self, places: np.ndarray, width: int, x0: int, y0: int) -> None:
        """Takes pixels by their ascending places in a strip of that width."""
        self.count += places.size
        step = -(-places.size // _LOOKED_AT_PER_STRIP)
        places = places[self._generator.integers(step) :: step]
        points = np.stack([x0 + places % width, y0 + places // width], 1)
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


def spread_out(points: np.ndarray, count: int) -> np.ndarray:
    """Returns the positions of `count` (or all) of some points (points, 2), as far apart from each other as they come.

    Each is the point farthest from those before it, the first one the first of all (Gonzalez 1985, "Clustering to
    minimize the maximum intercluster distance"): every patch has its turn before any has many.
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
