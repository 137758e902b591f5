"""How far the figures of a confusion matrix can be trusted: confidence intervals by the spatial block bootstrap. Pure numpy.

Neighbouring pixels are right and wrong together, so a map of a million pixels is far less than a million trials, and an
interval that counts pixels is much too narrow. Here blocks of ground are drawn instead, with replacement and with all
their pixels, as in the block bootstrap of dependent data (Hall 1985, "Resampling a coverage pattern"; Lahiri 2003,
"Resampling Methods for Dependent Data"); the figures are computed anew for each draw, and the interval is that of their
percentiles (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13). Percentile intervals of few blocks
are too narrow, as a normal distribution is where Student's belongs, so the percentiles are moved outwards by just
that (Hesterberg 2015, "What teachers should know about the bootstrap", the expanded percentile interval): in simulations
with clustered errors, intervals of 6 blocks that claim 95 % hold the truth in 91 % of samples instead of 83 %.

Confidence intervals of the figures of merit, as a model's metrics keep them. Plain values; who fills them is elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np

from ..core.text import DASH, count_of, number

METHOD = "spatial block bootstrap"
LEVEL = 0.95
_DRAWS_AT_ONCE = 1 << 22

Interval = tuple[float, float]
"""Lower and upper end."""


@dataclass(frozen=True)
class ClassIntervals:
    """The intervals of one class's figures, None where too few blocks have the class."""

    precision: Interval | None
    recall: Interval | None
    f1: Interval | None
    iou: Interval | None


@dataclass(frozen=True)
class Intervals:
    """The intervals of the figures of `metrics.Scores`, which the blocks' ground would give in `level` of all samples.

    `blocks` is the number of blocks that have labels, `block_px` their side in pixels, `repeats` the number of draws.
    """

    level: float
    blocks: int
    block_px: int
    repeats: int
    accuracy: Interval | None
    kappa: Interval | None
    mean_iou: Interval | None
    mean_f1: Interval | None
    classes: tuple[ClassIntervals, ...]

    def to_json(self) -> dict:
        """Returns the intervals as plain values with no NaN, ready for JSON: [lower, upper], or None."""
        return {
            "level": self.level,
            "method": METHOD,
            "blocks": self.blocks,
            "block_px": self.block_px,
            "repeats": self.repeats,
            **{name: _listed(getattr(self, name)) for name in ("accuracy", "kappa", "mean_iou", "mean_f1")},
            "classes": [{name: _listed(interval) for name, interval in vars(one).items()} for one in self.classes],
        }


def fewest_blocks(level: float = LEVEL) -> int:
    """Returns the number of blocks below which no interval is given: 6 for a level of 0.95.

    A bootstrap never leaves the range of its blocks' own figures, and the range of n independent values holds their
    distribution's median with probability 1 - 2 ** (1 - n): fewer blocks cannot reach the level, however they are drawn.
    """
    return math.ceil(1 - math.log2(1 - level))


def block_bootstrap(
    block_confusions: np.ndarray, block_px: int, seed: int, repeats: int = 1000, level: float = LEVEL
) -> Intervals | None:
    """Returns the intervals of all figures of the sum of the blocks' confusion matrices; the same for the same seed.

    `block_confusions` is int64 (blocks, classes, classes), one matrix per block of ground, rows the truth; blocks
    without a labelled pixel are left aside. None where fewer than `fewest_blocks` are left; so are a class's recall, F1 and
    IoU where fewer have labels of it, and its precision where it is predicted in fewer.

    The mean IoU and the mean F1 of every draw are over the classes that occur in the truth of all blocks. A draw without
    any pixel of such a class tells nothing about it: there the class keeps its figure of all blocks, and that draw does
    not count for the class's own interval. (To leave the class out of that draw's mean would raise the mean of draws
    that happen to lack a difficult class; to call it 0 would lower it for nothing.) The uncertainty of a class in very few
    blocks is therefore not wholly in the intervals of the means.
    """
    labelled = block_confusions[block_confusions.any((1, 2))]
    blocks, fewest = len(labelled), fewest_blocks(level)
    if blocks < fewest:
        return None
    # True, predicted and right pixels of each class are all that the figures need: (blocks, 3, classes).
    counts = np.stack([labelled.sum(2), labelled.sum(1), labelled.diagonal(0, 1, 2)], 1).astype(np.float64)
    whole, drawn = _figures(counts.sum(0)[np.newaxis]), _figures(_drawn_sums(counts, seed, repeats))
    known = {"recall": (counts[:, 0] > 0).sum(0), "precision": (counts[:, 1] > 0).sum(0)}
    present = known["recall"] > 0

    def overall(values: np.ndarray) -> Interval | None:
        return _interval(values, blocks, level)

    def mean(name: str) -> Interval | None:
        return overall(np.where(drawn["present"], drawn[name], whole[name])[:, present].mean(1))

    def of_class(name: str, number: int) -> Interval | None:
        support = int(known.get(name, known["recall"])[number])
        if support < fewest:
            return None
        return _interval(drawn[name][drawn["present"][:, number], number], support, level)

    return Intervals(
        level=level,
        blocks=blocks,
        block_px=block_px,
        repeats=repeats,
        accuracy=overall(drawn["accuracy"]),
        kappa=overall(drawn["kappa"]),
        mean_iou=mean("iou"),
        mean_f1=mean("f1"),
        classes=tuple(
            ClassIntervals(*(of_class(name, number) for name in ("precision", "recall", "f1", "iou")))
            for number in range(counts.shape[2])
        ),
    )


def _drawn_sums(counts: np.ndarray, seed: int, repeats: int) -> np.ndarray:
    """Returns the sums of the blocks of each draw, (repeats, 3, classes), from the blocks' counts of that shape."""
    generator = np.random.default_rng(seed)
    blocks = len(counts)
    at_once = max(1, _DRAWS_AT_ONCE // blocks)
    sums = []
    for start in range(0, repeats, at_once):
        part = min(at_once, repeats - start)
        draws = generator.integers(0, blocks, (part, blocks)) + np.arange(part)[:, np.newaxis] * blocks
        times = np.bincount(draws.reshape(-1), minlength=part * blocks).reshape(part, blocks)
        sums.append(times.astype(np.float64) @ counts.reshape(blocks, -1))
    return np.concatenate(sums).reshape(repeats, *counts.shape[1:])


def _figures(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Returns the figures of each draw, (draws,) or (draws, classes), NaN where undefined, defined as in `metrics`."""
    true, predicted, right = sums[:, 0], sums[:, 1], sums[:, 2]
    total = true.sum(1)
    with np.errstate(invalid="ignore", divide="ignore"):
        agreement = right.sum(1) / total
        chance = (true * predicted).sum(1) / total**2
        return {
            "present": true > 0,
            "accuracy": agreement,
            "kappa": np.where(chance < 1, (agreement - chance) / (1 - chance), np.nan),
            "precision": right / predicted,
            "recall": right / true,
            "f1": 2 * right / (true + predicted),
            "iou": right / (true + predicted - right),
        }


def _interval(values: np.ndarray, support: int, level: float) -> Interval | None:
    """Returns the expanded percentile interval of drawn values that rest on `support` blocks; NaN does not count."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    tail = _expanded_tail(support, level)
    lower, upper = np.quantile(known, (tail, 1 - tail))
    return float(lower), float(upper)


def _expanded_tail(support: int, level: float) -> float:
    """Returns the share of the draws that lies beyond each end: (1 - level) / 2 for many blocks, less for few.

    The normal tail beyond sqrt(n / (n - 1)) times Student's quantile of n - 1 degrees of freedom (Hesterberg 2015), the
    latter by its expansion in the normal quantile (Abramowitz and Stegun 1964, 26.7.5): right to 0.001 from 5 degrees on.
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


def _listed(interval: Interval | None) -> list[float] | None:
    """Returns an interval as JSON has it."""
    return None if interval is None else list(interval)


CLASS_FIGURES = ("precision", "recall", "f1", "iou")
OVERALL_FIGURES = ("accuracy", "kappa", "mean_iou", "mean_f1")


@dataclass(frozen=True)
class RecordedIntervals:
    """Intervals of the overall figures by name, and of each class's figures in the order of the class table.

    `level` is the confidence level, 0 to 1; `method`, `blocks`, `block_px` and `repeats` tell how they were found. A
    figure without an interval is not in its mapping.
    """

    level: float
    method: str
    blocks: int | None = None
    block_px: int | None = None
    repeats: int | None = None
    overall: Mapping[str, Interval] = field(default_factory=dict)
    classes: tuple[Mapping[str, Interval], ...] = ()

    @classmethod
    def of_metrics(cls, metrics: Mapping[str, object]) -> RecordedIntervals | None:
        """Returns what a model description's metrics hold under "intervals"; None where there is nothing usable."""
        found = metrics.get("intervals")
        if not isinstance(found, Mapping) or not isinstance(found.get("level"), (int, float)):
            return None
        classes = found.get("classes")
        return cls(
            float(found["level"]),
            str(found.get("method") or "bootstrap"),
            *(found.get(key) if isinstance(found.get(key), int) else None for key in ("blocks", "block_px", "repeats")),
            _known(found, OVERALL_FIGURES),
            tuple(_known(entry, CLASS_FIGURES) for entry in classes) if isinstance(classes, (list, tuple)) else (),
        )

    def of_class(self, index: int, figure: str) -> Interval | None:
        """Returns the interval of a figure of the class at a position, None where it has none."""
        return self.classes[index].get(figure) if index < len(self.classes) else None

    @property
    def level_text(self) -> str:
        """Returns the level in words, such as 95 %."""
        return f"{number(100 * self.level, 4)}\u00a0%"

    @property
    def sentence(self) -> str:
        """Returns what the intervals are and how they were found."""
        size = f" of {number(self.block_px)} × {number(self.block_px)} pixels" if self.block_px else ""
        basis = [f"{count_of(self.blocks, 'block', 'blocks')}{size}"] if self.blocks else []
        basis += [count_of(self.repeats, "repeat", "repeats")] if self.repeats else []
        rest = f" ({', '.join(basis)})" if basis else ""
        return f"Ranges in small type are {self.level_text} confidence intervals by {self.method}{rest}."


def share_range(interval: Interval | None) -> str:
    """Returns an interval of a share (0 to 1) in percent, without the sign: 71.2–78.4; nothing for None."""
    if interval is None:
        return ""
    low, high = (f"{100 * end:.1f}".replace("-", "−") for end in interval)
    return f"{low}{DASH}{high}"


def plain_range(interval: Interval | None) -> str:
    """Returns an interval of a plain figure such as kappa: 0.712–0.784; nothing for None."""
    if interval is None:
        return ""
    low, high = (f"{end:.3f}".replace("-", "−") for end in interval)
    return f"{low}{DASH}{high}"


def _known(values: object, names: tuple[str, ...]) -> dict[str, Interval]:
    """Returns the intervals that are there."""
    if not isinstance(values, Mapping):
        return {}
    pairs = {name: values.get(name) for name in names}
    return {name: (float(pair[0]), float(pair[1])) for name, pair in pairs.items() if _is_pair(pair)}


def _is_pair(value: object) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(end, (int, float)) for end in value)
