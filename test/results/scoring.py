"""Overall accuracy and IoU of a class raster, from one confusion matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Score:
    """Confusion matrix, rows the true of `values`, columns the predicted ones and, last, anything that is no class."""

    values: tuple[int, ...]
    confusion: np.ndarray

    @property
    def accuracy(self) -> float:
        """Returns the share of reference pixels that got their class."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    @property
    def ious(self) -> dict[int, float]:
        """Returns the intersection over union of each class that the reference holds."""
        true, hit = self.confusion.sum(1), np.diag(self.confusion)
        either = true + self.confusion.sum(0)[:-1] - hit
        return {value: float(hit[i] / either[i]) for i, value in enumerate(self.values) if true[i] > 0}

    @property
    def mean_iou(self) -> float:
        """Returns the mean over the classes that the reference holds."""
        return float(np.mean(list(self.ious.values())))

    def __add__(self, other: Score) -> Score:
        """Returns the score of both sets of pixels together."""
        return Score(self.values, self.confusion + other.confusion)

    def __str__(self) -> str:
        """Returns one line."""
        ious = " ".join(f"{value}:{iou:.3f}" for value, iou in self.ious.items())
        return f"OA {self.accuracy:.3f}  mIoU {self.mean_iou:.3f}  IoU {ious}"


def score(truth: np.ndarray, predicted: np.ndarray, values: tuple[int, ...]) -> Score:
    """Compares class values where the truth is one of `values`, which rise.

    A predicted value that is no class (NoData) counts as an error of the true class.
    """
    known, chosen = np.asarray(values), np.isin(truth, values)
    rows, guess = np.searchsorted(known, truth[chosen]), predicted[chosen]
    columns = np.where(np.isin(guess, known), np.searchsorted(known, guess), known.size)
    width = known.size + 1
    return Score(values, np.bincount(rows * width + columns, minlength=known.size * width).reshape(known.size, width))
