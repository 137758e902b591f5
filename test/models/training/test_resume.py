"""A run that was cancelled, crashed or killed and resumed ends with the same weights as one that was never interrupted."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene
from listener import Listener
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.training import checkpoint, setup
from pixel_classifier.models.training.checkpoint import FOLDER
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.errors import Cancelled, OutputError, SettingsError
from safetensors.torch import load_file

EPOCHS = 3
PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
import plugin_package
import short_epochs
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.training.train import train

short_epochs.shorten()

class Speaker:
    def progress(self, fraction): print("progress", fraction, flush=True)
    def info(self, message): print(message, flush=True)
    warning = info
    def cancelled(self): return False

train({request!r}, Speaker())
"""


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    pixels, values = scene(128, seed=4)
    values[np.random.default_rng(0).random(values.shape) > 0.3] = 0
    return str(bare_folder(tmp_path_factory.mktemp("chips") / "chips", pixels, values))


def request_of(chips, output):
    """All that is random or has a state is on: dropout, augmentation, EMA, the learning-rate finder, rare classes."""
    return TrainRequest(
        chips, str(output), architecture="pspnet", encoder="resnet18", epochs=EPOCHS, refit="never", batch_size=2, average=True,
        scale_jitter=0.2, gain_jitter=0.1, offset_jitter=0.1, noise=0.05, seed=11, resume=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def uninterrupted(chips, tmp_path_factory):
    request = request_of(chips, tmp_path_factory.mktemp("whole") / "model")
    train(request, Listener())
    return request.output


def assert_equal_models(folder, expected):
    mine, its = (load_file(f"{path}/model.safetensors") for path in (folder, expected))
    assert mine.keys() == its.keys()
    assert all(torch.equal(mine[key], its[key]) for key in its)
    figures = [
        [{**epoch, "seconds": 0} for epoch in read_description(path).training["history"]] for path in (folder, expected)
    ]
    assert figures[0] == figures[1]


def run_until_killed(program, moment):
    """Runs the program and kills it at its `moment`-th line of output; returns whether it ended before."""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        for number, _ in enumerate(process.stdout):
            if number >= moment:
                process.send_signal(signal.SIGKILL)
                break
        process.stdout.read()
    return process.returncode == 0


def test_killed_at_a_random_moment_it_ends_with_the_same_weights(chips, tmp_path, uninterrupted, repository):
    program = PROGRAM.format(tests=str(repository / "test" / "helpers"), request=request_of(chips, tmp_path / "model"))
    moment = int(np.random.default_rng().integers(25, 80))
    run_until_killed(program, moment)
    # A kill between the last two steps, the model in its place and the checkpoint's removal, leaves both: the next run ends that too.
    if (tmp_path / "model" / FOLDER).exists() or not (tmp_path / "model" / "model.json").is_file():
        assert run_until_killed(program, 10**6), f"killed at {moment}"
    assert_equal_models(tmp_path / "model", uninterrupted)
    assert not (tmp_path / "model" / FOLDER).exists()


@pytest.mark.parametrize(
    ("epoch", "interval_s", "saved"), [(1, 60, 1), (EPOCHS - 1, 0, EPOCHS - 1), (EPOCHS - 1, 60, 1)]
)
def test_cancelled_it_keeps_a_model_and_goes_on_to_the_same_weights(
    chips, tmp_path, uninterrupted, monkeypatch, epoch, interval_s, saved
):
    monkeypatch.setattr(checkpoint, "INTERVAL_S", interval_s)
    request = request_of(chips, tmp_path / "model")
    stop = f"Epoch {epoch}/"
    with pytest.raises(Cancelled, match=r"Run it again with RESUME \(Resume interrupted training\) to continue"):
        train(request, Listener(stop=lambda heard: any(line.startswith(stop) for line in heard.infos)))
    assert read_description(request.output).training["epochs_run"] == epoch
    listener = Listener()
    train(request, listener)
    assert f"Resuming after epoch {saved} of {EPOCHS}." in listener.infos
    assert not any("learning-rate finder" in line for line in listener.infos), "the learning rate is known"
    assert_equal_models(request.output, uninterrupted)


def test_a_full_disk_loses_nothing(chips, tmp_path, uninterrupted, monkeypatch):
    monkeypatch.setattr(checkpoint, "INTERVAL_S", 0)
    request = request_of(chips, tmp_path / "model")
    written = []

    def full(content, path, save=checkpoint.torch.save):
        written.append(path)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        save(content, path)

    monkeypatch.setattr(checkpoint.torch, "save", full)
    with pytest.raises(OutputError, match="No space left on device"):
        train(request, Listener())
    train(request, Listener())
    assert len(written) == EPOCHS + 1
    assert_equal_models(request.output, uninterrupted)


def test_a_run_with_other_settings_does_not_go_on(chips, tmp_path):
    request = replace(request_of(chips, tmp_path / "model"), learning_rate=0.001)
    with pytest.raises(Cancelled):
        train(request, Listener(stop=lambda heard: any(line.startswith("Epoch 1/") for line in heard.infos)))
    with pytest.raises(SettingsError, match=r"started with seed 11; now it is 12\. Give the same"):
        train(replace(request, seed=12), Listener())
    listener = Listener(stop=lambda heard: True)
    with pytest.raises(Cancelled):
        train(replace(request, resume=False), listener)
    assert (tmp_path / "model" / FOLDER).is_dir(), "a run that did not get far enough takes nothing away"


def test_without_an_interrupted_run_the_training_starts_with_the_first_epoch_and_logs_it(
    uninterrupted, chips, tmp_path
):
    request = replace(request_of(chips, tmp_path / "model"), learning_rate=0.001, epochs=1)
    listener = Listener()
    train(request, listener)
    assert any("There is no interrupted training in" in line for line in listener.infos)


def stopped_after_the_first_epoch(heard):
    return any(line.startswith("Epoch 1/") for line in heard.infos)


def test_a_resumed_run_keeps_its_precision_whatever_the_machine_would_now_choose(chips, tmp_path, monkeypatch):
    request = replace(request_of(chips, tmp_path / "model"), learning_rate=0.001, epochs=2)
    monkeypatch.setattr(setup, "autocast_dtype", lambda device: None)
    with pytest.raises(Cancelled):
        train(request, Listener(stop=stopped_after_the_first_epoch))
    monkeypatch.setattr(setup, "autocast_dtype", lambda device: torch.bfloat16)
    listener = Listener()
    train(request, listener)
    assert "Resuming in float32, as the training started; cpu would now choose bfloat16." in listener.infos
    assert read_description(request.output).training["precision"] == "float32"


def test_a_run_that_started_without_a_gradient_scaler_is_resumed_with_one(chips, tmp_path, monkeypatch):
    """Else, on a GPU that computes in float16: "The source state dict is empty"."""
    request = replace(request_of(chips, tmp_path / "model"), learning_rate=0.001, epochs=2)
    with pytest.raises(Cancelled):
        train(request, Listener(stop=stopped_after_the_first_epoch))
    monkeypatch.setattr(setup, "recorded_dtype", lambda name, device: torch.float16)
    train(request, Listener())
    assert read_description(request.output).training["epochs_run"] == 2
