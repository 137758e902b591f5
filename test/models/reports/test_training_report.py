from __future__ import annotations

import os
import re
from dataclasses import replace

import numpy as np
import pytest
from page_reading import Page
from pixel_classifier.models.core.label_summary import LabelSummary
from pixel_classifier.models.optimization.optimizer import one_cycle
from pixel_classifier.models.reports.training_report import TrainingReport, report_html, write_report
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.core.number_text import percent, whole
from report_demo import demo


def page(**options):
    return Page(report_html(demo(side=32, **options)))


def test_the_report_tells_its_headline_figures_and_on_what_they_rest():
    report = demo(side=32)
    report = replace(report, confusion=np.diag([750] * 8) + np.eye(8, k=1, dtype=int) * 250)
    text = Page(report_html(report)).text
    assert "delta-landcover" in text and "U-Net with encoder resnet34" in text
    assert "7 750 validated pixels" in text
    assert "77.4 % overall accuracy" in text
    assert "kept out of training, in spatial blocks apart from the training chips" in text


def test_without_validation_the_report_warns_that_figures_are_of_training_pixels():
    text = page(validation=False, epochs=3).text
    assert "No labels were kept for validation" in text
    assert "validated pixels" not in text and "kept out of training" not in text


def test_the_reliability_of_the_confidence_is_drawn_where_there_is_validation():
    text = page().text
    assert "Confidence is calibrated with a temperature of 1." in text
    assert "Correct pixels by their confidence" in report_html(demo(side=32))
    assert "Prediction sets are to hold the true class of 90 %" in text
    assert "The validation is easier than the map: 49 % of the scene lies farther from training labels than 632" in text
    assert "What the validation stands for" not in page(validation=False, epochs=3).text
    unknown = page(validation=False, epochs=3).text
    assert "Confidence is calibrated" not in unknown and "Prediction sets" not in unknown
    assert "The confidence is not calibrated, and there are no prediction sets" in unknown


def test_classes_that_prediction_sets_miss_are_warned_of():
    report = demo(side=32)
    sets = report.description.prediction_sets
    missed = {**sets, "classes": [{**sets["classes"][0], "achieved": 0.026}, *sets["classes"][1:]]}
    name = report.description.class_table.classes[0].title
    text = Page(report_html(replace(report, description=replace(report.description, prediction_sets=missed)))).text
    assert f"held the true class of only 2.6 % of the pixels of {name}" in text


def test_figures_in_8_bits_are_kept_apart_from_the_validated_accuracy():
    report = demo(side=32)
    trial = {
        "mean_iou": 0.9492,
        "mean_iou_float32": 0.9494,
        "equal_labels": 0.999,
        "pixels": 6735,
        "float_layers": 0,
        "openvino": "2026.4",
    }
    about = replace(report.description, int8=trial, training={**report.description.training, "final_training": {}})
    assert "6 735 validation pixels" in (text := Page(report_html(replace(report, description=about))).text)
    assert "The model was trained on these labels, too" in text


def test_validation_within_chips_is_told_from_validation_on_other_ground():
    report = demo(side=32)
    split = {**report.description.split, "kind": "cells"}
    text = Page(report_html(replace(report, description=replace(report.description, split=split)))).text
    assert "expect somewhat lower accuracy on new ground" in text


def test_control_characters_and_broken_unicode_do_not_break_the_page():
    text = report_html(replace(demo(side=32), model_name="a\x00b\x1bc\ud800d"))
    assert "a\ufffdb\ufffdc?d" in text
    text.encode("utf-8")


def test_a_missing_jinja2_is_named_with_its_cure(monkeypatch):
    monkeypatch.setattr("pixel_classifier.models.reports.page.find_spec", lambda _: None)
    with pytest.raises(OutputError, match=r"jinja2 is missing\. Install it \(python3-jinja2 on Debian"):
        report_html(demo(side=32))


def test_notes_are_shown():
    report = replace(demo(side=32), notes=("Only 12 pixels of <Water>.",))
    assert "Only 12 pixels of <Water>." in Page(report_html(report)).text


@pytest.mark.parametrize(
    "options",
    [
        {"classes": 30, "bands": 204, "awkward": True, "spike": True},
        {"classes": 2, "bands": 1, "epochs": 1, "validation": False, "examples": 1},
        {"classes": 8, "examples": 0},
        {"classes": 4, "kind": "cells", "augmented": True},
        {"classes": 90, "bands": 3, "epochs": 2, "examples": 1},
    ],
)
def test_every_report_stands_alone_without_scripts_or_anything_from_outside(options):
    text = report_html(demo(side=32, **options))
    read = Page(text)
    assert not {"script", "link", "iframe", "object", "embed", "form"} & set(read.tags)
    assert all(address.startswith("data:image/png;base64,") for address in read.addresses)
    assert "@import" not in text and "url(" not in text
    assert set(re.findall(r"https?://[^\"' ]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert "nan" not in re.findall(r"[a-z]+", re.sub(r"base64,[^\"]+", "", text))


def test_awkward_class_names_are_shown_as_they_are():
    report = demo(classes=10, awkward=True, side=32)
    text = Page(report_html(report)).text
    for name in report.description.class_table.names[:6]:
        assert re.sub(r"\s+", " ", name) in text


def test_awkward_names_elsewhere_are_escaped():
    report = demo(side=32, bands=2)
    about = replace(
        report.description,
        band_names=("<b>red</b>", "nir & co"),
        encoder='<img src="x">',
        training={"<key>": "<value>", "chips": ["a&b"]},
        versions={"<torch>": "<1>"},
        crs_wkt='LOCAL_CS["<unknown> & odd"]',
    )
    examples = (replace(report.examples[0], title="<i>chip</i>"),)
    read = Page(report_html(replace(report, description=about, examples=examples, model_name="<h1>model")))
    for text in (
        "<b>red</b>",
        "nir & co",
        '<img src="x">',
        "<value>",
        "a&b",
        "<torch> <1>",
        "<unknown> & odd",
        "<i>chip</i>",
    ):
        assert text in read.text
    assert "<h1>model" in read.text


def test_each_class_has_a_row_with_its_value_figures_and_pixels():
    report = demo(side=32)
    confusion = np.zeros((8, 8), int)
    confusion[0, 0], confusion[0, 1], confusion[1, 1] = 1500, 500, 1000
    about = replace(report.description, metrics={})
    report = replace(report, description=about)
    read = Page(report_html(replace(report, confusion=confusion, training_pixels=tuple(range(1001, 1009)))))
    rows = {row[1]: [cell.replace("\u00a0", " ") for cell in row] for row in read.rows if len(row) == 10}
    assert rows["11"][2:] == ["Open water", "100.0 %", "75.0 %", "85.7 %", "75.0 %", "", "2 000", "1 001"]
    assert rows["21"][3:7] == ["66.7 %", "100.0 %", "80.0 %", "66.7 %"]
    assert rows["41"][3:9] == ["–", "–", "–", "–", "", "0"]
    assert rows[""][2:] == ["mean, sum", "83.3 %", "87.5 %", "82.9 %", "70.8 %", "", "3 000", "8 036"]
    assert "6 classes have no reference pixel" in read.text


def test_training_pixels_are_left_out_where_they_are_unknown():
    read = Page(report_html(replace(demo(side=32), training_pixels=None)))
    assert ["", "value", "class", "precision", "recall", "F1", "IoU", "", "validated pixels"] in read.rows


def test_examples_show_image_label_and_prediction():
    text = report_html(demo(side=32, examples=3, classes=4))
    assert [text.count(f'alt="{what}"') for what in ("image", "label", "prediction")] == [3, 3, 3]
    assert "unlabelled" in Page(text).text


def test_the_best_chips_stand_left_and_the_worst_right_the_extremes_on_top():
    report = demo(side=32, examples=1)
    names = ("first", "second", "third", "fourth", "fifth")
    examples = tuple(replace(report.examples[0], title=name) for name in names)
    read = Page(report_html(replace(report, examples=examples)))
    rows = [[cell for cell in row if cell.strip()] for row in read.rows]
    shown = [row for row in rows if row and row[0] in names]
    assert shown == [["first", "fifth"], ["second", "fourth"], ["third"]]
    assert "Best validation chips" in read.text and "Worst validation chips" in read.text


def test_a_single_chip_is_not_called_the_worst():
    text = page(examples=1).text
    assert "Example chip" in text and "Best" not in text and "Worst" not in text


def test_figures_have_their_confidence_intervals_below_them():
    report = demo(side=32)
    about = replace(report.description, metrics={"intervals": {
        "level": 0.95, "method": "spatial block bootstrap", "blocks": 48, "block_px": 512, "repeats": 1000,
        "accuracy": [0.5, 0.75], "kappa": [-0.1, 0.25], "mean_iou": None, "mean_f1": [0.125, 0.25],
        "classes": [{"precision": [0.25, 0.5], "recall": None, "f1": None, "iou": [0.1, 0.9]}],
    }})  # fmt: skip
    confusion = np.diag([1000] * 7 + [0])
    read = Page(report_html(replace(report, description=about, confusion=confusion)))
    assert (
        "95 % confidence intervals from a spatial block bootstrap (48 blocks of 512 × 512 pixels, 1 000 resamples)"
        in read.text
    )
    rows = {row[1]: [cell.replace("\u00a0", " ") for cell in row] for row in read.rows if len(row) == 10}
    assert rows["11"][3:7] == ["100.0 %25.0–50.0", "100.0 %", "100.0 %", "100.0 %10.0–90.0"]
    assert rows["21"][3:7] == ["100.0 %"] * 4
    assert rows[""][3:7] == ["100.0 %", "100.0 %", "100.0 %12.5–25.0", "100.0 %"]
    assert "overall accuracy 50.0–75.0" in read.text and "−0.100–0.250" in read.text


def test_without_intervals_none_are_spoken_of():
    report = demo(side=32, validation=False, epochs=2)
    assert "confidence interval" not in Page(report_html(report)).text


def test_the_learning_rate_and_its_finder_are_drawn_where_they_are_known():
    report = demo(side=32)
    text = Page(report_html(report)).text
    assert "Learning-rate finder" in text and "chosen: 0.001" in text and "Learning rate" in text
    without = Page(report_html(replace(report, lr_finder=None))).text
    assert "Learning-rate finder" not in without and "at the end of the epoch" in without


@pytest.mark.parametrize("epochs", [1, 3])
def test_the_highest_learning_rate_is_that_of_the_schedule_not_that_at_the_end_of_an_epoch(epochs):
    """That of a single epoch is a thousandth of it, and the first of three ends behind the peak."""
    steps = 16 * epochs
    report = demo(side=32, validation=False, epochs=epochs)
    history = tuple(
        replace(record, learning_rate=one_cycle(16 * record.epoch - 1, steps, 0.001)) for record in report.history
    )
    text = Page(report_html(replace(report, history=history))).text
    assert "Learning rate: at most 0.001, 1e−6 at the end." in text


def test_the_augmentation_sheet_shows_each_kind_alone_and_all_together():
    report = demo(side=32, augmented=True)
    text = report_html(report)
    columns = ("as it is", "rotated, mirrored", "scale", "contrast", "level", "noise", "all together", "all together")
    read = Page(text)
    assert list(columns) in read.rows
    assert (
        text.count('alt="chip"') == text.count('alt="its label"') == len(columns) * len(report.augmentation_sheet.rows)
    )
    assert "Augmentation" not in re.findall(r"<h2>(.*?)</h2>", report_html(replace(report, augmentation_sheet=None)))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "blocks",
            ("validation, ", "left out next to validation", "edges of the validation blocks", "delta_north_2024.tif"),
        ),
        ("cells", ("training labels, in 6 chips", "validation labels, ")),
        ("none", ("no validation",)),
    ],
)
def test_the_map_of_the_split_has_a_legend_of_its_kind(kind, words):
    text = page(kind=kind).text
    for part in words:
        assert part in text


def test_the_labels_of_a_model_without_their_summary_are_counted_by_class():
    report = demo(side=32, classes=2)
    about = report.description
    split = {
        **about.split,
        "training_chips": 10,
        "training_pixels": {"11": 300, "21": 65236},
        "validation_pixels": {"11": 50},
    }
    weights = {"class_weights": {"11": 2.5, "21": 0.5}}
    about = replace(about, split=split, labels={}, chip_size_px=256, training=weights)
    read = Page(report_html(replace(report, description=about)))
    rows = {row[2]: [cell.replace("\u00a0", " ") for cell in row[3:]] for row in read.rows if len(row) == 8}
    assert rows["Open water"] == ["300", "0.5 %", "50", "100.0 %", "2.5"]
    assert rows["Developed, open space"] == ["65 236", "99.5 %", "0", "–", "0.5"]
    assert rows["sum"] == ["65 536", "", "50", "", ""]
    assert "10.0 % of the training chips’ pixels" in read.text


def test_what_the_labels_can_carry_has_a_section():
    read = page(classes=2, bands=3)
    text = read.text.replace("\u00a0", " ")
    assert "Expect standard errors of about ±0.08 for the mean IoU and ±0.06 for the accuracy" in text
    assert "if found in the north-east of delta_north_2024.tif, near 512340, 5712330" in text
    summary = LabelSummary.of_model(demo(side=32, classes=2, bands=3).description.labels)
    rows = {row[2]: row[3:] for row in read.rows if len(row) == 13}
    first = summary.classes[0]
    assert rows["Open water"] == [
        whole(first.pixels), percent(first.pixels / summary.pixels), "12", "3", f"{first.places:.1f}", whole(first.training_pixels), "2",
        whole(first.validation_pixels), "1", "1",
    ]  # fmt: skip
    lost = [row[3:] for row in read.rows]
    assert ["12", "2", "31", "0"] in lost and ["12", "0", "0", "0"] not in lost
    assert "NoData in the" not in read.text  # of vector labels, a column of zeros
    assert rows["sum"][5:7] == [whole(sum(entry.training_pixels for entry in summary.classes)), "9"]


def test_pixels_of_a_value_that_label_rasters_declare_nodata_are_listed_though_it_is_no_class():
    report = demo(side=32, classes=2, bands=3)
    labels = {**report.description.labels, "losses": [{"value": 200, "label_nodata_px": 1234}]}
    about = replace(report.description, labels=labels)
    read = Page(report_html(replace(report, description=about)))
    assert ["200", "no class", "0", "0", "0", "0", "1 234"] in [
        [cell.replace("\u00a0", " ") for cell in row[1:]] for row in read.rows
    ]


def test_without_validation_the_section_on_labels_has_no_columns_for_it():
    text = page(validation=False).text
    assert "training blocks" in text and "validation blocks" not in text and "Expect standard errors" not in text


def test_the_command_that_repeats_the_run_is_shown():
    assert "--EPOCHS=40 --OUTPUT='/models/delta land cover'" in page().text


def test_a_report_of_the_least_that_is_known_can_be_written():
    full = demo(side=32, examples=0)
    about = replace(full.description, split={}, labels={}, metrics={}, training={}, versions={}, created="")
    text = Page(report_html(TrainingReport(about, full.history, full.confusion))).text
    assert "As a command" not in text and "Labels" not in text and "Where the model was trained" not in text


def test_the_data_sheet_and_settings_reproduce_the_run():
    text = page().text
    for part in (
        "WGS 84 / UTM zone 17N (EPSG:32617)", "uint16", "0.6 m", "256 × 256 pixels", "0 (unlabelled)",
        "blocks of 1 024 × 1 024", "Near infrared", "Seed 42", "torch 2.5.1", "2025-03-14T15:09:26+00:00",
        "delta-north, delta-south", "Batch size 8",
    ):  # fmt: skip
        assert part in text


def test_the_range_of_nearly_all_values_stands_beside_the_extremes():
    text = Page(report_html(demo(side=32, bands=2))).text
    assert "0.5 % quantile" in text and "99.5 % quantile" in text
    about = demo(side=32, bands=2)
    older = replace(about, description=replace(about.description, band_quantiles=()))
    assert "0.5 % quantile" not in Page(report_html(older)).text


def test_every_one_of_204_bands_is_listed():
    read = page(classes=2, bands=204, examples=0)
    cells = [row for row in read.rows if len(row) == 5 and row[0].isdigit()]
    assert sorted(int(row[0]) for row in cells) == list(range(1, 205))


def test_confusion_without_any_evaluated_pixel_has_no_figures():
    report = replace(demo(side=32, validation=True), confusion=np.zeros((8, 8), int))
    assert "No labelled pixel could be evaluated" in Page(report_html(report)).text


def test_a_report_without_epochs_can_be_written():
    assert "No epoch was recorded" in Page(report_html(replace(demo(side=32), history=()))).text


def test_the_file_is_written_whole_under_its_name_only(tmp_path):
    target = tmp_path / "my report.html"
    target.write_text("old")
    write_report(target, demo(side=32))
    text = target.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>") and text.rstrip().endswith("</html>")
    assert os.listdir(tmp_path) == ["my report.html"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        write_report(tmp_path / "nowhere" / "report.html", demo(side=32))


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path):
    with pytest.raises(OutputError, match="a folder has that name"):
        write_report(tmp_path, demo(side=32))


def test_a_report_that_cannot_be_put_in_place_is_kept_beside_the_old_one(tmp_path, monkeypatch):
    target = tmp_path / "report.html"
    target.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match=r"No space left on device.* kept as .*report \(2\)\.html"):
        write_report(target, demo(side=32))
    assert target.read_text() == "old" and sorted(os.listdir(tmp_path)) == ["report (2).html", "report.html"]
    assert (tmp_path / "report (2).html").read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_held_out_is_taken_from_the_history_unless_said():
    report = demo(side=32, epochs=2)
    assert report.is_held_out
    assert not demo(side=32, epochs=2, validation=False).is_held_out
    assert not replace(report, held_out=False).is_held_out
