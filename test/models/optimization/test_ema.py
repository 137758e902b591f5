from __future__ import annotations

import pytest
import torch
from pixel_classifier.models.optimization.ema import LONGEST_DECAY, make_ema


def test_the_average_follows_weights_and_batch_statistics():
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 1, 1, bias=False), torch.nn.BatchNorm2d(1))
    ema = make_ema(network)
    expected = None
    for step, value in enumerate((1.0, 3.0, 2.0), 1):
        with torch.no_grad():
            network[0].weight.fill_(value)
            network[1].running_mean.fill_(10 * value)
            network[1].num_batches_tracked.fill_(step)
        ema.update(network, step)
        decay = 1 - 1 / (1 + (step - 1) / 9)
        expected = value if expected is None else decay * expected + (1 - decay) * value
    assert ema.module[0].weight.item() == pytest.approx(expected)
    assert ema.module[1].running_mean.item() == pytest.approx(10 * expected)
    assert ema.module[1].num_batches_tracked.item() == 3
    assert network[0].weight.item() == 2


def test_the_decay_grows_up_to_its_longest():
    decays = [make_ema(torch.nn.Conv2d(1, 1, 1)).get_decay(step) for step in (1, 2, 10, 1000, 100_000)]
    assert decays == sorted(decays)
    assert (decays[0], decays[-1]) == (0, LONGEST_DECAY)


def test_the_average_depends_on_the_step_alone_so_that_a_resumed_run_continues_it():
    torch.manual_seed(0)
    network = torch.nn.Conv2d(2, 2, 3)
    first, second = make_ema(network), make_ema(torch.nn.Conv2d(2, 2, 3))
    second.load_state_dict(first.state_dict())
    with torch.no_grad():
        network.weight.mul_(2)
    for ema in (first, second):
        ema.update(network, 50)
    assert torch.equal(first.module.weight, second.module.weight)
