"""Opens and reads single chip files: quickly, as there are thousands, and safely from several threads."""

from __future__ import annotations

import os

import numpy as np
from osgeo import gdal

from ..core.dtypes import gdal_type, numpy_dtype
from ..core.errors import ChipsError
from ..core.gdal_calls import gdal_errors_as, opened

_SIDECARS = ("{name}.aux.xml", "{name}.msk", "{stem}.tfw", "{stem}.tifw", "{stem}.wld", "{stem}.pgw", "{stem}.jgw")


def open_chip(path: str, own: bool = False) -> gdal.Dataset:
    """Opens a chip file for reading.

    The folder is never listed, which GDAL would do for each of its thousands of files; sidecar files are looked
    for unless the chip is our `own`. Raises ChipsError naming the file.
    """
    folder, name = os.path.split(path)
    beside = [name]
    if not own:
        stem = os.path.splitext(name)[0]
        names = [pattern.format(name=name, stem=stem) for pattern in _SIDECARS]
        beside += [other for other in names if os.path.isfile(os.path.join(folder, other))]
    return opened(path, gdal.OF_RASTER, lambda why: _unusable(path, why), sibling_files=beside)


def _unusable(path: str, why: str) -> ChipsError:
    """Returns the error for a file that cannot be opened or read."""
    return ChipsError(f"The chip {path} cannot be read: {why}. Export it again, or remove it together with its label.")


def dtype_name(dataset: gdal.Dataset, band_number: int, path: str) -> str:
    """Returns the numpy name of a band's data type. Raises ChipsError for types that are not real numbers."""
    band = dataset.GetRasterBand(band_number)
    name = numpy_dtype(band)
    if name is None:
        raise ChipsError(
            f"The chip {path} has the data type {gdal.GetDataTypeName(band.DataType)}. Convert it to an integer or float type."
        )
    return name


def read_bands(dataset: gdal.Dataset, band_numbers: tuple[int, ...], dtype: str, path: str) -> np.ndarray:
    """Reads whole bands (numbers from 1) as an array (bands, height, width) of `dtype`. Raises ChipsError naming the file."""
    pixels = np.empty((len(band_numbers), dataset.RasterYSize, dataset.RasterXSize), dtype)
    _fill(dataset, {"buf_type": gdal_type(dtype), "band_list": list(band_numbers)}, pixels, path)
    return pixels


def read_mask(dataset: gdal.Dataset, path: str) -> np.ndarray | None:
    """Reads the mask band that all bands share: bool (height, width), True = valid; None where the file has none.

    An alpha band is not looked at here. Raises ChipsError naming the file.
    """
    band = dataset.GetRasterBand(1)
    flags = band.GetMaskFlags()
    if not flags & gdal.GMF_PER_DATASET or flags & gdal.GMF_ALPHA:
        return None
    mask = np.empty((dataset.RasterYSize, dataset.RasterXSize), np.uint8)
    _fill(band.GetMaskBand(), {"buf_type": gdal.GDT_Byte}, mask, path)
    return mask != 0


def _fill(source: gdal.Dataset | gdal.Band, options: dict, buffer: np.ndarray, path: str) -> None:
    """Reads all of a dataset or band into a buffer. Raises ChipsError naming the file."""
    with gdal_errors_as(lambda why: _unusable(path, why)):
        source.ReadRaster(buf_obj=buffer, **options)


def label_gaps(values: np.ndarray, mask: np.ndarray | None, nodata: float | None) -> np.ndarray:
    """Returns where a label chip says that there is nothing: bool like `values`, by its mask (True = valid) or its nodata."""
    gaps = np.zeros(values.shape, bool) if mask is None else ~mask
    return gaps if nodata is None else gaps | (values == nodata)
