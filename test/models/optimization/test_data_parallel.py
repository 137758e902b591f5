"""What training by several ranks needs to know of a network."""

from __future__ import annotations

import pytest
import torch
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.optimization.data_parallel import SynchronisedBatchNorm, drops_at_random, synchronised
from pixel_classifier.models.runtime.ranks import Ranks
from torch import nn


@pytest.mark.parametrize(
    ("architecture", "drops"),
    [
        ("unet", False), ("unetplusplus", False), ("segformer", False), ("upernet", False), ("pixel", True), ("pspnet", True),
        ("deeplabv3", True), ("deeplabv3plus", True), ("fpn", True),
    ],
)  # fmt: skip
def test_networks_with_dropout_are_those_that_the_page_on_clusters_names(architecture, drops):
    encoder = "none" if architecture == "pixel" else "resnet18"
    assert drops_at_random(build_network(NetworkSpec(architecture, encoder, 3, 2, 5))) is drops


class DropPath(nn.Module):
    """Stochastic depth, as encoders of timm have it."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob


@pytest.mark.parametrize(
    ("layer", "drops"),
    [(nn.Dropout(0.0), False), (nn.Dropout2d(0.1), True), (DropPath(None), False), (DropPath(0.1), True)],
)
def test_a_layer_counts_where_it_drops_anything(layer, drops):
    assert drops_at_random(nn.Sequential(nn.Conv2d(1, 1, 1), layer)) is drops


@pytest.mark.parametrize("architecture", ["unet", "deeplabv3", "upernet"])
def test_all_batch_normalisation_of_our_networks_takes_the_statistics_of_all_ranks(architecture):
    network, left = synchronised(
        build_network(NetworkSpec(architecture, "resnet18", 3, 2)), Ranks(0, 2), torch.device("cpu")
    )
    norms = {type(module) for module in network.modules() if isinstance(module, nn.BatchNorm2d)}
    assert left == 0 and norms == {SynchronisedBatchNorm}
