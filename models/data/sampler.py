"""Which chips make up the batches of an epoch: all of them, those with rare classes more often, spread evenly."""

from __future__ import annotations

import math

import numpy as np

from ...rasters.core.errors import LabelError
from .batches import SMALLEST_EPOCH_STEPS, LabelledChips, epoch_order

RARE_SHARE = 1 / 8
"""A class in fewer than this share of the chips is rare: batches of 8, the default, would on average not hold one each.

It also bounds the price: a rare class lengthens an epoch by a quarter of this share at most.
"""
HIGHEST_REPEAT = 8.0
"""No chip is drawn more than this many times as often as another: a chip can be turned and mirrored in as many ways."""
_GOLDEN = (math.sqrt(5) - 1) / 2
_ROUNDING = 1e-9


def chip_class_pixels(chips: LabelledChips, classes: int) -> np.ndarray:
    """Counts the labelled pixels of each chip by class: int64 (chips, classes)."""
    counts = np.zeros((len(chips), classes), np.int64)
    for position, row in enumerate(chips.label_rows):
        counts[position] = np.bincount(chips.labels[row].reshape(-1), minlength=classes)[:classes]
    return counts


def steps_per_epoch(class_pixels: np.ndarray, batch_size: int, balance: bool = True) -> int:
    """Returns the number of batches of `epoch_draws`, the same in every epoch; arguments as there."""
    labelled = _labelled(class_pixels)
    draws = _repeat_factors(class_pixels[labelled]).sum() if balance else len(labelled)
    return max(math.ceil(draws / batch_size - _ROUNDING), SMALLEST_EPOCH_STEPS)


def epoch_draws(
    class_pixels: np.ndarray, batch_size: int, generator: np.random.Generator, balance: bool = True
) -> list[np.ndarray]:
    """Returns the positions of the chips of each batch of an epoch, all batches full.

    `class_pixels` (chips, classes) counts the labelled pixels that each chip may be trained on. Every chip that has one is
    drawn at least once; one that has none would teach nothing and is left out, so no batch is without a label. With
    `balance` the chips of rare classes are drawn more often, each class as often in one epoch as in another (but for one
    draw), and these chips, like the draws of each of them, go to different batches all over the epoch. Without, and
    where no class is rarer than the others, it is `epoch_order`. Raises LabelError where no chip has a labelled pixel.

    Source of the repeats: Gupta, Dollár and Girshick (2019), LVIS: a dataset for large vocabulary instance segmentation.
    """
    labelled = _labelled(class_pixels)
    counts = class_pixels[labelled]
    factors = _repeat_factors(counts)
    if not balance or factors.max() == 1:
        return [labelled[positions] for positions in epoch_order(len(labelled), batch_size, generator)]
    steps = steps_per_epoch(class_pixels, batch_size)
    order = _grouped(_rarest_class(counts), generator)
    order = order[np.argsort(factors[order] == 1, kind="stable")]  # those with a rare class first
    times = _whole_times(factors[order], steps * batch_size, generator)
    rare = np.count_nonzero(factors > 1)
    dealt = _dealt(np.repeat(order[:rare], times[:rare]), steps, generator)
    others = _in_rounds(order[rare:], times[rare:], generator)
    ends = np.cumsum([batch_size - len(positions) for positions in dealt])
    return [labelled[np.concatenate(parts)] for parts in zip(dealt, np.split(others, ends[:-1]))]


def drawn_pixels(class_pixels: np.ndarray, balance: bool = True) -> tuple[int, ...]:
    """Returns how many labelled pixels of each class an epoch shows, as often as their chips are drawn; arguments as above.

    Class weights are to go by these: by the pixels that there are, they would make up a second time for what the draws do.
    """
    factors = _repeat_factors(class_pixels[_labelled(class_pixels)]) if balance else 1
    counts = class_pixels[_labelled(class_pixels)] * np.reshape(factors, (-1, 1))
    return tuple(int(count) for count in counts.sum(0).round())


def _labelled(class_pixels: np.ndarray) -> np.ndarray:
    """Returns the positions of the chips with a labelled pixel. Raises LabelError where there is none."""
    positions = np.flatnonzero(class_pixels.any(1))
    if not len(positions):
        raise LabelError("No training chip has a labelled pixel. Label more places and export again.")
    return positions


def _chip_shares(class_pixels: np.ndarray) -> np.ndarray:
    """Returns the share of the chips that hold each class: float64 (classes,)."""
    return np.count_nonzero(class_pixels, axis=0) / len(class_pixels)


def _repeat_factors(class_pixels: np.ndarray) -> np.ndarray:
    """Returns how often each chip is to be drawn: float64 (chips,), 1 for those of common classes.

    A class in a share f of the chips asks for sqrt(RARE_SHARE / f), a chip follows its rarest class. Where all chips have
    a rare class, the commonest of them are drawn once: what counts is the difference.
    """
    with np.errstate(divide="ignore"):
        wanted = np.clip(np.sqrt(RARE_SHARE / _chip_shares(class_pixels)), 1, HIGHEST_REPEAT)
    factors = np.where(class_pixels > 0, wanted, 1).max(1)
    return factors / factors.min()


def _rarest_class(class_pixels: np.ndarray) -> np.ndarray:
    """Returns for each chip the class it holds that the fewest chips hold."""
    return np.where(class_pixels > 0, _chip_shares(class_pixels), 2).argmin(1)


def _grouped(groups: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Returns all positions with those of a group side by side, groups and members in random order."""
    shuffled = generator.permutation(len(groups))
    place = generator.permutation(groups.max() + 1)
    return shuffled[np.argsort(place[groups[shuffled]], kind="stable")]


def _whole_times(factors: np.ndarray, total: int, generator: np.random.Generator) -> np.ndarray:
    """Returns whole numbers of draws proportional to the factors, rounded up or down by chance, that sum to `total`.

    `total` is not below the factors' sum, so none falls below 1. The rounding is systematic, one random offset for all, so that
    the sum over neighbours in the order is off by less than one draw as well.
    """
    exact = factors * (total / factors.sum())
    times = np.floor(exact + _ROUNDING).astype(np.int64)
    edges = np.cumsum((exact - times).clip(min=0))
    ups = total - times.sum()
    if ups:
        edges *= ups / edges[-1]
        edges[-1] = ups
        times += np.diff(np.floor(edges + generator.random()), prepend=0).astype(np.int64)
    return times


def _dealt(draws: np.ndarray, steps: int, generator: np.random.Generator) -> list[np.ndarray]:
    """Deals the draws out like cards, one to each batch in turn: neighbours come into different batches, far apart.

    The turn goes round by the golden section, which keeps any run of neighbours spread over the whole epoch.
    """
    turn = np.argsort(np.argsort((np.arange(steps) * _GOLDEN + generator.random()) % 1))
    batch = turn[np.arange(len(draws)) % steps]
    return [draws[batch == number] for number in range(steps)]


def _in_rounds(chips: np.ndarray, times: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Returns the chips, each as often as `times` says, none again before all others have had their turn, in random order."""
    rounds = [generator.permutation(chips[times > number]) for number in range(times.max())]
    return np.concatenate(rounds)
