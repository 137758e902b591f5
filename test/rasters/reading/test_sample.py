"""Sampling: a few small windows stand for a whole raster."""

from __future__ import annotations

import numpy as np
from pixel_classifier.rasters.chips.files import write_chip
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.sample import sample_values


def test_sampled_values_leave_out_what_is_missing(tmp_path):
    pixels = np.arange(2 * 300 * 20, dtype=np.float32).reshape(2, 20, 300)
    pixels[0, :, :100] = -1
    pixels[1, 3] = np.nan
    write_chip(str(tmp_path / "a.tif"), Grid(300, 20, (0, 1, 0, 0, 0, -1)), pixels, nodata=-1)
    with RasterReader(str(tmp_path / "a.tif")) as reader:
        first, second = sample_values(reader, reader.grid.window)
    assert first.min() >= 100 and first.size > 0
    assert second.min() >= 6000 and np.isfinite(second).all()
