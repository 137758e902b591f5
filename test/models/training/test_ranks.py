"""Processes that torchrun starts train together as one does alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from chip_samples import bare_folder, scene
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.training.setup import check_share
from pixel_classifier.rasters.core.errors import SettingsError
from safetensors.torch import load_file

EPOCHS = 2


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    pixels, values = scene(128, seed=4)
    values[np.random.default_rng(0).random(values.shape) > 0.3] = 0
    return str(bare_folder(tmp_path_factory.mktemp("chips") / "chips", pixels, values))


def command(repository, processes, chips, output, **options):
    options = {"CHIPS": chips, "OUTPUT": output, "ENCODER": "resnet18", "ARCHITECTURE": "unet", "EPOCHS": EPOCHS, "BATCH_SIZE": 5,
               "SEED": 3, "DEVICE": "cpu", "LEARNING_RATE": 0.0001, "REFIT": "never", **options}  # fmt: skip
    torchrun = [
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc-per-node",
        str(processes),
        "--max-restarts",
        "2",
    ]
    words = [f"--{key}={value}" for key, value in options.items()]
    return [
        sys.executable,
        *(torchrun if processes > 1 else []),
        str(repository / "__main__.py"),
        "train",
        "--json",
        *words,
    ]


def trained(*arguments, **options):
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command(*arguments, **options), capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    (line,) = done.stdout.strip().splitlines()
    return json.loads(line)["result"], done.stderr


def curve(folder):
    history = read_description(folder).training["history"]
    return np.array([[each["train_loss"], each["validation_loss"], each["mean_iou"]] for each in history])


@pytest.fixture(scope="module")
def alone(chips, tmp_path_factory, repository):
    output = tmp_path_factory.mktemp("alone") / "model"
    trained(repository, 1, chips, output)
    return output


@pytest.mark.parametrize("processes", [2, 4])
def test_several_processes_have_the_loss_curve_of_one(chips, tmp_path, repository, alone, processes):
    result, log = trained(repository, processes, chips, tmp_path / "model")
    assert result["folder"] == str(tmp_path / "model")
    assert f"{processes} processes train together" in log
    assert log.count(f"Epoch 1/{EPOCHS}:") == 1, "one process logs"
    np.testing.assert_allclose(curve(tmp_path / "model")[:, :2], curve(alone)[:, :2], rtol=0.005)
    mine, its = (load_file(folder / "model.safetensors") for folder in (tmp_path / "model", alone))
    assert mine.keys() == its.keys()
    assert {name: value.shape for name, value in mine.items()} == {name: value.shape for name, value in its.items()}


STEP = """
import sys
sys.path.insert(0, {helpers!r})
import plugin_package, torch, segmentation_models_pytorch as smp
from pixel_classifier.models.optimization.data_parallel import synchronised
from pixel_classifier.models.optimization.losses import SparseLoss
from pixel_classifier.models.optimization.step import Stepper
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.models.runtime.ranks import Ranks, joined
from pixel_classifier.rasters.core.progress import SilentReporter

cpu = torch.device("cpu")
with joined(cpu) as ranks:
    torch.manual_seed(0)
    network = smp.Unet("resnet18", encoder_weights=None, in_channels=3, classes=4).double()
    pixels, labels = torch.randn(7, 3, 64, 64).double(), torch.randint(0, 4, (7, 64, 64), dtype=torch.uint8)
    labels[torch.rand(labels.shape) < 0.7] = 255
    alone = {{}}
    for several in (False, True):
        if several:
            network.load_state_dict(initial)
            network, left = synchronised(network, ranks, cpu)
            assert left == 0
        else:
            initial = {{name: value.clone() for name, value in network.state_dict().items()}}
        network.train()
        loss = SparseLoss(class_weights=torch.tensor([0.5, 1.0, 2.0, 1.5]))
        stepper = Stepper(network, loss, Runtime(cpu, None, 7, ranks if several else Ranks()), 64, SilentReporter())
        stepper._update = lambda: None
        step = stepper(pixels, labels, keep_predictions=True)
        total = (ranks.sum(step.loss_sum) if several else step.loss_sum) / step.size
        assert len(step.predicted) == (len(pixels[ranks.share_of(7)]) if several else 7)
        found = {{name: weight.grad.clone() for name, weight in network.named_parameters() if weight.grad is not None}}
        found.update({{name: value.clone() for name, value in network.named_buffers() if value.is_floating_point()}})
        if several:
            assert torch.allclose(total, alone["loss"], rtol=1e-5), (total, alone["loss"])
            for name, value in found.items():
                error = (value - alone[name]).abs().max() / alone[name].abs().max().clamp(min=1e-6)
                assert error < 1e-4, (name, error)
            print("equal", ranks.rank, flush=True)
        else:
            alone = {{"loss": total.clone(), **found}}
"""


@pytest.mark.parametrize("processes", [2, 3])
def test_gradients_loss_and_batch_statistics_are_those_of_the_whole_batch(tmp_path, repository, processes):
    program = tmp_path / "step.py"
    program.write_text(STEP.format(helpers=str(repository / "test" / "helpers")))
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes), str(program)],
        capture_output=True, text=True, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("equal") == processes


def test_a_killed_process_is_restarted_and_the_training_resumed(chips, tmp_path, repository):
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    output = tmp_path / "model"
    with subprocess.Popen(
        command(repository, 2, chips, output),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        heard = []
        for line in process.stderr:
            heard.append(line)
            if "Epoch 1/" in line and not any("killed" in each for each in heard):
                heard.append("killed")
                time.sleep(0.2)
                os.kill(_one_worker(process.pid), signal.SIGKILL)
        process.stdout.read()
    log = "".join(heard)
    assert process.returncode == 0, log[-3000:]
    assert f"Resuming after epoch 1 of {EPOCHS}" in log
    assert len(read_description(output).training["history"]) == EPOCHS


def _one_worker(parent):
    children = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=True).stdout.split()
    return int(children[-1])


def test_an_interrupt_ends_all_processes_and_keeps_the_model(chips, tmp_path, repository):
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    output = tmp_path / "model"
    with subprocess.Popen(
        command(repository, 2, chips, output),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        heard = []
        for line in process.stderr:
            heard.append(line)
            if "Epoch 1/" in line:
                process.send_signal(signal.SIGTERM)
        process.stdout.read()
    assert process.returncode != 0
    assert read_description(output).training["epochs_run"] >= 1


def test_a_batch_smaller_than_the_processes_is_refused():
    with pytest.raises(SettingsError, match=r"batch size is 2, and there are 3 processes.*Set BATCH_SIZE to 3 or more"):
        check_share(2, 3, "unet")
    check_share(3, 3, "unet")
    check_share(2, 3, "pixel")
