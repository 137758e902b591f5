"""Evaluates a network on chips that it did not train on: one confusion matrix over all their labelled pixels."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter
from ..accuracy.metrics import BlockConfusions
from ..data.batches import Batch, LabelledChips, make_batches
from ..data.sampler import sequential_batches
from ..optimization.auto_batch_size import out_of_memory_message
from ..runtime.device_input import sent
from .scene_evaluation import block_side
from .setup import Run


@dataclass(frozen=True)
class Evaluation(BlockConfusions):
    """The evaluation of chips; `loss` is the mean over the labelled pixels, None where it is unknown."""

    loss: float | None = None


def pair_counts(
    labels: torch.Tensor,
    predicted: torch.Tensor,
    classes: int,
    blocks: torch.Tensor | None = None,
    block_count: int = 1,
) -> torch.Tensor:
    """Counts the pixels of chips (n, h, w) by labelled and predicted class on the device, which nothing waits for; row by row.

    `blocks` int64 (n,) numbers the block of each chip, 0 to `block_count` - 1. Returns int64 (block_count * classes * classes,).
    """
    pairs = labels.long() * classes + predicted
    if blocks is not None:
        pairs += blocks.view(-1, 1, 1) * classes**2
    unlabelled = block_count * classes**2
    pairs = torch.where(labels != IGNORED_INDEX, pairs, unlabelled)
    if pairs.device.type == "cuda":  # where bincount waits for the largest number to come to the CPU
        return torch.histc(pairs, unlabelled + 1, 0, unlabelled + 1)[:-1]
    return torch.bincount(pairs.view(-1), minlength=unlabelled + 1)[:-1]


def evaluate(network: torch.nn.Module, run: Run, chips: LabelledChips, reporter: Reporter) -> Evaluation:
    """Returns how well a network predicts the labels of chips, of which each rank predicts a share.

    Leaves it in evaluation mode. Raises Cancelled.
    """
    network.eval()
    classes, device = run.spec.classes, run.runtime.device
    numbers, block_count = _block_numbers(run, chips)
    counts = torch.zeros((block_count, classes**2), dtype=torch.int64, device=device)
    sums, done = [], 0
    failure = SettingsError(out_of_memory_message(1, chips.cache.side_px, device))
    ranks = run.runtime.ranks
    order = sequential_batches(len(chips), run.runtime.batch_size)[ranks.rank :: ranks.size]
    batches = make_batches(chips, order, run.device_input, reporter)
    with torch.inference_mode(), contextlib.closing(batches):
        for batch in batches:
            # Counts of the batch's own blocks: those of all, which may be thousands, would take longer than the network.
            present, of_chips = np.unique(numbers[batch.positions], return_inverse=True)
            rows, blocks = (sent(torch.from_numpy(each), device) for each in (present, of_chips))

            def compute(
                part: slice, batch: Batch = batch, blocks: torch.Tensor = blocks, count: int = len(present)
            ) -> tuple[torch.Tensor, torch.Tensor]:
                labels = batch.labels[part]
                with run.runtime.autocast():
                    logits = network(batch.pixels[part])
                size = run.loss.size(labels)
                pairs = pair_counts(labels, logits.max(1).indices, classes, blocks[part], count)
                return torch.stack((run.loss(logits, labels, size) * size, size)), pairs

            for loss_and_size, pairs in run.inference(len(batch.positions), compute, failure, reporter):
                sums.append(loss_and_size)
                counts[rows] += pairs.view(len(present), -1)
            done += len(batch.positions)
            reporter.progress(min(done * ranks.size / len(chips), 1.0))
    sums.append(torch.zeros(2, device=device))  # a rank may have had no batch
    total, size = ranks.sum(torch.stack(sums).cpu().double().sum(0)).tolist()
    ranks.sum(counts)
    return Evaluation(counts.cpu().numpy().reshape(-1, classes, classes), total / size if size else None)


def _block_numbers(run: Run, chips: LabelledChips) -> tuple[np.ndarray, int]:
    """Returns the number of each chip's block of ground, int64 (chips,), and the number of blocks."""
    extents = [chips.cache.chips[row].extent for row in chips.rows]
    side = block_side(extents, run.data.split)
    numbers: dict[tuple[int, int, int], int] = {}
    of_chips = [numbers.setdefault(extent.block(side), len(numbers)) for extent in extents]
    return np.array(of_chips, np.int64), len(numbers)
