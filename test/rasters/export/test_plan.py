"""Which chips are worth it: counts of codes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.export.plan import CutPlan, counts_of_codes


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([1, 3, 40, 41, 254]), st.integers(1, 40), st.integers(0, 1000))
def test_codes_are_counted_alike_however_many_classes_there_are(classes, size, seed):
    choice = np.array([0, 255, *range(1, classes + 1)], np.uint8)
    codes = np.random.default_rng(seed).choice(choice, (size, size))
    assert counts_of_codes(codes, classes).tolist() == [int((codes == code).sum()) for code in range(256)]


@pytest.mark.parametrize(("placement", "slides"), [("window", True), ("both", True), ("labels", False)])
def test_the_window_slides_unless_chips_are_placed_around_labels_alone(placement, slides):
    plan = CutPlan(Window(5, 7, 100, 70), 32, 16, 0.0, False, placement)
    assert plan.columns == ((0, 16, 32, 48, 64, 68) if slides else ())
    assert plan.rows == ((0, 16, 32, 38) if slides else ())
