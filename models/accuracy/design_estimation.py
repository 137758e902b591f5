"""Accuracy and area from a stratified sample whose strata need not be the classes of the map. Pure numpy.

A sample that was drawn for one map can assess another one, or an old sample a new map: each point keeps the weight of
the stratum from which it was drawn. Where the strata are the map's classes, the estimates are those of
`area_estimation`.

Source: Stehman 2014, "Estimating area and map accuracy for stratified random sampling when the strata are different
from the map classes", International Journal of Remote Sensing 35, 4923–4939. Equations are numbered as there.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .area_estimation import AreaEstimates, ClassEstimates, Estimate
from .confidence import LEVEL
from .omission import Omission, hidden_omission


@dataclass(frozen=True)
class StrataCounts:
    """The points of a sample by stratum.

    `confusions` int64 (strata, classes, classes), rows the truth, columns the map, counts the points that lie on the
    map. `points` (strata,) also counts those with a reference that do not: they carry the part of the stratum that the
    map does not cover. `pixels` (strata,) are the sizes of the strata, `shares` (strata,) their shares of the sampled
    ground.
    """

    confusions: np.ndarray
    points: np.ndarray
    pixels: np.ndarray
    shares: np.ndarray


def design_estimates(counts: StrataCounts, level: float = LEVEL) -> AreaEstimates:
    """Returns accuracy and area shares, with standard errors, from the points of a sample and the strata they come from.

    All are ratios of totals over the part of the sampled ground that the map covers; the standard error of `share` is
    that of the area. `proportions` are shares of that part; `uncovered` and `single` are positions of strata, not of
    classes. At least one point must lie on the map.
    """
    estimator = _RatioEstimator(counts, level)
    tables = counts.confusions.astype(np.float64)
    truth, mapped, hits = tables.sum(2), tables.sum(1), np.diagonal(tables, axis1=1, axis2=2)
    inside = truth.sum(1)
    classes = tuple(
        ClassEstimates(
            users=estimator.ratio(hits[:, i], mapped[:, i]),
            producers=estimator.ratio(hits[:, i], truth[:, i]),
            share=estimator.area_share(truth[:, i], inside),
            mapped_share=estimator.ratio(mapped[:, i], inside).value or 0.0,
            samples=int(mapped[:, i].sum()),
            omission=estimator.omission(truth[:, i] - hits[:, i], inside, mapped[:, i]),
        )
        for i in range(tables.shape[1])
    )
    known = counts.points > 0
    cells = np.einsum("h,hij->ij", estimator.weights / np.maximum(counts.points, 1), tables)
    return AreaEstimates(
        accuracy=estimator.ratio(hits.sum(1), inside),
        classes=classes,
        proportions=cells / cells.sum(),
        level=level,
        uncovered_share=float(counts.shares[~known].sum()),
        uncovered=tuple(np.flatnonzero(~known).tolist()),
        single=tuple(np.flatnonzero((counts.points == 1) & (counts.pixels > 1)).tolist()),
    )


def covered_share(counts: StrataCounts) -> float:
    """Returns the share of the ground of all strata, 0 to 1, that is estimated: on the map, and in strata with a reference."""
    inside = counts.confusions.sum((1, 2)) / np.maximum(counts.points, 1)
    return float((counts.shares * inside).sum() / counts.shares.sum())


class _RatioEstimator:
    """Estimates ratios of two totals, each of a property that a point has or has not (equations 27 and 28)."""

    def __init__(self, counts: StrataCounts, level: float) -> None:
        self._points = counts.points.astype(np.float64)
        covered = np.where(counts.points > 0, counts.shares, 0.0)
        self.weights = covered / covered.sum()
        # A stratum whose pixels are all drawn has no sampling error; one point of a larger one has no known variance.
        left = 1 - np.minimum(self._points / np.maximum(counts.pixels, 1), 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = left / np.where(self._points > 1, self._points - 1, np.nan)
        self._scale = np.where((self.weights == 0) | (left == 0), 0.0, scale)
        self._is_sampled = left > 0
        self._factor = NormalDist().inv_cdf(0.5 + level / 2)

    def ratio(self, part: np.ndarray, whole: np.ndarray) -> Estimate:
        """Returns the estimate of a ratio; `part` and `whole` (strata,) count points with either property, `part` among `whole`.

        The variance within a stratum is that of y - R x. This is 1 - R at a point in both, -R at one in `whole` alone, else 0.
        """
        units = np.maximum(self._points, 1)
        y, x = part / units, whole / units
        total = float((self.weights * x).sum())
        if total == 0:
            return Estimate(None, None, self._factor)
        ratio = float((self.weights * y).sum()) / total
        squares, mean = y * (1 - ratio) ** 2 + (x - y) * ratio**2, y - ratio * x
        variance = float((self.weights**2 * self._scale * (squares - mean**2)).sum()) / total**2
        error = None if np.isnan(variance) else max(variance, 0.0) ** 0.5
        return Estimate(ratio, error, self._factor)

    def area_share(self, part: np.ndarray, inside: np.ndarray) -> Estimate:
        """Returns the share of the covered ground in a class, with the standard error of its area as a share of that ground.

        How much of the sampled ground the map covers is an estimate, too: the standard error is that of the class's
        total, not of the ratio.
        """
        share, total = self.ratio(part, inside), self.ratio(part, self._points)
        covered = self._mean(inside)
        error = None if total.standard_error is None else total.standard_error / covered
        return Estimate(share.value, error, self._factor)

    def omission(self, missed: np.ndarray, inside: np.ndarray, mapped: np.ndarray) -> Omission | None:
        """Returns what the map may omit of a class that it gives the points `mapped` (strata,), as a share of the covered ground."""
        holds = self._is_sampled & (inside > mapped)
        return hidden_omission(missed, self._points, self.weights / self._mean(inside), holds)

    def _mean(self, counts: np.ndarray) -> float:
        """Returns the share of the ground of all strata with points that points of a kind, (strata,), stand for."""
        return float((self.weights * counts / np.maximum(self._points, 1)).sum())
