"""Reads and writes single chip files: fast, as there are thousands, and safely from several threads."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from osgeo import gdal

from ..core.dtypes import gdal_type, numpy_dtype
from ..core.errors import ChipsError, OutputError
from ..core.gdal_calls import check_done, gdal_errors_as, opened
from ..core.grid import Grid
from ..reading.nodata import band_missing
from ..writing.geotiff import GeoTiffFile, chip_options, not_written
from .folder_bounds import check_beside, check_files_of, image_formats

MOST_SIDE_PX = 16_384
"""The longest side of a chip. Chips are read whole, and a file of a few bytes can declare any size."""
_SIDECARS = (".aux.xml", ".msk")


def world_file_endings(ending: str) -> tuple[str, ...]:
    """Returns the endings that the world file of an image may have, in small letters: .wld, .pgw and .pngw for .png."""
    letters = ending.lower().lstrip(".")
    return (".wld", f".{letters[:1]}{letters[-1:]}w", f".{letters}w")


def open_chip(path: str, own: bool = False) -> gdal.Dataset:
    """Opens a chip file for reading.

    The folder is never listed, which GDAL would do for each of its thousands of files; sidecar files are searched by name,
    unless the chip is our `own`. Raises ChipsError with the file's name, also where a side is longer than `MOST_SIDE_PX`, or where it
    names files elsewhere.
    """
    folder, name = os.path.split(path)
    beside = [name]
    if not own:
        stem, ending = os.path.splitext(name)
        world = world_file_endings(ending)
        names = [name + other for other in _SIDECARS]
        names += [stem + other for small in world for other in (small, small.upper())]
        found = [other for other in names if os.path.isfile(os.path.join(folder, other))]
        for other in found:
            check_beside(os.path.join(folder, other))
        beside += found
    dataset = opened(
        path, gdal.OF_RASTER, lambda why: unusable(path, why), sibling_files=beside, allowed_drivers=image_formats()
    )
    check_files_of(dataset, path)
    if max(dataset.RasterXSize, dataset.RasterYSize) > MOST_SIDE_PX:
        raise ChipsError(
            f"The chip {path} has {dataset.RasterXSize} x {dataset.RasterYSize} pixels, and at most {MOST_SIDE_PX} x {MOST_SIDE_PX} are read. "
            "Cut smaller chips with Export Training Chips."
        )
    return dataset


def unusable(path: str, why: str) -> ChipsError:
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
    """Reads whole bands (numbers from 1) as an array (bands, height, width) of `dtype`. Raises ChipsError with the file's name."""
    pixels = np.empty((len(band_numbers), dataset.RasterYSize, dataset.RasterXSize), dtype)
    _fill(dataset, {"buf_type": gdal_type(dtype), "band_list": list(band_numbers)}, pixels, path)
    return pixels


def read_mask(dataset: gdal.Dataset, path: str) -> np.ndarray | None:
    """Reads the mask band that all bands share: bool (height, width), True = valid; None where the file has none.

    An alpha band is not taken for one. Raises ChipsError with the file's name.
    """
    band = dataset.GetRasterBand(1)
    flags = band.GetMaskFlags()
    if not flags & gdal.GMF_PER_DATASET or flags & gdal.GMF_ALPHA:
        return None
    mask = np.empty((dataset.RasterYSize, dataset.RasterXSize), np.uint8)
    _fill(band.GetMaskBand(), {"buf_type": gdal.GDT_Byte}, mask, path)
    return mask != 0


def _fill(source: gdal.Dataset | gdal.Band, options: dict, buffer: np.ndarray, path: str) -> None:
    """Reads all of a dataset or band into a buffer. Raises ChipsError with the file's name."""
    with gdal_errors_as(lambda why: unusable(path, why)):
        check_done(source.ReadRaster(buf_obj=buffer, **options))


def read_label(dataset: gdal.Dataset, path: str) -> tuple[np.ndarray, np.ndarray]:
    """Reads the label of another program: its values (height, width) in the band's own dtype, and where it is NoData, bool of that shape.

    That is by its mask, its NoData value or NaN, none of which an int32 may hold. Raises ChipsError with the file's name.
    """
    values = read_bands(dataset, (1,), dtype_name(dataset, 1, path), path)[0]
    mask, missing = read_mask(dataset, path), band_missing(values, dataset.GetRasterBand(1).GetNoDataValue())
    nodata = np.zeros(values.shape, bool) if mask is None else ~mask
    return values, nodata if missing is None else nodata | missing


def write_chip(
    path: str,
    grid: Grid,
    pixels: np.ndarray,
    nodata: float | None = None,
    mask: np.ndarray | None = None,
    band_names: Sequence[str] | None = None,
    labels: bool = False,
) -> None:
    """Writes a chip as GeoTIFF at once: pixels (bands, height, width) of an image or `labels`, and which of them are valid.

    `mask` is bool (height, width), True where valid; it becomes an internal mask band unless all is valid. Raises OutputError
    where the file cannot be written whole.
    """
    masked = mask is not None and not mask.all()
    options = chip_options(pixels.shape, pixels.dtype, labels)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o666))
    except OSError as error:
        raise not_written(path, error.strerror) from error
    file = GeoTiffFile(path, grid, pixels.dtype, len(pixels), options, check_options=False)
    try:
        with file.watched():
            file.set_bands(nodata, band_names)
            if masked:
                file.create_mask()
            file.write(grid.window, pixels)
            if masked:
                file.write_mask(mask)
            file.close()
    except OutputError:
        file.abandon()
        raise
