"""Quantiles: a distribution in a few numbers, and how far other values are from it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.quantiles import (
    QUANTILE_SHARES,
    QuantileSample,
    distance,
    quantiles_of,
    share_outside,
)

some_values = st.lists(st.integers(-300, 300), min_size=1, max_size=200).map(lambda values: np.array(values, np.int16))


def distance_of_all(a, b):
    """The textbook's distance, over every value that occurs."""
    places = np.union1d(a, b)
    shares = [np.searchsorted(np.sort(values), places, "right") / values.size for values in (a, b)]
    return np.abs(shares[0] - shares[1]).max()


@given(some_values)
def test_values_are_at_no_distance_from_their_own_quantiles(values):
    quantiles = quantiles_of(values)
    assert list(quantiles) == sorted(quantiles) and set(quantiles) <= set(values.tolist())
    assert (quantiles[0], quantiles[-1]) == (values.min(), values.max())
    assert distance(quantiles, values) == pytest.approx(0, abs=1e-12)
    assert share_outside(quantiles, values) <= 0.01 + 1 / values.size


@given(some_values, some_values)
def test_the_distance_is_that_of_all_values_or_a_twentieth_less(trained, found):
    told, true = distance(quantiles_of(trained), found), distance_of_all(trained, found)
    assert true - 0.05 - 1e-9 <= told <= true + 1e-9


def test_values_from_elsewhere_are_outside_and_far():
    quantiles = quantiles_of(np.arange(1000))
    assert share_outside(quantiles, np.arange(2000)) == pytest.approx(0.45, abs=0.01)
    assert distance(quantiles, np.arange(5000, 5100)) == 1
    assert share_outside(quantiles, np.arange(400, 600)) == 0, "a narrower range is no other range"


def test_a_few_saturated_values_do_not_widen_the_range():
    values = np.concatenate([np.arange(1000), [65535, 65535]])
    assert share_outside(quantiles_of(values), np.full(10, 3000)) == 1


@pytest.mark.parametrize("images", [1, 60])
def test_a_sample_of_many_images_has_the_quantiles_of_all(images):
    generator = np.random.default_rng(1)
    stack = generator.normal(1000, 50, (images, 2, 256, 256)).astype(np.uint16)
    sample = QuantileSample(2, 256 * 256, images)
    for pixels in stack:
        sample.add(pixels)
    for band, quantiles in enumerate(sample.result()):
        inner = slice(1, -1)
        exact = np.quantile(stack[:, band], QUANTILE_SHARES)
        np.testing.assert_allclose(quantiles[inner], exact[inner], atol=2)


def test_missing_values_are_left_out_of_a_sample():
    pixels = np.array([[[1, 2], [3, 999]]], np.uint16)
    sample = QuantileSample(1, 4, 1)
    sample.add(pixels, pixels == 999)
    assert sample.result()[0][-1] == 3
    nothing = QuantileSample(1, 4, 1)
    nothing.add(pixels, np.ones(pixels.shape, bool))
    assert nothing.result() is None
