"""The data sheet of a report: the training data's pixels, chips, classes and bands, as texts and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...rasters.classes.class_table import ClassEntry
from ...rasters.core.number_text import DASH, percent, whole
from ..core.crs_text import crs_text, unit_text
from ..core.description import ModelDescription
from ..core.quantiles import CORE
from ..core.text import column, label_of, number, value_text
from .charts import band_chart

CHARTED_BANDS = 8
"""From this many bands on, their values are drawn as well."""


def pixel_size_text(pixel_size_map: tuple[float, float], crs_wkt: str) -> str:
    """Returns width and height of a pixel with their unit, once where they are the same."""
    width, height = pixel_size_map
    unit = f" {unit_text(crs_wkt)}"
    if abs(width - height) <= 1e-6 * max(abs(width), abs(height)):
        return "1 map unit" if (width, unit) == (1, " map units") else number(width) + unit
    return f"{number(width)} × {number(height)}{unit}"


@dataclass(frozen=True)
class LabelCounts:
    """Labelled pixels per class: `uses` name the pairs of columns count and share, `totals` are their sums.

    A row is a class, its counts and shares as text, and its weight in the loss (empty without weights).
    """

    uses: tuple[str, ...]
    rows: tuple[tuple[ClassEntry, tuple[tuple[str, str], ...], str], ...]
    totals: tuple[str, ...]
    weighted: bool


@dataclass(frozen=True)
class BandStatistics:
    """The bands' statistics as text: the heads of the columns, and the rows (number, name, values) of each table beside the other.

    The names are left out where `named` is false. `chart` is SVG, empty for few bands.
    """

    heads: tuple[str, ...]
    named: bool
    tables: tuple[tuple[tuple[int, str, tuple[str, ...]], ...], ...]
    chart: str


def data_facts(about: ModelDescription) -> list[tuple[str, str]]:
    """Returns what a model was trained on, as names and values."""
    ignored = "none, every value is a class" if about.ignore_class is None else f"{about.ignore_class} (unlabelled)"
    return [
        ("Bands", whole(about.band_count)),
        ("Data type", about.dtype),
        ("Pixel size", pixel_size_text(about.pixel_size_map, about.crs_wkt)),
        ("CRS", crs_text(about.crs_wkt)),
        ("Chip size", f"{about.chip_size_px} × {about.chip_size_px} pixels"),
        ("Ignore class", ignored),
        *split_facts(about.split),
        *_labelled_share(about),
    ]


def label_counts(about: ModelDescription) -> LabelCounts | None:
    """Returns the labelled pixels of each class in training and validation, None where the description has no counts."""
    counted = [(use, _counts(about, f"{use}_pixels")) for use in ("training", "validation")]
    counted = [(use, counts) for use, counts in counted if counts and sum(counts)]
    if not counted:
        return None
    weights = about.training.get("class_weights")
    weights = weights if isinstance(weights, Mapping) else {}
    rows = []
    for index, entry in enumerate(about.class_table.classes):
        pairs = (
            (whole(counts[index]), percent(counts[index] / sum(counts)) if counts[index] else DASH)
            for _, counts in counted
        )
        rows.append((entry, tuple(pairs), number(weights.get(str(entry.value)), 3) if weights else ""))
    totals = tuple(whole(sum(counts)) for _, counts in counted)
    return LabelCounts(tuple(use for use, _ in counted), tuple(rows), totals, bool(weights))


def _counts(about: ModelDescription, key: str) -> list[int] | None:
    """Returns the pixels of each class that the split records, None where it does not."""
    found = about.split.get(key)
    if not isinstance(found, Mapping):
        return None
    return [int(found.get(str(value)) or 0) for value in about.class_table.values]


def _labelled_share(about: ModelDescription) -> list[tuple[str, str]]:
    """Returns the labelled share of the training chips' pixels as a fact; none where it is unknown."""
    counts, chips = _counts(about, "training_pixels"), about.split.get("training_chips")
    if not counts or not isinstance(chips, int) or chips < 1:
        return []
    share = min(sum(counts) / (chips * about.chip_size_px**2), 1.0)
    return [("Labelled share", f"{percent(share)} of the training chips’ pixels")]


def split_facts(split: Mapping[str, object]) -> list[tuple[str, str]]:
    """Returns how chips and pixels were split into training and validation, as names and values."""
    kind, unit = split.get("kind"), split.get("unit_px")
    size = f"{number(unit)} × {number(unit)} pixels"
    sentences = {
        "blocks": f"blocks of {size}; training chips that overlap a validation chip are left out",
        "cells": f"squares of {size} within the chips; labels inside validate, all others train",
        "none": "none, all labels train",
    }
    facts = [("Split", sentences[kind])] if kind in sentences else []
    for key, value in split.items():
        if isinstance(value, Mapping):
            counts = [count for count in value.values() if isinstance(count, int)]
            each = ", counted in each chip that shows them" if key == "training_pixels" else ""
            facts.append((label_of(key), f"{whole(sum(counts))} labelled{each}"))
        elif key not in ("kind", "unit_px"):
            facts.append((label_of(key), value_text(value)))
    return facts


def band_statistics(about: ModelDescription) -> BandStatistics:
    """Returns the bands' statistics, in several tables where the bands are many."""
    count = about.band_count
    named = any(name != f"Band {number}" for number, name in enumerate(about.band_names, start=1))
    longest = max(len(name) for name in about.band_names) if named else 0
    tables = 1 if count <= 16 else 2 if count <= 40 or longest > 12 else 3 if named else 4
    values = [about.band_means, about.band_stds, about.band_minimums, about.band_maximums]
    heads = ["mean", "st. dev.", "min", "max"] if tables > 1 else ["mean", "standard deviation", "minimum", "maximum"]
    if about.band_quantiles and tables == 1:
        values += [tuple(quantiles[place] for quantiles in about.band_quantiles) for place in CORE]
        heads += ["0.5 % quantile", "99.5 % quantile"]
    rows = [
        (band, name, texts)
        for band, (name, texts) in enumerate(zip(about.band_names, zip(*map(column, values))), start=1)
    ]
    per_table = -(-count // tables)
    return BandStatistics(
        tuple(heads),
        named,
        tuple(tuple(rows[start : start + per_table]) for start in range(0, count, per_table)),
        band_chart(*values[:4]) if count >= CHARTED_BANDS else "",
    )
