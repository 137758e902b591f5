"""Ground: pixel sizes of different CRSs become comparable in metres."""

from __future__ import annotations

import math

import pytest
from osgeo import osr
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.core.pixel_area import (
    centre_latitude,
    map_to_ground_area,
    pixel_areas,
    pixel_size_m,
    row_areas_m2,
)


def wkt(code):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    return crs.ExportToWkt()


def test_metres_and_feet():
    assert pixel_size_m((0.6, 0.5), wkt(26917)) == (0.6, 0.5)
    assert pixel_size_m((1, 1), wkt(2264)) == pytest.approx((0.3048006, 0.3048006))


def test_degrees_shrink_towards_the_poles():
    equator, north = pixel_size_m((1e-5, 1e-5), wkt(4326)), pixel_size_m((1e-5, 1e-5), wkt(4326), 60)
    assert equator == pytest.approx((1.1132, 1.1132))
    assert north == pytest.approx((0.5566, 1.1132))


def test_web_mercator_shrinks_towards_the_poles_and_utm_does_not():
    assert pixel_size_m((4, 4), wkt(3857)) == (4, 4)
    assert pixel_size_m((4, 4), wkt(3857), 60) == pytest.approx((2, 2), rel=0.01)
    assert pixel_size_m((4, 4), wkt(3857), -60) == pytest.approx((2, 2), rel=0.01)
    assert pixel_size_m((4, 4), wkt(32633), 60) == (4, 4)
    assert pixel_size_m((1, 1), wkt(3413), 70) == (1, 1)
    assert pixel_size_m((4, 4), wkt(3857), 90) == (4, 4), "no place on the map"
    assert pixel_size_m((1, 1), wkt(2264), 35) == pytest.approx((0.3048006, 0.3048006))


def test_without_a_crs_nothing_is_known():
    assert pixel_size_m((1, 1), "") is None
    assert pixel_size_m((1, 1), "no WKT") is None
    assert centre_latitude(Grid(10, 10, (0, 1, 0, 0, 0, -1))) == 0


def test_the_centre_is_found_in_projected_and_geographic_crs():
    geographic = Grid(100, 200, (32.0, 0.01, 0, 2.0, 0, -0.01), wkt(4326))
    assert centre_latitude(geographic) == pytest.approx(1.0)
    projected = Grid(100, 100, (500000, 10, 0, 4649776.22 + 500, 0, -10), wkt(32633))
    assert centre_latitude(projected) == pytest.approx(42.0, abs=0.01)


def test_rows_of_the_whole_earth_are_the_area_of_the_ellipsoid():
    """510 065 621.724 km² is the surface of WGS 84's ellipsoid."""
    grid = Grid(36, 18, (-180.0, 10.0, 0, 90.0, 0, -10.0), wkt(4326))
    areas = row_areas_m2(grid)
    assert areas.sum() * grid.width == pytest.approx(510_065_621.724e6, rel=1e-9)
    assert areas.tolist() == pytest.approx(areas[::-1].tolist()) and areas[0] < areas[8]


def test_small_pixels_of_degrees_are_as_large_as_their_metres():
    areas = row_areas_m2(Grid(1, 1, (9.0, 1e-4, 0, 48.0, 0, -1e-4), wkt(4326)))
    along, across = 111_178.6e-4, 74_629.7e-4  # a degree at 48° north, of latitude and of longitude
    assert areas[0] == pytest.approx(along * across, rel=1e-3)


def test_rows_of_projected_and_of_unknown_grids():
    assert row_areas_m2(Grid(3, 2, (0, 10, 0, 0, 0, -20), wkt(32633))).tolist() == [200, 200]
    assert row_areas_m2(Grid(3, 2, (0, 10, 0, 0, 0, -20))) is None


def test_maps_that_stretch_the_ground_are_found_out():
    utm = Grid(100, 100, (500000, 10, 0, 5_300_000, 0, -10), wkt(32633))
    assert map_to_ground_area(utm) == pytest.approx(0.9996**2, rel=1e-5)
    web = Grid(100, 100, (1_000_000, 10, 0, 8_399_737.89 + 500, 0, -10), wkt(3857))  # at 60° north
    assert map_to_ground_area(web) == pytest.approx(4, rel=0.01)
    equal = Grid(100, 100, (4_321_000, 10, 0, 3_210_000, 0, -10), wkt(3035))
    assert map_to_ground_area(equal) == pytest.approx(1, rel=1e-5)
    assert map_to_ground_area(Grid(1, 1, (9.0, 1e-4, 0, 48.0, 0, -1e-4), wkt(4326))) is None


def test_hectares_in_web_mercator_are_those_on_the_ground():
    """A raster of the same ground in Web Mercator, in an equal-area CRS and in degrees has the same area."""
    web = Grid(192, 190_000, (1_001_875.0, 2.0, 0.0, 8_399_738.0, 0.0, -2.0), wkt(3857))  # 60° to 58.2° north
    left, bottom, right, top = web.extent_map()
    radius = 6_378_137.0
    west, east = (math.degrees(x / radius) for x in (left, right))
    south, north = (math.degrees(2 * math.atan(math.exp(y / radius)) - math.pi / 2) for y in (bottom, top))
    degrees = Grid(10, 1000, (west, (east - west) / 10, 0.0, north, 0.0, (south - north) / 1000), wkt(4326))
    areas = row_areas_m2(web)
    assert areas.sum() * web.width == pytest.approx(row_areas_m2(degrees).sum() * degrees.width, rel=1e-5)
    assert areas[0] == pytest.approx(1.0, rel=0.01) and areas[-1] > 1.08 * areas[0]


def test_maps_that_are_right_to_a_hundredth_keep_their_areas():
    utm = Grid(100, 100, (500000, 10, 0, 5_300_000, 0, -10), wkt(32633))
    assert set(row_areas_m2(utm).tolist()) == {100.0}


@pytest.mark.parametrize("code", [3413, 6931])
def test_a_pole_in_the_middle_has_the_areas_of_its_surroundings(code):
    """Longitudes mean nothing at a pole, and jump at 180 degrees, where a column of a grid around it lies."""
    grid = Grid(160, 160, (-4_000_000.0, 50_000.0, 0.0, 4_000_000.0, 0.0, -50_000.0), wkt(code))
    assert 0.9 < map_to_ground_area(grid) < 1.1
    areas, on_map = row_areas_m2(grid), 50_000.0**2
    assert (areas / on_map).min() > 0.6 and (areas / on_map).max() < 1.1
    assert areas == pytest.approx(areas[::-1], rel=0.005), "both sides of the pole are alike"


def test_rows_beyond_the_edge_of_a_map_of_the_earth_do_not_hide_the_others():
    robinson = osr.SpatialReference()
    robinson.ImportFromProj4("+proj=robin +R=6371007 +units=m")
    grid = Grid(360, 180, (-17_000_000.0, 94_444.0, 0.0, 8_600_000.0, 0.0, -95_556.0), robinson.ExportToWkt())
    areas = row_areas_m2(grid)
    assert areas[90] > 1.5 * areas[20], "pixels far from the equator are drawn larger than they are"


def test_the_area_of_a_row_is_the_mean_across_it():
    """The map of the Arctic stretches the ends of a row most: as many of them as of the middle would be too small."""
    grid = Grid(152, 1, (-3_800_000.0, 50_000.0, 0.0, 2_000_000.0, 0.0, -50_000.0), wkt(3413))
    each = [map_to_ground_area(grid.subgrid(Window(column, 0, 1, 1))) for column in range(grid.width)]
    truth = sum(50_000.0**2 / scale for scale in each) / grid.width
    assert row_areas_m2(grid)[0] == pytest.approx(truth, rel=0.002)


def test_pixels_around_a_pole_differ_across_their_rows_too():
    """In the middle row of this map of the Arctic, those at its ends cover five sixths of those at the pole."""
    grid = Grid(152, 152, (-3_800_000.0, 50_000.0, 0.0, 3_800_000.0, 0.0, -50_000.0), wkt(3413))
    areas = pixel_areas(grid)
    window = Window(20, 70, 100, 3)
    parts = list(areas.of(window))
    assert [part.start for part, _ in parts] == [0, *(part.stop for part, _ in parts[:-1])] and parts[-1][0].stop == 100
    for part, of_rows in parts:
        middle = grid.subgrid(Window(20 + (part.start + part.stop) // 2, 71, 1, 1))
        assert of_rows[1] == pytest.approx(50_000.0**2 / map_to_ground_area(middle), rel=0.03)
    assert (
        len(list(pixel_areas(Grid(100, 100, (500000, 10, 0, 5_300_000, 0, -10), wkt(32633))).of(Window(0, 0, 9, 9))))
        == 1
    )
    assert pixel_areas(Grid(3, 2, (0, 10, 0, 0, 0, -20))) is None
