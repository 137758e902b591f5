"""Footprints of chips on the ground, their overlaps, and which of several chips owns a pixel. Pure numpy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

_EDGE_TOLERANCE = 1e-3
"""An edge this close to a pixel's edge, in pixels, is taken to lie on it."""


@dataclass(frozen=True)
class Footprint:
    """The ground that a chip covers: whole pixels of a pixel frame, right and bottom exclusive.

    Chips of one CRS share a `frame`, so that overlaps between scenes are known; `scene` is the number of their raster.
    """

    frame: int
    scene: int
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def covering(cls, frame: int, scene: int, xs: Sequence[float], ys: Sequence[float]) -> Footprint:
        """Returns the smallest footprint that covers points of the frame."""
        left, top = (math.floor(min(numbers) + _EDGE_TOLERANCE) for numbers in (xs, ys))
        right, bottom = (math.ceil(max(numbers) - _EDGE_TOLERANCE) for numbers in (xs, ys))
        return cls(frame, scene, left, top, right, bottom)

    @property
    def side(self) -> int:
        """Returns the longer side, in pixels of the frame."""
        return max(self.right - self.left, self.bottom - self.top)

    @property
    def centre(self) -> tuple[float, float]:
        """Returns x and y of the centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlaps(self, other: Footprint) -> bool:
        """Returns whether the two share a pixel."""
        return (
            self.frame == other.frame
            and self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def block(self, block_px: int) -> tuple[int, int, int]:
        """Returns the frame, column and row of the square block of `block_px` pixels that holds the centre."""
        x, y = self.centre
        return self.frame, math.floor(x / block_px), math.floor(y / block_px)

    def pixel_centres(self, size_px: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Returns x of the columns and y of the rows of a chip, at the pixels' centres.

        The chip has `size_px` pixels a side; None where its pixels are those of the frame.
        """
        width, height = self.right - self.left, self.bottom - self.top
        columns, rows = size_px or width, size_px or height
        # The ratio is exactly 1 for pixels of the frame: chips then agree to the bit on the coordinates of a pixel.
        xs, ys = (np.arange(columns) + 0.5) * (width / columns), (np.arange(rows) + 0.5) * (height / rows)
        return self.left + xs, self.top + ys


class FootprintIndex:
    """Spatial index of footprints."""

    def __init__(self, footprints: Sequence[Footprint], members: Sequence[int]) -> None:
        """Indexes the `members` (positions) of `footprints`."""
        self._footprints = footprints
        self._side = max((footprints[member].side for member in members), default=1)
        self._blocks: dict[tuple[int, int, int], list[int]] = {}
        for member in members:
            self._blocks.setdefault(footprints[member].block(self._side), []).append(member)

    def overlapping(self, footprint: Footprint) -> Iterator[int]:
        """Yields the members that share a pixel with a footprint."""
        reach = math.ceil((footprint.side + self._side) / 2 / self._side)
        frame, column, row = footprint.block(self._side)
        for dy in range(-reach, reach + 1):
            for dx in range(-reach, reach + 1):
                for member in self._blocks.get((frame, column + dx, row + dy), ()):
                    if footprint.overlaps(self._footprints[member]):
                        yield member


def owned_pixels(
    footprints: Sequence[Footprint], members: Sequence[int], size_px: int | None = None
) -> Iterator[tuple[int, np.ndarray]]:
    """Yields each member with the pixels that count as its own: bool (size_px, size_px), or the footprint's height and width.

    Each pixel counts once: where chips of one scene overlap, it belongs to the chip whose centre is nearest (the first
    of equals), which sees most around it. `size_px` as in `pixel_centres`.
    """
    index = FootprintIndex(footprints, members)
    for member in members:
        footprint = footprints[member]
        xs, ys = footprint.pixel_centres(size_px)
        own = np.ones((len(ys), len(xs)), bool)
        for other in index.overlapping(footprint):
            rival = footprints[other]
            if other == member or rival.scene != footprint.scene:
                continue
            columns = slice(*np.searchsorted(xs, (rival.left, rival.right)))
            rows = slice(*np.searchsorted(ys, (rival.top, rival.bottom)))
            mine = _distance(footprint, xs[columns], ys[rows])
            its = _distance(rival, xs[columns], ys[rows])
            own[rows, columns] &= (mine <= its) if member < other else (mine < its)
        yield member, own


def _distance(footprint: Footprint, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Returns the squared distance from a footprint's centre, (rows, columns)."""
    x, y = footprint.centre
    return ((xs - x) ** 2)[np.newaxis, :] + ((ys - y) ** 2)[:, np.newaxis]
