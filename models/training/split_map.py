"""A map of the ground that trains, validates or is left out: small pictures for the report, one per stretch of ground.

Chips of one scene share a picture, and so do scenes that lie close to each other. Chips that lie alone (photographs
without a place, say) are set side by side. Pure numpy, whatever the number of chips.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np

from ..core.text import count_of, shorten, whole
from ..data.chip_geometry import Place
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

_NOTHING, _LEFT_OUT, _TRAINING, _VALIDATION = range(4)
_PALETTE = np.asarray((NODATA_COLOR, LEFT_OUT_COLOR, TRAINING_COLOR, VALIDATION_COLOR), np.uint8)
_NEAR_CHIPS = 4
"""Scenes closer to each other than about so many chips share a picture."""
_LONE_PX, _LONE_GAP_PX = 36, 4
_CLOSEST_LINES_PX = 24

Box = tuple[int, int, int, int]


def make_split_map(split: Split, places: Sequence[Place], scene_names: Mapping[int, str] | None = None) -> SplitMap:
    """Returns the map of a split; `places` are those of its chips, `scene_names` by the places' scene numbers."""
    roles = np.full(len(places), _NOTHING)
    for members, role in ((split.dropped, _LEFT_OUT), (split.training, _TRAINING), (split.validation, _VALIDATION)):
        roles[list(members)] = role
    if split.kind == "cells":
        roles[list(split.training)] = _TRAINING
    groups = stretches(places)
    shared = [group for group in groups if len(group) > 1]
    lone = [group[0] for group in groups if len(group) == 1]
    painter = _Painter(split, places, roles)
    room = MOST_PANELS - bool(lone)
    panels = [painter.panel(group, scene_names or {}) for group in shared[:room]]
    if lone:
        panels.append(painter.lone_panel(lone[:MOST_LONE_CHIPS]))
    hidden = sum(map(len, shared[room:])) + len(lone[MOST_LONE_CHIPS:])
    return SplitMap(
        split.kind, split.unit_px, int((roles == _TRAINING).sum()), int((roles == _VALIDATION).sum()),
        int((roles == _LEFT_OUT).sum()), len(split.cells), tuple(panels), hidden,
    )  # fmt: skip


def stretches(places: Sequence[Place]) -> list[list[int]]:
    """Returns the chips (positions) of each stretch of ground, the one with most chips first.

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

    square_px = _NEAR_CHIPS * max((place.side for place in places), default=1)
    squares = {place.block(square_px) for place in places}
    for place in places:
        parents[root(("scene", place.frame, place.scene))] = root(place.block(square_px))
    for frame, column, row in sorted(squares):
        for dx, dy in ((1, 0), (0, 1), (1, 1), (1, -1)):
            if (frame, column + dx, row + dy) in squares:
                parents[root((frame, column + dx, row + dy))] = root((frame, column, row))
    groups: dict[Hashable, list[int]] = {}
    for chip, place in enumerate(places):
        groups.setdefault(root(place.block(square_px)), []).append(chip)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


class _Painter:
    """Paints the chips of a split in the colours of their roles."""

    def __init__(self, split: Split, places: Sequence[Place], roles: np.ndarray) -> None:
        self._split, self._places, self._roles = split, places, roles
        self._cells: dict[int, list[tuple[int, int]]] = {}
        for frame, column, row in sorted(split.cells):
            self._cells.setdefault(frame, []).append((column, row))

    def panel(self, group: Sequence[int], names: Mapping[int, str]) -> SplitPanel:
        """Returns the picture of one stretch of ground, with the blocks' edges where they are not too close."""
        places = [self._places[chip] for chip in group]
        box = (
            min(place.left for place in places), min(place.top for place in places),
            max(place.right for place in places), max(place.bottom for place in places),
        )  # fmt: skip
        width, height = box[2] - box[0], box[3] - box[1]
        scale = PANEL_PX / max(width, height)
        picture = _PALETTE[self._painted(group, box, scale)]
        if self._split.kind == "blocks" and self._split.unit_px * scale >= _CLOSEST_LINES_PX:
            columns, rows = (_edges(box[axis], box[axis + 2], self._split.unit_px, scale) for axis in (0, 1))
            picture[:, columns] = picture[:, columns] // 2 + 127
            picture[rows] = picture[rows] // 2 + 127
        title = _title(dict.fromkeys(names.get(place.scene, "") for place in places))
        return SplitPanel(title, f"{whole(width)} × {whole(height)} pixels; {self._counts(group)}", picture)

    def lone_panel(self, chips: Sequence[int]) -> SplitPanel:
        """Returns the picture of chips that lie alone, in rows."""
        step = _LONE_PX + _LONE_GAP_PX
        columns = min(len(chips), PANEL_PX // step)
        picture = np.full((-(-len(chips) // columns) * step, columns * step, 3), 255, np.uint8)
        for number, chip in enumerate(chips):
            place = self._places[chip]
            box = (place.left, place.top, place.left + place.side, place.top + place.side)
            painted = _PALETTE[self._painted([chip], box, _LONE_PX / place.side)][:_LONE_PX, :_LONE_PX]
            top, left = number // columns * step, number % columns * step
            picture[top : top + painted.shape[0], left : left + painted.shape[1]] = painted
        return SplitPanel("Chips that lie alone", self._counts(chips), picture)

    def _painted(self, group: Iterable[int], box: Box, scale: float) -> np.ndarray:
        """Returns the roles of the ground in a box, uint8 (h, w): validation above training above what is left out."""
        left, top, right, bottom = box
        shape = tuple(max(1, math.ceil(length * scale)) for length in (bottom - top, right - left))
        painted = np.full(shape, _NOTHING, np.uint8)

        def span(low: float, high: float, start: int) -> slice:
            first, beyond = (max(round((edge - start) * scale), 0) for edge in (low, high))
            return slice(first, max(beyond, first + 1))

        def part(x1: float, y1: float, x2: float, y2: float) -> tuple[slice, slice]:
            return span(y1, y2, top), span(x1, x2, left)

        for chip in sorted(group, key=lambda chip: self._roles[chip]):
            place = self._places[chip]
            painted[part(place.left, place.top, place.right, place.bottom)] = self._roles[chip]
        unit = self._split.unit_px
        for column, row in self._cells.get(place.frame, ()):
            if column * unit < right and (column + 1) * unit > left and row * unit < bottom and (row + 1) * unit > top:
                inside = painted[part(column * unit, row * unit, (column + 1) * unit, (row + 1) * unit)]
                inside[inside != _NOTHING] = _VALIDATION
        return painted

    def _counts(self, group: Sequence[int]) -> str:
        """Returns how many chips of a group do what, in words."""
        roles = self._roles[list(group)]
        if self._split.kind != "blocks":
            return count_of(len(roles), "chip", "chips")
        train, judge, gone = (int((roles == role).sum()) for role in (_TRAINING, _VALIDATION, _LEFT_OUT))
        return f"{count_of(train, 'chip trains', 'chips train')}, {whole(judge)} validate, {whole(gone)} left out"


def _edges(first: int, beyond: int, unit: int, scale: float) -> list[int]:
    """Returns where on a picture the edges of the blocks lie, within it."""
    return [round((number * unit - first) * scale) for number in range(first // unit + 1, -(-beyond // unit))]


def _title(names: Iterable[str]) -> str:
    """Returns the names of a picture's scenes, the third and further ones as a count."""
    known = [name for name in names if name]
    text = ", ".join(shorten(name, 40) for name in known[:2])
    return f"{text} and {len(known) - 2} more" if len(known) > 2 else text
