"""Labelled pixels counted once, although chips overlap, and the patches that they form. Pure numpy.

Patches are found from runs, stretches of one class in a row, which are far fewer than pixels. The runs of all chips are joined at once, so
that a patch that several chips show is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX
from .chip_geometry import ChipExtent, ExtentIndex

MOST_RUNS = 1_000_000
"""Labels with more runs than about this many are thinned out before patches are counted."""
_SAMPLED_CHIPS = 64

LabelsOf = Callable[[int], np.ndarray]
"""Takes a chip's number and returns its class indices, uint8 (height, width)."""


def own_labels(
    windows: Sequence[ChipExtent], labels_of: LabelsOf, order: Sequence[int]
) -> Iterator[tuple[int, np.ndarray]]:
    """Yields the chips in `order`, each with its labels, without those that an earlier chip of the same scene has.

    `windows` are the chips' windows in pixels of their scenes (`SourceChip.in_scene`).
    """
    index = ExtentIndex(windows, order)
    rank = {chip: position for position, chip in enumerate(order)}
    for chip in order:
        window, labels = windows[chip], labels_of(chip)
        earlier = [other for other in index.overlapping(window) if rank[other] < rank[chip]]
        if earlier:
            labels = np.array(labels)
        for other in earlier:
            taken = windows[other]
            rows = slice(max(taken.top - window.top, 0), taken.bottom - window.top)
            labels[rows, max(taken.left - window.left, 0) : taken.right - window.left] = IGNORED_INDEX
        yield chip, labels


class PatchCounter:
    """Counts the patches of each class: groups of pixels of one class in one scene that touch, also at their corners."""

    def __init__(self, classes: int, step_px: int) -> None:
        """Counts patches of `classes` classes on every `step_px`-th row and column of the scenes."""
        self._classes, self._step = classes, step_px
        self._runs: list[np.ndarray] = []

    def add(self, window: ChipExtent, labels: np.ndarray) -> None:
        """Adds the labels of a window; each pixel of a scene may be labelled in one of them only."""
        found = _runs(labels[-window.top % self._step :: self._step, -window.left % self._step :: self._step])
        top, left = -(-window.top // self._step), -(-window.left // self._step)
        group = window.scene * self._classes + found[0]
        self._runs.append(np.stack([group, found[1] + top, found[2] + left, found[3] + left]))

    def counts(self) -> np.ndarray:
        """Returns the number of patches of each class: int64 (classes,)."""
        group, row, start, end = np.concatenate([np.zeros((4, 0), np.int64), *self._runs], axis=1)
        if not len(group):
            return np.zeros(self._classes, np.int64)
        # A run as an interval of one long line of all rows of all groups. Two spare pixels and rows keep these apart.
        height, width = np.ptp(row) + 2, end.max() - start.min() + 2
        line = (group * height + row - row.min()) * width - start.min()
        order = np.argsort(line + start)
        first, beyond, group = (line + start)[order], (line + end)[order], group[order]
        follows = np.flatnonzero(beyond[:-1] == first[1:])
        lowest = np.searchsorted(beyond, first + width, "left")
        touching = np.maximum(np.searchsorted(first, beyond + width, "right") - lowest, 0)
        upper = np.repeat(np.arange(len(first)), touching)
        lower = np.arange(len(upper)) - np.repeat(np.cumsum(touching) - touching - lowest, touching)
        roots = _roots(len(first), np.concatenate([follows, upper]), np.concatenate([follows + 1, lower]))
        return np.bincount(group[roots == np.arange(len(roots))] % self._classes, minlength=self._classes)


def patch_step(labels: Iterable[np.ndarray], chips: int) -> int:
    """Returns the step for `PatchCounter` with which `chips` chips like these labels have about `MOST_RUNS` runs at most."""
    sample = list(labels)
    side = min(map(min, (each.shape for each in sample)), default=1)
    for step in range(1, side + 1):
        runs = sum(_runs(each[::step, ::step]).shape[1] for each in sample)
        if runs * chips <= MOST_RUNS * len(sample):
            return step
    return max(side, 1)


def spread_sample(order: Sequence[int]) -> list[int]:
    """Returns some of the chips, evenly spaced in their order."""
    return [order[int(position)] for position in np.linspace(0, len(order) - 1, min(len(order), _SAMPLED_CHIPS))]


def _runs(labels: np.ndarray) -> np.ndarray:
    """Returns the runs of labelled pixels of one class: class index, row, first column and the column beyond, int64 (4, n)."""
    height, width = labels.shape
    lines = np.full((height, width + 1), IGNORED_INDEX, np.uint8)
    lines[:, :width] = labels
    flat = lines.reshape(-1)
    edges = np.concatenate([[0], np.flatnonzero(flat[1:] != flat[:-1]) + 1, [len(flat)]])
    starts, ends = edges[:-1], edges[1:]
    labelled = flat[starts] != IGNORED_INDEX
    starts, ends = starts[labelled], ends[labelled]
    rows, columns = np.divmod(starts, width + 1)
    return np.stack([flat[starts].astype(np.int64), rows, columns, columns + ends - starts])


def _roots(count: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Returns the smallest member of each node's connected component, given the edges between `one` and `other`."""
    roots = np.arange(count)
    while len(one):
        a, b = roots[one], roots[other]
        # Of several edges of one root any may win: it gets a smaller root in any case.
        roots[np.maximum(a, b)] = np.minimum(a, b)
        while not np.array_equal(shorter := roots[roots], roots):
            roots = shorter
        apart = roots[one] != roots[other]
        one, other = one[apart], other[apart]
    return roots
