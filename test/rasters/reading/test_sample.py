"""Sampling: a few small windows stand for a whole raster."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.sample import sample_values, sample_windows
from pixel_classifier.rasters.writing.raster_writer import write_chip


@given(st.builds(Window, st.integers(0, 99), st.integers(0, 99), st.integers(1, 5000), st.integers(1, 5000)))
def test_sampled_windows_lie_inside_apart_and_are_few(window):
    parts = sample_windows(window)
    assert len(parts) <= 36 and sum(part.pixels for part in parts) <= 384 * 384
    assert all(part.intersection(window) == part for part in parts)
    assert all(a.intersection(b) is None for a in parts for b in parts if a != b)
    if window.width <= 256 and window.height <= 256:
        assert parts == (window,)


def test_sampled_values_leave_out_what_is_missing(tmp_path):
    pixels = np.arange(2 * 300 * 20, dtype=np.float32).reshape(2, 20, 300)
    pixels[0, :, :100] = -1
    pixels[1, 3] = np.nan
    write_chip(str(tmp_path / "a.tif"), Grid(300, 20, (0, 1, 0, 0, 0, -1)), pixels, nodata=-1)
    with RasterReader(str(tmp_path / "a.tif")) as reader:
        first, second = sample_values(reader, reader.grid.window)
    assert first.min() >= 100 and first.size > 0
    assert second.min() >= 6000 and np.isfinite(second).all()
