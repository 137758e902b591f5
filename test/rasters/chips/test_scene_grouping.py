"""Chips of other programs on common grids form scenes."""

from __future__ import annotations

from pixel_classifier.rasters.chips import scene_grouping
from pixel_classifier.rasters.chips.scene_grouping import NO_GEOREFERENCE, group_into_scenes
from pixel_classifier.rasters.core.grid import Grid


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
