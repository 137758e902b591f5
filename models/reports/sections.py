"""What several reports show: headline figures, the table of classes, settings as names and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from ...rasters.classes.class_table import ClassEntry, ClassTable
from ...rasters.core.number_text import percent
from ..accuracy.confidence import Interval
from ..accuracy.metrics import CLASS_FIGURES, Scores, mean_of
from ..core.text import decimals, decimals_range, label_of, percent_range, value_text

IntervalOf = Callable[..., Optional[Interval]]
"""Takes the name of a figure, and for a class's figure its position; returns the confidence interval, None without one."""

UNBROKEN_CLASSES = 16
"""Up to this many classes, a table of them is not divided between pages."""


@dataclass(frozen=True)
class Figure:
    """A figure as text, its confidence interval (empty without one), and its name."""

    text: str
    interval: str = ""
    name: str = ""


@dataclass(frozen=True)
class ClassRow:
    """One class in the table of classes: its figures in the order of `CLASS_FIGURES`, and its pixels (or samples)."""

    entry: ClassEntry
    occurs: bool
    figures: tuple[Figure, ...]
    iou: float | None
    counts: tuple[int, ...]


@dataclass(frozen=True)
class ClassTableView:
    """The table of classes: `heads` name the columns of counts, `means` and `totals` are the last row."""

    rows: tuple[ClassRow, ...]
    means: tuple[Figure, ...]
    heads: tuple[str, ...]
    totals: tuple[int, ...]
    absent: int


def headline(scores: Scores, interval_of: IntervalOf, of_area: str = "") -> list[Figure]:
    """Returns the overall figures; `of_area` follows the name of the overall accuracy."""
    return [
        Figure(percent(scores.mean_iou), percent_range(interval_of("mean_iou")), "mean IoU"),
        Figure(percent(scores.accuracy), percent_range(interval_of("accuracy")), f"overall accuracy{of_area}"),
        Figure(decimals(scores.kappa), decimals_range(interval_of("kappa")), "Cohen’s kappa"),
    ]


def class_table_view(
    scores: Scores, class_table: ClassTable, interval_of: IntervalOf, counts: Mapping[str, Sequence[int]]
) -> ClassTableView:
    """Returns the table of classes; `counts` are its last columns by their heads.

    Of a class without pixels in the truth only the precision is shown. Means are over the classes that have some.
    """
    rows = []
    for index, (entry, found) in enumerate(zip(class_table.classes, scores.classes)):
        occurs = found.pixels > 0
        values = {name: getattr(found, name) if occurs or name == "precision" else None for name in CLASS_FIGURES}
        figures = tuple(
            Figure(percent(value), percent_range(interval_of(name, index)) if value is not None else "")
            for name, value in values.items()
        )
        rows.append(
            ClassRow(entry, occurs, figures, values["iou"], tuple(int(each[index]) for each in counts.values()))
        )
    present = [found for found in scores.classes if found.pixels]
    means = tuple(
        Figure(
            percent(mean_of(getattr(found, name) for found in present)),
            percent_range(interval_of(f"mean_{name}")) if name in ("f1", "iou") else "",
        )
        for name in CLASS_FIGURES
    )
    totals = tuple(sum(int(count) for count in each) for each in counts.values())
    return ClassTableView(tuple(rows), means, tuple(counts), totals, len(scores.classes) - len(present))


def facts_of(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Returns the entries of a dictionary of plain values, keys as words, values as a reader expects them."""
    return [(label_of(key), value_text(value)) for key, value in values.items() if not _is_bulky(value)]


def _is_bulky(value: object) -> bool:
    """Returns whether a value is a long list or a table, which model.json holds and a page does not show."""
    return isinstance(value, (list, tuple, Mapping)) and (
        len(value) > 40 or any(isinstance(entry, (list, dict)) for entry in value)
    )
