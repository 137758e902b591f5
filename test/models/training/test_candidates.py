"""The architecture `auto`: the U-Net and the pixel network are trained, and their mean is kept, or the one that validates clearly better."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene, write_tif
from listener import Listener
from osgeo import gdal
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import ClassifyRequest, ExportModelRequest, TrainRequest
from pixel_classifier.models.exchange.export import export_model
from pixel_classifier.models.networks.model_folder import load_model
from pixel_classifier.models.prediction.classify import classify
from pixel_classifier.models.training import candidates, setup
from pixel_classifier.models.training.loop import Fitted
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.errors import Cancelled
from safetensors.torch import load_file

AUTO = {"architecture": "auto", "encoder": "resnet18", "epochs": 4, "batch_size": 4, "learning_rate": 0.003}


@pytest.fixture(scope="module")
def spectral(tmp_path_factory):
    """Chips whose classes differ by their values, pixel by pixel, and whose arrangement is chance: surroundings say nothing."""
    generator = np.random.default_rng(0)
    values = generator.integers(1, 4, (128, 128)).astype(np.int32)
    pixels = (values * 60 + generator.normal(0, 4, (3, 128, 128))).astype("uint8")
    return str(bare_folder(tmp_path_factory.mktemp("spectral") / "chips", pixels, values))


@pytest.fixture(scope="module")
def textured(tmp_path_factory):
    """Chips whose two classes have the same values, smooth in one and rough in the other: a pixel alone says nothing."""
    generator = np.random.default_rng(0)
    _, values = scene(128, classes=2, patch=32)
    level = np.kron(generator.normal(120, 20, (16, 16)), np.ones((8, 8)))
    rough = generator.normal(120, 20, (3, 128, 128))
    pixels = np.where(values == 1, level, rough).clip(0, 255).astype("uint8")
    return str(bare_folder(tmp_path_factory.mktemp("textured") / "chips", pixels, values))


def trained(chips, folder, **settings):
    listener = Listener()
    train(TrainRequest(chips, str(folder / "model"), **{**AUTO, "refit": "never", **settings}), listener)
    return read_description(folder / "model"), listener


def test_the_time_left_includes_the_final_training_of_the_other_network(spectral, tmp_path, monkeypatch):
    """A training of an hour read 3 minutes while the pixel network was trained, and half an hour after it."""
    monkeypatch.setattr(candidates, "_final_s", lambda unet: 7200.0 * (unet.run.spec.architecture == "unet"))
    _, listener = trained(spectral, tmp_path, epochs=2)
    lines = [line for line in listener.infos if line.startswith("Epoch ")]
    assert ["2\u00a0h" in line for line in lines] == [False, False, True, True]


def test_the_final_training_is_expected_to_take_as_long_as_the_first():
    run = SimpleNamespace(runs=2, last_epoch=20)
    outcome = SimpleNamespace(history=[SimpleNamespace(seconds=2.0), SimpleNamespace(seconds=4.0)])
    assert candidates._final_s(Fitted(run, outcome)) == 60
    assert candidates._final_s(Fitted(SimpleNamespace(runs=1, last_epoch=20), outcome)) == 0


def test_where_each_pixel_tells_its_class_the_map_is_as_good_as_that_of_the_pixel_network(spectral, tmp_path):
    description, _ = trained(spectral, tmp_path)
    assert description.architecture in ("pixel", "unet+pixel")
    tried = {one["architecture"]: one["mean_iou"] for one in description.training["candidates"]}
    assert description.metrics["mean_iou"] > tried["pixel"] - 0.05


def test_where_the_mean_is_worse_the_pixel_network_is_kept(spectral, tmp_path, monkeypatch):
    monkeypatch.setattr(candidates, "is_significantly_higher", lambda *_: True)
    description, listener = trained(spectral, tmp_path, report=str(tmp_path / "report.html"))
    assert description.architecture == "pixel"
    tried = {one["architecture"]: one["mean_iou"] for one in description.training["candidates"]}
    assert tried["pixel"] > tried["unet"] and tried["pixel"] > 0.95
    assert any(
        line.startswith("ARCHITECTURE auto: Pixel network is kept, as it is clearly above") for line in listener.infos
    )
    assert "candidates" in (tmp_path / "report.html").read_text(encoding="utf-8")
    network, _ = load_model(tmp_path / "model")
    assert network(torch.zeros(1, 3, 20, 20)).shape == (1, 3, 20, 20)


@pytest.mark.parametrize("is_calibrated", [True, False])
def test_the_better_network_is_that_of_blended_scenes_not_of_single_chips(
    spectral, tmp_path, monkeypatch, is_calibrated
):
    """Chips have edges, at which a U-Net errs and a pixel network does not; maps are blended."""
    evaluated = candidates._evaluated
    by_chips = property(lambda fitted: {"unet": 1.0, "pixel": 0.0}[fitted.run.spec.architecture])
    monkeypatch.setattr(Fitted, "mean_iou", by_chips)
    monkeypatch.setattr(candidates, "is_significantly_higher", lambda *_: True)
    if not is_calibrated:
        monkeypatch.setattr(candidates, "_evaluated", lambda *given: replace(evaluated(*given), calibration=None))
    description, listener = trained(spectral, tmp_path)
    assert description.architecture == load_model(tmp_path / "model")[1].architecture == "pixel"
    assert any(line.startswith("ARCHITECTURE auto: Pixel network is kept") for line in listener.infos)


def test_where_the_surroundings_tell_the_class_the_map_is_as_good_as_that_of_the_unet(textured, tmp_path):
    description, _ = trained(textured, tmp_path)
    assert description.architecture in ("unet", "unet+pixel")
    tried = {one["architecture"]: one["mean_iou"] for one in description.training["candidates"]}
    assert tried["unet"] > tried["pixel"]
    assert description.metrics["mean_iou"] > tried["unet"] - 0.1


@pytest.fixture(scope="module")
def both(textured, tmp_path_factory):
    """A model of both networks after a final training, its description and what was logged; whatever validates."""
    folder = tmp_path_factory.mktemp("both")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "is_significantly_higher", lambda *_: False)
        return folder / "model", *trained(
            textured, folder, refit="always", int8="always", report=str(folder / "report.html")
        )


def test_the_mean_of_both_networks_is_a_model_like_others(both, textured, tmp_path):
    folder, description, listener = both
    assert description.architecture == "unet+pixel" and description.training["final_training"]["chips"] == 16
    (decided,) = [line for line in listener.infos if line.startswith("ARCHITECTURE auto: ") and "is kept, as" in line]
    assert "the mean of both networks is kept, as it is not clearly below the better of them" in decided
    final = [line for line in listener.infos if line.startswith("Final training on all labels")]
    assert ["U-Net" in final[0], "Pixel network" in final[1]] == [True, True] and len(final) == 2
    assert ", Pixel network " in decided and ", mean of both " in decided
    assert "U-Net and pixel network with encoder resnet18" in (folder.parent / "report.html").read_text(
        encoding="utf-8"
    )
    network, read = load_model(folder)
    assert read == description and network.temperatures.tolist() == pytest.approx(description.training["temperatures"])
    images = torch.rand(1, 3, 64, 64)
    parts = [torch.softmax(one(images) / t, 1) for one, t in zip(network.members, network.temperatures)]
    shares = description.training["shares"]
    unet, pixel = (one["mean_iou"] for one in description.training["candidates"][:2])
    assert shares == pytest.approx([0.55, 0.45] if unet > pixel else [0.45, 0.55])
    torch.testing.assert_close(torch.softmax(network(images), 1), shares[0] * parts[0] + shares[1] * parts[1])


@pytest.mark.parametrize("settings", [{}, {"precision": "int8"}, {"device": "openvino:cpu"}])
def test_the_mean_of_both_networks_classifies_in_each_runtime(both, tmp_path, monkeypatch, settings):
    if settings:
        pytest.importorskip("openvino")
    monkeypatch.setenv("PIXEL_CLASSIFIER_CACHE", str(tmp_path / "caches"))
    pixels = np.random.default_rng(1).integers(90, 150, (3, 96, 128), dtype=np.uint8)
    write_tif(tmp_path / "scene.tif", pixels, (0, 0))

    def classified(**changes):
        request = ClassifyRequest(str(tmp_path / "scene.tif"), str(both[0]), str(tmp_path / "map.tif"), **changes)
        classify(request, Listener())
        return gdal.Open(request.output).ReadAsArray()

    assert np.mean(classified(**settings) == classified(precision="float32")) > 0.97


@pytest.mark.parametrize("format", ["onnx", "stac", "dlpk"])
def test_the_mean_of_both_networks_can_be_exported(both, tmp_path, format):
    pytest.importorskip("onnx")
    endings = {"onnx": "onnx", "stac": "json", "dlpk": "dlpk"}
    output = tmp_path / f"model.{endings[format]}"
    export_model(ExportModelRequest(model=str(both[0]), output=str(output), format=format), Listener())
    assert output.stat().st_size > 100


def test_a_training_can_start_from_the_unet_of_both(both, textured, tmp_path):
    description, listener = trained(textured, tmp_path, start_model=str(both[0]), epochs=1, architecture="auto")
    assert description.architecture == "unet"
    assert any(line.startswith("Starting from ") and "arrays are kept" in line for line in listener.infos)
    assert any("its U-Net alone is trained on" in line for line in listener.infos)


def test_the_final_training_trains_both_networks_again(both, textured, tmp_path, monkeypatch):
    monkeypatch.setattr(candidates, "is_significantly_higher", lambda *_: False)
    validated, _ = trained(textured, tmp_path)
    assert (
        validated.architecture == "unet+pixel"
        and validated.training["temperatures"] == both[1].training["temperatures"]
    )
    before, after = (load_file(folder / "model.safetensors") for folder in (tmp_path / "model", both[0]))
    assert before.keys() == after.keys()
    for member in ("members.0.", "members.1."):
        changed = [key for key in before if key.startswith(member) and not torch.equal(before[key], after[key])]
        assert changed


def test_the_final_training_is_that_of_the_kept_architecture(spectral, tmp_path, monkeypatch):
    monkeypatch.setattr(candidates, "is_significantly_higher", lambda *_: True)
    description, _ = trained(spectral, tmp_path, refit="always")
    assert description.architecture == "pixel" and description.training["final_training"]["chips"] == 16
    assert load_model(tmp_path / "model")[1].architecture == "pixel"


def test_without_validation_auto_is_the_unet_and_says_so(textured, tmp_path):
    description, listener = trained(textured, tmp_path, validation_share=0, epochs=1)
    assert description.architecture == "unet" and "candidates" not in description.training
    assert any("auto is unet" in line for line in listener.infos)


def test_where_the_loss_of_the_pixel_network_is_not_a_number_the_unet_is_kept(textured, tmp_path, monkeypatch):
    sampled = setup.sample_pixels

    def broken(*arguments):
        pixels, labels = sampled(*arguments)
        return pixels * float("nan"), labels

    monkeypatch.setattr(setup, "sample_pixels", broken)
    description, listener = trained(textured, tmp_path, epochs=1)
    assert description.architecture == "unet"
    assert any("pixel network could not be trained" in line for line in listener.warnings)


@pytest.mark.parametrize("moment", ["Epoch 3/4", "5. epoch line"])
def test_a_cancelled_choice_keeps_the_unet_and_a_resumed_one_ends_the_same(spectral, tmp_path, moment):
    def stop(told):
        epochs = [line for line in told.infos if line.startswith("Epoch ")]
        return len(epochs) >= 5 if moment == "5. epoch line" else any(line.startswith(moment) for line in epochs)

    request = TrainRequest(spectral, str(tmp_path / "model"), **AUTO, refit="never", resume=True)
    with pytest.raises(Cancelled):
        train(request, Listener(stop))
    assert read_description(tmp_path / "model").architecture == "unet"
    train(request, Listener())
    whole, _ = trained(spectral, tmp_path / "whole")
    mine, its = (
        load_file(folder / "model.safetensors") for folder in (tmp_path / "model", tmp_path / "whole" / "model")
    )
    assert read_description(tmp_path / "model").architecture == whole.architecture
    assert mine.keys() == its.keys() and all(torch.equal(mine[key], its[key]) for key in its)


@pytest.mark.parametrize("network", ["unet", "pixel"])
def test_a_final_training_of_both_that_is_cancelled_resumes_to_the_same_model(
    both, textured, tmp_path, monkeypatch, network
):
    monkeypatch.setattr(candidates, "is_significantly_higher", lambda *_: False)

    lines = 1 if network == "unet" else both[1].training["final_training"]["epochs"] + 1

    def stop(told):
        return sum(line.startswith("Final training, epoch") for line in told.infos) >= lines

    request = TrainRequest(textured, str(tmp_path / "model"), **AUTO, refit="always", int8="never", resume=True)
    with pytest.raises(Cancelled, match="during the final training"):
        train(request, Listener(stop))
    assert read_description(tmp_path / "model").architecture == "unet+pixel", "the validated model is there meanwhile"
    train(request, Listener())
    mine, its = (load_file(folder / "model.safetensors") for folder in (tmp_path / "model", both[0]))
    assert all(torch.equal(mine[key], its[key]) for key in its)
