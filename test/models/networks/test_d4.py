"""Looking at an image in several ways: a group, undone exactly, and without effect on a network that is symmetric itself."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.networks.d4 import TRANSFORMS, mean_over_transforms, restored, transformed
from torch import nn

SIDES = (st.integers(1, 20), st.integers(1, 20), st.integers(0, 2**31))
ALL = TRANSFORMS["8"]


def image(height, width, seed, bands=2):
    return torch.randn(1, bands, height, width, generator=torch.Generator().manual_seed(seed))


def network(symmetric: bool) -> nn.Module:
    """Two layers of 3 x 3 whose kernels look the same from everywhere, or not."""
    torch.manual_seed(3)
    layers = nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.Tanh(), nn.Conv2d(4, 3, 3, padding=1), nn.Softmax(dim=1))
    if symmetric:
        for layer in (layers[0], layers[2]):
            layer.weight.data = sum(transformed(layer.weight.data, turn) for turn in ALL) / 8
    return layers.requires_grad_(False).double()


@given(*SIDES, st.sampled_from(ALL))
def test_every_turn_is_undone(height, width, seed, turn):
    images = image(height, width, seed)
    assert torch.equal(restored(transformed(images, turn), turn), images)


def test_the_turns_are_all_different_and_closed():
    images = image(4, 4, 0)
    seen = [transformed(images, turn) for turn in ALL]
    assert not any(torch.equal(a, b) for n, a in enumerate(seen) for b in seen[:n])
    for turns in TRANSFORMS.values():
        results = [transformed(images, turn) for turn in turns]
        for a in turns:
            for b in turns:
                both = transformed(transformed(images, a), b)
                assert any(torch.equal(both, result) for result in results)


@given(*SIDES, st.sampled_from(["4", "8"]))
def test_a_symmetric_network_is_not_changed(height, width, seed, choice):
    images, symmetric = image(height, width, seed).double(), network(True)
    torch.testing.assert_close(mean_over_transforms(symmetric, images, TRANSFORMS[choice]), symmetric(images))


@given(*SIDES, st.sampled_from(["4", "8"]), st.integers(0, 7))
def test_the_result_turns_with_the_image(height, width, seed, choice, number):
    images, askew = image(height, width, seed).double(), network(False)
    turn = TRANSFORMS[choice][number % int(choice)]
    upright = mean_over_transforms(askew, images, TRANSFORMS[choice])
    torch.testing.assert_close(
        mean_over_transforms(askew, transformed(images, turn), TRANSFORMS[choice]), transformed(upright, turn)
    )


def test_a_network_that_is_not_symmetric_gives_something_else_when_looked_at_from_all_sides():
    images, askew = image(9, 9, 1).double(), network(False)
    assert not torch.allclose(mean_over_transforms(askew, images, ALL), askew(images), atol=1e-3)


@pytest.mark.parametrize("choice", TRANSFORMS)
def test_probabilities_still_sum_to_one(choice):
    total = mean_over_transforms(network(False), image(8, 6, 2).double(), TRANSFORMS[choice]).sum(dim=1)
    torch.testing.assert_close(total, torch.ones_like(total))
