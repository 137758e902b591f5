from __future__ import annotations

import json
import math
import os
import re
import tempfile
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene, write_tif
from listener import Listener
from osgeo import ogr
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.networks.model_folder import load_model
from pixel_classifier.models.optimization import auto_batch_size
from pixel_classifier.models.optimization.losses import SparseLoss
from pixel_classifier.models.training.evaluation import Evaluation
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.errors import Cancelled, LabelError, OutputError, SettingsError
from safetensors.torch import load_file
from windows_rules import rules_below

FAST = {
    "encoder": "resnet18",
    "architecture": "pspnet",
    "epochs": 2,
    "batch_size": 4,
    "learning_rate": 0.001,
    "refit": "never",
}


@pytest.fixture(autouse=True)
def temporary_files(tmp_path, monkeypatch):
    """Gives each test its own place for temporary files, and looks that nothing is left there."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield place
    assert list(place.iterdir()) == []


@pytest.fixture(scope="module")
def dense(tmp_path_factory):
    """A folder of 36 chips of three classes, every pixel labelled."""
    return str(bare_folder(tmp_path_factory.mktemp("dense") / "chips", *scene(192)))


@pytest.fixture(scope="module")
def sparse(tmp_path_factory):
    """A folder of 36 chips of two classes, one pixel in ten labelled, one chip without a label."""
    pixels, values = scene(192, classes=2, seed=1)
    values[np.random.default_rng(0).random(values.shape) > 0.1] = 0
    values[:32, :32] = 0
    return str(bare_folder(tmp_path_factory.mktemp("sparse") / "chips", pixels, values))


@pytest.fixture(scope="module")
def trained(dense, tmp_path_factory):
    """A model trained for two epochs with a report: request, result, and what was said."""
    folder = tmp_path_factory.mktemp("trained")
    (folder / "temporary").mkdir()
    request = TrainRequest(dense, str(folder / "model"), report=str(folder / "report.html"), **FAST)
    listener = Listener()
    return request, train(request, listener), listener


def test_the_layer_of_chips_tells_what_each_of_them_did(dense, tmp_path):
    layer = tmp_path / "split.gpkg"
    listener = Listener()
    request = TrainRequest(dense, str(tmp_path / "model"), footprints=str(layer), **{**FAST, "epochs": 1})
    assert train(request, listener).footprints == str(layer)
    dataset = ogr.Open(str(layer))
    parts = Counter(feature["part"] for feature in dataset.GetLayer(0))
    assert parts["validation"] and parts["training"]
    told = next(line for line in listener.infos if "Split by space" in line)
    _side, *counts = map(int, re.findall(r"\d+", told))
    assert counts == [parts["training"], parts["validation"], parts["left out"]]


def test_training_gives_a_model_folder_that_opens(trained):
    request, result, _ = trained
    network, description = load_model(request.output)
    assert result.folder == request.output
    assert (result.epochs_run, result.class_count) == (2, 3)
    assert description.class_table.values == (1, 2, 3)
    assert description.band_count == 3
    with torch.inference_mode():
        assert network(torch.zeros(1, 3, 32, 32)).shape == (1, 3, 32, 32)


def test_the_model_says_how_good_it_is_and_how_it_was_made(trained):
    request, result, _ = trained
    description = read_description(request.output)
    metrics, made = description.metrics, description.training
    assert metrics["mean_iou"] == result.best_mean_iou
    assert metrics["accuracy"] == result.accuracy
    assert metrics["measured_on"] == "validation"
    assert np.sum(metrics["confusion"]) == metrics["pixels"] == sum(description.split["validation_pixels"].values())
    assert (made["seed"], made["batch_size"], made["epochs_run"], len(made["history"])) == (0, 4, 2, 2)
    assert description.split["training_chips"] + description.split["validation_chips"] <= 36
    assert all(math.isfinite(value) for value in (*description.band_means, *description.band_stds))
    for quantiles, low, high in zip(description.band_quantiles, description.band_minimums, description.band_maximums):
        assert low == quantiles[0] < quantiles[-1] == high


def test_the_log_has_a_line_per_epoch_and_progress_never_goes_back(trained):
    *_, listener = trained
    lines = [line for line in listener.infos if line.startswith("Epoch ")]
    assert len(lines) == 2
    for word in ("training loss", "validation loss", "mean IoU", "accuracy", "learning rate", "left"):
        assert word in lines[0]
    assert listener.fractions == sorted(listener.fractions)
    assert listener.fractions[-1] == 1


def test_the_report_is_written_where_it_was_asked_for(trained):
    request, result, _ = trained
    assert result.report == request.report
    with open(request.report, encoding="utf-8") as file:
        text = file.read()
    assert "data:image/png" in text
    assert not re.search(r"\bnan\b", re.sub(r"data:image/[^\"]*", "", text), re.IGNORECASE)


def test_a_network_learns_what_is_easy(dense, tmp_path):
    listener = Listener()
    result = train(TrainRequest(dense, str(tmp_path / "model"), **{**FAST, "epochs": 4}), listener)
    history = read_description(result.folder).training["history"]
    assert history[-1]["train_loss"] < 0.5 * history[0]["train_loss"]
    assert result.accuracy > 0.8


def test_the_same_seed_gives_the_same_weights_to_the_bit_and_leaves_torchs_generator_alone(dense, tmp_path):
    weights = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        torch.manual_seed(len(weights))
        state = torch.get_rng_state()
        request = TrainRequest(dense, str(tmp_path / name), seed=seed, **{**FAST, "epochs": 1})
        train(request, Listener())
        assert torch.equal(torch.get_rng_state(), state)
        weights.append(load_file(tmp_path / name / "model.safetensors"))
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])
    assert not all(torch.equal(weights[0][name], weights[2][name]) for name in weights[0])


def test_two_classes_with_sparse_labels_train_without_nan(sparse, tmp_path):
    result = train(TrainRequest(sparse, str(tmp_path / "model"), **{**FAST, "epochs": 3}), Listener())
    description = read_description(result.folder)
    assert description.class_table.values == (1, 2)
    assert description.split["unlabelled_chips"] == 1
    assert all(math.isfinite(epoch["train_loss"]) for epoch in description.training["history"])
    assert result.accuracy > 0.7


def test_without_an_ignored_class_0_is_a_class(sparse, tmp_path):
    request = TrainRequest(sparse, str(tmp_path / "model"), ignore_class=None, **{**FAST, "epochs": 1})
    assert train(request, Listener()).class_count == 3
    assert read_description(request.output).class_table.values == (0, 1, 2)


def test_without_validation_the_figures_are_of_the_training_chips_and_that_is_said(dense, tmp_path):
    listener = Listener()
    request = TrainRequest(dense, str(tmp_path / "model"), validation_share=0, **FAST)
    result = train(request, listener)
    description = read_description(request.output)
    assert description.metrics["measured_on"] == "training"
    assert description.metrics["pixels"] == 192 * 192
    assert description.training["best_epoch"] == 2
    assert "There is no validation" in listener.warnings[0]
    assert "Confidence is not calibrated, and there are no prediction sets" in " ".join(listener.infos)
    assert 0 <= result.best_mean_iou <= 1


def test_a_single_chip_is_split_inside_and_that_is_said(tmp_path):
    folder = bare_folder(tmp_path / "chips", *scene(64), chip=64, stride=64)
    listener = Listener()
    train(TrainRequest(str(folder), str(tmp_path / "model"), **{**FAST, "epochs": 1}), listener)
    split = read_description(tmp_path / "model").split
    assert split["kind"] == "cells"
    counted = sum(split["training_pixels"].values()) + sum(split["validation_pixels"].values())
    assert counted == 64 * 64
    assert "the figures are too optimistic" in listener.warnings[0]


@pytest.mark.parametrize("shape", [(48, 96), (96, 48)], ids=["landscape", "portrait"])
def test_each_label_of_a_few_chips_that_are_not_square_trains_or_validates(tmp_path, shape):
    pixels, values = (part[..., : shape[0], : shape[1]] for part in scene(96))
    for kind, content in (("images", pixels), ("labels", values[np.newaxis].astype(np.uint8))):
        (tmp_path / "chips" / kind).mkdir(parents=True)
        write_tif(tmp_path / "chips" / kind / "a.tif", content, (0, 0))
    request = TrainRequest(str(tmp_path / "chips"), str(tmp_path / "model"), **{**FAST, "architecture": "pixel"})
    train(request, Listener())
    model = read_description(tmp_path / "model")
    parts = [model.split[f"{use}_pixels"] for use in ("training", "validation")]
    assert model.split["kind"] == "cells" and all(sum(part.values()) > 0 for part in parts)
    for entry in model.labels["classes"]:
        expected = np.count_nonzero(values == entry["value"])
        assert entry["pixels"] == sum(part[str(entry["value"])] for part in parts) == expected
        assert [entry["training_pixels"], entry["validation_pixels"]] == [part[str(entry["value"])] for part in parts]


def test_chips_of_an_odd_size_are_padded(tmp_path):
    folder = bare_folder(tmp_path / "chips", *scene(160, patch=16), chip=40, stride=40)
    listener = Listener()
    train(TrainRequest(str(folder), str(tmp_path / "model"), **{**FAST, "epochs": 1}), listener)
    assert read_description(tmp_path / "model").chip_size_px == 40
    assert any("padded from 40 to 64" in line for line in listener.infos)


@pytest.mark.parametrize("moment", ["training", "validation"])
def test_cancelling_keeps_the_best_model_so_far_and_says_where(dense, tmp_path, moment):
    def stop(listener):
        epochs = sum(line.startswith("Epoch ") for line in listener.infos)
        if moment == "training":
            return epochs >= 1
        return epochs >= 1 and 0.03 + 0.93 * (1 / 3 + 0.95 / 3) < listener.fractions[-1] < 0.03 + 0.93 * 2 / 3

    listener = Listener(stop)
    request = TrainRequest(dense, str(tmp_path / "model"), **{**FAST, "epochs": 3})
    with pytest.raises(Cancelled, match=r"model so far, of epoch 1, is in .*model"):
        train(request, listener)
    _, description = load_model(request.output)
    assert description.training["epochs_run"] == 1
    assert description.metrics["epoch"] == 1
    assert not any(path.name.startswith(".") for path in tmp_path.iterdir())


def test_cancelling_while_the_best_model_is_evaluated_keeps_it(dense, tmp_path):
    listener = Listener(stop=lambda heard: bool(heard.fractions) and heard.fractions[-1] > 0.9601)
    request = TrainRequest(dense, str(tmp_path / "model"), **{**FAST, "epochs": 1})
    with pytest.raises(Cancelled, match=r"after 1 of 1 epochs.*model so far, of epoch 1, is in"):
        train(request, listener)
    assert load_model(request.output)[1].metrics["epoch"] == 1


def test_cancelling_in_the_first_epoch_leaves_nothing(dense, tmp_path):
    listener = Listener(stop=lambda heard: bool(heard.fractions) and heard.fractions[-1] > 0.1)
    with pytest.raises(Cancelled):
        train(TrainRequest(dense, str(tmp_path / "model"), **FAST), listener)
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]


def test_cancelling_is_heard_between_the_layers_of_a_batch(dense, tmp_path):
    asked = []

    def stop(listener):
        asked.append(listener.fractions[-1] if listener.fractions else 0)
        return False

    train(TrainRequest(dense, str(tmp_path / "model"), **{**FAST, "epochs": 1}), Listener(stop))
    assert len(asked) > 16 * 30


def test_a_failure_in_the_middle_leaves_an_earlier_model_as_it_was(dense, tmp_path, monkeypatch):
    request = TrainRequest(dense, str(tmp_path / "model"), **{**FAST, "epochs": 1})
    train(request, Listener())
    before = (tmp_path / "model" / "model.safetensors").read_bytes()

    def exhausted(*_):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(SparseLoss, "__call__", exhausted)
    with pytest.raises(
        SettingsError, match=r"does not hold a batch of 1 chips of 32 x 32 pixels\. Choose a smaller encoder"
    ):
        train(replace(request, seed=9), Listener())
    assert (tmp_path / "model" / "model.safetensors").read_bytes() == before


def test_a_loss_that_is_nan_is_a_sentence(dense, tmp_path, monkeypatch):
    monkeypatch.setattr(SparseLoss, "__call__", lambda loss, logits, labels, size: logits.sum() * math.nan)
    with pytest.raises(SettingsError, match=r"became NaN or infinite in epoch 1.*learning rate below 0.001"):
        train(TrainRequest(dense, str(tmp_path / "model"), **FAST), Listener())
    assert not (tmp_path / "model").exists()


def test_batch_size_0_finds_one_that_fits(dense, tmp_path, monkeypatch):
    monkeypatch.setattr(auto_batch_size, "free_bytes", lambda device: 10**12)
    request = TrainRequest(dense, str(tmp_path / "model"), **{**FAST, "batch_size": 0, "epochs": 1})
    train(request, Listener())
    assert read_description(request.output).training["batch_size"] == 4


def test_several_folders_are_trained_on_together(dense, sparse, tmp_path):
    request = TrainRequest(dense, str(tmp_path / "model"), extra_chips=(sparse,), **{**FAST, "epochs": 1})
    train(request, Listener())
    split = read_description(request.output).split
    assert split["training_chips"] + split["validation_chips"] + split["left_out_chips"] == 36 + 35


def test_a_folder_that_is_given_twice_is_used_once_with_a_warning(dense, tmp_path):
    extra = (f"{dense}/images/..", os.path.relpath(dense))
    request = TrainRequest(dense, str(tmp_path / "model"), extra_chips=extra, **{**FAST, "epochs": 1})
    notes = Listener()
    train(request, notes)
    split = read_description(request.output).split
    assert split["training_chips"] + split["validation_chips"] + split["left_out_chips"] == 36
    assert any("is given 3 times; its chips are used once" in line for line in notes.warnings)


@pytest.mark.parametrize(
    ("values", "ignore_class", "message"),
    [
        (0, 0, r"No chip in .* has a labelled pixel"),
        (0, None, r"Every labelled pixel .* has the value 0"),
        (4, 0, r"4 is the only class .* as 0 is the ignore class"),
    ],
)
def test_labels_that_cannot_teach_are_refused_with_the_cure(tmp_path, values, ignore_class, message):
    pixels, zeros = scene(64)
    folder = bare_folder(tmp_path / "chips", pixels, zeros * 0 + values)
    with pytest.raises(LabelError, match=message):
        train(TrainRequest(str(folder), str(tmp_path / "model"), ignore_class=ignore_class, **FAST), Listener())
    assert not (tmp_path / "model").exists()


def test_bands_without_a_value_are_left_out_and_recorded_and_a_constant_one_warned_of(tmp_path):
    pixels, values = scene(128, dtype="float32", bands=5)
    pixels[1], pixels[2], pixels[3] = 7, np.nan, np.nan
    folder = bare_folder(tmp_path / "chips", pixels, values)
    listener = Listener()
    train(TrainRequest(str(folder), str(tmp_path / "model"), **FAST), listener)
    assert any("Band 3, Band 4 has no value in any training chip" in line for line in listener.warnings)
    model = read_description(tmp_path / "model")
    assert model.band_names == ("Band 1", "Band 2", "Band 5")
    assert (model.source_bands, model.source_band_count) == ((1, 2, 5), 5)
    listener = Listener()
    pixels = pixels[:2].astype("float64")
    pixels[1] = 273.15  # whose mean is rounded
    folder = bare_folder(tmp_path / "two", pixels, values)
    train(TrainRequest(str(folder), str(tmp_path / "model"), **{**FAST, "epochs": 1, "refit": "always"}), listener)
    assert sum("Band 2 is 273.15 everywhere" in line for line in listener.warnings) == 1, (
        "not again by the final training"
    )
    assert read_description(tmp_path / "model").band_stds[1] == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 0}, "number of epochs is 0"),
        ({"batch_size": 1}, "batch size is 1"),
        ({"batch_size": -3}, "batch size is -3"),
        ({"learning_rate": 0.0}, "learning rate is 0"),
        ({"learning_rate": math.nan}, "learning rate is nan"),
        ({"validation_share": 0.8}, "validation share is 80 %"),
        ({"seed": -1}, "seed is -1"),
        ({"device": "cuda:99"}, "device cuda:99 does not exist"),
        ({"encoder": "resnet99"}, "no encoder 'resnet99'"),
    ],
)
def test_settings_that_cannot_work_are_named_before_anything_is_written(dense, tmp_path, change, message):
    with pytest.raises(SettingsError, match=message):
        train(replace(TrainRequest(dense, str(tmp_path / "model"), **FAST), **change), Listener())
    assert not (tmp_path / "model").exists()


def test_outputs_that_cannot_be_written_are_found_before_training(dense, tmp_path):
    request = TrainRequest(dense, str(tmp_path / "model"), **FAST)
    listener = Listener()
    with pytest.raises(OutputError, match=r"nowhere does not exist"):
        train(replace(request, report=str(tmp_path / "nowhere" / "report.html")), listener)
    with pytest.raises(OutputError, match=r"is a folder\. Give the result a file name"):
        train(replace(request, report=str(tmp_path)), listener)
    with pytest.raises(OutputError, match="holds other things"):
        train(replace(request, output=dense), listener)
    with pytest.raises(OutputError, match=r"The report would overwrite the input .*chips\.json"):
        train(replace(request, report=f"{dense}/chips.json"), listener)
    labels = str(tmp_path / "labels.gpkg")
    ogr.GetDriverByName("GPKG").CreateDataSource(labels).CreateLayer("my labels", None, ogr.wkbPolygon)
    with pytest.raises(OutputError, match=r"chips by split would replace .* lost: my labels"):
        train(replace(request, footprints=labels), listener)
    assert listener.infos == []


def test_a_report_that_is_opened_during_the_training_keeps_neither_model_nor_table_from_their_place(dense, tmp_path):
    report, table = tmp_path / "report.html", tmp_path / "table.csv"
    report.write_text("old")
    files = []
    listener = Listener(stop=lambda _: files.append(open(report)) if not files else False)  # noqa: SIM115
    output = tmp_path / "model"
    request = TrainRequest(dense, str(output), report=str(report), table=str(table), **{**FAST, "epochs": 1})
    told = r"report\.html cannot be replaced.*kept as .*report \(2\)\.html.*The model is complete in .*model\.$"
    with rules_below(tmp_path), pytest.raises(OutputError, match=told):
        train(request, listener)
    files[0].close()
    assert report.read_text() == "old" and "<html" in (tmp_path / "report (2).html").read_text()
    assert load_model(str(output))[1].class_count == 3 and table.exists()
    assert not (output / "checkpoint").exists()


def test_the_report_may_lie_in_the_model_folder(dense, tmp_path):
    report = tmp_path / "model" / "report.html"
    request = TrainRequest(dense, str(tmp_path / "model"), report=str(report), **{**FAST, "epochs": 1})
    train(request, Listener())
    train(request, Listener())
    assert report.is_file()


def test_figures_of_an_evaluation_without_a_label_are_none():
    scores = Evaluation(np.zeros((1, 2, 2), np.int64)).scores
    assert json.dumps([scores.mean_iou, scores.accuracy]) == "[null, null]"
