"""The parts of a training report as HTML: headline figures, curves, classes, legend, facts. Pure text from values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from ..rasters.classes import ClassTable
from . import charts
from .confusion_table import swatch
from .formats import DASH, count_of, duration, escape, label_of, number, percent, value_text, whole
from .history import EpochRecord, best_record
from .metrics import Scores
from .pictures import hatch_uri

TRAIN_COLOR, VALIDATION_COLOR = "#7b8a97", "#0a5f8a"
IOU_COLOR, ACCURACY_COLOR = "#0a7f94", "#c2701c"


def figures_html(scores: Scores, history: Sequence[EpochRecord], held_out: bool) -> str:
    """Returns the headline figures in a row, and below them what they were measured on."""
    best = best_record(history)
    cells = (
        (percent(scores.mean_iou), "mean IoU"),
        (percent(scores.accuracy), "overall accuracy"),
        (DASH if scores.kappa is None else f"{scores.kappa:.3f}".replace("-", "−"), "Cohen’s kappa"),
        (whole(scores.pixels), "pixels validated" if held_out else "training pixels judged"),
        (f"{best.epoch} of {len(history)}" if best else DASH, "epoch kept"),
    )
    row = "".join(
        f'<td{" class=first" if i == 0 else ""}><span class="figure">{figure}</span>'
        f'<span class="what">{escape(what)}</span></td>'
        for i, (figure, what) in enumerate(cells)
    )
    return f'<table class="head"><tr>{row}</tr></table>'


def curves_html(history: Sequence[EpochRecord], held_out: bool) -> str:
    """Returns the two charts over the epochs side by side: losses, and mean IoU with accuracy."""
    if not history:
        return '<p class="note">No epoch was recorded.</p>'
    epochs = [record.epoch for record in history]
    best = best_record(history)
    kept = best.epoch if best else None
    train = charts.Series("training", TRAIN_COLOR, tuple(record.train_loss for record in history), dashed=True)
    losses = [train]
    if any(record.validation_loss is not None for record in history):
        losses.append(charts.Series("validation", VALIDATION_COLOR, tuple(r.validation_loss for r in history)))
    left = charts.epoch_chart("Loss", epochs, losses, charts.loss_limits(losses), kept)
    judged = any(record.mean_iou is not None or record.accuracy is not None for record in history)
    right = '<p class="note">Nothing was kept for validation, so there is no accuracy over the epochs.</p>'
    if judged:
        scores = (
            charts.Series("mean IoU", IOU_COLOR, tuple(record.mean_iou for record in history)),
            charts.Series("overall accuracy", ACCURACY_COLOR, tuple(r.accuracy for r in history), dashed=True),
        )
        title = "Accuracy on validation chips" if held_out else "Accuracy on training chips"
        right = charts.epoch_chart(title, epochs, scores, (0.0, 1.0), kept, shares=True)
    total = sum(record.seconds for record in history if math.isfinite(record.seconds))
    each = f", {duration(total / len(history))} each" if len(history) > 1 else ""
    highest, last = max(record.learning_rate for record in history), history[-1].learning_rate
    rate = f"{number(highest, 3)}" if highest == last else f"at most {number(highest, 3)}, {number(last, 3)} at the end"
    took = f"{count_of(len(history), 'epoch', 'epochs')} in {duration(total)}{each}. Learning rate: {rate}."
    return f'<table class="pair"><tr><td>{left}</td><td>{right}</td></tr></table><p class="note">{took}</p>'


def classes_html(scores: Scores, class_table: ClassTable, training_pixels: Sequence[int] | None) -> str:
    """Returns the table of classes: how well each was found, and on how many pixels that rests."""
    more = '<th class="c-pixels">training<br>pixels</th>' if training_pixels else ""
    rows = []
    for index, (entry, found) in enumerate(zip(class_table.classes, scores.classes)):
        known = f"<td>{whole(int(training_pixels[index]))}</td>" if training_pixels else ""
        iou = found.iou if found.pixels else None
        judged = (found.precision, found.recall, found.f1, iou) if found.pixels else (None,) * 4
        cells = "".join(f"<td>{percent(part)}</td>" for part in judged)
        rows.append(
            f"<tr{'' if found.pixels else ' class=absent'}>"
            f"<td class=left>{swatch(entry.color)}</td><td>{entry.value}</td>"
            f'<td class="name break"><bdi>{escape(entry.name)}</bdi></td>{cells}{_bar(iou)}'
            f"<td>{whole(found.pixels)}</td>{known}</tr>"
        )
    present = [found for found in scores.classes if found.pixels]
    means = "".join(
        f"<td>{percent(_mean([getattr(found, name) for found in present]))}</td>"
        for name in ("precision", "recall", "f1", "iou")
    )
    total = f"<td>{whole(sum(int(count) for count in training_pixels))}</td>" if training_pixels else ""
    absent = len(scores.classes) - len(present)
    note = ""
    if absent and present:
        which = "One class has" if absent == 1 else f"{absent} classes have"
        note = (
            f'<p class="note">{which} no pixel to be judged by and {"counts" if absent == 1 else "count"} in no mean. '
            f"What was wrongly taken for {'it' if absent == 1 else 'them'} lowers the figures of the others.</p>"
        )
    return (
        '<div class="scroll"><table class="list classes"><thead><tr><th class="c-swatch"></th>'
        '<th class="c-value">value</th><th class="name c-name">class</th><th class="c-share">precision</th>'
        '<th class="c-share">recall</th><th class="c-share">F1</th><th class="c-share">IoU</th><th class="c-bar"></th>'
        f'<th class="c-pixels">validated<br>pixels</th>{more}</tr></thead>'
        f'<tbody>{"".join(rows)}<tr class="sum"><td></td><td></td><td class="name">mean, sum</td>{means}<td></td>'
        f"<td>{whole(scores.pixels)}</td>{total}</tr></tbody></table></div>{note}"
        '<p class="note">Precision: share of the pixels given a class that are of it. Recall: share of a class’s '
        "pixels that were found. F1: their harmonic mean. IoU, intersection over union: pixels both labelled and "
        "predicted as a class, divided by those labelled or predicted as it.</p>"
    )


def legend_html(class_table: ClassTable) -> str:
    """Returns the colours of the classes and the hatching of what has no label, in a flowing line."""
    items = "".join(
        f'<span class="item">{swatch(entry.color)} <bdi>{escape(entry.name)}</bdi></span> '
        for entry in class_table.classes
    )
    return f'<p class="legend">{items}<span class="item"><img src="{hatch_uri()}" alt=""> not labelled</span></p>'


def facts_html(facts: Sequence[tuple[str, object]]) -> str:
    """Returns names and values as a table of two columns; values are escaped."""
    rows = "".join(f'<tr><th>{escape(name)}</th><td class="break">{escape(value)}</td></tr>' for name, value in facts)
    return f'<table class="facts">{rows}</table>'


def facts_of(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Returns the entries of a dictionary of plain values, keys as words, values as a reader expects them."""
    return [(label_of(key), value_text(value)) for key, value in values.items() if not _is_bulky(value)]


def _is_bulky(value: object) -> bool:
    """Tells whether a value is a long list or a table, which belongs into model.json, not onto a page."""
    return isinstance(value, (list, tuple, Mapping)) and (
        len(value) > 40 or any(isinstance(e, (list, dict)) for e in value)
    )


def _bar(share: float | None) -> str:
    """Returns a cell with a bar from 0 to 1."""
    if share is None:
        return '<td class="bar"></td>'
    return (
        f'<td class="bar"><span class="track"><span class="fill" style="width:{share * 100:.1f}%"></span></span></td>'
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
