"""The history of a training run: the learning-rate finder before it and the record of each epoch.

The log, the model folder and the report share these values. Here, too, is the rule that chooses the epoch whose weights are
kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_SIGNIFICANT = 2.96
"""The standard errors beyond which the highest of many epochs is significantly above another, at the 95 % level: 16 comparisons (Bonferroni
1936), as many as the epochs after the warm-up of the default 20."""


@dataclass(frozen=True)
class EpochRecord:
    """One epoch: number from 1, mean losses, validation figures (0 to 1), duration, learning rate at its end.

    The validation figures are None without validation, and where it had no labelled pixel. `mean_iou_error` is the standard
    error of the mean IoU by a spatial block bootstrap, None where no validation block has labels.
    """

    epoch: int
    train_loss: float
    validation_loss: float | None
    mean_iou: float | None
    accuracy: float | None
    seconds: float
    learning_rate: float
    mean_iou_error: float | None = None


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
    """Returns the epoch with the best validation figure: the highest mean IoU, the earliest of equals.

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


def kept_record(history: Sequence[EpochRecord], warm_up_epochs: float) -> EpochRecord | None:
    """Returns the epoch whose weights a run keeps, None for no epochs.

    It is the latest epoch whose mean IoU is below the highest by no more than 2.96 standard errors of the difference.
    (The one-standard-error rule of Breiman et al. 1984, "Classification and regression trees", at the 95 % level for the highest of
    16 epochs.) Where labels are few, the highest of many epochs is often a lucky one. Later epochs, trained at a falling learning
    rate, have better weights. Epochs of the warm-up (up to `warm_up_epochs`) count only while there are no later ones.
    Without standard errors it is the epoch of the lowest validation loss, the latest of equals, and without validation
    the last epoch. Figures that are not finite do not count.

    The kept epoch changes only to the newest one: a run can save its weights as it goes.
    """
    settled = _settled(history, warm_up_epochs)
    best = _highest(settled)
    if best is not None and _is_figure(best.mean_iou_error):
        return [record for record in settled if _is_about_as_good(record, best)][-1]
    validated = [record for record in settled if _is_figure(record.validation_loss)]
    if validated:
        return min(validated, key=lambda record: (record.validation_loss, -record.epoch))
    return best or (settled[-1] if settled else None)


def choice_of_epoch(history: Sequence[EpochRecord], warm_up_epochs: float) -> str:
    """Returns a sentence on why `kept_record` chose its epoch; empty without validation."""
    kept, best = kept_record(history, warm_up_epochs), _highest(_settled(history, warm_up_epochs))
    if kept is None or (kept.mean_iou is None and kept.validation_loss is None):
        return ""
    chosen = f"The weights of epoch {kept.epoch} are kept"
    if best is None or not _is_figure(best.mean_iou_error):
        return f"{chosen}, which has the lowest validation loss: too few validation blocks to compare mean IoUs."
    if kept.mean_iou == best.mean_iou:
        return f"{chosen}, which has the highest mean IoU after the warm-up."
    return (
        f"{chosen}, the latest whose mean IoU ({kept.mean_iou:.3f} ± {kept.mean_iou_error:.3f}) is not significantly below the "
        f"highest after the warm-up ({best.mean_iou:.3f} ± {best.mean_iou_error:.3f} in epoch {best.epoch})."
    )


def is_exhausted(history: Sequence[EpochRecord], patience: int) -> bool:
    """Returns whether the last `patience` epochs brought no improvement; never for a patience of 0."""
    best = best_record(history)
    return bool(patience and best is not None and history[-1].epoch - best.epoch >= patience)


def _settled(history: Sequence[EpochRecord], warm_up_epochs: float) -> Sequence[EpochRecord]:
    """Returns the epochs after the warm-up, all where there are none."""
    return [record for record in history if record.epoch > warm_up_epochs] or history


def _highest(history: Sequence[EpochRecord]) -> EpochRecord | None:
    """Returns the epoch of the highest mean IoU, the latest of equals, None where none is known."""
    scored = [record for record in history if _is_figure(record.mean_iou)]
    return max(scored, key=lambda record: (record.mean_iou, record.epoch), default=None)


def _is_about_as_good(record: EpochRecord, best: EpochRecord) -> bool:
    """Returns whether the mean IoU of an epoch is not significantly below that of the best one."""
    if not (_is_figure(record.mean_iou) and _is_figure(record.mean_iou_error)):
        return False
    error = math.hypot(record.mean_iou_error, best.mean_iou_error)
    return best.mean_iou - record.mean_iou <= _SIGNIFICANT * error


def _is_figure(value: float | None) -> bool:
    """Returns whether a figure is known and finite."""
    return value is not None and math.isfinite(value)
