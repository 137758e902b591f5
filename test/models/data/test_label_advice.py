from __future__ import annotations

import numpy as np
import pytest
from pixel_classifier.models.core.label_summary import ClassLabels
from pixel_classifier.models.data.label_advice import MOST_ADVISED, Scene, advice, place_text
from pixel_classifier.rasters.core.grid import Grid

CHIP = 64
NORTH_UP = Grid(3000, 3000, (500000.0, 10.0, 0.0, 6000000.0, 0.0, -10.0), "PROJCS[]")
PICTURE = Grid(3000, 3000, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))


def labels(value, places=1.0, validated=10, pixels=100):
    return ClassLabels(value, pixels, 1, pixels - validated, 1, validated, int(validated > 0), places)


def where(grid, point):
    (found,) = advice([labels(1)], {1: {0: np.array([point])}}, [Scene(0, "a.tif", grid)], CHIP)
    return found.where


@pytest.mark.parametrize(
    "point, side", [((100, 2900), "north-east"), ((2900, 2900), "north-west"), ((100, 100), "south-east")]
)
def test_the_place_is_opposite_of_the_labels(point, side):
    assert f"in the {side} of a.tif" in where(NORTH_UP, point)


def test_the_place_has_map_coordinates_at_the_part_it_names():
    assert where(NORTH_UP, (100, 2900)).endswith("near 525000, 5995000")


def test_south_up_and_rotated_rasters_are_named_by_the_map():
    south_up = Grid(3000, 3000, (500000.0, 10.0, 0.0, 5970000.0, 0.0, 10.0), "PROJCS[]")
    assert "north-east" in where(south_up, (100, 100))
    quarter = Grid(3000, 3000, (0.0, 0.0, 10.0, 0.0, 10.0, 0.0), "PROJCS[]")
    assert "north-east" in where(quarter, (100, 100))


def test_pictures_without_a_crs_have_sides_of_the_picture():
    assert where(PICTURE, (100, 2900)) == "in the upper right part of a.tif, near column 2500 and row 500"
    assert place_text(Scene(0, "a.tif", PICTURE), (1500, 1500)).startswith("in the centre of")
    assert place_text(Scene(0, "a.tif", PICTURE), (1500, 2500)).startswith("in the lower part of")


def test_degrees_keep_the_digits_that_find_the_place():
    tiny = Grid(3000, 3000, (32.5, 6.7e-7, 0.0, 0.35, 0.0, -6.7e-7), "GEOGCS[]")
    assert where(tiny, (100, 2900)).endswith("near 32.501675, 0.349665")


def test_a_scene_without_the_class_comes_first():
    scenes = [Scene(0, "a.tif", NORTH_UP), Scene(1, "b.tif", NORTH_UP)]
    (found,) = advice([labels(1)], {1: {0: np.array([[100, 100]])}}, scenes, CHIP)
    assert found.where == "anywhere in b.tif, which has none"


def test_parts_without_chips_are_not_advised_where_only_chips_have_imagery():
    chips = np.array([[100, 2900], [1500, 1500], [150, 2900]])
    (found,) = advice([labels(1)], {1: {0: chips[:1]}}, [Scene(0, "scene 1", NORTH_UP, chips)], CHIP)
    assert found.where.startswith("in the centre of scene 1")


def test_small_pictures_have_no_place_to_name():
    small = Grid(CHIP, CHIP, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    assert where(small, (32, 32)) == ""


def test_classes_in_the_fewest_places_come_first_and_those_in_enough_places_never():
    classes = [labels(1, 9), labels(2, 1.5), labels(3, 3), labels(4, 8, validated=0), labels(5, 1.2), labels(6, 2)]
    values = [each.value for each in advice(classes, {}, [], CHIP)]
    assert values == [4, 5, 2] and len(values) == MOST_ADVISED
    assert advice([labels(1, 9), labels(2, 9)], {}, [], CHIP) == ()


def test_without_validation_only_the_number_of_places_counts():
    classes = [labels(1, 9, validated=0), labels(2, 2, validated=0)]
    assert [each.value for each in advice(classes, {}, [], CHIP)] == [2]
