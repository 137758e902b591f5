"""A pixel network goes through the training like the others: chips of any size, report, resume, fine-tuning, tiles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene, write_tif
from listener import Listener
from osgeo import gdal
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import ClassifyRequest, TrainRequest
from pixel_classifier.models.data import sampler
from pixel_classifier.models.optimization.step import Stepper
from pixel_classifier.models.prediction.classify import classify
from pixel_classifier.models.runtime.devices import fastest_convolutions
from pixel_classifier.models.training import loop, setup
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.errors import Cancelled, SettingsError
from safetensors.torch import load_file

CHIP = 40
SIDE = 160


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    """Chips whose side is no multiple of 32, one pixel in ten labelled."""
    pixels, values = scene(SIDE, patch=16)
    values[np.random.default_rng(0).random(values.shape) > 0.1] = 0
    return str(bare_folder(tmp_path_factory.mktemp("chips") / "chips", pixels, values, CHIP, CHIP))


@pytest.fixture(scope="module")
def trained(chips, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    request = TrainRequest(
        chips, str(folder / "model"), architecture="pixel", epochs=8, device="cpu", report=str(folder / "report.html")
    )
    listener = Listener()
    return request, train(request, listener), listener


def test_it_learns_from_sparse_labels_in_a_few_epochs(trained):
    assert trained[1].best_mean_iou > 0.8


def test_log_model_and_report_name_no_encoder(trained):
    request, _, listener = trained
    about = read_description(request.output)
    assert (about.architecture, about.encoder) == ("pixel", "none")
    assert any("the encoder resnet34 is not used" in line for line in listener.infos)
    assert not any("padded" in line for line in listener.infos)
    report = Path(request.report).read_text(encoding="utf-8")
    assert "Pixel network" in report and "with encoder" not in report


@pytest.mark.parametrize("weights", ["imagenet", "encoder.safetensors"])
def test_pretrained_weights_are_refused(weights):
    with pytest.raises(SettingsError, match="pixel has no encoder"):
        TrainRequest("chips", "model", architecture="pixel", weights=weights).check()


def test_an_interrupted_training_resumes_to_the_same_weights(chips, trained, tmp_path):
    request = replace(trained[0], output=str(tmp_path / "model"), report=None)
    with pytest.raises(Cancelled):
        train(request, Listener(lambda listener: any("Epoch 2/8" in line for line in listener.infos)))
    train(replace(request, resume=True), Listener())
    mine, its = (load_file(f"{folder}/model.safetensors") for folder in (request.output, trained[0].output))
    assert all(torch.equal(mine[key], its[key]) for key in its)


@pytest.mark.parametrize(("architecture", "tried"), [("pixel", False), ("unet", True)])
def test_a_gpu_tries_no_algorithms_for_steps_that_all_differ_in_size(chips, tmp_path, monkeypatch, architecture, tried):
    """cuDNN tries all it has for each new shape: with other labelled pixels in each step that was most of the time."""
    found, step = [], Stepper.__call__

    def noting(*arguments, **words):
        found.append(torch.backends.cudnn.benchmark)
        return step(*arguments, **words)

    monkeypatch.setattr(Stepper, "__call__", noting)
    monkeypatch.setattr(loop, "fastest_convolutions", lambda device: fastest_convolutions(torch.device("cuda")))
    settings = {"encoder": "resnet18", "weights": "none", "epochs": 1, "learning_rate": 0.001, "refit": "never"}
    train(TrainRequest(chips, str(tmp_path / "model"), architecture=architecture, device="cpu", **settings), Listener())
    assert set(found) == {tried}


def test_training_starts_from_a_model_with_a_frozen_encoder(chips, trained, tmp_path):
    request = TrainRequest(
        chips, str(tmp_path / "model"), start_model=trained[0].output, freeze_epochs=1, epochs=1, device="cpu"
    )
    listener = Listener()
    train(request, listener)
    mine, its = (load_file(f"{folder}/model.safetensors") for folder in (request.output, trained[0].output))
    assert any("(Pixel network)" in line for line in listener.infos)
    assert all(torch.equal(mine[key], its[key]) for key in its if key.startswith("encoder."))
    assert any(not torch.equal(mine[key], its[key]) for key in its if key.startswith("segmentation_head."))


@pytest.fixture(scope="module")
def spectra(tmp_path_factory):
    """Chips of 80 bands that show two quantities: a large one, which all pixels have, and a small one, which tells the two classes apart."""
    draw = np.random.default_rng(0)
    values = draw.integers(1, 3, (128, 128)).astype(np.int32)
    large, small = draw.normal(0, 1, (2, 80, 1, 1))
    pixels = (
        1000 * large * draw.normal(0, 1, values.shape)
        + 60 * small * (values - 1.5)
        + draw.normal(0, 20, (80, 128, 128))
    )
    values[draw.random(values.shape) > 0.05] = 0
    folder = tmp_path_factory.mktemp("spectra")
    write_tif(folder / "scene.tif", pixels.astype(np.float32), (0, 0))
    return str(bare_folder(folder / "chips", pixels.astype(np.float32), values, 32, 32)), str(folder / "scene.tif")


SHORT = {
    "architecture": "pixel",
    "epochs": 4,
    "learning_rate": 0.003,
    "batch_size": 4,
    "refit": "never",
    "device": "cpu",
}


def test_many_bands_are_learned_from_by_their_components(spectra, tmp_path):
    listener = Listener()
    result = train(TrainRequest(spectra[0], str(tmp_path / "model"), **SHORT), listener)
    assert any("30 principal components of the 80 bands" in line for line in listener.infos), listener.infos
    assert result.best_mean_iou > 0.95


def test_on_many_bands_the_pixel_network_alone_learns_for_longer(chips, spectra, tmp_path, monkeypatch):
    monkeypatch.setattr(sampler, "SMALLEST_SPECTRAL_EPOCH_STEPS", 6)
    said = []
    for folder, network in ((spectra[0], "pixel"), (spectra[0], "unet"), (chips, "pixel")):
        listener, settings = Listener(), {**SHORT, "architecture": network, "encoder": "resnet18", "epochs": 1}
        train(TrainRequest(folder, str(tmp_path / f"model{len(said)}"), **settings), listener)
        said.append([line for line in listener.infos if "samples chips repeatedly" in line])
    assert ["do not fill 6 batches" in lines[0] for lines in said] == [True, False, False]


def test_a_training_on_components_resumes_and_is_continued_on_them(spectra, tmp_path):
    whole = TrainRequest(spectra[0], str(tmp_path / "whole"), **SHORT)
    train(whole, Listener())
    cut = replace(whole, output=str(tmp_path / "cut"))
    with pytest.raises(Cancelled):
        train(cut, Listener(lambda listener: any("Epoch 2/4" in line for line in listener.infos)))
    train(replace(cut, resume=True), Listener())
    mine, its = (load_file(f"{folder}/model.safetensors") for folder in (cut.output, whole.output))
    assert its["components.weight"].shape == (30, 80, 1, 1)
    assert all(torch.equal(mine[key], its[key]) for key in its)
    more = replace(whole, output=str(tmp_path / "more"), start_model=whole.output, epochs=1)
    train(more, Listener())
    its_own = load_file(f"{more.output}/model.safetensors")
    assert all(torch.equal(its_own[key], its[key]) for key in its if key.startswith("components."))
    classify(ClassifyRequest(spectra[1], more.output, str(tmp_path / "map.tif"), device="cpu"), Listener())
    assert set(np.unique(gdal.Open(str(tmp_path / "map.tif")).ReadAsArray())) == {1, 2}


def test_a_training_that_began_on_the_bands_themselves_resumes_on_them(spectra, tmp_path, monkeypatch):
    """As one does that an earlier version began."""
    whole, cut = (TrainRequest(spectra[0], str(tmp_path / name), **SHORT) for name in ("whole", "cut"))
    with monkeypatch.context() as patch:
        patch.setattr(setup, "band_components", lambda *_: None)
        train(whole, Listener())
        with pytest.raises(Cancelled):
            train(cut, Listener(lambda listener: any("Epoch 2/4" in line for line in listener.infos)))
    train(replace(cut, resume=True), Listener())
    mine, its = (load_file(f"{request.output}/model.safetensors") for request in (cut, whole))
    assert mine.keys() == its.keys() and all(torch.equal(mine[key], its[key]) for key in its)


def test_the_class_raster_does_not_depend_on_tiles_overlap_or_augmentation(trained, tmp_path):
    raster, maps = tmp_path / "scene.tif", []
    write_tif(raster, scene(301, patch=7, seed=1)[0], (0, 0))
    asked = ClassifyRequest(str(raster), trained[0].output, "", precision="float32", device="cpu")
    for number, changes in enumerate(
        ({}, {"tile_size_px": 32}, {"tile_size_px": 77, "overlap_px": 20}, {"augmentation": "8"})
    ):
        output, listener = str(tmp_path / f"{number}.tif"), Listener()
        classify(replace(asked, output=output, **changes), listener)
        assert not any("instead of" in warning for warning in listener.warnings)
        maps.append(gdal.Open(output).ReadAsArray())
    assert all(np.array_equal(maps[0], other) for other in maps[1:])


def test_default_tiles_do_not_overlap(trained, tmp_path):
    raster, listener = tmp_path / "scene.tif", Listener()
    write_tif(raster, scene(602, patch=7)[0], (0, 0))
    classify(ClassifyRequest(str(raster), trained[0].output, str(tmp_path / "map.tif"), device="cpu"), listener)
    assert any("3 x 3 tiles of 201 x 201 pixels" in line for line in listener.infos), listener.infos
