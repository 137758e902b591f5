from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.accuracy.calibration import Calibration, calibrate
from pixel_classifier.models.accuracy.validation_pixels import LIMITS, MOST_PIXELS, PixelSample, ValidationPixels
from pixel_classifier.models.core.serialization import to_data


def drawn(count, classes, temperature, seed):
    """Returns probabilities whose pixels are right as often as they say once they are cooled by `temperature`, truth and blocks."""
    generator = np.random.default_rng(seed)
    logits = generator.normal(0, 2, (count, classes))
    honest = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    truth = (generator.random((count, 1)) > honest.cumsum(1)[:, :-1]).sum(1)
    return honest**temperature / (honest**temperature).sum(1, keepdims=True), truth, generator.integers(0, 400, count)


def calibrated(*pixels):
    """Returns the calibration of probabilities, truth and blocks."""
    return calibrate(ValidationPixels.of(*pixels))


@settings(max_examples=10, deadline=None)
@given(st.integers(2, 6), st.floats(0.7, 5), st.integers(0, 1000))
def test_the_temperature_that_was_taken_away_is_found_and_the_error_goes(classes, temperature, seed):
    found = calibrated(*drawn(8000, classes, temperature, seed))
    assert found.temperature == pytest.approx(temperature, rel=0.15)
    assert found.error_after < 0.03
    assert sum(each.pixels for each in found.before) == found.pixels == 8000


def test_a_network_that_is_too_sure_has_a_smaller_error_after():
    found = calibrated(*drawn(8000, 4, 3.0, 1))
    assert found.error_before > 0.1
    assert found.error_after < 0.03


@pytest.mark.parametrize(("right", "limit"), [(True, LIMITS[0]), (False, LIMITS[1])])
def test_without_an_error_and_without_a_hit_the_temperature_stays_within_its_limits(right, limit):
    probabilities = np.tile([[0.9, 0.1]], (50, 1))
    found = calibrated(probabilities, np.full(50, 0 if right else 1), np.arange(50))
    assert found.temperature == pytest.approx(limit, rel=1e-3)


def test_few_blocks_without_an_error_hardly_sharpen_the_confidence():
    """71 pixels in 3 blocks, all correct, once halved the temperature: the confidence became nearly 1 everywhere."""
    probabilities = np.tile([[0.97, 0.03]], (71, 1))
    few = calibrated(probabilities, np.zeros(71, int), np.arange(71) % 3)
    assert 0.75 < few.temperature < 1
    assert calibrated(probabilities, np.zeros(71, int), np.arange(71)).temperature < few.temperature


def test_few_blocks_with_many_errors_calibrate_in_part():
    probabilities = np.tile([[0.98, 0.02]], (300, 1))
    truth = (np.arange(300) % 2).astype(int)
    found = [calibrated(probabilities, truth, np.arange(300) % blocks).temperature for blocks in (1, 3, 30, 300)]
    assert 1.3 < found[0] < found[1] < found[2] < found[3]


@pytest.mark.parametrize(("temperature", "words"), [(0.5, "the lowest that"), (10.0, "the highest that"), (1.5, "")])
def test_a_temperature_at_a_limit_is_named_as_such(temperature, words):
    sentence = Calibration(temperature, 100, 0.1, None, (), ()).sentence()
    assert words in sentence and ("It is the" in sentence) == bool(words)


def test_one_block_tells_no_error_after_and_one_class_nothing():
    probabilities, truth, _ = drawn(500, 3, 2.0, 0)
    found = calibrated(probabilities, truth, np.zeros(500))
    assert found.error_after is None
    assert found.after == ()
    assert ValidationPixels.of(np.ones((5, 1)), np.zeros(5), np.zeros(5)) is None
    assert ValidationPixels.of(np.full((5, 2), np.nan), np.zeros(5), np.zeros(5)) is None


def test_scaled_rows_and_nan_change_nothing_and_a_sample_keeps_what_it_can():
    probabilities, truth, block = drawn(3000, 3, 2.0, 5)
    expected = calibrated(probabilities, truth, block)
    sample = PixelSample(3000, seed=0)
    for number in np.unique(block):
        part = block == number
        sample.add(7 * probabilities[part].T, truth[part], number)
    sample.add(np.full((3, 2), np.nan), np.zeros(2, int), 0)
    assert calibrate(sample.pixels()).temperature == pytest.approx(expected.temperature)


def test_a_large_evaluation_is_sampled_and_only_evaluated_pixels_are_taken():
    evaluated = np.zeros((1000, 1000), bool)
    evaluated[:500] = True
    rows, _ = PixelSample(5 * MOST_PIXELS, seed=0).chosen(evaluated)
    assert rows.max() < 500
    assert rows.size == pytest.approx(100_000, rel=0.05)
    assert PixelSample(10, seed=0).chosen(evaluated)[0].size == 500_000
    assert PixelSample(10, seed=0).pixels() is None


def test_it_comes_back_from_a_description():
    found = calibrated(*drawn(500, 3, 2.0, 0))
    assert Calibration.of_model(to_data(found)) == found
    assert Calibration.of_model({}) is None
