"""Samples the values of a raster in some small windows spread over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..core.grid import Window
from ..core.tiling import sample_windows
from .nodata import missing_values, nodata_pixels

if TYPE_CHECKING:
    from .reader import RasterReader


def sample_values(reader: RasterReader, window: Window) -> tuple[np.ndarray, ...]:
    """Returns the values of each of the reader's bands at the valid pixels of `sample_windows`, on one axis each.

    Raises RasterError where a block cannot be read.
    """
    found: list[list[np.ndarray]] = [[] for _ in reader.band_numbers]
    for part in sample_windows(window):
        pixels = reader.read(part)
        missing = missing_values(pixels, reader.nodata)
        valid = ~(missing | nodata_pixels(missing, reader.nodata, reader.read_mask(part)))
        for band, values in enumerate(pixels):
            found[band].append(values[valid[band]])
    return tuple(np.concatenate(values) for values in found)
