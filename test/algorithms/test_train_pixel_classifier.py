"""Train Pixel Classifier as Processing runs it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pixel_classifier.models.core.requests import TrainRequest
from qgis.core import QgsProcessingException
from tiny_scene import QUICK, Log


def test_a_model_folder_with_figures_for_the_modeler(model):
    folder = Path(model["OUTPUT"])
    assert {"config.json", "model.safetensors", "model.json"} <= {path.name for path in folder.iterdir()}
    assert 0 <= model["MEAN_IOU"] <= 1 and 0 <= model["ACCURACY"] <= 1
    assert model["EPOCHS_RUN"] == 2
    assert model["CLASS_COUNT"] == 2
    text = Path(model["REPORT"]).read_text(encoding="utf-8")
    assert "meadow" in text and "water" in text and "<script" not in text


def test_progress_and_a_line_per_epoch(model, training_log):
    assert sum(line.startswith("Epoch") for line in training_log.lines) == 2
    assert training_log.shares == sorted(training_log.shares) and training_log.shares[-1] == 100


@pytest.mark.parametrize("form", ["folders", "chips.json", "all files", "one text"])
def test_more_folders_of_chips_in_every_form_that_dialogs_and_scripts_give(request_of, chips, tmp_path, form):
    """The dialog's “Add Directory” adds all files that are in it."""
    extra = tmp_path / "more chips"
    shutil.copytree(chips["OUTPUT"], extra)
    files = [str(path) for path in sorted(extra.rglob("*")) if path.is_file()]
    given = {
        "folders": [str(extra)],
        "chips.json": [str(extra / "chips.json")],
        "all files": files,
        "one text": str(extra),
    }
    request = request_of(
        "trainpixelclassifier", CHIPS=chips["OUTPUT"], EXTRA_CHIPS=given[form], OUTPUT=str(tmp_path / "model")
    )
    assert request.extra_chips == (str(extra),)


def test_two_folders_of_chips_train_one_model(run, chips, tmp_path):
    extra = tmp_path / "more chips"
    shutil.copytree(chips["OUTPUT"], extra)
    log = Log()
    run(
        "trainpixelclassifier",
        log,
        CHIPS=chips["OUTPUT"],
        EXTRA_CHIPS=[str(extra)],
        OUTPUT=str(tmp_path / "model"),
        **{**QUICK, "EPOCHS": 1},
    )
    assert "40 chips" in log.lines[0].replace("\u00a0", " ")


def test_the_defaults_are_those_of_the_domain(request_of, tmp_path):
    """A script that leaves everything out gets the same training from either side."""
    request = request_of("trainpixelclassifier", CHIPS="chips", OUTPUT=str(tmp_path / "model"))
    assert replace(request, command="") == TrainRequest("chips", str(tmp_path / "model"))
    assert request.command.startswith("qgis_process run pixelclassifier:trainpixelclassifier ")


def test_every_choice_reaches_the_domain(request_of, tmp_path):
    weights = tmp_path / "weights.pth"
    weights.touch()
    request = request_of(
        "trainpixelclassifier",
        CHIPS="chips",
        ARCHITECTURE="pspnet",
        ENCODER="vgg16_bn",
        OTHER_ENCODER=" tu-convnext_tiny ",
        WEIGHTS="file",
        WEIGHTS_FILE=str(weights),
        EPOCHS=7,
        BATCH_SIZE=0,
        FREEZE_EPOCHS=2,
        LEARNING_RATE=0.01,
        PATIENCE=4,
        AVERAGE_WEIGHTS=True,
        LOSS="lovasz",
        CLASS_WEIGHTING="given",
        CLASS_WEIGHTS="1: 1.5, 12: 3",
        BALANCE=False,
        SCALE_JITTER=25,
        GAIN_JITTER=10,
        OFFSET_JITTER=20,
        NOISE=5,
        RESUME=True,
        VALIDATION_SHARE=12.5,
        IGNORE_CLASS="",
        AUGMENT=False,
        SEED=11,
        DEVICE="cuda:1",
        REPORT=str(tmp_path / "r.html"),
        TABLE=str(tmp_path / "t.csv"),
        FOOTPRINTS=str(tmp_path / "f.gpkg"),
        OUTPUT=str(tmp_path / "model"),
    )
    assert replace(request, command="") == TrainRequest(
        "chips",
        str(tmp_path / "model"),
        architecture="pspnet",
        encoder="tu-convnext_tiny",
        weights=str(weights),
        epochs=7,
        freeze_epochs=2,
        batch_size=0,
        loss="lovasz",
        class_weighting="given",
        class_weights=((1, 1.5), (12, 3.0)),
        balance=False,
        learning_rate=0.01,
        patience=4,
        average=True,
        scale_jitter=0.25,
        gain_jitter=0.1,
        offset_jitter=0.2,
        noise=0.05,
        validation_share=0.125,
        ignore_class=None,
        augment=False,
        resume=True,
        seed=11,
        device="cuda:1",
        report=str(tmp_path / "r.html"),
        table=str(tmp_path / "t.csv"),
        footprints=str(tmp_path / "f.gpkg"),
    )


def test_a_folder_without_chips_is_refused_by_name(run, tmp_path):
    empty = tmp_path / "nothing here"
    empty.mkdir()
    with pytest.raises(QgsProcessingException, match="nothing here"):
        run("trainpixelclassifier", CHIPS=str(empty), OUTPUT=str(tmp_path / "model"), **QUICK)
    assert [path.name for path in tmp_path.iterdir()] == ["nothing here"]


def test_an_unknown_encoder_is_refused_by_name(run, chips, tmp_path):
    with pytest.raises(QgsProcessingException, match="tu-no_such_net"):
        run(
            "trainpixelclassifier",
            CHIPS=chips["OUTPUT"],
            OTHER_ENCODER="tu-no_such_net",
            OUTPUT=str(tmp_path / "model"),
            **QUICK,
        )
    assert list(tmp_path.iterdir()) == []
