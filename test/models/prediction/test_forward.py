"""A network prepared for inference: faster, with the same logits."""

from __future__ import annotations

import copy

import pytest
import torch
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.prediction.forward import prepare_network
from torch import nn

CPU = torch.device("cpu")
BANDS = 4
NETWORKS = [("unet", "resnet18"), ("unet", "densenet121"), ("pspnet", "vgg11_bn"), ("deeplabv3", "resnet18")]


@pytest.fixture
def images():
    return torch.randn(1, BANDS, 96, 64, generator=torch.Generator().manual_seed(0))


def network_of(architecture, encoder):
    torch.manual_seed(0)
    return build_network(NetworkSpec(architecture, encoder, BANDS, 3)).eval()


@pytest.mark.parametrize(("architecture", "encoder"), NETWORKS)
def test_weights_rounded_once_give_what_autocast_gives(images, architecture, encoder):
    """Of convolutions alone: the constants of a batch normalisation keep their precision."""
    network = network_of(architecture, encoder)
    each_time = prepare_network(copy.deepcopy(network), BANDS, CPU, None)
    once = prepare_network(network, BANDS, CPU, torch.bfloat16)
    kinds = {
        (nn.BatchNorm2d if isinstance(module, nn.BatchNorm2d) else type(module), value.dtype)
        for module in once.modules()
        for value in module.parameters(recurse=False)
    }
    assert kinds <= {(nn.Conv2d, torch.bfloat16), (nn.BatchNorm2d, torch.float32)}
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(once(images), each_time(images))


def test_float32_stays_float32():
    ready = prepare_network(network_of("unet", "resnet18"), BANDS, CPU, None)
    assert {value.dtype for value in ready.parameters()} == {torch.float32}


def test_a_network_can_be_prepared_again(images):
    """After running out of memory: the batch normalisations that stay are looked for in float32."""
    ready = prepare_network(network_of("unet", "densenet121"), BANDS, CPU, torch.bfloat16)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        first = ready(images)
    again = prepare_network(ready, BANDS, CPU, torch.bfloat16)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(again(images), first)
