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
from .setup import Run


@dataclass(frozen=True)
class Evaluation:
    """`confusion` int64 (classes, classes), rows the labels; `loss` the mean over the labelled pixels, None if unknown."""

    confusion: np.ndarray
    loss: float | None = None

    @property
    def scores(self) -> Scores:
        """Returns the figures of the confusion matrix."""
        return Scores.of(self.confusion)


def pair_counts(labels: torch.Tensor, predicted: torch.Tensor, classes: int) -> torch.Tensor:
    """Counts pixels by labelled and predicted class on the device: int64 (classes * classes,), row by row."""
    pairs = torch.where(labels != IGNORED_INDEX, labels.long() * classes + predicted, classes**2)
    return torch.bincount(pairs.view(-1), minlength=classes**2 + 1)[:-1]


def evaluate(network: torch.nn.Module, run: Run, chips: LabelledChips, reporter: Reporter) -> Evaluation:
    """Returns how well a network predicts the labels of chips. Leaves it in evaluation mode. Raises Cancelled."""
    network.eval()
    classes = run.spec.classes
    confusion = torch.zeros(classes**2, dtype=torch.int64, device=run.runtime.device)
    sums, done = [], 0
    batches = make_batches(chips, sequential_batches(len(chips), run.runtime.batch_size), run.device_input, reporter)
    with torch.inference_mode(), contextlib.closing(batches):
        for batch in batches:
            with run.runtime.autocast():
                logits = network(batch.pixels)
            size = run.loss.size(batch.labels)
            sums.append(torch.stack((run.loss(logits, batch.labels) * size, size)))
            confusion += pair_counts(batch.labels, logits.max(1).indices, classes)
            done += len(batch.positions)
            reporter.progress(done / len(chips))
    total, size = torch.stack(sums).cpu().double().sum(0).tolist()
    return Evaluation(confusion.cpu().numpy().reshape(classes, classes), total / size if size else None)
