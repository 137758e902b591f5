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


@pytest.mark.parametrize(("capability", "expected"), [((7, 5), torch.float16), ((8, 0), torch.bfloat16)])
def test_precision_on_a_gpu_follows_its_generation(monkeypatch, capability, expected):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    assert devices.autocast_dtype(torch.device("cuda:0")) is expected


@pytest.mark.parametrize(
    ("instructions", "share", "expected"),
    [("avx2", 0.2, None), ("avx512_bf16", 0.2, torch.bfloat16), ("amx_bf16", 0.2, torch.bfloat16),
     ("avx512_bf16", 1.6, None)],
)  # fmt: skip
def test_bfloat16_on_a_processor_only_where_its_instructions_are_quicker(monkeypatch, instructions, share, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {instructions: True}, raising=False)
    monkeypatch.setattr(devices, "_bfloat16_share", lambda: share)
    assert devices.autocast_dtype(torch.device("cpu")) is expected


def test_how_quick_bfloat16_is_is_tried_once(monkeypatch):
    devices._bfloat16_share.cache_clear()
    share = devices._bfloat16_share()
    assert share > 0
    monkeypatch.setattr(torch.nn, "Conv2d", None)
    assert devices._bfloat16_share() == share


@pytest.mark.parametrize(("threads", "processor", "gpu"), [(1, None, None), (2, None, 2), (8, 2, 8), (64, 8, 8)])
def test_the_raster_is_decoded_on_several_threads_where_one_is_too_slow(monkeypatch, threads, processor, gpu):
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    assert devices.decoding_threads(torch.device("cpu")) == processor
    assert devices.decoding_threads(torch.device("cuda:0")) == gpu


def test_free_memory_is_plausible():
    assert 2**20 < devices.free_bytes(torch.device("cpu")) < 2**50


def test_a_containers_limit_counts(monkeypatch, tmp_path):
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    monkeypatch.setattr(devices, "_CGROUP", str(tmp_path))
    assert devices.free_bytes(torch.device("cpu")) == 600000
    (tmp_path / "memory.max").write_text("max\n")
    assert devices.free_bytes(torch.device("cpu")) > 600000
