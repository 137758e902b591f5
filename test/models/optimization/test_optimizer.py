from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.optimization.optimizer import make_optimizer, one_cycle


@given(st.integers(3, 500), st.floats(1e-6, 1))
def test_the_learning_rate_rises_to_the_highest_once_and_ends_near_zero(steps, highest):
    rates = [one_cycle(step, steps, highest) for step in range(steps)]
    peak = rates.index(max(rates))
    assert max(rates) == pytest.approx(highest)
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert rates[-1] == pytest.approx(highest / 1000)
    assert peak <= steps * 0.2 + 1


def test_a_single_step_uses_the_highest_rate():
    assert one_cycle(0, 1, 0.5) == 0.5


def test_norms_and_biases_do_not_decay():
    network = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
    optimizer = make_optimizer(network)
    decaying = {id(w) for group in optimizer.param_groups if group["weight_decay"] for w in group["params"]}
    assert decaying == {id(network[0].weight)}
    assert sum(len(group["params"]) for group in optimizer.param_groups) == 4
