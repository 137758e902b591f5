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
rng = np.random.default_rng(7)


def ramp(bands: int, height: int, width: int, dtype: str = "uint8") -> np.ndarray:
    return rng.integers(0, 250, (bands, height, width)).astype(dtype)


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


class CountingReader(RasterReader):
    """Remembers what was read."""

    def __init__(self, path, bands=None):
        super().__init__(path, bands)
        self.windows: list[Window] = []

    def read_into(self, window, buffer, row):
        self.windows.append(window)
        super().read_into(window, buffer, row)


@pytest.mark.parametrize(
    "options",
    [
        ("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"),
        ("BLOCKYSIZE=1",),
        ("BLOCKYSIZE=7",),
        ("BLOCKYSIZE=200", "COMPRESS=DEFLATE"),
    ],
    ids=["tiles", "single rows", "odd strips", "one strip"],
)
def test_overlapping_row_bands_read_each_block_row_once(tmp_path, options):
    pixels = ramp(2, 200, 70, "uint16")
    pixels[:, 50:60, 20] = 999
    path = make_raster(tmp_path / "a.tif", pixels, nodata=999, options=options)
    window = Window(10, 5, 50, 190)
    with CountingReader(path) as reader:
        rows = RowReader(reader, window)
        for y0, y1 in ((5, 37), (21, 53), (21, 60), (60, 61), (100, 190), (140, 195)):
            read, nothing = rows.rows(y0, y1)
            assert (read == pixels[:, y0:y1, 10:60]).all()
            assert (nothing == (pixels[0, y0:y1, 10:60] == 999)).all()
        block_height = reader.info.block_size[1]
    for before, after in zip(reader.windows, reader.windows[1:]):
        assert before.bottom <= after.y
        assert (before.bottom - 1) // block_height < after.y // block_height


def test_rows_that_nobody_asked_for_are_not_read(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 200, 20), options=("BLOCKYSIZE=1",))
    with CountingReader(path) as reader:
        rows = RowReader(reader, reader.grid.window)
        rows.rows(0, 10)
        rows.rows(150, 160)
        assert sum(window.height for window in reader.windows) == 20


def test_passed_rows_are_let_go(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 200, 20), options=("BLOCKYSIZE=10",))
    with RasterReader(path) as reader:
        rows = RowReader(reader, reader.grid.window)
        rows.rows(0, 40)
        rows.rows(40, 80)
        with pytest.raises(ValueError, match="passed already"):
            rows.rows(0, 10)
        with pytest.raises(ValueError, match="not in"):
            rows.rows(190, 201)


def test_the_mask_makes_nothing_of_rows_too(tmp_path):
    mask = np.ones((30, 30), bool)
    mask[12:14] = False
    path = make_raster(tmp_path / "a.tif", ramp(1, 30, 30), mask=mask)
    with RasterReader(path) as reader:
        _, nothing = RowReader(reader, reader.grid.window).rows(10, 20)
    assert nothing[2:4].all() and nothing.sum() == 60
