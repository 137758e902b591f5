from __future__ import annotations

import pytest
from pixel_classifier.models.accuracy.confidence import RecordedIntervals, plain_range, share_range

FOUND = {
    "level": 0.9, "method": "spatial block bootstrap", "blocks": 1, "block_px": 64, "repeats": 1000, "accuracy": [0.1, 0.2],
    "kappa": None, "mean_iou": (0.3, 0.4), "classes": [{"iou": [0, 1], "f1": None}, {}],
}  # fmt: skip


def test_what_is_there_is_found_and_what_is_not_is_none():
    found = RecordedIntervals.of_metrics({"intervals": FOUND})
    assert found.overall == {"accuracy": (0.1, 0.2), "mean_iou": (0.3, 0.4)}
    assert found.of_class(0, "iou") == (0.0, 1.0)
    assert found.of_class(0, "f1") is None and found.of_class(1, "iou") is None and found.of_class(7, "iou") is None
    assert "90\u00a0% confidence intervals" in found.sentence and "1\u00a0block of 64 × 64 pixels" in found.sentence


@pytest.mark.parametrize("metrics", [{}, {"intervals": None}, {"intervals": [1]}, {"intervals": {"level": None}}])
def test_metrics_without_intervals_have_none(metrics):
    assert RecordedIntervals.of_metrics(metrics) is None


def test_the_method_is_named_even_where_its_numbers_are_unknown():
    found = RecordedIntervals.of_metrics({"intervals": {"level": 0.95, "method": "jackknife"}})
    assert found.sentence.endswith("confidence intervals by jackknife.")


def test_ranges_are_written_without_a_sign_and_nothing_for_none():
    assert share_range((0.0, 0.98765)) == "0.0–98.8" and plain_range((-0.05, 0.5)) == "−0.050–0.500"
    assert share_range(None) == plain_range(None) == ""
