"""Which chips to cut: where they lie, and how many of their pixels count. Pure functions over arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.grid import Window
from ..core.tiling import chip_positions
from .label_codes import NOTHING

PLACEMENTS = ("window", "labels", "both")
"""How chips are placed: by a window that slides over the image, around labelled pixels, or both."""

_COMPARED_CLASSES = 40


@dataclass(frozen=True)
class CutPlan:
    """Where to cut: `window` in pixels of the image, chip size and stride in pixels, and which chips are worth it.

    `minimum_share` (0 to 1) of a chip's pixels must be labelled; with `keep_empty` pixels of value 0 count too. `placement`
    is one of `PLACEMENTS`; around labelled pixels `chips_per_class` chips are drawn with `seed`.
    """

    window: Window
    chip_size_px: int
    stride_px: int
    minimum_share: float
    keep_empty: bool
    placement: str = PLACEMENTS[0]
    chips_per_class: int = 100
    seed: int = 0

    @property
    def columns(self) -> tuple[int, ...]:
        """Returns where the sliding window stops, from the left of `window`; () where it does not slide."""
        return () if self.placement == "labels" else self._positions(self.window.width)

    @property
    def rows(self) -> tuple[int, ...]:
        """Returns where the sliding window stops, from the top of `window`; () where it does not slide."""
        return () if self.placement == "labels" else self._positions(self.window.height)

    def _positions(self, length: int) -> tuple[int, ...]:
        """Returns the stops of the sliding window along an axis."""
        return chip_positions(length, self.chip_size_px, self.stride_px)


def counting_pixels(codes: np.ndarray, keep_empty: bool) -> np.ndarray:
    """Returns which pixels count as labelled, bool like `codes` (uint8 class codes).

    These are the pixels with a class; with `keep_empty`, where 0 is a real class, all pixels where there is something.
    """
    return codes != NOTHING if keep_empty else (codes - np.uint8(1)) < NOTHING - 1


def counts_of_chips(counting: np.ndarray, starts: Sequence[int], size: int) -> np.ndarray:
    """Returns the number of counting pixels of each chip of a strip: int64, one per start column.

    `counting` is bool (height, width) of the strip, whose columns `starts` are counted from; chips are `size` columns wide and
    may reach beyond the strip.
    """
    sums = np.concatenate([[0], np.cumsum(counting.sum(axis=0, dtype=np.int64))])
    first = np.asarray(starts, np.int64)
    return sums[np.minimum(first + size, counting.shape[1])] - sums[first]


def counts_of_codes(codes: np.ndarray, classes: int) -> np.ndarray:
    """Returns how many pixels of a chip have each code: int64 (256,), from contiguous uint8 codes of that many classes.

    Comparing with each code is quicker than `bincount`, as long as there are few.
    """
    if classes > _COMPARED_CLASSES:
        return np.bincount(codes.ravel(), minlength=NOTHING + 1)
    counts = np.zeros(NOTHING + 1, np.int64)
    left = codes.size
    for code in (0, NOTHING, *range(1, classes + 1)):
        if not left:
            break
        counts[code] = np.count_nonzero(codes == code)
        left -= counts[code]
    return counts


def enough_pixels(chip_size_px: int, minimum_share: float) -> int:
    """Returns how many counting pixels a chip needs: the share of its pixels, and at least one."""
    return max(1, int(np.ceil(chip_size_px * chip_size_px * minimum_share - 1e-9)))
