"""Packing: the same logits from weights in the processor's order and ReLUs inside the convolutions."""

from __future__ import annotations

import copy

import pytest
import torch
from network_samples import BANDS, lived_in, logits
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.prediction import forward, packing
from pixel_classifier.models.prediction.packing import pack_convolutions
from pixel_classifier.models.runtime import devices
from torch import nn

CPU = torch.device("cpu")
TILE_PX = 128, 192


@pytest.fixture(params=[torch.float32, torch.bfloat16], ids=["float32", "bfloat16"])
def precision(request, monkeypatch):
    """Makes networks ready in one precision, whatever the processor is quicker in; gives what they run under."""
    reduced = request.param is torch.bfloat16
    if reduced and not devices._cpu_has_bfloat16():
        pytest.skip("the processor has no instructions for bfloat16")
    monkeypatch.setattr(forward, "autocast_dtype", lambda device: torch.bfloat16 if reduced else None)
    return torch.autocast("cpu", torch.bfloat16, enabled=reduced)


def unpacked(network, monkeypatch):
    """Makes a network ready but for the packing."""
    with monkeypatch.context() as patch:
        patch.setattr(forward, "pack_convolutions", lambda *_: 0)
        return forward.prepare_network(network, BANDS, CPU)


def assert_same(found, expected):
    """Compares logits up to the rounding of their precision."""
    assert found.dtype == expected.dtype
    scale = expected.abs().max()
    tolerance = 1e-5 if found.dtype is torch.float32 else 2e-2
    torch.testing.assert_close(found / scale, expected / scale, rtol=0, atol=tolerance)


def that_run(network, precision, kind):
    """Counts the modules of a kind that take part: PSPNet leaves the deepest layers of its encoder out."""
    ran = set()
    for module in network.modules():
        if type(module) is kind:
            module.register_forward_hook(lambda module, *_: ran.add(module))
    with precision:
        logits(network)
    return len(ran)


@pytest.mark.parametrize(
    ("architecture", "encoder"),
    [("unet", "resnet18"), ("unet", "densenet121"), ("pspnet", "resnet18"), ("unet", "vgg11_bn"), ("deeplabv3", "resnet18"),
     ("unet", "efficientnet-b0"), ("fpn", "resnext50_32x4d")],
)  # fmt: skip
def test_the_logits_stay(precision, monkeypatch, architecture, encoder):
    network = lived_in(build_network(NetworkSpec(architecture, encoder, BANDS, 4)))
    plain = unpacked(copy.deepcopy(network), monkeypatch)
    ready = forward.prepare_network(network, BANDS, CPU)
    with precision:
        expected, found = logits(plain), logits(ready)
    packed = that_run(ready, precision, packing._PackedConv2d)
    assert packed == that_run(plain, precision, nn.Conv2d) - that_run(ready, precision, nn.Conv2d) > 10
    assert_same(found, expected)


@pytest.mark.skipif(not devices._cpu_has_bfloat16(), reason="the processor has no instructions for bfloat16")
def test_with_bfloat16_a_unet_gives_the_very_same(monkeypatch):
    monkeypatch.setattr(forward, "autocast_dtype", lambda device: torch.bfloat16)
    network = lived_in(build_network(NetworkSpec("unet", "resnet18", BANDS, 4)))
    plain, ready = unpacked(copy.deepcopy(network), monkeypatch), forward.prepare_network(network, BANDS, CPU)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(logits(ready), logits(plain))


class Awkward(nn.Module):
    """One ReLU for four places: after a convolution, after a sum, after one that others use too, and after none."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.third = (nn.Conv2d(BANDS, BANDS, 3, padding=1) for _ in range(3))
        self.relu = nn.ReLU()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        alone = self.relu(self.first(self.relu(images)))
        summed = self.second(alone)
        summed += images
        shared = self.third(self.relu(summed))
        return torch.cat([self.relu(shared), shared, alone], 1)


class Unrectified(nn.Module):
    """What a convolution has rectified is changed in place and goes to the same ReLU again."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.relu = nn.Conv2d(BANDS, 4, 3, padding=1), nn.ReLU(inplace=True)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        values = self.relu(self.first(images))
        values -= 0.3
        return self.relu(values)


class Twice(nn.Module):
    """A convolution that is rectified once and once not."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.relu = nn.Conv2d(BANDS, BANDS, 3, padding=1), nn.ReLU()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.first(self.relu(self.first(images)))


@pytest.mark.parametrize(("kind", "packed"), [(Awkward, 3), (Unrectified, 1), (Twice, 1)])
def test_relus_go_only_where_they_follow_a_convolution_alone(kind, packed):
    torch.manual_seed(0)
    network = kind().eval().requires_grad_(False)
    expected = logits(network)
    assert pack_convolutions(network, BANDS, TILE_PX) == packed
    torch.testing.assert_close(logits(network), expected)


def test_a_relu_behind_a_convolution_runs_no_more():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Conv2d(BANDS, 4, 3), nn.ReLU(), nn.Conv2d(4, 2, 1)).eval().requires_grad_(False)
    ran, expected = [], logits(network)
    network[1].register_forward_hook(lambda *_: ran.append("relu"))
    assert pack_convolutions(network, BANDS, TILE_PX) == 2
    ran.clear()
    torch.testing.assert_close(logits(network), expected)
    assert ran == []


def test_other_convolutions_are_left_alone():
    network = nn.Sequential(
        nn.Conv2d(BANDS, 4, 3, padding=1, padding_mode="reflect"), nn.Conv2d(4, 4, 3, padding="same"),
        nn.utils.parametrizations.weight_norm(nn.Conv2d(4, 4, 1)), nn.ConvTranspose2d(4, 2, 2, 2),
    ).eval().requires_grad_(False)  # fmt: skip
    expected = logits(network)
    assert pack_convolutions(network, BANDS, TILE_PX) == 0
    assert torch.equal(logits(network), expected)


def test_a_network_that_is_one_convolution_stays_as_it_is():
    network = nn.Conv2d(BANDS, 2, 1).eval()
    assert pack_convolutions(network, BANDS, TILE_PX) == 0 and list(network.children()) == []


def test_packing_again_changes_nothing():
    network = build_network(NetworkSpec("pspnet", "resnet18", BANDS, 2)).eval().requires_grad_(False)
    assert pack_convolutions(network, BANDS, TILE_PX) > 10
    hooks, expected = len(network._forward_pre_hooks), logits(network)
    assert pack_convolutions(network, BANDS, TILE_PX) == 0
    assert len(network._forward_pre_hooks) == hooks and torch.equal(logits(network), expected)


def broken(*_):
    raise RuntimeError("no such operator")


@pytest.mark.parametrize("fault", [broken, lambda self, images: torch.relu(images)[:, :1].repeat(1, 4, 1, 1)])
def test_where_pytorch_does_otherwise_the_network_stays_as_it_was(monkeypatch, fault):
    network = nn.Sequential(nn.Conv2d(BANDS, 4, 1), nn.ReLU()).eval().requires_grad_(False)
    modules, expected = list(network), logits(network)
    monkeypatch.setattr(packing._PackedConv2d, "forward", fault)
    assert pack_convolutions(network, BANDS, TILE_PX) == 0
    assert list(network) == modules and torch.equal(logits(network), expected)
    assert not network._forward_pre_hooks


def test_another_kind_of_processor_keeps_pytorchs_own_way(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    network = nn.Sequential(nn.Conv2d(BANDS, 4, 1)).eval()
    assert pack_convolutions(network, BANDS, TILE_PX) == 0 and type(network[0]) is nn.Conv2d


class Chain(nn.Sequential):
    """Nothing leads past its ReLUs, and each layer makes values larger."""

    def __init__(self) -> None:
        torch.manual_seed(0)
        super().__init__(
            nn.Conv2d(BANDS, 8, 3, padding=1), nn.ReLU(inplace=True), nn.Conv2d(8, 8, 1), nn.ReLU(inplace=True),
            nn.Conv2d(8, 8, 1), nn.ReLU(inplace=True), nn.Conv2d(8, 2, 1),
        )  # fmt: skip
        for weight in self.parameters():
            weight.data *= 30


@pytest.mark.parametrize("value", [3e38, -3e38, 1e37, float("inf"), float("nan")])
def test_what_overflows_on_its_way_is_no_number_as_before(precision, value):
    dtype = torch.bfloat16 if precision._enabled else torch.float32
    network = Chain().eval().requires_grad_(False).to(dtype)
    images = torch.randn((1, BANDS, 32, 48), generator=torch.Generator().manual_seed(0))
    images[0, :, 7, 9] = torch.tensor([value, -value, value])
    with torch.inference_mode(), precision:
        expected = network(images)
    assert pack_convolutions(network, BANDS, TILE_PX) == 4
    assert sum(module._rectifies for module in network if hasattr(module, "_rectifies")) == 3
    with torch.inference_mode(), precision:
        found = network(images)
    assert not expected[..., 7, 9].isfinite().any()
    assert torch.equal(found.isnan(), expected.isnan())


@pytest.mark.parametrize("shape", [(1, BANDS, 32, 32), (3, BANDS, 160, 96), (2, BANDS, 96, 224)])
def test_images_of_any_size_give_the_same(precision, monkeypatch, shape):
    network = lived_in(build_network(NetworkSpec("unet", "resnet18", BANDS, 4)))
    plain, ready = unpacked(copy.deepcopy(network), monkeypatch), forward.prepare_network(network, BANDS, CPU)
    images = torch.randn(shape, generator=torch.Generator().manual_seed(2))
    with torch.inference_mode(), precision:
        expected, found = plain(images), ready(images)
    assert_same(found, expected)
