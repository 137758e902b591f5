from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from pixel_classifier.models.data.batches import LabelledChips
from pixel_classifier.models.optimization import auto_batch_size
from pixel_classifier.models.optimization.losses import SparseLoss
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.models.runtime.ranks import Ranks
from pixel_classifier.rasters.core.errors import SettingsError
from torch.utils._python_dispatch import TorchDispatchMode


class Small(torch.nn.Sequential):
    def __init__(self):
        super().__init__(torch.nn.Conv2d(3, 8, 3, padding=1), torch.nn.BatchNorm2d(8), torch.nn.Conv2d(8, 2, 1))


SPEC = SimpleNamespace(in_channels=3, classes=2)


def runtime(kind="cpu"):
    return Runtime(torch.device(kind), None, 0)


def fitting_batch(side_px, chips, network=None, kind="cpu"):
    cache = SimpleNamespace(side_px=side_px)
    chips = LabelledChips(cache, np.arange(chips), None, None)
    return auto_batch_size.fitting_batch(network or Small(), SPEC, chips, runtime(kind), SparseLoss())


@pytest.mark.parametrize(("chips", "expected"), [(5, 4), (100, 4), (129, 8), (10_000, 16)])
def test_a_batch_leaves_an_epoch_enough_steps(monkeypatch, chips, expected):
    monkeypatch.setattr(auto_batch_size, "free_bytes", lambda device: 10**12)
    assert fitting_batch(32, chips) == expected


def test_on_a_cpu_the_free_memory_decides(monkeypatch):
    monkeypatch.setattr(auto_batch_size, "free_bytes", lambda device: 10**12)
    roomy = fitting_batch(64, 1000)
    monkeypatch.setattr(auto_batch_size, "free_bytes", lambda device: 4 * 10**6)
    assert 2 <= fitting_batch(64, 1000) < roomy
    monkeypatch.setattr(auto_batch_size, "free_bytes", lambda device: 10**5)
    with pytest.raises(SettingsError, match=r"does not hold a batch of 2 chips of 64 x 64 pixels.*smaller encoder"):
        fitting_batch(64, 1000)


def test_on_other_devices_batches_are_doubled_until_memory_runs_out(monkeypatch):
    tried = []

    def runs(network, spec, batch_size, *_):
        tried.append(batch_size)
        return batch_size <= 8

    monkeypatch.setattr(auto_batch_size, "_runs", runs)
    assert fitting_batch(32, 10_000, kind="mps") == 8
    assert tried == [2, 4, 8, 16]


def test_the_trial_step_runs_and_recognises_memory_running_out(monkeypatch):
    assert auto_batch_size._runs(Small(), SPEC, 2, 32, runtime(), SparseLoss())

    def exhausted(*_):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate")

    monkeypatch.setattr(SparseLoss, "__call__", exhausted)
    assert not auto_batch_size._runs(Small(), SPEC, 2, 32, runtime(), SparseLoss())


def test_the_trial_step_leaves_room_for_the_batches_that_a_training_reads_ahead_and_augments():
    """Outside of a step nothing cuts a batch: a training for which the trial had left no room ended with an error."""
    bands, side, batch = 32, 32, 2
    network, spec = torch.nn.Conv2d(bands, 2, 1), SimpleNamespace(in_channels=bands, classes=2)

    class Full(TorchDispatchMode):
        """Runs out of memory for tensors larger than `times` the pixels of the batch."""

        def __init__(self, times):
            super().__init__()
            self._most = times * batch * bands * side**2

        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            result = function(*args, **(kwargs or {}))
            if isinstance(result, torch.Tensor) and result.numel() > self._most:
                raise torch.OutOfMemoryError("CUDA out of memory.")
            return result

    fitting = []
    for processes, times in ((1, 1), (1, 16), (4, 16)):  # of several processes each holds the whole batch
        on = Runtime(torch.device("cpu"), None, 0, Ranks(0, processes))
        with Full(times):
            fitting.append(auto_batch_size._runs(network, spec, batch, side, on, SparseLoss()))
    assert fitting == [False, True, False]


def test_the_network_is_left_as_it_was(monkeypatch):
    network = Small()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    fitting_batch(32, 100, network)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
