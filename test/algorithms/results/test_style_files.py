"""Rasters of shares lie beside a style, which QGIS takes up wherever it opens them."""

from __future__ import annotations

import errno
import os

import numpy as np
import pytest
from osgeo import gdal
from pixel_classifier.algorithms.results.renderers import MAGMA, VIRIDIS, percent_ramp
from pixel_classifier.algorithms.results.style_files import write_style
from pixel_classifier.rasters.core.errors import OutputError
from qgis.core import QgsMapLayer, QgsRasterLayer


@pytest.fixture
def raster(provider, tmp_path):
    """The path of a raster of three bands in a folder with an awkward name."""
    folder = tmp_path / "très long, really"
    folder.mkdir()
    path = str(folder / "class shares.tif")
    written = gdal.GetDriverByName("GTiff").Create(path, 4, 4, 3, gdal.GDT_Byte)
    written.SetGeoTransform((0, 1, 0, 4, 0, -1))
    written.GetRasterBand(1).WriteRaster(0, 0, 4, 4, np.full((4, 4), 60, np.uint8).tobytes())
    return path


def drawn(raster):
    """Opens a raster as QGIS does; returns the layer, which its renderer does not outlive."""
    return QgsRasterLayer(raster, "shares")


@pytest.mark.parametrize("highest", [1, 100])
def test_shares_are_drawn_from_0_to_the_highest_whatever_occurs(raster, highest):
    write_style(raster, percent_ramp(VIRIDIS, highest))
    layer = drawn(raster)
    renderer = layer.renderer()
    assert (renderer.inputBand(), renderer.classificationMin(), renderer.classificationMax()) == (1, 0, highest)
    items = renderer.shader().rasterShaderFunction().colorRampItemList()
    assert [(item.value, item.label) for item in items][::2] == [(0, "0 %"), (highest / 2, "50 %"), (highest, "100 %")]
    assert [item.color.name() for item in items] == list(VIRIDIS)


def test_a_style_of_an_earlier_result_is_replaced(raster):
    write_style(raster, percent_ramp(VIRIDIS, 100))
    write_style(raster, percent_ramp(MAGMA, 1))
    layer = drawn(raster)
    assert layer.renderer().classificationMax() == 1
    assert sorted(os.listdir(os.path.dirname(raster))) == ["class shares.qml", "class shares.tif"]


def test_a_style_that_the_user_saved_stays(raster):
    write_style(raster, percent_ramp(VIRIDIS, 100))
    layer = drawn(raster)
    layer.renderer().setClassificationMax(7)
    layer.saveDefaultStyle(QgsMapLayer.StyleCategory.AllStyleCategories)
    write_style(raster, percent_ramp(VIRIDIS, 100))
    again = drawn(raster)
    assert again.renderer().classificationMax() == 7


def test_a_style_that_cannot_be_read_stays(raster):
    path = f"{os.path.splitext(raster)[0]}.qml"
    os.mkdir(path)
    write_style(raster, percent_ramp(VIRIDIS, 100))
    assert os.path.isdir(path)


def test_a_full_disk_leaves_no_half_style(raster, monkeypatch):
    def full(_from, _to):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="space"):
        write_style(raster, percent_ramp(VIRIDIS))
    folder = os.path.dirname(raster)
    assert sorted(os.listdir(folder)) == ["class shares (2).qml", "class shares.tif"], "what is whole is kept"
    with open(os.path.join(folder, "class shares (2).qml"), encoding="utf-8") as kept:
        assert kept.read().rstrip().endswith("</qgis>")


def test_nothing_is_written_beside_a_raster_that_is_not_in_a_folder(provider):
    write_style("/vsimem/shares.tif", percent_ramp(VIRIDIS))
