"""Where chips lie, and how many labelled pixels they need."""

from __future__ import annotations

import pytest
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.export.plan import CutPlan


@pytest.mark.parametrize(("placement", "slides"), [("window", True), ("both", True), ("labels", False)])
def test_the_window_slides_unless_chips_are_placed_around_labels_alone(placement, slides):
    plan = CutPlan(Window(5, 7, 100, 70), 32, 16, 0.0, False, placement)
    assert plan.columns == ((0, 16, 32, 48, 64, 68) if slides else ())
    assert plan.rows == ((0, 16, 32, 38) if slides else ())


@pytest.mark.parametrize(("share", "pixels"), [(0.0, 1), (0.5, 512), (0.1, 103), (1.0, 1024)])
def test_a_chip_needs_its_share_of_labelled_pixels_and_at_least_one(share, pixels):
    assert CutPlan(Window(0, 0, 100, 70), 32, 16, share, False).minimum_px == pixels
