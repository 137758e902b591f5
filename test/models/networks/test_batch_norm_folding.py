"""Fusing BatchNorm: the same logits from fewer layers, whatever comes before and after a BatchNorm."""

from __future__ import annotations

import copy

import pytest
import torch
from network_samples import BANDS, lived_in, logits
from pixel_classifier.models.networks.batch_norm_folding import fuse_batch_norms
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from torch import nn


def norms(network: nn.Module) -> int:
    """Counts the normalisations that run: PSPNet leaves the deepest layers of its encoder out."""
    ran = set()
    hooks = [
        module.register_forward_hook(lambda module, *_: ran.add(module))
        for module in network.modules()
        if isinstance(module, nn.BatchNorm2d)
    ]
    logits(network)
    for hook in hooks:
        hook.remove()
    return len(ran)


@pytest.mark.parametrize("architecture", ["unet", "pspnet", "deeplabv3"])
@pytest.mark.parametrize(
    ("encoder", "left"),
    [("resnet18", 0), ("vgg11_bn", 0), ("densenet121", 62)],
    # Of DenseNet's 121 normalisations, the 58 + 3 + 1 before a convolution of what several layers share stay.
)
def test_the_logits_stay_and_the_normalisations_go(architecture, encoder, left):
    network = lived_in(build_network(NetworkSpec(architecture, encoder, BANDS, 4)))
    expected, before = logits(network), norms(network)
    folded = fuse_batch_norms(network, BANDS)
    assert folded == before - norms(network) > 0
    scale = expected.abs().max()
    torch.testing.assert_close(logits(network) / scale, expected / scale, rtol=0, atol=2e-5)
    assert norms(network) <= left


class Branching(nn.Module):
    """A convolution whose result is used a second time, beside its normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.norm, self.second = nn.Conv2d(BANDS, 4, 3, padding=1), nn.BatchNorm2d(4), nn.Conv2d(4, 2, 1)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        features = self.first(images)
        return self.second(torch.relu(self.norm(features)) + features)


class Shared(Branching):
    """A convolution that runs twice, once normalised."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.second(self.norm(self.first(images)) + self.first(images * 2))


@pytest.mark.parametrize("kind", [Branching, Shared])
def test_a_convolution_that_others_use_too_is_left_alone(kind):
    network = lived_in(kind())
    expected = logits(network)
    assert fuse_batch_norms(network, BANDS) == 0
    assert torch.equal(logits(network), expected)


def test_a_network_without_normalisation_is_not_even_run():
    class Counting(nn.Conv2d):
        runs = 0

        def forward(self, images):
            Counting.runs += 1
            return super().forward(images)

    assert fuse_batch_norms(Counting(BANDS, 2, 1).eval(), BANDS) == 0
    assert Counting.runs == 0


def test_timm_encoders_with_activations_inside_their_normalisation_keep_them():
    network = lived_in(build_network(NetworkSpec("unet", "tu-efficientnet_b0", BANDS, 2)))
    expected = logits(copy.deepcopy(network))
    fuse_batch_norms(network, BANDS)
    scale = expected.abs().max()
    torch.testing.assert_close(logits(network) / scale, expected / scale, rtol=0, atol=2e-5)
