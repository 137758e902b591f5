"""Virtual copies of virtual rasters: GDAL keeps the relative path in their masks, which another folder holds nothing or another file at."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from pixel_classifier.rasters.core.errors import LabelError
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.layer_settings import BandNodata, LayerSettings
from pixel_classifier.rasters.reading.palette import imagery
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.virtual_copy import virtual_copy
from pixel_classifier.rasters.reading.warped import nearest
from rasters_data import TRANSFORM, UTM, give_bands_masks, make_raster, system

MASK = np.zeros((40, 60), bool)
MASK[5:30, 10:50] = True


@pytest.fixture
def virtual(tmp_path, monkeypatch):
    """Path of a virtual raster with a mask and NoData 3, made in a folder other than the working one, which has a file of the same name."""
    folder, here = tmp_path / "data & more", tmp_path / "here"
    folder.mkdir()
    here.mkdir()
    make_raster(folder / "a.tif", np.arange(2400, dtype=np.uint8).reshape(40, 60) % 7, nodata=3, mask=MASK)
    make_raster(here / "a.tif", np.ones((40, 60), np.uint8), mask=~MASK)
    monkeypatch.chdir(folder)
    gdal.Translate("a.vrt", "a.tif", format="VRT")
    monkeypatch.chdir(here)
    return str(folder / "a.vrt")


def mask_of(dataset):
    values = dataset.GetRasterBand(1).GetMaskBand().ReadRaster()
    return np.frombuffer(values, np.uint8).reshape(dataset.RasterYSize, dataset.RasterXSize) != 0


def test_a_copy_of_a_virtual_raster_has_its_mask_whatever_the_working_folder(virtual):
    assert (mask_of(virtual_copy(gdal.Open(virtual))) == MASK).all()
    assert (mask_of(virtual_copy(virtual_copy(gdal.Open(virtual)))) == MASK).all()


@pytest.mark.parametrize("settings", [LayerSettings(), LayerSettings(nodata=(BandNodata(True, ((5.0, 5.0),)),))])
def test_labels_of_a_virtual_raster_on_another_grid_have_its_mask(virtual, settings):
    raster = RasterDataset(virtual, settings=settings)
    grid = Grid(60, 40, (TRANSFORM[0] + 20, *TRANSFORM[1:]), system(UTM).ExportToWkt())
    with RasterReader(nearest(raster, grid, LabelError), [1]) as reader:
        found = reader.read_mask(grid.window)
    assert (found[:, :-2] == MASK[:, 2:]).all() and not found[:, -2:].any()


def test_the_colours_of_a_virtual_raster_have_its_mask(tmp_path, virtual):
    copy = gdal.Open(virtual, gdal.GA_Update)
    table = gdal.ColorTable()
    for index in range(7):
        table.SetColorEntry(index, (30 * index, 9, 0, 255))
    copy.GetRasterBand(1).DeleteNoDataValue()
    copy.GetRasterBand(1).SetRasterColorTable(table)
    copy.GetRasterBand(1).SetColorInterpretation(gdal.GCI_PaletteIndex)
    copy = None
    with RasterReader(imagery(RasterDataset(virtual), None)) as reader:
        assert len(reader.band_numbers) == 3
        assert (reader.read_mask(reader.grid.window) == MASK).all()


def test_nodata_of_a_layer_beside_masks_of_single_bands_keeps_both(tmp_path):
    pixels = np.arange(2400, dtype=np.uint8).reshape(40, 60) % 7
    path = give_bands_masks(make_raster(tmp_path / "a.tif", np.stack([pixels, pixels])), np.stack([MASK, MASK]))
    raster = RasterDataset(path, settings=LayerSettings(nodata=(BandNodata(True, ((5.0, 5.0),)),) * 2))
    grid = Grid(60, 40, (TRANSFORM[0] + 20, *TRANSFORM[1:]), system(UTM).ExportToWkt())
    with RasterReader(nearest(raster, grid, LabelError), [1]) as reader:
        assert (reader.read_mask(grid.window)[:, :-2] == MASK[:, 2:]).all()
        assert (reader.read(grid.window)[0][:, :-2] == np.where(MASK, pixels, 0)[:, 2:]).all() and reader.nodata == (5,)
