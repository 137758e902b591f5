"""Virtual rasters are read on several threads, through handles of their own: the same pixels, errors and end."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal
from pixel_classifier.rasters.core.errors import Cancelled, RasterError
from pixel_classifier.rasters.core.gdal_calls import gdal_warnings_to
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.reading import reader as reader_module
from pixel_classifier.rasters.reading.column_readers import ColumnReaders
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.layer_settings import FROM_FILE, BandNodata, LayerSettings
from pixel_classifier.rasters.reading.palette import imagery
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.row_reader import RowReader
from pixel_classifier.rasters.reading.warped import resampled, resampled_grid
from rasters_data import give_bands_masks, make_raster

HEIGHT, WIDTH = 190, 700
NAME = "pixel-classifier-reader"


def noise(dtype="uint16", bands=2):
    return np.random.default_rng(0).integers(1, 250, (bands, HEIGHT, WIDTH)).astype(dtype)


def holes():
    return np.random.default_rng(1).random((HEIGHT, WIDTH)) < 0.3


def reading_threads():
    return sum(thread.name.startswith(NAME) for thread in threading.enumerate())


def sources(kind, folder):
    """Returns the path of a raster of that kind, and the settings of its layer."""
    pixels, options, settings = noise("float32" if kind == "nan" else "uint16"), {}, FROM_FILE
    if kind in ("nodata", "settings"):
        pixels[:, holes()] = 0
        options = {"nodata": 0}
    if kind == "settings":
        settings = LayerSettings(nodata=(BandNodata(False, ((7.0, 7.0),)),) * 2)
    elif kind == "nan":
        pixels[:, holes()] = np.nan
        options = {"nodata": float("nan")}
    elif kind == "mask":
        options = {"mask": ~holes()}
    elif kind == "alpha":
        pixels = np.concatenate([pixels, np.where(holes(), 0, 65535).astype("uint16")[None]])
        options = {"alpha": 3}
    elif kind == "south-up":
        options = {"transform": (500_000.0, 10.0, 0.0, 6_000_000.0, 0.0, 10.0)}
    elif kind == "mirrored":
        options = {"transform": (600_000.0, -10.0, 0.0, 6_000_000.0, 0.0, -10.0)}
    path = make_raster(folder / "a.tif", pixels, **options)
    if kind == "mosaic":
        parts = []
        for x in range(0, WIDTH, 100):
            parts.append(str(folder / f"{x}.tif"))
            gdal.Translate(parts[-1], path, srcWin=[x, 0, 100, HEIGHT])
        gdal.BuildVRT(str(folder / "a.vrt"), parts).FlushCache()
        return str(folder / "a.vrt"), settings
    if kind == "masks of bands":
        path = give_bands_masks(path, np.stack([~holes(), ~holes()[::-1]]))
    return path, settings


def rows_of(raster, step=90, **arguments):
    """Returns all pixels and NoData, read in overlapping strips of rows."""
    with RasterReader(raster) as reader:
        rows, found = RowReader(reader, reader.grid.window, **arguments), []
        for y in range(0, reader.grid.height, step):
            pixels, nodata = rows.rows(y, min(y + step + 10, reader.grid.height))
            found.append((pixels.tobytes(), nodata.tobytes()))
    return found


KINDS = ("none", "nodata", "settings", "nan", "mask", "masks of bands", "alpha", "south-up", "mirrored", "mosaic")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("factor", [0.5, 0.3])
def test_resampled_pixels_are_the_same_to_the_byte(tmp_path, monkeypatch, kind, factor):
    path, settings = sources(kind, tmp_path)
    opened, again = [], reader_module._opened_again
    monkeypatch.setattr(
        reader_module, "_opened_again", lambda *each: opened.append(threading.get_ident()) or again(*each)
    )
    expected = rows_of(view_of(path, None, settings, factor))
    assert opened == []
    assert rows_of(view_of(path, 3, settings, factor)) == expected
    parts = min(3, int(WIDTH / factor) // 512)
    assert parts > 1 and len(opened) == len(set(opened)) == parts, "one handle for each thread"
    assert reading_threads() == 0


@pytest.mark.parametrize("nodata", [None, 3])
def test_colours_of_a_palette_are_the_same_to_the_byte(tmp_path, nodata):
    path = make_raster(tmp_path / "a.tif", noise("uint8", 1)[0] % 40, nodata=nodata, options=("PHOTOMETRIC=PALETTE",))
    table = gdal.ColorTable()
    for index in range(40):
        table.SetColorEntry(index, (index * 6, 255 - index, index, 255))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetRasterColorTable(table)
    dataset = None
    expected, found = (rows_of(imagery(RasterDataset(path, threads), None)) for threads in (None, 4))
    assert found == expected


def test_files_are_decoded_by_gdal_s_threads_instead(tmp_path):
    path = make_raster(tmp_path / "a.tif", noise())
    with RasterReader(RasterDataset(path, 3)) as reader:
        reader.read(reader.grid.window)
        assert reading_threads() == 0


def view_of(path, threads=3, settings=FROM_FILE, factor=0.5):
    raster = RasterDataset(path, threads, settings)
    return resampled(raster, resampled_grid(raster.info.grid, factor), factor)


def test_small_windows_start_no_thread(tmp_path):
    with RasterReader(view_of(make_raster(tmp_path / "a.tif", noise()))) as reader:
        reader.read(Window(480, 10, 64, 64))
        assert reading_threads() == 0
        reader.read(reader.grid.window)
        assert reading_threads() == 2
    assert reading_threads() == 0


def test_a_damaged_block_is_reported_as_by_one_reader_and_all_threads_end(tmp_path):
    path = Path(make_raster(tmp_path / "a.tif", noise(), options=("COMPRESS=LZW", "TILED=YES")))
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 60_000] = bytes(60_000)
    path.write_bytes(content)
    for threads in (None, 3):
        with pytest.raises(RasterError, match=r"a\.tif cannot be read at columns"):
            rows_of(view_of(str(path), threads))
        assert reading_threads() == 0


@pytest.mark.not_windows
def test_a_file_that_is_gone_is_reported(tmp_path):
    path = Path(make_raster(tmp_path / "a.tif", noise()))
    with RasterReader(view_of(str(path))) as reader:
        path.unlink()
        with pytest.raises(RasterError, match="cannot be opened"):
            reader.read(reader.grid.window)
        with pytest.raises(RasterError, match="is gone"):
            reader.check_unchanged()


def test_stopping_between_reads_ends_all_threads(tmp_path):
    path, pauses = make_raster(tmp_path / "a.tif", noise()), []

    def pause():
        pauses.append(reading_threads())
        if len(pauses) > 1:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        rows_of(view_of(path), pause=pause)
    assert pauses[1] == 2 and reading_threads() == 0


def test_warnings_of_gdal_on_the_threads_reach_the_log(tmp_path):
    path, heard = make_raster(tmp_path / "a.tif", noise()), []

    def warn(reader, part):
        with reader_module.gdal_failures():
            gdal.Error(gdal.CE_Warning, 1, f"Odd columns at {part.x}")

    with gdal_warnings_to(heard.append), RasterReader(view_of(path)) as reader:
        reader._columns.each(reader._columns.parts(reader.grid.window), warn)
    assert sorted(heard) == ["GDAL: Odd columns at 0.", "GDAL: Odd columns at 512."]


@given(
    x=st.integers(0, 3000),
    width=st.integers(1, 9000),
    block=st.sampled_from([1, 128, 512, 5000]),
    threads=st.integers(1, 8),
)
def test_parts_are_the_window_and_end_where_blocks_do(x, width, block, threads):
    readers, window = ColumnReaders(lambda: None, threads, block), Window(x, 7, width, 9)
    parts = readers.parts(window)
    assert 1 <= len(parts) <= threads
    assert parts[0].x == x and parts[-1].right == window.right
    assert all(part.width > 0 and (part.y, part.height) == (7, 9) for part in parts)
    for left, right in zip(parts, parts[1:]):
        assert left.right == right.x and right.x % block == 0
    if width >= 2 * block:
        assert len(parts) == min(threads, width // block)
    readers.close()
