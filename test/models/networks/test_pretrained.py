"""Encoders with weights: from files of several libraries, adapted to the bands, or a clear sentence within seconds."""

from __future__ import annotations

import os
import time

import pytest
import timm
import torch
import torchvision
from pixel_classifier.models.networks import pretrained
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.pretrained import adapt_bands, load_file_weights, read_arrays
from pixel_classifier.rasters.core.errors import BackendError, ModelError, SettingsError
from safetensors.torch import save_file


class Log:
    """Keeps what was said."""

    def __init__(self):
        self.infos, self.warnings = [], []

    def info(self, message):
        self.infos.append(message)

    def warning(self, message):
        self.warnings.append(message)


def encoder_of(encoder, bands=3, architecture="unet"):
    return build_network(NetworkSpec(architecture, encoder, bands, 2)).encoder


def stored(path, network, prefix="", **wrapping):
    state = {f"{prefix}{key}": value for key, value in network.state_dict().items()}
    if path.suffix == ".safetensors":
        save_file(state, path)
    else:
        torch.save({"state_dict": state, **wrapping} if wrapping else state, path)
    return str(path)


def test_torchvision_file_fills_the_encoder(tmp_path):
    source = torchvision.models.resnet18()
    encoder = encoder_of("resnet18")
    summary = load_file_weights(encoder, "resnet18", stored(tmp_path / "w.pth", source))
    assert summary.missing == ()
    assert set(summary.unused) == {"fc.weight", "fc.bias"}
    assert summary.adapted_from is None
    assert all(torch.equal(value, source.state_dict()[key]) for key, value in encoder.state_dict().items())


def test_torchgeo_file_of_13_bands_fills_an_encoder_of_13_bands_as_it_is(tmp_path):
    source = timm.create_model("resnet18", in_chans=13, num_classes=0)
    encoder = encoder_of("resnet18", 13)
    summary = load_file_weights(encoder, "resnet18", stored(tmp_path / "w.pth", source))
    assert summary.adapted_from is None
    assert torch.equal(encoder.conv1.weight, source.conv1.weight)


@pytest.mark.parametrize("prefix", ["encoder.", "backbone.", "module.", "model.encoder.", "module.model.backbone."])
def test_files_of_training_programs_fit_whatever_stands_before_the_names(tmp_path, prefix):
    source = torchvision.models.resnet18()
    path = stored(tmp_path / "w.pt", source, prefix, epoch=3, optimizer={"lr": 0.1, "state": {"x": torch.zeros(2)}})
    encoder = encoder_of("resnet18")
    assert load_file_weights(encoder, "resnet18", path).missing == ()
    assert torch.equal(encoder.layer4[1].conv2.weight, source.layer4[1].conv2.weight)


def test_whole_model_of_the_library_gives_its_encoder(tmp_path):
    source = build_network(NetworkSpec("fpn", "resnet18", 4, 5))
    path = stored(tmp_path / "model.safetensors", source)
    for weights in (path, str(tmp_path)):  # the file, or the model folder around it
        encoder = encoder_of("resnet18", 4)
        summary = load_file_weights(encoder, "resnet18", weights)
        assert summary.missing == ()
        assert any(name.startswith("decoder.") for name in summary.unused)
        assert torch.equal(encoder.conv1.weight, source.encoder.conv1.weight)


@pytest.mark.parametrize(
    ("architecture", "encoder", "name"),
    [
        ("deeplabv3", "vgg11_bn", "vgg11_bn"),
        ("deeplabv3", "densenet121", "densenet121"),
        ("deeplabv3", "tu-vgg11", "vgg11"),
        ("unet", "tu-resnet18", "resnet18"),
        ("unet", "tu-convnext_atto", "convnext_atto"),
        ("unet", "tu-efficientnet_b0", "efficientnet_b0"),
    ],
)
def test_timm_files_fill_every_family(tmp_path, architecture, encoder, name):
    source = timm.create_model(name)
    filled = encoder_of(encoder, 3, architecture)
    summary = load_file_weights(filled, encoder, stored(tmp_path / "w.safetensors", source))
    assert summary.missing == ()
    kernel = next(module.weight for module in source.modules() if isinstance(module, torch.nn.Conv2d))
    assert torch.equal(next(m.weight for m in filled.modules() if isinstance(m, torch.nn.Conv2d)), kernel)


def test_old_names_of_densenet_are_understood(tmp_path):
    state = {
        key.replace("norm1", "norm.1").replace("conv2", "conv.2"): value
        for key, value in torchvision.models.densenet121().state_dict().items()
    }
    torch.save(state, tmp_path / "w.pth")
    assert load_file_weights(encoder_of("densenet121"), "densenet121", str(tmp_path / "w.pth")).missing == ()


def test_first_convolution_is_adapted_to_the_bands_and_that_is_said(tmp_path):
    source = torchvision.models.resnet18()
    path, log = stored(tmp_path / "w.pth", source), Log()
    network = build_network(NetworkSpec("unet", "resnet18", 5, 2), path, log)
    kernel = source.conv1.weight
    expected = torch.stack([kernel[:, band % 3] for band in range(5)], 1) * (3 / 5)
    assert torch.equal(network.encoder.conv1.weight, expected)
    assert "made for 3 bands, was adapted to 5" in log.infos[0]
    assert log.warnings == []


@pytest.mark.parametrize("bands", [1, 2, 3, 4, 7])
def test_bands_are_adapted_as_the_library_does(bands):
    from segmentation_models_pytorch.encoders._utils import patch_first_conv

    convolution = torch.nn.Conv2d(3, 4, 3)
    kernel = convolution.weight.detach().clone()
    patch_first_conv(torch.nn.Sequential(convolution), bands)
    torch.testing.assert_close(adapt_bands(kernel, bands), convolution.weight.detach())


def test_shallower_file_is_taken_with_a_warning(tmp_path):
    path, log = stored(tmp_path / "w.pth", torchvision.models.resnet18()), Log()
    build_network(NetworkSpec("unet", "resnet34", 3, 2), path, log)
    assert "start with random weights" in log.warnings[0]
    assert "layer1.2.conv1.weight" in log.warnings[0]


@pytest.mark.parametrize(
    ("encoder", "file_of"), [("resnet34", "resnet50"), ("vgg11", "resnet18"), ("resnet18", "vgg11")]
)
def test_file_of_another_encoder_is_refused(tmp_path, encoder, file_of):
    path = stored(tmp_path / "w.pth", timm.create_model(file_of))
    with pytest.raises(ModelError, match="Choose the encoder that the file was made for") as refusal:
        build_network(NetworkSpec("unet", encoder, 3, 2), path)
    assert path in str(refusal.value)
    assert encoder in str(refusal.value)


class Harmful:
    """Would make a folder where it is unpickled."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


def test_file_that_would_run_code_is_refused_and_runs_none(tmp_path):
    torch.save({"state_dict": {}, "hook": Harmful(tmp_path / "made")}, tmp_path / "w.pth")
    with pytest.raises(ModelError, match="never loaded"):
        read_arrays(tmp_path / "w.pth")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("name", ["w.pth", "w.pt", "w.safetensors"])
def test_damaged_file_is_named(tmp_path, name):
    (tmp_path / name).write_bytes(b"no weights at all")
    with pytest.raises(ModelError, match="damaged") as refusal:
        read_arrays(tmp_path / name)
    assert name in str(refusal.value)


def test_file_without_arrays_missing_file_and_other_kinds_are_named(tmp_path):
    torch.save({"epoch": 3}, tmp_path / "w.pth")
    with pytest.raises(ModelError, match="no dictionary of arrays"):
        read_arrays(tmp_path / "w.pth")
    with pytest.raises(ModelError, match=r"no weights file .*gone\.pth"):
        read_arrays(tmp_path / "gone.pth")
    (tmp_path / "model.onnx").touch()
    with pytest.raises(ModelError, match=r"model\.onnx is not a weights file"):
        read_arrays(tmp_path / "model.onnx")


def nowhere(url, **kwargs):
    raise OSError("Name or service not known")


def silence(url, **kwargs):
    time.sleep(20)


@pytest.mark.parametrize("encoder", ["resnet18", "tu-resnet18"])
@pytest.mark.parametrize(("hub", "reason"), [(nowhere, "not known"), (silence, "no answer")])
def test_imagenet_weights_without_a_network_are_refused_at_once_with_the_cure(monkeypatch, encoder, hub, reason):
    monkeypatch.setattr(pretrained, "get_hf_file_metadata", hub)
    monkeypatch.setattr(pretrained, "try_to_load_from_cache", lambda *args, **kwargs: None)
    monkeypatch.setattr(pretrained, "REPLY_TIMEOUT_S", 0.2)
    target = encoder_of(encoder)
    started = time.monotonic()
    with pytest.raises(BackendError, match="give its path as weights") as refusal:
        pretrained.load_imagenet(target, encoder, 3)
    assert time.monotonic() - started < 2
    assert encoder in str(refusal.value)
    assert reason in str(refusal.value)


def test_broken_download_is_told(monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError("reset by peer")

    target = encoder_of("resnet18")
    monkeypatch.setattr(pretrained, "_why_unreachable", lambda url: "")
    monkeypatch.setattr(pretrained.smp.encoders, "get_encoder", fail)
    with pytest.raises(BackendError, match="reset by peer"):
        pretrained.load_imagenet(target, "resnet18", 3)


@pytest.mark.parametrize(
    ("architecture", "encoder"), [("pspnet", "resnet18"), ("deeplabv3", "densenet121"), ("unet", "tu-resnet18")]
)
def test_imagenet_weights_go_into_the_network_s_own_encoder(monkeypatch, architecture, encoder):
    """With a hub that answers: the weights that the library fetches end up in the network, dilated or not."""
    fetched = []
    fetch = pretrained.smp.encoders.get_encoder

    def get_encoder(name, in_channels, depth, weights):
        assert weights is (True if name.startswith("tu-") else "imagenet")
        fetched.append(fetch(name, in_channels=in_channels, depth=depth, weights=None))
        return fetched[0]

    network = build_network(NetworkSpec(architecture, encoder, 4, 2))
    monkeypatch.setattr(pretrained, "_why_unreachable", lambda url: "")
    monkeypatch.setattr(pretrained.smp.encoders, "get_encoder", get_encoder)
    log = Log()
    pretrained.load_encoder_weights(network.encoder, encoder, 4, "imagenet", log)
    state = network.encoder.state_dict()
    assert all(torch.equal(state[key], value) for key, value in fetched[0].state_dict().items())
    assert encoder in log.infos[0]


@pytest.mark.parametrize("encoder", ["tu-botnet50ts_256", "resnext101_32x4d"])
def test_encoder_without_imagenet_weights_is_named(encoder):
    with pytest.raises(SettingsError, match=encoder):
        pretrained._source(encoder)


def test_environment_is_left_alone(monkeypatch):
    before = dict(os.environ)
    monkeypatch.setattr(pretrained, "get_hf_file_metadata", nowhere)
    with pytest.raises(BackendError):
        pretrained.load_imagenet(encoder_of("resnet18"), "resnet18", 3)
    assert dict(os.environ) == before
