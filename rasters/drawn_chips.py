"""Chips that lie around labelled pixels: drawn from the labels before the image is read, then handed out from top to bottom.

The labelled pixel that a chip is drawn for lies anywhere in the inner half of the chip (between a quarter and three quarters
of its width and height), so that a network neither learns that classes lie in the middle nor sees one without
surroundings. Chips are shifted to stay inside the part of the raster that is exported; no two are the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .chip_plan import CutPlan
from .grid import blocks
from .label_centres import CentreSampler, spread_out
from .label_strips import LabelStrips
from .reporter import Reporter, stop_if_cancelled

_TRIES = 16
_MOST_MISSES = 64
"""After so many pixels in a row around which every chip is taken, no more are tried."""


@dataclass(frozen=True, order=True)
class DrawnChip:
    """A chip to cut: row and column of its upper left pixel in the image, and the class code that it was drawn for."""

    y: int
    x: int
    code: int


class DrawnChips:
    """Hands out drawn chips from top to bottom, and others for those that turn out to be of no use."""

    def __init__(self, chips: Sequence[DrawnChip] = (), spares: Sequence[DrawnChip] = ()) -> None:
        """Takes the chips to cut, and those that may replace one of the same class, best first."""
        self._waiting = sorted(chips)
        self._spares: dict[int, list[DrawnChip]] = {}
        for spare in reversed(spares):
            self._spares.setdefault(spare.code, []).append(spare)

    @property
    def top(self) -> int | None:
        """Returns the row of the next chip, None where none is left."""
        return self._waiting[0].y if self._waiting else None

    def take(self) -> DrawnChip:
        """Returns the next chip and forgets it."""
        return heapq.heappop(self._waiting)

    def replace(self, chip: DrawnChip) -> None:
        """Puts a spare in place of a chip that was taken in vain, if one is left that lies no higher."""
        spares = self._spares.get(chip.code, [])
        while spares:
            spare = spares.pop()
            if spare.y >= chip.y:
                heapq.heappush(self._waiting, spare)
                return


def draw_chips(
    strips: LabelStrips, plan: CutPlan, classes: int, reporter: Reporter
) -> tuple[DrawnChips, tuple[int, ...]]:
    """Reads all labels of the plan once, in strips, and draws chips for each class, fewer where it has fewer pixels.

    Returns them, and the number of labelled pixels of each class in the order of the class table. Raises LabelError, RasterError, Cancelled.
    """
    sampler = CentreSampler(classes, plan.chips_per_class, plan.seed)
    for window in blocks(plan.window, plan.chip_size_px):
        stop_if_cancelled(reporter)
        sampler.add(strips.rows(window.y, window.bottom), window.x, window.y)
        reporter.progress((window.bottom - plan.window.y) / plan.window.height)
    placer = _Placer(plan, np.random.default_rng((plan.seed, 0)))
    rarest_first = sorted((count, code) for code, count in enumerate(sampler.counts, 1) if count)
    chips: list[DrawnChip] = []
    left: list[tuple[int, np.ndarray]] = []
    for _, code in rarest_first:
        points = sampler.points(code)
        first = spread_out(points, plan.chips_per_class)
        points = np.concatenate([points[first], np.delete(points, first, axis=0)])
        placed, used = placer.chips_around(points, code)
        chips += placed
        left.append((code, points[used:]))
    spares = [spare for code, points in left for spare in placer.chips_around(points, code)[0]]
    return DrawnChips(chips, spares), sampler.counts


class _Placer:
    """Lays chips around pixels, no chip twice."""

    def __init__(self, plan: CutPlan, generator: np.random.Generator) -> None:
        self._plan, self._generator = plan, generator
        self._taken: set[tuple[int, int]] = set()
        self._columns, self._rows = set(plan.columns), set(plan.rows)

    def chips_around(self, points: np.ndarray, code: int) -> tuple[list[DrawnChip], int]:
        """Returns `chips_per_class` chips around the first of some pixels (pixels, 2), and how many pixels that took."""
        chips: list[DrawnChip] = []
        misses = used = 0
        for x, y in points.tolist():
            if len(chips) == self._plan.chips_per_class or misses == _MOST_MISSES:
                break
            used += 1
            place = self._free_place(x, y)
            misses = misses + 1 if place is None else 0
            if place is not None:
                self._taken.add(place)
                chips.append(DrawnChip(place[1], place[0], code))
        return chips, used

    def _free_place(self, x: int, y: int) -> tuple[int, int] | None:
        """Returns column and row of a free chip that holds a pixel, in its inner half where that can be; None if all are taken."""
        window, size = self._plan.window, self._plan.chip_size_px
        for margin in (*[size // 4] * _TRIES, *[0] * _TRIES):
            place = (
                window.x + self._start(x - window.x, window.width, margin),
                window.y + self._start(y - window.y, window.height, margin),
            )
            on_grid = place[0] - window.x in self._columns and place[1] - window.y in self._rows
            if place not in self._taken and not on_grid:
                return place
        return None

    def _start(self, pixel: int, length: int, margin: int) -> int:
        """Draws where a chip starts along an axis, so that a pixel lies in it, `margin` from its edges if the axis allows."""
        size, last = self._plan.chip_size_px, max(0, length - self._plan.chip_size_px)
        low, high = pixel - (size - 1 - margin), pixel - margin
        return int(self._generator.integers(min(max(low, 0), last), min(max(high, 0), last) + 1))
