"""Which files a raster is made of, so that no result is written over one of them."""

from __future__ import annotations

from .gdal_errors import gdal_failures
from .raster_info import open_raster


def source_files(path: str) -> tuple[str, ...]:
    """Returns the files that a raster is read from: itself, its sidecars, and of a VRT what it is put together from.

    Raises RasterError where the raster cannot be opened.
    """
    dataset = open_raster(path)
    with gdal_failures():
        return tuple(dataset.GetFileList() or ())
