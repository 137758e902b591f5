"""The report of an assessment: one HTML file without scripts or anything from outside, for the screen and for paper."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ...rasters.classes.class_table import ClassEntry
from ...rasters.core.number_text import DASH, percent, whole
from ..accuracy.confidence import LEVEL
from ..core.text import column
from ..reports.confusion_matrix import matrix_view
from ..reports.page import render
from ..reports.sections import UNBROKEN_CLASSES, Figure, class_table_view, headline
from .result import Assessment, warnings_of


@dataclass(frozen=True)
class AreaRow:
    """One class in the table of areas: area and share on the map, and with estimates those of the ground, as text."""

    entry: ClassEntry
    texts: tuple[str, ...]


def assessment_html(found: Assessment, facts: Sequence[tuple[str, str]]) -> str:
    """Returns the report as HTML text; `facts` are the settings that repeat the assessment, as names and values.

    Raises OutputError without jinja2.
    """
    scores, unit = found.scores, found.unit
    counts = {
        f"reference {unit}": [one.pixels for one in scores.classes],
        "mapped as class": [one.predicted_pixels for one in scores.classes],
    }
    iou, accuracy, kappa = headline(scores, found.interval, " by area" if found.estimates else "")
    return render(
        "assessment.html.j2",
        found=found,
        level=LEVEL,
        figures=[accuracy, iou, kappa, Figure(whole(scores.pixels), name=f"assessed {unit}")],
        warnings=warnings_of(found),
        unbroken=len(found.class_table) <= UNBROKEN_CLASSES,
        classes=class_table_view(scores, found.class_table, found.interval, counts),
        confusion=matrix_view(found.counts.confusion, found.estimates.proportions if found.estimates else None),
        areas=_area_rows(found),
        no_width=_has_interval_without_width(found),
        facts=facts,
    )


def _has_interval_without_width(found: Assessment) -> bool:
    """Returns whether an accuracy that points estimate has no standard error."""
    if found.estimates is None:
        return False
    classes = found.estimates.classes
    return any(one.standard_error == 0 for each in classes for one in (each.users, each.producers))


def _area_rows(found: Assessment) -> list[AreaRow]:
    """Returns the area of each class on the map and, where the sample estimates it, on the ground."""
    areas = found.map_areas
    shares = [percent(float(share)) for share in areas / areas.sum()]
    columns = [column(areas.tolist()), shares, *_estimated_columns(found)]
    return [AreaRow(entry, texts) for entry, texts in zip(found.class_table.classes, zip(*columns))]


def _estimated_columns(found: Assessment) -> list[list[str]]:
    """Returns estimated areas, standard errors, intervals and shares of all classes; no column without estimates."""
    if found.estimates is None:
        return []
    shares, total = [one.share for one in found.estimates.classes], found.covered_area
    values = [share.value * total for share in shares]
    lows, highs = zip(*(found.area_interval(index) or (value, value) for index, value in enumerate(values)))
    errors = [(share.standard_error or 0.0) * total for share in shares]
    texts = iter(column([*values, *lows, *highs, *errors]))
    values, lows, highs, errors = (list(itertools.islice(texts, len(shares))) for _ in range(4))
    known = [share.standard_error is not None for share in shares]
    return [
        values,
        [error if is_known else DASH for error, is_known in zip(errors, known)],
        [f"{low}{DASH}{high}" if is_known else DASH for low, high, is_known in zip(lows, highs, known)],
        [percent(share.value) for share in shares],
    ]
