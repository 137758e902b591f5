"""Blending: the weights of overlapping tiles share every pixel wholly and smoothly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.prediction.blending import axis_weights, rising_ramp
from pixel_classifier.rasters.core.tiling import Span, tile_spans


@given(
    length=st.integers(1, 3000),
    tile=st.integers(1, 24).map(lambda n: 32 * n),
    overlap=st.integers(0, 400),
    linear=st.booleans(),
)
def test_the_weights_of_all_tiles_sum_to_exactly_one_at_every_pixel(length, tile, overlap, linear):
    try:
        spans = tile_spans(length, tile, overlap, 32)
    except ValueError:
        return
    total = np.zeros(spans[-1].stop, np.float32)
    cover = np.zeros(spans[-1].stop, int)
    for span, weights in zip(spans, axis_weights(spans, linear)):
        assert weights.dtype == np.float32 and weights.shape == (span.length,)
        assert weights.min() >= 0 and weights.max() <= 1
        total[span.start : span.stop] += weights
        cover[span.start : span.stop] += weights > 0
    assert (total == 1).all()
    assert cover.max() <= 2


@given(length=st.integers(1, 900), other=st.integers(1, 900), overlap=st.integers(0, 64))
def test_the_product_of_two_axes_sums_to_exactly_one(length, other, overlap):
    rows, columns = tile_spans(length, 160, overlap, 32), tile_spans(other, 128, overlap, 32)
    total = np.zeros((rows[-1].stop, columns[-1].stop), np.float32)
    for row, row_weights in zip(rows, axis_weights(rows)):
        for column, column_weights in zip(columns, axis_weights(columns)):
            total[row.start : row.stop, column.start : column.stop] += row_weights[:, None] * column_weights
    assert (total == 1).all()


@given(overlap=st.integers(1, 513))
def test_a_linear_ramp_is_a_straight_line_that_mirrors_itself(overlap):
    ramp = rising_ramp(overlap, linear=True)
    np.testing.assert_allclose(np.diff(ramp), 1 / overlap, atol=1 / 4096)
    np.testing.assert_allclose(ramp, 1 - ramp[::-1], atol=1 / 4096)


@given(overlap=st.integers(0, 513))
def test_the_outer_quarter_counts_nothing_and_the_ramp_mirrors_itself(overlap):
    ramp = rising_ramp(overlap)
    quarter = overlap // 4
    assert (ramp[:quarter] == 0).all() and (ramp[overlap - quarter :] == 1).all()
    assert (np.diff(ramp) >= 0).all()
    np.testing.assert_allclose(ramp, 1 - ramp[::-1], atol=1 / 4096)


def test_a_ramp_of_64_is_a_cosine_over_its_inner_32():
    ramp = rising_ramp(64)
    expected = 0.5 - 0.5 * np.cos(np.pi * (np.arange(32) + 0.5) / 32)
    np.testing.assert_allclose(ramp[16:48], expected, atol=1 / 8192)
    assert ramp[15] == 0 and ramp[16] > 0 and ramp[47] < 1 and ramp[48] == 1


def test_raster_borders_have_full_weight():
    first, last = axis_weights((Span(0, 128), Span(96, 224)))
    assert (first[:96] == 1).all() and (last[32:] == 1).all()
    (alone,) = axis_weights((Span(0, 64),))
    assert (alone == 1).all()


def test_a_pixel_under_three_tiles_is_refused():
    with pytest.raises(ValueError, match="three times"):
        axis_weights((Span(0, 96), Span(32, 128), Span(64, 160)))
    with pytest.raises(ValueError, match="gap"):
        axis_weights((Span(0, 64), Span(96, 160)))
