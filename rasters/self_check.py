"""Tells whether GDAL works in this Python: its libraries, its data and PROJ's."""

from __future__ import annotations

from osgeo import gdal, osr

from .gdal_errors import gdal_failures, reason


def gdal_version() -> str:
    """Returns the version of the GDAL that this Python has loaded."""
    return gdal.VersionInfo("RELEASE_NAME")


def why_no_crs() -> str:
    """Returns why coordinate reference systems cannot be looked up, '' where they can."""
    srs = osr.SpatialReference()
    with gdal_failures() as failures:
        try:
            failed = srs.ImportFromEPSG(32633) != 0
        except RuntimeError as error:
            return reason(failures, error)
    return reason(failures) if failed else ""
