from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.training.lr_finder import SAFE_RATES, chosen_rate, count_steps, rates_of, smoothed


@given(st.integers(1, 100_000))
def test_the_finder_costs_at_most_a_tenth_of_the_run(steps):
    assert count_steps(steps) <= min(steps / 10, 100)
    assert count_steps(steps) >= 16 or steps < 160


def test_rates_rise_evenly_from_tiny_to_huge():
    rates = rates_of(50)
    assert (rates[0], rates[-1]) == pytest.approx((1e-5, 1.0))
    assert np.ptp(np.diff(np.log(rates))) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("steps", [32, 67, 100])
@pytest.mark.parametrize(("fastest", "lowest"), [(1e-3, 0.03), (2e-3, 0.03), (4e-3, 0.1)])
def test_the_rate_is_between_half_the_fastest_fall_and_a_thirtieth_of_the_lowest_loss(steps, fastest, lowest):
    rates = rates_of(steps)
    losses = [2 / (1 + (rate / fastest) ** 2) + 30 * max(rate - lowest, 0) for rate in rates]
    between = math.sqrt(fastest / 2 * lowest / 30)
    assert chosen_rate(rates, losses, highest=1.0) == pytest.approx(between, rel=0.35)


def test_a_chance_fall_early_on_moves_the_rate_little():
    rates = rates_of(40)
    smooth = [2 / (1 + (rate / 2e-3) ** 2) + 30 * max(rate - 0.05, 0) for rate in rates]
    chance = [loss - (0.9 if rate > 1e-4 else 0) for rate, loss in zip(rates, smooth)]
    assert (
        chosen_rate(rates, smooth, 1.0) / chosen_rate(rates, chance, 1.0) < 5 < ratio_of_fastest(rates, smooth, chance)
    )


def ratio_of_fastest(rates, one, other):
    """Returns the ratio of the rates at which two curves fall fastest."""
    fastest = [rates[int(np.argmin(np.diff(curve)))] for curve in (one, other)]
    return fastest[0] / fastest[1]


@given(st.lists(st.floats(0, 10), max_size=100))
def test_whatever_the_loss_does_the_rate_is_one_that_can_be_trained_with(losses):
    assert SAFE_RATES[0] <= chosen_rate(rates_of(max(len(losses), 2)), losses) <= SAFE_RATES[1]


def test_smoothing_starts_at_the_first_loss_and_keeps_a_level():
    assert smoothed([3.0] * 5) == pytest.approx([3.0] * 5)
    curve = smoothed([1.0, 2.0, 2.0])
    assert curve[0] == 1 and 1 < curve[1] < curve[2] < 2
    assert math.isnan(smoothed([1.0, math.nan])[1])
