"""How overlapping tiles share the pixels that both cover. Pure functions.

A network sees little of the surroundings of a pixel at a tile's edge, so its answer there is poor: the outer
quarter of each overlap is left to the neighbour, and over the inner half the weights change along a cosine. Networks that
pool over the whole tile differ between neighbours everywhere, not at the edge alone: what one tile calls wood and the next
one field must change somewhere in the overlap, and shows the less the longer the way is. Their weights change evenly over all
of it. The weights of all tiles sum to one at every pixel, so that no pass of normalisation is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..rasters.grid import Span

_STEPS = 4096
"""Weights are whole multiples of 1 / 4096: they, and the products of two of them, are exact in float32."""


def rising_ramp(overlap: int, even: bool = False) -> np.ndarray:
    """Returns the weights of the later of two tiles over the `overlap` pixels that both cover.

    float32 of shape (overlap,): 0 over the outer quarter, a rising half cosine over the inner half, 1 after it; or, where
    `even`, a straight line over all of it. The earlier tile has one minus these, which mirrors them. (A pixel deep inside
    the earlier tile is at the edge of the later one, so the later tile starts with the least.)
    """
    if even:
        return (np.round((np.arange(overlap) + 0.5) / max(overlap, 1) * _STEPS) / _STEPS).astype(np.float32)
    quarter = overlap // 4
    inner = overlap - 2 * quarter
    ramp = np.zeros(overlap, np.float32)
    ramp[overlap - quarter :] = 1
    positions = (np.arange(inner) + 0.5) / max(inner, 1)
    ramp[quarter : quarter + inner] = np.round((0.5 - 0.5 * np.cos(math.pi * positions)) * _STEPS) / _STEPS
    return ramp


def axis_weights(spans: Sequence[Span], even: bool = False) -> tuple[np.ndarray, ...]:
    """Returns the weights of each tile along one axis, which change as `rising_ramp` says.

    `spans` are the tiles in ascending order, each overlapping only its neighbours (as `grid.tile_spans` lays them).
    Gives one float32 array of shape (span.length,) per span. Outer edges have weight 1 up to the edge, and at each
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
            ramp = rising_ramp(overlap, even)
            weights[number][-overlap:] = 1 - ramp
            weights[number + 1][:overlap] = ramp
    return weights
