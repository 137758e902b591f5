"""Confidence intervals of accuracy figures by the spatial block bootstrap. Pure numpy.

Errors of neighbouring pixels are correlated, so a million pixels are far fewer independent trials. An interval that counts pixels is much
too narrow. The block bootstrap for dependent data resamples blocks of ground with replacement, each with all its pixels (Hall 1985,
"Resampling a coverage pattern"; Lahiri 2003, "Resampling Methods for Dependent Data"). The figures are computed for each resample; their
percentiles are the interval (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13). Percentile intervals of few blocks
are too narrow, as a normal distribution is in place of Student's. So the percentiles move outwards by that difference (the expanded
percentile interval of Hesterberg 2015, "What teachers should know about the bootstrap"). In simulations with clustered errors and 6 blocks,
intervals of nominally 95 % hold the truth in 91 % of samples, not in 83 %.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ..core.serialization import from_data
from .metrics import CLASS_FIGURES, figures_of
from .validation_error import least_mean_iou_error

LEVEL = 0.95
_BLOCKS_AT_ONCE = 1 << 22

Interval = tuple[float, float]
"""Lower and upper end."""


@dataclass(frozen=True)
class ClassIntervals:
    """The intervals of one class's figures, None where too few blocks have the class."""

    precision: Interval | None = None
    recall: Interval | None = None
    f1: Interval | None = None
    iou: Interval | None = None


@dataclass(frozen=True)
class Intervals:
    """The intervals of the figures of `metrics.Scores` at a confidence level (0 to 1), None where a figure has none.

    `blocks` is the number of blocks with labels, `block_px` their side in pixels, `repeats` the number of resamples. The
    fields are those of "intervals" in the metrics of model.json.
    """

    level: float
    method: str = "spatial block bootstrap"
    blocks: int | None = None
    block_px: int | None = None
    repeats: int | None = None
    accuracy: Interval | None = None
    kappa: Interval | None = None
    mean_iou: Interval | None = None
    mean_f1: Interval | None = None
    classes: tuple[ClassIntervals, ...] = ()

    @classmethod
    def of_metrics(cls, metrics: Mapping[str, object]) -> Intervals | None:
        """Returns the intervals that a model's metrics hold under "intervals", None where there are none."""
        try:
            return from_data(cls, metrics.get("intervals"))
        except TypeError:
            return None

    def of(self, figure: str, index: int | None = None) -> Interval | None:
        """Returns the interval of a figure of `Scores`, or of a class's figure by the class's position."""
        if index is None:
            return getattr(self, figure)
        return getattr(self.classes[index], figure) if index < len(self.classes) else None


def fewest_blocks(level: float = LEVEL) -> int:
    """Returns the number of blocks below which no interval is given: 6 for a level of 0.95.

    A bootstrap never leaves the range of its blocks' own figures. The range of n independent values holds their distribution's median with
    probability 1 - 2 ** (1 - n). Fewer blocks cannot reach the level.
    """
    return math.ceil(1 - math.log2(1 - level))


def block_bootstrap(
    block_confusions: np.ndarray, block_px: int, seed: int, repeats: int = 1000, level: float = LEVEL
) -> Intervals | None:
    """Returns the intervals of all figures of the sum of the blocks' confusion matrices; the same for the same seed.

    `block_confusions` is int64 (blocks, classes, classes), one matrix per block of ground, rows the truth; blocks
    without a labelled pixel are left out. None where fewer than `fewest_blocks` are left; so are a class's recall, F1 and
    IoU where fewer have labels of it, and its precision where it is predicted in fewer.

    The mean IoU and the mean F1 of every resample are over the classes that occur in the truth of all blocks. In a resample without any
    pixel of such a class, the class keeps its figure of all blocks. That resample does not count for the class's own interval. (Leaving the
    class out would raise the mean of resamples that lack a difficult class; counting it as 0 would lower it.) The intervals of the means
    therefore miss a part of the uncertainty of a class in very few blocks.
    """
    counts = _class_counts(block_confusions)
    blocks, fewest = len(counts), fewest_blocks(level)
    if blocks < fewest:
        return None
    sums = _resampled_sums(counts, seed, repeats)
    resampled = figures_of(*np.moveaxis(sums, 1, 0))
    occurs = sums[:, 0] > 0
    known = {"recall": (counts[:, 0] > 0).sum(0), "precision": (counts[:, 1] > 0).sum(0)}

    def overall(values: np.ndarray) -> Interval | None:
        return _interval(values, blocks, level)

    def mean(name: str) -> Interval | None:
        return overall(_resampled_means(name, counts, sums))

    def of_class(name: str, number: int) -> Interval | None:
        support = int(known.get(name, known["recall"])[number])
        if support < fewest:
            return None
        return _interval(resampled[name][occurs[:, number], number], support, level)

    return Intervals(
        level=level,
        blocks=blocks,
        block_px=block_px,
        repeats=repeats,
        accuracy=overall(resampled["accuracy"]),
        kappa=overall(resampled["kappa"]),
        mean_iou=mean("iou"),
        mean_f1=mean("f1"),
        classes=tuple(
            ClassIntervals(*(of_class(name, number) for name in CLASS_FIGURES)) for number in range(counts.shape[2])
        ),
    )


def mean_iou_error(block_confusions: np.ndarray, seed: int) -> float | None:
    """Returns the standard error of the mean IoU of the sum of the blocks' confusion matrices; the same for the same seed.

    `block_confusions` is as in `block_bootstrap`. It is that of the bootstrap, and at least what so few blocks can show of a class
    (`least_mean_iou_error`). Where a class lies in one block, or all pixels are correct, resamples hardly differ, and one block has none. None
    without a block with labels.
    """
    counts = _class_counts(block_confusions)
    if not len(counts):
        return None
    labelled = counts[:, 0].any(0)
    ious = figures_of(*counts.sum(0))["iou"][labelled]
    return max(_bootstrap_error(block_confusions, seed) or 0.0, least_mean_iou_error(counts[:, 0][:, labelled], ious))


def _bootstrap_error(block_confusions: np.ndarray, seed: int, repeats: int = 200) -> float | None:
    """Returns the standard deviation of the mean IoU over resamples of the blocks, None for fewer than two blocks with labels.

    It is widened by sqrt(n / (n - 1)), as it is too small for few blocks (Efron and Tibshirani 1993, chapter 5).
    """
    counts = _class_counts(block_confusions)
    blocks = len(counts)
    if blocks < 2:
        return None
    means = _resampled_means("iou", counts, _resampled_sums(counts, seed, repeats))
    return float(means.std() * math.sqrt(blocks / (blocks - 1)))


def is_significantly_higher(block_confusions: np.ndarray, others: np.ndarray, seed: int, repeats: int = 1000) -> bool:
    """Returns whether the mean IoU of one classification is significantly above that of another, at the 95 % level; the same for the same seed.

    Both are confusion matrices of the same blocks, as in `block_bootstrap`. Each resample takes the same blocks of both, so what makes a
    block easy or difficult for both does not count (the paired bootstrap of Efron and Tibshirani 1993, chapter 8). The difference of a resample is
    the mean over the classes that it has. False for fewer than two blocks with labels, which show nothing.
    """
    pair = [_class_counts(each) for each in (block_confusions, others)]
    blocks = len(pair[0])
    if blocks < 2:
        return False
    sums = [_resampled_sums(counts, seed, repeats) for counts in pair]
    first, second = (figures_of(*np.moveaxis(each, 1, 0))["iou"] for each in sums)
    differences = np.nanmean(np.where(sums[0][:, 0] > 0, first - second, np.nan), axis=1)
    labelled = pair[0][:, 0].any(0)
    one, other = (figures_of(*counts.sum(0))["iou"][labelled].mean() for counts in pair)
    error = differences.std() * math.sqrt(blocks / (blocks - 1))
    return bool(one - other > NormalDist().inv_cdf((1 + LEVEL) / 2) * error)


def _class_counts(block_confusions: np.ndarray) -> np.ndarray:
    """Returns the labelled, predicted and correct pixels of each class: float64 (blocks with labels, 3, classes)."""
    labelled = block_confusions[block_confusions.any((1, 2))]
    return np.stack([labelled.sum(2), labelled.sum(1), labelled.diagonal(0, 1, 2)], 1).astype(np.float64)


def _resampled_means(name: str, counts: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Returns the mean of a class figure over the classes that occur, of each resample, as `block_bootstrap` defines it."""
    whole, resampled = figures_of(*counts.sum(0)), figures_of(*np.moveaxis(sums, 1, 0))
    present = (counts[:, 0] > 0).any(0)
    return np.where(sums[:, 0] > 0, resampled[name], whole[name])[:, present].mean(1)


def _resampled_sums(counts: np.ndarray, seed: int, repeats: int) -> np.ndarray:
    """Returns the sums over the blocks of each resample, (repeats, 3, classes), of counts (blocks, 3, classes)."""
    generator = np.random.default_rng(seed)
    blocks = len(counts)
    at_once = max(1, _BLOCKS_AT_ONCE // blocks)
    sums = []
    for start in range(0, repeats, at_once):
        part = min(at_once, repeats - start)
        chosen = generator.integers(0, blocks, (part, blocks)) + np.arange(part)[:, np.newaxis] * blocks
        times = np.bincount(chosen.reshape(-1), minlength=part * blocks).reshape(part, blocks)
        sums.append(times.astype(np.float64) @ counts.reshape(blocks, -1))
    return np.concatenate(sums).reshape(repeats, *counts.shape[1:])


def _interval(values: np.ndarray, support: int, level: float) -> Interval | None:
    """Returns the expanded percentile interval of resampled values from `support` blocks; NaN does not count."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    tail = _expanded_tail(support, level)
    lower, upper = np.quantile(known, (tail, 1 - tail))
    return float(lower), float(upper)


def _expanded_tail(support: int, level: float) -> float:
    """Returns the share of the resamples that lies beyond each end: (1 - level) / 2 for many blocks, less for few.

    This is the normal tail beyond sqrt(n / (n - 1)) times Student's quantile of n - 1 degrees of freedom (Hesterberg 2015). The quantile is
    expanded in the normal quantile (Abramowitz and Stegun 1964, 26.7.5), accurate to 0.001 from 5 degrees on.
    """
    normal, freedom = NormalDist(), support - 1
    z = normal.inv_cdf((1 + level) / 2)
    student = (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * freedom**4)
    )
    return normal.cdf(-student * math.sqrt(support / freedom))
