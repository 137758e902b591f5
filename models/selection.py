"""Chooses which blocks of ground validate: a share of all labelled pixels with the composition of the whole."""

from __future__ import annotations

import numpy as np

_ABSENT_COST = 3.0
_OVERALL_WEIGHT = 2.0
_WHOLLY_TAKEN_COST = 1e6
_WORK_PER_SEARCH = 20_000
_MOST_SEARCHES = 16


def misfit(chosen_pixels: np.ndarray, all_pixels: np.ndarray, share: float) -> np.ndarray:
    """Returns how badly chosen pixels stand for all: 0 where every class gives exactly `share` of its pixels.

    `chosen_pixels` is (..., classes), `all_pixels` (classes,); returns (...,). The mean over the classes of the
    squared relative error, each class counting the same, plus that of the whole. A class that is absent from the
    choice costs more than any share up to three times the wanted one; one that is taken wholly costs more than anything.
    """
    occurring = all_pixels > 0
    chosen, everything = chosen_pixels[..., occurring].astype(float), all_pixels[occurring].astype(float)
    taken = chosen / everything
    cost = ((taken - share) / share) ** 2 + _ABSENT_COST * (chosen == 0) + _WHOLLY_TAKEN_COST * (taken >= 1)
    overall = chosen.sum(-1) / everything.sum()
    return cost.mean(-1) + _OVERALL_WEIGHT * ((overall - share) / share) ** 2


def choose_units(unit_pixels: np.ndarray, share: float, generator: np.random.Generator) -> list[np.ndarray]:
    """Chooses units (blocks, cells) for validation: returns different choices, bool (units,), best first.

    `unit_pixels` is (units, classes), the labelled pixels of each unit. From several random starts, the unit whose
    joining or leaving improves the fit most is moved until none does. Choices that take a class wholly, and empty ones, are
    not returned.
    """
    totals = unit_pixels.sum(0)
    searches = int(np.clip(_WORK_PER_SEARCH // max(len(unit_pixels), 1), 2, _MOST_SEARCHES))
    found: dict[bytes, tuple[float, np.ndarray]] = {}
    for _ in range(searches):
        order = generator.permutation(len(unit_pixels))
        before = np.cumsum(unit_pixels[order].sum(1)) <= share * totals.sum() * generator.random()
        chosen = np.zeros(len(unit_pixels), bool)
        chosen[order[before]] = True
        cost = _improve(chosen, unit_pixels, totals, share)
        if chosen.any() and cost < _WHOLLY_TAKEN_COST / max(len(totals), 1):
            found.setdefault(chosen.tobytes(), (cost, chosen))
    return [chosen for _, chosen in sorted(found.values(), key=lambda pair: pair[0])]


def _improve(chosen: np.ndarray, unit_pixels: np.ndarray, totals: np.ndarray, share: float) -> float:
    """Moves units in and out of `chosen`, in place, while that lowers the misfit; returns the misfit reached."""
    pixels = unit_pixels[chosen].sum(0)
    cost = float(misfit(pixels, totals, share))
    while True:
        moved = pixels + np.where(chosen[:, np.newaxis], -unit_pixels, unit_pixels)
        costs = misfit(moved, totals, share)
        best = int(np.argmin(costs))
        if not costs[best] < cost - 1e-12:
            return cost
        chosen[best] = not chosen[best]
        pixels, cost = moved[best], float(costs[best])
