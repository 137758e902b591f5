"""Prediction sets: the classes that are possible at a pixel, so many that the true one is among them as often as asked for. Pure numpy.

Split conformal prediction: the score of a labelled pixel that did not train is 1 minus the calibrated probability of its class. Of n such
scores the ceil((n + 1) * coverage)-th lowest is the threshold. A class is possible where its score does not exceed it. A class with enough
pixels has a threshold of its own, so that rare classes are covered as often as frequent ones; the others take that of all pixels. Sources:
Sadinle, Lei and Wasserman 2019, "Least ambiguous set-valued classifiers with bounded error levels" (the score, and thresholds by class);
Romano, Sesia and Candès 2020, "Classification with valid and adaptive coverage"; Angelopoulos and Bates 2021, "A gentle introduction to
conformal prediction and distribution-free uncertainty quantification" (the quantile of finite samples).

The most probable class always belongs to the set, so that no pixel is without a class; that can only raise the coverage. The rate holds
for pixels that are exchangeable with those of the validation. Pixels of a map are not quite: neighbours are alike, so that n counts for
less than it is, the validation also chose the epoch, and other ground can differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...rasters.core.number_text import count_of, percent, whole
from ..core.serialization import from_data
from .validation_pixels import ValidationPixels

COVERAGE = 0.9
"""The share of pixels whose class is to be in the set."""
MOST_MISSED = 0.1
"""A class whose sets hold so much less than was asked for is warned of."""
LEAST_PIXELS = 200
"""Of a class with a threshold of its own: with as many independent pixels, 95 % of coverages lie within 4 percent points."""


@dataclass(frozen=True)
class PossibleClass:
    """When one class is possible: from which calibrated probability on (0 to 1), and what that rests on.

    `own` is whether the threshold is of this class alone; `pixels` and `blocks` are those of its validation. `achieved` is the
    share of its pixels whose set holds it, with thresholds from other blocks; None where nothing shows it.
    """

    possible_from: float
    own: bool
    pixels: int
    blocks: int
    achieved: float | None = None


@dataclass(frozen=True)
class PredictionSets:
    """The thresholds of all classes, in the order of the class table, for sets with the `coverage` asked for (0 to 1).

    `pixels` lie in `blocks` with sides of `block_px`. `achieved` is the share of them whose set holds their class,
    `mean_size` the mean number of classes in a set. Both are measured in each half of the blocks with the thresholds of
    the other half; None where there is one block.
    """

    coverage: float
    pixels: int
    blocks: int
    block_px: int
    classes: tuple[PossibleClass, ...]
    achieved: float | None = None
    mean_size: float | None = None

    @classmethod
    def of_model(cls, content: Mapping[str, object]) -> PredictionSets | None:
        """Returns the prediction sets that a model's description holds, None where there are none."""
        return from_data(cls, content) if content else None

    def sentence(self) -> str:
        """Returns what the sets promise and have kept, for the log and the report."""
        basis = (
            f"{count_of(self.pixels, 'validation pixel', 'validation pixels')} in {count_of(self.blocks, 'block', 'blocks')} of "
            f"{whole(self.block_px)} × {whole(self.block_px)} pixels"
        )
        asked = f"Prediction sets are to hold the true class of {percent(self.coverage, 0)} of the pixels of each class, by {basis}."
        if self.achieved is None:
            return f"{asked} All lie in one block, so that nothing shows whether they do elsewhere."
        return (
            f"{asked} In each half of the blocks, with thresholds from the other half, they held that of {percent(self.achieved)}, with "
            f"{self.mean_size:.2f} classes in the mean."
        )

    def warning(self, names: Sequence[str]) -> str:
        """Returns a warning of the classes, called by `names` in the order of the class table, that the sets miss too often; "" for none."""
        missed = [
            f"{percent(found.achieved)} of the pixels of {name}"
            for name, found in zip(names, self.classes)
            if found.achieved is not None and found.achieved < self.coverage - MOST_MISSED
        ]
        if not missed:
            return ""
        return (
            f"Prediction sets with thresholds from other blocks held the true class of only {', '.join(missed)}: a set without such a class does not rule it out. "
            "Labels of it in more places would help."
        )


def find_prediction_sets(pixels: ValidationPixels, block_px: int) -> PredictionSets:
    """Finds the thresholds of validated pixels, and what they achieve on blocks (of `block_px` a side) that they are not made from."""
    possible_from, own = _thresholds(pixels)
    classes = pixels.logs.shape[1]
    counts = np.bincount(pixels.truth, minlength=classes)
    achieved, of_classes, mean_size = None, [None] * classes, None
    if pixels.halves is not None:
        first, second = pixels.halves
        tried = _sets(first, second), _sets(second, first)
        truth = np.concatenate([first.truth, second.truth])
        held, sizes = (np.concatenate(parts) for parts in zip(*tried))
        achieved, mean_size = float(held.mean()), float(sizes.mean())
        hits = np.bincount(truth, weights=held, minlength=classes)
        of_classes = [float(hit / count) if count else None for hit, count in zip(hits, counts)]
    blocks = [np.unique(pixels.block[pixels.truth == number]).size for number in range(classes)]
    return PredictionSets(
        COVERAGE,
        len(pixels),
        np.unique(pixels.block).size,
        block_px,
        tuple(map(PossibleClass, possible_from.tolist(), own.tolist(), counts.tolist(), blocks, of_classes)),
        achieved,
        mean_size,
    )


def in_set(probabilities: np.ndarray, possible_from: np.ndarray) -> np.ndarray:
    """Returns which classes belong to the sets, bool (n, classes), of calibrated probabilities and the thresholds (classes,)."""
    return probabilities >= np.minimum(possible_from, probabilities.max(1, keepdims=True))


def _thresholds(pixels: ValidationPixels) -> tuple[np.ndarray, np.ndarray]:
    """Returns the lowest probability with which each class is possible, and whether it is the class's own: both (classes,)."""
    classes = pixels.logs.shape[1]
    scores = 1 - pixels.probabilities(pixels.temperature)[np.arange(len(pixels)), pixels.truth]
    own = np.bincount(pixels.truth, minlength=classes) >= LEAST_PIXELS
    possible_from = np.full(classes, 1 - _quantile(scores))
    for number in np.flatnonzero(own):
        possible_from[number] = 1 - _quantile(scores[pixels.truth == number])
    return possible_from, own


def _quantile(scores: np.ndarray) -> float:
    """Returns the ceil((n + 1) * coverage)-th lowest of n scores, 1 (every class is possible) where there are too few for that."""
    rank = math.ceil((scores.size + 1) * COVERAGE - 1e-9)
    return 1.0 if rank > scores.size else float(np.partition(scores, rank - 1)[rank - 1])


def _sets(pixels: ValidationPixels, others: ValidationPixels) -> tuple[np.ndarray, np.ndarray]:
    """Returns, for pixels with thresholds and temperature of others, whether the set holds the true class, and its size: both (n,)."""
    sets = in_set(pixels.probabilities(others.temperature), _thresholds(others)[0])
    return sets[np.arange(len(pixels)), pixels.truth], sets.sum(1)
