"""How many points an accuracy assessment takes, and how they are allocated to strata. Pure numpy.

Sources: Cochran 1977, "Sampling techniques", 3rd edition, equation 5.25; Olofsson, Foody, Herold, Stehman, Woodcock and Wulder
2014, "Good practices for estimating area and assessing accuracy of land change", Remote Sensing of Environment 148, 42–57,
equation 13 and section 5.1.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

LEAST = 2
"""The fewest points of a stratum that have a variance."""
_ROUNDING = 1e-9


def stratified_size(shares: np.ndarray, accuracies: np.ndarray, standard_error: float, pixels: int) -> int:
    """Returns the size of a stratified sample whose estimate of the overall accuracy has a given standard error.

    `shares` (strata,) are those of the area and add up to 1. `accuracies` (strata,) are the expected user's accuracies, 0 to 1. `pixels` is
    the size of the population. Equation 13 of Olofsson et al., for the allocation that takes the fewest points: the proportional one, where
    the accuracies are equal. `stratified_error` has the standard error of another one.
    """
    variances = accuracies * (1 - accuracies)
    numerator = float((shares * np.sqrt(variances)).sum()) ** 2
    if not numerator:  # no error is expected
        return 0
    return _rounded_up(numerator / (standard_error**2 + float((shares * variances).sum()) / pixels))


def stratified_error(shares: np.ndarray, accuracies: np.ndarray, points: np.ndarray, pixels: np.ndarray) -> float:
    """Returns the standard error to expect of the overall accuracy, from the `points` (strata,) of strata of `pixels` (strata,).

    `shares` and `accuracies` are as in `stratified_size`. Equation 5 of Olofsson et al., with expected accuracies.
    """
    left = 1 / points - 1 / pixels
    return float((shares**2 * accuracies * (1 - accuracies) * left).sum()) ** 0.5


def simple_size(accuracy: float, standard_error: float, pixels: int) -> int:
    """Returns the size of a simple random sample, as `stratified_size` does; `accuracy` is the expected overall accuracy."""
    return stratified_size(np.ones(1), np.array([accuracy]), standard_error, pixels)


def _rounded_up(size: float) -> int:
    return math.ceil(size - _ROUNDING)


def equal_allocation(total: int, strata: int) -> np.ndarray:
    """Returns the points per stratum, int64 (strata,), which differ by one at most."""
    return total // strata + (np.arange(strata) < total % strata)


def floor_allocation(total: int, shares: np.ndarray, floor: int) -> np.ndarray:
    """Returns the points per stratum, int64 (strata,): at least `floor` each, and the rest in proportion to the area.

    `total` must be at least `floor` times the number of strata. Strata whose proportional part is below the floor get the
    floor, and the others share what is left by area (Olofsson et al., section 5.1.1).
    """
    raised = np.zeros(len(shares), bool)
    while True:
        rest = total - floor * int(raised.sum())
        quotas = np.where(raised, floor, rest * shares / shares[~raised].sum())
        low = ~raised & (quotas < floor - _ROUNDING)
        if not low.any() or (raised | low).all():
            break
        raised |= low
    return _rounded(quotas, total)


def limited_allocation(total: int, pixels: np.ndarray, allocate: Callable[[int, np.ndarray], np.ndarray]) -> np.ndarray:
    """Returns the points per stratum, int64 (strata,): none gets more than its `pixels` (strata,), and the others share what is left.

    `allocate` returns the points of some strata, given their number in all and which strata these are, bool (strata,).
    """
    points, is_open = pixels.astype(np.int64), np.ones(len(pixels), bool)
    while is_open.any():
        part = allocate(total - int(points[~is_open].sum()), is_open)
        is_full = part > pixels[is_open]
        if not is_full.any():
            points[is_open] = part
            break
        is_open[np.flatnonzero(is_open)[is_full]] = False
    return points


def _rounded(quotas: np.ndarray, total: int) -> np.ndarray:
    """Returns whole numbers that add up to `total`, by the largest remainders."""
    whole = np.floor(quotas + _ROUNDING).astype(np.int64)
    order = np.argsort(-(quotas - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole
