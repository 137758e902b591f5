"""Per-band statistics of an image, gathered block by block. Pure arithmetic in float64.

Means and sums of squared deviations are merged, which stays exact where a sum of squares does not. (Chan, Golub and
LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances".)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_EXACT_SUMS = 2**21
"""Of this many values of 16 bits the sum and the sum of squares are whole numbers that a float64 holds exactly."""


@dataclass(frozen=True)
class BandStatistics:
    """Statistics of one band over its valid values; all zero where it has none.

    `m2` is the sum of squared deviations from the mean, `count` the number of values.
    """

    minimum: float = 0.0
    maximum: float = 0.0
    mean: float = 0.0
    m2: float = 0.0
    count: int = 0

    @property
    def std(self) -> float:
        """Returns the standard deviation of the values (of the population, not of a sample)."""
        return math.sqrt(self.m2 / self.count) if self.count else 0.0

    def to_json(self) -> dict:
        """Returns the statistics as plain values, ready for JSON; `std` is added for readers."""
        return {
            "minimum": self.minimum, "maximum": self.maximum, "mean": self.mean, "m2": self.m2, "count": self.count,
            "std": self.std,
        }  # fmt: skip

    @classmethod
    def from_json(cls, entry: dict) -> BandStatistics:
        """Builds statistics from what `to_json` returned. Raises KeyError, TypeError, ValueError for anything else."""
        return cls(
            float(entry["minimum"]), float(entry["maximum"]), float(entry["mean"]), float(entry["m2"]),
            int(entry["count"]),
        )  # fmt: skip


def statistics_of(values: np.ndarray) -> BandStatistics:
    """Returns the statistics of all the values of an array of any shape and real dtype; they must be finite."""
    if values.size == 0:
        return BandStatistics()
    low, high = float(values.min()), float(values.max())
    if low == high:  # the rounding of a mean would leave a deviation
        return BandStatistics(low, high, low, 0.0, values.size)
    if values.dtype.kind in "iu" and values.dtype.itemsize <= 2 and values.size <= _EXACT_SUMS:
        numbers = values.astype(np.float64).ravel()
        total, squares = int(numbers.sum()), int(_sum_of_squares(numbers))
        return BandStatistics(
            low, high, total / values.size, (values.size * squares - total * total) / values.size, values.size
        )
    mean = float(values.mean(dtype=np.float64))
    deviations = np.subtract(values, mean, dtype=np.float64).ravel()
    return BandStatistics(low, high, mean, _sum_of_squares(deviations), values.size)


def _sum_of_squares(values: np.ndarray) -> float:
    """Returns the sum of squares of values (float64, one axis), on one thread: `dot` would wake all for so little."""
    return float(np.einsum("i,i->", values, values))


def merge(a: BandStatistics, b: BandStatistics) -> BandStatistics:
    """Returns the statistics of the values of `a` and `b` together."""
    if not a.count or not b.count:
        return a if a.count else b
    count = a.count + b.count
    delta = b.mean - a.mean
    mean = a.mean + delta * (b.count / count)
    m2 = a.m2 + b.m2 + delta * delta * (a.count * (b.count / count))
    return BandStatistics(min(a.minimum, b.minimum), max(a.maximum, b.maximum), mean, m2, count)


def merge_all(a: Sequence[BandStatistics], b: Sequence[BandStatistics]) -> tuple[BandStatistics, ...]:
    """Merges two series of band statistics band by band. Raises ValueError where their lengths differ."""
    if len(a) != len(b):
        raise ValueError(f"Statistics of {len(a)} and of {len(b)} bands cannot be merged.")
    return tuple(merge(one, other) for one, other in zip(a, b))


class RunningStatistics:
    """Gathers the statistics of an image that is seen piece by piece."""

    def __init__(self, bands: int) -> None:
        """Starts with no values, for that many bands."""
        self._bands = [BandStatistics()] * bands

    def add(self, pixels: np.ndarray, missing: np.ndarray | None = None) -> None:
        """Takes pixels (bands, height, width) of any real dtype.

        `missing` marks the values to leave out: bool of the same shape, or (height, width) for all bands alike. All
        other values must be finite.
        """
        for band, values in enumerate(pixels):
            if missing is not None:
                skipped = missing if missing.ndim == 2 else missing[band]
                values = values[~skipped]
            self._bands[band] = merge(self._bands[band], statistics_of(values))

    def merge(self, others: Sequence[BandStatistics]) -> None:
        """Takes the statistics of other values, one per band. Raises ValueError for another number of bands."""
        self._bands = list(merge_all(self._bands, others))

    def result(self) -> tuple[BandStatistics, ...]:
        """Returns the statistics of all that was added, one per band."""
        return tuple(self._bands)
