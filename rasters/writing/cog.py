"""Turns a finished GeoTIFF into a cloud-optimised one: with overviews, laid out so that a viewer reads only what it shows."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
from osgeo import gdal

from ..core.errors import Cancelled, OutputError
from ..core.gdal_calls import gdal_failures, reason
from .geotiff import compression_options


def make_cloud_optimised(
    path: str, dtype: np.dtype, categories: bool, shown: str, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Rewrites a closed GeoTIFF in place as a cloud-optimised one; metadata, colours and attribute table are kept.

    `categories` are never mixed: their overviews show the most frequent value, those of measured values the mean. `shown`
    is the file's name in messages. Raises OutputError where it cannot be written, Cancelled once `stopped` says so; the
    file is whole then, and of the kind it was.
    """
    copy = f"{os.path.splitext(path)[0]}-cog.tif"
    try:
        with gdal_failures() as failures:
            try:
                written = _copied(path, copy, dtype, categories, stopped)
            except RuntimeError as error:
                if stopped():
                    raise Cancelled("Cancelled.") from error
                raise _not_written(shown, reason(failures, error)) from error
        if stopped():
            raise Cancelled("Cancelled.")
        if not written or failures:
            raise _not_written(shown, reason(failures))
        for ending in ("", ".aux.xml"):
            if os.path.exists(copy + ending):
                os.replace(copy + ending, path + ending)
    except OSError as error:
        raise _not_written(shown, str(error.strerror)) from error
    finally:
        for ending in ("", ".aux.xml", ".ovr.tmp", ".msk.ovr.tmp"):
            if os.path.exists(copy + ending):
                os.remove(copy + ending)


def _copied(path: str, copy: str, dtype: np.dtype, categories: bool, stopped: Callable[[], bool]) -> bool:
    """Writes the copy; returns whether GDAL did. May raise RuntimeError."""
    driver = gdal.GetDriverByName("COG")
    if driver is None:
        raise RuntimeError("this GDAL has no driver for cloud-optimised GeoTIFF")
    compression = compression_options(dtype, classes=categories or dtype.kind != "f")[0]
    options = [
        compression,
        "BLOCKSIZE=256",
        "BIGTIFF=IF_SAFER",
        f"OVERVIEW_RESAMPLING={'MODE' if categories else 'AVERAGE'}",
    ]
    source = gdal.Open(path)
    if source is None:
        return False
    written = driver.CreateCopy(copy, source, options=options, callback=lambda *_: 0 if stopped() else 1)
    if written is None:
        return False
    written.FlushCache()
    return True


def _not_written(shown: str, why: str) -> OutputError:
    """Returns the error for a file that cannot be written whole."""
    return OutputError(
        f"{shown} cannot be written as a cloud-optimised GeoTIFF: {why}. Is there room for a second copy on the disk?"
    )
