from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.range_test import SAFE_RATES, chosen_rate, count_steps, rates_of, smoothed


@given(st.integers(1, 100_000))
def test_a_test_takes_an_eighth_of_the_run_within_its_limits(steps):
    assert 40 <= count_steps(steps) <= 100
    assert count_steps(steps) <= max(40, steps / 8 + 1)


def test_rates_rise_evenly_from_tiny_to_huge():
    rates = rates_of(50)
    assert (rates[0], rates[-1]) == pytest.approx((1e-6, 1.0))
    assert np.ptp(np.diff(np.log(rates))) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("steps", [40, 67, 100])
@pytest.mark.parametrize("fastest", [4e-4, 1e-3, 4e-3])
def test_the_rate_is_half_the_one_at_which_the_loss_falls_fastest(steps, fastest):
    rates = rates_of(steps)
    losses = [2 / (1 + (rate / fastest)) + 30 * max(rate - 0.1, 0) for rate in rates]
    assert chosen_rate(rates, losses) == pytest.approx(fastest / 2, rel=0.45)


@given(st.lists(st.floats(0, 10), max_size=100))
def test_whatever_the_loss_does_the_rate_is_one_that_can_be_trained_with(losses):
    assert SAFE_RATES[0] <= chosen_rate(rates_of(max(len(losses), 2)), losses) <= SAFE_RATES[1]


def test_smoothing_starts_at_the_first_loss_and_keeps_a_level():
    assert smoothed([3.0] * 5) == pytest.approx([3.0] * 5)
    curve = smoothed([1.0, 2.0, 2.0])
    assert curve[0] == 1 and 1 < curve[1] < curve[2] < 2
    assert math.isnan(smoothed([1.0, math.nan])[1])
