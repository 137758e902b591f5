"""Memory: how many tiles at a time, and the next attempt after running out of memory."""

from __future__ import annotations

import pytest
import torch
from pixel_classifier.models.prediction import memory_fallback
from pixel_classifier.models.prediction.memory_fallback import (
    SMALLEST_TILE_PX,
    Attempt,
    DeviceOutOfMemory,
    activation_bytes_per_pixel,
    fitting_batch_size,
)
from torch import nn

GPU, CPU = torch.device("cuda:0"), torch.device("cpu")


def test_the_results_of_all_layers_are_counted():
    network = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 2, 1))
    assert activation_bytes_per_pixel(network, 3, CPU) == 4 * (8 + 8 + 2)


def test_a_gpu_takes_what_half_of_its_free_memory_holds(monkeypatch):
    monkeypatch.setattr(memory_fallback, "free_bytes", lambda device: 8 * 2**30)

    def batch(side, bytes_per_pixel):
        monkeypatch.setattr(memory_fallback, "activation_bytes_per_pixel", lambda *_: bytes_per_pixel)
        return fitting_batch_size(nn.Identity(), 3, GPU, side * side)

    assert [batch(512, 2000), batch(512, 1), batch(4096, 2000)] == [8, 32, 1]


def test_a_gpu_that_holds_the_network_and_nothing_more_leaves_it_to_the_cpu(monkeypatch):
    """The pass that measures a network ended the classification: other programs may have taken the rest of the memory."""

    def full(*_):
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(memory_fallback, "activation_bytes_per_pixel", full)
    with pytest.raises(DeviceOutOfMemory) as raised:
        fitting_batch_size(nn.Identity(), 3, GPU, 512 * 512)
    first = Attempt(GPU, None, 8)
    assert first.smaller(raised.value, first) == Attempt(CPU, None, 8)


def test_a_cpu_computes_one_large_tile_or_several_small_ones():
    sides = (32, 64, 256, 512, 1024)
    assert [fitting_batch_size(nn.Identity(), 3, CPU, side * side) for side in sides] == [64, 64, 4, 1, 1]


def out_of_memory(side, batch_size=1):
    return DeviceOutOfMemory("one tile", (side, side), batch_size)


def test_smaller_tiles_come_before_the_cpu_and_that_before_giving_up():
    first = attempt = Attempt(GPU, None)
    sizes, side = [], 512
    while attempt is not None:
        attempt = attempt.smaller(out_of_memory(side), first)
        if attempt is not None:
            sizes.append((attempt.device.type, attempt.tile_size_px))
            side = attempt.tile_size_px or 512
        if len(sizes) > 20:
            break
    assert sizes == [
        ("cuda", 256), ("cuda", SMALLEST_TILE_PX), ("cpu", None), ("cpu", 256), ("cpu", SMALLEST_TILE_PX),
    ]  # fmt: skip


def test_fewer_tiles_at_once_come_before_smaller_ones():
    first = Attempt(GPU, 512, 4)
    second = first.smaller(out_of_memory(512, 4), first)
    third = second.smaller(out_of_memory(512, 2), first)
    assert (second, third) == (Attempt(GPU, 512, 2), Attempt(GPU, 512, 1))
    assert third.smaller(out_of_memory(512), first) == Attempt(GPU, 256, 4)


def test_a_network_beyond_the_memory_goes_to_the_cpu_at_once():
    first = Attempt(GPU, None, 8)
    assert first.smaller(DeviceOutOfMemory("the network"), first) == Attempt(CPU, None, 8)
