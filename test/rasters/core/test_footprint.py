"""The outline of a grid in degrees."""

from __future__ import annotations

import pytest
from osgeo import osr
from pixel_classifier.rasters.core.footprint import authority_code, footprint_degrees
from pixel_classifier.rasters.core.grid import Grid


def wkt(code):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    return crs.ExportToWkt()


def test_longitudes_come_first_whatever_the_axes_of_the_crs():
    metres = footprint_degrees(Grid(100, 100, (500000.0, 10.0, 0.0, 5400000.0, 0.0, -10.0), wkt(32633)))
    assert metres[0] == metres[-1] == pytest.approx((15.0, 48.7529), abs=1e-3) and len(metres) == 33
    degrees = footprint_degrees(Grid(10, 20, (7.0, 0.1, 0.0, 51.0, 0.0, -0.1), wkt(4326)))
    longitudes, latitudes = zip(*degrees)
    assert (min(longitudes), max(longitudes)) == pytest.approx((7, 8))
    assert (min(latitudes), max(latitudes)) == pytest.approx((49, 51))


def test_without_a_crs_or_outside_of_it_there_is_none():
    assert footprint_degrees(Grid(10, 10, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))) is None
    assert footprint_degrees(Grid(10, 10, (1e12, 1.0, 0.0, 1e12, 0.0, -1.0), wkt(32633))) is None


def test_codes():
    assert authority_code(wkt(32633)) == "EPSG:32633" and authority_code("") is None
