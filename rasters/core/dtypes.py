"""Data types of pixels: GDAL's types, and the numpy dtypes in which their values are read and written."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from osgeo import gdal

from .errors import RasterError

HAS_INT8 = hasattr(gdal, "GDT_Int8")
"""Whether GDAL has a type for signed bytes (from 3.7 on); before, a byte band is marked as signed, and read as unsigned."""

_READ_AS = {
    "Byte": "uint8", "UInt8": "uint8", "Int8": "int8", "UInt16": "uint16", "Int16": "int16", "UInt32": "uint32",
    "Int32": "int32", "Float16": "float32", "Float32": "float32", "Float64": "float64",
    "UInt64": "float64", "Int64": "float64",
}  # fmt: skip
_WRITTEN_AS = {
    "uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "uint32": gdal.GDT_UInt32,
    "int32": gdal.GDT_Int32, "float32": gdal.GDT_Float32, "float64": gdal.GDT_Float64,
    "int8": gdal.GDT_Int8 if HAS_INT8 else gdal.GDT_Byte,
}  # fmt: skip
PIXEL_DTYPES = frozenset(_WRITTEN_AS)
"""The names of the dtypes in which pixels are read and written."""


def numpy_dtype(band: gdal.Band) -> str | None:
    """Returns the name of the dtype in which a band is read (64-bit integers: float64); None for complex numbers."""
    name = gdal.GetDataTypeName(band.DataType)
    if name == "Byte" and not HAS_INT8 and band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE":
        return "int8"
    return _READ_AS.get(name)


def set_nodata(band: gdal.Band, value: float) -> None:
    """Sets the NoData value of a band. GDAL takes those of 64-bit integers as whole numbers only."""
    is_whole = gdal.GetDataTypeName(band.DataType) in ("Int64", "UInt64") and float(value).is_integer()
    band.SetNoDataValue(int(value) if is_whole else value)


@functools.cache
def gdal_type(dtype: np.dtype | str) -> int:
    """Returns GDAL's type for a numpy dtype. Raises RasterError for one that GDAL cannot hold."""
    name = np.dtype(dtype).name
    if name not in _WRITTEN_AS:
        raise RasterError(f"Pixels of type {name} cannot be stored in a raster.")
    return _WRITTEN_AS[name]


def common_dtype(dtypes: Sequence[str]) -> np.dtype:
    """Returns the smallest dtype that holds the values of all the given ones; float64 instead of 64-bit integers."""
    dtype = np.result_type(*(np.dtype(name) for name in dtypes))
    return np.dtype(np.float64) if dtype.kind in "iu" and dtype.itemsize == 8 else dtype
