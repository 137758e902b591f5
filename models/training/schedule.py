"""The length of a run where its epochs are automatic, and whether a final training on all labels follows."""

from __future__ import annotations

LONGEST_S = 3600.0
"""Automatic epochs take about this many seconds at most, where that leaves `FEWEST_AFFORDED`."""
FEWEST_AFFORDED = 3
FEW_CHIPS = 128
"""Labels are few where no more chips than these train: 16 batches of the default size."""


def affordable_epochs(epochs: int, seconds_per_epoch: float, runs: int = 1) -> int:
    """Returns as many of the epochs as `runs` trainings of equal length can take in `LONGEST_S`."""
    affordable = int(LONGEST_S / max(runs * seconds_per_epoch, 1e-9))
    return min(epochs, max(affordable, FEWEST_AFFORDED))


def is_refitted(refit: str, chips: int, validated: bool) -> bool:
    """Returns whether a final training on all labels follows a training on this many chips.

    `refit` is one of `options.REFITS`, "auto" where labels are few. Without validation the first training is on all labels
    already.
    """
    return validated and (refit == "always" or (refit == "auto" and chips <= FEW_CHIPS))
