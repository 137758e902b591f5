"""The training loss for sparse labels: unlabelled pixels count for nothing, labelled ones the same however few they are."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn import functional

from ..rasters.classes import IGNORED_INDEX

HIGHEST_WEIGHT = 5.0
"""No class weighs more than this many times the most frequent one: a 9-pixel class must not rule the gradient."""


def summed_cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, class_weights: torch.Tensor | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Returns the sum of the cross-entropy over the labelled pixels, and their number (or the sum of their weights).

    `logits` is (n, classes, h, w) of any float dtype, `labels` (n, h, w) of class indices with `IGNORED_INDEX` where
    there is no label, `class_weights` (classes,) or None. Both results are float32 scalars.
    """
    targets = labels.long()
    total = functional.cross_entropy(
        logits.float(), targets, weight=class_weights, ignore_index=IGNORED_INDEX, reduction="sum"
    )
    labelled = targets != IGNORED_INDEX
    if class_weights is None:
        return total, labelled.sum().to(total.dtype)
    return total, (class_weights[targets.where(labelled, 0)] * labelled).sum()


def sparse_cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, class_weights: torch.Tensor | None = None
) -> torch.Tensor:
    """Returns the mean cross-entropy over the labelled pixels; arguments as for `summed_cross_entropy`.

    It equals the dense loss of the labelled pixels alone; without a labelled pixel it is 0 and so is its gradient.
    """
    total, size = summed_cross_entropy(logits, labels, class_weights)
    return total / size.clamp(min=torch.finfo(total.dtype).tiny)


def inverse_root_weights(class_pixels: Sequence[int]) -> tuple[float, ...]:
    """Returns class weights proportional to one over the square root of the class's pixels.

    The square root is the mild middle between no balance, where small classes are never predicted, and inverse
    frequency, where they are predicted far too often; at most `HIGHEST_WEIGHT` times the smallest, and 1 on average
    over the pixels, so that the learning rate means the same with and without weights.
    """
    largest = max(class_pixels)
    raw = [min((largest / max(count, 1)) ** 0.5, HIGHEST_WEIGHT) for count in class_pixels]
    average = sum(weight * count for weight, count in zip(raw, class_pixels)) / max(sum(class_pixels), 1)
    return tuple(weight / average for weight in raw)
