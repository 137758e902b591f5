"""The black or white collar of a warped image looks like data: it is pointed out unless NoData or a mask marks it."""

from __future__ import annotations

import numpy as np
import pytest
from listener import Listener
from osgeo import gdal
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels
from pixel_classifier.rasters.reading.collar import find_collar, warn_of_collar
from pixel_classifier.rasters.reading.reader import RasterReader
from rasters_data import TRANSFORM, make_raster

FAR_FROM_THE_MERIDIAN = (200_000.0, *TRANSFORM[1:])
"""There, another CRS turns the image, and its corners lie outside of it."""


def image(path, dtype=np.uint8, **options):
    pixels = np.random.default_rng(7).integers(1, 250, (3, 90, 120)).astype(dtype)
    return make_raster(path, pixels, transform=FAR_FROM_THE_MERIDIAN, **options)


def warped(folder, name="warped.tif", dtype=np.uint8, **options):
    path = str(folder / name)
    gdal.Warp(path, image(folder / "source.tif", dtype), dstSRS="EPSG:3857", **options).FlushCache()
    return path


def warnings_on(path):
    notes = Listener()
    with RasterReader(path) as reader:
        warn_of_collar(find_collar(reader, reader.grid.window), path, notes)
    return notes.warnings


def share_of(path, value):
    dataset = gdal.Open(path)
    return float((dataset.ReadAsArray() == value).all(axis=0).mean())


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16, np.float32])
@pytest.mark.parametrize("name", ["warped.tif", "warped.vrt"])
def test_a_black_collar_is_pointed_out_with_its_share_and_the_remedy(tmp_path, dtype, name):
    path = warped(tmp_path, name, dtype, format="VRT" if name.endswith("vrt") else "GTiff")
    (found,) = warnings_on(path)
    assert found.startswith(f"{100 * share_of(path, 0):.1f}\N{NO-BREAK SPACE}% ") and "are 0 in every band" in found
    assert path in found and "gdal_edit.py -a_nodata 0" in found


def test_a_white_collar_of_bytes_is_pointed_out(tmp_path):
    (found,) = warnings_on(warped(tmp_path, warpOptions=["INIT_DEST=255"]))
    assert "are 255 in every band" in found and "-a_nodata 255" in found


@pytest.mark.parametrize("options", [{"dstNodata": 0}, {"dstAlpha": True}])
def test_a_collar_that_is_marked_is_not(tmp_path, options):
    assert warnings_on(warped(tmp_path, **options)) == []


def test_an_image_without_a_collar_gives_no_warning(tmp_path):
    assert warnings_on(image(tmp_path / "a.tif")) == []
    shadow = np.full((3, 64, 64), 9, np.uint8)
    shadow[:, 20:40, 20:40] = 0
    assert warnings_on(make_raster(tmp_path / "shadow.tif", shadow)) == []
    assert warnings_on(make_raster(tmp_path / "black.tif", np.zeros((3, 64, 64), np.uint8))) == []
    corner = np.full((3, 64, 64), 9, np.uint8)
    corner[:, :5, :5] = 0
    assert warnings_on(make_raster(tmp_path / "corner.tif", corner)) == []


def test_a_collar_that_lies_far_from_all_other_values_is_left_to_their_warning(tmp_path):
    pixels = np.random.default_rng(7).integers(9000, 9100, (2, 64, 64)).astype(np.uint16)
    pixels[:, :20] = 0
    assert warnings_on(make_raster(tmp_path / "a.tif", pixels)) == []


def test_a_canopy_model_with_open_ground_in_a_corner_has_no_collar(tmp_path):
    """Between trees it is 0 as well: such a value is measured."""
    generator = np.random.default_rng(7)
    trees = np.kron(generator.random((40, 60)) < 0.4, np.ones((5, 5), bool))
    heights = np.where(trees, generator.uniform(2, 30, trees.shape), 0).astype(np.float32)
    heights[:60, :80] = 0
    assert warnings_on(make_raster(tmp_path / "canopy.tif", heights)) == []
    assert len(warnings_on(warped(tmp_path))) == 1
    hole = generator.uniform(0.01, 30, (1, 128, 128)).astype(np.float32)
    hole[:, :40, :40] = hole[:, 60:66, 60:66] = 0
    (found,) = warnings_on(make_raster(tmp_path / "surface.tif", hole))
    assert "are 0 in every band" in found, "a few holes are no measured zeros"


def test_the_export_names_the_collar(tmp_path):
    path = warped(tmp_path)
    labels = make_raster(tmp_path / "labels.tif", np.full((90, 120), 1, np.uint8), transform=FAR_FROM_THE_MERIDIAN)
    notes = Listener()
    request = ExportRequest(path, RasterLabels(labels), str(tmp_path / "chips"), chip_size_px=32, stride_px=32)
    export_chips(request, notes)
    assert any("are 0 in every band" in warning for warning in notes.warnings)
