"""The architecture `auto`: the U-Net and the pixel network are trained, and the one that validates better is kept."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene
from listener import Listener
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.networks.model_folder import load_model
from pixel_classifier.models.training import setup
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


def test_where_each_pixel_tells_its_class_the_pixel_network_is_kept(spectral, tmp_path):
    description, listener = trained(spectral, tmp_path, report=str(tmp_path / "report.html"))
    assert description.architecture == "pixel"
    tried = {one["architecture"]: one["mean_iou"] for one in description.training["candidates"]}
    assert tried["pixel"] > tried["unet"] and tried["pixel"] > 0.95
    assert any(line.startswith("ARCHITECTURE auto: ") and "is kept" in line for line in listener.infos)
    assert "candidates" in (tmp_path / "report.html").read_text(encoding="utf-8")
    network, _ = load_model(tmp_path / "model")
    assert network(torch.zeros(1, 3, 20, 20)).shape == (1, 3, 20, 20)


def test_where_the_surroundings_tell_the_class_the_unet_is_kept(textured, tmp_path):
    description, _ = trained(textured, tmp_path)
    assert description.architecture == "unet"
    tried = {one["architecture"]: one["mean_iou"] for one in description.training["candidates"]}
    assert tried["unet"] > tried["pixel"]


def test_the_final_training_is_that_of_the_kept_architecture(spectral, tmp_path):
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
