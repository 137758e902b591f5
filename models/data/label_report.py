"""Summarises the labels of a training before it starts: counts per class, patches, blocks, what the validation can show.

Pure numpy, and cheap: one pass over the labels, each pixel of a scene counted once, although chips overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...rasters.chips.lost_labels import joined_lost_labels
from ..accuracy.validation_error import ASSUMED_ACCURACY, ASSUMED_CORRELATION, expected_errors
from ..core.label_summary import ClassLabels, LabelSummary
from .chip_cache import ChipCache
from .chip_geometry import ChipExtent
from .label_advice import advice, scenes_of
from .label_patches import PatchCounter, own_labels, patch_step, spread_sample
from .split import Split

_CHIPS_PER_BLOCK = 2
"""The side of a block of ground, in chips, where the split has no blocks."""

Block = tuple[int, int, int]
"""Frame, column and row of a block of ground."""


@dataclass(frozen=True)
class LabelLayout:
    """Where labels lie: chips with their labels, and their split.

    `extents` are in the common frame, as in the split; `windows` in pixels of each chip's scene. `labels` are class
    indices, uint8 (chips, side, side), which may be padded; `class_values` the values of the indices.
    """

    extents: Sequence[ChipExtent]
    windows: Sequence[ChipExtent]
    labels: np.ndarray
    class_values: Sequence[int]
    split: Split

    def labels_of(self, chip: int) -> np.ndarray:
        """Returns the labels of a chip, (height, width), without padding."""
        window = self.windows[chip]
        return self.labels[chip, : window.bottom - window.top, : window.right - window.left]

    @property
    def order(self) -> list[int]:
        """Returns the chips, those of validation first, then training, then left out, each from top to bottom.

        A pixel in several chips counts for the first of them.
        """
        roles = np.full(len(self.extents), 2)
        roles[list(self.split.training)] = 1
        roles[list(self.split.validation)] = 0

        def rank(chip: int) -> tuple[int, ...]:
            window = self.windows[chip]
            return int(roles[chip]), window.scene, window.top, window.left, window.bottom, window.right, chip

        return sorted(range(len(self.extents)), key=rank)


def report_labels(cache: ChipCache, split: Split) -> LabelSummary:
    """Returns the summary of the labels of a training set, with advice on where to label more."""
    layout = LabelLayout(
        [chip.extent for chip in cache.chips],
        [chip.in_scene for chip in cache.chips],
        cache.labels,
        cache.chip_set.class_table.values,
        split,
    )
    summary, centres = summarize(layout)
    losses = joined_lost_labels(*(folder.label_losses for folder in cache.chip_set.folders))
    return replace(
        summary, losses=losses, advice=advice(summary.classes, centres, scenes_of(cache.chip_set), cache.chip_px)
    )


def summarize(layout: LabelLayout) -> tuple[LabelSummary, dict[int, dict[int, np.ndarray]]]:
    """Returns the summary without advice; and for each class value the centres of its chips by scene: (n, 2), column and row."""
    split, classes = layout.split, len(layout.class_values)
    chip_px = max(extent.side for extent in layout.extents)
    block_px = split.unit_px or _CHIPS_PER_BLOCK * chip_px
    order = layout.order
    step = patch_step(map(layout.labels_of, spread_sample(order)), len(order))
    patches = PatchCounter(classes, step)
    counted: dict[str, dict[Block, np.ndarray]] = {"training": {}, "validation": {}, "left out": {}}
    of_chips = np.zeros((len(order), classes), np.int64)
    roles = {
        **dict.fromkeys(split.dropped, "left out"),
        **dict.fromkeys(split.training, "training"),
        **dict.fromkeys(split.validation, "validation"),
    }
    for chip, labels in own_labels(layout.windows, layout.labels_of, order):
        patches.add(layout.windows[chip], labels)
        extent = layout.extents[chip]
        for block, part in _parts(extent, labels, split, block_px):
            role = roles[chip]
            if split.kind == "cells":
                role = "validation" if block in split.cells else "training"
            count = np.bincount(part.reshape(-1), minlength=classes)[:classes]
            of_chips[chip] += count
            if count.any():
                blocks = counted[role]
                blocks[block] = blocks.get(block, 0) + count
    summary = _summary(layout, {role: _table(blocks, classes) for role, blocks in counted.items()}, patches.counts())
    errors = _errors(counted["validation"], split, chip_px)
    if errors:
        summary = replace(
            summary,
            accuracy_error=errors[0],
            mean_iou_error=errors[1],
            assumed_accuracy=ASSUMED_ACCURACY,
            assumed_correlation=ASSUMED_CORRELATION,
        )
    centres = _centres(layout, of_chips)
    return replace(summary, unit_px=block_px, patch_step_px=step), centres


def _parts(extent: ChipExtent, labels: np.ndarray, split: Split, block_px: int) -> Iterator[tuple[Block, np.ndarray]]:
    """Yields blocks with the labels of a chip that belong to them: to the block of its centre, or each to its own cell."""
    if split.kind != "cells":
        yield extent.block(block_px), labels
        return
    xs, ys = extent.pixel_centres(labels.shape)
    columns, rows = (xs // block_px).astype(int), (ys // block_px).astype(int)
    for column in np.unique(columns):
        for row in np.unique(rows):
            yield (extent.frame, int(column), int(row)), labels[np.ix_(rows == row, columns == column)]


def _table(blocks: Mapping[Block, np.ndarray], classes: int) -> np.ndarray:
    """Returns the counts of blocks as int64 (blocks, classes)."""
    return np.array([blocks[block] for block in sorted(blocks)], np.int64).reshape(-1, classes)


def _summary(layout: LabelLayout, counts: Mapping[str, np.ndarray], patches: np.ndarray) -> LabelSummary:
    """Returns the summary of counts (blocks, classes) by role."""
    training, validation = counts["training"], counts["validation"]
    everywhere = np.concatenate(list(counts.values())).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        places = np.nan_to_num(everywhere.sum(0) ** 2 / (everywhere**2).sum(0))
    classes = tuple(
        ClassLabels(
            value=int(value),
            pixels=int(everywhere[:, index].sum()),
            patches=int(patches[index]),
            training_pixels=int(training[:, index].sum()),
            training_blocks=int(np.count_nonzero(training[:, index])),
            validation_pixels=int(validation[:, index].sum()),
            validation_blocks=int(np.count_nonzero(validation[:, index])),
            places=float(places[index]),
        )
        for index, value in enumerate(layout.class_values)
    )
    return LabelSummary(layout.split.kind, layout.split.unit_px, classes, len(training), len(validation))


def _errors(blocks: Mapping[Block, np.ndarray], split: Split, chip_px: int) -> tuple[float, float] | None:
    """Returns the expected standard errors of accuracy and mean IoU; cells in a square as large as a chip count as one block."""
    if not blocks:
        return None
    joined: dict[Block, np.ndarray] = {}
    for (frame, column, row), count in blocks.items():
        if split.kind == "cells":
            column, row = column * split.unit_px // chip_px, row * split.unit_px // chip_px
        joined[frame, column, row] = joined.get((frame, column, row), 0) + count
    return expected_errors(np.array(list(joined.values())))


def _centres(layout: LabelLayout, of_chips: np.ndarray) -> dict[int, dict[int, np.ndarray]]:
    """Returns the centres of the chips that own labels of each class, by class value and scene."""
    points = np.array([window.centre for window in layout.windows])
    scenes = np.array([window.scene for window in layout.windows])
    found: dict[int, dict[int, np.ndarray]] = {}
    for index, value in enumerate(layout.class_values):
        has = of_chips[:, index] > 0
        found[value] = {int(scene): points[has & (scenes == scene)] for scene in np.unique(scenes[has])}
    return found
