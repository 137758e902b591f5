"""What the values of a raster look like, from some small windows spread over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..core.grid import Window
from .nodata import missing_values, nothing_here

if TYPE_CHECKING:
    from .reader import RasterReader

_SIDE_PX = 64
_FEW, _MANY = 4, 6
_LONG_PX = 4096


def sample_windows(window: Window) -> tuple[Window, ...]:
    """Returns at most 36 windows of at most 64 x 64 pixels, spread evenly over a window; all of it where it is small.

    On a side of less than 4096 pixels there are four of them, or reading them would take a tenth of the whole.
    """
    columns, rows = _places(window.width), _places(window.height)
    return tuple(
        Window(window.x + x, window.y + y, width, height) for y, height in rows for x, width in columns
    )  # fmt: skip


def _places(length: int) -> list[tuple[int, int]]:
    """Returns start and length of the stretches of one axis."""
    count = _FEW if length < _LONG_PX else _MANY
    if length <= count * _SIDE_PX:
        return [(0, length)]
    step = (length - _SIDE_PX) / (count - 1)
    return [(round(number * step), _SIDE_PX) for number in range(count)]


def sample_values(reader: RasterReader, window: Window) -> tuple[np.ndarray, ...]:
    """Returns the values of each of the reader's bands at the valid pixels of `sample_windows`, on one axis each.

    Raises RasterError where a block cannot be read.
    """
    found: list[list[np.ndarray]] = [[] for _ in reader.band_numbers]
    for part in sample_windows(window):
        pixels = reader.read(part)
        missing = missing_values(pixels, reader.nodata)
        there = ~(missing | nothing_here(missing, reader.nodata, reader.read_mask(part)))
        for band, values in enumerate(pixels):
            found[band].append(values[there[band]])
    return tuple(np.concatenate(values) for values in found)
