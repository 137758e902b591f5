"""Judges a trained network as it will be used: by the blended classification of the ground, not chip by chip.

A network is at its worst at the edges of what it sees, and `predict` blends overlapping tiles for that reason. Here
overlapping chips are blended likewise, and the result is compared with every judged pixel once: one confusion matrix for
the figures, and one per block of ground for their confidence intervals.

Blends what a network says of overlapping chips of a scene, chip by chip, and gives out what is whole.

Chips lie at any offset, so the ramps of `blending` do not fit: each chip has the weights of a Hann window, next to
nothing at its edge and 1 in its middle. Which class is the most probable does not depend on the sum of the weights, so
nothing is divided by it, and a chip that stands alone is judged as it is.

Sums are held of judged pixels only, and only of those that another chip is still to cover. The chips of a scene come row
by row, or column by column where it is wider than high: what is held is a band about as wide as a chip, and as long as
the scene's shorter side.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.grid import Window
from ...rasters.core.progress import Reporter, stop_if_cancelled
from ..accuracy.confidence import Intervals, block_bootstrap, fewest_blocks
from ..accuracy.metrics import confusion_matrix
from ..core.normalization import Scaling
from ..data.batches import LabelledChips, make_batches, plain_order
from ..data.chip_geometry import Place, PlaceIndex
from ..data.split import Split
from ..networks.class_decision import most_probable
from ..runtime.devices import Runtime
from .evaluation import Evaluation

_CHIPS_PER_BLOCK = 2
"""The side of a block of ground, in chips, where the split has no blocks."""


@dataclass(frozen=True)
class SceneEvaluation(Evaluation):
    """An evaluation that knows where on the ground the network was right; it has no `loss`.

    `confusion` and `chip_accuracies` are of the blended classes and of the pixels that count as a chip's own.
    `block_confusions` is int64 (blocks, classes, classes), a matrix for each block of ground of `block_px` pixels that has
    judged pixels; a chip's own pixels go with the block that holds its centre, as they do in the split.
    """

    block_confusions: np.ndarray
    block_px: int

    def intervals(self, seed: int) -> Intervals | None:
        """Returns the confidence intervals of the figures, None where there are too few blocks for them."""
        return block_bootstrap(self.block_confusions, self.block_px, seed)


def evaluate_scenes(
    network: torch.nn.Module,
    judged: LabelledChips,
    split: Split,
    scaling: Scaling,
    classes: int,
    runtime: Runtime,
    reporter: Reporter,
) -> SceneEvaluation:
    """Returns how well the network classifies the ground under the chips that judge it.

    `judged` are the chips of `preparation.judged_once`, whose labels are of each pixel once. Every chip of the split's
    validation (of its training, where nothing validates) that covers a judged pixel is looked at once and blended; chips of
    different scenes are not. Leaves the network in evaluation mode. Raises Cancelled.
    """
    cache = judged.cache
    blend = SceneBlend(judged, split.validation or split.training, classes)
    places = [cache.chips[row].place for row in judged.rows]
    block_px = block_side(places, split)
    blocks: dict[tuple[int, int, int], np.ndarray] = {}
    accuracies = np.full(len(judged), np.nan)
    for row, probabilities in _probabilities(network, blend.order, judged, scaling, runtime, reporter):
        for part in blend.add(row, probabilities):
            truth = judged.labels[judged.label_rows[part.position]][part.inside]
            confusion = confusion_matrix(truth, part.predicted, classes)
            accuracies[part.position] = np.trace(confusion) / confusion.sum()
            block = places[part.position].block(block_px)
            blocks[block] = blocks.get(block, 0) + confusion
    matrices = np.stack([blocks[block] for block in sorted(blocks)])
    return SceneEvaluation(None, matrices.sum(0), accuracies, matrices, block_px)


def block_side(places: Sequence[Place], split: Split) -> int:
    """Returns the side of the blocks of ground that judged chips are grouped by, in pixels.

    It is that of the split's blocks, or two chips. Where too few blocks for confidence intervals come of that, the side is
    halved until there are enough, but not below a chip: the network sees that far, so that smaller blocks are right and
    wrong together. (Those of a chip are so to some degree, and their intervals rather too narrow than too wide; `block_px`
    tells.) Where there is too little ground even then, the side stays as it was.
    """
    chip_px = max(place.side for place in places)
    largest = side = split.unit_px if split.kind == "blocks" else _CHIPS_PER_BLOCK * chip_px
    while len({place.block(side) for place in places}) < fewest_blocks():
        if side <= chip_px:
            return largest
        side = max(side // 2, chip_px)
    return side


def _probabilities(
    network: torch.nn.Module,
    order: np.ndarray,
    judged: LabelledChips,
    scaling: Scaling,
    runtime: Runtime,
    reporter: Reporter,
) -> Iterator[tuple[int, torch.Tensor]]:
    """Yields each row of the cache with the class probabilities of its chip, float32 (classes, side, side)."""
    network.eval()
    chips = LabelledChips(judged.cache, order, judged.cache.labels, order)
    side = judged.cache.chip_px
    batches = make_batches(chips, plain_order(len(order), runtime.batch_size), scaling, runtime.pinned)
    with contextlib.closing(batches):
        for batch in batches:
            stop_if_cancelled(reporter)
            with torch.inference_mode():
                with runtime.autocast():
                    logits = network(runtime.upload(batch.pixels))
                # Contiguous, as what follows goes class by class.
                logits = logits[..., :side, :side].to(torch.float32, memory_format=torch.contiguous_format)
                probabilities = logits.softmax(1).cpu()
            yield from zip(order[batch.positions].tolist(), probabilities)
            reporter.progress((int(batch.positions[-1]) + 1) / len(order))


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
