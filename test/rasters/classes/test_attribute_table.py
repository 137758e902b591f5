"""Names and colours of classes that a raster brings along are found, whoever wrote them."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, ogr
from pixel_classifier.rasters.classes.attribute_table import read_class_styles
from pixel_classifier.rasters.core.errors import RasterError
from pixel_classifier.rasters.reading.dataset import RasterDataset
from rasters_data import make_raster, write_envi

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


WHOLE, REAL, TEXT = gdal.GFT_Integer, gdal.GFT_Real, gdal.GFT_String
BY_VALUE = [("", 0, 0, 0)] * 11 + [("Open Water", 70, 107, 159)] + [("", 0, 0, 0)] * 30 + [("Forest", 28, 95, 44)]
TABLES = {
    # as of the National Land Cover Database, and of files in KEA: the place of a row is its value
    "rows by value": (
        [("Histogram", REAL, gdal.GFU_PixelCount), ("NLCD Land Cover Class", TEXT, gdal.GFU_Generic), ("Opacity", WHOLE, gdal.GFU_Generic)],
        [(5.0, name, 255) for name, *_ in BY_VALUE],
    ),
    "texts alone": ([("final_landuse", TEXT, gdal.GFU_Name)], [(name,) for name, *_ in BY_VALUE]),
    # as of ArcGIS: no usages, and a name of the user's own
    "own name": (
        [("OBJECTID", WHOLE, gdal.GFU_Generic), ("VALUE", WHOLE, gdal.GFU_Generic), ("SOURCE", TEXT, gdal.GFU_Generic),
         ("LANDCOVER", TEXT, gdal.GFU_Generic)],
        [(1, 11, "survey", "Open Water"), (2, 42, "survey", "Forest")],
    ),
    "class as number and as text": (
        [("Value", WHOLE, gdal.GFU_Generic), ("Class", WHOLE, gdal.GFU_Generic), ("Class_Name", TEXT, gdal.GFU_Generic)],
        [(11, 1, "Open Water"), (42, 4, "Forest")],
    ),
    # as of terra in R: the values come first
    "first column": ([("ID", WHOLE, gdal.GFU_Generic), ("cover", TEXT, gdal.GFU_Generic)], [(11, "Open Water"), (42, "Forest")]),
    "first column of any name": (
        [("klasse", WHOLE, gdal.GFU_Generic), ("cover", TEXT, gdal.GFU_Generic)], [(11, "Open Water"), (42, "Forest")]
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_names_in_attribute_tables_of_other_programs(tmp_path, kind):
    columns, rows = TABLES[kind]
    path = make_raster(tmp_path / "a.tif", ramp(1, 4, 4))
    table = gdal.RasterAttributeTable()
    for column in columns:
        table.CreateColumn(*column)
    table.SetRowCount(len(rows))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            table.SetValueAsString(row, column, str(value))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    styles = read_class_styles(RasterDataset(path))
    assert {value: name for value, (name, _) in styles.items()} == {11: "Open Water", 42: "Forest"}


def test_a_table_of_counts_names_no_classes(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 4, 4))
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Histogram", gdal.GFT_Real, gdal.GFU_PixelCount)
    table.SetRowCount(256)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    assert read_class_styles(RasterDataset(path)) == {}


def test_the_table_of_arcgis_beside_a_raster(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 4, 4))
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(tmp_path / "table.dbf"))
    layer = source.CreateLayer("table", None, ogr.wkbNone)
    for name, kind in (("Value", ogr.OFTInteger64), ("Count", ogr.OFTReal), ("Landcover", ogr.OFTString), ("Red", ogr.OFTReal),
                       ("Green", ogr.OFTReal), ("Blue", ogr.OFTReal)):  # fmt: skip
        layer.CreateField(ogr.FieldDefn(name, kind))
    for value, name, color in ((11, "Open Water", (0.2, 0.4, 0.6)), (42, "Forêt", (0.0, 1.0, 0.0))):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["Value"], feature["Landcover"] = value, name
        feature["Red"], feature["Green"], feature["Blue"] = color
        layer.CreateFeature(feature)
    del feature, layer, source
    (tmp_path / "table.dbf").rename(tmp_path / "a.tif.vat.dbf")
    if (tmp_path / "table.cpg").exists():
        (tmp_path / "table.cpg").rename(tmp_path / "a.tif.vat.cpg")
    assert read_class_styles(RasterDataset(path)) == {11: ("Open Water", (51, 102, 153)), 42: ("Forêt", (0, 255, 0))}


def test_a_damaged_table_beside_a_raster_is_named(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 4, 4))
    (tmp_path / "a.tif.vat.dbf").write_bytes(b"no table")
    with pytest.raises(RasterError, match=r"The classes of .*a\.tif cannot be read"):
        read_class_styles(RasterDataset(path))


def test_names_in_another_encoding_than_utf_8_are_read(tmp_path):
    """Headers of ENVI state no encoding; GDAL gives such names as bytes."""
    path = write_envi(tmp_path, np.ones((1, 4, 4), np.uint8), "class names = {Unclassified, Grünland}")
    header = (tmp_path / "a.hdr").read_bytes().replace(b"ENVI Standard", b"ENVI Classification")
    (tmp_path / "a.hdr").write_bytes(header + b"classes = 2\n")
    assert read_class_styles(RasterDataset(path))[1][0] == "Grünland"
