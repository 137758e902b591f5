"""Chips, tiles and strips cover everything, each pixel as often as promised; samples are small and spread."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.core.tiling import chip_positions, sample_windows, strip_height, strips, tile_spans

sizes = st.integers(1, 400)


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
    parts = list(strips(window, rows))
    assert parts[0].y == window.y and parts[-1].bottom == window.bottom
    assert all(part.bottom == following.y for part, following in zip(parts, parts[1:]))
    assert all(part.height <= rows and (part.x, part.width) == (2, 7) for part in parts)


@pytest.mark.parametrize(
    ("width", "block_rows", "rows"),
    [(1000, 256, 2048), (1000, 1, 2000), (1000, 3000, 3000), (1000, 8001, 2000), (3_000_000, 256, 1), (10**6, 4, 4)],
)
def test_strips_are_whole_rows_of_blocks_unless_blocks_are_too_high(width, block_rows, rows):
    assert strip_height(width, 2_000_000, block_rows) == rows


@given(st.builds(Window, st.integers(0, 99), st.integers(0, 99), st.integers(1, 5000), st.integers(1, 5000)))
def test_sampled_windows_lie_inside_apart_and_are_few(window):
    parts = sample_windows(window)
    assert len(parts) <= 36 and sum(part.pixels for part in parts) <= 384 * 384
    assert all(part.intersection(window) == part for part in parts)
    assert all(a.intersection(b) is None for a in parts for b in parts if a != b)
    if window.width <= 256 and window.height <= 256:
        assert parts == (window,)
