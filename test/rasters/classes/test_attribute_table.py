"""Names and colours of classes that a raster brings along are found, whoever wrote them."""

from __future__ import annotations

import numpy as np
from osgeo import gdal
from pixel_classifier.rasters.classes.attribute_table import read_class_styles
from pixel_classifier.rasters.reading.dataset import RasterDataset
from rasters_data import make_raster

rng = np.random.default_rng(7)


def ramp(bands: int, height: int, width: int, dtype: str = "uint8") -> np.ndarray:
    return rng.integers(0, 250, (bands, height, width)).astype(dtype)


def test_a_colour_table_gives_colours_and_numbers_as_names(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 4, 4))
    table = gdal.ColorTable()
    table.SetColorEntry(3, (10, 20, 30, 255))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetRasterColorTable(table)
    dataset = None
    assert read_class_styles(RasterDataset(path))[3] == ("3", (10, 20, 30))


def test_an_attribute_table_by_column_names_only_is_understood(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 4, 4, "int16"))
    table = gdal.RasterAttributeTable()
    for name, kind in (("VALUE", gdal.GFT_Integer), ("COUNT", gdal.GFT_Integer), ("Class_Name", gdal.GFT_String)):
        table.CreateColumn(name, kind, gdal.GFU_Generic)
    table.SetRowCount(2)
    for row, (value, name) in enumerate(((-5, "bog"), (1200, "heath"))):
        table.SetValueAsInt(row, 0, value)
        table.SetValueAsString(row, 2, name)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    styles = read_class_styles(RasterDataset(path))
    assert {value: name for value, (name, _) in styles.items()} == {-5: "bog", 1200: "heath"}
    assert styles[-5][1] != styles[1200][1]


def test_a_raster_without_classes_has_no_styles(tmp_path):
    assert read_class_styles(RasterDataset(make_raster(tmp_path / "a.tif", ramp(1, 4, 4)))) == {}


def test_values_and_colours_that_are_not_finite_are_left_out(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 4, 4))
    table = gdal.RasterAttributeTable()
    for name in ("Value", "Red", "Green", "Blue"):
        table.CreateColumn(name, gdal.GFT_Real, gdal.GFU_Generic)
    table.SetRowCount(3)
    for row, values in enumerate(((float("nan"), 1, 1, 1), (float("inf"), 1, 1, 1), (7, float("nan"), 1, 300))):
        for column, value in enumerate(values):
            table.SetValueAsDouble(row, column, value)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    assert read_class_styles(RasterDataset(path)) == {7: ("7", (0, 255, 255))}
