from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch
from pixel_classifier.models.runtime import memory


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (
            RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes"),
            True,
        ),
        (RuntimeError("CUDA out of memory."), True),
        (torch.cuda.OutOfMemoryError("Tried to allocate"), True),
        (torch.OutOfMemoryError("Tried to allocate"), True),
        (RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"), True),
        (RuntimeError("cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"), True),
        (RuntimeError("FIND was unable to find an engine to execute this computation"), True),
        (RuntimeError("Unable to find a valid cuDNN algorithm to run convolution"), True),
        (RuntimeError("MPS backend out of memory (MPS allocated: 5.05 GB, other allocations: 1.1 GB)"), True),
        (RuntimeError("Invalid buffer size: 24.00 GB"), True),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 1 bytes."), True),
        (RuntimeError("std::bad_alloc"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`"), True),
        (RuntimeError("[GPU] clFlush, error code: -5 CL_OUT_OF_RESOURCES"), True),
        (
            RuntimeError(
                "[GPU] Exceeded max size of memory object allocation: requested 5 bytes, max alloc size 4 bytes."
            ),
            True,
        ),
        (RuntimeError("CUDA error: no kernel image is available for execution on the device"), False),
        (RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"), False),
        (ValueError("out of memory"), False),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
    ],
)
def test_out_of_memory_is_recognized(error, expected):
    assert memory.is_out_of_memory(error) is expected


def test_free_memory_is_plausible():
    assert 2**20 < memory.free_bytes(torch.device("cpu")) < 2**50


@pytest.mark.parametrize("available", [2**30, 200 * 2**30])
def test_windows_and_macos_report_their_free_memory(monkeypatch, available):
    """They have neither /proc/meminfo nor control groups; free memory was 4 GiB on all of them."""
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: SimpleNamespace(available=available))
    monkeypatch.setattr(memory, "_CGROUP", "/gone")
    assert memory.free_bytes(torch.device("cpu")) == available


def test_linux_reports_its_free_memory_without_psutil(monkeypatch):
    with_psutil = memory.free_bytes(torch.device("cpu"))
    monkeypatch.setattr(memory, "psutil", None)
    assert memory.free_bytes(torch.device("cpu")) == pytest.approx(with_psutil, rel=0.5)


def test_without_any_report_it_is_4_gib_and_unknown(monkeypatch):
    monkeypatch.setattr(memory, "psutil", None)
    monkeypatch.setattr(memory, "open", lambda *_, **__: (_ for _ in ()).throw(FileNotFoundError()), raising=False)
    assert memory.free_bytes(torch.device("cpu")) == 4 * 2**30 and not memory.is_cpu_memory_known()


def test_a_containers_limit_counts(monkeypatch, tmp_path):
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    monkeypatch.setattr(memory, "_CGROUP", str(tmp_path))
    assert memory.free_bytes(torch.device("cpu")) == 600000
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.free_bytes(torch.device("cpu")) > 600000


def test_files_that_a_container_caches_are_no_lack_of_memory(monkeypatch, tmp_path):
    """Reading a large raster fills the limit with its pages: batch size 0 was refused for want of memory."""
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("990000\n")
    (tmp_path / "memory.stat").write_text(
        "anon 90000\nfile 900000\nactive_file 500000\ninactive_file 300000\nshmem 100000\n"
    )
    monkeypatch.setattr(memory, "_CGROUP", str(tmp_path))
    assert memory.free_bytes(torch.device("cpu")) == 810000


@pytest.mark.parametrize(("own", "left"), [("0::/queue/job_7/step_0\n", 300000), ("4:memory:/other\n0::/\n", 900000)])
def test_the_limit_of_a_job_of_a_queue_counts(monkeypatch, tmp_path, own, left):
    """It lies below the root of the control groups, on the job or on one of its parts."""
    for folder, limit in ((".", 1000000), ("queue/job_7", 400000), ("queue/job_7/step_0", 2000000)):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "memory.max").write_text(f"{limit}\n")
        (tmp_path / folder / "memory.current").write_text("100000\n")
    (tmp_path / "queue" / "memory.max").write_text("max\n")
    (tmp_path / "own").write_text(own)
    monkeypatch.setattr(memory, "_CGROUP", str(tmp_path))
    monkeypatch.setattr(memory, "_OWN_CGROUP", str(tmp_path / "own"))
    assert memory.free_bytes(torch.device("cpu")) == left


@pytest.mark.parametrize(
    ("own", "left"),
    [
        ("11:cpu,cpuacct:/\n6:memory:/slurm/uid_5/job_7/step_0\n0::/\n", 380000),
        ("6:memory:/docker/0123\n", 900000),  # in a container its own group is the root
        ("", 900000),
    ],
)
def test_the_limit_of_a_job_counts_under_control_groups_of_the_first_version(monkeypatch, tmp_path, own, left):
    """So does Enterprise Linux 7 and 8, on which many clusters run: batch size 0 took the memory of the whole computer."""
    unlimited = 9223372036854771712
    for folder, limit in (
        (".", 1000000),
        ("slurm/uid_5", unlimited),
        ("slurm/uid_5/job_7", 400000),
        ("slurm/uid_5/job_7/step_0", unlimited),
    ):
        group = tmp_path / "memory" / folder
        group.mkdir(parents=True, exist_ok=True)
        (group / "memory.limit_in_bytes").write_text(f"{limit}\n")
        (group / "memory.usage_in_bytes").write_text("100000\n")
    (tmp_path / "memory" / "slurm" / "uid_5" / "job_7" / "memory.stat").write_text(
        "cache 90000\nactive_file 1\ntotal_inactive_file 50000\ntotal_active_file 30000\n"
    )
    (tmp_path / "own").write_text(own)
    monkeypatch.setattr(memory, "_CGROUP", str(tmp_path))
    monkeypatch.setattr(memory, "_OWN_CGROUP", str(tmp_path / "own"))
    assert memory.free_bytes(torch.device("cpu")) == left


def test_apples_gpu_may_use_its_working_set_and_no_more(monkeypatch):
    monkeypatch.setattr(torch.mps, "recommended_max_memory", lambda: 10 * 2**20)
    monkeypatch.setattr(torch.mps, "current_allocated_memory", lambda: 4 * 2**20)
    assert memory.free_bytes(torch.device("mps")) == 6 * 2**20


@pytest.mark.parametrize("kind", ["cuda", "mps", "cpu"])
def test_each_device_gets_its_own_memory_back(monkeypatch, kind):
    emptied = []
    for name in ("cuda", "mps"):
        monkeypatch.setattr(getattr(torch, name), "empty_cache", lambda name=name: emptied.append(name))
    memory.release_memory(torch.device(kind))
    assert emptied == [kind] * (kind != "cpu")
