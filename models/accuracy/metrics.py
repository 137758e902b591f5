"""Figures of merit from one confusion matrix over all judged pixels. Pure numpy; nothing is averaged over chips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX, ClassTable


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Counts pixels by true class (rows) and predicted class (columns).

    Both are class indices of equal shape; pixels whose truth is `IGNORED_INDEX` are left out. Returns int64
    (classes, classes).
    """
    judged = truth != IGNORED_INDEX
    pairs = truth[judged].astype(np.int64) * classes + predicted[judged].astype(np.int64)
    return np.bincount(pairs, minlength=classes * classes).reshape(classes, classes)


@dataclass(frozen=True)
class ClassScores:
    """The figures of one class, 0 to 1; None where nothing can be said.

    `precision` is the share of the pixels predicted as the class that are of it, `recall` the share of its pixels that were
    found, `f1` their harmonic mean, `iou` intersection over union. `pixels` counts the truth, `predicted_pixels` the
    prediction.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    iou: float | None
    pixels: int
    predicted_pixels: int


@dataclass(frozen=True)
class Scores:
    """The figures of a whole confusion matrix, 0 to 1; None where nothing can be said.

    `mean_iou` and `mean_f1` are means over the classes that occur in the truth, each class counting the same; a class
    that does not occur cannot be judged, but what is wrongly predicted as it lowers the others' figures. `kappa` is
    Cohen's (1960).
    """

    accuracy: float | None
    kappa: float | None
    mean_iou: float | None
    mean_f1: float | None
    pixels: int
    classes: tuple[ClassScores, ...]

    @classmethod
    def of(cls, confusion: np.ndarray) -> Scores:
        """Computes the figures from a confusion matrix (classes, classes), rows the truth, columns the prediction."""
        matrix = confusion.astype(np.float64)
        true_totals, predicted_totals, hits = matrix.sum(1), matrix.sum(0), matrix.diagonal()
        classes = tuple(
            ClassScores(
                precision=_ratio(hits[i], predicted_totals[i]),
                recall=_ratio(hits[i], true_totals[i]),
                f1=_ratio(2 * hits[i], true_totals[i] + predicted_totals[i]),
                iou=_ratio(hits[i], true_totals[i] + predicted_totals[i] - hits[i]),
                pixels=int(true_totals[i]),
                predicted_pixels=int(predicted_totals[i]),
            )
            for i in range(len(matrix))
        )
        total = matrix.sum()
        agreement = _ratio(hits.sum(), total)
        present = [scores for scores in classes if scores.pixels]
        return cls(
            accuracy=agreement,
            kappa=_kappa(agreement, true_totals, predicted_totals),
            mean_iou=_mean([scores.iou for scores in present]),
            mean_f1=_mean([scores.f1 for scores in present]),
            pixels=int(total),
            classes=classes,
        )

    def to_json(self, class_table: ClassTable, confusion: np.ndarray) -> dict:
        """Returns the figures and the matrix as plain values with no NaN, ready for JSON.

        `class_table` gives value and name of each row of the matrix.
        """
        return {
            "accuracy": self.accuracy,
            "kappa": self.kappa,
            "mean_iou": self.mean_iou,
            "mean_f1": self.mean_f1,
            "pixels": self.pixels,
            "classes": [
                {"value": entry.value, "name": entry.name, **vars(scores)}
                for entry, scores in zip(class_table.classes, self.classes)
            ],
            "confusion": [[int(count) for count in row] for row in confusion],
        }


def _ratio(part: float, whole: float) -> float | None:
    """Returns part / whole, None for an empty whole."""
    return float(part / whole) if whole > 0 else None


def _mean(values: list[float | None]) -> float | None:
    """Returns the mean of the known values, None where there is none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _kappa(agreement: float | None, true_totals: np.ndarray, predicted_totals: np.ndarray) -> float | None:
    """Returns Cohen's kappa, None where chance alone would agree entirely."""
    if agreement is None:
        return None
    chance = float((true_totals * predicted_totals).sum() / true_totals.sum() ** 2)
    return (agreement - chance) / (1 - chance) if chance < 1 else None
