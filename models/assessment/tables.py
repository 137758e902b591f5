"""An assessment as lines for the log and as a table of comma-separated values."""

from __future__ import annotations

from collections.abc import Iterator

from ...rasters.core.number_text import DASH, NBSP, percent, whole
from ..accuracy.confidence import Interval
from ..accuracy.metrics import CLASS_FIGURES, OVERALL_FIGURES
from ..core.text import decimals, number, percent_range
from ..core.text_files import csv_text
from .result import Assessment

_PAD, _BETWEEN = NBSP, " | "
"""A log window shows several blanks as one unless they do not break, and in letters of different width: columns need a line between them."""
_MOST_LINES = 40


def log_lines(found: Assessment) -> Iterator[str]:
    """Yields the main figures, and a table with one line per class; names come last, so that columns stay straight."""
    scores, weighted = found.scores, " of the area" if found.estimates else ""
    yield (
        f"Overall accuracy{weighted}: {_with_range(scores.accuracy, found.interval('accuracy'))}; mean IoU: "
        f"{_with_range(scores.mean_iou, found.interval('mean_iou'))}; kappa: {decimals(scores.kappa)}; assessed {found.unit}: "
        f"{whole(scores.pixels)}."
    )
    heads = [found.unit, "precision", "recall", "F1", "IoU"]
    if found.estimates:
        heads.append(f"area, {found.area_unit}")
    rows = [heads]
    for index, scored in enumerate(scores.classes):
        cells = [whole(scored.pixels), *(percent(getattr(scored, name)) for name in CLASS_FIGURES)]
        if found.estimates:
            share = found.estimates.classes[index].share
            area, half = share.value * found.covered_area, share.half_width
            cells.append(f"{number(area)} ± {number(half * found.covered_area) if half is not None else DASH}")
        rows.append(cells)
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    classes = found.class_table.classes
    names = ["class", *(str(entry.value) if entry.is_unnamed else f"{entry.value} {entry.name}" for entry in classes)]
    for cells, name in list(zip(rows, names))[: _MOST_LINES + 1]:
        yield _BETWEEN.join([*(cell.rjust(width, _PAD) for cell, width in zip(cells, widths)), name])
    if len(names) > _MOST_LINES + 1:
        yield f"… and {len(names) - 1 - _MOST_LINES} more classes; see the report or the table."


def assessment_csv(found: Assessment) -> str:
    """Returns one row per class with its figures and its row of the confusion matrix, and a last one with the overall figures.

    Shares are from 0 to 1; unknown figures are empty. Columns `map_…` count the samples of the row's class that the map
    gives the column's class. With estimates, columns `share_map_…` have the share of the area that such samples stand for
    (the error matrix of Olofsson et al. 2014, table 9, transposed).
    """
    unit = found.area_unit
    figures = [f"{name}{end}" for name in CLASS_FIGURES for end in ("", "_low", "_high")]
    areas = [f"map_area_{unit}"]
    if found.estimates:
        areas += [f"area_{unit}{end}" for end in ("", "_se", "_low", "_high")]
    overall = [f"{name}{end}" for name in OVERALL_FIGURES for end in ("", "_low", "_high")]
    columns = [f"map_{value}" for value in found.class_table.values]
    if found.estimates:
        columns += [f"share_map_{value}" for value in found.class_table.values]
    heads = ["class", "name", "samples", "samples_mapped", *figures, "map_pixels", *areas, *columns, *overall]
    rows: list[list[object]] = [heads]
    for index, entry in enumerate(found.class_table.classes):
        scored = found.scores.classes[index]
        cells = [entry.value, entry.name, scored.pixels, scored.predicted_pixels]
        for name in CLASS_FIGURES:
            cells += _cells(getattr(scored, name), found.interval(name, index))
        cells += [
            int(found.counts.map_pixels[index]),
            _number(float(found.map_areas[index])),
            *_area_cells(found, index),
        ]
        cells += found.counts.confusion[index].tolist()
        if found.estimates:
            cells += map(_number, found.estimates.proportions[index].tolist())
        rows.append([*cells, *[""] * len(overall)])
    last: list[object] = ["", "all", found.scores.pixels, found.scores.pixels, *[""] * len(figures)]
    last += [int(found.counts.map_pixels.sum()), _number(float(found.map_areas.sum())), *[""] * (len(areas) - 1)]
    last += found.counts.confusion.sum(0).tolist()
    if found.estimates:
        last += map(_number, found.estimates.proportions.sum(0).tolist())
    for name in OVERALL_FIGURES:
        last += _cells(getattr(found.scores, name), found.interval(name))
    return csv_text([*rows, last])


def _area_cells(found: Assessment, index: int) -> list[str]:
    """Returns estimated area, standard error and ends of the interval, nothing without estimates."""
    if found.estimates is None:
        return []
    share, total = found.estimates.classes[index].share, found.covered_area
    interval = found.area_interval(index)
    if interval is None:
        return [_number(share.value * total), "", "", ""]
    return [_number(part) for part in (share.value * total, share.standard_error * total, *interval)]


def _cells(value: float | None, interval: Interval | None) -> list[str]:
    """Returns a figure and the ends of its interval."""
    low, high = interval or (None, None)
    return [_number(part) for part in (value, low, high)]


def _number(value: float | None) -> str:
    """Returns a number with ten significant digits, empty for None."""
    return "" if value is None else f"{value:.10g}"


def _with_range(value: float | None, interval: Interval | None) -> str:
    """Returns a share with its interval: 87.1 % (82.0–91.3 %)."""
    return f"{percent(value)} ({percent_range(interval)}{NBSP}%)" if interval else percent(value)
