"""Labels that vanish or contradict each other are counted."""

from __future__ import annotations

from unittest import mock

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from listener import Listener
from osgeo import ogr
from pixel_classifier.rasters.core.grid import Grid, Window, touches
from pixel_classifier.rasters.core.tiling import strips
from pixel_classifier.rasters.labels import label_counts
from pixel_classifier.rasters.labels.geometry import Shape
from pixel_classifier.rasters.labels.label_counts import LabelCounts, covered_by_others
from pixel_classifier.rasters.labels.rasterize import CountingRasterizer, Rasterizer

GRID = Grid(24, 20, (0.0, 1.0, 0.0, 20.0, 0.0, -1.0))
SIDES = st.floats(0.05, 9).map(lambda number: round(number, 2) + 0.003)  # never exactly on a pixel's centre
BOXES = st.tuples(
    st.floats(-3, 23).map(lambda number: round(number, 2)), st.floats(-3, 19).map(lambda n: round(n, 2)), SIDES, SIDES
)


def box(x: float, y: float, width: float, height: float, value: int, feature: int) -> Shape:
    """Returns a rectangle given in the pixel frame of `GRID`."""
    left, top, right, bottom = x, 20 - y, x + width, 20 - y - height
    left, right, top, bottom = left + 0.0017, right + 0.0017, top + 0.0017, bottom + 0.0017  # never on a pixel's centre
    wkt = f"POLYGON(({left} {top},{right} {top},{right} {bottom},{left} {bottom},{left} {top}))"
    return Shape(ogr.CreateGeometryFromWkt(wkt), value, (left, bottom, right, top), feature)


def pixels_of(shape: Shape) -> np.ndarray:
    """Returns which pixels of `GRID` have their centre in a rectangle."""
    left, bottom, right, top = shape.bounds
    x, y = np.meshgrid(np.arange(24) + 0.5, 19.5 - np.arange(20))
    return (x > left) & (x < right) & (y > bottom) & (y < top)


@example([((0.0, -3.0, 3.003, 3.003), 1, 1)], 1, 1)  # most of it lies outside, and none of its pixels inside
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(BOXES, st.integers(0, 3), st.integers(0, 5)), max_size=14),
    st.integers(1, 20),
    st.sampled_from([1, 1000, -70_000]),
)
def test_features_without_a_pixel_and_pixels_of_two_classes_are_counted(boxes, rows, factor):
    by_feature = {}
    shapes = [box(*place, by_feature.setdefault(feature, value * factor), feature) for place, value, feature in boxes]
    shapes = [shape for shape in shapes if touches(shape.bounds, GRID.extent_map())]
    rasterizer = CountingRasterizer(shapes, GRID)
    parts = list(strips(GRID.window, rows))
    found = np.concatenate([rasterizer.rasterize(part) for part in parts])
    rasterizer.rasterize(Window(0, 0, 24, 9))  # rows that come twice are counted once
    assert (found == Rasterizer(shapes, GRID).rasterize(GRID.window)).all()

    top, bottom = np.zeros((2, 20, 24), int)
    labelling = {}
    for shape in shapes:
        inside = pixels_of(shape)
        bottom[inside & (bottom == 0) & (top == 0)] = shape.value
        top[inside] = shape.value
    counts = rasterizer.counts()
    near = {shape.feature for shape in shapes if shape.value}
    for shape in shapes:
        if shape.value:
            labelling[shape.feature] = labelling.get(shape.feature, False) or bool(pixels_of(shape).any())
    assert sum(counts.features.values()) == len(near)
    assert sum(counts.without_pixel.values()) == sum(not has_pixels for has_pixels in labelling.values())
    if all(shape.value for shape in shapes):  # a 0 erases: what lay below it is not the lowest any more
        expected = {}
        for upper, lower in zip(top[(top != bottom) & (bottom != 0)], bottom[(top != bottom) & (bottom != 0)]):
            expected[int(upper), int(lower)] = expected.get((int(upper), int(lower)), 0) + 1
        assert counts.contested == expected
        assert counts.labelled_px == (top != 0).sum()


@settings(deadline=None)
@given(st.lists(st.tuples(BOXES, st.integers(1, 3)), max_size=30), st.sampled_from([1, 5, 65_536]))
def test_only_shapes_that_a_later_one_of_another_class_overlaps_are_rasterized_twice(boxes, pairs_at_once):
    shapes = [box(*place, value, number) for number, (place, value) in enumerate(boxes)]
    expected = [
        any(
            one.value != other.value
            and one.bounds[0] < other.bounds[2] and other.bounds[0] < one.bounds[2]
            and one.bounds[1] < other.bounds[3] and other.bounds[1] < one.bounds[3]
            for other in shapes[number + 1 :]
        )
        for number, one in enumerate(shapes)
    ]  # fmt: skip
    with mock.patch.object(label_counts, "_PAIRS_AT_ONCE", pairs_at_once):
        assert covered_by_others(shapes, 1.0).tolist() == expected


def test_lost_labels_are_said_and_many_of_them_are_a_warning():
    notes = Listener()
    LabelCounts({1: 300, 2: 20}, {1: 148}, {(2, 1): 5}, 1000).report({1: "1 (house)", 2: "2 (field)"}, notes)
    assert "148 of 320 label features (46.2\u00a0%) label no pixel" in notes.warnings[0]
    assert "2 (field) over 1 (house) 5" in notes.infos[0]
    notes = Listener()
    LabelCounts({1: 300}, {1: 2}, {(2, 1): 50}, 1000).report({}, notes)
    assert "2 of 300" in notes.infos[0] and "2 over 1 50" in notes.warnings[0]
