from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.history import EpochRecord, RangeTest
from pixel_classifier.models.reports.rate_charts import learning_rate_chart, range_test_chart, rate_ticks
from svg_reading import lines, points, texts


def falling(count=60, chosen=1e-3):
    """A range test from 1e-6 to 1: a plain, a fall about 1e-3, an explosion."""
    rates = [10 ** (-6 + 6 * step / (count - 1)) for step in range(count)]
    losses = [2 - 1.2 / (1 + (3e-4 / rate)) + (1e3 * (rate - 0.1) if rate > 0.1 else 0) for rate in rates]
    return RangeTest(tuple(rates), tuple(losses), chosen)


def test_equal_factors_of_the_rate_are_equal_steps():
    (curve,) = lines(range_test_chart(RangeTest((1e-4, 1e-3, 1e-2), (3.0, 2.0, 1.0), 1e-3)))
    (first, second, third) = points(curve)
    assert second[0] - first[0] == pytest.approx(third[0] - second[0], abs=0.2)
    assert first[1] < second[1] < third[1]


def test_the_chosen_rate_is_named_and_marked_where_it_lies():
    chart = range_test_chart(falling())
    assert "chosen: 0.001" in texts(chart)
    assert {"1e−6", "0.01", "1", "learning rate"} <= set(texts(chart))
    assert "chosen" not in range_test_chart(falling(chosen=5.0))


def test_a_loss_that_explodes_at_the_end_does_not_flatten_the_fall():
    (curve,) = lines(range_test_chart(falling()))
    heights = [y for _, y in points(curve)]
    assert max(heights) - heights[0] > 60
    assert min(heights) >= 43.9


def test_losses_that_are_no_number_are_left_out():
    test = RangeTest((1e-5, 1e-4, 1e-3, 1e-2), (2.0, 1.0, math.nan, math.inf), 1e-4)
    assert "nan" not in range_test_chart(test) and len(points(lines(range_test_chart(test))[0])) == 2


@pytest.mark.parametrize("losses", [(), (1.0,), (math.nan, 1.0)])
def test_a_test_that_tells_nothing_is_not_drawn(losses):
    assert range_test_chart(RangeTest(tuple(10.0**-n for n in range(len(losses))), losses, 1e-3)) == ""


def test_constant_losses_are_drawn():
    assert len(points(lines(range_test_chart(RangeTest((1e-4, 1e-2), (1.0, 1.0), 1e-3)))[0])) == 2


@given(st.floats(1e-9, 0.1), st.floats(1.5, 1e6))
def test_ticks_lie_inside_rise_and_are_few(low, factor):
    ticks = rate_ticks(low, low * factor)
    assert all(low * 0.999 <= tick <= low * factor * 1.001 for tick in ticks)
    assert list(ticks) == sorted(set(ticks)) and len(ticks) <= 8


def test_the_rate_of_each_epoch_is_drawn_from_zero():
    history = [EpochRecord(n, 1.0, None, None, None, 1.0, rate) for n, rate in enumerate((2e-4, 4e-4, 1e-4), 1)]
    chart = learning_rate_chart(history, 2)
    heights = [y for _, y in points(lines(chart)[0])]
    assert heights[1] < heights[0] < heights[2]
    assert {"0", "4e−4", "kept: epoch 2"} <= set(texts(chart))


def test_a_rate_of_nothing_is_drawn():
    assert "Learning rate" in texts(learning_rate_chart([EpochRecord(1, 1.0, None, None, None, 1.0, 0.0)], None))
