"""The report of an assessment: one HTML file without scripts or anything from outside, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Sequence

from ...rasters.labels.reference_samples import POINTS, POLYGONS, RASTER
from ..accuracy.confidence import Interval
from ..core.text import DASH, column, count_of, escape, number, percent, whole
from ..core.versions import plugin_version
from ..reports.confusion_matrix import confusion_html, mix_ups_html, swatch
from ..reports.page import STYLE
from .result import LEVEL, Assessment, findings

_OLOFSSON = (
    "Olofsson, Foody, Herold, Stehman, Woodcock and Wulder 2014, Good practices for estimating area and assessing accuracy "
    "of land change, Remote Sensing of Environment 148, 42–57"
)
_OWN_STYLE = """
td .range, .figure + .range { display: block; color: #5d6b78; font-size: 11px; font-weight: 400; }
table.head td.first .range { color: #d5e6ef; }
table.head .range { margin: 0 0 2px; }
table.assessed .c-name { width: 20%; }
table.assessed .c-share { width: 13%; }
table.assessed .c-pixels { width: 10%; }
@media print { td .range { font-size: 7pt; } div.foot { margin-top: 16px; } }
"""


def assessment_html(found: Assessment, facts: Sequence[tuple[str, str]]) -> str:
    """Returns the report as HTML text; `facts` are names and values of what a repetition needs."""
    table, title = found.class_table, found.map_name
    judged = f"{count_of(len(table), 'class', 'classes')} · judged by {found.reference_name}"
    body = (
        '<p class="over">Pixel Classifier · assessment of a classification</p>'
        f'<h1><bdi>{escape(title)}</bdi></h1><p class="sub"><bdi>{escape(judged)}</bdi></p>'
        + _figures(found)
        + _evidence(found)
        + "".join(f'<p class="alert">{escape(sentence)}</p>' for sentence in findings(found))
        + f"<h2>Classes</h2>{_classes(found)}"
        + _confusion(found)
        + f'<div class="keep"><h2>Areas</h2>{_areas(found)}</div>'
        + f'<div class="keep"><h2>To repeat this assessment</h2>{_facts(facts)}</div>'
        + f'<div class="foot">Written by Pixel Classifier {escape(plugin_version())}, a plugin for QGIS.</div>'
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – assessment</title><style>{STYLE}{_OWN_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _figures(found: Assessment) -> str:
    """Returns the headline figures in a row, each with its interval."""
    scores = found.scores
    of_area = " by area" if found.estimates else ""
    cells = (
        (percent(scores.accuracy), _range(found.interval("accuracy")), f"overall accuracy{of_area}"),
        (percent(scores.mean_iou), _range(found.interval("mean_iou")), "mean IoU"),
        (_kappa(scores.kappa), _range(found.interval("kappa"), as_kappa=True), "Cohen’s kappa"),
        (whole(scores.pixels), "", f"{found.unit} judged"),
    )
    row = "".join(
        f'<td{" class=first" if i == 0 else ""}><span class="figure">{figure}</span>{interval}'
        f'<span class="what">{escape(what)}</span></td>'
        for i, (figure, interval, what) in enumerate(cells)
    )
    return f'<table class="head"><tr>{row}</tr></table>'


def _evidence(found: Assessment) -> str:
    """Returns what the figures and their intervals rest on."""
    judged = found.scores.pixels
    sources = {
        POINTS: f"{count_of(judged, 'reference point', 'reference points')}, each with the pixel under it",
        POLYGONS: f"{count_of(judged, 'pixel', 'pixels')} inside {count_of(found.features or 0, 'polygon', 'polygons')}",
        RASTER: f"{count_of(judged, 'pixel', 'pixels')} of a reference raster",
    }
    text = f"Measured on {sources[found.kind]}. "
    level = percent(LEVEL, 0)
    if found.estimates:
        text += (
            "The reference is taken as a random sample stratified by the map’s classes: every sample stands for its share of "
            f"the area that the map gives its class, and the intervals ({level}) are those of the sampling design "
            f"({_OLOFSSON})."
        )
    elif found.intervals:
        text += (
            f"Intervals ({level}) come from a spatial block bootstrap: {whole(found.intervals.blocks)} blocks of "
            f"{found.intervals.block_px} × {found.intervals.block_px} pixels with reference in them, drawn "
            f"{whole(found.intervals.repeats)} times. They tell how far the figures would change with other reference of the "
            "same kind, not whether it was chosen fairly."
        )
    return f"<p>{text}</p>"


def _classes(found: Assessment) -> str:
    """Returns the table of classes: how well each was found, and on how many samples that rests."""
    rows = []
    for index, (entry, scored) in enumerate(zip(found.class_table.classes, found.scores.classes)):
        known = scored.pixels > 0
        figures = "".join(
            f"<td>{percent(getattr(scored, name) if known or name == 'precision' else None)}"
            f"{_range(found.interval(name, index)) if known or name == 'precision' else ''}</td>"
            for name in ("precision", "recall", "f1", "iou")
        )
        rows.append(
            f"<tr{'' if known else ' class=absent'}><td class=left>{swatch(entry.color)}</td><td>{entry.value}</td>"
            f'<td class="name break"><bdi>{escape(entry.name)}</bdi></td>{figures}'
            f"<td>{whole(scored.pixels)}</td><td>{whole(scored.predicted_pixels)}</td></tr>"
        )
    scores = found.scores
    return (
        '<div class="scroll"><table class="list classes assessed"><thead><tr><th class="c-swatch"></th>'
        '<th class="c-value">value</th><th class="name c-name">class</th><th class="c-share">precision<br>(user’s)</th>'
        '<th class="c-share">recall<br>(producer’s)</th><th class="c-share">F1</th><th class="c-share">IoU</th>'
        f'<th class="c-pixels">reference<br>{found.unit}</th><th class="c-pixels">mapped<br>as class</th></tr></thead>'
        f'<tbody>{"".join(rows)}<tr class="sum"><td></td><td></td><td class="name">mean, sum</td><td></td><td></td>'
        f"<td>{percent(scores.mean_f1)}{_range(found.interval('mean_f1'))}</td>"
        f"<td>{percent(scores.mean_iou)}{_range(found.interval('mean_iou'))}</td>"
        f"<td>{whole(scores.pixels)}</td><td>{whole(scores.pixels)}</td></tr></tbody></table></div>"
        '<p class="note">Precision, or user’s accuracy: share of what the map calls a class that is of it. Recall, or producer’s '
        "accuracy: share of what is of a class that the map calls so. F1: their harmonic mean. IoU, intersection over union: "
        "what is of a class and mapped so, divided by what is either. Means are over the classes that the reference has.</p>"
    )


def _confusion(found: Assessment) -> str:
    """Returns the confusion matrix, and which classes are mixed up most."""
    table, confusion = found.class_table, found.counts.confusion
    counted = " These are counts of the sample, not weighted by area." if found.estimates else ""
    return (
        '<div class="keep"><h2>Confusion matrix</h2><p class="note">Rows are the truth (the reference), columns what the map '
        f"says. In each cell the share of the row in percent, below it the number of {found.unit}; teal is right, orange is "
        f"wrong.{counted}</p>{confusion_html(confusion, table, counts_in='the table of comma-separated values')}</div>"
        f'<div class="keep">{mix_ups_html(confusion, table, 3 if len(table) < 5 else 6)}</div>'
    )


def _areas(found: Assessment) -> str:
    """Returns the area of each class on the map and, where the sample tells it, on the ground."""
    areas, total, unit = found.map_areas, float(found.map_areas.sum()), found.area_unit
    own, estimated = column(areas.tolist()), _estimated(found)
    rows = []
    for index, entry in enumerate(found.class_table.classes):
        rows.append(
            f"<tr><td class=left>{swatch(entry.color)}</td><td>{entry.value}</td>"
            f'<td class="name break"><bdi>{escape(entry.name)}</bdi></td><td>{own[index]}</td>'
            f"<td>{percent(float(areas[index]) / total)}</td>{estimated[index]}</tr>"
        )
    more = ""
    if found.estimates:
        more = (
            f"<th>estimated<br>{unit}</th><th>standard<br>error</th><th>{percent(LEVEL, 0)} interval<br>{unit}</th>"
            "<th>share</th>"
        )
        note = (
            "Estimated: the area that is of a class by the sample, whatever the map calls it. Where it differs from the map’s, "
            "the map has more, or less, of the class than there is."
        )
    else:
        note = (
            "These are the map’s own areas, errors included. The true areas are not estimated: that takes a random sample "
            "stratified by the map’s classes (SAMPLING = stratified). Reference areas that were chosen by hand do not stand for "
            "the rest of the map."
        )
    span = f"<td>{number(found.covered_area, 5)}</td><td colspan=3></td>" if found.estimates else ""
    width = "" if found.estimates else " mixed"
    return (
        f'<div class="scroll"><table class="list{width}"><thead><tr><th></th><th>value</th><th class="name">class</th>'
        f"<th>on the map<br>{unit}</th><th>share</th>{more}</tr></thead><tbody>{''.join(rows)}"
        f'<tr class="sum"><td></td><td></td><td class="name">sum</td><td>{number(total, 5)}</td><td></td>{span}</tr>'
        f'</tbody></table></div><p class="note">{note}</p>'
    )


def _estimated(found: Assessment) -> list[str]:
    """Returns the cells of each class's estimated area, standard error, interval and share; none without estimates."""
    if found.estimates is None:
        return [""] * len(found.class_table)
    shares, total = [one.share for one in found.estimates.classes], found.covered_area
    values = column([share.value * total for share in shares])
    errors = column([(share.standard_error or 0.0) * total for share in shares])
    halves = [share.half_width or 0.0 for share in shares]
    lows = column([max(0.0, share.value - half) * total for share, half in zip(shares, halves)])
    highs = column([(share.value + half) * total for share, half in zip(shares, halves)])
    cells = []
    for index, share in enumerate(shares):
        known = share.standard_error is not None
        spread = (
            f"<td>{errors[index]}</td><td>{lows[index]} to {highs[index]}</td>" if known else f"<td>{DASH}</td>" * 2
        )
        cells.append(f"<td>{values[index]}</td>{spread}<td>{percent(share.value)}</td>")
    return cells


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    """Returns names and values as a table of two columns."""
    rows = "".join(f'<tr><th>{escape(name)}</th><td class="break">{escape(value)}</td></tr>' for name, value in facts)
    return f'<table class="facts">{rows}</table>'


def _range(interval: Interval | None, as_kappa: bool = False) -> str:
    """Returns an interval in small print, "" without one."""
    if interval is None:
        return ""
    low, high = (_kappa(end) if as_kappa else f"{end * 100:.1f}" for end in interval)
    return f'<span class="range">{low} to {high}</span>'


def _kappa(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f}".replace("-", "−")
