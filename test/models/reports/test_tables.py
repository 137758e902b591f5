from __future__ import annotations

import csv
import os
from dataclasses import replace

import numpy as np
import pytest
from model_samples import CLASSES, description
from pixel_classifier.models.accuracy.metrics import Scores
from pixel_classifier.models.core.history import EpochRecord
from pixel_classifier.models.reports.tables import COLUMNS, write_epochs_csv, write_metrics_csv
from pixel_classifier.rasters.core.errors import OutputError

CONFUSION = np.array([[30, 10, 0], [0, 20, 0], [0, 0, 0]])


def judged(**changes):
    """A model with figures of three classes, the last without a pixel."""
    metrics = {**Scores.of(CONFUSION).record(CLASSES, CONFUSION), **changes}
    split = {"training_pixels": {"3": 100, "900": 200, "70000": 5}, "validation_pixels": {"3": 40, "900": 20}}
    return description(metrics=metrics, split=split)


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_class_has_a_row_and_all_have_one(tmp_path):
    write_metrics_csv(tmp_path / "figures.csv", judged())
    first, _, third, overall = rows_of(tmp_path / "figures.csv")
    assert list(first) == list(COLUMNS)
    assert (first["row"], first["value"], first["class"]) == ("class", "3", "forêt")
    assert float(first["precision"]) == 1 and float(first["recall"]) == 0.75 and float(first["iou"]) == 0.75
    assert (first["pixels"], first["predicted_pixels"]) == ("40", "30")
    assert (first["training_pixels"], first["validation_pixels"]) == ("100", "40")
    assert third["recall"] == third["iou"] == third["validation_pixels"] == ""
    assert overall["row"] == "overall" and float(overall["accuracy"]) == pytest.approx(50 / 60)
    scores = Scores.of(CONFUSION)
    assert float(overall["iou"]) == pytest.approx(scores.mean_iou) and float(overall["f1"]) == pytest.approx(
        scores.mean_f1
    )
    assert overall["training_pixels"] == "305" and overall["pixels"] == "60"
    assert first["iou_low"] == overall["accuracy_high"] == ""


def test_intervals_stand_beside_their_figures(tmp_path):
    found = {
        "level": 0.95, "method": "spatial block bootstrap", "accuracy": [0.7, 0.9], "mean_iou": [0.5, 0.8], "kappa": None,
        "classes": [{"iou": [0.6, 0.85]}, {"recall": [0.9, 1.0]}, {"iou": [0.0, 1.0]}],
    }  # fmt: skip
    write_metrics_csv(tmp_path / "figures.csv", judged(intervals=found))
    first, second, third, overall = rows_of(tmp_path / "figures.csv")
    assert (first["iou_low"], first["iou_high"]) == ("0.6", "0.85")
    assert (second["recall_low"], second["recall_high"], second["iou_low"]) == ("0.9", "1.0", "")
    assert third["iou_low"] == ""  # no figure, no interval
    assert (overall["accuracy_low"], overall["iou_high"], overall["kappa_low"]) == ("0.7", "0.8", "")


def test_a_model_that_was_never_judged_has_its_classes_in_the_table(tmp_path):
    write_metrics_csv(tmp_path / "figures.csv", replace(judged(), metrics={}, split={}))
    rows = rows_of(tmp_path / "figures.csv")
    assert [row["class"] for row in rows] == ["forêt", "water", "x", ""]
    assert {row["iou"] + row["accuracy"] + row["training_pixels"] for row in rows} == {""}


def test_awkward_names_come_back_from_the_table(tmp_path):
    names = ("a, b", 'says "hello"', "line\nbreak")
    entries = tuple(replace(entry, name=name) for entry, name in zip(CLASSES.classes, names))
    about = replace(judged(), class_table=replace(CLASSES, classes=entries))
    write_metrics_csv(tmp_path / "figures.csv", about)
    assert tuple(row["class"] for row in rows_of(tmp_path / "figures.csv")[:3]) == names


def test_each_epoch_has_a_row(tmp_path):
    history = (EpochRecord(1, 0.5, None, None, None, 2.5, 1e-3), EpochRecord(2, 0.4, 0.6, 0.7, 0.8, 2.5, 1e-4))
    write_epochs_csv(tmp_path / "epochs.csv", history)
    first, second = rows_of(tmp_path / "epochs.csv")
    assert first["validation_loss"] == "" and float(second["mean_iou"]) == 0.7 and second["epoch"] == "2"
    assert os.listdir(tmp_path) == ["epochs.csv"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        write_metrics_csv(tmp_path / "nowhere" / "figures.csv", judged())
