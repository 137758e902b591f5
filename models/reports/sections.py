"""The parts of a training report as HTML: headline figures, classes, legend, facts. Pure text from values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...rasters.classes.class_table import ClassTable
from ..accuracy.confidence import CLASS_FIGURES, RecordedIntervals, plain_range, share_range
from ..accuracy.metrics import Scores
from ..core.history import EpochRecord, best_record
from ..core.text import DASH, escape, label_of, percent, value_text, whole
from .confusion_matrix import swatch
from .images import hatch_uri

UNBROKEN_CLASSES = 16
"""Up to so many classes, a table of them is not divided between pages."""


def figures_html(
    scores: Scores, history: Sequence[EpochRecord], held_out: bool, intervals: RecordedIntervals | None = None
) -> str:
    """Returns the headline figures in a row, and below them what they are and how sure."""
    best = best_record(history)
    sure = intervals.overall if intervals else {}
    kappa = DASH if scores.kappa is None else f"{scores.kappa:.3f}".replace("-", "−")
    cells = (
        (percent(scores.mean_iou), "mean IoU", share_range(sure.get("mean_iou"))),
        (percent(scores.accuracy), "overall accuracy", share_range(sure.get("accuracy"))),
        (kappa, "Cohen’s kappa", plain_range(sure.get("kappa"))),
        (whole(scores.pixels), "pixels validated" if held_out else "training pixels judged", ""),
        (f"{best.epoch} of {len(history)}" if best else DASH, "epoch kept", ""),
    )
    row = "".join(
        f'<td{" class=first" if i == 0 else ""}><span class="figure">{figure}</span>'
        f'<span class="what">{escape(what)}</span>{_range(interval)}</td>'
        for i, (figure, what, interval) in enumerate(cells)
    )
    return f'<table class="head"><tr>{row}</tr></table>'


def classes_html(
    scores: Scores,
    class_table: ClassTable,
    training_pixels: Sequence[int] | None,
    intervals: RecordedIntervals | None = None,
) -> str:
    """Returns the table of classes: how well each was found, and on how many pixels that rests."""
    more = '<th class="c-pixels">training<br>pixels</th>' if training_pixels else ""
    rows = []
    for index, (entry, found) in enumerate(zip(class_table.classes, scores.classes)):
        known = f"<td>{whole(int(training_pixels[index]))}</td>" if training_pixels else ""
        judged = {name: getattr(found, name) if found.pixels else None for name in CLASS_FIGURES}
        ranges = {
            name: share_range(intervals.of_class(index, name)) if intervals and figure is not None else ""
            for name, figure in judged.items()
        }
        cells = "".join(f"<td>{percent(figure)}{_range(ranges[name])}</td>" for name, figure in judged.items())
        rows.append(
            f"<tr{'' if found.pixels else ' class=absent'}>"
            f"<td class=left>{swatch(entry.color)}</td><td>{entry.value}</td>"
            f'<td class="name break"><bdi>{escape(entry.name)}</bdi></td>{cells}{_bar(judged["iou"])}'
            f"<td>{whole(found.pixels)}</td>{known}</tr>"
        )
    total = f"<td>{whole(sum(int(count) for count in training_pixels))}</td>" if training_pixels else ""
    return (
        '<div class="scroll"><table class="list classes"><thead><tr><th class="c-swatch"></th>'
        '<th class="c-value">value</th><th class="name c-name">class</th><th class="c-share">precision</th>'
        '<th class="c-share">recall</th><th class="c-share">F1</th><th class="c-share">IoU</th><th class="c-bar"></th>'
        f'<th class="c-pixels">validated<br>pixels</th>{more}</tr></thead><tbody>{"".join(rows)}'
        f'<tr class="sum"><td></td><td></td><td class="name">mean, sum</td>{_means(scores, intervals)}<td></td>'
        f"<td>{whole(scores.pixels)}</td>{total}</tr></tbody></table></div>{_absent(scores)}"
        '<p class="note">Precision: share of the pixels given a class that are of it. Recall: share of a class’s '
        "pixels that were found. F1: their harmonic mean. IoU, intersection over union: pixels both labelled and "
        "predicted as a class, divided by those labelled or predicted as it."
        f"{f' In small type: {intervals.level_text} confidence intervals.' if intervals else ''}</p>"
    )


def _means(scores: Scores, intervals: RecordedIntervals | None) -> str:
    """Returns the cells of the means over the classes that have pixels."""
    present = [found for found in scores.classes if found.pixels]
    sure = intervals.overall if intervals else {}
    ranges = {"f1": share_range(sure.get("mean_f1")), "iou": share_range(sure.get("mean_iou"))}
    means = ((name, percent(_mean([getattr(found, name) for found in present]))) for name in CLASS_FIGURES)
    return "".join(f"<td>{mean}{_range(ranges.get(name, ''))}</td>" for name, mean in means)


def _absent(scores: Scores) -> str:
    """Returns the sentence about classes that could not be judged, nothing where all or none could."""
    absent = sum(not found.pixels for found in scores.classes)
    if not absent or absent == len(scores.classes):
        return ""
    one = absent == 1
    return (
        f'<p class="note">{"One class has" if one else f"{absent} classes have"} no pixel to be judged by and '
        f"{'counts' if one else 'count'} in no mean. "
        f"What was wrongly taken for {'it' if one else 'them'} lowers the figures of the others.</p>"
    )


def _range(interval: str) -> str:
    """Returns a confidence interval in small type, nothing where there is none."""
    return f'<span class="range">{interval}</span>' if interval else ""


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
