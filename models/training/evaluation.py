"""Judges a network on chips it did not train on: one confusion matrix over all their labelled pixels."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.progress import Reporter, stop_if_cancelled
from ..accuracy.metrics import Scores
from ..core.normalization import Scaling
from ..data.batches import LabelledChips, make_batches, plain_order
from ..runtime.devices import Runtime
from .losses import SparseLoss


@dataclass(frozen=True)
class Evaluation:
    """`confusion` int64 (classes, classes), rows the truth; `loss` the mean over the labelled pixels, None without any.

    `chip_accuracies` float (chips,), NaN for chips without a labelled pixel.
    """

    loss: float | None
    confusion: np.ndarray
    chip_accuracies: np.ndarray

    @property
    def scores(self) -> Scores:
        """Returns the figures of the confusion matrix."""
        return Scores.of(self.confusion)


def pair_counts(labels: torch.Tensor, predicted: torch.Tensor, classes: int) -> torch.Tensor:
    """Counts pixels by true and predicted class on the device: int64 (classes * classes,), row by row."""
    labelled = labels != IGNORED_INDEX
    pairs = labels[labelled].long() * classes + predicted[labelled]
    return torch.bincount(pairs, minlength=classes * classes)


def evaluate(
    network: torch.nn.Module,
    chips: LabelledChips,
    scaling: Scaling,
    classes: int,
    runtime: Runtime,
    loss: SparseLoss,
    reporter: Reporter,
) -> Evaluation:
    """Returns how well the network does on the labels of chips. Leaves it in evaluation mode. Raises Cancelled."""
    network.eval()
    device = runtime.device
    confusion = torch.zeros(classes * classes, dtype=torch.int64, device=device)
    losses = torch.zeros(2, dtype=torch.float64, device="cpu" if device.type == "mps" else device)
    accuracies = np.full(len(chips), np.nan)
    done = 0
    batches = make_batches(chips, plain_order(len(chips), runtime.batch_size), scaling, runtime.pinned)
    with torch.inference_mode(), contextlib.closing(batches):
        for batch in batches:
            stop_if_cancelled(reporter)
            labels = batch.labels.to(device, non_blocking=True)
            with runtime.autocast():
                logits = network(runtime.upload(batch.pixels))
            size = loss.size(labels)
            losses += torch.stack((loss(logits, labels) * size, size)).to(losses)
            predicted = logits.max(1).indices
            confusion += pair_counts(labels, predicted, classes)
            labelled = labels != IGNORED_INDEX
            hits, pixels = (predicted.eq(labels) & labelled).sum((1, 2)), labelled.sum((1, 2))
            accuracies[batch.positions] = (hits / pixels).cpu().numpy()
            done += len(batch.positions)
            reporter.progress(done / len(chips))
    total, size = losses.tolist()
    matrix = confusion.cpu().numpy().reshape(classes, classes)
    return Evaluation(total / size if size else None, matrix, accuracies)
