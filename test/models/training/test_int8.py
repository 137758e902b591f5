"""The 8-bit form of a trained model: tried on the validation labels, used where it is as accurate, and no matter where OpenVINO is missing."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene, write_tif
from listener import Listener
from osgeo import gdal
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.int8_trial import Int8Trial, read_trial
from pixel_classifier.models.core.requests import ClassifyRequest, ExportModelRequest, TrainRequest
from pixel_classifier.models.openvino_runtime import open_network
from pixel_classifier.models.openvino_runtime.activation_table import read_table
from pixel_classifier.models.prediction import runtime_choice
from pixel_classifier.models.prediction.classify import classify
from pixel_classifier.models.prediction.tile_run import TileRun
from pixel_classifier.models.training import int8
from pixel_classifier.models.training.quantize import quantize_model
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.chips import read
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import BackendError, ModelError, OutputError, SettingsError

FAST = {"architecture": "pixel", "epochs": 3, "batch_size": 4, "learning_rate": 0.01, "refit": "never", "device": "cpu"}


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    return str(bare_folder(tmp_path_factory.mktemp("chips") / "chips", *scene(128)))


@pytest.fixture(scope="module")
def trained(chips, tmp_path_factory):
    """A model with an 8-bit form, in a folder with its report and a scene."""
    pytest.importorskip("openvino")
    folder, listener = tmp_path_factory.mktemp("trained"), Listener()
    report = str(folder / "report.html")
    train(TrainRequest(chips, str(folder / "model"), int8="always", report=report, **FAST), listener)
    write_tif(folder / "scene.tif", scene(128, seed=0)[0], (0, 0))
    return folder, listener


@pytest.fixture
def classified(trained, tmp_path, monkeypatch):
    """Gives a function that classifies the scene with a copy of the model, and returns the map and what was logged."""
    monkeypatch.setenv("PIXEL_CLASSIFIER_CACHE", str(tmp_path / "caches"))
    shutil.copytree(trained[0] / "model", tmp_path / "model")

    def run(listener=None, **changes):
        listener, output = listener or Listener(), str(tmp_path / "map.tif")
        classify(ClassifyRequest(str(trained[0] / "scene.tif"), str(tmp_path / "model"), output, **changes), listener)
        return gdal.Open(output).ReadAsArray(), "\n".join(listener.infos)

    return run


def test_both_figures_stand_in_the_model_the_log_and_the_report(trained):
    folder, listener = trained
    trial = read_trial(read_description(folder / "model").int8)
    assert trial.pixels > 1000
    assert trial.equal_labels > 0.98
    assert abs(trial.mean_iou - trial.mean_iou_float32) < 0.02
    figures = f"in float32 {trial.mean_iou_float32:.4f}"
    assert any(figures in info for info in listener.infos)
    assert figures in (folder / "report.html").read_text(encoding="utf-8")
    assert (folder / "model" / "int8.safetensors").is_file()


@pytest.mark.parametrize("cpu_can", [True, False])
def test_auto_takes_8_bits_where_model_and_cpu_allow_and_the_labels_stay(classified, monkeypatch, cpu_can):
    monkeypatch.setattr(runtime_choice, "cpu_has_int8", lambda: cpu_can)
    found, log = classified()
    expected, other_log = classified(precision="float32")
    assert ("in int8" in log) == cpu_can
    assert "in float32" in other_log
    assert np.mean(found == expected) > 0.98


def test_a_form_that_is_less_accurate_is_used_only_where_asked_for(classified, monkeypatch):
    monkeypatch.setattr(runtime_choice, "cpu_has_int8", lambda: True)
    monkeypatch.setattr(Int8Trial, "is_as_accurate", False)
    assert "in int8" not in classified()[1]
    listener = Listener()
    assert "in int8" in classified(precision="int8", listener=listener)[1]
    assert any("too far from float32" in line and "Choose the precision auto" in line for line in listener.warnings)


def test_labels_in_8_bits_do_not_depend_on_the_threads_and_nearly_not_on_turned_views(classified):
    before, maps = torch.get_num_threads(), []
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            maps.append(classified(precision="int8")[0])
    finally:
        torch.set_num_threads(before)
    np.testing.assert_array_equal(*maps)
    assert np.mean(classified(precision="int8", augmentation="8")[0] == maps[0]) > 0.98


def test_parts_whose_other_layers_compute_in_another_precision_are_not_joined(classified, monkeypatch):
    asked = {"precision": "int8", "parts": 2, "tile_size_px": 64, "overlap_px": 16}
    monkeypatch.setattr(runtime_choice, "own_precision", lambda _: "bfloat16")
    with pytest.raises(RuntimeError, match=r"map\.tif"):  # the first part writes no map
        classified(**asked, part="1")
    monkeypatch.setattr(runtime_choice, "own_precision", lambda _: "float32")
    with pytest.raises(SettingsError, match="int8 beside float32 here, int8 beside bfloat16 there"):
        classified(**asked, part="2")


def test_an_openvino_that_does_not_load_is_a_warning_where_the_cpu_can_do_without(classified, monkeypatch):
    def broken():
        raise BackendError("openvino does not load here.")

    monkeypatch.setattr(runtime_choice, "cpu_has_int8", lambda: True)
    monkeypatch.setattr(runtime_choice, "own_precision", lambda _: broken())
    listener = Listener()
    found, log = classified(listener=listener)
    assert found.any() and "in int8" not in log
    assert any("PyTorch computes it, not in 8 bits" in line for line in listener.warnings)
    with pytest.raises(BackendError, match="does not load"):
        classified(precision="int8")


def test_after_a_conversion_that_failed_pytorch_computes_the_model_as_it_was_trained(classified, tmp_path, monkeypatch):
    def failing(*_):
        raise ModelError("OpenVINO cannot compute this network.")

    monkeypatch.setattr(runtime_choice, "cpu_has_int8", lambda: True)
    monkeypatch.setattr(runtime_choice, "autocast_dtype", lambda device: None)
    monkeypatch.setattr(open_network, "float_graph", failing)
    shares = [str(tmp_path / name) for name in ("auto.tif", "float32.tif")]
    listener = Listener()
    classified(probabilities=shares[0], listener=listener)
    assert any("PyTorch computes it" in line for line in listener.warnings)
    classified(probabilities=shares[1], precision="float32")
    np.testing.assert_array_equal(*(gdal.Open(path).ReadAsArray() for path in shares))


def test_a_second_attempt_in_8_bits_gives_what_the_first_one_would_have_given(classified, tmp_path, monkeypatch):
    shares = [str(tmp_path / name) for name in ("once.tif", "twice.tif")]
    (tmp_path / "model" / "openvino").write_text("in the place of what is kept", encoding="utf-8")
    asked = {"precision": "int8", "batch_size": 2}
    classified(probabilities=shares[0], **asked)
    drive, failures = TileRun._drive, iter([True])

    def scarce(*arguments):
        if next(failures, False):
            raise MemoryError
        drive(*arguments)

    monkeypatch.setattr(TileRun, "_drive", scarce)
    listener = Listener()
    classified(probabilities=shares[1], listener=listener, **asked)
    assert any("starting again" in line for line in listener.warnings)
    np.testing.assert_allclose(*(gdal.Open(path).ReadAsArray() for path in shares), atol=1e-6)


def test_8_bits_on_a_cpu_where_they_were_never_tried_are_warned_of(classified, monkeypatch):
    monkeypatch.setattr(runtime_choice, "cpu_has_int8", lambda: False)
    listener = Listener()
    assert "in int8" in classified(precision="int8", listener=listener)[1]
    assert any("8-bit integers were never tried on a CPU like this one" in line for line in listener.warnings)


def test_under_a_limit_that_crashed_openvino_8_bits_are_refused_and_auto_goes_on(classified, monkeypatch):
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2")
    assert "in int8" not in classified()[1], "in bfloat16 where the CPU has it"
    with pytest.raises(BackendError, match="crashed in 8 bits under the limit of instructions ONEDNN_MAX_CPU_ISA=AVX2"):
        classified(precision="int8")


def test_a_form_of_other_weights_is_not_used(classified, tmp_path, chips, monkeypatch):
    monkeypatch.setattr(runtime_choice, "cpu_has_int8", lambda: True)
    train(TrainRequest(chips, str(tmp_path / "other"), int8="never", seed=1, **FAST), Listener())
    shutil.copyfile(tmp_path / "other" / "model.safetensors", tmp_path / "model" / "model.safetensors")
    assert "in int8" not in classified()[1]
    with pytest.raises(SettingsError, match="has no 8-bit form of its weights"):
        classified(precision="int8")


def test_a_damaged_form_is_a_warning_and_where_it_is_asked_for_an_error(classified, tmp_path):
    (tmp_path / "model" / "int8.safetensors").write_bytes(b"torn")
    listener = Listener()
    found, log = classified(listener=listener)
    assert found.any() and "in int8" not in log
    assert any("int8.safetensors is damaged" in line for line in listener.warnings)
    with pytest.raises(ModelError, match=r"int8\.safetensors is damaged"):
        classified(precision="int8")


def test_an_older_model_gets_the_same_form_from_its_chips(trained, chips, tmp_path, monkeypatch):
    shutil.copytree(trained[0] / "model", tmp_path / "model", ignore=shutil.ignore_patterns("int8*", "openvino"))
    output = str(tmp_path / "model" / "int8.safetensors")
    request = ExportModelRequest(str(tmp_path / "model"), output, "int8", chips=chips)
    listener = Listener()
    result = quantize_model(request, listener)
    at_the_end, later = read_table(trained[0] / "model"), read_table(tmp_path / "model")
    assert later.trial == at_the_end.trial and later.ranges == at_the_end.ranges
    assert result.equal_labels == later.trial.equal_labels
    assert any("In 8-bit integers the mean IoU" in line for line in listener.infos)
    assert not listener.warnings
    assert not any("trained on these labels" in line for line in listener.infos)


def test_the_chips_of_a_training_that_left_a_band_out_are_its_chips(tmp_path):
    """They were refused, as they have more bands than the model."""
    pytest.importorskip("openvino")
    pixels, values = scene(128)
    pixels[1] = 0
    chips = str(bare_folder(tmp_path / "chips", pixels, values, nodata=0))
    train(TrainRequest(chips, str(tmp_path / "model"), int8="never", **FAST), Listener())
    request = ExportModelRequest(str(tmp_path / "model"), str(tmp_path / "int8.safetensors"), "int8", chips=chips)
    assert quantize_model(request, Listener()).equal_labels > 0.98
    pixels[0], pixels[1] = 0, pixels[0]
    request = replace(request, chips=str(bare_folder(tmp_path / "others", pixels, values, nodata=0)))
    with pytest.raises(SettingsError, match="has values in other bands than the model was trained on"):
        quantize_model(request, Listener())


def test_a_class_without_a_pixel_in_the_chips_of_a_training_does_not_count(trained, chips, tmp_path, monkeypatch):
    """The training leaves it out; its chips were refused, as their table has it."""
    read_folder = read.read_chip_folder

    def with_one_more(path, reporter):
        folder = read_folder(path, reporter)
        table = ClassTable((*folder.class_table.classes, ClassEntry(9, "glacier", (1, 2, 3))))
        return replace(folder, class_table=table)

    monkeypatch.setattr(read, "read_chip_folder", with_one_more)
    output = str(tmp_path / "int8.safetensors")
    quantize_model(ExportModelRequest(str(trained[0] / "model"), output, "int8", chips=chips), Listener())


def test_chips_of_another_ground_and_labels_that_the_model_learned_are_said(trained, chips, tmp_path):
    others = str(bare_folder(tmp_path / "others", *scene(128, seed=7)))
    output = str(tmp_path / "int8.safetensors")
    listener = Listener()
    quantize_model(ExportModelRequest(str(trained[0] / "model"), output, "int8", 96, others), listener)
    assert any("TILE_SIZE is 96, and is not used" in line for line in listener.warnings)
    assert any("does not hold the same labels as the chips of the training" in line for line in listener.warnings)
    train(TrainRequest(chips, str(tmp_path / "all"), validation_share=0, int8="never", **FAST), Listener())
    listener = Listener()
    quantize_model(ExportModelRequest(str(tmp_path / "all"), output, "int8", chips=chips), listener)
    assert any("The model was trained on these labels, too" in line for line in listener.infos)


def test_what_cannot_be_quantised_is_a_sentence_before_the_work(trained, chips, tmp_path):
    asked = ExportModelRequest(str(trained[0] / "model"), str(tmp_path / "int8.safetensors"), "int8", chips=chips)
    others = str(bare_folder(tmp_path / "others", *scene(64, classes=2)))
    for said, changes in (
        (r"needs the training chips folder \(CHIPS\)", {"chips": None}),
        ("has the classes", {"chips": others}),
        (r"ends in \.safetensors", {"output": str(tmp_path / "m.onnx")}),
        (r"is called int8\.safetensors", {"output": str(trained[0] / "model" / "other.safetensors")}),
    ):
        with pytest.raises((SettingsError, OutputError), match=said):
            quantize_model(replace(asked, **changes), Listener())
    assert not (tmp_path / "int8.safetensors").exists()


def test_without_openvino_a_training_is_silent_unless_a_form_was_asked_for(chips, tmp_path, monkeypatch):
    monkeypatch.setattr(int8, "LEAST_TRAINING_S", 0)
    monkeypatch.setitem(sys.modules, "openvino", None)
    listener = Listener()
    train(TrainRequest(chips, str(tmp_path / "model"), **FAST), listener)
    assert not any("8-bit" in line or "OpenVINO" in line for line in (*listener.infos, *listener.warnings))
    asked = Listener()
    train(TrainRequest(chips, str(tmp_path / "model"), int8="always", **FAST), asked)
    assert any("has no 8-bit form" in line and "Set Up Deep Learning" in line for line in asked.warnings)
    assert not (tmp_path / "model" / "int8.safetensors").exists()


def test_a_model_with_a_form_is_classified_without_openvino_which_the_log_suggests(classified, monkeypatch):
    monkeypatch.setattr(runtime_choice, "cpu_has_int8", lambda: True)
    monkeypatch.setitem(sys.modules, "openvino", None)
    found, log = classified()
    assert "up to twice as fast" in log and "in int8" not in log
    assert found.any()


@pytest.mark.parametrize(
    ("choice", "seconds", "wanted"),
    [("always", 1, True), ("never", 1000, False), ("auto", 59, False), ("auto", 61, True)],
)
def test_by_default_only_trainings_of_a_minute_get_a_form(choice, seconds, wanted, monkeypatch):
    monkeypatch.setattr(int8.package, "is_installed", lambda: True)
    monkeypatch.setattr(int8, "cpu_has_int8", lambda: True)
    assert int8.is_wanted(choice, seconds, Listener()) == wanted


def test_by_default_a_cpu_that_cannot_try_a_form_makes_none_and_that_is_logged(monkeypatch):
    monkeypatch.setattr(int8.package, "is_installed", lambda: True)
    monkeypatch.setattr(int8, "cpu_has_int8", lambda: False)
    listener = Listener()
    assert not int8.is_wanted("auto", 61, listener)
    assert "never tried on a CPU" in listener.infos[0] and "Export Model" in listener.infos[0]
