"""GDAL's options for some calls on one thread, which leave other threads and QGIS's own work as they are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from osgeo import gdal


@contextlib.contextmanager
def option_of_thread(name: str, value: str | None) -> Iterator[None]:
    """Sets one of GDAL's options for the enclosed calls on this thread; None leaves it as it is."""
    before = gdal.GetThreadLocalConfigOption(name)
    gdal.SetThreadLocalConfigOption(name, before if value is None else value)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(name, before)
