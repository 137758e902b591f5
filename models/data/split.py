"""Splits chips into training and validation by space, so that validation measures accuracy on ground that was not trained on.

Neighbouring pixels are correlated, and chips overlap: chips split at random would share pixels, and the figures would be
too optimistic. Here square blocks of ground go to validation as a whole, and every training chip that touches a validation
chip is left out: no validation pixel is in any training chip. (Roberts et al. 2017, "Cross-validation strategies for data
with temporal, spatial, hierarchical, or phylogenetic structure".) The validation blocks hold a share of all labelled pixels with the
class composition of the whole. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...rasters.core.progress import Reporter, SilentReporter, stop_if_cancelled
from .chip_geometry import ChipExtent, ExtentIndex, owned_pixels

BLOCK_SIDES = (4.0, 3.0, 2.0, 1.5, 1.0)
"""Sides of the blocks that are tried, in chips: larger ones are more independent, smaller ones easier to balance."""
CELLS_PER_CHIP = (4, 8, 16)
SMALLEST_CELL_PX = 4

_SMALLER_BLOCK_COST = 0.1
_LEAST_TRAINING_SHARE = 0.35
_SELECTIONS_TRIED = 4


@dataclass(frozen=True)
class Split:
    """Which chips (positions) train, which validate, and which are left out because they touch a validation chip.

    `kind` is "blocks", "cells" or "none". With "cells" there was too little ground for blocks: the chips are in both parts, labels inside
    `cells` (squares of `unit_px` pixels: frame, column, row) validate, and the others train. With "none" all chips train and none
    validates. `unit_px` is the side of a block or cell.
    """

    kind: str
    training: tuple[int, ...]
    validation: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    unit_px: int = 0
    cells: frozenset[tuple[int, int, int]] = frozenset()

    def in_validation_cells(self, extent: ChipExtent, shape: tuple[int, int]) -> np.ndarray:
        """Returns which pixels of a chip lie in validation cells: bool of its `shape` (height, width)."""
        xs, ys = extent.pixel_centres(shape)
        columns, rows = (xs // self.unit_px).astype(int), (ys // self.unit_px).astype(int)
        inside = np.zeros(shape, bool)
        for row in np.unique(rows):
            chosen = [column for column in np.unique(columns) if (extent.frame, int(column), int(row)) in self.cells]
            inside[np.ix_(rows == row, np.isin(columns, chosen))] = True
        return inside


def no_split(chip_count: int) -> Split:
    """Returns the split in which every chip is for training."""
    return Split("none", tuple(range(chip_count)))


def split_by_blocks(
    extents: Sequence[ChipExtent],
    class_pixels: np.ndarray,
    share: float,
    seed: int,
    reporter: Reporter | None = None,
) -> Split | None:
    """Splits chips by square blocks of ground, with a gap; None where there is too little ground for that.

    `class_pixels` is (chips, classes), the labelled pixels of each chip; `share` the part of them (0 to 1) that should
    validate. The block side is one of `BLOCK_SIDES`: that whose validation chips come closest to the share and the
    class composition of the whole. Sides that lose many training chips to the gap count less. Every class that occurs
    keeps training pixels; a class that lies in one place only is therefore not validated. Raises Cancelled.
    """
    reporter = reporter or SilentReporter()
    chip_px = max(extent.side for extent in extents)
    index = ExtentIndex(extents, range(len(extents)))
    neighbours = [np.fromiter(index.overlapping(extent), np.int64) for extent in extents]
    best: tuple[float, Split] | None = None
    for level, side in enumerate(BLOCK_SIDES):
        members = _blocks_of(extents, round(side * chip_px))
        if len(members) < 2:
            continue
        counts = np.array([class_pixels[chips].sum(0) for chips in members])
        touched = [np.unique(np.concatenate([neighbours[chip] for chip in chips])) for chips in members]
        selections = choose_units(counts, share, np.random.default_rng((seed, level)), reporter)
        for chosen in selections[:_SELECTIONS_TRIED]:
            split = _with_gap(chosen, members, touched, class_pixels, round(side * chip_px))
            cost = None if split is None else _cost(split, class_pixels, share)
            if cost is not None and (best is None or cost + level * _SMALLER_BLOCK_COST < best[0]):
                best = cost + level * _SMALLER_BLOCK_COST, split
    return best[1] if best else None


def _blocks_of(extents: Sequence[ChipExtent], block_px: int) -> list[list[int]]:
    """Returns the chips (positions) of each square block of ground."""
    blocks: dict[tuple[int, int, int], list[int]] = {}
    for chip, extent in enumerate(extents):
        blocks.setdefault(extent.block(block_px), []).append(chip)
    return list(blocks.values())


def _with_gap(
    chosen: np.ndarray, members: list[list[int]], touched: list[np.ndarray], class_pixels: np.ndarray, block_px: int
) -> Split | None:
    """Drops the training chips that overlap the chosen blocks, and returns blocks to training until every class has pixels there.

    `chosen` is bool (blocks,); `members` and `touched` are the chips in each block, and those that overlap one of these.
    """
    occurring = class_pixels.sum(0) > 0
    blocks = np.flatnonzero(chosen).tolist()
    touching = np.zeros(len(class_pixels), np.int64)
    """How many chosen blocks each chip touches."""
    for block in blocks:
        touching[touched[block]] += 1
    while blocks:
        lost = occurring & (class_pixels[touching == 0].sum(0) == 0)
        if not lost.any():
            validation = sorted(chip for block in blocks for chip in members[block])
            is_dropped = touching > 0
            is_dropped[validation] = False
            training, dropped = np.flatnonzero(touching == 0).tolist(), np.flatnonzero(is_dropped).tolist()
            return Split("blocks", tuple(training), tuple(validation), tuple(dropped), block_px)
        # The block whose return brings back most pixels of the lost classes.
        lost_px = np.where(touching == 1, class_pixels[:, lost].sum(1), 0)
        block = max(blocks, key=lambda block: lost_px[touched[block]].sum())
        blocks.remove(block)
        touching[touched[block]] -= 1
    return None


def _cost(split: Split, class_pixels: np.ndarray, share: float) -> float | None:
    """Returns the cost of a split, 0 for an ideal one, None where it is unusable."""
    validation = class_pixels[list(split.validation)].sum(0)
    training = class_pixels[list(split.training)].sum(0)
    total, used = class_pixels.sum(), validation.sum() + training.sum()
    reached = validation.sum() / used
    validated = np.count_nonzero(validation)
    enough_classes = validated >= 2 and 2 * validated >= np.count_nonzero(class_pixels.sum(0))
    if not enough_classes or training.sum() < _LEAST_TRAINING_SHARE * total or not share / 3 <= reached <= 2 * share:
        return None
    return float(misfit(validation, validation + training, share)) + float(1 - used / total)


def split_by_cells(
    extents: Sequence[ChipExtent], labels: Sequence[np.ndarray], classes: int, share: float, seed: int
) -> Split:
    """Splits the labels inside the chips by small square cells of ground: the last resort for tiny data.

    `labels` are the chips' class indices (height, width). The network sees the surroundings of validation pixels while it
    trains, though never their labels, so that the figures are too optimistic; the caller should warn. Returns "none" where even
    cells cannot be divided.
    """
    chip_px = max(extent.side for extent in extents)
    everything = tuple(range(len(extents)))
    best: tuple[float, Split] | None = None
    for level, parts in enumerate(CELLS_PER_CHIP):
        cell_px = max(chip_px // parts, SMALLEST_CELL_PX)
        cells, counts = _cell_counts(extents, labels, classes, cell_px)
        if len(cells) < 2:
            continue
        selections = choose_units(counts, share, np.random.default_rng((seed, level)))
        for chosen in selections[:1]:
            cost = float(misfit(counts[chosen].sum(0), counts.sum(0), share)) + level * _SMALLER_BLOCK_COST
            if best is None or cost < best[0]:
                inside = frozenset(cell for cell, taken in zip(cells, chosen) if taken)
                best = cost, Split("cells", everything, everything, (), cell_px, inside)
    return best[1] if best else no_split(len(extents))


def _cell_counts(
    extents: Sequence[ChipExtent], labels: Sequence[np.ndarray], classes: int, cell_px: int
) -> tuple[list[tuple[int, int, int]], np.ndarray]:
    """Counts the labelled pixels of each cell by class, each pixel of a scene once."""
    counts: dict[tuple[int, int, int], np.ndarray] = {}
    for chip, own in owned_pixels(extents, range(len(extents)), [each.shape for each in labels]):
        xs, ys = extents[chip].pixel_centres(own.shape)
        rows, columns = np.nonzero(own & (labels[chip] < classes))
        cells = np.stack([xs[columns] // cell_px, ys[rows] // cell_px], 1).astype(int)
        found, inverse = np.unique(cells, axis=0, return_inverse=True)
        pairs = inverse.reshape(-1) * classes + labels[chip][rows, columns]
        table = np.bincount(pairs, minlength=len(found) * classes).reshape(len(found), classes)
        for (column, row), line in zip(found.tolist(), table):
            key = (extents[chip].frame, column, row)
            counts[key] = counts.get(key, 0) + line
    keys = sorted(counts)
    return keys, np.array([counts[key] for key in keys])


_ABSENT_COST = 3.0
_OVERALL_WEIGHT = 2.0
_WHOLLY_TAKEN_COST = 1e6
_WORK_PER_SEARCH = 20_000
_MOST_SEARCHES = 16
_ROUNDING = 1e-9
"""By how much of its value an estimated misfit may differ from the exact one, and more than that."""


def misfit(chosen_pixels: np.ndarray, all_pixels: np.ndarray, share: float) -> np.ndarray:
    """Returns how badly chosen pixels represent all: 0 where every class has exactly `share` of its pixels chosen.

    `chosen_pixels` is (..., classes), `all_pixels` (classes,); returns (...,). The mean over the classes of the
    squared relative error, each class counting the same, plus that of the whole. A class that is absent from the
    choice costs more than any share up to three times the wanted one; one that is chosen wholly costs more than anything.
    """
    occurring = all_pixels > 0
    chosen, everything = chosen_pixels[..., occurring].astype(float), all_pixels[occurring].astype(float)
    taken = chosen / everything
    cost = ((taken - share) / share) ** 2 + _ABSENT_COST * (chosen == 0) + _WHOLLY_TAKEN_COST * (taken >= 1)
    overall = chosen.sum(-1) / everything.sum()
    return cost.mean(-1) + _OVERALL_WEIGHT * ((overall - share) / share) ** 2


def choose_units(
    unit_pixels: np.ndarray, share: float, generator: np.random.Generator, reporter: Reporter | None = None
) -> list[np.ndarray]:
    """Chooses units (blocks, cells) for validation: returns different choices, bool (units,), best first.

    `unit_pixels` is (units, classes), the labelled pixels of each unit. From several random starts, the unit whose
    joining or leaving improves the fit most is moved until none does. Choices that take a class wholly, and empty ones, are
    not returned. Raises Cancelled.
    """
    totals = unit_pixels.sum(0)
    moves = _Moves(unit_pixels, totals, share)
    searches = int(np.clip(_WORK_PER_SEARCH // max(len(unit_pixels), 1), 2, _MOST_SEARCHES))
    found: dict[bytes, tuple[float, np.ndarray]] = {}
    for _ in range(searches):
        order = generator.permutation(len(unit_pixels))
        before = np.cumsum(unit_pixels[order].sum(1)) <= share * totals.sum() * generator.random()
        chosen = np.zeros(len(unit_pixels), bool)
        chosen[order[before]] = True
        cost = moves.improve(chosen, reporter or SilentReporter())
        if chosen.any() and cost < _WHOLLY_TAKEN_COST / max(len(totals), 1):
            found.setdefault(chosen.tobytes(), (cost, chosen))
    return [chosen for _, chosen in sorted(found.values(), key=lambda pair: pair[0])]


class _Moves:
    """Moves units into and out of a choice while that lowers the misfit.

    The squares of the relative errors are expanded, so the misfits of all moves come from one product of a matrix and a vector. That is
    fast where there are many classes, and exact to rounding. `misfit` decides between the best of them.
    """

    def __init__(self, unit_pixels: np.ndarray, totals: np.ndarray, share: float) -> None:
        """Takes the pixels of the units (units, classes), of all of them (classes,), and the share to choose."""
        self._pixels, self._totals, self._share = unit_pixels, totals, share
        occurring = totals > 0
        self._own = np.ascontiguousarray(unit_pixels[:, occurring])
        self._all = totals[occurring]
        self._lacks = (self._own == 0).astype(np.float64)
        self._parts = self._own / self._all
        self._squares = (self._parts**2).sum(1)
        self._largest = self._own.max(0, initial=0)
        self._whole = self._own.sum(1) / self._all.sum()

    def improve(self, chosen: np.ndarray, reporter: Reporter) -> float:
        """Moves units in and out of `chosen`, bool (units,), in place; returns the misfit reached. Raises Cancelled."""
        pixels = self._pixels[chosen].sum(0)
        cost = float(misfit(pixels, self._totals, self._share))
        while True:
            stop_if_cancelled(reporter)
            estimated = self._estimated(chosen, pixels[self._totals > 0])
            best = np.flatnonzero(estimated <= estimated.min() + _ROUNDING * max(1.0, estimated.min()))
            moved = pixels + np.where(chosen[best, np.newaxis], -self._pixels[best], self._pixels[best])
            costs = misfit(moved, self._totals, self._share)
            place = int(np.argmin(costs))
            if not costs[place] < cost - 1e-12:
                return cost
            unit = int(best[place])
            chosen[unit] = not chosen[unit]
            pixels, cost = moved[place], float(costs[place])

    def _estimated(self, chosen: np.ndarray, pixels: np.ndarray) -> np.ndarray:
        """Returns the misfit after the move of each unit, float64 (units,); `pixels` (classes,) are those of the choice."""
        sign = np.where(chosen, -1.0, 1.0)
        error = pixels / self._all - self._share
        squares = (error @ error + 2 * sign * (self._parts @ error) + self._squares) / self._share**2
        absent = self._lacks @ (pixels == 0).astype(np.float64)
        wholly = self._lacks @ (pixels >= self._all).astype(np.float64)
        leaving, near = np.flatnonzero(chosen), np.flatnonzero(pixels <= self._largest)
        absent[leaving] = (self._own[np.ix_(leaving, near)] == pixels[near]).sum(1)
        joining, near = np.flatnonzero(~chosen), np.flatnonzero(pixels + self._largest >= self._all)
        wholly[joining] = (self._own[np.ix_(joining, near)] >= (self._all - pixels)[near]).sum(1)
        classes = max(len(self._all), 1)
        overall = pixels.sum() / self._all.sum() + sign * self._whole - self._share
        return (squares + _ABSENT_COST * absent + _WHOLLY_TAKEN_COST * wholly) / classes + _OVERALL_WEIGHT * (
            overall / self._share
        ) ** 2
