"""Judges a trained network as it will be used: by the blended classification of the ground, not chip by chip.

A network is at its worst at the edges of what it sees, and `predict` blends overlapping tiles for that reason. Here
overlapping chips are blended likewise, and the result is compared with every judged pixel once: one confusion matrix for
the figures, and one per block of ground for their confidence intervals.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ..rasters.reporter import Reporter, stop_if_cancelled
from .batches import LabelledChips, Scaling, make_batches, plain_order
from .bootstrap import Intervals, block_bootstrap, fewest_blocks
from .evaluation import Evaluation, Runtime
from .metrics import confusion_matrix
from .places import Place
from .scene_blend import SceneBlend
from .split import Split

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
    batches = make_batches(chips, plain_order(len(order), runtime.batch_size), scaling, runtime.device.type == "cuda")
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
