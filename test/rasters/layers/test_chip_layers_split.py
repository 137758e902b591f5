"""Which chips trained and which validated, as a layer."""

from __future__ import annotations

import os

import pytest
from chip_scenes import read_features, wkt
from described_chips import described
from pixel_classifier.rasters.chips.dataset import ChipRecord, SceneRecord
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.layers.chip_layers import LEFT_OUT, TRAINING, VALIDATION, ChipPart, write_split

UTM = SceneRecord("utm", Grid(100, 100, (500000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), wkt(32633)))
DEGREES = SceneRecord("degrees", Grid(100, 100, (15.0, 0.0001, 0.0, 45.15, 0.0, -0.0001), wkt(4326)))

NAMES = {-5: "Süß", 700: "b"}


def chip(number, scene=0, counts=((700, 5),)):
    return ChipRecord(str(number), scene, Window(32 * number, 0, 32, 32), counts, 1024 - sum(n for _, n in counts), 0)


def test_each_chip_says_what_it_did_and_lies_where_it_is(tmp_path):
    folder = described(tmp_path, scenes=(UTM, DEGREES), chips=(chip(0), chip(1), chip(0, scene=1)))
    parts = (TRAINING, VALIDATION, LEFT_OUT)
    path = str(tmp_path / "split.gpkg")
    write_split(path, [ChipPart(folder, record, part) for record, part in zip(folder.chips, parts)], NAMES)
    features = read_features(path)[1]
    assert [feature["part"] for feature in features] == list(parts)
    assert [feature["scene"] for feature in features] == ["utm", "utm", "degrees"]
    assert features[0]["labelled_share"] == 5 / 1024
    assert features[1]["box"] == (500320.0, 500640.0, 4999680.0, 5000000.0)
    assert features[2]["box"][0] == pytest.approx(500000, abs=1), "in the reference system of the first"


def test_a_folder_that_does_not_tell_what_chips_hold_leaves_that_empty(tmp_path):
    folder = described(tmp_path, scenes=(UTM,), chips=(chip(0, counts=()),))
    path = str(tmp_path / "split.gpkg")
    write_split(path, [ChipPart(folder, folder.chips[0], TRAINING)], NAMES)
    (feature,) = read_features(path)[1]
    assert feature["dominant_class"] is None and feature["labelled_share"] is None


def test_a_layer_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path):
    folder = described(tmp_path, scenes=(UTM,), chips=(chip(0),))
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(OutputError, match="cannot be written"):
        write_split(str(tmp_path / "missing" / "split.gpkg"), [ChipPart(folder, folder.chips[0], TRAINING)], NAMES)
    assert sorted(os.listdir(tmp_path)) == before


def test_only_classes_of_the_training_count_as_labelled(tmp_path):
    """The ignore class counted as a label, and a class 0 did not."""
    folder = described(tmp_path, scenes=(UTM,), chips=(chip(0, counts=((9, 600), (700, 24))),))
    for names, share, dominant in (({700: "b"}, 24 / 1024, "b"), ({0: "rest", 700: "b"}, 424 / 1024, "rest")):
        path = str(tmp_path / f"{dominant}.gpkg")
        write_split(path, [ChipPart(folder, folder.chips[0], TRAINING)], names)
        (feature,) = read_features(path)[1]
        assert (feature["labelled_share"], feature["dominant_class"]) == (share, dominant)
