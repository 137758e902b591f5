"""Which chips make up the batches of an epoch: all of them, with the chips of rare classes oversampled.

Repeat-factor sampling as in Gupta, Dollár and Girshick (2019), LVIS: a dataset for large vocabulary instance segmentation.
"""

from __future__ import annotations

import math

import numpy as np

from ...rasters.core.errors import LabelError
from .batches import LabelledChips

SMALLEST_EPOCH_STEPS = 16
"""An epoch has at least this many steps, so that a handful of chips still moves the weights between validations."""
SMALLEST_SPECTRAL_EPOCH_STEPS = 48
"""As many for the pixel network on many bands, which learns for longer (docs/results.md)."""
RARE_SHARE = 1 / 8
"""A class in fewer than this share of the chips is rare: batches of 8, the default, would on average not hold one each.

It also bounds the price: a rare class lengthens an epoch by a quarter of this share at most.
"""
HIGHEST_REPEAT = 8.0
"""No chip is sampled more than this many times as often as another: a chip has as many D4 transforms."""
_ROUNDING = 1e-9


def chip_class_pixels(chips: LabelledChips, classes: int) -> np.ndarray:
    """Counts the labelled pixels of each chip by class: int64 (chips, classes)."""
    counts = np.zeros((len(chips), classes), np.int64)
    for position in range(len(chips)):
        counts[position] = np.bincount(chips.labels_of(position).reshape(-1), minlength=classes)[:classes]
    return counts


def sequential_batches(chip_count: int, batch_size: int) -> list[np.ndarray]:
    """Returns the positions of all chips in order, each once, batch by batch; the last batch may be smaller."""
    return [np.arange(start, min(start + batch_size, chip_count)) for start in range(0, chip_count, batch_size)]


def steps_per_epoch(
    class_pixels: np.ndarray, batch_size: int, balance: bool = True, fewest: int = SMALLEST_EPOCH_STEPS
) -> int:
    """Returns the number of batches of `epoch_batches`, the same in every epoch; arguments as there."""
    samples = _repeat_factors(class_pixels[_labelled(class_pixels)], balance).sum()
    return max(math.ceil(samples / batch_size - _ROUNDING), fewest)


def epoch_batches(
    class_pixels: np.ndarray,
    batch_size: int,
    generator: np.random.Generator,
    balance: bool = True,
    fewest: int = SMALLEST_EPOCH_STEPS,
) -> list[np.ndarray]:
    """Returns the positions of the chips of each batch of an epoch, all batches full and `fewest` at least.

    `class_pixels` (chips, classes) counts the labelled pixels that each chip may be trained on. Every chip that has one is
    sampled at least once; a chip without a label is left out, so that no batch is without one. With `balance` the chips of
    rare classes are oversampled. The repeats of a chip are spread over the epoch: one in each of as many equal parts as it has
    repeats. Where all chips have as many, each part shows all of them. Raises LabelError where no chip has a labelled pixel.
    """
    labelled = _labelled(class_pixels)
    factors = _repeat_factors(class_pixels[labelled], balance)
    total = steps_per_epoch(class_pixels, batch_size, balance, fewest) * batch_size
    repeats = _rounded(factors * (total / factors.sum()), total, generator)
    chips, of = np.repeat(labelled, repeats), np.repeat(repeats, repeats)
    number = np.arange(total) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    when = (number + generator.random(total)) / of
    return list(chips[np.argsort(when)].reshape(-1, batch_size))


def sampled_pixels(class_pixels: np.ndarray, balance: bool = True) -> tuple[int, ...]:
    """Returns how many labelled pixels of each class an epoch shows, repeats included; arguments as above.

    Compute class weights from these counts: from the raw counts, imbalance would be corrected twice, by sampling and by
    weighting.
    """
    counts = class_pixels[_labelled(class_pixels)]
    return tuple(int(count) for count in (counts * _repeat_factors(counts, balance)[:, np.newaxis]).sum(0).round())


def _labelled(class_pixels: np.ndarray) -> np.ndarray:
    """Returns the positions of the chips with a labelled pixel. Raises LabelError where there is none."""
    positions = np.flatnonzero(class_pixels.any(1))
    if not len(positions):
        raise LabelError("No training chip has a labelled pixel. Label more places and export again.")
    return positions


def _repeat_factors(class_pixels: np.ndarray, balance: bool) -> np.ndarray:
    """Returns how often each chip is to be sampled: float64 (chips,), 1 for those of common classes, all 1 without `balance`.

    A class in a share f of the chips asks for sqrt(RARE_SHARE / f), a chip follows its rarest class. Where all chips have
    a rare class, the commonest of them are sampled once: what counts is the difference.
    """
    if not balance:
        return np.ones(len(class_pixels))
    shares = np.count_nonzero(class_pixels, axis=0) / len(class_pixels)
    with np.errstate(divide="ignore"):
        wanted = np.clip(np.sqrt(RARE_SHARE / shares), 1, HIGHEST_REPEAT)
    factors = np.where(class_pixels > 0, wanted, 1).max(1)
    return factors / factors.min()


def _rounded(exact: np.ndarray, total: int, generator: np.random.Generator) -> np.ndarray:
    """Rounds repeats up or down by chance to whole numbers that sum to `total`, with the expectation `exact`.

    Systematic sampling with one random offset, chips of equal factors side by side: the samples of a class differ by about
    one from epoch to epoch.
    """
    order = np.lexsort((generator.random(len(exact)), exact))
    edges = np.cumsum(exact[order])
    edges[-1] = total
    repeats = np.empty(len(exact), np.int64)
    repeats[order] = np.diff(np.floor(edges + generator.random()), prepend=0)
    return repeats
