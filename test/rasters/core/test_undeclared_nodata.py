"""Values that look like undeclared NoData."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.core.undeclared_nodata import (
    FarOffValue,
    ThinSample,
    certain_values,
    far_off_values,
    mark_values,
    warn_of_missing,
)

USUAL = {
    "float32": (-9999.0, -3.4028234663852886e38, 1e20, 65535.0),
    "int16": (-32768, -9999),
    "uint16": (65535,),
    "float64": (-9999.0, -99999.0),
}


def image(dtype: str, seed: int, size: int = 5000) -> np.ndarray:
    """Returns values like those of imagery: reflectances in thousands, or shares of 1."""
    values = np.random.default_rng(seed).gamma(4, 0.08, size)
    return values.astype(dtype) if dtype.startswith("float") else (values * 8000).clip(0, 12000).astype(dtype)


@given(st.data(), st.sampled_from(sorted(USUAL)), st.integers(0, 50), st.floats(0.02, 0.6))
def test_a_value_that_is_usual_for_nodata_is_found_with_its_share(data, dtype, seed, share):
    values = image(dtype, seed)
    value = data.draw(st.sampled_from(USUAL[dtype]))
    places = np.random.default_rng(seed).random(values.size) < share
    values[places] = value
    (found,) = far_off_values(values)
    assert found.value == np.dtype(dtype).type(value) and found.is_certain
    assert found.share == pytest.approx(places.mean())


@given(st.sampled_from(["uint8", "uint16", "int16", "float32"]), st.integers(0, 50), st.sampled_from([0.1, 1.0, 5.0]))
def test_ordinary_imagery_has_no_such_value(dtype, seed, gain):
    values = image("float64", seed) * gain
    values = values.astype(dtype) if dtype == "float32" else (values * 300).clip(0, np.iinfo(dtype).max).astype(dtype)
    assert not far_off_values(values)


@given(st.integers(0, 50))
def test_saturated_pixels_and_clipped_zeros_are_no_nodata(seed):
    bytes_ = (np.random.default_rng(seed).normal(180, 60, 5000)).clip(0, 255).astype(np.uint8)
    heights = np.random.default_rng(seed).normal(2, 4, 5000).clip(0, None).astype(np.float32)
    assert not far_off_values(bytes_) and not far_off_values(heights)


@given(
    st.sampled_from(["uint8", "int16", "uint16", "float32"]),
    st.integers(0, 200),
    st.floats(0.5, 2.5),
    st.floats(1e-3, 0.3),
)
def test_bright_pixels_that_saturate_are_data(dtype, seed, sigma, share):
    values = np.random.default_rng(seed).lognormal(0, sigma, 5000)
    largest = 65535 if dtype == "float32" else np.iinfo(dtype).max
    clipped = (values / np.quantile(values, 1 - share) * largest).clip(0, largest).astype(dtype)
    assert not any(certain_values([far_off_values(clipped)]))


@given(st.integers(0, 50), st.sampled_from(["uint16", "float32"]), st.floats(0.001, 0.005))
def test_a_few_clouds_at_the_code_for_saturation_are_data(seed, dtype, share):
    values = image(dtype, seed) if dtype == "uint16" else image(dtype, seed) * np.float32(10000)
    values[: int(share * values.size) + 1] = 65535
    assert not any(certain_values([far_off_values(values)]))


def test_exact_zeros_in_floats_are_found_beside_and_among_other_values():
    shares = image("float32", 1) + np.float32(0.1)
    shares[:500] = 0
    index = np.random.default_rng(0).uniform(-1, 1, 5000).astype(np.float32)
    index[::20] = 0
    for values, share in ((shares, 0.1), (index, 0.05)):
        (found,) = far_off_values(values)
        assert found.value == 0 and found.share == pytest.approx(share, abs=0.01) and not found.is_certain


def test_few_values_are_classes():
    assert not far_off_values(np.array([0, 1, 2, 200] * 500, np.uint8))


def test_several_values_are_found_and_marked():
    values = image("int16", 3)
    values[:100], values[100:300] = -32768, -9999
    found = far_off_values(values)
    assert {entry.value for entry in found} == {-32768, -9999}
    pixels = values.reshape(1, 50, 100)
    missing = np.zeros(pixels.shape, bool)
    mark_values(missing, pixels, certain_values([found]))
    assert (missing == (pixels < -9000)).all()


@given(st.sampled_from(["int8", "uint8", "int16", "uint16"]), st.data())
def test_short_integers_are_counted_as_long_ones_are_sorted(dtype, data):
    limits = np.iinfo(dtype)
    usual = st.integers(-30, 30).map(lambda number: max(number, limits.min))
    values = data.draw(st.lists(st.one_of(usual, st.sampled_from([limits.min, limits.max])), max_size=200))
    values = np.array(values * 3, dtype)
    assert far_off_values(values) == far_off_values(values.astype(np.int64))


@given(st.integers(1, 90), st.integers(1, 40), st.integers(1, 30), st.integers(0, 9))
def test_a_thin_sample_takes_each_row_once(height, width, rows, overlap):
    pixels = np.arange(height * width, dtype=np.int32).reshape(1, height, width)
    sample = ThinSample(1, height * width)
    for top in range(0, height, rows):
        start = max(0, top - overlap)
        part = pixels[:, start : top + rows]
        sample.add(part, np.zeros(part.shape[1:], bool), start)
    assert (sample.values(0) == pixels.ravel()).all()


def test_the_warning_says_of_each_value_what_becomes_of_it(monkeypatch):
    said = []
    monkeypatch.setattr(SilentReporter, "warning", lambda _, text: said.append(text))
    found = [(FarOffValue(-9999.0, 0.2, True),), (FarOffValue(65535.0, 0.001),)]
    warn_of_missing(("B04", "B02"), found, certain_values(found), "a.tif", ("Missing.", "Kept."), SilentReporter())
    assert len(said) == 2
    assert "B04: -9999" in said[0] and "B02" not in said[0] and "Missing." in said[0]
    assert "B02: 65535" in said[1] and "B04" not in said[1] and "Kept." in said[1]
