"""Ground: pixel sizes of different CRSs become comparable in metres."""

from __future__ import annotations

import pytest
from osgeo import osr
from pixel_classifier.rasters.grid import Grid
from pixel_classifier.rasters.ground import centre_latitude, pixel_area_m2, pixel_size_m


def wkt(code):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    return crs.ExportToWkt()


def test_metres_and_feet():
    assert pixel_size_m((0.6, 0.5), wkt(26917)) == (0.6, 0.5)
    assert pixel_size_m((1, 1), wkt(2264)) == pytest.approx((0.3048006, 0.3048006))
    assert pixel_area_m2((10, 20), wkt(32633)) == 200
    assert pixel_area_m2((1, 1), wkt(2264)) == pytest.approx(0.0929034)


def test_degrees_shrink_towards_the_poles():
    equator, north = pixel_size_m((1e-5, 1e-5), wkt(4326)), pixel_size_m((1e-5, 1e-5), wkt(4326), 60)
    assert equator == pytest.approx((1.1132, 1.1132))
    assert north == pytest.approx((0.5566, 1.1132))
    assert pixel_area_m2((1e-5, 1e-5), wkt(4326)) is None


def test_without_a_crs_nothing_is_known():
    assert pixel_size_m((1, 1), "") is None
    assert pixel_size_m((1, 1), "no WKT") is None
    assert pixel_area_m2((1, 1), "") is None
    assert centre_latitude(Grid(10, 10, (0, 1, 0, 0, 0, -1))) == 0


def test_the_centre_is_found_in_projected_and_geographic_crs():
    geographic = Grid(100, 200, (32.0, 0.01, 0, 2.0, 0, -0.01), wkt(4326))
    assert centre_latitude(geographic) == pytest.approx(1.0)
    projected = Grid(100, 100, (500000, 10, 0, 4649776.22 + 500, 0, -10), wkt(32633))
    assert centre_latitude(projected) == pytest.approx(42.0, abs=0.01)
