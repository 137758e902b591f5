from __future__ import annotations

import pytest
import torch
from listener import Listener
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


@pytest.fixture
def two_gpus(monkeypatch):
    """Two CUDA devices, of which those in the set that is returned do not compute."""
    too_old: set[str] = set()
    ones = torch.ones

    def made(*shape, device=None):
        if str(device) in too_old:
            raise RuntimeError(
                "CUDA error: no kernel image is available for execution on the device\nCUDA kernel errors ..."
            )
        return ones(*shape)

    monkeypatch.setattr(torch, "ones", made)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (6, 1))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "GTX 1080")
    monkeypatch.setattr(torch.cuda, "get_arch_list", lambda: ["sm_75", "sm_90"])
    devices.why_unusable.cache_clear()
    yield too_old
    devices.why_unusable.cache_clear()


def test_auto_takes_the_first_gpu_where_there_is_one(two_gpus):
    listener = Listener()
    assert devices.choose_device("auto", listener) == torch.device("cuda:0")
    assert devices.choose_device("cuda") == torch.device("cuda:0")
    assert devices.choose_device("cuda:1") == torch.device("cuda:1")
    assert listener.warnings == []
    with pytest.raises(SettingsError, match="cuda:0, cuda:1"):
        devices.choose_device("cuda:2")


def test_a_gpu_without_kernels_in_this_pytorch_is_left_out_with_the_reason(two_gpus):
    two_gpus.add("cuda:0")
    listener = Listener()
    assert devices.choose_device("auto", listener) == torch.device("cuda:1")
    (warning,) = listener.warnings
    assert "cuda:0 is left out: GTX 1080, sm_61" in warning and "sm_75, sm_90" in warning
    assert warning.endswith("(CUDA error: no kernel image is available for execution on the device).")
    with pytest.raises(
        SettingsError, match=r"device cuda:0 cannot be used: GTX 1080, sm_61 .*no kernel image.*Choose cpu"
    ):
        devices.choose_device("cuda")


def test_the_cpu_computes_where_no_gpu_does(two_gpus):
    two_gpus.update(("cuda:0", "cuda:1"))
    listener = Listener()
    assert devices.choose_device("auto", listener) == torch.device("cpu")
    assert len(listener.warnings) == 2


def test_apples_gpu_is_limited_to_its_working_set(monkeypatch):
    limits = []
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(devices, "why_unusable", lambda device: "")
    monkeypatch.setattr(torch.mps, "set_per_process_memory_fraction", limits.append)
    assert devices.choose_device("auto") == devices.choose_device("mps") == torch.device("mps")
    assert limits == [1.0, 1.0]


@pytest.mark.parametrize(("threads", "cpu", "gpu"), [(1, None, None), (2, None, 2), (8, 2, 8), (64, 8, 8)])
def test_the_raster_is_decoded_on_several_threads_where_one_is_too_slow(monkeypatch, threads, cpu, gpu):
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    assert devices.decoding_threads(torch.device("cpu")) == cpu
    assert devices.decoding_threads(torch.device("cuda:0")) == gpu


def test_host_buffers_are_pinned_for_a_gpu_alone():
    assert devices.Runtime(torch.device("cuda:0"), None, 1).pinned
    assert not devices.Runtime(torch.device("cpu"), None, 1).pinned


def test_convolutions_are_benchmarked_on_a_gpu_alone_and_the_setting_comes_back():
    before = torch.backends.cudnn.benchmark
    with devices.fastest_convolutions(torch.device("cuda")):
        assert torch.backends.cudnn.benchmark
    with devices.fastest_convolutions(torch.device("cpu")):
        assert torch.backends.cudnn.benchmark is before
    assert torch.backends.cudnn.benchmark is before
