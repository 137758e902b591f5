"""Nodata, NaN, infinities and masks: what counts as nothing, and what stays usable."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from listener import Listener
from pixel_classifier.rasters.reading.nodata import (
    NonFiniteCounter,
    band_missing,
    missing_values,
    nodata_pixels,
    nodata_pixels_in,
)


def bands(*rows: list[float], dtype: str = "float32") -> np.ndarray:
    """Returns pixels (bands, 1, width)."""
    return np.array(rows, dtype)[:, np.newaxis, :]


def test_each_band_has_its_own_nodata_value():
    pixels = bands([0, 1, 2], [2, 1, 0], dtype="int16")
    missing = missing_values(pixels, (0.0, 2.0))
    assert missing[:, 0].tolist() == [[True, False, False], [True, False, False]]


def test_nan_and_infinities_are_missing_with_and_without_nodata():
    pixels = bands([np.nan, np.inf, -np.inf, 1.0])
    for nodata in (None, -1.0, np.nan):
        assert missing_values(pixels, (nodata,))[0, 0].tolist() == [True, True, True, False]


def test_the_largest_number_of_16_bits_is_no_nodata():
    values = np.array([1, 65504, -65504, np.inf, -np.inf, np.nan], np.float16)
    assert band_missing(values, None).tolist() == [False, False, False, True, True, True]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("filled", [-3.4028234663852886e38, -3.4e38, 3.4028234663852886e38, 9.969209968386869e36])
def test_numbers_that_programs_write_for_nodata_are_missing_though_nothing_declares_them(dtype, filled):
    pixels = np.array([filled, 1e30, -1e20, 1.0], dtype)
    for nodata in (None, -1.0, np.nan):
        assert band_missing(pixels, nodata).tolist() == [True, False, False, False]
    notes, counter = Listener(), NonFiniteCounter(1)
    counter.add(pixels.reshape(1, 1, 4), 0)
    counter.warn(["height"], [None], notes)
    assert len(notes.warnings) == 1 and "height has 1 values beyond 1e+36" in notes.warnings[0]


def test_integers_never_miss_what_they_cannot_hold():
    pixels = np.arange(256, dtype=np.uint8)
    for nodata in (-9999.0, 0.5, np.nan, 300.0, None):
        assert band_missing(pixels, nodata) is None


@pytest.mark.parametrize("declared", [-3.4028234663852886e38, -3.40282306073709653e38, -3.40282e38, -3.4e38])
def test_huge_float_nodata_is_found_though_declared_with_fewer_digits(declared):
    held = np.float32(-3.4028234663852886e38) if declared != -3.4e38 else np.float32(-3.4e38)
    pixels = np.array([held, -1e30, 0, 1], np.float32)
    assert band_missing(pixels, declared).tolist() == [True, False, False, False]


def test_a_decimal_nodata_is_found_in_float32():
    assert band_missing(np.array([-9999.1, -9999.0], np.float32), -9999.1).tolist() == [True, False]


def test_a_pixel_with_only_some_bands_missing_stays_usable():
    pixels = bands([-99999, 5, -99999], [-32768, -32768, 7])
    nodata = (-99999.0, -32768.0)
    assert nodata_pixels_in(pixels, nodata, None)[0].tolist() == [True, False, False]


def test_where_one_band_declares_nodata_it_alone_decides():
    pixels = bands([0, 0, 9], [0, 5, np.nan])
    assert nodata_pixels_in(pixels, (0.0, None), None)[0].tolist() == [True, True, False]


def test_without_nodata_a_pixel_is_nothing_only_where_no_band_is_finite():
    pixels = bands([np.nan, np.nan, 1], [np.inf, 1, 1])
    assert nodata_pixels_in(pixels, (None, None), None)[0].tolist() == [True, False, False]


def test_the_mask_makes_nothing_of_any_pixel():
    pixels = bands([1, 2], dtype="uint8")
    mask = np.array([[True, False]])
    assert nodata_pixels_in(pixels, (None,), mask)[0].tolist() == [False, True]
    assert nodata_pixels(missing_values(pixels, (None,)), (None,), mask)[0].tolist() == [False, True]


nodata_values = st.sampled_from([None, 0.0, -1.0, np.nan, 255.0])


@given(
    st.integers(1, 4).flatmap(
        lambda count: st.tuples(
            hnp.arrays(np.float32, (count, 3, 5), elements=st.sampled_from([np.nan, np.inf, 0.0, -1.0, 7.0])),
            st.tuples(*[nodata_values] * count),
            st.none() | hnp.arrays(bool, (3, 5)),
        )
    )
)
def test_both_ways_to_find_nothing_agree(case):
    pixels, nodata, mask = case
    expected = nodata_pixels(missing_values(pixels, nodata), nodata, mask)
    assert (nodata_pixels_in(pixels, nodata, mask) == expected).all()
