"""The distribution of a band's values as 27 quantiles, and the distance of other values from it. Pure functions.

Quantiles suit any dtype and unit, and resist outliers: a few saturated pixels squeeze nearly all values into one bin of a
histogram with equal steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

QUANTILE_SHARES = (
    0.0, 0.005, 0.01, 0.02, *(number / 20 for number in range(1, 20)), 0.98, 0.99, 0.995, 1.0,
)  # fmt: skip
"""The shares of the values below each quantile: every twentieth, and finer towards both ends."""
CORE = (QUANTILE_SHARES.index(0.005), QUANTILE_SHARES.index(0.995))
"""Positions of the two quantiles between which 99 % of the values lie."""

_MARGIN = 0.1
"""Values beyond the middle 99 % by less than this part of their range are no others: few chips show only a part of a lake or a shadow."""
_LARGEST_SAMPLE = 2**22
_SMALLEST_SAMPLE_PX = 2**15


def quantiles_of(values: np.ndarray) -> tuple[float, ...]:
    """Returns the quantiles of values, of any shape and real dtype, at `QUANTILE_SHARES`: each is one of the values.

    The inverse of the empirical distribution function. Raises ValueError where there is no value.
    """
    if not values.size:
        raise ValueError("No value has no quantiles.")
    ordered = np.sort(values, axis=None)
    places = [max(math.ceil(share * ordered.size) - 1, 0) for share in QUANTILE_SHARES]
    return tuple(ordered[places].astype(np.float64).tolist())


def share_outside(quantiles: Sequence[float], values: np.ndarray) -> float:
    """Returns the share of values (of any shape, at least one) well outside the middle 99 % of a distribution."""
    low, high = (quantiles[place] for place in CORE)
    margin = _MARGIN * (high - low)
    return float(np.count_nonzero((values < low - margin) | (values > high + margin)) / values.size)


def distance(quantiles: Sequence[float], values: np.ndarray) -> float:
    """Returns how far values (of any shape, at least one) are from a distribution: 0 (the same) to 1 (nothing in common).

    The largest difference of the two distribution functions (Kolmogorov 1933; Smirnov 1948, "Table for estimating the
    goodness of fit of empirical distributions"), estimated from the quantiles: never above that of all the values, and
    at most a twentieth below it.
    """
    ordered = np.sort(values, axis=None)
    cuts = np.asarray(quantiles, np.float64)
    # Where many values are equal, quantiles are, too: at least `below` lies up to the cut, at most `before` ahead of it.
    below = np.array([max(share for share, cut in zip(QUANTILE_SHARES, cuts) if cut <= value) for value in cuts])
    before = np.array([min(share for share, cut in zip(QUANTILE_SHARES, cuts) if cut >= value) for value in cuts])
    found_below = np.searchsorted(ordered, cuts, "right") / ordered.size
    found_before = np.searchsorted(ordered, cuts, "left") / ordered.size
    return float(max(0.0, (below - found_below).max(), (found_before - before).max()))


class QuantileSample:
    """Collects values of many images of one size for quantiles: all pixels of few images, evenly spread ones of many."""

    def __init__(self, bands: int, pixels: int, images: int) -> None:
        """Expects `images` images of `pixels` pixels each."""
        room = max(_LARGEST_SAMPLE // bands, _SMALLEST_SAMPLE_PX)
        self._step = math.ceil(math.sqrt(max(pixels * images / room, 1)))
        self._values: list[list[np.ndarray]] = [[] for _ in range(bands)]

    def add(self, pixels: np.ndarray, missing: np.ndarray | None = None) -> None:
        """Adds pixels (bands, height, width) of any real dtype; `missing`, bool of that shape, marks values to leave out."""
        thin = (slice(None), slice(None, None, self._step), slice(None, None, self._step))
        there = None if missing is None else ~missing[thin]
        for band, values in enumerate(pixels[thin]):
            self._values[band].append(values.ravel() if there is None else values[there[band]])

    def result(self) -> tuple[tuple[float, ...], ...] | None:
        """Returns the quantiles of each band; None where one has no value."""
        joined = [np.concatenate(values) if values else np.empty(0) for values in self._values]
        return tuple(quantiles_of(values) for values in joined) if all(each.size for each in joined) else None
