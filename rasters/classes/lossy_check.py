"""Refuses class values in a file that is compressed with loss, such as JPEG: most of its values are none of the classes."""

from __future__ import annotations

import contextlib

import numpy as np
from osgeo import gdal

from ..core.errors import LabelError, RasterError
from ..core.gdal_calls import GDAL_ERRORS, gdal_failures
from ..core.tiling import sample_windows
from ..reading.dataset import RasterDataset
from ..reading.nodata import nodata_pixels_in
from ..reading.reader import RasterReader

_STRUCTURE = "IMAGE_STRUCTURE"
_LOSSY = ("JPEG", "YCBCR JPEG")
_LOSSY_DRIVERS = ("ECW", "MrSID")
_MOST_VALUES = 12
"""Loss makes more different values than that, also of two classes, unless they happen to fit into its blocks."""
_MOST_SOURCES = 4
"""How many files of a virtual raster are opened."""


def lossy_compression(dataset: gdal.Dataset) -> str:
    """Returns the name of the compression with loss of the first band of an open dataset, "" where it has none or that is unknown."""
    about = {**dataset.GetMetadata(_STRUCTURE), **dataset.GetRasterBand(1).GetMetadata(_STRUCTURE)}
    driver = dataset.GetDriver().ShortName
    names = [about.get("COMPRESSION", ""), about.get("TILE_FORMAT", "")]
    for name in names:
        if name.upper() in _LOSSY:
            return "JPEG"
    if about.get("COMPRESSION_REVERSIBILITY") == "LOSSY":
        return next(filter(None, names), driver)
    return driver if driver in _LOSSY_DRIVERS else ""


def lossy_warning(raster: RasterDataset, what: str) -> str:
    """Returns the warning on class values in a raster that is compressed with loss, "" for any other; `what` names it at the start.

    Raises LabelError where it shows: some of its pixels have more values than classes that are few have.
    """
    name = _compression_of(raster)
    if not name:
        return ""
    reader = RasterReader(raster, [1])
    values: set[float] = set()
    for window in sample_windows(reader.grid.window):
        with contextlib.suppress(RasterError):  # a block that cannot be read is reported where it is needed
            pixels = reader.read(window)
            valid = ~nodata_pixels_in(pixels, reader.nodata, reader.read_mask(window))
            values.update(np.unique(pixels[0][valid]).tolist())
    return checked_loss(name, len(values), what)


def checked_loss(name: str, values: int, what: str) -> str:
    """Returns the warning on class values that are compressed with loss, by the `name` of the compression and the number of different values.

    Raises LabelError where there are more values than classes that are few have.
    """
    cure = "Save the classes without loss (PNG, or GeoTIFF with LZW or Deflate) from their source"
    if values > _MOST_VALUES:
        raise LabelError(
            f"{what} is compressed with loss ({name}), which changes class values: it holds {values} different values. {cure}, or bring its values "
            "back to those of the classes first, in QGIS by Reclassify by table."
        )
    return f"{what} is compressed with loss ({name}), which changes class values, mostly where classes meet. {cure}."


def _compression_of(raster: RasterDataset) -> str:
    """Returns the compression with loss of a raster, or of one of the first files of a virtual one; "" without one."""
    if raster.handle.GetDriver().ShortName != "VRT":
        return lossy_compression(raster.handle)
    sources = [path for path in raster.source_files if path != raster.path][:_MOST_SOURCES]
    for path in sources:
        with gdal_failures(), contextlib.suppress(*GDAL_ERRORS, TypeError):
            source = gdal.OpenEx(path, gdal.OF_RASTER)
            if source is not None and source.RasterCount and (name := lossy_compression(source)):
                return name
    return ""
