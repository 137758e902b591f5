from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.reports.charts import Series, band_chart, epoch_chart, loss_limits, nice_ticks
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
    svg = band_chart([f"B{i}" for i in range(count)], [5.0] * count, [1.0] * count, [0.0] * count, [9.0] * count)
    assert len(points(lines(svg)[0])) == count
    assert len(texts(svg)) < 40


def test_constant_bands_are_drawn():
    drawn(band_chart(["a"], [0.0], [0.0], [0.0], [0.0]))
