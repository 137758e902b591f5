"""Probabilities of pixels that did not train, for what is fitted to them: the temperature, and the thresholds of prediction sets. Pure numpy.

The probabilities are those after the blending of overlapping tiles, as a user gets them. Two-fold cross-validation over
blocks of ground: what is fitted to one half of the blocks is tried on the other half.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

LIMITS = (0.5, 10.0)
"""The lowest and highest temperature.

Validation without an error would ask for 0, which would make every pixel certain.
"""
PIXELS_PER_BLOCK = 5.0
"""A block of ground counts as this many independent pixels against the prior, a temperature near 1: its pixels are alike."""
PRIOR_DEVIATION = 0.5
"""Standard deviation of the logarithm of the temperature before any pixel is seen, around 0.

Without it a few blocks that happen to hold no error ask for the lowest temperature, and a few with many errors for the highest. Chosen on
held-out ground (docs/results.md).
"""
MOST_PIXELS = 100_000
_LEAST_PROBABILITY = 1e-12
_HALVINGS = 40


@dataclass(frozen=True)
class ValidationPixels:
    """Pixels that did not train: `logs` of the probabilities (n, classes), `truth` class indices (n,), `block` numbers from 0 (n,)."""

    logs: np.ndarray
    truth: np.ndarray
    block: np.ndarray

    @classmethod
    def of(cls, probabilities: np.ndarray, truth: np.ndarray, block: np.ndarray) -> ValidationPixels | None:
        """Returns the pixels of probabilities, float (n, classes), with true class indices (n,) and any number of the block (n,).

        Rows need not sum to one; those that are not finite are left out. None where no pixel is left or there is one class.
        """
        usable = np.isfinite(probabilities).all(1) & (probabilities.sum(1) > 0)
        if not usable.any() or probabilities.shape[1] < 2:
            return None
        logs = np.log(np.maximum(probabilities[usable].astype(np.float64), _LEAST_PROBABILITY))
        numbers = np.unique(block[usable], return_inverse=True)[1].reshape(-1)
        return cls(logs, truth[usable].astype(np.intp), numbers)

    def __len__(self) -> int:
        """Returns the number of pixels."""
        return len(self.logs)

    @functools.cached_property
    def temperature(self) -> float:
        """Returns the most probable temperature: that of the highest likelihood where blocks are many, near 1 where they are few."""
        return _temperature(self.logs, self.truth, PIXELS_PER_BLOCK * np.unique(self.block).size)

    @functools.cached_property
    def halves(self) -> tuple[ValidationPixels, ValidationPixels] | None:
        """Returns the pixels of every other block, and the rest; None where there is one block."""
        odd = self.block % 2 == 1
        if not odd.any():
            return None
        first, second = (
            ValidationPixels(self.logs[part], self.truth[part], self.block[part] // 2) for part in (~odd, odd)
        )
        return first, second

    def probabilities(self, temperature: float) -> np.ndarray:
        """Returns the probabilities at a temperature, float64 (n, classes), rows sum to one."""
        return _softmax(self.logs, 1 / temperature)


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

    def pixels(self) -> ValidationPixels | None:
        """Returns the pixels; None where nothing was added or there is one class."""
        if not self._parts:
            return None
        return ValidationPixels.of(*(np.concatenate(columns) for columns in zip(*self._parts)))


def _temperature(logs: np.ndarray, truth: np.ndarray, independent_pixels: float) -> float:
    """Returns the most probable temperature within `LIMITS`; the pixels count as `independent_pixels`.

    The log posterior is concave in the inverse temperature, so the sign of its slope bisects the range.
    """
    target = logs[np.arange(len(logs)), truth].mean()
    low, high = 1 / LIMITS[1], 1 / LIMITS[0]
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        likelihood = (_softmax(logs, middle) * logs).sum(1).mean() - target
        prior = np.log(middle) / (middle * PRIOR_DEVIATION**2 * independent_pixels)
        if likelihood + prior < 0:
            low = middle
        else:
            high = middle
    return float(2 / (low + high))


def _softmax(logs: np.ndarray, inverse: float) -> np.ndarray:
    """Returns the probabilities (n, classes) at an inverse temperature."""
    scaled = logs * inverse
    scaled = np.exp(scaled - scaled.max(1, keepdims=True))
    return scaled / scaled.sum(1, keepdims=True)
