"""Single chip files as they are written."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from pixel_classifier.rasters.chips.files import open_chip, write_chip
from pixel_classifier.rasters.core.errors import ChipsError, OutputError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.reading.dataset import describe
from pixel_classifier.rasters.reading.reader import RasterReader
from rasters_data import TRANSFORM, UTM, system

GRID = Grid(90, 70, TRANSFORM, system(UTM).ExportToWkt())


@pytest.mark.parametrize("dtype", ["int8", "uint8", "uint16", "int16", "uint32", "int32", "float32", "float64"])
def test_chips_keep_pixels_mask_names_and_place(tmp_path, dtype):
    pixels = (np.arange(4 * 32 * 32) % 120).reshape(4, 32, 32).astype(dtype)
    valid = np.ones((32, 32), bool)
    valid[20:, 5:] = False
    path = str(tmp_path / "0.tif")
    grid = GRID.subgrid(Window(-10, 60, 32, 32))
    write_chip(path, grid, pixels, mask=valid, band_names=["Blue", "Green", "Red", "NIR"])
    with RasterReader(path) as reader:
        assert reader.info.alpha_band is None and reader.dtype == dtype
        assert reader.band_names == ("Blue", "Green", "Red", "NIR")
        assert (reader.read(grid.window) == pixels).all()
        assert (reader.read_mask(grid.window) == valid).all()
        assert reader.grid.geotransform == grid.geotransform
    assert [entry.name for entry in tmp_path.iterdir()] == ["0.tif"]


def test_a_chip_that_names_another_file_is_refused_and_nothing_is_fetched(tmp_path):
    write_chip(str(tmp_path / "of others.tif"), GRID, np.ones((1, 70, 90), np.uint16))
    pointing = gdal.BuildVRT("", str(tmp_path / "of others.tif")).GetMetadata("xml:VRT")[0]
    (tmp_path / "0.tif").write_text(pointing)
    with pytest.raises(ChipsError, match=r"0\.tif cannot be read"):
        open_chip(str(tmp_path / "0.tif"))


def test_a_chip_that_is_valid_everywhere_has_no_mask(tmp_path):
    write_chip(str(tmp_path / "0.tif"), GRID, np.ones((1, 70, 90), np.uint16), nodata=7, mask=np.ones((70, 90), bool))
    info = describe(str(tmp_path / "0.tif"))
    assert not info.has_mask and info.nodata == (7.0,)


@pytest.mark.parametrize(("dtype", "predictor"), [("uint8", "2"), ("uint16", "2"), ("float32", "3")])
def test_chips_of_any_number_of_bands_are_compressed_to_their_dtype_and_labels_plainly(tmp_path, dtype, predictor):
    for bands in (1, 4):
        path = str(tmp_path / f"{bands}.tif")
        write_chip(path, GRID.subgrid(Window(0, 0, 256, 256)), np.ones((bands, 256, 256), dtype))
        chip = gdal.Open(path)
        structure = chip.GetMetadata("IMAGE_STRUCTURE")
        assert structure["COMPRESSION"] in ("ZSTD", "DEFLATE")
        assert structure["PREDICTOR"] == predictor
        width, rows = chip.GetRasterBand(1).GetBlockSize()
        assert width == 256
        assert rows * width * bands * np.dtype(dtype).itemsize <= 2**17
    write_chip(path, GRID.subgrid(Window(0, 0, 256, 256)), np.ones((1, 256, 256), np.uint8), labels=True)
    assert "PREDICTOR" not in gdal.Open(path).GetMetadata("IMAGE_STRUCTURE")


def test_a_chip_takes_the_place_of_a_file_of_its_name(tmp_path):
    pixels = np.arange(70 * 90, dtype=np.uint16).reshape(1, 70, 90)
    write_chip(str(tmp_path / "new.tif"), GRID, pixels)
    for name, before in (("chip.tif", (tmp_path / "new.tif").read_bytes() * 2), ("text.tif", b"no chip" * 10_000)):
        (tmp_path / name).write_bytes(before)
        write_chip(str(tmp_path / name), GRID, pixels)
        assert (tmp_path / name).read_bytes() == (tmp_path / "new.tif").read_bytes()


def test_a_chip_in_a_folder_that_has_gone_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_chip(str(tmp_path / "gone" / "0.tif"), GRID, np.ones((1, 70, 90), np.uint8))
