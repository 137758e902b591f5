"""Prediction sets hold the true class as often as asked, class by class; the most probable class is always possible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.accuracy.prediction_sets import (
    COVERAGE,
    LEAST_PIXELS,
    PredictionSets,
    find_prediction_sets,
    in_set,
)
from pixel_classifier.models.accuracy.validation_pixels import ValidationPixels
from pixel_classifier.models.core.serialization import to_data


def drawn(count, classes, seed, blocks=20, noise=1.5):
    """Returns pixels of a network that is unsure and too sure of it; class 0 is the most frequent."""
    generator = np.random.default_rng(seed)
    truth = np.minimum(generator.geometric(0.5, count) - 1, classes - 1)
    logits = generator.normal(0, noise, (count, classes))
    logits[np.arange(count), truth] += 2
    return ValidationPixels.of(np.exp(2 * logits), truth, generator.integers(0, blocks, count))


def sets_of(pixels):
    """Returns the prediction sets of pixels in blocks of 64 pixels."""
    return find_prediction_sets(pixels, 64)


def thresholds(found):
    return np.array([each.possible_from for each in found.classes])


@pytest.mark.parametrize(("classes", "seed"), [(2, 0), (4, 1), (6, 2)])
def test_new_pixels_have_their_class_in_the_set_as_often_as_asked_in_each_class(classes, seed):
    pixels, new = drawn(20_000, classes, seed), drawn(20_000, classes, seed + 1)
    found = sets_of(pixels)
    sets = in_set(new.probabilities(pixels.temperature), thresholds(found))
    held = sets[np.arange(len(new)), new.truth]
    for number, each in enumerate(found.classes):
        assert held[new.truth == number].mean() >= COVERAGE - 0.06
        assert each.achieved == pytest.approx(held[new.truth == number].mean(), abs=0.08)
    assert found.achieved == pytest.approx(held.mean(), abs=0.02)
    assert found.mean_size == pytest.approx(sets.sum(1).mean(), abs=0.1)


def test_a_network_that_is_hardly_ever_right_gets_large_sets():
    found = sets_of(drawn(5000, 4, 0, noise=0.1)), sets_of(drawn(5000, 4, 0, noise=3))
    assert found[0].mean_size == pytest.approx(1, abs=0.01)
    assert found[1].mean_size > 2
    assert found[1].achieved == pytest.approx(COVERAGE, abs=0.03)


def test_a_rare_class_takes_the_threshold_of_all_and_counts_its_own_pixels():
    pixels = drawn(5000, 5, 3)
    counts = np.bincount(pixels.truth)
    rare = counts.argmin()
    few = np.flatnonzero(pixels.truth == rare)[LEAST_PIXELS - 1 :]
    keep = np.setdiff1d(np.arange(5000), few)
    found = sets_of(ValidationPixels(pixels.logs[keep], pixels.truth[keep], pixels.block[keep]))
    of_rare = found.classes[rare]
    assert (of_rare.own, of_rare.pixels) == (False, LEAST_PIXELS - 1)
    assert of_rare.blocks <= found.blocks == 20
    assert all(each.own for number, each in enumerate(found.classes) if number != rare)
    common = {each.possible_from for each in found.classes if not each.own}
    assert common.isdisjoint(each.possible_from for each in found.classes if each.own)


@pytest.mark.parametrize(("count", "lowest"), [(8, 0.0), (9, 0.2), (19, 0.3)])
def test_the_quantile_is_that_of_finite_samples(count, lowest):
    """Of 9 scores the highest is the threshold, of 8 none is high enough; of 19 it is the 18th."""
    shares = np.full(count, 0.9)
    shares[:2] = 0.2, 0.3
    pixels = ValidationPixels(np.log(np.stack([shares, 1 - shares], 1)), np.zeros(count, int), np.zeros(count, int))
    pixels.__dict__["temperature"] = 1.0
    assert thresholds(sets_of(pixels)) == pytest.approx([lowest] * 2)


@given(st.integers(0, 1000))
def test_the_most_probable_class_is_always_possible(seed):
    generator = np.random.default_rng(seed)
    shares = generator.dirichlet(np.ones(4), 50)
    sets = in_set(shares, generator.random(4))
    assert sets[np.arange(50), shares.argmax(1)].all()
    assert in_set(shares, np.ones(4)).sum() == 50
    assert in_set(shares, np.zeros(4)).all()


def test_one_block_shows_no_coverage_and_the_sentence_states_it():
    found = sets_of(drawn(1000, 3, 0, blocks=1))
    assert found.achieved is None and found.mean_size is None
    assert all(each.achieved is None for each in found.classes)
    assert "in 1\xa0block of 64 × 64 pixels." in found.sentence() and "nothing shows" in found.sentence()
    sentence = sets_of(drawn(1000, 3, 0)).sentence()
    assert "90\xa0% of the pixels" in sentence and "in 20\xa0blocks" in sentence


def test_classes_that_the_sets_miss_on_other_blocks_are_named():
    found = sets_of(drawn(5000, 3, 0))
    assert found.warning(["1 (lake)", "2 (meadow)", "3"]) == ""
    lake, *others = found.classes
    missed = replace(found, classes=(replace(lake, achieved=0.026), *others)).warning(["1 (lake)", "2 (meadow)", "3"])
    assert "only 2.6\xa0% of the pixels of 1 (lake):" in missed and "meadow" not in missed


def test_they_come_back_from_a_description():
    found = sets_of(drawn(500, 3, 0))
    assert PredictionSets.of_model(to_data(found)) == found
    assert PredictionSets.of_model({}) is None
