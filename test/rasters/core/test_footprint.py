"""The outline of a grid in degrees."""

from __future__ import annotations

import pytest
from osgeo import osr
from pixel_classifier.rasters.core.footprint import authority_code, footprint_of
from pixel_classifier.rasters.core.grid import Grid


def wkt(code):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    return crs.ExportToWkt()


def test_longitudes_come_first_whatever_the_axes_of_the_crs():
    metres = footprint_of(Grid(100, 100, (500000.0, 10.0, 0.0, 5400000.0, 0.0, -10.0), wkt(32633)))
    assert metres.geometry["type"] == "Polygon"
    (ring,) = metres.geometry["coordinates"]
    assert ring[0] == ring[-1] == pytest.approx((15.0, 48.7529), abs=1e-3) and len(ring) == 33
    degrees = footprint_of(Grid(10, 20, (7.0, 0.1, 0.0, 51.0, 0.0, -0.1), wkt(4326)))
    assert degrees.bbox == pytest.approx((7, 49, 8, 51))


@pytest.mark.parametrize(
    ("geotransform", "code"),
    [((177.0, 0.1, 0.0, -16.0, 0.0, -0.1), 4326), ((-183.0, 0.1, 0.0, -16.0, 0.0, -0.1), 4326),
     ((700000.0, 6000.0, 0.0, 8230000.0, 0.0, -1000.0), 32760), ((3100000.0, 6000.0, 0.0, 5000000.0, 0.0, -1000.0), 3832)],
    ids=["to the east of 180", "from the west of -180", "UTM", "Pacific"],
)  # fmt: skip
def test_a_grid_across_180_degrees_is_cut_there_and_does_not_span_the_earth(geotransform, code):
    found = footprint_of(Grid(100, 10, geotransform, wkt(code)))
    west, south, east, north = found.bbox
    assert found.geometry["type"] == "MultiPolygon" and len(found.geometry["coordinates"]) == 2
    assert -180 <= east < west <= 180 and south < north and (east - west) % 360 < 15
    points = [point for part in found.geometry["coordinates"] for ring in part for point in ring]
    assert all(west <= x <= 180 or -180 <= x <= east for x, _ in points)
    assert {180.0, -180.0} <= {x for x, _ in points}
    for part in found.geometry["coordinates"]:
        assert part[0][0] == part[0][-1] and max(x for x, _ in part[0]) - min(x for x, _ in part[0]) < 15


def test_longitudes_from_0_to_360_become_those_of_geojson():
    east = footprint_of(Grid(10, 10, (200.0, 0.1, 0.0, 1.0, 0.0, -0.1), wkt(4326)))
    assert east.geometry["type"] == "Polygon" and east.bbox == pytest.approx((-160, 0, -159, 1))
    touching = footprint_of(Grid(10, 10, (179.0, 0.1, 0.0, 1.0, 0.0, -0.1), wkt(4326)))
    assert touching.geometry["type"] == "Polygon" and touching.bbox == pytest.approx((179, 0, 180, 1))
    earth = footprint_of(Grid(360, 180, (0.0, 1.0, 0.0, 90.0, 0.0, -1.0), wkt(4326)))
    assert earth.bbox == pytest.approx((-180, -90, 180, 90))


@pytest.mark.parametrize(("code", "pole"), [(3413, 90), (3031, -90)])
def test_a_grid_around_a_pole_holds_it(code, pole):
    found = footprint_of(Grid(200, 200, (-1000000.0, 10000.0, 0.0, 1000000.0, 0.0, -10000.0), wkt(code)))
    west, south, east, north = found.bbox
    assert (west, east) == (-180, 180) and pole in (south, north) and 75 < abs(south if pole > 0 else north) < 85
    points = [point for part in _polygons(found.geometry) for ring in part for point in ring]
    assert all(-180 <= x <= 180 for x, _ in points) and {pole} <= {y for _, y in points}


def _polygons(geometry):
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def test_without_a_crs_or_outside_of_it_there_is_none():
    assert footprint_of(Grid(10, 10, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))) is None
    assert footprint_of(Grid(10, 10, (1e12, 1.0, 0.0, 1e12, 0.0, -1.0), wkt(32633))) is None


def test_codes():
    assert authority_code(wkt(32633)) == "EPSG:32633" and authority_code("") is None
