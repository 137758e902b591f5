"""Band statistics: block by block gives the same as all at once."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pixel_classifier.rasters.core.band_statistics import (
    BandStatistics,
    RunningStatistics,
    merge,
    merge_all,
    statistics_of,
)

values = hnp.arrays(np.float32, st.integers(1, 60), elements=st.floats(-1e4, 1e4, width=32))


@given(values, values, values)
def test_pieces_merged_in_any_order_equal_the_whole(a, b, c):
    whole = statistics_of(np.concatenate([a, b, c]))
    pieces = [statistics_of(piece) for piece in (a, b, c)]
    for merged in (merge(merge(pieces[0], pieces[1]), pieces[2]), merge(pieces[2], merge(pieces[0], pieces[1]))):
        assert merged.count == whole.count
        assert (merged.minimum, merged.maximum) == (whole.minimum, whole.maximum)
        assert merged.mean == pytest.approx(whole.mean, rel=1e-9, abs=1e-6)
        assert merged.std == pytest.approx(whole.std, rel=1e-6, abs=1e-5)


def test_blocks_of_an_image_give_numpys_mean_and_deviation():
    rng = np.random.default_rng(5)
    image = rng.integers(0, 65535, (3, 40, 30)).astype(np.uint16)
    running = RunningStatistics(3)
    for top in range(0, 40, 7):
        running.add(image[:, top : top + 7])
    for band, found in zip(image.astype(np.float64), running.result()):
        assert found.count == 1200
        assert (found.minimum, found.maximum) == (band.min(), band.max())
        assert found.mean == pytest.approx(band.mean())
        assert found.std == pytest.approx(band.std())


@given(st.sampled_from(["uint8", "int8", "uint16", "int16"]), st.integers(1, 500), st.integers(0, 1000))
def test_statistics_of_small_integers_are_exact(dtype, count, seed):
    limits = np.iinfo(dtype)
    numbers = np.random.default_rng(seed).integers(limits.min, limits.max, count, endpoint=True).astype(dtype)
    found, exact = statistics_of(numbers), [Fraction(int(number)) for number in numbers]
    mean = sum(exact) / count
    assert (found.minimum, found.maximum, found.count) == (numbers.min(), numbers.max(), count)
    assert found.mean == float(mean)
    assert found.m2 == float(sum((number - mean) ** 2 for number in exact))


def test_missing_values_are_left_out_band_by_band():
    pixels = np.array([[[1.0, np.nan, 3.0]], [[-9999.0, 5.0, 5.0]]], np.float32)
    running = RunningStatistics(2)
    running.add(pixels, np.array([[[False, True, False]], [[True, False, False]]]))
    first, second = running.result()
    assert (first.mean, first.count) == (2.0, 2)
    assert (second.mean, second.std, second.count) == (5.0, 0.0, 2)


def test_missing_may_be_the_same_for_all_bands():
    running = RunningStatistics(2)
    running.add(np.array([[[1, 100]], [[2, 100]]], np.uint8), np.array([[False, True]]))
    assert [found.mean for found in running.result()] == [1.0, 2.0]


def test_large_offsets_do_not_eat_the_deviation():
    pixels = (np.arange(1000, dtype=np.float64) % 2 + 1e9).reshape(1, 10, 100)
    running = RunningStatistics(1)
    for row in range(10):
        running.add(pixels[:, row : row + 1])
    assert running.result()[0].std == pytest.approx(0.5)


def test_a_band_without_values_is_zero_and_changes_nothing():
    running = RunningStatistics(1)
    running.add(np.zeros((1, 2, 2), np.int16), np.ones((1, 2, 2), bool))
    assert running.result() == (BandStatistics(),)
    other = statistics_of(np.array([3.0, 5.0]))
    assert merge(other, BandStatistics()) == merge(BandStatistics(), other) == other


def test_statistics_survive_json():
    found = statistics_of(np.array([0.1, 0.7, -3.3]))
    assert BandStatistics.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_statistics_of_different_band_counts_do_not_mix():
    with pytest.raises(ValueError, match="1 and of 2"):
        merge_all([BandStatistics()], [BandStatistics()] * 2)


@pytest.mark.parametrize("dtype", ["float64", "float32", "int32"])
@pytest.mark.parametrize("value", [0.3, 273.15, -9.81, 1e-3, 3.3e9])
def test_a_constant_band_has_no_deviation_whatever_its_value(dtype, value):
    """Rounding of the mean left 1e-16: a network that divides by that gets 1e15 where another image has another value."""
    running = RunningStatistics(1)
    pixels = np.full((1, 100, 100), value, "float64").clip(-(2**31), 2**31 - 1).astype(dtype)
    for missing in (None, np.random.default_rng(0).random((100, 100)) < 0.3, None):
        running.add(pixels, missing)
    (band,) = running.result()
    assert band.minimum == band.maximum == band.mean and band.std == 0
