"""The mean of two networks: its probabilities, its configuration, and configurations that fit no such network."""

from __future__ import annotations

import pytest
import torch
from pixel_classifier.models.networks.averaged_network import AveragedNetwork, shares_of
from pixel_classifier.models.networks.build import (
    NetworkSpec,
    architecture_of,
    build_network,
    network_config,
    network_from_config,
    stride_px,
    suitable_depth,
)
from pixel_classifier.rasters.core.errors import SettingsError

SPEC = NetworkSpec("unet+pixel", "resnet18", 4, 3, 3)


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return build_network(SPEC).eval().requires_grad_(False)


def test_its_probabilities_are_the_weighted_mean_of_the_calibrated_ones(network):
    network.temperatures.copy_(torch.tensor([2.0, 0.5]))
    network.shares.copy_(torch.tensor([0.75, 0.25]))
    images = torch.rand(2, 4, 32, 64)
    unet, pixel = (torch.softmax(one(images) / t, 1) for one, t in zip(network.members, (2.0, 0.5)))
    torch.testing.assert_close(torch.softmax(network(images), 1), 0.75 * unet + 0.25 * pixel)


@pytest.mark.parametrize(("unet", "pixel", "share"), [(0.6, 0.5, 0.55), (0.5, 0.6, 0.45), (1.0, 1.0, 0.45)])
def test_the_network_that_validates_better_counts_a_little_more_and_of_equal_ones_the_simpler(unet, pixel, share):
    assert shares_of(unet, pixel) == pytest.approx((share, 1 - share))


def test_a_pixel_that_is_not_a_number_stays_so(network):
    images = torch.rand(1, 4, 32, 32)
    images[:, :, 5, 5] = float("nan")
    assert network(images)[0, :, 5, 5].isnan().all()


def test_its_configuration_builds_it_again_and_its_tiles_are_those_of_its_unet(network):
    config = network_config(network)
    assert architecture_of(config) == "unet+pixel"
    again = network_from_config(config)
    assert isinstance(again, AveragedNetwork) and again.state_dict().keys() == network.state_dict().keys()
    for chip in (32, 64, 128):
        assert stride_px("unet+pixel", chip) == stride_px("unet", chip)
        assert suitable_depth("unet+pixel", chip) == suitable_depth("unet", chip)


def test_a_configuration_that_fits_no_such_network_is_refused(network):
    config = network_config(network)
    first, second = config["members"]
    for members in (None, [], [first], [first] * 3, [first, 7], [first, config], [first, {**second, "classes": 5}]):
        with pytest.raises(SettingsError, match="members"):
            network_from_config({**config, "members": members})
