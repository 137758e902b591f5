"""Evaluates a network on chips that it did not train on: one confusion matrix over all their labelled pixels."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.progress import Reporter
from ..accuracy.metrics import Scores
from ..data.batches import LabelledChips, make_batches
from ..data.sampler import sequential_batches
from .scene_evaluation import block_side
from .setup import Run


@dataclass(frozen=True)
class Evaluation:
    """`block_confusions` int64 (blocks, classes, classes), rows the labels; `loss` the mean over the labelled pixels.

    The blocks are of ground, as in `SceneEvaluation`; the loss is None where it is unknown.
    """

    block_confusions: np.ndarray
    loss: float | None = None

    @property
    def confusion(self) -> np.ndarray:
        """Returns the confusion matrix of all blocks: int64 (classes, classes)."""
        return self.block_confusions.sum(0)

    @property
    def scores(self) -> Scores:
        """Returns the figures of the confusion matrix."""
        return Scores.of(self.confusion)


def pair_counts(
    labels: torch.Tensor,
    predicted: torch.Tensor,
    classes: int,
    blocks: torch.Tensor | None = None,
    block_count: int = 1,
) -> torch.Tensor:
    """Counts the pixels of chips (n, h, w) by labelled and predicted class on the device, row by row.

    `blocks` int64 (n,) numbers the block of each chip, 0 to `block_count` - 1. Returns int64 (block_count * classes * classes,).
    """
    pairs = labels.long() * classes + predicted
    if blocks is not None:
        pairs += blocks.view(-1, 1, 1) * classes**2
    unlabelled = block_count * classes**2
    pairs = torch.where(labels != IGNORED_INDEX, pairs, unlabelled)
    return torch.bincount(pairs.view(-1), minlength=unlabelled + 1)[:-1]


def evaluate(network: torch.nn.Module, run: Run, chips: LabelledChips, reporter: Reporter) -> Evaluation:
    """Returns how well a network predicts the labels of chips. Leaves it in evaluation mode. Raises Cancelled."""
    network.eval()
    classes, device = run.spec.classes, run.runtime.device
    numbers, block_count = _block_numbers(run, chips)
    counts = torch.zeros(block_count * classes**2, dtype=torch.int64, device=device)
    sums, done = [], 0
    batches = make_batches(chips, sequential_batches(len(chips), run.runtime.batch_size), run.device_input, reporter)
    with torch.inference_mode(), contextlib.closing(batches):
        for batch in batches:
            with run.runtime.autocast():
                logits = network(batch.pixels)
            size = run.loss.size(batch.labels)
            sums.append(torch.stack((run.loss(logits, batch.labels) * size, size)))
            blocks = torch.from_numpy(numbers[batch.positions]).to(device)
            counts += pair_counts(batch.labels, logits.max(1).indices, classes, blocks, block_count)
            done += len(batch.positions)
            reporter.progress(done / len(chips))
    total, size = torch.stack(sums).cpu().double().sum(0).tolist()
    return Evaluation(counts.cpu().numpy().reshape(-1, classes, classes), total / size if size else None)


def _block_numbers(run: Run, chips: LabelledChips) -> tuple[np.ndarray, int]:
    """Returns the number of each chip's block of ground, int64 (chips,), and the number of blocks."""
    footprints = [chips.cache.chips[row].footprint for row in chips.rows]
    side = block_side(footprints, run.data.split)
    numbers: dict[tuple[int, int, int], int] = {}
    of_chips = [numbers.setdefault(footprint.block(side), len(numbers)) for footprint in footprints]
    return np.array(of_chips, np.int64), len(numbers)
