"""How windows are divided: chips, tiles with overlap, strips of rows, and small samples. Pure arithmetic, in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from .grid import Window

_SAMPLE_PX = 64


def chip_positions(length: int, chip_size: int, stride: int) -> tuple[int, ...]:
    """Returns the starts of chips along one axis of `length` pixels.

    Chips start at multiples of `stride`; a last one is moved back so that it ends at the end. Every pixel is in
    a chip as long as `stride` <= `chip_size`. A single chip that reaches beyond the end is given where the axis is
    shorter than a chip.
    """
    if length <= chip_size:
        return (0,)
    starts = list(range(0, length - chip_size + 1, stride))
    if starts[-1] + chip_size < length:
        starts.append(length - chip_size)
    return tuple(starts)


@dataclass(frozen=True)
class Span:
    """A half-open run of rows or columns, in pixels."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        """Returns the number of rows or columns."""
        return self.stop - self.start


def tile_spans(length: int, tile_size: int, overlap: int, multiple: int) -> tuple[Span, ...]:
    """Lays tiles over one axis of `length` pixels, fitted to it.

    Starts and lengths are multiples of `multiple` (the network's stride). Neighbours overlap by at least `overlap` and never by more than
    half a tile, so that at most two tiles cover a pixel. No tile is longer than `tile_size` (rounded down to `multiple`). Tiles are
    balanced: none is computed twice to fill up the end. The last one may reach beyond `length` by less than `multiple`.

    Raises ValueError where `tile_size` leaves no room: it must be at least twice the overlap plus `multiple`.
    """
    padded = math.ceil(length / multiple) * multiple
    largest = tile_size // multiple * multiple
    step_overlap = math.ceil(overlap / multiple) * multiple
    if largest >= padded:
        return (Span(0, padded),)
    if largest < 2 * step_overlap or largest <= step_overlap:
        raise ValueError(f"Tiles of {tile_size} pixels are too small for an overlap of {overlap} pixels.")
    count = math.ceil((padded - step_overlap) / (largest - step_overlap))
    size = math.ceil((padded + (count - 1) * step_overlap) / count / multiple) * multiple
    size = max(size, 2 * step_overlap)
    starts = [number * (size - step_overlap) for number in range(count)]
    spans = [Span(start, min(start + size, padded)) for start in starts if start + step_overlap < padded]
    return tuple(spans)


def fixed_spans(length: int, tile_size: int, overlap: int, multiple: int) -> tuple[Span, ...]:
    """Lays tiles of exactly `tile_size` over one axis of `length` pixels, for networks that take no other size.

    As `tile_spans`, but the last one may reach beyond `length` by nearly a tile. `tile_size` is a multiple of `multiple`. Raises
    ValueError where the overlap is larger than half a tile.
    """
    step_overlap = math.ceil(overlap / multiple) * multiple
    if 2 * step_overlap > tile_size:
        raise ValueError(f"Tiles of {tile_size} pixels are too small for an overlap of {overlap} pixels.")
    count = max(1, math.ceil((length - step_overlap) / (tile_size - step_overlap)))
    if count == 1:
        return (Span(0, tile_size),)
    smallest = math.ceil(tile_size / 2 / multiple) * multiple
    step = max(math.ceil((length - tile_size) / (count - 1) / multiple) * multiple, smallest)
    return tuple(Span(start, start + tile_size) for start in range(0, (count - 1) * step + 1, step))


def strips(window: Window, rows: int) -> Iterator[Window]:
    """Yields strips of at most `rows` rows, from top to bottom, that together are the window."""
    for y in range(window.y, window.bottom, rows):
        yield Window(window.x, y, window.width, min(rows, window.bottom - y))


def strip_height(width: int, most_pixels: int, block_rows: int) -> int:
    """Returns how many rows a strip of `width` columns and about `most_pixels` pixels has.

    These are whole rows of blocks, each `block_rows` high, unless blocks are too high for that.
    """
    height = max(1, most_pixels // width)
    if block_rows > 4 * height:
        return height
    return max(1, round(height / block_rows)) * block_rows


def sample_windows(window: Window) -> tuple[Window, ...]:
    """Returns at most 36 windows of at most 64 x 64 pixels, spread evenly over a window; all of it where it is small.

    On a side of less than 4096 pixels there are four of them, or reading them would take a tenth of the whole.
    """
    columns, rows = _sample_spans(window.width), _sample_spans(window.height)
    return tuple(
        Window(window.x + column.start, window.y + row.start, column.length, row.length)
        for row in rows
        for column in columns
    )


def _sample_spans(length: int) -> tuple[Span, ...]:
    """Returns the sampled runs of one axis."""
    count = 4 if length < 4096 else 6
    if length <= count * _SAMPLE_PX:
        return (Span(0, length),)
    step = (length - _SAMPLE_PX) / (count - 1)
    starts = [round(number * step) for number in range(count)]
    return tuple(Span(start, start + _SAMPLE_PX) for start in starts)
