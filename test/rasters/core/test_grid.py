"""Grids and windows: pixels keep their place."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.rasters.core.grid import Grid, Window, chosen_window

GRID = Grid(100, 80, (500_000.0, 10.0, 0.0, 6_000_000.0, 0.0, -10.0))

sizes = st.integers(1, 400)


def test_a_window_knows_where_it_ends():
    window = Window(3, 4, 10, 20)
    assert (window.right, window.bottom, window.pixels) == (13, 24, 200)


def test_windows_that_only_touch_do_not_intersect():
    assert Window(0, 0, 10, 10).intersection(Window(10, 0, 5, 5)) is None
    assert Window(0, 0, 10, 10).intersection(Window(5, 5, 10, 10)) == Window(5, 5, 5, 5)


@given(st.floats(-50, 150), st.floats(-50, 150))
def test_pixel_to_map_and_back_is_the_same_point(x, y):
    back = GRID.to_pixel(*GRID.to_map(x, y))
    assert math.isclose(back[0], x, abs_tol=1e-6) and math.isclose(back[1], y, abs_tol=1e-6)


def test_the_extent_of_a_south_up_grid_is_not_upside_down():
    grid = Grid(10, 20, (0.0, 2.0, 0.0, 5.0, 0.0, 2.0))
    assert grid.extent_map() == (0.0, 5.0, 20.0, 45.0)
    assert grid.pixel_size_map == (2.0, 2.0)


def test_a_subgrid_lies_where_its_window_lies():
    window = Window(7, 9, 20, 30)
    assert GRID.subgrid(window).extent_map() == GRID.extent_map(window)


@given(st.integers(0, 99), st.integers(0, 79), sizes, sizes)
def test_the_window_of_a_windows_extent_is_the_window(x, y, width, height):
    window = Window(x, y, width, height).intersection(GRID.window)
    assert GRID.window_of_extent(GRID.extent_map(window)) == window


def test_an_extent_beside_the_raster_gives_no_window():
    assert GRID.window_of_extent((0.0, 0.0, 10.0, 10.0)) is None


def test_an_extent_that_cuts_pixels_takes_them_whole():
    assert GRID.window_of_extent((500_005.0, 5_999_995.0, 500_015.0, 5_999_999.0)) == Window(0, 0, 2, 1)


@pytest.mark.parametrize(
    "transform",
    [
        (0, 0, 0, 0, 0, 0),
        (0, 1, 1, 0, 1, 1),
        (math.nan, 1, 0, 0, 0, -1),
        (0, math.inf, 0, 0, 0, -1),
        (1e300, 1, 0, 0, 0, -1),
        (0, 1e-200, 0, 0, 0, 1),
    ],
)
def test_grids_that_cannot_be_computed_with_are_not_usable(transform):
    assert not Grid(10, 10, transform).is_usable
    assert GRID.is_usable and not Grid(0, 10, GRID.geotransform).is_usable


def test_an_extent_that_reaches_beyond_the_raster_is_cut_and_that_is_said():
    grid = Grid(10, 20, (100.0, 2.0, 0.0, 200.0, 0.0, -2.0))
    said = []
    assert chosen_window(grid, None, "a.tif", said.append) == grid.window
    assert chosen_window(grid, (99.0, 160.5, 121.5, 201.0), "a.tif", said.append) == grid.window
    assert said == [], "less than a pixel"
    assert chosen_window(grid, (110.0, 150.0, 140.0, 190.0), "a.tif", said.append) == Window(5, 5, 5, 15)
    assert said == [
        (
            "The extent x 110 to 140, y 150 to 190 reaches beyond a.tif, whose extent is x 100 to 120, y 160 to 200. The part inside counts: "
            "5 x 15 pixels."
        )
    ]


def test_an_extent_in_the_order_of_other_programs_is_pointed_out():
    grid, said = Grid(10, 20, (100.0, 2.0, 0.0, 2000.0, 0.0, -2.0)), []
    west, south, east, north = 104.0, 1970.0, 110.0, 1990.0
    chosen_window(grid, (west, south, east, north), "a.tif", warning=said.append)
    chosen_window(grid, (90.0, south, 130.0, north), "a.tif", warning=said.append)
    assert said == []
    chosen_window(grid, (west, east, south, north), "a.tif", warning=said.append)
    assert len(said) == 1 and said[0].endswith("give xmin,xmax,ymin,ymax: 104,110,1970,1990.")
