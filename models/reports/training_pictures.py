"""The parts of a training report that show chips and ground: examples, the augmentation sheet, the map of the split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...rasters.classes.class_table import ClassTable
from ..core.text import count_of, escape, number
from .confusion_matrix import swatch
from .images import class_picture, example_uris, png_data_uri
from .sections import legend_html

NODATA_COLOR, LEFT_OUT_COLOR = (241, 244, 246), (232, 186, 112)
TRAINING_COLOR, VALIDATION_COLOR = (156, 178, 194), (10, 95, 138)
"""Colours of a split map."""

_SHEET_COLUMN_PX = 180
"""No picture of the augmentation sheet is wider, however few columns there are."""


@dataclass(frozen=True)
class Example:
    """One chip to look at: its title, picture uint8 (h, w, 3), and class indices of label and prediction, uint8 (h, w).

    `IGNORED_INDEX` stands for pixels without label (or without prediction).
    """

    title: str
    rgb: np.ndarray
    label_index: np.ndarray
    predicted_index: np.ndarray


@dataclass(frozen=True)
class AugmentedView:
    """A chip as the network may be shown it: picture uint8 (h, w, 3) and class indices uint8 (h, w)."""

    rgb: np.ndarray
    label_index: np.ndarray


@dataclass(frozen=True)
class AugmentedChip:
    """One row of an augmentation sheet: the chip's name, and a view of it for each column."""

    title: str
    views: tuple[AugmentedView, ...]


@dataclass(frozen=True)
class AugmentationSheet:
    """Chips in rows, kinds of augmentation in columns, the first of them the chips as they are."""

    columns: tuple[str, ...]
    rows: tuple[AugmentedChip, ...]


@dataclass(frozen=True)
class SplitPanel:
    """One stretch of ground: its name (empty where unknown), its chips in words, and its picture uint8 (h, w, 3)."""

    title: str
    facts: str
    picture: np.ndarray


@dataclass(frozen=True)
class SplitMap:
    """The pictures of a split and the counts of its legend: chips, and squares of `unit_px` pixels whose labels validate.

    `kind` is that of the split. `hidden_chips` counts the chips that no picture shows.
    """

    kind: str
    unit_px: int
    training_chips: int
    validation_chips: int
    left_out_chips: int
    validation_cells: int
    panels: tuple[SplitPanel, ...]
    hidden_chips: int = 0


def examples_html(examples: Sequence[Example], class_table: ClassTable, held_out: bool) -> str:
    """Returns chips with label and prediction, given in falling order of accuracy: the best left, the worst right."""
    if not examples:
        return ""
    half = -(-len(examples) // 2)
    best, worst = examples[:half], tuple(reversed(examples[half:]))
    kind = "validation chips" if held_out else "training chips"
    heads = (
        f'<tr class="side"><th colspan="3">Best {kind}</th><th class="gap"></th><th colspan="3">Worst {kind}</th></tr>'
        if worst
        else ""
    )
    parts = "<th>image</th><th>label</th><th>prediction</th>"
    parts += f'<th class="gap"></th>{parts}' if worst else ""
    rows = []
    for position, left in enumerate(best):
        sides = [left, worst[position] if position < len(worst) else None][: 1 + bool(worst)]
        pictures = '<td class="gap"></td>'.join(_trio(side, class_table) for side in sides)
        titles = '<td class="gap"></td>'.join(
            f'<td class="title break" colspan="3">{escape(side.title) if side else ""}</td>' for side in sides
        )
        rows.append(f'<tbody class="keep"><tr>{pictures}</tr><tr>{titles}</tr></tbody>')
    return (
        f"<h2>{'Best and worst chips' if worst else 'Example chip'}</h2>{legend_html(class_table)}"
        f'<table class="examples{"" if worst else " one"}"><thead>{heads}<tr>{parts}</tr></thead>'
        f"{''.join(rows)}</table>"
    )


def sheet_html(sheet: AugmentationSheet | None, class_table: ClassTable) -> str:
    """Returns the augmentation sheet, the label below each picture; nothing for None."""
    if sheet is None:
        return ""
    heads = "".join(f"<th>{escape(name)}</th>" for name in sheet.columns)
    rows = "".join(
        f'<tbody class="keep"><tr>{"".join(_view(view, class_table) for view in chip.views)}</tr>'
        f'<tr><td class="title break" colspan="{len(sheet.columns)}">{escape(chip.title)}</td></tr></tbody>'
        for chip in sheet.rows
    )
    return (
        '<h2>Augmentation</h2><p class="note lead">Training chips as they are, and as the network is shown them: '
        "each kind of change alone, then all together, drawn anew each time. Below each picture is its label; what the "
        "change brings in from beyond the chip has none. Validation chips are never changed.</p>"
        f'<table class="sheet" style="max-width:{_SHEET_COLUMN_PX * len(sheet.columns)}px"><thead><tr>{heads}</tr></thead>'
        f"{rows}</table>"
    )


def split_map_html(split_map: SplitMap | None) -> str:
    """Returns the map of the ground that trains and validates, with its legend; nothing for None."""
    if split_map is None or not split_map.panels:
        return ""
    size = f"{number(split_map.unit_px)} × {number(split_map.unit_px)} pixels"
    chips = count_of(split_map.training_chips, "chip", "chips")
    entries = {
        "blocks": (
            (TRAINING_COLOR, f"training, {chips}"),
            (VALIDATION_COLOR, f"validation, {count_of(split_map.validation_chips, 'chip', 'chips')}"),
            (LEFT_OUT_COLOR, f"left out next to validation, {count_of(split_map.left_out_chips, 'chip', 'chips')}"),
        ),
        "cells": (
            (TRAINING_COLOR, f"labels that train, in {chips}"),
            (
                VALIDATION_COLOR,
                f"labels that validate, {count_of(split_map.validation_cells, 'square', 'squares')} of {size}",
            ),
        ),
    }.get(split_map.kind, ((TRAINING_COLOR, f"training, {chips}; nothing validates"),))
    items = "".join(f'<span class="item">{swatch(color)} {escape(text)}</span> ' for color, text in entries)
    lines = f" Fine lines are the edges of the blocks of {size}." if split_map.kind == "blocks" else ""
    hidden = split_map.hidden_chips
    rest = f" {count_of(hidden, 'further chip lies', 'further chips lie')} on ground not shown." if hidden else ""
    note = f'<p class="note">{(lines + rest).strip()}</p>' if lines or rest else ""
    return (
        f'<div class="keep"><h3>Where it trained and where it was judged</h3><p class="legend">{items}</p>'
        f'<div class="panels">{"".join(map(_panel, split_map.panels))}</div>{note}</div>'
    )


def _trio(example: Example | None, class_table: ClassTable) -> str:
    """Returns the cells of image, label and prediction, empty ones for None."""
    if example is None:
        return "<td></td>" * 3
    uris = example_uris(example.rgb, example.label_index, example.predicted_index, class_table)
    names = ("image", "label", "prediction")
    return "".join(f'<td><img src="{uri}" alt="{what}"></td>' for uri, what in zip(uris, names))


def _view(view: AugmentedView, class_table: ClassTable) -> str:
    label = png_data_uri(class_picture(view.label_index, class_table))
    return f'<td><img src="{png_data_uri(view.rgb)}" alt="chip"><img src="{label}" alt="its label"></td>'


def _panel(panel: SplitPanel) -> str:
    height, width = panel.picture.shape[:2]
    title = f"<b><bdi>{escape(panel.title)}</bdi></b><br>" if panel.title else ""
    return (
        f'<div class="panel" style="max-width:{max(width // 2, 160)}px"><img src="{png_data_uri(panel.picture)}" '
        f'width="{width // 2}" height="{height // 2}" alt="Map of the chips">'
        f'<p class="note">{title}{escape(panel.facts)}</p></div>'
    )
