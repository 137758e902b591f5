"""Temperature scaling: probabilities in which a confidence of 0.8 means that 80 of 100 such pixels are right. Pure numpy.

Networks are usually too sure. One number, the temperature, mends most of that: the logarithms of the probabilities are divided by it,
which leaves the most probable class as it is. It is the one with the highest likelihood of pixels that did not train. Source: Guo,
Pleiss, Sun and Weinberger 2017, "On calibration of modern neural networks", which also has the expected calibration error and the
reliability diagram. Here the probabilities are those after the blending of overlapping tiles, as a user gets them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...rasters.core.number_text import whole
from ..core.serialization import from_data
from ..core.text import decimals

BINS = 15
LIMITS = (0.5, 10.0)
"""The lowest and highest temperature.

Validation without an error would ask for 0, which would make every pixel certain.
"""
MOST_PIXELS = 100_000
_LEAST_PROBABILITY = 1e-12
_HALVINGS = 40


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


class PixelSample:
    """Probabilities of a random sample of evaluated pixels, of a size that memory holds."""

    def __init__(self, pixels: int, seed: int) -> None:
        """Takes the number of all evaluated pixels; about `MOST_PIXELS` of them are kept."""
        self._share = min(1.0, MOST_PIXELS / max(pixels, 1))
        self._generator = np.random.default_rng(seed)
        self._parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self._blocks: dict[object, int] = {}

    def chosen(self, evaluated: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Returns the rows and columns of the pixels to add, of those that are True in `evaluated` (rows, columns)."""
        return np.nonzero(evaluated & (self._generator.random(evaluated.shape) < self._share))

    def add(self, probabilities: np.ndarray, truth: np.ndarray, block: object) -> None:
        """Adds pixels of one block of ground: float (classes, n), which need not sum to one, and class indices (n,)."""
        number = self._blocks.setdefault(block, len(self._blocks))
        self._parts.append((probabilities.T, truth, np.full(truth.size, number)))

    def calibration(self) -> Calibration | None:
        """Returns the calibration; None where nothing was added or there is one class."""
        if not self._parts:
            return None
        probabilities, truth, block = (np.concatenate(columns) for columns in zip(*self._parts))
        return calibrate(probabilities, truth, block)


def calibrate(probabilities: np.ndarray, truth: np.ndarray, block: np.ndarray) -> Calibration | None:
    """Finds the temperature of probabilities, float (n, classes), with the true class indices (n,) and the block of each pixel (n,).

    Rows need not sum to one; those that are not finite are left out. None where no pixel is left or there is one class.
    """
    usable = np.isfinite(probabilities).all(1) & (probabilities.sum(1) > 0)
    if not usable.any() or probabilities.shape[1] < 2:
        return None
    logs = np.log(np.maximum(probabilities[usable].astype(np.float64), _LEAST_PROBABILITY))
    truth, half = truth[usable].astype(np.intp), np.unique(block[usable], return_inverse=True)[1].reshape(-1) % 2
    before = _most_probable(logs, 1.0)
    correct = logs.argmax(1) == truth
    error_after, after = None, ()
    if half.any():
        confidence = np.empty(len(logs))
        for part in (half == 0, half == 1):
            confidence[part] = _most_probable(logs[part], _temperature(logs[~part], truth[~part]))
        error_after, after = _error(confidence, correct), _bins(confidence, correct)
    return Calibration(
        _temperature(logs, truth), len(logs), _error(before, correct), error_after, _bins(before, correct), after
    )


def _temperature(logs: np.ndarray, truth: np.ndarray) -> float:
    """Returns the temperature with the highest likelihood within `LIMITS`; the likelihood is concave in its inverse."""
    target = logs[np.arange(len(logs)), truth].mean()
    low, high = 1 / LIMITS[1], 1 / LIMITS[0]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (_softmax(logs, middle) * logs).sum(1).mean() < target:
            low = middle
        else:
            high = middle
    return float(2 / (low + high))


def _softmax(logs: np.ndarray, inverse: float) -> np.ndarray:
    """Returns the probabilities (n, classes) at an inverse temperature."""
    scaled = logs * inverse
    scaled = np.exp(scaled - scaled.max(1, keepdims=True))
    return scaled / scaled.sum(1, keepdims=True)


def _most_probable(logs: np.ndarray, temperature: float) -> np.ndarray:
    """Returns the probability of the most probable class (n,)."""
    return _softmax(logs, 1 / temperature).max(1)


def _bins(confidence: np.ndarray, correct: np.ndarray) -> tuple[ReliabilityBin, ...]:
    """Returns the bins of equal width that hold pixels."""
    number = np.minimum((confidence * BINS).astype(np.intp), BINS - 1)
    pixels = np.bincount(number, minlength=BINS)
    sums = (np.bincount(number, weights=values, minlength=BINS) for values in (confidence, correct))
    return tuple(
        ReliabilityBin(int(count), float(sure / count), float(right / count))
        for count, sure, right in zip(pixels, *sums)
        if count
    )


def _error(confidence: np.ndarray, correct: np.ndarray) -> float:
    """Returns the expected calibration error: the mean distance of confidence and accuracy over the bins, weighted by pixels."""
    return sum(each.pixels * abs(each.confidence - each.accuracy) for each in _bins(confidence, correct)) / len(correct)
