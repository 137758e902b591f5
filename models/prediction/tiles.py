"""Which tiles a classification computes: where they lie, and which rows each row of tiles finishes. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...rasters.core.errors import SettingsError
from ...rasters.core.grid import Window
from ...rasters.core.tiling import Span, tile_spans

_CHEAP = 1.16
"""Tiles that together are no longer than this many times an axis are cheap: both axes then cost 1.35 times the raster."""


@dataclass(frozen=True)
class TileLayout:
    """Tiles over a part of a raster.

    `asked` is what the result covers and `window` what the tiles cover, both in pixels of the raster. `rows` and
    `columns` are the tiles' spans, counted from the upper left corner of `window`; the last ones may reach beyond it.
    """

    asked: Window
    window: Window
    rows: tuple[Span, ...]
    columns: tuple[Span, ...]

    @property
    def pixels(self) -> int:
        """Returns the number of pixels of all tiles, overlaps counted twice."""
        return sum(row.length for row in self.rows) * sum(column.length for column in self.columns)

    def finished(self, number: int) -> Span:
        """Returns the rows of `window` that no tile below the `number`-th row of tiles covers."""
        following = self.rows[number + 1 :]
        return Span(self.rows[number].start, following[0].start if following else self.window.height)

    def rows_inside(self, number: int) -> Span:
        """Returns the rows of `window` that the `number`-th row of tiles covers."""
        return Span(self.rows[number].start, min(self.rows[number].stop, self.window.height))


def lay_tiles(
    asked: Window, raster: Window, tile_size_px: int, overlap_px: int, multiple_px: int, elastic: bool = False
) -> TileLayout:
    """Lays tiles over the `asked` window of a `raster`.

    Where the raster goes on beyond the asked window, the tiles take in half an overlap of it, so that the edges of
    an extent are classified as well as its inside; their origins lie on the raster's multiples of `multiple_px`, the network's stride, so that
    neighbouring extents agree. `elastic` tiles may be up to five eighths larger where the raster would else need so many
    that their overlaps cost too much. Raises SettingsError where the tiles are too small for the overlap.
    """
    margin = overlap_px // 2
    left = max(asked.x - margin, 0) // multiple_px * multiple_px
    top = max(asked.y - margin, 0) // multiple_px * multiple_px
    right, bottom = min(asked.right + margin, raster.right), min(asked.bottom + margin, raster.bottom)
    window = Window(left, top, right - left, bottom - top)
    try:
        sizes = range(tile_size_px, tile_size_px * (13 if elastic else 8) // 8 + 1, multiple_px)
        rows = _cheap_spans(window.height, sizes, overlap_px, multiple_px)
        columns = _cheap_spans(window.width, sizes, overlap_px, multiple_px)
    except ValueError as error:
        rounded = -(-overlap_px // multiple_px) * multiple_px
        raise SettingsError(
            f"Tiles of {tile_size_px} pixels are too small for an overlap of {overlap_px} pixels. Choose a tile size of "
            f"at least {max(2 * rounded, multiple_px)}, or a smaller overlap."
        ) from error
    return TileLayout(asked, window, rows, columns)


def _cheap_spans(length: int, sizes: Sequence[int], overlap_px: int, multiple_px: int) -> tuple[Span, ...]:
    """Returns the spans of the smallest of the tile sizes whose overlaps are cheap, else of the size that is cheapest."""
    found: list[tuple[int, tuple[Span, ...]]] = []
    for size in sizes:
        spans = tile_spans(length, size, overlap_px, multiple_px)
        found.append((sum(span.length for span in spans), spans))
        if found[-1][0] <= _CHEAP * length:
            return spans
    return min(found, key=lambda each: each[0])[1]


def equal_batches(numbers: Sequence[int], spans: Sequence[Span], size: int) -> Iterator[list[int]]:
    """Yields runs of at most `size` of the tile `numbers`, in order, whose `spans` are equally long."""
    batch: list[int] = []
    for number in numbers:
        if batch and (len(batch) == size or spans[number].length != spans[batch[0]].length):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
