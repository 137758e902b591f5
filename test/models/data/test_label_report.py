from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.data.chip_geometry import ChipExtent
from pixel_classifier.models.data.label_report import LabelLayout, summarize
from pixel_classifier.models.data.split import Split, no_split, split_by_blocks, split_by_cells
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX

CHIP = 32
N = IGNORED_INDEX


def windows_of(size, stride, scene=0):
    return [
        ChipExtent(scene, scene, x, y, x + CHIP, y + CHIP)
        for y in range(0, size - CHIP + 1, stride)
        for x in range(0, size - CHIP + 1, stride)
    ]


def layout_of(scene, stride, split=None, values=(1, 2, 3)):
    """Returns the layout of a square scene's chips; those without a label are left out, as in the cache."""
    windows = windows_of(len(scene), stride)
    windows = [w for w in windows if (scene[w.top : w.bottom, w.left : w.right] != N).any()]
    labels = np.stack([scene[w.top : w.bottom, w.left : w.right] for w in windows])
    return LabelLayout(windows, windows, labels, values, split or no_split(len(windows)))


def polygons(size, seed, classes=3, count=25):
    generator = np.random.default_rng(seed)
    scene = np.full((size, size), N, np.uint8)
    for number in range(count):
        y, x = generator.integers(0, size - 12, 2)
        scene[y : y + 12, x : x + 12] = number % classes
    return scene


def split_of(layout, seed=0):
    classes = len(layout.class_values)
    counts = np.array([np.bincount(label.reshape(-1), minlength=256)[:classes] for label in layout.labels])
    split = split_by_blocks(layout.extents, counts, 0.2, seed)
    return split or split_by_cells(layout.extents, layout.labels, classes, 0.2, seed)


def test_counts_of_a_layout_that_is_known():
    scene = np.full((96, 96), N, np.uint8)
    scene[0:10, 0:10] = 0
    scene[64:70, 64:80] = 0
    scene[40:44, 40:50] = 1
    layout = layout_of(scene, CHIP)
    assert len(layout.windows) == 3
    layout = replace(layout, split=Split("blocks", (0, 2), (1,), (), CHIP))
    summary, centres = summarize(layout)
    first, second, third = summary.classes
    assert (first.pixels, first.patches, first.training_pixels, first.training_blocks) == (196, 2, 196, 2)
    assert (first.validation_pixels, first.validation_blocks) == (0, 0)
    assert (second.pixels, second.patches, second.validation_pixels, second.validation_blocks) == (40, 1, 40, 1)
    assert (third.pixels, third.patches, third.places) == (0, 0, 0.0)
    assert first.places == pytest.approx(196**2 / (100**2 + 96**2)) and second.places == 1
    assert (summary.training_blocks, summary.validation_blocks) == (2, 1)
    assert summary.not_validated() == [1]
    assert centres[1][0].tolist() == [[16, 16], [80, 80]] and centres[3] == {}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([8, 16, 32]), st.sampled_from([64, 96, 320]))
def test_each_pixel_is_counted_once_and_validated_ones_are_those_of_the_validation_chips(seed, stride, size):
    scene = polygons(size, seed)
    layout = layout_of(scene, stride)
    layout = replace(layout, split=split_of(layout, seed))
    summary, _ = summarize(layout)
    covered, validated = np.zeros((2, size, size), bool)
    for chip, window in enumerate(layout.windows):
        covered[window.top : window.bottom, window.left : window.right] = True
        if chip in layout.split.validation:
            validated[window.top : window.bottom, window.left : window.right] = True
    if layout.split.kind == "cells":
        whole = ChipExtent(0, 0, 0, 0, size, size)
        validated = layout.split.in_validation_cells(whole, (size, size))
    if layout.split.kind == "none":
        validated[:] = False
    for index, entry in enumerate(summary.classes):
        of_class = scene == index
        assert entry.pixels == np.count_nonzero(of_class & covered)
        assert entry.validation_pixels == np.count_nonzero(of_class & covered & validated)
        assert entry.training_pixels + entry.validation_pixels <= entry.pixels
        assert entry.patches <= 25 and (entry.patches > 0) == (entry.pixels > 0)
        assert entry.places <= entry.training_blocks + entry.validation_blocks + len(layout.split.dropped)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([8, 16, 32]), st.randoms())
def test_the_order_of_the_chips_does_not_matter(seed, stride, shuffle):
    layout = layout_of(polygons(192, seed), stride)
    layout = replace(layout, split=split_of(layout, seed))
    order = list(range(len(layout.windows)))
    shuffle.shuffle(order)
    place = {old: new for new, old in enumerate(order)}

    def moved(chips):
        return tuple(sorted(place[chip] for chip in chips))

    split = layout.split
    split = replace(
        split, training=moved(split.training), validation=moved(split.validation), dropped=moved(split.dropped)
    )
    windows = [layout.windows[old] for old in order]
    other = LabelLayout(windows, windows, layout.labels[order], layout.class_values, split)
    assert summarize(other)[0] == summarize(layout)[0]


def test_padding_of_the_labels_is_not_counted():
    layout = layout_of(polygons(96, 1), CHIP)
    padded = np.pad(layout.labels, ((0, 0), (0, 8), (0, 8)), constant_values=N)
    assert summarize(replace(layout, labels=padded))[0] == summarize(layout)[0]


def test_squares_inside_chips_are_the_units_where_there_is_too_little_ground_for_blocks():
    scene = np.zeros((CHIP, CHIP), np.uint8)
    scene[:, 16:] = 1
    layout = layout_of(scene, CHIP, values=(1, 2))
    layout = replace(layout, split=split_of(layout))
    assert layout.split.kind == "cells"
    summary, _ = summarize(layout)
    assert summary.unit_px == layout.split.unit_px < CHIP
    assert summary.validation_blocks == len(layout.split.cells)
    assert sum(entry.validation_pixels + entry.training_pixels for entry in summary.classes) == CHIP**2
    # All squares lie in one chip: for the standard error that is one block.
    assert summary.accuracy_error > 0.1


def test_chips_that_lie_apart_without_positions_are_patches_and_places_of_their_own():
    windows = [ChipExtent(n, n, 0, 0, CHIP, CHIP) for n in range(12)]
    labels = np.zeros((12, CHIP, CHIP), np.uint8)
    labels[6:] = 1
    summary, _ = summarize(LabelLayout(windows, windows, labels, (1, 2), no_split(12)))
    assert [(entry.patches, entry.places, entry.pixels) for entry in summary.classes] == [(6, 6.0, 6 * CHIP**2)] * 2
    assert summary.mean_iou_error is None and summary.not_validated() == []


def test_two_hundred_classes_in_thousands_of_chips_take_about_a_second():
    generator = np.random.default_rng(0)
    windows = windows_of(64 * CHIP, 16)[:4000]
    labels = np.full((len(windows), CHIP, CHIP), N, np.uint8)
    labels[:, 8:24, 8:24] = generator.integers(0, 200, len(windows))[:, np.newaxis, np.newaxis]
    split = Split("blocks", tuple(range(1000, 4000)), tuple(range(1000)), (), 64)
    started = time.process_time()
    summary, _ = summarize(LabelLayout(windows, windows, labels, tuple(range(200)), split))
    assert time.process_time() - started < 4
    assert len(summary.classes) == 200
