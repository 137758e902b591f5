"""GDAL's data types, those of newer versions too, and the dtypes in which their values are read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from osgeo import gdal
from pixel_classifier.rasters.core import dtypes
from pixel_classifier.rasters.core.dtypes import gdal_type, numpy_dtype, set_nodata
from pixel_classifier.rasters.core.errors import RasterError


@pytest.mark.parametrize(
    "name, dtype",
    [
        ("Int8", "int8"), ("Float16", "float32"), ("UInt64", "float64"), ("Int64", "float64"), ("CInt16", None),
        ("CFloat16", None), ("CFloat64", None), ("Unknown", None), ("BFloat16 of a later GDAL", None),
    ],
)  # fmt: skip
def test_types_of_newer_gdal_are_read_in_a_dtype_that_holds_them_or_are_refused(monkeypatch, name, dtype):
    monkeypatch.setattr(gdal, "GetDataTypeName", lambda number: name)
    assert numpy_dtype(SimpleNamespace(DataType=99)) == dtype


@pytest.mark.parametrize("mark, dtype", [("SIGNEDBYTE", "int8"), (None, "uint8")])
def test_signed_bytes_of_older_gdal_are_known_by_their_mark(monkeypatch, mark, dtype):
    monkeypatch.setattr(dtypes, "HAS_INT8", False)
    band = SimpleNamespace(DataType=gdal.GDT_Byte, GetMetadataItem=lambda item, domain: mark)
    assert numpy_dtype(band) == dtype


def test_whole_numbers_of_64_bits_have_a_nodata_value_of_their_own_kind():
    for name, value in (("GDT_Int64", -5), ("GDT_UInt64", 2**40), ("GDT_Float32", 0.5)):
        dataset = gdal.GetDriverByName("MEM").Create("", 1, 1, 1, getattr(gdal, name))
        band = dataset.GetRasterBand(1)
        set_nodata(band, float(value))
        assert band.GetNoDataValue() == value


def test_pixels_that_no_raster_holds_are_refused_by_name():
    with pytest.raises(RasterError, match="complex64"):
        gdal_type("complex64")
