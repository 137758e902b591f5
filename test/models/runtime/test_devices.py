from __future__ import annotations

import pytest
import torch
from pixel_classifier.models.runtime import devices
from pixel_classifier.rasters.core.errors import SettingsError


def test_auto_and_cpu_give_a_device_that_computes():
    for name in ("auto", "cpu", " CPU "):
        device = devices.choose_device(name)
        assert torch.ones(2, device=device).sum().item() == 2


@pytest.mark.parametrize("name", ["cuda:31", "mps:9", "gpu", ""])
def test_a_device_that_is_not_there_is_refused_with_those_that_are(name):
    with pytest.raises(SettingsError, match=r"does not exist here.*Choose auto or one of: cpu"):
        devices.choose_device(name)


def test_asking_for_a_gpu_without_one_says_why(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(SettingsError, match=r"cuda:0 does not exist here \(.*(driver|without CUDA)"):
        devices.choose_device("cuda:0")


def test_auto_takes_the_first_gpu_where_there_is_one(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert devices.choose_device("auto") == torch.device("cuda:0")
    assert devices.choose_device("cuda:1") == torch.device("cuda:1")
    with pytest.raises(SettingsError, match="cuda:0, cuda:1"):
        devices.choose_device("cuda:2")


@pytest.mark.parametrize(("threads", "cpu", "gpu"), [(1, None, None), (2, None, 2), (8, 2, 8), (64, 8, 8)])
def test_the_raster_is_decoded_on_several_threads_where_one_is_too_slow(monkeypatch, threads, cpu, gpu):
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    assert devices.decoding_threads(torch.device("cpu")) == cpu
    assert devices.decoding_threads(torch.device("cuda:0")) == gpu


def test_host_buffers_are_pinned_for_a_gpu_alone():
    assert devices.Runtime(torch.device("cuda:0"), None, 1).pinned
    assert not devices.Runtime(torch.device("cpu"), None, 1).pinned
