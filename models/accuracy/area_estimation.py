"""Accuracy and area from a stratified random sample, as Olofsson et al. recommend. Pure numpy.

A map's own pixel counts are a biased estimate of the true areas: a class with more omission than commission errors covers
more ground than the map shows. A random sample of reference pixels, stratified by the map's classes, corrects that and
gives standard errors.

Source: Olofsson, Foody, Herold, Stehman, Woodcock and Wulder 2014, "Good practices for estimating area and assessing
accuracy of land change", Remote Sensing of Environment 148, 42–57. Equations are numbered as there.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .confidence import LEVEL
from .omission import Omission, hidden_omission


@dataclass(frozen=True)
class Estimate:
    """A share, 0 to 1, its standard error, and how many standard errors make half a confidence interval.

    Value and standard error are None where the sample does not determine them.
    """

    value: float | None
    standard_error: float | None
    factor: float

    @property
    def half_width(self) -> float | None:
        """Returns half the width of the confidence interval, None without a standard error."""
        return None if self.standard_error is None else self.factor * self.standard_error


@dataclass(frozen=True)
class ClassEstimates:
    """The estimates of one class.

    `users` is the user's accuracy (precision), `producers` the producer's accuracy (recall). `share` is the estimated share of the area,
    `mapped_share` the share on the map; both are of the area that the sample covers. `samples` is the number of sample units in the class's
    stratum. `omission` is what the map may omit of the class where hardly any sample unit shows it, None elsewhere.
    """

    users: Estimate
    producers: Estimate
    share: Estimate
    mapped_share: float
    samples: int
    omission: Omission | None = None


@dataclass(frozen=True)
class AreaEstimates:
    """The estimates from a sample whose strata are the classes of the map.

    `proportions` (classes, classes), rows the truth, columns the map, are the shares of the covered area that each cell
    stands for. `uncovered_share` is the share of the map in classes without any sample unit, of which nothing is known:
    all estimates are of the rest. `uncovered` and `single` are the positions of the classes without, and with only one,
    sample unit; a single unit has no variance, so no standard error that depends on it is given.
    """

    accuracy: Estimate
    classes: tuple[ClassEstimates, ...]
    proportions: np.ndarray
    level: float
    uncovered_share: float
    uncovered: tuple[int, ...]
    single: tuple[int, ...]


def stratified_estimates(confusion: np.ndarray, mapped: np.ndarray, level: float = LEVEL) -> AreaEstimates:
    """Returns accuracy and area shares, with standard errors, from a sample stratified by the classes of the map.

    `confusion` (classes, classes) counts sample units, rows the truth, columns the map (the paper's table is its
    transpose); `mapped` (classes,) is the area of each class on the map in any unit. At least one class with area must
    have a sample unit. `level` is that of the intervals.
    """
    counts = confusion.T.astype(np.float64)  # as in the paper: rows i the map's classes, columns j the reference's
    areas = mapped.astype(np.float64)
    units = counts.sum(1)
    covered = areas * (units > 0)
    weights = covered / covered.sum()
    within = counts / np.maximum(units, 1)[:, np.newaxis]
    proportions = weights[:, np.newaxis] * within  # equation 4
    shares = proportions.sum(0)
    hits, mapped_shares = proportions.diagonal(), weights
    users, producers = _ratio(hits, mapped_shares), _ratio(hits, shares)  # equations 2 and 3
    with np.errstate(divide="ignore", invalid="ignore"):
        # a stratum of one unit divides by 0: NaN, as is all that depends on it
        spread = within * (1 - within) / np.where(units > 1, units - 1, np.nan)[:, np.newaxis]
    spread[weights == 0] = 0  # no part of the area
    own = spread.diagonal()
    users_variance = np.where(weights > 0, own, np.nan)  # equation 6
    accuracy_variance = (weights**2 * own).sum()  # equation 5
    share_variance = (weights[:, np.newaxis] ** 2 * spread).sum(0)  # equation 10
    producers_variance = _producers_variance(weights, spread, shares, producers)
    factor = NormalDist().inv_cdf(0.5 + level / 2)
    return AreaEstimates(
        accuracy=_estimate(hits.sum(), accuracy_variance, factor),
        classes=tuple(
            ClassEstimates(
                users=_estimate(users[i], users_variance[i], factor),
                producers=_estimate(producers[i], producers_variance[i], factor),
                share=_estimate(shares[i], share_variance[i], factor),
                mapped_share=float(mapped_shares[i]),
                samples=int(units[i]),
                omission=_omission(counts, weights, i),
            )
            for i in range(len(areas))
        ),
        proportions=proportions.T,
        level=level,
        uncovered_share=float(1 - covered.sum() / areas.sum()),
        uncovered=tuple(np.flatnonzero((areas > 0) & (units == 0)).tolist()),
        single=tuple(np.flatnonzero((areas > 0) & (units == 1)).tolist()),
    )


def _omission(counts: np.ndarray, weights: np.ndarray, index: int) -> Omission | None:
    """Returns what the map may omit of a class in the strata of the others, None where sample units show it."""
    others = np.arange(len(counts)) != index
    return hidden_omission(counts[:, index] * others, counts.sum(1), weights, others)


def _producers_variance(
    weights: np.ndarray, spread: np.ndarray, shares: np.ndarray, producers: np.ndarray
) -> np.ndarray:
    """Returns the variance of the producer's accuracies, equation 7 with areas as shares of the whole.

    The paper writes the own stratum's term with the user's accuracy, whose variance is `spread` on the diagonal.
    """
    own = weights**2 * spread.diagonal()
    others = (weights[:, np.newaxis] ** 2 * spread).sum(0) - own
    with np.errstate(divide="ignore", invalid="ignore"):
        return ((1 - producers) ** 2 * own + producers**2 * others) / shares**2


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Returns part / whole, NaN for an empty whole."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _estimate(value: float, variance: float, factor: float) -> Estimate:
    """Returns an estimate, with None for NaN."""
    if np.isnan(value):
        return Estimate(None, None, factor)
    return Estimate(float(value), None if np.isnan(variance) else float(max(variance, 0.0) ** 0.5), factor)
