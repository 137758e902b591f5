from __future__ import annotations

import numpy as np
from pixel_classifier.models.data.chip_geometry import ChipExtent
from pixel_classifier.models.data.split import Split, no_split
from pixel_classifier.models.training.split_map import (
    LEFT_OUT_COLOR,
    MOST_PANELS,
    NODATA_COLOR,
    PANEL_PX,
    TRAINING_COLOR,
    VALIDATION_COLOR,
    areas,
    make_split_map,
)


def grid(columns, rows, size=64, frame=0, scene=0, x=0, y=0):
    """Chips side by side, row by row."""
    return [
        ChipExtent(frame, scene, x + c * size, y + r * size, x + (c + 1) * size, y + (r + 1) * size)
        for r in range(rows)
        for c in range(columns)
    ]


def color_at(panel, across, down):
    height, width, _ = panel.picture.shape
    return tuple(panel.picture[int(down * height), int(across * width)].tolist())


def test_each_chip_has_the_colour_of_what_it_does():
    split = Split("blocks", (0, 3, 4), (2, 5), (1,), unit_px=1000)
    found = make_split_map(split, grid(3, 2), {0: "north.tif"})
    (panel,) = found.panels
    assert [color_at(panel, (c + 0.5) / 3, 0.25) for c in range(3)] == [
        TRAINING_COLOR,
        LEFT_OUT_COLOR,
        VALIDATION_COLOR,
    ]
    assert color_at(panel, 5.5 / 6, 0.75) == VALIDATION_COLOR
    assert (found.training_chips, found.validation_chips, found.left_out_chips) == (3, 2, 1)
    assert panel.title == "north.tif" and "192 × 128 pixels" in panel.facts
    assert "3\u00a0chips train, 2 validate, 1 left out" in panel.facts


def test_ground_that_trains_is_not_hidden_by_chips_that_are_left_out():
    extents = [ChipExtent(0, 0, 0, 0, 64, 64), ChipExtent(0, 0, 32, 0, 96, 64), ChipExtent(0, 0, 96, 0, 160, 64)]
    (panel,) = make_split_map(Split("blocks", (0,), (2,), (1,), unit_px=1000), extents).panels
    assert color_at(panel, 50 / 160, 0.5) == TRAINING_COLOR
    assert color_at(panel, 80 / 160, 0.5) == LEFT_OUT_COLOR


def test_the_edges_of_blocks_are_drawn_where_they_lie():
    (panel,) = make_split_map(Split("blocks", tuple(range(7)), (7,), (), unit_px=128), grid(4, 2, x=-64)).panels
    lines = [x for x in range(PANEL_PX) if tuple(panel.picture[10, x]) != tuple(panel.picture[10, 5])]
    assert lines == [round(64 * PANEL_PX / 256), round(192 * PANEL_PX / 256)]


def test_labels_that_validate_within_chips_are_shown_as_squares():
    split = Split("cells", (0, 1), (0, 1), (), 16, frozenset({(0, 0, 0), (0, 7, 3), (3, 1, 1)}))
    found = make_split_map(split, grid(2, 1))
    (panel,) = found.panels
    assert color_at(panel, 0.05, 0.1) == color_at(panel, 0.97, 0.95) == VALIDATION_COLOR
    assert color_at(panel, 0.5, 0.5) == TRAINING_COLOR
    share = (panel.picture == VALIDATION_COLOR).all(-1).mean()
    assert abs(share - 2 * 16**2 / (128 * 64)) < 0.005
    assert (found.training_chips, found.validation_cells, found.left_out_chips) == (2, 3, 0)


def test_squares_beyond_the_chips_are_not_shown():
    extents = [ChipExtent(0, 0, 0, 0, 64, 64), ChipExtent(0, 0, 128, 0, 192, 64)]
    (panel,) = make_split_map(Split("cells", (0, 1), (0, 1), (), 64, frozenset({(0, 1, 0)})), extents).panels
    assert color_at(panel, 0.5, 0.5) == NODATA_COLOR


def test_without_a_split_everything_trains():
    found = make_split_map(no_split(4), grid(2, 2))
    assert (found.panels[0].picture == TRAINING_COLOR).all()
    assert found.training_chips == 4 and found.validation_chips == 0


def test_scenes_near_each_other_share_a_picture_and_others_have_their_own():
    extents = grid(3, 3) + grid(3, 3, scene=1, x=400) + grid(2, 2, scene=2, x=90_000) + grid(2, 1, frame=1, scene=3)
    groups = areas(extents)
    assert [len(group) for group in groups] == [18, 4, 2]
    assert len(make_split_map(no_split(len(extents)), extents).panels) == 3


def test_chips_of_one_scene_stay_in_one_picture_however_far_apart():
    extents = [ChipExtent(0, 0, x, 0, x + 64, 64) for x in (0, 5_000, 20_000)]
    assert areas(extents) == [[0, 1, 2]]


def test_chips_that_lie_alone_are_set_side_by_side():
    extents = [ChipExtent(n, n, 0, 0, 64, 64) for n in range(50)]
    found = make_split_map(Split("blocks", tuple(range(30)), tuple(range(30, 50)), (), 64), extents)
    (panel,) = found.panels
    blue = (panel.picture == VALIDATION_COLOR).all(-1).sum()
    grey = (panel.picture == TRAINING_COLOR).all(-1).sum()
    assert blue * 30 == grey * 20 > 0


def test_ground_that_finds_no_room_is_counted():
    extents = [extent for n in range(9) for extent in grid(2, 1, frame=n, scene=n)]
    found = make_split_map(no_split(len(extents)), extents)
    assert len(found.panels) == MOST_PANELS and found.hidden_chips == 2 * (9 - MOST_PANELS)


def test_thousands_of_chips_make_a_small_picture():
    extents = grid(100, 80, size=256)
    roles = np.random.default_rng(0).random(len(extents)) < 0.2
    split = Split("blocks", tuple(np.flatnonzero(~roles).tolist()), tuple(np.flatnonzero(roles).tolist()), (), 256)
    (panel,) = make_split_map(split, extents).panels
    assert max(panel.picture.shape) == PANEL_PX
    assert abs((panel.picture == VALIDATION_COLOR).all(-1).mean() - roles.mean()) < 0.01
