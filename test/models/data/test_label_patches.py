from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.data import label_patches
from pixel_classifier.models.data.chip_geometry import ChipExtent
from pixel_classifier.models.data.label_patches import PatchCounter, own_labels, patch_step
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX

N = IGNORED_INDEX


def windows_over(height, width, chip, stride, scene=0):
    return [
        ChipExtent(scene, scene, x, y, x + chip, y + chip)
        for y in range(0, height - chip + 1, stride)
        for x in range(0, width - chip + 1, stride)
    ]


def cut(scene, windows):
    return [scene[window.top : window.bottom, window.left : window.right] for window in windows]


def patches(scene, windows, classes, step=1, order=None):
    counter, labels = PatchCounter(classes, step), cut(scene, windows)
    for chip, own in own_labels(windows, labels.__getitem__, order or range(len(windows))):
        counter.add(windows[chip], own)
    return counter.counts().tolist()


def flooded(scene, classes):
    """Returns the number of patches of each class by flood filling."""
    left, counts = {tuple(place) for place in np.argwhere(scene != N)}, [0] * classes
    while left:
        stack = [left.pop()]
        counts[scene[stack[0]]] += 1
        while stack:
            row, column = stack.pop()
            for place in ((row + dy, column + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
                if place in left and scene[place] == scene[row, column]:
                    left.remove(place)
                    stack.append(place)
    return counts


def test_patches_are_told_apart_by_class_and_by_gaps_and_joined_at_corners():
    scene = np.array(
        [
            [0, 0, N, 1, N, 0],
            [N, N, 1, N, N, N],
            [2, N, N, N, 2, 2],
            [2, 2, N, N, 2, N],
        ],
        np.uint8,
    )
    assert patches(scene, [ChipExtent(0, 0, 0, 0, 6, 4)], 4) == [2, 1, 2, 0]


def test_one_patch_in_many_overlapping_chips_is_one():
    scene = np.full((96, 96), N, np.uint8)
    scene[10:80, 20:90] = 1
    assert patches(scene, windows_over(96, 96, 32, 8), 2) == [0, 1]
    assert patches(scene, windows_over(96, 96, 32, 32), 2) == [0, 1]


def test_the_same_window_in_two_scenes_has_two_patches():
    scene = np.zeros((32, 32), np.uint8)
    windows = [ChipExtent(0, number, 0, 0, 32, 32) for number in (0, 1)]
    counter = PatchCounter(1, 1)
    for window in windows:
        counter.add(window, scene)
    assert counter.counts().tolist() == [2]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.floats(0.1, 1), st.sampled_from([4, 8, 16]), st.randoms())
def test_patches_and_pixels_are_those_of_the_scene_whatever_the_chips_and_their_order(
    seed, classes, share, stride, shuffle
):
    generator = np.random.default_rng(seed)
    scene = generator.integers(0, classes, (48, 32)).astype(np.uint8)
    scene[generator.random(scene.shape) > share] = N
    windows = windows_over(48, 32, 16, stride)
    order = list(range(len(windows)))
    shuffle.shuffle(order)
    assert patches(scene, windows, classes, order=order) == flooded(scene, classes)
    labels = cut(scene, windows)
    owned = np.concatenate([own.reshape(-1) for _, own in own_labels(windows, labels.__getitem__, order)])
    assert np.bincount(owned, minlength=256)[:N].tolist() == np.bincount(scene.reshape(-1), minlength=256)[:N].tolist()


@pytest.mark.parametrize("corner", [(0, 0), (-70, -35), (1000, 7)])
def test_thinned_out_patches_are_those_of_every_so_many_rows_and_columns(corner):
    scene = np.full((60, 60), N, np.uint8)
    for row in range(0, 60, 20):
        for column in range(0, 60, 20):
            scene[row : row + 12, column : column + 12] = 0
    windows = [
        ChipExtent(0, 0, corner[0] + x, corner[1] + y, corner[0] + x + 30, corner[1] + y + 30)
        for y in (0, 15, 30) for x in (0, 15, 30)
    ]  # fmt: skip
    counter = PatchCounter(1, 3)
    labels = [
        scene[w.top - corner[1] : w.bottom - corner[1], w.left - corner[0] : w.right - corner[0]] for w in windows
    ]
    for chip, own in own_labels(windows, labels.__getitem__, range(9)):
        counter.add(windows[chip], own)
    assert counter.counts().tolist() == [9]


def test_many_runs_are_thinned_out_and_few_are_not(monkeypatch):
    noise = [np.random.default_rng(0).integers(0, 4, (64, 64)).astype(np.uint8)]
    assert patch_step(noise, 100) == 1
    monkeypatch.setattr(label_patches, "MOST_RUNS", 30_000)
    step = patch_step(noise, 100)
    assert 2 < step < 10
    assert patch_step([np.full((64, 64), N, np.uint8)], 10**9) == 1


def test_no_label_has_no_patch():
    assert patches(np.full((16, 16), N, np.uint8), windows_over(16, 16, 16, 16), 3) == [0, 0, 0]
    assert PatchCounter(2, 1).counts().tolist() == [0, 0]
