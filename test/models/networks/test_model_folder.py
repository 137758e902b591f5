"""Model folders: saved, loaded, equal; opened by the library wherever it knows the network; damage is named."""

from __future__ import annotations

import json
import os
import shutil
import socket

import pytest
import segmentation_models_pytorch as smp
import torch
from model_samples import description
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.options import ARCHITECTURES, PIXEL
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.model_folder import load_model, network_spec, save_model
from pixel_classifier.rasters.core.errors import ModelError, OutputError


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Makes any attempt to reach another computer fail the test."""

    def refuse(*args, **kwargs):
        raise AssertionError(f"asked for the network: {args}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def saved(folder, architecture="unet", encoder="resnet18", bands=4):
    about = description(architecture, encoder, bands)
    torch.manual_seed(0)
    network = build_network(network_spec(about)).eval()
    save_model(folder, network, network_spec(about), about)
    return network


@pytest.fixture(scope="module")
def whole_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    saved(folder)
    return folder


@pytest.fixture
def folder(whole_folder, tmp_path):
    return shutil.copytree(whole_folder, tmp_path / "model")


@pytest.mark.parametrize("encoder", ["vgg16_bn", "resnet34", "densenet121"])
@pytest.mark.parametrize("architecture", ["unet", "pspnet", "deeplabv3"])
def test_the_nine_networks_are_saved_and_loaded_unchanged(tmp_path, architecture, encoder):
    network = saved(tmp_path, architecture, encoder)
    loaded, about = load_model(tmp_path)
    assert not loaded.training
    assert about == description(architecture, encoder)
    with torch.no_grad():
        for height, width in ((64, 64), (96, 160)):
            images = torch.rand(1, 4, height, width)
            logits = network(images)
            assert logits.shape == (1, 3, height, width)
            assert torch.equal(loaded(images), logits)


@pytest.mark.parametrize("encoder", ["tu-resnet18", "tu-densenet121", "mit_b0"])
def test_other_encoders_are_saved_and_loaded_unchanged(tmp_path, encoder):
    architecture = "unet" if encoder == "mit_b0" else "deeplabv3"
    bands = 3 if encoder == "mit_b0" else 7
    network = saved(tmp_path, architecture, encoder, bands)
    images = torch.rand(1, bands, 64, 64)
    with torch.no_grad():
        assert torch.equal(load_model(tmp_path)[0](images), network(images))


@pytest.mark.parametrize("architecture", [name for name in ARCHITECTURES if name != PIXEL])
def test_the_library_opens_the_folder_without_a_network(tmp_path, architecture):
    network = saved(tmp_path, architecture)
    opened = smp.from_pretrained(str(tmp_path))
    images = torch.rand(2, 4, 64, 64)
    with torch.no_grad():
        assert torch.equal(opened(images), network(images))


def test_folder_holds_three_files_and_no_pickle(folder):
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.json", "model.safetensors"]


def test_a_loss_of_power_leaves_all_files_of_a_saved_model_whole(tmp_path, monkeypatch):
    flushed = set()
    monkeypatch.setattr(os, "fsync", lambda number: flushed.add(os.fstat(number).st_ino))
    saved(tmp_path, bands=3)
    assert {path.stat().st_ino for path in tmp_path.iterdir()} == flushed


def test_everybody_who_may_read_the_folder_may_read_the_weights(folder):
    assert len({path.stat().st_mode for path in folder.iterdir()}) == 1


def test_loading_ignores_the_random_state(folder):
    torch.manual_seed(1)
    first = load_model(folder)[0].state_dict()
    torch.manual_seed(2)
    second = load_model(folder)[0].state_dict()
    assert all(torch.equal(first[key], second[key]) for key in first)


def test_saved_network_can_be_trained_on(folder):
    network = load_model(folder)[0].train()
    network(torch.rand(2, 4, 32, 32)).mean().backward()
    assert all(parameter.requires_grad for parameter in network.parameters())


def check_refusal(folder, *parts):
    with pytest.raises(ModelError) as refusal:
        load_model(folder)
    assert str(folder) in str(refusal.value)
    for part in (*parts, "Restore the folder from a copy, or train the model again."):
        assert part in str(refusal.value)


@pytest.mark.parametrize("share", [0.0, 0.00001, 0.5, 0.999])
def test_truncated_weights_are_called_truncated(folder, share):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    check_refusal(folder, "model.safetensors", "truncated or damaged")


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_missing_file_is_named(folder, name):
    (folder / name).unlink()
    check_refusal(folder, f"lacks {name}")


def test_missing_description_is_named(folder):
    (folder / "model.json").unlink()
    with pytest.raises(ModelError, match=r"no model\.json"):
        load_model(folder)


def test_weights_of_another_network_are_refused(folder, tmp_path):
    (tmp_path / "other").mkdir()
    saved(tmp_path / "other", "fpn")
    shutil.copy(tmp_path / "other" / "model.safetensors", folder)
    check_refusal(folder, "does not fit the network", "missing")


def test_weights_of_another_shape_are_refused(folder):
    path = folder / "config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps({**config, "decoder_channels": [*config["decoder_channels"][:-1], 8]}))
    check_refusal(folder, "does not fit the network", "another shape")


def test_description_and_configuration_must_agree(folder):
    path = folder / "config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps({**config, "in_channels": 7}))
    check_refusal(folder, "contradicts itself", "7")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '"unet"', "\udcff"])
def test_damaged_configuration_is_refused(folder, text):
    (folder / "config.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    check_refusal(folder, "config.json is not a network's configuration")


def test_configuration_of_an_unknown_network_is_refused(folder):
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "_model_class": "Mystery"}))
    with pytest.raises(ModelError, match="Mystery"):
        load_model(folder)


def test_network_and_description_must_belong_together(tmp_path):
    network = build_network(NetworkSpec("unet", "resnet18", 4, 3))
    with pytest.raises(ModelError, match="resnet34"):
        save_model(tmp_path, network, NetworkSpec("unet", "resnet18", 4, 3), description(encoder="resnet34"))


def test_folder_that_cannot_be_written_is_named(tmp_path):
    about = description()
    network = build_network(network_spec(about))
    with pytest.raises(OutputError, match="nowhere"):
        save_model(tmp_path / "nowhere", network, network_spec(about), about)


def test_classes_survive_with_their_own_values(folder):
    assert read_description(folder).class_table.values == (3, 900, 70000)


@pytest.mark.parametrize(
    "change",
    [
        {"decoder_channels": [10**6] * 5}, {"decoder_channels": list(range(2000))}, {"encoder_depth": 10**300}, {"_model_class": ["Unet"]},
        {"decoder_attention_type": {"a": 1}}, {"activation": "__import__('os').abort()"}, {"decoder_channels": [-1] * 5},
    ],
)  # fmt: skip
def test_a_hostile_configuration_is_refused_before_it_takes_memory(folder, change):
    content = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**content, **change}))
    with pytest.raises(ModelError):
        load_model(folder)
