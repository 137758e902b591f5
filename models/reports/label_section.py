"""The section on labels of a training report: the table of classes, and what the labels can carry in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from ...rasters.classes.class_table import ClassEntry
from ...rasters.core.number_text import percent, whole
from ..core.description import ModelDescription
from ..core.label_summary import ClassLabels, LabelSummary
from ..core.text import number

_NO_CLASS, _NO_CLASS_COLOR = "no class", (255, 255, 255)
"""A value that is NoData in label rasters and no class of the model."""


@dataclass(frozen=True)
class LabelSection:
    """The table as text: `heads` name the columns after the class, `rows` and `totals` hold their cells; then the sentences.

    `notes` explain the columns. `lost` are rows of a table of what the export of the chips lost; () where nothing was lost. Their columns
    are features, features without a pixel, pixels that count for another class, pixels on NoData and, where there are any, pixels that the
    label raster declares NoData.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[ClassEntry, tuple[str, ...]], ...]
    totals: tuple[str, ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    lost: tuple[tuple[ClassEntry, tuple[str, ...]], ...] = ()


def label_section(about: ModelDescription) -> LabelSection | None:
    """Returns the section, None for models without a summary of their labels."""
    summary = LabelSummary.of_model(about.labels)
    if summary is None:
        return None
    validates = summary.kind != "none"
    weights = about.training.get("class_weights")
    weights = weights if isinstance(weights, Mapping) else {}
    counted = {entry.value: entry for entry in summary.classes}
    one, several = summary.unit
    features = {losses.value: losses.features for losses in summary.losses}
    known = any(features.values())
    heads = [
        "pixels",
        "share",
        *["features"] * known,
        "patches",
        f"effective\n{several}",
        "training\npixels",
        f"training\n{several}",
    ]
    heads += ["validation\npixels", f"validation\n{several}"] * validates + ["weight"] * bool(weights)

    def cells(found: ClassLabels) -> tuple[str, ...]:
        texts = [
            whole(found.pixels),
            percent(found.pixels / max(summary.pixels, 1)),
            *[whole(features.get(found.value, 0))] * known,
            whole(found.patches),
            f"{found.places:.1f}",
        ]
        texts += [whole(found.training_pixels), whole(found.training_blocks)]
        texts += [whole(found.validation_pixels), whole(found.validation_blocks)] * validates
        return (*texts, *([number(weights.get(str(found.value)), 3)] * bool(weights)))

    rows = tuple((entry, cells(counted[entry.value])) for entry in about.class_table.classes if entry.value in counted)
    sums = [
        summary.pixels,
        None,
        *[sum(features.values())] * known,
        sum(entry.patches for entry in summary.classes),
        None,
    ]
    sums += [sum(entry.training_pixels for entry in summary.classes), summary.training_blocks]
    sums += [sum(entry.validation_pixels for entry in summary.classes), summary.validation_blocks] * validates
    totals = ("" if each is None else whole(each) for each in sums)
    return LabelSection(
        tuple(heads),
        rows,
        (*totals, *([""] * bool(weights))),
        (f"Labelled: {summary.overview()}", *summary.sentences(about.class_table)),
        _notes(summary, one, bool(weights)),
        _lost(summary, about),
    )


def _lost(summary: LabelSummary, about: ModelDescription) -> tuple[tuple[ClassEntry, tuple[str, ...]], ...]:
    """Returns the rows of the table of lost labels: the classes of which some were lost, and what a label raster declares NoData."""
    entries = {entry.value: entry for entry in about.class_table.classes}
    columns = slice(1, None if any(losses.label_nodata_px for losses in summary.losses) else -1)
    return tuple(
        (
            entries.get(losses.value, ClassEntry(losses.value, _NO_CLASS, _NO_CLASS_COLOR)),
            tuple(whole(count) for count in astuple(losses)[columns]),
        )
        for losses in summary.losses
        if losses.is_any and (losses.value in entries or losses.label_nodata_px)
    )


def _notes(summary: LabelSummary, unit: str, weighted: bool) -> tuple[str, ...]:
    """Returns sentences that explain the columns."""
    side = whole(summary.unit_px)
    notes = [
        "Each pixel of a scene counts once, although chips overlap.",
        "A patch is a group of connected pixels of one class"
        + (f", counted on one of {summary.patch_step_px} rows and columns." if summary.patch_step_px > 1 else "."),
        f"A {unit} is a square of {side} × {side} pixels; the last row counts those with any label.",
    ]
    notes.append(
        f"Effective {unit}s: how many {unit}s with equal numbers of pixels are as spread as the labels; 1 is all in one place."
    )
    if summary.kind == "blocks":
        notes.append("Labels that only left-out chips show are in neither training nor validation.")
    if weighted:
        notes.append("Weight: how much a pixel of the class counts in the loss.")
    return tuple(notes)
