"""Another pixel size on the fly, and the way back to the raster's own pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.rasters.core.errors import RasterError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.warped import WayBack, coarser_grid, resampled
from rasters_data import make_raster

SIZES = st.integers(1, 400)


@given(SIZES, SIZES, st.floats(0.1, 10))
def test_the_other_grid_covers_the_same_ground(width, height, factor):
    grid = Grid(width, height, (500.0, 2.0, 0.0, 900.0, 0.0, -2.0))
    other = coarser_grid(grid, factor)
    assert other.extent_map() == pytest.approx(grid.extent_map())
    assert other.width == max(1, round(width / factor))


@given(SIZES, SIZES, st.floats(0.2, 5), st.data())
def test_every_pixel_finds_the_one_in_which_its_centre_lies(width, height, factor, data):
    grid = Grid(width, height, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    other = coarser_grid(grid, factor)
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    asked = Window(x, y, data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y)))
    way = WayBack.of(asked, grid, other)
    assert other.window.intersection(way.window) == way.window
    centre = grid.to_map(asked.x + 0.5, asked.y + 0.5)
    column, row = other.to_pixel(*centre)
    assert way.window.x + way.columns[0] == pytest.approx(column, abs=1) and way.window.y <= row + 1e-9
    step, seen = data.draw(st.integers(1, 80)), []
    for top in range(0, way.window.height, step):
        rows = way.rows_of(top, min(step, way.window.height - top))
        seen.extend(range(rows.start, rows.stop))
        inside = way.rows[rows]
        assert ((inside >= top) & (inside < top + step)).all()
    assert seen == list(range(asked.height))


def test_larger_pixels_are_means_of_what_is_there(tmp_path):
    pixels = np.random.default_rng(0).integers(1, 200, (2, 40, 60)).astype(np.uint16)
    pixels[:, :4, :4] = 0
    path = make_raster(tmp_path / "a.tif", pixels, nodata=0)
    with RasterReader(path) as reader:
        grid = reader.grid
    other = coarser_grid(grid, 4)
    with RasterReader(path, None, resampled(path, other, 4)) as reader:
        assert reader.grid.geotransform == pytest.approx(other.geotransform) and reader.nodata == (0, 0)
        seen = reader.read(reader.grid.window)
    means = pixels.reshape(2, 10, 4, 15, 4).mean(axis=(2, 4))
    assert np.abs(seen - means)[:, 1:].max() <= 1 and (seen[:, 0, 0] == 0).all()


def test_smaller_pixels_lie_between_their_neighbours(tmp_path):
    pixels = np.arange(20, dtype=np.float32)[None, None].repeat(20, 1) * 10
    path = make_raster(tmp_path / "a.tif", pixels)
    with RasterReader(path) as reader:
        other = coarser_grid(reader.grid, 0.5)
    with RasterReader(path, None, resampled(path, other, 0.5)) as reader:
        row = reader.read(reader.grid.window)[0, 20]
    assert (np.diff(row) >= 0).all() and row[10] == pytest.approx(47.5)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(RasterError, match="cannot be opened"):
        resampled(str(tmp_path / "no.tif"), Grid(2, 2, (0, 1, 0, 0, 0, -1)), 2)
