"""Chips of other programs on common grids form scenes."""

from __future__ import annotations

import pytest
from pixel_classifier.rasters.chips import scene_grouping
from pixel_classifier.rasters.chips.scene_grouping import NO_GEOREFERENCE, group_into_scenes
from pixel_classifier.rasters.core.grid import Grid, Window


def test_south_up_and_north_up_chips_are_placed_alike():
    north = [Grid(32, 32, (x, 10.0, 0.0, 500.0, 0.0, -10.0)) for x in (0.0, 320.0)]
    south = [Grid(32, 32, (x, 10.0, 0.0, 180.0, 0.0, 10.0)) for x in (0.0, 320.0)]
    scenes, placed = group_into_scenes(["a", "b", "c", "d"], [*north, *south])
    assert len(scenes) == 2
    assert [window.x for _, window in placed] == [0, 32, 0, 32]
    assert scenes[1].grid.subgrid(placed[3][1]).extent_map() == south[1].extent_map()


def test_chips_of_other_pixel_size_or_crs_are_other_scenes():
    grids = [
        Grid(32, 32, (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), "A"),
        Grid(32, 32, (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), "B"),
        Grid(32, 32, (0.0, 20.0, 0.0, 0.0, 0.0, -20.0), "A"),
        Grid(32, 32, NO_GEOREFERENCE, "A"),
    ]
    scenes, placed = group_into_scenes(["a", "b", "c", "d"], grids)
    assert [scene for scene, _ in placed] == [0, 1, 2, 3]
    assert scenes[3].name == "d"


def test_many_pictures_without_georeference_are_grouped_at_once(monkeypatch):
    compared = []
    monkeypatch.setattr(scene_grouping, "_has_same_pixels", lambda *grids: compared.append(grids))
    scenes, _ = group_into_scenes([str(number) for number in range(500)], [Grid(32, 32, NO_GEOREFERENCE)] * 500)
    assert len(scenes) == 500 and not compared


def test_chips_of_several_images_at_the_same_place_are_of_different_scenes():
    places = [Grid(32, 32, (x, 10.0, 0.0, 500.0, 0.0, -10.0)) for x in (0.0, 160.0, 320.0)]
    scenes, placed = group_into_scenes(
        [f"{place}_{year}" for place in "abc" for year in (2020, 2021)], [*places, *places]
    )
    assert [scene for scene, _ in placed] == [0, 0, 0, 1, 1, 1]
    assert [window.x for _, window in placed] == [0, 16, 32] * 2
    assert scenes[0].grid == scenes[1].grid and scenes[0].name != scenes[1].name


@pytest.mark.parametrize(
    "transform",
    [(0.0, 0.0, 10.0, 500.0, -10.0, 0.0), (0.0, 8.0, 6.0, 500.0, 6.0, -8.0), (640.0, -10.0, 0.0, 500.0, 0.0, -10.0)],
    ids=["by 90 degrees", "by 37 degrees", "from east to west"],
)
def test_a_turned_chip_shares_no_scene_with_chips_whose_pixels_lie_otherwise(transform):
    plain = Grid(32, 32, (0.0, 10.0, 0.0, 500.0, 0.0, -10.0))
    _, placed = group_into_scenes(
        ["a", "b", "c"], [plain, Grid(32, 32, transform), plain.subgrid(Window(16, 0, 32, 32))]
    )
    assert [scene for scene, _ in placed] == [0, 1, 0]
