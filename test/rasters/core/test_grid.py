"""Grids and windows: pixels keep their place, chips and tiles cover everything, each as often as promised."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pixel_classifier.rasters.core.grid import Grid, Window, blocks, chip_positions, tile_spans

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


@given(sizes, st.integers(1, 64), st.integers(1, 64))
def test_chips_cover_every_pixel_and_stay_inside(length, chip, stride):
    assume(stride <= chip)
    starts = chip_positions(length, chip, stride)
    covered = {pixel for start in starts for pixel in range(start, start + chip)}
    assert covered >= set(range(length))
    assert list(starts) == sorted(set(starts))
    if length >= chip:
        assert max(covered) == length - 1
    assert all(start % stride == 0 for start in starts[:-1])


def test_a_raster_smaller_than_a_chip_gives_one_chip():
    assert chip_positions(83, 256, 128) == (0,)


@given(st.integers(1, 3000), st.integers(1, 32), st.integers(0, 6), st.sampled_from([8, 16, 32]))
def test_tiles_cover_each_pixel_once_or_twice_with_the_overlap_promised(length, tiles, overlap_steps, multiple):
    tile, overlap = tiles * multiple, overlap_steps * multiple
    assume(tile >= 2 * overlap + multiple)
    spans = tile_spans(length, tile, overlap, multiple)
    assert spans[0].start == 0
    assert length <= spans[-1].stop < length + multiple
    for span in spans:
        assert span.start % multiple == 0 and span.length % multiple == 0
        assert 0 < span.length <= tile
    for before, after in zip(spans, spans[1:]):
        assert before.start < after.start
        assert overlap <= before.stop - after.start <= before.length / 2 + 1e-9
        assert before.stop < after.stop
    for first, third in zip(spans, spans[2:]):
        assert first.stop <= third.start


def test_tiles_too_small_for_their_overlap_are_refused():
    with pytest.raises(ValueError, match="too small"):
        tile_spans(1000, 64, 64, 32)


@given(st.integers(0, 20), sizes, st.integers(1, 50))
def test_blocks_put_together_are_the_window(y, height, rows):
    window = Window(2, y, 7, height)
    parts = list(blocks(window, rows))
    assert parts[0].y == window.y and parts[-1].bottom == window.bottom
    assert all(part.bottom == following.y for part, following in zip(parts, parts[1:]))
    assert all(part.height <= rows and (part.x, part.width) == (2, 7) for part in parts)
