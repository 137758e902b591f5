from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.data.chip_geometry import ChipExtent, ExtentIndex, owned_pixels

corners = st.tuples(st.integers(0, 1), st.integers(-40, 80), st.integers(-40, 80))


def extent(corner, size=16, scene=0):
    frame, x, y = corner
    return ChipExtent(frame, scene, x, y, x + size, y + size)


@settings(max_examples=25, deadline=None)
@given(st.lists(corners, min_size=1, max_size=30))
def test_the_index_finds_exactly_the_overlapping_places(all_corners):
    extents = [extent(corner) for corner in all_corners]
    index = ExtentIndex(extents, range(len(extents)))
    for one in extents:
        assert sorted(index.overlapping(one)) == [n for n, other in enumerate(extents) if one.overlaps(other)]


@settings(max_examples=25, deadline=None)
@given(st.lists(corners, min_size=1, max_size=15))
def test_every_pixel_of_a_scene_is_owned_by_exactly_one_of_its_chips(all_corners):
    extents = [extent(corner, scene=corner[0]) for corner in all_corners]
    covered, owned = {}, {}
    for member, own in owned_pixels(extents, range(len(extents)), [(16, 16)] * len(extents)):
        one = extents[member]
        for row, column in np.ndindex(16, 16):
            ground = one.frame, one.left + column, one.top + row
            covered[ground] = 1
            owned[ground] = owned.get(ground, 0) + int(own[row, column])
    assert owned == covered


def test_a_pixel_belongs_to_the_chip_that_sees_most_around_it():
    extents = [extent((0, 0, 0)), extent((0, 8, 0))]
    owners = dict(owned_pixels(extents, [0, 1], [(16, 16)] * 2))
    assert owners[0][:, :12].all()
    assert not owners[0][:, 12:].any()
    assert owners[1][:, 4:].all()
    assert not owners[1][:, :4].any()


def test_chips_of_another_date_keep_their_own_pixels():
    extents = [extent((0, 0, 0), scene=0), extent((0, 0, 0), scene=1)]
    assert all(own.all() for _, own in owned_pixels(extents, [0, 1], [(16, 16)] * 2))


def test_a_place_covers_the_pixels_that_its_corners_touch():
    assert ChipExtent.covering(0, 0, [0.4, 10.6], [2.0004, 5.9999]) == ChipExtent(0, 0, 0, 2, 11, 6)
