from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.history import EpochRecord, LrFinderCurve
from pixel_classifier.models.reports.charts import (
    Series,
    band_chart,
    epoch_chart,
    learning_rate_chart,
    loss_limits,
    lr_finder_chart,
    nice_ticks,
    rate_ticks,
)
from svg_reading import SVG, drawn, lines, points, texts


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_are_few_round_and_inside(low, span):
    ticks = nice_ticks(low, low + span)
    assert 1 <= len(ticks) <= 12
    assert all(low - span * 1e-6 <= tick <= low + span * (1 + 1e-6) for tick in ticks)
    steps = {round((b - a) / span, 6) for a, b in zip(ticks, ticks[1:])}
    assert len(steps) <= 2


def test_epoch_ticks_are_whole_numbers():
    assert nice_ticks(1, 3, 8, whole_only=True) == (1, 2, 3)


def test_a_chart_has_title_axes_legend_and_the_kept_epoch():
    svg = epoch_chart(
        "Loss", range(1, 21), [Series("training", "#000000", tuple(1 / e for e in range(1, 21)))], (0, 1), best_epoch=17
    )
    shown = texts(svg)
    assert {"Loss", "training", "epoch", "kept: epoch 17", "1", "20", "0.4"} <= set(shown)


def test_values_lie_where_the_axes_say():
    svg = epoch_chart("IoU", (1, 2, 3), [Series("iou", "#000000", (0.0, 0.5, 1.0))], (0, 1), shares=True)
    (first, second, third) = points(lines(svg)[0])
    assert second[0] == pytest.approx((first[0] + third[0]) / 2, abs=0.1)
    assert second[1] == pytest.approx((first[1] + third[1]) / 2, abs=0.1)
    assert first[1] > third[1]
    assert "100 %" in texts(svg)


def test_a_single_epoch_is_a_dot():
    svg = epoch_chart("Loss", (1,), [Series("training", "#000000", (0.7,))], (0, 1), best_epoch=1)
    assert not lines(svg)
    assert len(list(drawn(svg).iter(f"{SVG}circle"))) >= 1


def test_missing_and_nan_values_break_the_line():
    values = (1.0, 0.9, None, 0.7, math.nan, 0.5, 0.4)
    svg = epoch_chart("Loss", range(1, 8), [Series("training", "#000000", values)], (0, 1))
    assert len(lines(svg)) == 2
    assert "nan" not in svg.lower().replace("nano", "")


def test_one_wild_epoch_does_not_flatten_the_others():
    values = tuple(5234.0 if epoch == 3 else 1.0 for epoch in range(1, 41))
    series = [Series("training", "#000000", values)]
    low, high = loss_limits(series)
    assert high < 5
    svg = epoch_chart("Loss", range(1, 41), series, (low, high))
    assert "cut off: highest value 5 234" in texts(svg)
    assert all(y > 0 for line in lines(svg) for _, y in points(line))


@pytest.mark.parametrize("values", [(), (None,), (0.0, 0.0), (1e-9,), (-3.0, -1.0), (math.inf, 2.0)])
def test_odd_losses_still_have_an_axis(values):
    low, high = loss_limits([Series("training", "#000000", values)])
    assert math.isfinite(low) and math.isfinite(high) and low < high


def test_names_are_escaped():
    svg = epoch_chart("a < b & c", (1, 2), [Series("<script>", "#000000", (0.1, 0.2))], (0, 1))
    assert "<script>" not in svg
    assert "<script>" in texts(svg)


def test_charts_hold_nothing_that_could_clash_in_one_page():
    svg = epoch_chart("Loss", (1, 2), [Series("training", "#000000", (0.1, 0.2))], (0, 1))
    assert not re.search(r"\b(id|class|href)=|<style|<script", svg)


def test_two_hundred_bands_are_drawn_with_few_labels():
    count = 204
    svg = band_chart([5.0] * count, [1.0] * count, [0.0] * count, [9.0] * count)
    assert len(points(lines(svg)[0])) == count
    assert len(texts(svg)) < 40


def test_constant_bands_are_drawn():
    drawn(band_chart([0.0], [0.0], [0.0], [0.0]))


def falling(count=60, chosen=1e-3):
    """A finder's curve from 1e-6 to 1: a plain, a fall about 1e-3, an explosion."""
    rates = [10 ** (-6 + 6 * step / (count - 1)) for step in range(count)]
    losses = [2 - 1.2 / (1 + (3e-4 / rate)) + (1e3 * (rate - 0.1) if rate > 0.1 else 0) for rate in rates]
    return LrFinderCurve(tuple(rates), tuple(losses), chosen)


def test_equal_factors_of_the_rate_are_equal_steps():
    (curve,) = lines(lr_finder_chart(LrFinderCurve((1e-4, 1e-3, 1e-2), (3.0, 2.0, 1.0), 1e-3)))
    (first, second, third) = points(curve)
    assert second[0] - first[0] == pytest.approx(third[0] - second[0], abs=0.2)
    assert first[1] < second[1] < third[1]


def test_the_chosen_rate_is_named_and_marked_where_it_lies():
    chart = lr_finder_chart(falling())
    assert "chosen: 0.001" in texts(chart)
    assert {"1e−6", "0.01", "1", "learning rate"} <= set(texts(chart))
    assert "chosen" not in lr_finder_chart(falling(chosen=5.0))


def test_a_loss_that_explodes_at_the_end_does_not_flatten_the_fall():
    (curve,) = lines(lr_finder_chart(falling()))
    heights = [y for _, y in points(curve)]
    assert max(heights) - heights[0] > 60
    assert min(heights) >= 43.9


def test_losses_that_are_nan_are_left_out():
    test = LrFinderCurve((1e-5, 1e-4, 1e-3, 1e-2), (2.0, 1.0, math.nan, math.inf), 1e-4)
    assert "nan" not in lr_finder_chart(test) and len(points(lines(lr_finder_chart(test))[0])) == 2


@pytest.mark.parametrize("losses", [(), (1.0,), (math.nan, 1.0)])
def test_a_curve_of_less_than_two_points_is_not_drawn(losses):
    assert lr_finder_chart(LrFinderCurve(tuple(10.0**-n for n in range(len(losses))), losses, 1e-3)) == ""


def test_constant_losses_are_drawn():
    assert len(points(lines(lr_finder_chart(LrFinderCurve((1e-4, 1e-2), (1.0, 1.0), 1e-3)))[0])) == 2


@given(st.floats(1e-9, 0.1), st.floats(1.5, 1e6))
def test_ticks_of_rates_lie_inside_rise_and_are_few(low, factor):
    ticks = rate_ticks(low, low * factor)
    assert all(low * 0.999 <= tick <= low * factor * 1.001 for tick in ticks)
    assert list(ticks) == sorted(set(ticks)) and len(ticks) <= 8


def test_the_rate_of_each_epoch_is_drawn_from_zero():
    history = [EpochRecord(n, 1.0, None, None, None, 1.0, rate) for n, rate in enumerate((2e-4, 4e-4, 1e-4), 1)]
    chart = learning_rate_chart(history, 2)
    heights = [y for _, y in points(lines(chart)[0])]
    assert heights[1] < heights[0] < heights[2]
    assert {"0", "4e−4", "kept: epoch 2"} <= set(texts(chart))


def test_a_rate_of_zero_is_drawn():
    assert "Learning rate" in texts(learning_rate_chart([EpochRecord(1, 1.0, None, None, None, 1.0, 0.0)], None))
