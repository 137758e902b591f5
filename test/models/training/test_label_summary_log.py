from __future__ import annotations

import numpy as np
import pytest
from chip_samples import bare_folder, scene
from listener import Listener
from page_reading import Page
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.label_summary import LabelSummary
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.data.array_chips import ChipArrays
from pixel_classifier.models.training.train import train, train_arrays

FAST = {"encoder": "resnet18", "architecture": "pspnet", "epochs": 1, "batch_size": 4, "learning_rate": 0.001}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A model of polygons of three classes in chips that overlap, the third class in one place: request, listener, labels."""
    folder = tmp_path_factory.mktemp("labels")
    pixels, values = scene(320, classes=2)
    labels = np.zeros_like(values)
    generator = np.random.default_rng(1)
    for _ in range(60):
        y, x = generator.integers(0, 300, 2)
        labels[y : y + 12, x : x + 12] = values[y : y + 12, x : x + 12]
    labels[20:25, 20:29] = 3
    chips = bare_folder(folder / "chips", pixels, labels, stride=16)
    request = TrainRequest(str(chips), str(folder / "model"), report=str(folder / "report.html"), **FAST)
    listener = Listener()
    train(request, listener)
    return request, listener, labels


def test_the_log_counts_each_labelled_pixel_once_before_the_first_epoch(trained):
    _, listener, labels = trained
    lines = [line.replace("\u00a0", " ") for line in listener.infos]
    first = next(number for number, line in enumerate(lines) if line.startswith("Labels: "))
    assert lines[first - 1].startswith("Split by space")
    for value, line in zip((1, 2, 3), lines[first + 1 :]):
        count = f"{np.count_nonzero(labels == value):,}".replace(",", " ")
        assert line.startswith(f"  {value}: {count} pixels (")
    assert "1 patch, 1 block trains, 0 validate" in lines[first + 3]
    assert lines[first + 4].startswith("Validation: ") and "Expect standard errors of about ±" in lines[first + 4]
    assert lines[first + 5].startswith(
        "More labels in new places would help most for 3, if found in the south-east of "
    )
    assert not any(line.startswith("Epoch 1") for line in lines[: first + 5])


def test_a_class_that_cannot_be_validated_is_warned_of_once(trained):
    _, listener, _ = trained
    about = [sentence for sentence in listener.warnings if "not validated" in sentence]
    assert len(about) == 1 and "separate places: 3." in about[0]
    assert len([sentence for sentence in listener.warnings if "to learn from: 3." in sentence]) == 1


def test_the_model_records_what_the_log_and_the_report_show(trained):
    request, _, labels = trained
    description = read_description(request.output)
    summary = LabelSummary.of_model(description.labels)
    assert [entry.pixels for entry in summary.classes] == [np.count_nonzero(labels == value) for value in (1, 2, 3)]
    validated = [entry.validation_pixels for entry in summary.classes]
    assert validated == list(description.split["validation_pixels"].values())
    with open(request.report, encoding="utf-8") as file:
        text = Page(file.read()).text
    for sentence in summary.sentences(description.class_table):
        assert sentence.replace("\u00a0", " ") in text


@pytest.mark.parametrize("share", [0.2, 0.0])
def test_arrays_without_positions_are_summarised_too(tmp_path, share):
    generator = np.random.default_rng(0)
    labels = generator.integers(1, 3, (12, 1, 1)) * np.ones((12, 32, 32), int)
    pixels = (labels[:, None] * 60 + generator.integers(0, 9, (12, 3, 32, 32))).astype(np.uint8)
    listener = Listener()
    request = TrainRequest("", str(tmp_path / "model"), validation_share=share, **FAST)
    train_arrays(ChipArrays(pixels, labels), request, listener)
    lines = [line.replace("\u00a0", " ") for line in listener.infos]
    assert "Labels: 12 288 pixels of 2 classes in 12 patches" in "\n".join(lines)
    assert any("Expect standard errors" in line for line in lines) == (share > 0)


def test_labels_validated_in_squares_are_summarised_in_squares(tmp_path):
    chips = bare_folder(tmp_path / "chips", *scene(32, patch=8))
    listener = Listener()
    train(TrainRequest(str(chips), str(tmp_path / "model"), **FAST), listener)
    assert any("squares train" in line for line in listener.infos)


def test_joined_folders_are_summarised_together(tmp_path):
    folders = [bare_folder(tmp_path / name, *scene(96, seed=1), origin=(x, 0)) for name, x in (("a", 0), ("b", 500))]
    listener = Listener()
    request = TrainRequest(str(folders[0]), str(tmp_path / "model"), extra_chips=(str(folders[1]),), **FAST)
    train(request, listener)
    assert any(line.replace("\u00a0", " ").startswith("Labels: 18 432 pixels of 3 classes") for line in listener.infos)
