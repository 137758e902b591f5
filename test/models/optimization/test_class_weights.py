from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.options import CLASS_WEIGHTINGS
from pixel_classifier.models.optimization.class_weights import (
    HIGHEST_WEIGHT,
    class_weights,
    inverse_root_weights,
    parse_class_weights,
)
from pixel_classifier.rasters.core.errors import SettingsError

pixel_counts = st.lists(st.integers(0, 10**9), min_size=2, max_size=8).filter(any)


def weights_of(kind, pixels):
    given_weights = {value: 1.0 + value for value in range(len(pixels))} if kind == "given" else None
    return class_weights(kind, dict(enumerate(pixels)), given_weights)


@pytest.mark.parametrize("kind", CLASS_WEIGHTINGS)
@given(pixels=pixel_counts)
def test_weights_are_positive_and_one_on_average_over_the_pixels(kind, pixels):
    weights = weights_of(kind, pixels)
    assert len(weights) == len(pixels)
    assert all(np.isfinite(weight) and weight > 0 for weight in weights)
    assert sum(w * p for w, p in zip(weights, pixels)) == pytest.approx(sum(pixels))


@pytest.mark.parametrize("kind", ["inverse_root", "inverse_frequency", "effective_number"])
@given(pixels=pixel_counts)
def test_rarer_classes_never_weigh_less(kind, pixels):
    weights = weights_of(kind, pixels)
    for w1, p1 in zip(weights, pixels):
        assert all(w1 >= w2 * (1 - 1e-9) for w2, p2 in zip(weights, pixels) if p1 < p2)


@given(pixel_counts)
def test_inverse_roots_are_never_without_limit(pixels):
    weights = weights_of("inverse_root", pixels)
    assert weights == inverse_root_weights(pixels)
    assert max(weights) <= HIGHEST_WEIGHT * min(weights) * (1 + 1e-9)


def test_kinds_differ_as_their_names_say():
    pixels = {1: 100, 2: 900}
    assert class_weights("none", pixels) == (1.0, 1.0)
    rare, common = class_weights("inverse_root", pixels)
    assert rare / common == pytest.approx(3)
    rare, common = class_weights("inverse_frequency", pixels)
    assert rare / common == pytest.approx(9)
    assert (rare * 100, common * 900) == pytest.approx((500, 500))
    assert class_weights("given", pixels, {2: 1, 1: 4}) == pytest.approx((40 / 13, 10 / 13))


def test_effective_numbers_follow_the_paper_with_beta_from_the_geometric_mean():
    pixels = {1: 100, 2: 900}
    beta = 1 - 1 / 300
    numbers = [(1 - beta**count) / (1 - beta) for count in pixels.values()]
    rare, common = class_weights("effective_number", pixels)
    assert rare / common == pytest.approx(numbers[1] / numbers[0])


def test_large_classes_weigh_nearly_alike_by_effective_number():
    rare, large, larger = class_weights("effective_number", {1: 10, 2: 10**6, 3: 3 * 10**6})
    assert large / larger == pytest.approx(1, abs=1e-3)
    assert rare / large > 1000
    again = class_weights("effective_number", {1: 10 * 4, 2: 4 * 10**6, 3: 12 * 10**6})
    assert again == pytest.approx((rare, large, larger), rel=0.05)


def test_a_class_without_a_pixel_weighs_as_the_rarest():
    for kind in ("inverse_frequency", "effective_number"):
        absent, rare, common = class_weights(kind, {1: 0, 2: 10, 3: 1000})
        assert absent == rare > common


@pytest.mark.parametrize(
    ("kind", "given_weights", "message"),
    [
        ("median", None, "no class weighting 'median'.*none, inverse_root"),
        ("given", None, "no class weight for 1, 2. Give each"),
        ("given", {1: 1.0}, "no class weight for 2. Give each of the classes 1, 2 one, such as"),
        ("given", {1: 1.0, 2: 1.0, 7: 2.0}, "is given for 7, but the classes with labelled pixels are 1, 2"),
        ("given", {1: 0.0, 2: 1.0}, "weight of class 1 is 0. Choose a number above 0"),
        ("given", {1: 1.0, 2: float("nan")}, "weight of class 2 is nan"),
        ("none", {1: 1.0, 2: 1.0}, "the class weighting is none. Choose the weighting given"),
    ],
)
def test_weights_that_cannot_work_are_refused_with_the_cure(kind, given_weights, message):
    with pytest.raises(SettingsError, match=message):
        class_weights(kind, {1: 10, 2: 20}, given_weights)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("1: 1.0, 2: 5", {1: 1.0, 2: 5.0}),
        ("  -3:2;\n10 = 1e-1,", {-3: 2.0, 10: 0.1}),
    ],
)
def test_typed_weights_are_read(text, expected):
    assert parse_class_weights(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1: 0,5, 2: 1", "weight of class 1 is 0. Choose"),
        ("1: 1,5, 2: 1", "'5' in the class weights is not a class value and its weight.*point before decimals"),
        ("water: 2", "'water: 2' in the class weights"),
        ("1 2", "'1 2' in the class weights"),
        ("1: x", "'1: x' in the class weights"),
        ("1: 2, 1: 3", "Class 1 occurs twice"),
        ("4: -2", "weight of class 4 is -2"),
        ("4: inf", "weight of class 4 is inf"),
    ],
)
def test_typed_weights_that_cannot_be_read_are_named(text, message):
    with pytest.raises(SettingsError, match=message):
        parse_class_weights(text)


@given(st.dictionaries(st.integers(-(2**31), 2**31), st.floats(1e-300, 1e300), min_size=1))
def test_any_weights_survive_being_typed(weights):
    assert parse_class_weights(", ".join(f"{value}: {weight!r}" for value, weight in weights.items())) == weights
