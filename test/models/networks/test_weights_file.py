"""Encoders with weights from files of several libraries, adapted to the bands."""

from __future__ import annotations

import os

import pytest
import timm
import torch
import torchvision
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.weights_file import adapt_bands, load_file_weights, read_arrays
from pixel_classifier.rasters.core.errors import ModelError
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


@pytest.mark.parametrize(
    "prefix",
    [
        "encoder.", "backbone.", "module.", "model.encoder.", "module.model.backbone.", "module.encoder_q.", "encoder_q.",
        "module.backbone.", "teacher.backbone.", "module.base_encoder.", "net.",
    ],
)  # fmt: skip
def test_files_of_training_programs_fit_whatever_stands_before_the_names(tmp_path, prefix):
    source = torchvision.models.resnet18()
    path = stored(tmp_path / "w.pt", source, prefix, epoch=3, optimizer={"lr": 0.1, "state": {"x": torch.zeros(2)}})
    encoder = encoder_of("resnet18")
    assert load_file_weights(encoder, "resnet18", path).missing == ()
    assert torch.equal(encoder.layer4[1].conv2.weight, source.layer4[1].conv2.weight)


@pytest.mark.parametrize(
    ("leader", "follower"),
    [
        ("module.encoder_q.", "module.encoder_k."),
        ("module.base_encoder.", "module.momentum_encoder."),
        ("teacher.", "student."),
    ],
)
def test_of_two_encoders_in_a_file_of_self_supervised_training_the_usual_one_is_taken(tmp_path, leader, follower):
    source, copy = torchvision.models.resnet18(), torchvision.models.resnet18()
    state = {f"{follower}{key}": value for key, value in copy.state_dict().items()}
    state.update({f"{leader}{key}": value for key, value in source.state_dict().items()})
    torch.save({"state_dict": state}, tmp_path / "w.pth.tar.pth")
    encoder = encoder_of("resnet18")
    assert load_file_weights(encoder, "resnet18", str(tmp_path / "w.pth.tar.pth")).missing == ()
    assert torch.equal(encoder.conv1.weight, source.conv1.weight)


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
    encoder = encoder_of("resnet18", 5)
    load_file_weights(encoder, "resnet18", path).report(log)
    kernel = source.conv1.weight
    expected = torch.stack([kernel[:, band % 3] for band in range(5)], 1) * (3 / 5)
    assert torch.equal(encoder.conv1.weight, expected)
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
    load_file_weights(encoder_of("resnet34"), "resnet34", path).report(log)
    assert "start with random weights" in log.warnings[0]
    assert "layer1.2.conv1.weight" in log.warnings[0]


@pytest.mark.parametrize(
    ("encoder", "file_of"), [("resnet34", "resnet50"), ("vgg11", "resnet18"), ("resnet18", "vgg11")]
)
def test_file_of_another_encoder_is_refused(tmp_path, encoder, file_of):
    path = stored(tmp_path / "w.pth", timm.create_model(file_of))
    with pytest.raises(ModelError, match="Choose the encoder that the file was made for") as refusal:
        load_file_weights(encoder_of(encoder), encoder, path)
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
