"""Distances on the ground from the scenes and from the validation to the nearest label that trains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.grid import Grid
from ..data.batches import LabelledChips
from ..reports.distance_section import SplitDistances, quantile_places
from .dataset import Data

MOST_LABELS, MOST_PLACES = 8_000, 2_500
"""The number of training labels that are compared, and of places of the scenes and of the validation."""
_MOST_SCENES = 200
_CELLS_PER_CHIP = 16
_AT_ONCE = 128


def split_distances(data: Data, seed: int) -> SplitDistances | None:
    """Returns the distances of a split, None without validation.

    Labels count once in each square of a 16th of a chip, at one of their pixels; where there are very many, a random sample does.
    """
    if data.validation is None:
        return None
    chips = data.training.cache.chips
    if any(chip.folder.kind != "own" for chip in chips):
        return SplitDistances(reason="chips of other programs do not state how far their scenes reach")
    grids = {chip.extent.scene: chip.folder.scenes[chip.record.scene].grid for chip in chips}
    generator = np.random.default_rng(seed)
    shown = sorted(grids)
    if len(shown) > _MOST_SCENES:
        shown = sorted(generator.choice(shown, _MOST_SCENES, replace=False).tolist())
    area = sum(grids[scene].width * grids[scene].height for scene in shown)
    scenes = [_positions(grids[scene], *spread_places(grids[scene], MOST_PLACES / area)) for scene in shown]
    training = _label_positions(data.training, grids, MOST_LABELS, generator)
    validation = _label_positions(data.validation, grids, MOST_PLACES, generator)
    known = [each for each in scenes if each is not None]
    if not known or training is None or validation is None:
        return SplitDistances(reason="the imagery has no place on the ground (no usable CRS)")
    return SplitDistances(
        quantile_places(np.sort(nearest_m(np.concatenate(known), training))),
        quantile_places(np.sort(nearest_m(validation, training))),
        scenes=len(grids),
        left_out=len(grids) - len(known),
    )


def spread_places(grid: Grid, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Returns columns and rows of pixels on a regular lattice over a grid, int64 (n,): about that share of its pixels, at least one."""
    step = max(1.0, share**-0.5)
    lines = (np.arange(max(1, round(length / step))) for length in (grid.width, grid.height))
    columns, rows = (
        ((line + 0.5) * (length / len(line))).astype(np.int64) for line, length in zip(lines, (grid.width, grid.height))
    )
    x, y = np.meshgrid(columns, rows)
    return x.reshape(-1), y.reshape(-1)


def nearest_m(places: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Returns the distance from each place, float64 (n, 3) in metres, to the nearest of the targets (m, 3): (n,)."""
    found = np.empty(len(places))
    for start in range(0, len(places), _AT_ONCE):
        part = places[start : start + _AT_ONCE]
        squares = sum((part[:, axis, None] - targets[:, axis]) ** 2 for axis in range(3))
        found[start : start + _AT_ONCE] = np.sqrt(squares.min(1))
    return found


def _label_positions(
    chips: LabelledChips, grids: dict[int, Grid], most: int, generator: np.random.Generator
) -> np.ndarray | None:
    """Returns the positions of labels, float64 (n, 3), None where no scene has a place on the ground."""
    pixels: dict[int, list[np.ndarray]] = {}
    for position, row in enumerate(chips.rows):
        window = chips.cache.chips[row].in_scene
        size = window.bottom - window.top, window.right - window.left
        labelled = chips.labels_of(position)[: size[0], : size[1]] != IGNORED_INDEX
        rows, columns = _one_in_each_cell(labelled, max(1, window.side // _CELLS_PER_CHIP))
        pixels.setdefault(window.scene, []).append(np.stack([columns + window.left, rows + window.top]))
    joined = {scene: np.unique(np.concatenate(parts, 1), axis=1) for scene, parts in pixels.items()}
    count = sum(each.shape[1] for each in joined.values())
    found = []
    for scene, each in joined.items():
        if count > most:
            each = each[:, generator.random(each.shape[1]) < most / count]
        positions = _positions(grids[scene], each[0], each[1])
        if positions is not None and len(positions):
            found.append(positions)
    return np.concatenate(found) if found else None


def _one_in_each_cell(labelled: np.ndarray, cell_px: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns rows and columns of the first labelled pixel in each square of `cell_px` pixels that has one."""
    rows, columns = np.nonzero(labelled)
    _, first = np.unique(rows // cell_px * labelled.shape[1] + columns // cell_px, return_index=True)
    return rows[first].astype(np.int64), columns[first].astype(np.int64)


def _positions(grid: Grid, columns: Sequence[int], rows: Sequence[int]) -> np.ndarray | None:
    """Returns positions on the ground; needs GDAL."""
    from ...rasters.core.ground_positions import ground_positions_m

    return ground_positions_m(grid, columns, rows)
