"""DEVICE=cuda:all: one process for each GPU, tried with processes that compute on the CPU."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from chip_samples import bare_folder, scene
from listener import Listener
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import ClassifyRequest, TrainRequest
from pixel_classifier.models.engine import all_gpus
from pixel_classifier.models.engine.all_gpus import perform_by
from pixel_classifier.models.engine.jobs import CLASSIFY, TRAIN, perform, perform_here
from pixel_classifier.models.networks.build import build_network
from pixel_classifier.models.networks.model_folder import network_spec, save_model
from pixel_classifier.models.runtime import devices
from pixel_classifier.rasters.core.errors import Cancelled, ModelError, SettingsError
from prediction_samples import description, write_scene

MANY_EPOCHS = 3000


@pytest.fixture
def request_for_map(tmp_path):
    torch.manual_seed(0)
    about = description(architecture="pixel", encoder="none", chip_size_px=32)
    model = tmp_path / "model"
    model.mkdir()
    save_model(model, build_network(network_spec(about)), network_spec(about), about)
    pixels = np.random.default_rng(0).integers(1, 1000, (2, 150, 40)).astype(np.uint16)
    image = write_scene(tmp_path / "image.tif", pixels)
    return ClassifyRequest(
        image, str(model), str(tmp_path / "one.tif"), device="cpu", tile_size_px=32, overlap_px=8, confidence=str(tmp_path / "one-c.tif"),
        areas=str(tmp_path / "one.csv"),
    )  # fmt: skip


@pytest.fixture
def stranger(monkeypatch):
    """Another program of this computer speaks to the port of a run."""
    order, connections = all_gpus._Launch._order, []

    def knocked(run, folder, listener):
        connections.append(socket.create_connection(listener.getsockname()))
        connections[0].sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        return order(run, folder, listener)

    monkeypatch.setattr(all_gpus._Launch, "_order", knocked)
    yield
    with connections.pop() as connection:
        assert connection.recv(1) == b"", "it is sent away"


@pytest.mark.usefixtures("stranger")
def test_a_map_by_two_processes_is_that_of_one_with_one_log_and_one_progress(request_for_map, tmp_path):
    one, listener = request_for_map, Listener()
    perform_here(CLASSIFY, one, listener)
    outputs = {name: path.replace("one", "two") for name, path in one.output_paths.items() if path}
    of_two = Listener()
    result = perform_by(2, CLASSIFY, replace(one, **outputs), of_two)
    assert result.output == outputs["output"] and result.class_pixels
    for name, path in outputs.items():
        assert Path(path).read_bytes() == Path(getattr(one, name)).read_bytes(), name
    assert of_two.fractions == sorted(of_two.fractions) and of_two.fractions[-1] == 1 and len(of_two.fractions) > 3
    assert sum("Classifying" in line for line in of_two.infos) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if "two" in path.name) == [
        "two-c.tif",
        "two.csv",
        "two.tif",
        "two.tif.aux.xml",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="the interface of a port is chosen on Linux only")
def test_the_processes_of_a_training_open_no_port_to_other_computers(tmp_path):
    chips = bare_folder(tmp_path / "chips", *scene(96, seed=4))
    request = TrainRequest(
        str(chips), str(tmp_path / "model"), architecture="pixel", epochs=3, batch_size=4, device="cpu", learning_rate=0.01, refit="never"
    )  # fmt: skip
    ports, before = set(), listening()

    def look(listener):
        ports.update(listening() - before)
        return False

    perform_by(2, TRAIN, request, Listener(stop=look))
    assert ports and {address for address, _ in ports} == {"127.0.0.1"}


def listening():
    """Returns address and port where this process and its children wait for connections."""
    own = psutil.Process()
    found = set()
    for process in (own, *own.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            found |= {
                (each.laddr.ip, each.laddr.port) for each in process.net_connections("tcp") if each.status == "LISTEN"
            }
    return found


def test_an_error_of_a_process_is_that_of_the_job(request_for_map):
    with pytest.raises(ModelError, match="gone"):
        perform_by(2, CLASSIFY, replace(request_for_map, model=request_for_map.model + "-gone"), Listener())


def test_cancel_reaches_all_processes_of_a_training_and_the_model_so_far_is_kept(tmp_path):
    chips = bare_folder(tmp_path / "chips", *scene(96, seed=4))
    output = str(tmp_path / "model")
    request = TrainRequest(
        str(chips), output, architecture="pixel", epochs=MANY_EPOCHS, batch_size=4, device="cpu", learning_rate=0.01, refit="never"
    )  # fmt: skip
    listener = Listener(stop=lambda each: any("Epoch 1/" in line for line in each.infos))
    with pytest.raises(Cancelled, match=r"Cancelled after \d+ of 3000 epochs"):
        perform_by(2, TRAIN, request, listener)
    assert sum("2 processes train together" in line for line in listener.infos) == 1
    assert 1 <= read_description(output).training["epochs_run"] < MANY_EPOCHS


@pytest.mark.parametrize(("gpus", "device"), [(0, "cuda"), (1, "cuda")])
def test_without_several_gpus_the_job_runs_in_this_process(gpus, device, request_for_map, monkeypatch):
    asked = []
    monkeypatch.setattr(devices, "gpu_count", lambda: gpus)
    monkeypatch.setattr(all_gpus, "perform_here", lambda job, request, reporter: asked.append(request.device))
    perform(CLASSIFY, replace(request_for_map, device="CUDA:all"), Listener())
    assert asked == [device]


def test_each_gpu_gets_a_process(request_for_map, monkeypatch):
    asked = []
    monkeypatch.setattr(devices, "gpu_count", lambda: 4)
    monkeypatch.setattr(
        all_gpus, "perform_by", lambda size, job, request, reporter: asked.append((size, request.device))
    )
    perform(TRAIN, TrainRequest("chips", "model", device="cuda:all"), Listener())
    assert asked == [(4, "cuda:all")]


def test_a_part_of_a_map_is_refused_and_joining_needs_no_gpu(request_for_map):
    request = replace(request_for_map, device="cuda:all", parts=2)
    with pytest.raises(SettingsError, match=r"PART is 1\. Empty PART, or give each part one GPU"):
        perform(CLASSIFY, replace(request, part="1"), Listener())
    with pytest.raises(SettingsError, match="no parts"):
        perform(CLASSIFY, replace(request, part="join"), Listener())


def test_processes_of_torchrun_take_the_gpu_of_their_number(monkeypatch, request_for_map):
    for name, value in {
        "TORCHELASTIC_RUN_ID": "1",
        "WORLD_SIZE": "2",
        "RANK": "1",
        "LOCAL_RANK": "1",
        "LOCAL_WORLD_SIZE": "2",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    chosen = []

    def choose(name, reporter):
        chosen.append(name)
        raise SettingsError("enough")

    monkeypatch.setattr("pixel_classifier.models.prediction.classify.choose_device", choose)
    for name in ("auto", "cuda", "cuda:all", "cuda:0"):
        with pytest.raises(SettingsError, match="enough"):
            perform(CLASSIFY, replace(request_for_map, device=name), Listener())
    assert chosen == ["cuda:1", "cuda:1", "cuda:1", "cuda:0"]
    assert os.environ["RANK"] == "1"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_training_of_which_a_process_is_killed_is_started_again_and_finishes(tmp_path):
    chips = bare_folder(tmp_path / "chips", *scene(96, seed=4))
    request = TrainRequest(
        str(chips), str(tmp_path / "model"), architecture="pixel", epochs=5, batch_size=4, device="cpu", learning_rate=0.01, refit="never"
    )  # fmt: skip
    killed = []

    def kill_one(listener):
        if not killed and any("Epoch 1/" in line for line in listener.infos):
            killed.append(max(each.pid for each in psutil.Process().children() if "rank" in each.cmdline()))
            os.kill(killed[0], signal.SIGKILL)
        return False

    listener = Listener(stop=kill_one)
    perform_by(2, TRAIN, request, listener)
    assert killed and any("started again" in line for line in listener.warnings)
    assert read_description(request.output).training["epochs_run"] >= 1
