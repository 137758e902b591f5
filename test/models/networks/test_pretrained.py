"""Encoders that start with ImageNet weights or those of a file, what is recorded of them, and what follows where there are none."""

from __future__ import annotations

import hashlib
import re
import time

import pytest
import timm
import torch
from fake_hub import COMMIT, FakeHub, point_at
from listener import Listener
from pixel_classifier.models.networks import hub, pretrained
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.hub import imagenet_file
from pixel_classifier.models.networks.pretrained import PretrainedWeights, load_pretrained
from pixel_classifier.rasters.core.errors import BackendError, Cancelled, ModelError, SettingsError
from safetensors.torch import save_file


def network_of(encoder, bands=3, architecture="unet"):
    return build_network(NetworkSpec(architecture, encoder, bands, 2))


def state_of(network):
    return {key: value.clone() for key, value in network.state_dict().items()}


def made_up(encoder, path):
    """Writes a file as the hub has it for an encoder: of the network with all its bands and a classifier on top."""
    state = state_of(timm.create_model(encoder[3:]) if encoder.startswith("tu-") else network_of(encoder).encoder)
    save_file({**state, "fc.weight": torch.zeros(7, 3)} if "fc.weight" not in state else state, path)
    return state


@pytest.fixture
def server(monkeypatch, tmp_path):
    fake = FakeHub()
    with fake.serve() as address:
        point_at(monkeypatch, address, tmp_path / "cache")
        monkeypatch.setattr(hub, "REPLY_TIMEOUT_S", 2.0)
        yield fake


def put_weights(server, encoder, tmp_path):
    file = imagenet_file(encoder)
    state = made_up(encoder, tmp_path / "made.safetensors")
    server.put(file.repository, file.name, tmp_path / "made.safetensors")
    return state


@pytest.mark.parametrize("weights", ["imagenet", "auto"])
@pytest.mark.parametrize(
    ("architecture", "encoder"),
    [("pspnet", "resnet18"), ("deeplabv3", "densenet121"), ("unet", "vgg11"), ("unet", "tu-resnet18")],
)
def test_imagenet_weights_of_the_hub_go_into_the_network_s_own_encoder(
    server, tmp_path, architecture, encoder, weights
):
    expected = put_weights(server, encoder, tmp_path)
    network, log = network_of(encoder, architecture=architecture), Listener()
    loaded = load_pretrained(network.encoder, encoder, weights, log)
    values = {key.removeprefix("model."): value for key, value in network.encoder.state_dict().items()}
    assert all(torch.equal(value, expected[key]) for key, value in values.items())
    assert f"Loaded the ImageNet weights of {encoder}" in log.infos[-1]
    assert "licence: " in log.infos[-1]
    assert (loaded.source, loaded.encoder, loaded.file_bands, loaded.bands) == (
        imagenet_file(encoder).repository, encoder, 3, 3,
    )  # fmt: skip
    assert log.warnings == []


def test_what_was_loaded_is_recorded_with_revision_checksum_licence_and_bands(server, tmp_path):
    kernel = put_weights(server, "tu-resnet18", tmp_path)["conv1.weight"]
    network, log = network_of("tu-resnet18", 5), Listener()
    loaded = load_pretrained(network.encoder, "tu-resnet18", "imagenet", log)
    checksum = hashlib.sha256((tmp_path / "made.safetensors").read_bytes()).hexdigest()
    assert loaded == PretrainedWeights(
        "timm/resnet18.a1_in1k", COMMIT, "model.safetensors", "tu-resnet18", checksum, "apache-2.0", 3, 5
    )
    assert "adapted from 3 bands to 5; licence: apache-2.0" in log.infos[-1]
    expected = torch.stack([kernel[:, band % 3] for band in range(5)], 1) * (3 / 5)
    torch.testing.assert_close(network.encoder.model.conv1.weight.detach(), expected)


def test_unknown_licence_is_said(server, tmp_path):
    put_weights(server, "resnet18", tmp_path)
    log = Listener()
    loaded = load_pretrained(network_of("resnet18").encoder, "resnet18", "imagenet", log)
    assert loaded.licence is None
    assert log.infos[-1].endswith("licence: unknown.")


@pytest.mark.parametrize("encoder", ["resnet18", "tu-resnet18"])
def test_cached_imagenet_weights_need_no_network(server, tmp_path, encoder, monkeypatch):
    put_weights(server, encoder, tmp_path)
    load_pretrained(network_of(encoder).encoder, encoder, "imagenet", Listener())
    server.requests.clear()
    server.mute = True
    started = time.monotonic()
    assert load_pretrained(network_of(encoder).encoder, encoder, "auto", Listener()) is not None
    assert time.monotonic() - started < 10
    assert server.requests == []


@pytest.mark.parametrize("encoder", ["resnet18", "tu-resnet18"])
def test_imagenet_weights_without_a_network_are_refused_at_once_with_the_cure(monkeypatch, tmp_path, encoder):
    point_at(monkeypatch, "http://127.0.0.1:1", tmp_path)
    target = network_of(encoder).encoder
    started = time.monotonic()
    with pytest.raises(BackendError, match="give its path as weights") as refusal:
        load_pretrained(target, encoder, "imagenet", Listener())
    assert time.monotonic() - started < 3
    assert encoder in str(refusal.value)
    assert "refused" in str(refusal.value)


@pytest.mark.parametrize(
    ("state", "reason"),
    [("absent", "404"), ("mute", "no answer|timed out"), ("slow", "slow"), ("damaged", "cannot be used")],
)
def test_auto_leaves_the_encoder_as_it_is_where_the_hub_cannot_help_and_says_why(
    server, tmp_path, monkeypatch, state, reason
):
    monkeypatch.setattr(hub, "REPLY_TIMEOUT_S", 0.3)
    monkeypatch.setattr(pretrained, "AUTO_LIMIT_S", 0.5)
    file = imagenet_file("resnet18")
    if state != "absent":
        server.put(file.repository, file.name, b"no weights" * 1000)
    server.mute, server.bytes_per_s = state == "mute", 100 if state == "slow" else 0
    network, log = network_of("resnet18"), Listener()
    before = state_of(network)
    assert load_pretrained(network.encoder, "resnet18", "auto", log) is None
    assert log.infos[-1].startswith("Training starts with random encoder weights")
    assert re.search(reason, log.infos[-1])
    assert all(torch.equal(value, before[key]) for key, value in network.state_dict().items())


def test_auto_can_be_cancelled(server):
    server.mute = True
    with pytest.raises(Cancelled):
        load_pretrained(network_of("resnet18").encoder, "resnet18", "auto", Listener(stop=lambda _: True))


def test_encoder_without_imagenet_weights_is_named_and_auto_goes_on_without(monkeypatch):
    encoder = network_of("resnext101_32x4d").encoder
    with pytest.raises(SettingsError, match="resnext101_32x4d"):
        load_pretrained(encoder, "resnext101_32x4d", "imagenet", Listener())
    log = Listener()
    assert load_pretrained(encoder, "resnext101_32x4d", "auto", log) is None
    assert "the hub has none for resnext101_32x4d" in log.infos[-1]


@pytest.mark.parametrize(
    ("name", "metadata", "licence"),
    [("w.safetensors", {"license": "cc-by-4.0"}, "cc-by-4.0"), ("w.safetensors", None, None), ("w.pth", None, None)],
)
def test_file_is_recorded_by_its_name_and_checksum_with_the_licence_that_it_states(tmp_path, name, metadata, licence):
    state, path, log = state_of(timm.create_model("resnet18", in_chans=13)), tmp_path / name, Listener()
    if name.endswith("pth"):
        torch.save(state, path)
    else:
        save_file(state, path, metadata)
    loaded = load_pretrained(network_of("resnet18", 4).encoder, "resnet18", str(path), log)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    assert loaded == PretrainedWeights("file", None, name, "resnet18", checksum, licence, 13, 4)
    assert "made for 13 bands, was adapted to 4" in log.infos[0]
    assert log.infos[-1] == f"Licence of these weights: {licence or 'unknown'}."


def test_no_weights_record_nothing():
    assert load_pretrained(network_of("resnet18").encoder, "resnet18", "none", Listener()) is None


def test_file_that_does_not_fit_is_an_error(tmp_path):
    save_file(state_of(timm.create_model("resnet50")), tmp_path / "w.safetensors")
    with pytest.raises(ModelError, match="does not fit the encoder resnet18"):
        load_pretrained(network_of("resnet18").encoder, "resnet18", str(tmp_path / "w.safetensors"), Listener())
