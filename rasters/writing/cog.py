"""Turns a finished GeoTIFF into a cloud-optimised one: with overviews, laid out so that a viewer reads only what it shows."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import numpy as np
from osgeo import gdal

from ..core.errors import Cancelled, OutputError
from ..core.gdal_calls import gdal_errors_as
from ..outputs.atomic_file import AtomicFile
from .geotiff import compression_options


def make_cloud_optimised(
    path: str, dtype: np.dtype, categories: bool, shown: str, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Rewrites a closed GeoTIFF in place as a cloud-optimised one; metadata, colours and attribute table are kept.

    `categories` are never mixed: their overviews show the most frequent value, those of measured values the mean. `shown`
    is the file's name in messages. Raises OutputError where it cannot be written, Cancelled once `stopped` returns True; the
    file is whole then, and of the kind it was.
    """
    compression = compression_options(dtype, classes=categories or dtype.kind != "f")[0]
    resampling = "MODE" if categories else "AVERAGE"
    options = [compression, "BLOCKSIZE=256", "BIGTIFF=IF_SAFER", f"OVERVIEW_RESAMPLING={resampling}"]
    try:
        with AtomicFile(path) as copy, gdal_errors_as(lambda why: _not_written(shown, why)):
            _copy(path, copy.temporary, options, stopped)
    except OutputError as error:
        if stopped():
            raise Cancelled("Cancelled.") from error
        raise


def _copy(path: str, target: str, options: list[str], stopped: Callable[[], bool]) -> None:
    """Writes the copy. Raises RuntimeError, whose traceback does not hold the file open: Windows removes no open file."""
    try:
        gdal.GetDriverByName("COG").CreateCopy(
            target, gdal.Open(path), options=options, callback=lambda *_: 0 if stopped() else 1
        ).FlushCache()
    except RuntimeError as error:
        traceback.clear_frames(error.__traceback__)  # GDAL's own frames hold the dataset
        raise


def _not_written(shown: str, why: str) -> OutputError:
    """Returns the error for a file that cannot be written whole."""
    return OutputError(
        f"{shown} cannot be written as a cloud-optimised GeoTIFF: {why}. Is there room for a second copy on the disk?"
    )
