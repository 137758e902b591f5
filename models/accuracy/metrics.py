"""Accuracy metrics from one confusion matrix over all evaluated pixels: accuracy, kappa, precision, recall, F1 and IoU.

Pure numpy. Nothing is averaged over chips.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX, ClassTable
from ..core.serialization import to_data

CLASS_FIGURES = ("precision", "recall", "f1", "iou")
OVERALL_FIGURES = ("accuracy", "kappa", "mean_iou", "mean_f1")


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Counts pixels by true class (rows) and predicted class (columns).

    Both are class indices of equal shape; pixels whose truth is `IGNORED_INDEX` are left out. Returns int64
    (classes, classes).
    """
    labelled = truth != IGNORED_INDEX
    pairs = truth[labelled].astype(np.int64) * classes + predicted[labelled].astype(np.int64)
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)


def figures_of(true: np.ndarray, predicted: np.ndarray, correct: np.ndarray) -> dict[str, np.ndarray]:
    """Returns all figures but the means, 0 to 1, NaN where undefined; kappa is Cohen's (1960).

    `true`, `predicted` and `correct` are float64 (..., classes): pixels labelled as each class, predicted as it, and
    both. `accuracy` and `kappa` have the shape (...), the figures of `CLASS_FIGURES` (..., classes).
    """
    total = true.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        accuracy = correct.sum(-1) / total
        chance = (true * predicted).sum(-1) / total**2
        return {
            "accuracy": accuracy,
            "kappa": np.where(chance < 1, (accuracy - chance) / (1 - chance), np.nan),
            "precision": correct / predicted,
            "recall": correct / true,
            "f1": 2 * correct / (true + predicted),
            "iou": correct / (true + predicted - correct),
        }


def mean_of(values: Iterable[float | None]) -> float | None:
    """Returns the mean of the known values, None where there is none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


@dataclass(frozen=True)
class ClassScores:
    """The figures of one class, 0 to 1; None where undefined.

    `precision` is the share of the pixels predicted as the class that belong to it. `recall` is the share of its pixels
    that were predicted as it. `f1` is their harmonic mean, `iou` intersection over union. `pixels` counts the truth,
    `predicted_pixels` the prediction.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    iou: float | None
    pixels: int
    predicted_pixels: int


@dataclass(frozen=True)
class Scores:
    """The figures of a whole confusion matrix, 0 to 1; None where undefined.

    `mean_iou` and `mean_f1` are unweighted means over the classes that occur in the truth. A class that does not occur
    cannot be evaluated, but pixels wrongly predicted as it lower the figures of the others.
    """

    accuracy: float | None
    kappa: float | None
    mean_iou: float | None
    mean_f1: float | None
    pixels: int
    classes: tuple[ClassScores, ...]

    @classmethod
    def of(cls, confusion: np.ndarray, counts: np.ndarray | None = None) -> Scores:
        """Computes the figures from a confusion matrix (classes, classes), rows the truth, columns the prediction.

        `counts` is the matrix of pixel counts where `confusion` holds weights, such as shares of the area.
        """
        matrix = confusion.astype(np.float64)
        true, predicted = matrix.sum(1), matrix.sum(0)
        figures = figures_of(true, predicted, matrix.diagonal())
        counts = confusion if counts is None else counts
        classes = tuple(
            ClassScores(
                **{name: _known(figures[name][i]) for name in CLASS_FIGURES},
                pixels=int(counts[i].sum()),
                predicted_pixels=int(counts[:, i].sum()),
            )
            for i in range(len(matrix))
        )
        present = [scores for scores, weight in zip(classes, true) if weight > 0]
        return cls(
            accuracy=_known(figures["accuracy"]),
            kappa=_known(figures["kappa"]),
            mean_iou=mean_of(scores.iou for scores in present),
            mean_f1=mean_of(scores.f1 for scores in present),
            pixels=int(counts.sum()),
            classes=classes,
        )

    def record(self, class_table: ClassTable, confusion: np.ndarray) -> dict:
        """Returns figures and matrix as model.json holds them: plain values without NaN.

        `class_table` gives value and name of each row of the matrix.
        """
        classes = [
            {"value": entry.value, "name": entry.name, **to_data(scores)}
            for entry, scores in zip(class_table.classes, self.classes)
        ]
        return {**to_data(self), "classes": classes, "confusion": to_data(confusion)}


@dataclass(frozen=True)
class BlockConfusions:
    """The confusion matrices of blocks of ground: int64 (blocks, classes, classes), rows the labels."""

    block_confusions: np.ndarray

    @property
    def confusion(self) -> np.ndarray:
        """Returns the confusion matrix of all blocks: int64 (classes, classes)."""
        return self.block_confusions.sum(0)

    @property
    def scores(self) -> Scores:
        """Returns the figures of the confusion matrix."""
        return Scores.of(self.confusion)


def _known(value: float) -> float | None:
    """Returns a figure, None for NaN."""
    return None if math.isnan(value) else float(value)
