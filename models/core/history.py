"""The history of a training run: the learning-rate finder before it and the record of each epoch.

The log, the model folder and the report share these values.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass


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

    def to_json(self) -> dict:
        """Returns the record as plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict) -> EpochRecord:
        """Builds a record from what `to_json` returned. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            epoch=int(values["epoch"]),
            train_loss=float(values["train_loss"]),
            validation_loss=_number_or_none(values["validation_loss"]),
            mean_iou=_number_or_none(values["mean_iou"]),
            accuracy=_number_or_none(values["accuracy"]),
            seconds=float(values["seconds"]),
            learning_rate=float(values["learning_rate"]),
        )


@dataclass(frozen=True)
class RangeTest:
    """A learning-rate range test (Smith 2017): the rates tried, rising, the smoothed loss at each, and the one chosen.

    A loss is NaN where it was no number.
    """

    learning_rates: tuple[float, ...]
    losses: tuple[float, ...]
    chosen: float

    def __post_init__(self) -> None:
        """Raises ValueError where there is not one loss for each rate."""
        if len(self.learning_rates) != len(self.losses):
            raise ValueError(f"{len(self.losses)} losses for {len(self.learning_rates)} learning rates")

    def to_json(self) -> dict:
        """Returns the test as plain values, ready for JSON; a loss that is no number is None."""
        losses = [loss if math.isfinite(loss) else None for loss in self.losses]
        return {"learning_rates": list(self.learning_rates), "losses": losses, "chosen": self.chosen}

    @classmethod
    def from_json(cls, values: dict) -> RangeTest:
        """Builds a test from what `to_json` returned. Raises KeyError, TypeError or ValueError for anything else."""
        losses = (math.nan if loss is None else float(loss) for loss in values["losses"])
        return cls(tuple(map(float, values["learning_rates"])), tuple(losses), float(values["chosen"]))


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


def _number_or_none(value: object) -> float | None:
    """Returns a JSON number as float, None for null."""
    return None if value is None else float(value)
