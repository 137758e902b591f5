"""A virtual raster (VRT) over class rasters that lie beside each other, with the names and colours of their classes."""

from __future__ import annotations

import os
from collections.abc import Sequence

from osgeo import gdal

from ..classes.attribute_table import write_classes
from ..classes.class_table import ClassTable
from ..core.errors import OutputError
from ..core.gdal_calls import gdal_errors_as
from ..outputs.atomic_file import AtomicFile
from ..outputs.checks import check_file


def write_class_mosaic(path: str, rasters: Sequence[str], classes: ClassTable) -> None:
    """Writes a VRT over class rasters of one grid; it refers to them by paths relative to its own folder.

    Raises OutputError where it cannot be written.
    """
    check_file(path, (".vrt",), "The virtual raster", rasters)
    with AtomicFile(path) as file, gdal_errors_as(lambda why: OutputError(f"{path} cannot be written: {why}.")):
        mosaic = gdal.BuildVRT(file.temporary, [os.path.abspath(raster) for raster in rasters])
        write_classes(mosaic, classes)
        mosaic.FlushCache()
        del mosaic
