"""Row bands: one buffer that stays, whatever is asked for in which steps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.reading import row_reader
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.row_reader import RowReader
from rasters_data import make_raster

HEIGHT, WIDTH = 200, 30


@pytest.fixture(scope="module")
def rasters(tmp_path_factory):
    """Open readers over one image in blocks of several heights."""
    folder = tmp_path_factory.mktemp("rows")
    pixels = np.random.default_rng(0).integers(1, 60000, (2, HEIGHT, WIDTH)).astype(np.uint16)
    readers = {
        rows: RasterReader(make_raster(folder / f"{rows}.tif", pixels, options=(f"BLOCKYSIZE={rows}",)))
        for rows in (1, 7, 64, HEIGHT)
    }
    return pixels, readers


@settings(max_examples=60)
@given(
    block=st.sampled_from([1, 7, 64, HEIGHT]),
    low=st.sampled_from([1, 20, 256]),
    bands=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 90)), min_size=1, max_size=8),
)
def test_any_descending_bands_hold_what_the_image_holds(rasters, block, low, bands):
    pixels, readers = rasters
    rows = RowReader(readers[block], Window(3, 10, 20, HEIGHT - 15))
    before, y0 = row_reader._LOW_ROWS, 10
    row_reader._LOW_ROWS = low
    try:
        for step, height in bands:
            y0 = min(y0 + step, HEIGHT - 6)
            y1 = min(y0 + height, HEIGHT - 5)
            read, nothing = rows.rows(y0, y1)
            np.testing.assert_array_equal(read, pixels[:, y0:y1, 3:23])
            assert nothing.shape == (y1 - y0, 20) and not nothing.any()
    finally:
        row_reader._LOW_ROWS = before


def test_equal_bands_use_one_buffer(rasters):
    _, readers = rasters
    rows = RowReader(readers[7], Window(0, 0, WIDTH, HEIGHT))
    rows.rows(0, 40)
    first = rows._pixels
    for y in range(32, 160, 32):
        rows.rows(y, y + 40)
        grown, first = rows._pixels is not first, rows._pixels
    assert not grown


def test_whoever_waits_can_stop_between_two_block_rows(rasters, monkeypatch):
    monkeypatch.setattr(row_reader, "_LOW_ROWS", 1)
    asked = []

    def pause():
        asked.append(1)
        if len(asked) == 3:
            raise InterruptedError

    rows = RowReader(rasters[1][64], Window(0, 0, WIDTH, HEIGHT), pause=pause)
    with pytest.raises(InterruptedError):
        rows.rows(0, HEIGHT)
    assert len(asked) == 3


def test_what_a_mosaic_has_no_file_for_is_not_read(tmp_path, monkeypatch):
    pixels = np.random.default_rng(1).integers(1, 200, (2, 20, 30)).astype(np.uint16)
    part = make_raster(tmp_path / "part.tif", pixels, nodata=0)
    wide = str(tmp_path / "wide.vrt")
    gdal.Translate(wide, part, format="VRT", srcWin=(0, -200, 30, 400)).FlushCache()
    read, original = [], RasterReader.read_into
    monkeypatch.setattr(
        RasterReader, "read_into", lambda self, window, *to: read.append(window) or original(self, window, *to)
    )
    with RasterReader(wide) as reader:
        rows, parts = RowReader(reader, reader.grid.window), []
        for y in range(0, 400, 40):
            values, nothing = rows.rows(y, y + 40)
            parts.append(values.copy())
            assert (nothing == (values[0] == 0)).all()
    expected = np.zeros((2, 400, 30), np.uint16)
    expected[:, 200:220] = pixels
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), expected)
    assert 0 < sum(window.height for window in read) < 400
