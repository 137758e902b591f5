"""Processes that torchrun starts train together as one does alone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import numpy as np
import pytest
from chip_samples import bare_folder, scene
from forked_ranks import EPOCHS, FINDER_STEPS, PIXEL_EPOCHS
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.training.setup import check_share
from pixel_classifier.rasters.core.errors import SettingsError
from safetensors.torch import load_file
from torchrun import needs_torchrun

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1"}
LONGEST_WAIT_S = 500
"""Ranks that wait for each other for ever are a failure."""
MANY_EPOCHS, TOLERANCE, FIGURE_TOLERANCE, MOST_FIGURE = 3000, 0.005, 0.005, 0.95


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    pixels, values = scene(128, seed=4)
    values[np.random.default_rng(0).random(values.shape) > 0.3] = 0
    return str(bare_folder(tmp_path_factory.mktemp("chips") / "chips", pixels, values))


@pytest.fixture(scope="module")
def trained(chips, tmp_path_factory, repository):
    """Returns the folder with the models of several ranks and their logs, after 3 ranks have made the same step as one."""
    folder = tmp_path_factory.mktemp("trained")
    program = repository / "test" / "helpers" / "forked_ranks.py"
    command = [sys.executable, str(program), chips, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=LONGEST_WAIT_S)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def curve(folder):
    history = read_description(folder).training["history"]
    return np.array([[each["train_loss"], each["validation_loss"]] for each in history])


@pytest.mark.parametrize("processes", [2, 4])
def test_several_processes_have_the_loss_curve_of_one(trained, processes):
    log = (trained / f"{processes}.log").read_text(encoding="utf-8")
    assert f"{processes} processes train together" in log
    assert log.count(f"Epoch 1/{EPOCHS}:") == 1, "one process logs"
    several, alone = trained / str(processes), trained / "1"
    np.testing.assert_allclose(curve(several), curve(alone), rtol=TOLERANCE)
    mine, its = (load_file(folder / "model.safetensors") for folder in (several, alone))
    assert {name: value.shape for name, value in mine.items()} == {name: value.shape for name, value in its.items()}


@pytest.mark.parametrize(("several", "alone"), [("2", "1"), ("4", "1"), ("pixel-2", "pixel-1")])
def test_several_processes_measure_what_one_measures(trained, several, alone):
    """Each evaluates its share of the validation chips: the confusion counts every pixel once."""
    mine, its = (read_description(trained / name) for name in (several, alone))
    for name in ("mean_iou", "accuracy"):
        figures = [[record[name] for record in each.training["history"]] for each in (mine, its)]
        assert min(figures[1]) < MOST_FIGURE, "figures of 1 alone would show nothing"
        np.testing.assert_allclose(*figures, atol=FIGURE_TOLERANCE)
        assert mine.metrics[name] == pytest.approx(its.metrics[name], abs=FIGURE_TOLERANCE)
    assert np.sum(mine.metrics["confusion"]) == np.sum(its.metrics["confusion"]) == its.metrics["pixels"]


def test_several_processes_find_the_learning_rate_of_one(trained):
    several, alone = (read_description(trained / f"pixel-{processes}").training for processes in (2, 1))
    assert several["learning_rate"] == alone["learning_rate"] and several["learning_rate_found"]
    found, its = several["range_test"], alone["range_test"]
    assert len(its["losses"]) >= FINDER_STEPS
    np.testing.assert_allclose(found["losses"], its["losses"], rtol=TOLERANCE)
    np.testing.assert_allclose(curve(trained / "pixel-2"), curve(trained / "pixel-1"), rtol=TOLERANCE)


def test_a_training_of_two_processes_is_resumed_by_one(trained):
    log = (trained / "resumed.log").read_text(encoding="utf-8")
    assert f"Resuming after epoch 1 of {PIXEL_EPOCHS}" in log
    np.testing.assert_allclose(curve(trained / "resumed"), curve(trained / "pixel-1"), rtol=TOLERANCE)


def test_two_processes_train_both_networks_of_auto_and_once_more_on_all_labels(trained):
    training = read_description(trained / "auto").training
    assert [each["architecture"] for each in training["candidates"]] == ["unet", "pixel", "unet+pixel"]
    assert training["final_training"]["chips"] > training["final_training"]["epochs"] >= 1
    log = (trained / "auto.log").read_text(encoding="utf-8")
    assert log.count("The model is that of the final training") == 1
    assert not (trained / "auto" / "checkpoint").exists()


def test_two_processes_find_the_batch_size(trained):
    """The first one tries batches alone, and waited for the others in its first layer of batch normalisation: until the time was up."""
    log = (trained / "auto.log").read_text(encoding="utf-8")
    assert re.search(r"cpu \(1 thread\), float32, \d+ chips per batch", log)


def test_the_log_states_that_dropout_makes_the_result_depend_on_the_number_of_processes(trained):
    stated = {
        name: "has dropout" in (trained / f"{name}.log").read_text(encoding="utf-8")
        for name in ("1", "2", "pixel-1", "pixel-2")
    }
    assert stated == {"1": False, "2": False, "pixel-1": False, "pixel-2": True}
    line = "Pixel network has dropout: the result depends on the number of processes."
    assert (trained / "auto.log").read_text(encoding="utf-8").splitlines().count(line) == 1


@pytest.mark.parametrize(
    ("refused", "reason"), [(0, r"OutputError: .*1\.log is a file.*"), (1, "ChipsError: .*/no chips does not exist.*")]
)
def test_where_one_process_refuses_the_other_ends_with_a_sentence(trained, refused, reason):
    """It ended with the traceback of a broken connection, which hid the sentence of the first."""
    lines = sorted(
        (trained / f"refused-{refused}.log").read_text(encoding="utf-8").splitlines(),
        key=lambda line: line[0] != str(refused),
    )
    own, other = lines
    assert re.fullmatch(f"{refused} {reason}", own)
    assert (
        other
        == f"{1 - refused} PeerError: Process {1 - refused} of 2 ends, as process {refused} has: {own.partition(': ')[2]}"
    )


KILLED = """
import os, signal, sys, time
sys.path.insert(0, {helpers!r})
import plugin_package
from pixel_classifier.models.engine import command_line
from pixel_classifier.models.runtime.ranks import was_restarted
from pixel_classifier.models.training.checkpoint import Checkpoint

save = Checkpoint.save

def save_and_die(*arguments):
    save(*arguments)
    if not was_restarted():
        os.kill(os.getpid(), signal.SIGKILL)

Checkpoint.save = save_and_die
if was_restarted() and os.environ["RANK"] == "0":
    time.sleep(1)  # so that the other one looks for it where it was before
command_line.main(sys.argv[1:])
"""


def torchrun(*words, restarts=0):
    return [
        sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "--max-restarts", str(restarts), *words
    ]  # fmt: skip


def training(chips, output, epochs):
    options = {"CHIPS": chips, "OUTPUT": output, "ARCHITECTURE": "pixel", "EPOCHS": epochs, "BATCH_SIZE": 5, "SEED": 3, "DEVICE": "cpu",
               "LEARNING_RATE": 0.01, "REFIT": "never"}  # fmt: skip
    return ["train", *(f"--{key}={value}" for key, value in options.items())]


@needs_torchrun
def test_a_killed_process_is_restarted_and_the_training_resumed(chips, tmp_path, repository):
    program, output = tmp_path / "program.py", tmp_path / "model"
    program.write_text(KILLED.format(helpers=str(repository / "test" / "helpers")))
    command = torchrun(str(program), *training(chips, output, EPOCHS), restarts=1)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Resuming after epoch 1 of {EPOCHS}" in done.stderr
    assert len(read_description(output).training["history"]) == EPOCHS


@needs_torchrun
def test_an_interrupt_ends_all_processes_and_keeps_the_model(chips, tmp_path, repository):
    output = tmp_path / "model"
    command = torchrun(str(repository / "__main__.py"), *training(chips, output, MANY_EPOCHS))
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
        for line in process.stderr:
            if "Epoch 1/" in line:
                process.send_signal(signal.SIGTERM)
    assert process.returncode != 0
    assert 1 <= read_description(output).training["epochs_run"] < MANY_EPOCHS


def test_a_batch_smaller_than_the_processes_is_refused():
    with pytest.raises(SettingsError, match=r"batch size is 2, and there are 3 processes.*Set BATCH_SIZE to 3 or more"):
        check_share(2, 3, "unet")
    check_share(3, 3, "unet")
    check_share(2, 3, "pixel")
