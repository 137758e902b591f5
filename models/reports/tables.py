"""The metrics of a model and its epochs as CSV, for spreadsheets and statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from ...rasters.outputs.atomic_file import write_texts
from ..accuracy.confidence import Interval, Intervals
from ..accuracy.metrics import CLASS_FIGURES
from ..core.description import ModelDescription
from ..core.history import EpochRecord
from ..core.serialization import to_data
from ..core.text_files import csv_text

_OVERALL = ("accuracy", "kappa")
COLUMNS = (
    "row", "value", "class",
    *(f"{name}{end}" for name in (*CLASS_FIGURES, *_OVERALL) for end in ("", "_low", "_high")),
    "pixels", "predicted_pixels", "training_pixels", "validation_pixels",
)  # fmt: skip
"""Figures are shares, 0 to 1, `_low` and `_high` the ends of their confidence intervals; what is unknown is empty."""


def write_metrics_csv(path: str | Path, description: ModelDescription) -> None:
    """Writes the metrics of a model: one row per class, then one for all, where F1 and IoU are means over the classes.

    Raises OutputError where the file cannot be written.
    """
    metrics, split = description.metrics, description.split
    intervals = Intervals.of_metrics(metrics)
    interval_of = intervals.of if intervals else lambda *_: None
    known = {entry.get("value"): entry for entry in metrics.get("classes") or () if isinstance(entry, Mapping)}
    uses = ("training_pixels", "validation_pixels")
    counts = {use: split.get(use) if isinstance(split.get(use), Mapping) else {} for use in uses}
    rows = []
    for index, entry in enumerate(description.class_table.classes):
        found = known.get(entry.value, {})
        row = {"row": "class", "value": entry.value, "class": entry.name}
        for name in CLASS_FIGURES:
            row.update(_figure(name, found.get(name), interval_of(name, index)))
        row.update({name: found.get(name) for name in ("pixels", "predicted_pixels")})
        row.update({use: counts[use].get(str(entry.value)) for use in uses})
        rows.append(row)
    overall: dict[str, object] = {"row": "overall", "pixels": metrics.get("pixels")}
    for column, name in (("f1", "mean_f1"), ("iou", "mean_iou"), *zip(_OVERALL, _OVERALL)):
        overall.update(_figure(column, metrics.get(name), interval_of(name)))
    overall.update({use: sum(counts[use].values()) if counts[use] else None for use in uses})
    write_texts({path: _csv(COLUMNS, [*rows, overall])})


def write_epochs_csv(path: str | Path, history: Sequence[EpochRecord]) -> None:
    """Writes the record of each epoch, one per row. Raises OutputError where the file cannot be written."""
    columns = [entry.name for entry in fields(EpochRecord)]
    write_texts({path: _csv(columns, [to_data(record) for record in history])})


def _figure(column: str, figure: object, interval: Interval | None) -> dict[str, object]:
    """Returns the cells of a figure and its interval; an unknown figure has no interval."""
    low, high = interval if interval and figure is not None else (None, None)
    return {column: figure, f"{column}_low": low, f"{column}_high": high}


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Returns rows under the heads of their columns as CSV."""
    return csv_text([columns, *([row.get(column) for column in columns] for row in rows)])
