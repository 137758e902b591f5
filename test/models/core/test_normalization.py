from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pixel_classifier.models.core.normalization import scale_batch


@settings(max_examples=40, deadline=None)
@given(
    hnp.arrays(np.uint16, (2, 3, 4, 5)),
    hnp.arrays(bool, (2, 3, 4, 5)),
    st.lists(st.floats(0, 60000), min_size=3, max_size=3),
    st.lists(st.floats(0.5, 1000), min_size=3, max_size=3),
)
def test_values_become_standard_scores_and_missing_ones_zero(pixels, missing, means, stds):
    scaled = scale_batch(pixels, missing, means, stds)
    expected = (pixels - np.reshape(means, (3, 1, 1))) / np.reshape(stds, (3, 1, 1))
    assert scaled.dtype == np.float32
    assert np.all(scaled[missing] == 0)
    assert np.allclose(scaled[~missing], expected[~missing], rtol=1e-5, atol=1e-2)


def test_a_constant_band_gives_zeros_not_infinities():
    scaled = scale_batch(np.full((1, 4, 4), 7, np.uint8), None, [7.0], [0.0])
    assert np.all(scaled == 0)


@pytest.mark.parametrize("nodata", [np.nan, np.inf, -np.inf, np.finfo(np.float32).min])
def test_missing_values_of_any_kind_leave_no_trace(nodata):
    pixels = np.full((1, 2, 2), 0.5, np.float32)
    pixels[0, 0, 0] = nodata
    missing = np.zeros(pixels.shape, bool)
    missing[0, 0, 0] = True
    assert np.array_equal(scale_batch(pixels, missing, [0.25], [0.25]), [[[0, 1], [1, 1]]])
    assert np.array_equal(scale_batch(pixels.astype(np.float64), missing, [0.25], [0.25]), [[[0, 1], [1, 1]]])


def test_large_offsets_keep_their_small_differences():
    pixels = np.array([[[2_000_000_000, 2_000_000_003]]], np.int32)
    assert np.array_equal(scale_batch(pixels, None, [2e9], [1.0]), [[[0, 3]]])


def test_the_input_is_left_alone():
    pixels = np.ones((1, 2, 2), np.float32)
    scale_batch(pixels, np.ones(pixels.shape, bool), [5.0], [2.0])
    assert np.all(pixels == 1)
