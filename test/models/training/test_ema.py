from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.training.ema import LONGEST_MEMORY, averaged_copy, memory_after


@given(st.integers(0, 100_000))
def test_the_memory_grows_up_to_its_longest(steps):
    assert 0 < memory_after(steps) <= memory_after(steps + 1) <= LONGEST_MEMORY


def test_the_average_follows_the_weights_and_takes_their_latest_statistics():
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 1, 1, bias=False), torch.nn.BatchNorm2d(1))
    average = averaged_copy(network)
    expected = None
    for step, value in enumerate((1.0, 3.0, 2.0)):
        with torch.no_grad():
            network[0].weight.fill_(value)
            network[1].running_mean.fill_(10 * value)
        average.update_parameters(network)
        memory = memory_after(step)
        expected = value if expected is None else memory * expected + (1 - memory) * value
    assert average.module[0].weight.item() == pytest.approx(expected)
    assert average.module[1].running_mean.item() == 20
    assert network[0].weight.item() == 2
