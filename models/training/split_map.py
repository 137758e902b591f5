"""A map of the chips for training and validation and of those left out: small pictures for the report, one per area.

Chips of one scene share a picture, and so do scenes close to each other. Isolated chips (such as photographs without a
position) are placed side by side. Pure numpy, whatever the number of chips.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np

from ...rasters.core.number_text import count_of, whole
from ..core.text import shorten
from ..data.chip_geometry import ChipExtent
from ..data.split import Split
from ..reports.training_report import (
    LEFT_OUT_COLOR,
    NODATA_COLOR,
    TRAINING_COLOR,
    VALIDATION_COLOR,
    SplitMap,
    SplitPanel,
)

MOST_PANELS = 6
MOST_LONE_CHIPS = 400
PANEL_PX = 840
"""The longer side of a picture; it is shown at half its size."""

_NODATA, _LEFT_OUT, _TRAINING, _VALIDATION = range(4)
_PALETTE = np.asarray((NODATA_COLOR, LEFT_OUT_COLOR, TRAINING_COLOR, VALIDATION_COLOR), np.uint8)
_NEAR_CHIPS = 4
"""Scenes closer to each other than about this many chips share a picture."""
_LONE_PX, _LONE_GAP_PX = 36, 4
_CLOSEST_LINES_PX = 24

Box = tuple[int, int, int, int]


def make_split_map(
    split: Split, extents: Sequence[ChipExtent], scene_names: Mapping[int, str] | None = None
) -> SplitMap:
    """Returns the map of a split; `extents` are those of its chips, `scene_names` by the extents' scene numbers."""
    roles = np.full(len(extents), _NODATA)
    for members, role in ((split.dropped, _LEFT_OUT), (split.training, _TRAINING), (split.validation, _VALIDATION)):
        roles[list(members)] = role
    if split.kind == "cells":
        roles[list(split.training)] = _TRAINING
    groups = areas(extents)
    shared = [group for group in groups if len(group) > 1]
    lone = [group[0] for group in groups if len(group) == 1]
    painter = _Painter(split, extents, roles)
    room = MOST_PANELS - bool(lone)
    panels = [painter.panel(group, scene_names or {}) for group in shared[:room]]
    if lone:
        panels.append(painter.lone_panel(lone[:MOST_LONE_CHIPS]))
    hidden = sum(map(len, shared[room:])) + len(lone[MOST_LONE_CHIPS:])
    return SplitMap(
        split.kind, split.unit_px, int((roles == _TRAINING).sum()), int((roles == _VALIDATION).sum()),
        int((roles == _LEFT_OUT).sum()), len(split.cells), tuple(panels), hidden,
    )  # fmt: skip


def areas(extents: Sequence[ChipExtent]) -> list[list[int]]:
    """Returns the chips (positions) of each area, the one with most chips first.

    Chips of one scene belong together, and so do chips of one frame in the same or neighbouring squares of
    `_NEAR_CHIPS` chips.
    """
    parents: dict[Hashable, Hashable] = {}

    def root(node: Hashable) -> Hashable:
        parents.setdefault(node, node)
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    square_px = _NEAR_CHIPS * max((extent.side for extent in extents), default=1)
    squares = {extent.block(square_px) for extent in extents}
    for extent in extents:
        parents[root(("scene", extent.frame, extent.scene))] = root(extent.block(square_px))
    for frame, column, row in sorted(squares):
        for dx, dy in ((1, 0), (0, 1), (1, 1), (1, -1)):
            if (frame, column + dx, row + dy) in squares:
                parents[root((frame, column + dx, row + dy))] = root((frame, column, row))
    groups: dict[Hashable, list[int]] = {}
    for chip, extent in enumerate(extents):
        groups.setdefault(root(extent.block(square_px)), []).append(chip)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


class _Painter:
    """Paints the chips of a split in the colours of their roles."""

    def __init__(self, split: Split, extents: Sequence[ChipExtent], roles: np.ndarray) -> None:
        self._split, self._extents, self._roles = split, extents, roles
        self._cells: dict[int, list[tuple[int, int]]] = {}
        for frame, column, row in sorted(split.cells):
            self._cells.setdefault(frame, []).append((column, row))

    def panel(self, group: Sequence[int], names: Mapping[int, str]) -> SplitPanel:
        """Returns the picture of one area, with the edges of blocks where they are not too close."""
        extents = [self._extents[chip] for chip in group]
        box = (
            min(extent.left for extent in extents), min(extent.top for extent in extents),
            max(extent.right for extent in extents), max(extent.bottom for extent in extents),
        )  # fmt: skip
        width, height = box[2] - box[0], box[3] - box[1]
        scale = PANEL_PX / max(width, height)
        picture = _PALETTE[self._painted(group, box, scale)]
        if self._split.kind == "blocks" and self._split.unit_px * scale >= _CLOSEST_LINES_PX:
            columns, rows = (_edges(box[axis], box[axis + 2], self._split.unit_px, scale) for axis in (0, 1))
            picture[:, columns] = picture[:, columns] // 2 + 127
            picture[rows] = picture[rows] // 2 + 127
        title = _title(dict.fromkeys(names.get(extent.scene, "") for extent in extents))
        return SplitPanel(title, f"{whole(width)} × {whole(height)} pixels; {self._counts(group)}", picture)

    def lone_panel(self, chips: Sequence[int]) -> SplitPanel:
        """Returns the picture of isolated chips, in rows."""
        step = _LONE_PX + _LONE_GAP_PX
        columns = min(len(chips), PANEL_PX // step)
        picture = np.full((-(-len(chips) // columns) * step, columns * step, 3), 255, np.uint8)
        for number, chip in enumerate(chips):
            extent = self._extents[chip]
            box = (extent.left, extent.top, extent.left + extent.side, extent.top + extent.side)
            painted = _PALETTE[self._painted([chip], box, _LONE_PX / extent.side)][:_LONE_PX, :_LONE_PX]
            top, left = number // columns * step, number % columns * step
            picture[top : top + painted.shape[0], left : left + painted.shape[1]] = painted
        return SplitPanel("Isolated chips", self._counts(chips), picture)

    def _painted(self, group: Iterable[int], box: Box, scale: float) -> np.ndarray:
        """Returns the roles of the ground in a box, uint8 (h, w): validation above training above left out."""
        left, top, right, bottom = box
        shape = tuple(max(1, math.ceil(length * scale)) for length in (bottom - top, right - left))
        painted = np.full(shape, _NODATA, np.uint8)

        def span(low: float, high: float, start: int) -> slice:
            first, beyond = (max(round((edge - start) * scale), 0) for edge in (low, high))
            return slice(first, max(beyond, first + 1))

        def part(x1: float, y1: float, x2: float, y2: float) -> tuple[slice, slice]:
            return span(y1, y2, top), span(x1, x2, left)

        for chip in sorted(group, key=lambda chip: self._roles[chip]):
            extent = self._extents[chip]
            painted[part(extent.left, extent.top, extent.right, extent.bottom)] = self._roles[chip]
        unit = self._split.unit_px
        for column, row in self._cells.get(extent.frame, ()):
            if column * unit < right and (column + 1) * unit > left and row * unit < bottom and (row + 1) * unit > top:
                inside = painted[part(column * unit, row * unit, (column + 1) * unit, (row + 1) * unit)]
                inside[inside != _NODATA] = _VALIDATION
        return painted

    def _counts(self, group: Sequence[int]) -> str:
        """Returns how many chips of a group are for training and validation, in words."""
        roles = self._roles[list(group)]
        if self._split.kind != "blocks":
            return count_of(len(roles), "chip", "chips")
        train, validate, dropped = (int((roles == role).sum()) for role in (_TRAINING, _VALIDATION, _LEFT_OUT))
        return f"{count_of(train, 'chip trains', 'chips train')}, {whole(validate)} validate, {whole(dropped)} left out"


def _edges(first: int, beyond: int, unit: int, scale: float) -> list[int]:
    """Returns the edges of the blocks inside a picture, in its pixels."""
    return [round((number * unit - first) * scale) for number in range(first // unit + 1, -(-beyond // unit))]


def _title(names: Iterable[str]) -> str:
    """Returns the names of a picture's scenes, the third and further ones as a count."""
    known = [name for name in names if name]
    text = ", ".join(shorten(name, 40) for name in known[:2])
    return f"{text} and {len(known) - 2} more" if len(known) > 2 else text
