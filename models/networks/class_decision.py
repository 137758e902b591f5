"""From class probabilities to the values of maps: class index, confidence, uncertainty and size of prediction sets, on any device.

All functions take float32 (classes, rows, width) and return (rows, width) on the same device. NaN probabilities give NaN, or
0 in integer results.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch

_CHUNK_PIXELS = 1 << 16


def most_probable(probabilities: torch.Tensor, index: torch.Tensor, best: torch.Tensor) -> None:
    """Writes the index of the most probable class into `index` (uint8; at most 255 classes), its probability into `best`.

    Both have the shape (rows, width), `best` is float32 and NaN where the probabilities are. Of equal classes the first wins.
    """
    if probabilities.device.type == "cpu":
        _most_probable_on_cpu(probabilities.numpy(), index.numpy(), best.numpy())
        return
    found = probabilities.max(dim=0)
    best.copy_(found.values)
    index.copy_(found.indices)


def _most_probable_on_cpu(probabilities: np.ndarray, index: np.ndarray, best: np.ndarray) -> None:
    """Takes a running maximum over blocks that fit the CPU's cache: ten times faster than torch's maximum."""
    classes, rows, width = probabilities.shape
    index[...] = 0
    step = max(1, _CHUNK_PIXELS // max(width, 1))
    for start in range(0, rows, step):
        part = probabilities[:, start : start + step]
        highest, winner = best[start : start + step], index[start : start + step]
        highest[...] = part[0]
        for number in range(1, classes):
            better = part[number] > highest
            np.maximum(winner, better.view(np.uint8) * np.uint8(number), out=winner)
            np.maximum(highest, part[number], out=highest)


def as_percent(shares: torch.Tensor) -> torch.Tensor:
    """Returns shares, 0 to 1 and of any shape, in whole percent (uint8)."""
    return (shares.nan_to_num(0.0) * 100).round_().clamp_(0, 100).to(torch.uint8)


def calibrated(probabilities: torch.Tensor, temperature: float) -> torch.Tensor:
    """Returns probabilities whose logarithms are divided by a temperature: as certain as they are correct, the same class first.

    Where all are 0, as where nothing was classified, they stay 0.
    """
    powers = probabilities.pow(1 / temperature)
    return powers.div_(powers.sum(dim=0, keepdim=True).clamp_min_(torch.finfo(powers.dtype).tiny))


def set_size(probabilities: torch.Tensor, possible_from: Sequence[float]) -> torch.Tensor:
    """Returns how many classes belong to the prediction set of each pixel, uint8: the most probable, and those as probable as asked.

    `possible_from` has the lowest probability of each class in a set, of probabilities that are calibrated.
    """
    best = probabilities.amax(dim=0)
    size = torch.zeros_like(best, dtype=torch.uint8)
    for part, lowest in zip(probabilities, possible_from):
        size += part >= best.clamp(max=lowest)
    return size


def uncertainty(probabilities: torch.Tensor, kind: str) -> torch.Tensor:
    """Returns the uncertainty of each pixel's class, float32 from 0 (certain) to 1.

    "margin": 1 minus the lead of the most probable class over the second (Scheffer, Decomain and Wrobel 2001, "Active
    hidden Markov models for information extraction"). "entropy": Shannon's entropy of all classes, as a share of that
    of classes that are all equally probable.
    """
    classes = probabilities.shape[0]
    if classes == 1:
        return torch.zeros_like(probabilities[0])
    if kind == "entropy":
        bits = torch.special.entr(probabilities).sum(dim=0)
        return (bits / math.log(classes)).clamp_(0, 1)
    leader = torch.maximum(probabilities[0], probabilities[1])
    second = torch.minimum(probabilities[0], probabilities[1])
    for part in probabilities[2:]:
        second = torch.maximum(second, torch.minimum(leader, part))
        leader = torch.maximum(leader, part)
    return (1 - (leader - second)).clamp_(0, 1)
