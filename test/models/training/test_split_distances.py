"""Distances to the nearest training label are those on the ground, of places all over the scenes and of what validates."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.data.batches import LabelledChips
from pixel_classifier.models.data.chip_geometry import ChipExtent
from pixel_classifier.models.reports.distance_section import SHARES, SplitDistances, distance_section
from pixel_classifier.models.training.split_distances import nearest_m, split_distances, spread_places
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX
from pixel_classifier.rasters.core.grid import Grid
from prediction_samples import utm

CHIP, PIXEL_M = 32, 10.0


def grid(width=3200, height=32, crs=None):
    """A strip of the ground in UTM, on its central meridian, where the scale is 0.9996."""
    return Grid(width, height, (500_000.0, PIXEL_M, 0.0, 5_000_000.0, 0.0, -PIXEL_M), utm() if crs is None else crs)


def data(training, validation, grids, kind="own"):
    """Returns a split: chips at (scene, column) with labels in their first column of pixels."""
    scenes = [SimpleNamespace(grid=each) for each in grids]
    folder = SimpleNamespace(kind=kind, scenes=scenes)
    chips = [
        SimpleNamespace(
            folder=folder,
            record=SimpleNamespace(scene=scene),
            extent=SimpleNamespace(scene=scene),
            in_scene=ChipExtent(scene, scene, x, 0, x + CHIP, CHIP),
        )
        for scene, x in (*training, *validation)
    ]
    labels = np.full((len(chips), CHIP, CHIP), IGNORED_INDEX, np.uint8)
    labels[:, :, 0] = 1
    cache, rows = SimpleNamespace(chips=chips), np.arange(len(chips))

    def part(members):
        return LabelledChips(cache, members, labels, members)

    count = len(training)
    return SimpleNamespace(training=part(rows[:count]), validation=part(rows[count:]) if validation else None)


def test_distances_are_those_on_the_ground():
    found = split_distances(data([(0, 0)], [(0, 64)], [grid()]), 0)
    assert found.validation_m == pytest.approx([640 / 0.9996] * 101, rel=1e-4)
    assert found.scene_m[0] < 150 and found.scene_m[-1] == pytest.approx(32_000 / 0.9996, rel=0.02)
    assert found.scene_m[50] == pytest.approx(16_000 / 0.9996, rel=0.02)
    assert found.beyond == pytest.approx(0.98, abs=0.01)


def test_labels_of_all_scenes_count_and_scenes_without_a_place_are_left_out():
    beside = replace(grid(), geotransform=(532_000.0, PIXEL_M, 0.0, 5_000_000.0, 0.0, -PIXEL_M))
    found = split_distances(data([(0, 0), (1, 0)], [(0, 3168)], [grid(), beside]), 0)
    assert found.validation_m[50] == pytest.approx(320 / 0.9996, rel=1e-3)
    assert (found.scenes, found.left_out) == (2, 0)
    lost = split_distances(data([(0, 0), (1, 0)], [(0, 64)], [grid(), grid(crs="")]), 0)
    assert lost.left_out == 1
    assert "Without 1\u00a0scene that has no place" in distance_section(lost).sentences[1]


@pytest.mark.parametrize(
    ("changes", "why"), [({"kind": "pairs"}, "other programs"), ({"grids": [grid(crs="")]}, "no usable CRS")]
)
def test_what_is_not_known_is_left_out_with_the_reason(changes, why):
    found = split_distances(data(**{"training": [(0, 0)], "validation": [(0, 64)], "grids": [grid()], **changes}), 0)
    section = distance_section(found)
    assert not section.chart and why in section.sentences[0]


def test_without_validation_there_is_nothing_to_compare():
    assert split_distances(data([(0, 0)], [], [grid()]), 0) is None
    assert distance_section(None) is None


@given(st.integers(1, 700), st.integers(1, 700), st.floats(1e-5, 2))
def test_places_are_spread_over_the_whole_grid(width, height, share):
    columns, rows = spread_places(grid(width, height), share)
    assert columns.min() >= 0 and columns.max() < width and rows.min() >= 0 and rows.max() < height
    assert len(columns) == len(np.unique(columns)) * len(np.unique(rows))
    assert abs(columns.min() + columns.max() + 1 - width) <= 1 and abs(rows.min() + rows.max() + 1 - height) <= 1


@given(st.integers(1, 300), st.integers(1, 40), st.integers(0, 99))
def test_the_nearest_target_is_found(count, targets, seed):
    generator = np.random.default_rng(seed)
    places, others = generator.random((count, 3)), generator.random((targets, 3))
    expected = np.linalg.norm(places[:, None] - others, axis=2).min(1)
    np.testing.assert_allclose(nearest_m(places, others), expected)


@pytest.mark.parametrize(
    ("scene", "validation", "verdict"),
    [(4000, 50, "easier than the map"), (100, 800, "harder than the map"), (500, 500, "stands for the map")],
)
def test_the_sentence_states_what_the_distances_mean(scene, validation, verdict):
    curves = ([end * share for share in SHARES] for end in (scene, validation))
    section = distance_section(SplitDistances(*map(tuple, curves)), final_training=True)
    assert verdict in section.sentences[0] and "Half of the scene lies within" in section.sentences[0]
    assert "the final training on all labels" in section.sentences[1]
    assert section.chart.count("<polyline") == 2 and (">distance (km)<" in section.chart) == (scene > 2000)
