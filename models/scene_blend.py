"""Blends what a network says of overlapping chips of a scene, chip by chip, and gives out what is whole.

Chips lie at any offset, so the ramps of `blending` do not fit: each chip has the weights of a Hann window, next to
nothing at its edge and 1 in its middle. Which class is the most probable does not depend on the sum of the weights, so
nothing is divided by it, and a chip that stands alone is judged as it is.

Sums are held of judged pixels only, and only of those that another chip is still to cover. The chips of a scene come row
by row, or column by column where it is wider than high: what is held is a band about as wide as a chip, and as long as
the scene's shorter side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ..rasters.classes import IGNORED_INDEX
from ..rasters.grid import Window
from .batches import LabelledChips
from .decision import most_probable
from .places import Place, PlaceIndex


@dataclass(frozen=True)
class JudgedPart:
    """The smallest rectangle that holds a chip's judged pixels, blended.

    `position` tells which of the judged chips, `inside` where in the chip, `predicted` is uint8 (rows, columns), the
    index of the most probable class.
    """

    position: int
    inside: tuple[slice, slice]
    predicted: np.ndarray


class SceneBlend:
    """The weighted sums of probabilities of the judged pixels that wait for another chip.

    `order` (int) are the cache's rows of all chips that cover a judged pixel, in the order in which `add` is to get them.
    """

    def __init__(self, judged: LabelledChips, members: Sequence[int], classes: int) -> None:
        """Plans how the chips `members` (rows of the cache) blend over the labelled pixels of the `judged` chips."""
        places = [chip.in_scene for chip in judged.cache.chips]
        index = PlaceIndex(places, members)
        self._classes = classes
        self._places = places
        self._parts: list[Place] = []
        self._missing: list[int] = []
        self._waiting: dict[int, list[int]] = {}
        self._sums: dict[int, torch.Tensor] = {}
        self._weights: dict[int, torch.Tensor] = {}
        self._rows = judged.rows
        for position, (row, label_row) in enumerate(zip(judged.rows, judged.label_rows)):
            part = _labelled_part(judged.labels[label_row], places[row])
            covering = list(index.overlapping(part))
            self._parts.append(part)
            self._missing.append(len(covering))
            for other in covering:
                self._waiting.setdefault(other, []).append(position)
        self.order = np.array(_along_the_scenes(self._waiting, places), int)

    @property
    def pixels_held(self) -> int:
        """Returns of how many pixels there are sums."""
        return sum(sums.shape[1] * sums.shape[2] for sums in self._sums.values())

    def add(self, row: int, probabilities: torch.Tensor) -> Iterator[JudgedPart]:
        """Adds a chip, float32 (classes, side, side) on the processor, and yields what waits for no other chip."""
        place = self._places[row]
        for position in self._waiting[row]:
            part = self._parts[position]
            common = _window(part).intersection(_window(place))
            there = _slices(common.moved(-part.left, -part.top))
            here = _slices(common.moved(-place.left, -place.top))
            if position not in self._sums:
                shape = self._classes, part.bottom - part.top, part.right - part.left
                self._sums[position] = torch.zeros(shape, dtype=torch.float32)
            weights = (
                self._line(place.bottom - place.top)[here[0], None] * self._line(place.right - place.left)[here[1]]
            )
            self._sums[position][(slice(None), *there)].addcmul_(probabilities[(slice(None), *here)], weights)
            self._missing[position] -= 1
            if not self._missing[position]:
                yield self._finished(position)

    def _finished(self, position: int) -> JudgedPart:
        """Gives out a part and forgets its sums."""
        part, place = self._parts[position], self._places[self._rows[position]]
        sums = self._sums.pop(position)
        predicted = torch.empty(sums.shape[1:], dtype=torch.uint8)
        most_probable(sums, predicted, torch.empty(sums.shape[1:]))
        return JudgedPart(position, _slices(_window(part).moved(-place.left, -place.top)), predicted.numpy())

    def _line(self, length: int) -> torch.Tensor:
        """Returns the weights along one side of a chip."""
        if length not in self._weights:
            self._weights[length] = torch.from_numpy(hann_window(length))
        return self._weights[length]


def hann_window(length: int) -> np.ndarray:
    """Returns the weights along one side of a chip: float32 (length,), above 0, a half sine squared.

    Those of chips that overlap by half sum to one.
    """
    return (np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 2).astype(np.float32)


def _labelled_part(labels: np.ndarray, place: Place) -> Place:
    """Returns the smallest place that holds the labelled pixels of a chip at `place`."""
    labelled = labels != IGNORED_INDEX
    columns, rows = np.flatnonzero(labelled.any(0)), np.flatnonzero(labelled.any(1))
    left, top = place.left + int(columns[0]), place.top + int(rows[0])
    return Place(place.frame, place.scene, left, top, place.left + int(columns[-1]) + 1, place.top + int(rows[-1]) + 1)


def _along_the_scenes(rows: Iterable[int], places: Sequence[Place]) -> list[int]:
    """Returns rows scene by scene, and in each along its longer side."""
    scenes: dict[int, list[Place]] = {}
    for row in rows:
        scenes.setdefault(places[row].scene, []).append(places[row])
    wide = {scene: _is_wide(members) for scene, members in scenes.items()}

    def turn(row: int) -> tuple[int, int, int, int]:
        place = places[row]
        first, second = (place.left, place.top) if wide[place.scene] else (place.top, place.left)
        return place.scene, first, second, row

    return sorted(rows, key=turn)


def _is_wide(places: Sequence[Place]) -> bool:
    """Tells whether places stretch further from left to right than from top to bottom."""
    width, height = np.ptp([place.centre for place in places], axis=0)
    return bool(width > height)


def _window(place: Place) -> Window:
    """Returns a place as a window of its frame."""
    return Window(place.left, place.top, place.right - place.left, place.bottom - place.top)


def _slices(window: Window) -> tuple[slice, slice]:
    """Returns the rows and columns of a window."""
    return slice(window.y, window.bottom), slice(window.x, window.right)
