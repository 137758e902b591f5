"""How a training went, as a part of its report: losses, accuracy, the learning rate and how it was found."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..core.history import EpochRecord, RangeTest, best_record
from ..core.text import count_of, duration, number
from . import charts
from .rate_charts import learning_rate_chart, range_test_chart

TRAIN_COLOR, VALIDATION_COLOR = "#7b8a97", "#0a5f8a"
IOU_COLOR, ACCURACY_COLOR = "#0a7f94", "#c2701c"


def course_html(history: Sequence[EpochRecord], held_out: bool, range_test: RangeTest | None = None) -> str:
    """Returns the charts over the epochs in pairs: losses and accuracy, the learning rate and its range test."""
    if not history:
        return f'<p class="note">No epoch was recorded.</p>{_rates(history, None, range_test)}'
    best = best_record(history)
    kept = best.epoch if best else None
    total = sum(record.seconds for record in history if math.isfinite(record.seconds))
    each = f", {duration(total / len(history))} each" if len(history) > 1 else ""
    took = f'<p class="note">{count_of(len(history), "epoch", "epochs")} in {duration(total)}{each}.</p>'
    return _pair(_losses(history, kept), _accuracy(history, kept, held_out)) + took + _rates(history, kept, range_test)


def _losses(history: Sequence[EpochRecord], kept: int | None) -> str:
    """Returns the chart of the training and validation losses."""
    epochs = [record.epoch for record in history]
    train = charts.Series("training", TRAIN_COLOR, tuple(record.train_loss for record in history), dashed=True)
    losses = [train]
    if any(record.validation_loss is not None for record in history):
        losses.append(charts.Series("validation", VALIDATION_COLOR, tuple(r.validation_loss for r in history)))
    return charts.epoch_chart("Loss", epochs, losses, charts.loss_limits(losses), kept)


def _accuracy(history: Sequence[EpochRecord], kept: int | None, held_out: bool) -> str:
    """Returns the chart of the figures of each epoch, a sentence where there are none."""
    if all(record.mean_iou is None and record.accuracy is None for record in history):
        return '<p class="note">Nothing was kept for validation, so there is no accuracy over the epochs.</p>'
    scores = (
        charts.Series("mean IoU", IOU_COLOR, tuple(record.mean_iou for record in history)),
        charts.Series("overall accuracy", ACCURACY_COLOR, tuple(r.accuracy for r in history), dashed=True),
    )
    title = "Accuracy on validation chips" if held_out else "Accuracy on training chips"
    return charts.epoch_chart(title, [record.epoch for record in history], scores, (0.0, 1.0), kept, shares=True)


def _rates(history: Sequence[EpochRecord], kept: int | None, range_test: RangeTest | None) -> str:
    """Returns the charts of the learning rate, with a sentence below them."""
    search = range_test_chart(range_test) if range_test else ""
    course = learning_rate_chart(history, kept) if history else ""
    if not search and not course:
        return ""
    notes = []
    if history:
        highest, last = max(record.learning_rate for record in history), history[-1].learning_rate
        at_most = f"at most {number(highest, 3)}, {number(last, 3)} at the end"
        notes.append(f"Learning rate: {number(highest, 3) if highest == last else at_most}.")
    if search:
        notes.append(
            "Range test: before the training the rate was raised batch by batch; "
            f"{number(range_test.chosen, 2)} was chosen from the course of the loss."
        )
    pair = _pair(search, course) if search else _pair(course, "")
    return f'<div class="keep">{pair}<p class="note">{" ".join(notes)}</p></div>'


def _pair(left: str, right: str) -> str:
    return f'<table class="pair"><tr><td>{left}</td><td>{right}</td></tr></table>'
