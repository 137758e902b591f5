"""Temperature scaling: probabilities in which a confidence of 0.8 means that 80 of 100 such pixels are correct. Pure numpy.

Networks are usually too sure. One number, the temperature, mends most of that: the logarithms of the probabilities are divided by it, which
leaves the most probable class as it is. It is the most probable one by pixels that did not train; few blocks of them move it little away
from 1, as their errors, or their having none, are chance. Source: Guo, Pleiss, Sun and Weinberger 2017, "On calibration of modern neural
networks", which also has the expected calibration error and the reliability diagram.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...rasters.core.number_text import whole
from ..core.serialization import from_data
from ..core.text import decimals
from .validation_pixels import LIMITS, ValidationPixels

BINS = 15


@dataclass(frozen=True)
class ReliabilityBin:
    """Pixels of about the same confidence: how many, their mean confidence and the share that is correct, both 0 to 1."""

    pixels: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Calibration:
    """The temperature and what it does on `pixels` validated pixels.

    `error_before` and `error_after` are expected calibration errors (0 to 1), `before` and `after` the bins of the
    reliability diagram. What is "after" has, in each half of the blocks of ground, the temperature of the other half;
    None and empty where there is one block.
    """

    temperature: float
    pixels: int
    error_before: float
    error_after: float | None
    before: tuple[ReliabilityBin, ...]
    after: tuple[ReliabilityBin, ...]

    @classmethod
    def of_model(cls, content: Mapping[str, object]) -> Calibration | None:
        """Returns the calibration that a model's description holds, None where there is none."""
        return from_data(cls, content) if content else None

    def sentence(self) -> str:
        """Returns what the calibration does, for the log and the report."""
        facts = (
            f"Confidence is calibrated with a temperature of {self.temperature:.2f}: on {whole(self.pixels)} validation pixels its mean distance "
            f"from the share of correct pixels (expected calibration error) is {decimals(self.error_before)} without"
        )
        if self.error_after is not None:
            facts += f", {decimals(self.error_after)} with it on blocks that it was not fitted to"
        limit = next((limit for limit in LIMITS if math.isclose(self.temperature, limit, rel_tol=1e-6)), None)
        at_limit = "" if limit is None else f" It is the {'lowest' if limit == LIMITS[0] else 'highest'} that is used."
        return f"{facts}.{at_limit}"


def calibrate(pixels: ValidationPixels) -> Calibration:
    """Finds the temperature of validated pixels, and what it does."""
    before, correct = _confidence(pixels, 1.0)
    error_after, after = None, ()
    if pixels.halves is not None:
        first, second = pixels.halves
        tried = _confidence(first, second.temperature), _confidence(second, first.temperature)
        confidence, right = (np.concatenate(parts) for parts in zip(*tried))
        error_after, after = _error(confidence, right), _bins(confidence, right)
    return Calibration(
        pixels.temperature, len(pixels), _error(before, correct), error_after, _bins(before, correct), after
    )


def _confidence(pixels: ValidationPixels, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """Returns the probability of the most probable class at a temperature, and whether that class is correct: both (n,)."""
    return pixels.probabilities(temperature).max(1), pixels.logs.argmax(1) == pixels.truth


def _bins(confidence: np.ndarray, correct: np.ndarray) -> tuple[ReliabilityBin, ...]:
    """Returns the bins of equal width that hold pixels."""
    number = np.minimum((confidence * BINS).astype(np.intp), BINS - 1)
    pixels = np.bincount(number, minlength=BINS)
    sums = (np.bincount(number, weights=values, minlength=BINS) for values in (confidence, correct))
    return tuple(
        ReliabilityBin(int(count), float(sure / count), float(correct / count))
        for count, sure, correct in zip(pixels, *sums)
        if count
    )


def _error(confidence: np.ndarray, correct: np.ndarray) -> float:
    """Returns the expected calibration error: the mean distance of confidence and accuracy over the bins, weighted by pixels."""
    return sum(each.pixels * abs(each.confidence - each.accuracy) for each in _bins(confidence, correct)) / len(correct)
