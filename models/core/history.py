"""The history of a training run: the learning-rate finder before it and the record of each epoch.

The log, the model folder and the report share these values.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class EpochRecord:
    """One epoch: number from 1, mean losses, validation figures (0 to 1), duration, learning rate at its end.

    The validation figures are None without validation, and where it had no labelled pixel.
    """

    epoch: int
    train_loss: float
    validation_loss: float | None
    mean_iou: float | None
    accuracy: float | None
    seconds: float
    learning_rate: float


@dataclass(frozen=True)
class LrFinderCurve:
    """The curve of the learning-rate finder (Smith 2017): the rising rates, the smoothed loss at each, and the rate chosen.

    Losses may be NaN.
    """

    learning_rates: tuple[float, ...]
    losses: tuple[float, ...]
    chosen: float

    def __post_init__(self) -> None:
        """Raises ValueError where there is not one loss for each rate."""
        if len(self.learning_rates) != len(self.losses):
            raise ValueError(f"{len(self.losses)} losses for {len(self.learning_rates)} learning rates")


def best_record(history: Sequence[EpochRecord]) -> EpochRecord | None:
    """Returns the epoch whose weights a run keeps: the highest mean IoU, the earliest of equals.

    Without any mean IoU it is the lowest validation loss, and without that the last epoch; None for no epochs. Figures
    that are not finite do not count.
    """
    scored = [record for record in history if _is_figure(record.mean_iou)]
    if scored:
        return max(scored, key=lambda record: (record.mean_iou, -record.epoch))
    validated = [record for record in history if _is_figure(record.validation_loss)]
    if validated:
        return min(validated, key=lambda record: (record.validation_loss, record.epoch))
    return history[-1] if history else None


def is_exhausted(history: Sequence[EpochRecord], patience: int) -> bool:
    """Returns whether the last `patience` epochs brought no improvement; never for a patience of 0."""
    best = best_record(history)
    return bool(patience and best is not None and history[-1].epoch - best.epoch >= patience)


def _is_figure(value: float | None) -> bool:
    """Returns whether a figure is known and finite."""
    return value is not None and math.isfinite(value)
