"""The final training on all labels, after validation has evaluated the model."""

from __future__ import annotations

import itertools
import math
import shutil

import pytest
import torch
from chip_samples import bare_folder, scene
from listener import Listener
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.training import loop
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.errors import Cancelled
from safetensors.torch import load_file, save_file

FAST = {"encoder": "resnet18", "architecture": "pspnet", "epochs": 2, "batch_size": 4, "learning_rate": 0.001}


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    """A folder of 16 chips of three classes."""
    return str(bare_folder(tmp_path_factory.mktemp("dense") / "chips", *scene(128)))


@pytest.fixture(scope="module")
def refitted(chips, tmp_path_factory):
    """A model after its final training: its folder, and what was logged."""
    folder, listener = tmp_path_factory.mktemp("refitted"), Listener()
    train(TrainRequest(chips, str(folder / "model"), report=str(folder / "report.html"), **FAST), listener)
    return folder, listener


@pytest.fixture(scope="module")
def validated(chips, tmp_path_factory):
    folder = tmp_path_factory.mktemp("validated")
    train(TrainRequest(chips, str(folder / "model"), refit="never", **FAST), Listener())
    return folder / "model"


def weights_of(folder):
    return load_file(f"{folder}/model.safetensors")


def assert_equal_weights(one, other):
    assert all(torch.equal(value, other[key]) for key, value in one.items())


def test_the_model_learns_from_all_labels_and_keeps_the_figures_of_the_validated_run(refitted, validated, chips):
    folder, listener = refitted
    description, before = read_description(folder / "model"), read_description(validated)
    final = description.training["final_training"]
    assert final["chips"] == 16 > before.split["training_chips"]
    assert sum(final["pixels"].values()) == 128 * 128
    assert description.split == before.split
    assert {**description.metrics, "weights": None} == {**before.metrics, "weights": None}
    assert "validated run" in description.metrics["weights"] and "weights" not in before.metrics
    assert description.band_means != before.band_means
    assert any(
        not torch.equal(value, weights_of(validated)[key]) for key, value in weights_of(folder / "model").items()
    )
    assert "16\N{NO-BREAK SPACE}chips instead of" in "\n".join(listener.infos)
    assert listener.fractions == sorted(listener.fractions) and listener.fractions[-1] == 1
    assert "A final training on all labels followed" in (folder / "report.html").read_text(encoding="utf-8")


def test_it_is_the_model_of_a_training_without_validation_on_all_labels(refitted, chips, tmp_path):
    request = TrainRequest(chips, str(tmp_path / "all"), validation_share=0, **{**FAST, "epochs": 2})
    train(request, Listener())
    assert_equal_weights(weights_of(tmp_path / "all"), weights_of(refitted[0] / "model"))


def test_cancelling_it_keeps_the_validated_model_and_a_resumed_run_ends_as_one_that_was_never_interrupted(
    refitted, validated, chips, tmp_path
):
    listener = Listener(lambda told: any("Final training, epoch 1/" in line for line in told.infos))
    request = TrainRequest(chips, str(tmp_path / "model"), resume=True, **FAST)
    with pytest.raises(Cancelled, match="final training"):
        train(request, listener)
    assert_equal_weights(weights_of(tmp_path / "model"), weights_of(validated))
    assert "weights" not in read_description(tmp_path / "model").metrics
    again = Listener()
    train(request, again)
    assert not any(line.startswith("Epoch ") for line in again.infos), "the validated run is finished"
    assert any("Resuming after epoch 1 of 2 of the final training" in line for line in again.infos)
    assert_equal_weights(weights_of(tmp_path / "model"), weights_of(refitted[0] / "model"))
    assert not (tmp_path / "model" / "checkpoint").exists()


@pytest.mark.parametrize("first", [0, 5])
def test_where_its_loss_is_not_a_number_the_validated_model_is_kept(validated, chips, tmp_path, monkeypatch, first):
    """Also in its second epoch: the model of the first, at nearly the highest learning rate, took its place."""
    stepper, steps = loop.Stepper.__call__, itertools.count()

    def breaks(self, *arguments, keep_predictions=False):
        step = stepper(self, *arguments, keep_predictions=keep_predictions)
        if keep_predictions and next(steps) >= first:  # only without validation
            step.loss_sum.fill_(math.nan)
        return step

    monkeypatch.setattr(loop.Stepper, "__call__", breaks)
    listener = Listener()
    train(TrainRequest(chips, str(tmp_path / "model"), **FAST), listener)
    assert any("Final training, epoch 1/2" in line for line in listener.infos) == (first > 0)
    assert any("validated model is kept" in line for line in listener.warnings)
    assert_equal_weights(weights_of(tmp_path / "model"), weights_of(validated))


@pytest.mark.parametrize("initial", ["weights", "start_model"])
def test_where_the_initial_weights_are_gone_the_validated_model_is_kept(validated, chips, tmp_path, initial):
    """They may lie on a drive that is not there any more, after hours: nothing was written then."""
    kept = tmp_path / "initial"
    shutil.copytree(validated, kept)

    def remove(told):
        if any(line.startswith("Epoch 1/") for line in told.infos):
            shutil.rmtree(kept, ignore_errors=True)
        return False

    listener = Listener(remove)
    request = TrainRequest(chips, str(tmp_path / "model"), **{**FAST, "epochs": 1, initial: str(kept)})
    if initial == "weights":
        network = build_network(NetworkSpec("pspnet", "resnet18", 3, 3))
        save_file(network.encoder.state_dict(), kept / "model.safetensors")
    train(request, listener)
    assert any("validated model is kept" in line for line in listener.warnings)
    assert "final_training" not in read_description(request.output).training
