from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.accuracy.sample_size import (
    equal_allocation,
    floor_allocation,
    limited_allocation,
    simple_size,
    stratified_error,
    stratified_size,
)

# Olofsson et al. 2014, section 5.1: deforestation, forest gain, stable forest and stable non-forest.
SHARES = np.array([0.020, 0.015, 0.320, 0.645])
ACCURACIES = np.array([0.70, 0.60, 0.90, 0.95])


def test_the_published_sample_size_comes_out():
    assert stratified_size(SHARES, ACCURACIES, 0.01, 10_000_000) == 641


def test_the_published_allocation_comes_out():
    """Table 5, "Alloc2", rounds 75, 75, 163, 328 to 75, 75, 165, 325 and so to 640 points."""
    assert floor_allocation(641, SHARES, 75).tolist() == [75, 75, 163, 328]


def test_a_small_population_takes_fewer_points():
    assert stratified_size(SHARES, ACCURACIES, 0.01, 1000) < 500
    assert simple_size(0.8, 0.02, 10**9) == 400
    assert simple_size(0.5, 0.02, 700) == pytest.approx(0.25 / (0.0004 + 0.25 / 700), abs=1)


def test_only_the_optimum_has_the_standard_error_asked_for():
    """1 % with 641 points; the allocations of table 5 of Olofsson et al. come near, the equal one does not."""
    pixels = SHARES * 10_000_000
    spread = SHARES * np.sqrt(ACCURACIES * (1 - ACCURACIES))
    assert stratified_error(SHARES, ACCURACIES, 641 * spread / spread.sum(), pixels) == pytest.approx(0.01, rel=1e-3)
    found = [
        stratified_error(SHARES, ACCURACIES, np.array(points), pixels)
        for points in ([75, 75, 165, 325], [50, 50, 182, 358], [160, 160, 160, 160])
    ]
    assert [round(error, 4) for error in found] == [0.0109, 0.0104, 0.0135]


def test_equal_allocation_differs_by_one_at_most():
    assert equal_allocation(11, 4).tolist() == [3, 3, 3, 2]


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=30), st.integers(2, 60), st.integers(0, 5000))
def test_all_points_are_allocated_and_none_gets_less_than_the_floor(sizes, floor, more):
    shares = np.array(sizes) / sum(sizes)
    total = floor * len(sizes) + more
    points = floor_allocation(total, shares, floor)
    assert points.sum() == total and points.min() >= floor
    assert (np.diff(points[np.argsort(shares, kind="stable")]) >= -1).all(), "a larger stratum gets no fewer points"


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=12), st.integers(2, 60), st.integers(0, 3000))
def test_no_stratum_gets_more_points_than_pixels_and_none_are_lost(sizes, floor, more):
    pixels, total = np.array(sizes), floor * len(sizes) + more
    shares = pixels / pixels.sum()
    for allocate in (
        lambda left, which: floor_allocation(left, shares[which], floor),
        lambda left, which: equal_allocation(left, int(which.sum())),
    ):
        points = limited_allocation(total, pixels, allocate)
        assert (points <= pixels).all() and points.sum() == min(total, pixels.sum())
        assert (points >= np.minimum(pixels, floor)).all()
