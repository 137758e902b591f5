"""Blends the probabilities of overlapping tiles, one row of tiles at a time.

Only the current row of tiles is held: classes x tile height x width in float32, on the network's device. Rows that no later
tile covers are finished; the others move to the top for the next row of tiles.

A network sees little context at a tile's edge and is less accurate there: the outer quarter of each overlap is left to the
neighbour, and over the inner half the weights follow a cosine. Networks that pool over the whole tile differ between neighbours everywhere,
not only at the edge. A transition is least visible where it is longest, so their weights change linearly over the whole overlap. The
weights of all tiles sum to one at every pixel, so no normalisation follows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch

from ...rasters.core.tiling import Span
from .tiles import TileLayout


class RowMosaic:
    """The weighted sums of the tiles of the current row of tiles."""

    def __init__(
        self,
        layout: TileLayout,
        class_count: int,
        device: torch.device | None = None,
        linear: bool = False,
        first: int = 0,
    ) -> None:
        """Allocates the sums on the device (by default the CPU) for the tallest row of tiles of `layout`.

        `linear` weights suit networks that pool over the tile. `first` is the number of the row of tiles to begin with.
        """
        self._layout = layout
        self._rows, self._columns = (
            [(part, torch.from_numpy(weights[part]).to(device)) for part, weights in _weighted_parts(spans, linear)]
            for spans in (layout.rows, layout.columns)
        )
        height = max(span.length for span in layout.rows)
        shape = (class_count, height, layout.columns[-1].stop)
        self._sums = torch.zeros(shape, dtype=torch.float32, device=device)
        self._number = first
        self._is_clear = True

    def add(self, column: int, probabilities: torch.Tensor) -> None:
        """Adds the tile of the `column`-th column in the current row of tiles.

        `probabilities` is float32 (classes, height, width) of the tile, on the mosaic's device. What has no weight is left alone: NaN there
        would spoil the neighbour's.
        """
        start = self._layout.columns[column].start
        (rows, down), (columns, across) = self._rows[self._number], self._columns[column]
        target = self._sums[:, rows, start + columns.start : start + columns.stop]
        target.addcmul_(probabilities[:, rows, columns], down[:, None] * across)
        self._is_clear = False

    def finish_row(self) -> torch.Tensor:
        """Returns the finished rows, `layout.finished`, of the current row of tiles in all columns of the window.

        float32 (classes, rows, window width); a view, valid until `next_row`.
        """
        finished = self._layout.finished(self._number)
        return self._sums[:, : finished.length, : self._layout.window.width]

    def next_row(self) -> None:
        """Moves the unfinished rows to the top and clears the others."""
        rows = self._layout.rows
        done = rows[self._number + 1].start - rows[self._number].start
        kept = rows[self._number].stop - rows[self._number + 1].start
        self._number += 1
        if self._is_clear:  # all sums are 0
            return
        if kept:
            self._sums[:, :kept] = self._sums[:, done : done + kept]
        self._sums[:, kept:] = 0


def _weighted_parts(spans: Sequence[Span], linear: bool) -> list[tuple[slice, np.ndarray]]:
    """Returns for each span along an axis the part that has a weight, and the weights of all of it."""
    found = []
    for weights in axis_weights(spans, linear):
        places = np.flatnonzero(weights)
        found.append((slice(int(places[0]), int(places[-1]) + 1), weights))
    return found


_STEPS = 4096
"""Weights are whole multiples of 1 / 4096: they, and the products of two of them, are exact in float32."""


def rising_ramp(overlap: int, linear: bool = False) -> np.ndarray:
    """Returns the weights of the later of two tiles over the `overlap` pixels that both cover.

    float32 of shape (overlap,): 0 over the outer quarter, a rising half cosine over the inner half, 1 after it; with
    `linear` a straight line over all of it. The earlier tile has one minus these, which mirrors them. (A pixel deep inside
    the earlier tile is at the edge of the later one, so the later tile starts with the least.)
    """
    if linear:
        return (np.round((np.arange(overlap) + 0.5) / max(overlap, 1) * _STEPS) / _STEPS).astype(np.float32)
    quarter = overlap // 4
    inner = overlap - 2 * quarter
    ramp = np.zeros(overlap, np.float32)
    ramp[overlap - quarter :] = 1
    positions = (np.arange(inner) + 0.5) / max(inner, 1)
    ramp[quarter : quarter + inner] = np.round((0.5 - 0.5 * np.cos(math.pi * positions)) * _STEPS) / _STEPS
    return ramp


def axis_weights(spans: Sequence[Span], linear: bool = False) -> tuple[np.ndarray, ...]:
    """Returns the weights of each tile along one axis, with the ramps of `rising_ramp` over the overlaps.

    `spans` are the tiles in ascending order, each overlapping only its neighbours (as `grid.tile_spans` lays them).
    Returns one float32 array of shape (span.length,) per span. Outer edges have weight 1 up to the edge, and at each
    pixel the weights of all tiles sum to exactly one. The weight of a pixel in a tile of two axes is the product of
    both.

    Raises ValueError where three tiles cover one pixel, or neighbours leave a gap.
    """
    weights = tuple(np.ones(span.length, np.float32) for span in spans)
    for number, (earlier, later) in enumerate(zip(spans, spans[1:])):
        overlap = earlier.stop - later.start
        crowded = number + 2 < len(spans) and spans[number + 2].start < earlier.stop
        if overlap < 0 or overlap > min(earlier.length, later.length) or crowded:
            raise ValueError(f"Tiles {number} to {number + 2} leave a gap or cover one pixel three times: {spans}")
        if overlap:
            ramp = rising_ramp(overlap, linear)
            weights[number][-overlap:] = 1 - ramp
            weights[number + 1][:overlap] = ramp
    return weights
