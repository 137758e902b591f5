"""What the values of a raster look like, from a few small windows spread over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .grid import Window
from .statistics import BandStatistics, RunningStatistics
from .validity import missing_values, nothing_here

if TYPE_CHECKING:
    from .raster import RasterReader

_PER_AXIS = 4
_SIDE_PX = 64


def sample_windows(window: Window) -> tuple[Window, ...]:
    """Returns at most sixteen windows of at most 64 x 64 pixels, spread evenly over a window; all of it where it is small."""
    columns, rows = _places(window.width), _places(window.height)
    return tuple(
        Window(window.x + x, window.y + y, width, height) for y, height in rows for x, width in columns
    )  # fmt: skip


def _places(length: int) -> list[tuple[int, int]]:
    """Returns start and length of the stretches of one axis."""
    if length <= _PER_AXIS * _SIDE_PX:
        return [(0, length)]
    step = (length - _SIDE_PX) / (_PER_AXIS - 1)
    return [(round(number * step), _SIDE_PX) for number in range(_PER_AXIS)]


def sample_statistics(reader: RasterReader, window: Window) -> tuple[BandStatistics, ...]:
    """Returns statistics of the reader's bands over the valid pixels of `sample_windows`.

    A band without a valid pixel there has count 0. Raises RasterError where a block cannot be read.
    """
    statistics = RunningStatistics(len(reader.band_numbers))
    for part in sample_windows(window):
        pixels = reader.read(part)
        missing = missing_values(pixels, reader.nodata)
        nothing = nothing_here(missing, reader.nodata, reader.read_mask(part))
        statistics.add(pixels, missing | nothing)
    return statistics.result()
