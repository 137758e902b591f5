"""Tiles: they cover what is asked, lie on the network's stride, and give each row to be written exactly once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.prediction.tiles import default_overlap_px, default_tile_px, equal_batches, lay_tiles
from pixel_classifier.rasters.core.errors import SettingsError
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.core.tiling import Span

RASTER = Window(0, 0, 1000, 700)
PARTS = st.builds(Window, st.integers(0, 999), st.integers(0, 699), st.integers(1, 1000), st.integers(1, 700)).map(
    RASTER.intersection
)


@given(asked=PARTS, tile=st.sampled_from([128, 160, 512]), overlap=st.integers(0, 64), stride=st.sampled_from([8, 32]))
def test_every_asked_row_is_finished_exactly_once(asked, tile, overlap, stride):
    layout = lay_tiles(asked, RASTER, tile, overlap, stride)
    assert layout.window.intersection(asked) == asked
    assert RASTER.intersection(layout.window) == layout.window
    assert layout.window.x % stride == layout.window.y % stride == 0
    seen = []
    for number, row in enumerate(layout.rows):
        assert row.start % stride == row.length % stride == 0 and row.length <= tile
        finished, inside = layout.finished(number), layout.rows_inside(number)
        assert inside.start <= finished.start and finished.stop <= inside.stop
        seen.extend(range(finished.start, finished.stop))
    assert seen == list(range(layout.window.height))


def test_a_whole_raster_is_tiled_from_its_corner():
    layout = lay_tiles(RASTER, RASTER, 512, 64, 32)
    assert layout.window == RASTER
    assert layout.pixels == sum(r.length * c.length for r in layout.rows for c in layout.columns)


def test_an_extent_takes_half_an_overlap_of_its_surroundings_in():
    layout = lay_tiles(Window(300, 0, 100, 100), RASTER, 512, 64, 32)
    assert (layout.window.x, layout.window.y) == (256, 0)
    assert (layout.window.right, layout.window.bottom) == (432, 132)


def test_tiles_too_small_for_the_overlap_are_refused_naming_both():
    with pytest.raises(SettingsError, match=r"Tiles of 96 pixels.*overlap of 50 pixels.*at least 128"):
        lay_tiles(RASTER, RASTER, 96, 50, 32)


def test_batches_hold_tiles_of_one_size_only():
    spans = (Span(0, 64), Span(32, 96), Span(64, 128), Span(96, 128))
    assert list(equal_batches([0, 1, 2, 3], spans, 2)) == [[0, 1], [2], [3]]
    assert list(equal_batches([0, 2, 3], spans, 8)) == [[0, 2], [3]]
    assert list(equal_batches([], spans, 2)) == []


@given(count=st.integers(0, 100), size=st.integers(1, 64))
def test_batches_of_any_number_of_tiles_have_few_sizes_on_a_gpu(count, size):
    """In a scene that lies askew each row has other tiles with data: for each number of them a GPU tried its algorithms anew."""
    spans = [Span(32 * number, 32 * number + 64) for number in range(count)]
    batches = list(equal_batches(range(count), spans, size, few_sizes=True))
    assert [number for batch in batches for number in batch] == list(range(count))
    assert {len(batch) for batch in batches} <= {size, 1, 2, 4, 8, 16, 32}
    assert len(batches) <= count // size + 6


@given(
    width=st.integers(192, 20000),
    height=st.integers(192, 20000),
    tile=st.sampled_from([256, 320, 512, 768, 1024]),
)
def test_the_overlaps_of_default_tiles_cost_at_most_a_third_on_rasters_of_any_size(width, height, tile):
    window = Window(0, 0, width, height)
    overlap = tile // 8 // 32 * 32
    layout = lay_tiles(window, window, tile, overlap, 32, elastic=True)
    assert layout.pixels <= 1.35 * width * height
    for spans, length in ((layout.rows, height), (layout.columns, width)):
        assert max(span.length for span in spans) <= tile * 13 // 8
        assert all(a.stop - b.start == overlap for a, b in zip(spans, spans[1:]))
        assert 0 <= spans[-1].stop - length < 32, "nothing is computed twice to fill up the end"


def test_neighbouring_tiles_share_an_eighth():
    assert [default_overlap_px(side) for side in (256, 512, 1024)] == [32, 64, 128]


def test_tiles_are_about_as_large_as_what_the_network_was_trained_on():
    assert [default_tile_px("unet", side) for side in (32, 64, 128, 256, 512, 1024)] == [64, 128, 256, 512, 512, 1024]
    assert [default_tile_px("deeplabv3", side) for side in (64, 128, 256, 512)] == [64, 128, 512, 512]
    assert [default_tile_px("pspnet", side) for side in (32, 64, 128, 256, 1024)] == [128, 256, 512, 512, 1024]
    assert default_tile_px("fpn", 64) == 64  # of fixed depth: a second deepest feature would be new to it
