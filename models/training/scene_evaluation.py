"""Evaluates a trained network as it will be used: on the blended prediction of whole scenes, not chip by chip.

A network errs most at the edges of its input, which is why prediction blends overlapping tiles. Here overlapping chips are
blended likewise, and every evaluated pixel is compared with the result once: one confusion matrix for the figures, and one
per block of ground for their confidence intervals.

Chips lie at any offset, so the ramps of `prediction.blending` do not fit: each chip is weighted by a Hann window, close to 0 at its
edge and 1 in its middle. The most probable class does not depend on the sum of the weights, so there is no division. A chip without
neighbours is evaluated as it is. Sums are held only of evaluated pixels that another chip is still to cover. Chips come row by row, or
column by column in wide scenes: the sums form a band about as wide as a chip, and as long as the scene's shorter side.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.errors import SettingsError
from ...rasters.core.grid import Window
from ...rasters.core.progress import Reporter
from ..accuracy.calibration import Calibration, calibrate
from ..accuracy.confidence import Intervals, block_bootstrap, fewest_blocks
from ..accuracy.metrics import BlockConfusions, confusion_matrix
from ..accuracy.prediction_sets import PredictionSets, find_prediction_sets
from ..accuracy.validation_pixels import PixelSample
from ..data.batches import LabelledChips, make_batches
from ..data.chip_geometry import ChipExtent, ExtentIndex
from ..data.sampler import sequential_batches
from ..data.split import Split
from ..networks.class_decision import most_probable
from ..optimization.auto_batch_size import out_of_memory_message
from ..runtime.memory import is_out_of_memory, release_memory
from .setup import Run

_CHIPS_PER_BLOCK = 2
"""The side of a block of ground, in chips, where the split has no blocks."""


@dataclass(frozen=True)
class SceneEvaluation(BlockConfusions):
    """The evaluation of blended predictions, by blocks of `block_px` pixels that have evaluated ones.

    A chip's own pixels belong to the block that holds its centre, as in the split. `chip_accuracies` is float (chips,),
    of the pixels that count as a chip's own. `calibration` and `prediction_sets` are those of the blended probabilities, None
    without validation.
    """

    block_px: int
    chip_accuracies: np.ndarray
    calibration: Calibration | None = None
    prediction_sets: PredictionSets | None = None

    def intervals(self, seed: int) -> Intervals | None:
        """Returns the confidence intervals of the figures, None where there are too few blocks for them."""
        return block_bootstrap(self.block_confusions, self.block_px, seed)


def evaluate_scenes(network: torch.nn.Module, run: Run, chips: LabelledChips, reporter: Reporter) -> SceneEvaluation:
    """Returns how well the network classifies the ground under `chips`, those of `dataset.evaluation_chips`.

    Predicts every validation chip that covers an evaluated pixel once, and blends it with the others of its scene.
    Without validation, training chips are taken. The sums lie on the device, or on the CPU where the device's memory
    does not hold them. Leaves the network in evaluation mode. Raises SettingsError where it does not hold a single
    chip, and Cancelled.
    """
    device = run.runtime.device
    try:
        return _evaluate_scenes(network, run, chips, device, reporter)
    except RuntimeError as error:
        if device.type == "cpu" or not is_out_of_memory(error):
            raise
    release_memory(device)
    reporter.warning(
        f"The memory of {device} does not hold the evaluation of whole scenes: they are blended on the CPU."
    )
    return _evaluate_scenes(network, run, chips, torch.device("cpu"), reporter)


def _evaluate_scenes(
    network: torch.nn.Module, run: Run, chips: LabelledChips, blending: torch.device, reporter: Reporter
) -> SceneEvaluation:
    """Evaluates with the sums on the device `blending`."""
    cache, split, classes = chips.cache, run.data.split, run.spec.classes
    blend = SceneBlend(chips, split.validation or split.training, classes, blending)
    extents = [cache.chips[row].extent for row in chips.rows]
    block_px = block_side(extents, split)
    blocks: dict[tuple[int, int, int], np.ndarray] = {}
    accuracies = np.full(len(chips), np.nan)
    sample = PixelSample(sum(map(chips.labelled_pixels, range(len(chips)))), run.request.seed)
    for row, probabilities in _probabilities(
        network, run, LabelledChips(cache, blend.order, cache.labels, blend.order), reporter
    ):
        for part in blend.add(row, probabilities.to(blending)):
            labels = chips.labels_of(part.position)[part.inside]
            confusion = confusion_matrix(labels, part.predicted, classes)
            accuracies[part.position] = np.trace(confusion) / confusion.sum()
            block = extents[part.position].block(block_px)
            blocks[block] = blocks.get(block, 0) + confusion
            if split.validation:
                chosen = sample.chosen(labels != IGNORED_INDEX)
                sample.add(part.sums[:, chosen[0], chosen[1]].cpu().numpy(), labels[chosen], block)
    matrices = np.stack([blocks[block] for block in sorted(blocks)])
    found = SceneEvaluation(matrices, block_px, accuracies)
    pixels = sample.pixels()
    if pixels is None:
        return found
    return replace(found, calibration=calibrate(pixels), prediction_sets=find_prediction_sets(pixels, block_px))


def block_side(extents: Sequence[ChipExtent], split: Split) -> int:
    """Returns the side of the blocks of ground that evaluated chips are grouped by, in pixels.

    It is that of the split's blocks, or two chips. Where that gives too few blocks for confidence intervals, the side is
    halved until there are enough, but not below a chip: errors closer than a chip are correlated. At one chip they still
    are, and intervals may be slightly too narrow. Where there are too few blocks even then, the side is not changed.
    """
    chip_px = max(extent.side for extent in extents)
    largest = side = split.unit_px if split.kind == "blocks" else _CHIPS_PER_BLOCK * chip_px
    while len({extent.block(side) for extent in extents}) < fewest_blocks():
        if side <= chip_px:
            return largest
        side = max(side // 2, chip_px)
    return side


def _probabilities(
    network: torch.nn.Module, run: Run, chips: LabelledChips, reporter: Reporter
) -> Iterator[tuple[int, torch.Tensor]]:
    """Yields each row of the cache with the class probabilities of its chip, float32 (classes, side, side) on the device."""
    network.eval()
    side, done = chips.cache.chip_px, 0
    failure = SettingsError(out_of_memory_message(1, side, run.runtime.device))
    batches = make_batches(chips, sequential_batches(len(chips), run.runtime.batch_size), run.device_input, reporter)
    with contextlib.closing(batches):
        for batch in batches:

            def compute(part: slice, pixels: torch.Tensor = batch.pixels) -> torch.Tensor:
                with run.runtime.autocast():
                    logits = network(pixels[part])
                # Contiguous, as what follows goes class by class.
                return logits[..., :side, :side].to(torch.float32, memory_format=torch.contiguous_format).softmax(1)

            with torch.inference_mode():
                parts = run.inference(len(batch.positions), compute, failure, reporter)
            yield from zip(chips.rows[batch.positions].tolist(), itertools.chain.from_iterable(parts))
            done += len(batch.positions)
            reporter.progress(done / len(chips))


@dataclass(frozen=True)
class BlendedPart:
    """The smallest rectangle that holds a chip's evaluated pixels, blended.

    `position` is that of the evaluated chip, `inside` the rows and columns of the rectangle in the chip. `predicted` is uint8 (rows,
    columns), the index of the most probable class. `sums` is float32 (classes, rows, columns), on the device: the probabilities times a
    weight of each pixel.
    """

    position: int
    inside: tuple[slice, slice]
    predicted: np.ndarray
    sums: torch.Tensor


class SceneBlend:
    """The weighted sums of probabilities of evaluated pixels that other chips are still to cover.

    `order` (int) are the cache's rows of all chips that cover an evaluated pixel, in the order in which `add` takes them.
    """

    def __init__(
        self, chips: LabelledChips, members: Sequence[int], classes: int, device: torch.device | None = None
    ) -> None:
        """Plans how the chips `members` (rows of the cache) blend over the labelled pixels of the evaluated `chips`.

        The sums lie on the device, by default the CPU.
        """
        extents = [chip.in_scene for chip in chips.cache.chips]
        index = ExtentIndex(extents, members)
        self._classes, self._device = classes, device
        self._extents = extents
        self._parts: list[ChipExtent] = []
        self._missing: list[int] = []
        self._waiting: dict[int, list[int]] = {}
        self._sums: dict[int, torch.Tensor] = {}
        self._weights: dict[int, torch.Tensor] = {}
        self._rows = chips.rows
        for position, row in enumerate(chips.rows):
            part = _labelled_part(chips.labels_of(position), extents[row])
            covering = list(index.overlapping(part))
            self._parts.append(part)
            self._missing.append(len(covering))
            for other in covering:
                self._waiting.setdefault(other, []).append(position)
        self.order = np.array(_along_the_scenes(self._waiting, extents), int)

    def add(self, row: int, probabilities: torch.Tensor) -> Iterator[BlendedPart]:
        """Adds a chip, float32 (classes, side, side) on the device, and yields the parts that wait for no other chip."""
        extent = self._extents[row]
        for position in self._waiting[row]:
            part = self._parts[position]
            common = _window(part).intersection(_window(extent))
            there = _slices(common.moved(-part.left, -part.top))
            here = _slices(common.moved(-extent.left, -extent.top))
            if position not in self._sums:
                shape = self._classes, part.bottom - part.top, part.right - part.left
                self._sums[position] = torch.zeros(shape, dtype=torch.float32, device=self._device)
            down = self._line(extent.bottom - extent.top)[here[0], None]
            across = self._line(extent.right - extent.left)[here[1]]
            self._sums[position][(slice(None), *there)].addcmul_(probabilities[(slice(None), *here)], down * across)
            self._missing[position] -= 1
            if not self._missing[position]:
                yield self._finished(position)

    def _finished(self, position: int) -> BlendedPart:
        """Returns a part and drops its sums."""
        part, extent = self._parts[position], self._extents[self._rows[position]]
        sums = self._sums.pop(position)
        predicted = torch.empty(sums.shape[1:], dtype=torch.uint8, device=self._device)
        most_probable(sums, predicted, torch.empty(sums.shape[1:], device=self._device))
        inside = _slices(_window(part).moved(-extent.left, -extent.top))
        return BlendedPart(position, inside, predicted.cpu().numpy(), sums)

    def _line(self, length: int) -> torch.Tensor:
        """Returns the weights along one side of a chip."""
        if length not in self._weights:
            self._weights[length] = torch.from_numpy(hann_window(length)).to(self._device)
        return self._weights[length]


def hann_window(length: int) -> np.ndarray:
    """Returns the weights along one side of a chip: float32 (length,), above 0, a half sine squared.

    Those of chips that overlap by half sum to one.
    """
    return (np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 2).astype(np.float32)


def _labelled_part(labels: np.ndarray, extent: ChipExtent) -> ChipExtent:
    """Returns the smallest extent that holds the labelled pixels of a chip at `extent`."""
    labelled = labels != IGNORED_INDEX
    columns, rows = np.flatnonzero(labelled.any(0)), np.flatnonzero(labelled.any(1))
    left, top = extent.left + int(columns[0]), extent.top + int(rows[0])
    right, bottom = extent.left + int(columns[-1]) + 1, extent.top + int(rows[-1]) + 1
    return ChipExtent(extent.frame, extent.scene, left, top, right, bottom)


def _along_the_scenes(rows: Iterable[int], extents: Sequence[ChipExtent]) -> list[int]:
    """Returns rows scene by scene, and in each along its longer side."""
    scenes: dict[int, list[ChipExtent]] = {}
    for row in rows:
        scenes.setdefault(extents[row].scene, []).append(extents[row])
    wide = {scene: _is_wide(members) for scene, members in scenes.items()}

    def rank(row: int) -> tuple[int, int, int, int]:
        extent = extents[row]
        first, second = (extent.left, extent.top) if wide[extent.scene] else (extent.top, extent.left)
        return extent.scene, first, second, row

    return sorted(rows, key=rank)


def _is_wide(extents: Sequence[ChipExtent]) -> bool:
    """Returns whether extents stretch further from left to right than from top to bottom."""
    width, height = np.ptp([extent.centre for extent in extents], axis=0)
    return bool(width > height)


def _window(extent: ChipExtent) -> Window:
    """Returns an extent as a window of its frame."""
    return Window(extent.left, extent.top, extent.right - extent.left, extent.bottom - extent.top)


def _slices(window: Window) -> tuple[slice, slice]:
    """Returns the rows and columns of a window."""
    return slice(window.y, window.bottom), slice(window.x, window.right)
