"""Footprints of chips, as a person would open them in QGIS."""

from __future__ import annotations

import contextlib
import os

import pytest
from chip_scenes import read_features, wkt
from described_chips import described
from osgeo import ogr
from pixel_classifier.rasters.chips.dataset import ChipRecord, SceneRecord
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import Cancelled, OutputError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.layers.chip_layers import field_names, write_footprints
from pixel_classifier.rasters.outputs.atomic_file import AtomicFile
from windows_rules import rules_below


def write(path, folder, crs_wkt=""):
    with AtomicFile(str(path)) as file:
        write_footprints(file, folder, crs_wkt)
    return read_features(path)[1]


def test_shares_are_of_the_pixels_of_the_chip(tmp_path):
    first = write(tmp_path / "f.gpkg", described(tmp_path))[0]
    assert first["stem"] == "000000000000"
    assert first["scene"] == "a"
    assert first["share_Süß"] == 10 / 1024
    assert first["share_b"] == 4 / 1024
    assert first["labelled_share"] == 14 / 1024
    assert first["nodata_share"] == 10 / 1024
    assert (first["dominant_value"], first["dominant_class"]) == (-5, "Süß")


def test_a_class_0_counts_like_any_other(tmp_path):
    """Its share was always 0, and it never covered most of a chip."""
    table = ClassTable((ClassEntry(0, "rest", (9, 9, 9)), *described(tmp_path).class_table.classes))
    first = write(tmp_path / "f.gpkg", described(tmp_path, class_table=table))[0]
    assert (first["share_rest"], first["share_b"], first["labelled_share"]) == (1000 / 1024, 4 / 1024, 1014 / 1024)
    assert (first["dominant_value"], first["dominant_class"]) == (0, "rest")


def test_chip_without_labels_has_no_dominant_class(tmp_path):
    folder = described(tmp_path, chips=(ChipRecord("0", 0, Window(0, 0, 32, 32), (), 1024, 0),))
    feature = write(tmp_path / "f.gpkg", folder)[0]
    assert feature["dominant_class"] is None
    assert feature["labelled_share"] == 0


def test_scenes_of_other_reference_systems_are_brought_together(tmp_path):
    scenes = (
        SceneRecord("utm", Grid(100, 100, (500000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), wkt(32633))),
        SceneRecord("degrees", Grid(100, 100, (15.0, 0.0001, 0.0, 45.15, 0.0, -0.0001), wkt(4326))),
    )
    chips = tuple(ChipRecord(str(number), number, Window(0, 0, 32, 32), ((700, 5),), 1019, 0) for number in (0, 1))
    features = write(tmp_path / "f.gpkg", described(tmp_path, scenes=scenes, chips=chips), wkt(32633))
    boxes = [feature["box"] for feature in features]
    assert boxes[0] == (500000.0, 500320.0, 4999680.0, 5000000.0)
    xmin, xmax, ymin, ymax = boxes[1]
    assert xmin == pytest.approx(500000, abs=1)
    assert 240 < xmax - xmin < 260
    assert 4990000 < ymin < ymax < 5010000


def test_field_names_are_plain_and_different():
    assert field_names(("Wald / Forst", "wald-forst", "", "%", "a" * 90)) == (
        "share_Wald_Forst", "share_wald_forst_2", "share", "share_2", "share_" + "a" * 44,
    )  # fmt: skip


def test_many_classes_have_a_field_each(tmp_path):
    table = ClassTable(tuple(ClassEntry(value, f"class {value}", (0, 0, 0)) for value in range(1, 255)))
    chips = (ChipRecord("0", 0, Window(0, 0, 32, 32), ((254, 5),), 1019, 0),)
    features = write(tmp_path / "f.gpkg", described(tmp_path, class_table=table, chips=chips))
    assert features[0]["share_class_254"] == 5 / 1024


def test_footprints_that_fail_leave_nothing(tmp_path):
    path = tmp_path / "f.gpkg"
    with contextlib.suppress(Cancelled), AtomicFile(str(path)) as file:
        write_footprints(file, described(tmp_path), "")
        raise Cancelled("Cancelled.")
    assert os.listdir(tmp_path) == []


def test_footprints_that_fail_in_the_middle_are_closed_while_the_error_is_handled(tmp_path, monkeypatch):
    def full(*_):
        raise RuntimeError("database or disk is full")

    monkeypatch.setattr(ogr.Layer, "CreateFeature", full)
    refused = pytest.raises(OutputError, match="disk is full")
    with rules_below(tmp_path), refused as caught, AtomicFile(str(tmp_path / "f.gpkg")) as file:
        write_footprints(file, described(tmp_path), "")
    assert os.listdir(tmp_path) == [] and caught.value.__cause__ is not None


def test_folder_that_is_not_there_is_said(tmp_path):
    path = tmp_path / "missing" / "f.gpkg"
    with pytest.raises(OutputError, match=r"f\.gpkg cannot be written"):
        write(path, described(tmp_path))


def test_earlier_footprints_are_replaced(tmp_path):
    folder = described(tmp_path)
    write(tmp_path / "f.gpkg", folder)
    features = write(tmp_path / "f.gpkg", described(tmp_path, chips=folder.chips[:1]))
    assert len(features) == 1
    assert os.listdir(tmp_path) == ["f.gpkg"]
