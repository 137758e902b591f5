from __future__ import annotations

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
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
    ],
)
def test_out_of_memory_is_recognized(error, expected):
    assert memory.is_out_of_memory(error) is expected


def test_free_memory_is_plausible():
    assert 2**20 < memory.free_bytes(torch.device("cpu")) < 2**50


def test_a_containers_limit_counts(monkeypatch, tmp_path):
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    monkeypatch.setattr(memory, "_CGROUP", str(tmp_path))
    assert memory.free_bytes(torch.device("cpu")) == 600000
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.free_bytes(torch.device("cpu")) > 600000
