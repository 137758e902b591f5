"""Where chips lie, and how many labelled pixels they need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.export.plan import CHIP_SIZES_PX, CutPlan, automatic_chip_size


@pytest.mark.parametrize(("placement", "slides"), [("window", True), ("both", True), ("labels", False)])
def test_the_window_slides_unless_chips_are_placed_around_labels_alone(placement, slides):
    plan = CutPlan(Window(5, 7, 100, 70), 32, 16, 0.0, False, placement)
    assert plan.columns == ((0, 16, 32, 48, 64, 68) if slides else ())
    assert plan.rows == ((0, 16, 32, 38) if slides else ())


@pytest.mark.parametrize(("share", "pixels"), [(0.0, 1), (0.5, 512), (0.1, 103), (1.0, 1024)])
def test_a_chip_needs_its_share_of_labelled_pixels_and_at_least_one(share, pixels):
    assert CutPlan(Window(0, 0, 100, 70), 32, 16, share, False).minimum_px == pixels


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_eight_automatic_chips_fit_along_the_shorter_side_where_any_do(width, height):
    size = automatic_chip_size(Window(0, 0, width, height))
    assert size in CHIP_SIZES_PX and size % 32 == 0
    assert 8 * size <= min(width, height) or size == min(CHIP_SIZES_PX)
    assert size == max(CHIP_SIZES_PX) or 16 * size > min(width, height)
