"""Trainings that start with pretrained weights: what the model and the report record, and what a resumed run keeps of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from chip_samples import bare_folder, scene
from fake_hub import FakeHub, point_at
from listener import Listener
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.hub import imagenet_file
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.errors import Cancelled, SettingsError
from safetensors.torch import save_file

ENCODER = "resnet18"
CARD = b"---\nlicense: other\n---\n"


@pytest.fixture
def chips(tmp_path):
    pixels, values = scene(96, seed=4)
    values[np.random.default_rng(0).random(values.shape) > 0.3] = 0
    return str(bare_folder(tmp_path / "chips", pixels, values))


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A hub that has no weights yet; `switch_on` gives it those of the encoder."""
    fake = FakeHub()
    with fake.serve() as address:
        point_at(monkeypatch, address, tmp_path / "cache")
        yield fake


def switch_on(server, folder):
    file = imagenet_file(ENCODER)
    state = build_network(NetworkSpec("unet", ENCODER, 3, 2)).encoder.state_dict()
    save_file({key: value.clone() for key, value in state.items()}, folder / "w.safetensors")
    server.put(file.repository, file.name, folder / "w.safetensors")
    server.put(file.repository, "README.md", CARD)


def request_of(chips, folder, **settings):
    return TrainRequest(
        chips, str(folder / "model"), encoder=ENCODER, weights="auto", epochs=2, batch_size=2, learning_rate=1e-3,
        report=str(folder / "report.html"), **settings,
    )  # fmt: skip


def cancel_after_the_first_epoch(request):
    with pytest.raises(Cancelled):
        train(request, Listener(stop=lambda heard: any(line.startswith("Epoch 1/") for line in heard.infos)))


def initial_weights(folder):
    training = read_description(folder / "model").training
    return training["first_weights"], training["pretrained_weights"]


def test_automatic_weights_are_those_of_the_hub_and_a_resumed_run_needs_no_hub(chips, server, tmp_path):
    switch_on(server, tmp_path)
    request = request_of(chips, tmp_path)
    cancel_after_the_first_epoch(request)
    server.requests.clear()
    server.mute = True
    train(replace(request, resume=True), Listener())
    assert server.requests == []
    chosen, recorded = initial_weights(tmp_path)
    assert chosen == "imagenet"
    assert recorded["source"] == imagenet_file(ENCODER).repository
    assert recorded["licence"] == "other"
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for text in (recorded["source"], recorded["sha256"], 'Licence of these weights</th><td class="break">other'):
        assert text in page


def test_a_run_that_started_without_a_hub_is_resumed_though_there_is_one_now(chips, server, tmp_path):
    request = request_of(chips, tmp_path)
    cancel_after_the_first_epoch(request)
    switch_on(server, tmp_path)
    server.requests.clear()
    train(replace(request, resume=True), Listener())
    assert server.requests == []
    assert initial_weights(tmp_path) == ("none", None)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Licence of these weights" not in page


def test_the_final_training_starts_with_the_weights_of_the_validated_run(chips, server, tmp_path):
    def switch_on_before_the_final_training(heard):
        if any(line.startswith("Final training") for line in heard.infos) and not server.files:
            server.requests.clear()
            switch_on(server, tmp_path)
        return False

    heard = Listener(stop=switch_on_before_the_final_training)
    train(replace(request_of(chips, tmp_path), refit="always"), heard)
    assert any("The model is that of the final training" in line for line in heard.infos)
    assert server.files
    assert server.requests == []
    assert initial_weights(tmp_path) == ("none", None)


def test_a_model_to_start_from_takes_the_place_of_automatic_weights_and_hands_on_their_licence(chips, server, tmp_path):
    switch_on(server, tmp_path)
    first = replace(request_of(chips, tmp_path), epochs=1)
    train(first, Listener())
    server.requests.clear()
    (tmp_path / "second").mkdir()
    heard = Listener()
    train(replace(request_of(chips, tmp_path / "second"), start_model=first.output, epochs=1), heard)
    assert f"No pretrained weights (auto) are loaded: training starts from {first.output}." in heard.infos
    assert server.requests == []
    assert initial_weights(tmp_path / "second") == ("model", initial_weights(tmp_path)[1])


def test_an_encoder_whose_weights_may_be_random_is_not_frozen():
    with pytest.raises(SettingsError, match=r"frozen for 1 epochs, but its weights may be random \(auto\)"):
        TrainRequest("chips", "model", weights="auto", freeze_epochs=1).check()
