"""Labelled pixels that chips lie around: which are kept, and how they are spread."""

from __future__ import annotations

import tracemalloc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.rasters.export.placement import LabelSampler, farthest_point_sampling


def sampled(codes, classes, quota=5, seed=0, rows=16, origin=(0, 0)):
    sampler = LabelSampler(classes, quota, seed)
    for top in range(0, len(codes), rows):
        sampler.add(codes[top : top + rows], origin[0], origin[1] + top)
    return sampler


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 5), st.integers(0, 1000))
def test_few_pixels_are_all_kept_and_counted(height, width, classes, seed):
    codes = np.random.default_rng(seed).choice([0, 255, *range(1, classes + 1)], (height, width)).astype(np.uint8)
    sampler = sampled(codes, classes, origin=(7, 9))
    for code in range(1, classes + 1):
        expected = {(7 + x, 9 + y) for y, x in np.argwhere(codes == code)}
        points = [tuple(point) for point in sampler.points(code).tolist()]
        assert len(points) == len(set(points)) == sampler.counts[code - 1]
        assert set(points) == expected


def test_a_small_patch_is_kept_beside_a_class_that_is_everywhere():
    codes = np.zeros((1500, 1500), np.uint8)
    codes[:1000] = 1
    codes[1400:1403, 1400:1403] = 1
    codes[20:23, 20:23] = 2
    sampler = sampled(codes, 2, rows=128)
    assert sampler.counts == (1_500_000 - 9 + 9, 9)
    points = sampler.points(1)
    assert 500 < len(points) <= 2 * 4096
    assert all(codes[y, x] == 1 for x, y in points.tolist())
    assert (points[:, 1] >= 1400).any()
    chosen = points[farthest_point_sampling(points, 10)]
    assert (chosen[:, 1] >= 1400).any(), "the patch far away has its turn before others come twice"
    assert len(sampler.points(2)) == 9


def test_memory_does_not_grow_with_the_labels():
    peaks = []
    strip = np.ones((64, 512), np.uint8)
    for strips in (10, 100):
        tracemalloc.start()
        sampler = LabelSampler(1, 10, 0)
        for number in range(strips):
            sampler.add(strip, 0, 64 * number)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_the_same_seed_draws_the_same_pixels():
    codes = np.ones((300, 300), np.uint8)
    first, again, other = (sampled(codes, 1, seed=seed).points(1) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first[:50], other[:50])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 1000))
def test_points_that_are_spread_out_are_as_far_apart_as_the_rest_lies_from_them(count, wanted, seed):
    points = np.unique(np.random.default_rng(seed).integers(0, 100, (count, 2)), axis=0)
    chosen = farthest_point_sampling(points, wanted)
    assert len(set(chosen.tolist())) == len(chosen) == min(wanted, len(points))
    if 1 < len(chosen) < len(points):
        between = np.hypot(*(points[chosen][:, None] - points[chosen][None]).transpose(2, 0, 1))
        to_rest = np.hypot(*(points[:, None] - points[chosen][None]).transpose(2, 0, 1)).min(1)
        assert between[~np.eye(len(chosen), dtype=bool)].min() >= to_rest.max()
