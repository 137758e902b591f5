"""Extents of chips in pixels of a common frame, their overlaps, and which of several chips owns a pixel. Pure numpy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

_EDGE_TOLERANCE = 1e-3
"""An edge this close to a pixel's edge, in pixels, is taken to lie on it."""


@dataclass(frozen=True)
class ChipExtent:
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
    def covering(cls, frame: int, scene: int, xs: Sequence[float], ys: Sequence[float]) -> ChipExtent:
        """Returns the smallest extent that covers points of the frame."""
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

    def overlaps(self, other: ChipExtent) -> bool:
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

    def pixel_centres(self, shape: tuple[int, int] | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Returns x of the columns and y of the rows of a chip, at the pixels' centres.

        `shape` is the number of the chip's rows and columns; None where its pixels are those of the frame.
        """
        width, height = self.right - self.left, self.bottom - self.top
        rows, columns = shape or (height, width)
        # The ratio is exactly 1 for pixels of the frame: chips then agree to the bit on the coordinates of a pixel.
        xs, ys = (np.arange(columns) + 0.5) * (width / columns), (np.arange(rows) + 0.5) * (height / rows)
        return self.left + xs, self.top + ys


class ExtentIndex:
    """Spatial index of extents."""

    def __init__(self, extents: Sequence[ChipExtent], members: Sequence[int]) -> None:
        """Indexes the `members` (positions) of `extents`."""
        self._extents = extents
        self._side = max((extents[member].side for member in members), default=1)
        self._blocks: dict[tuple[int, int, int], list[int]] = {}
        for member in members:
            self._blocks.setdefault(extents[member].block(self._side), []).append(member)

    def overlapping(self, extent: ChipExtent) -> Iterator[int]:
        """Yields the members that share a pixel with an extent."""
        reach = math.ceil((extent.side + self._side) / 2 / self._side)
        frame, column, row = extent.block(self._side)
        for dy in range(-reach, reach + 1):
            for dx in range(-reach, reach + 1):
                for member in self._blocks.get((frame, column + dx, row + dy), ()):
                    if extent.overlaps(self._extents[member]):
                        yield member


def owned_pixels(
    extents: Sequence[ChipExtent], members: Sequence[int], shapes: Sequence[tuple[int, int]] | None = None
) -> Iterator[tuple[int, np.ndarray]]:
    """Yields each member with the pixels that count as its own: bool, of its shape, or of the extent's height and width.

    Each pixel counts once: where chips of one scene overlap, it belongs to the chip whose centre is nearest (the first
    of equals), which sees most around it. `shapes` are those of all chips, as in `pixel_centres`.
    """
    index = ExtentIndex(extents, members)
    for member in members:
        extent = extents[member]
        xs, ys = extent.pixel_centres(None if shapes is None else shapes[member])
        own = np.ones((len(ys), len(xs)), bool)
        for other in index.overlapping(extent):
            rival = extents[other]
            if other == member or rival.scene != extent.scene:
                continue
            columns = slice(*np.searchsorted(xs, (rival.left, rival.right)))
            rows = slice(*np.searchsorted(ys, (rival.top, rival.bottom)))
            mine = _distance(extent, xs[columns], ys[rows])
            its = _distance(rival, xs[columns], ys[rows])
            own[rows, columns] &= (mine <= its) if member < other else (mine < its)
        yield member, own


def _distance(extent: ChipExtent, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Returns the squared distance from an extent's centre, (rows, columns)."""
    x, y = extent.centre
    return ((xs - x) ** 2)[np.newaxis, :] + ((ys - y) ** 2)[:, np.newaxis]
