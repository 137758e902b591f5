"""Fit to the machine: how many tiles at a time, and what comes after a shortage of memory."""

from __future__ import annotations

import torch
from pixel_classifier.models.prediction import memory_fallback
from pixel_classifier.models.prediction.memory_fallback import (
    SMALLEST_TILE_PX,
    Attempt,
    activation_bytes_per_pixel,
    batch_for,
)
from torch import nn

GPU, CPU = torch.device("cuda:0"), torch.device("cpu")


def test_the_results_of_all_layers_are_counted():
    network = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 2, 1))
    assert activation_bytes_per_pixel(network, 3) == 4 * (8 + 8 + 2)


def test_a_gpu_takes_what_half_of_its_free_memory_holds(monkeypatch):
    monkeypatch.setattr(memory_fallback, "free_bytes", lambda device: 8 * 2**30)
    assert batch_for(GPU, 512 * 512, 2000) == 8
    assert batch_for(GPU, 512 * 512, 1) == 32
    assert batch_for(GPU, 4096 * 4096, 2000) == 1


def test_a_processor_computes_one_large_tile_or_several_small_ones():
    assert [batch_for(CPU, side * side, 2000) for side in (32, 64, 256, 512, 1024)] == [64, 64, 4, 1, 1]


def test_smaller_tiles_come_before_the_processor_and_that_before_giving_up():
    first = attempt = Attempt(GPU, None)
    sizes, side = [], 512
    while attempt is not None:
        attempt = attempt.after_shortage((side, side), 1, first)
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
    second = first.after_shortage((512, 512), 4, first)
    third = second.after_shortage((512, 512), 2, first)
    assert (second, third) == (Attempt(GPU, 512, 2), Attempt(GPU, 512, 1))
    assert third.after_shortage((512, 512), 1, first) == Attempt(GPU, 256, 4)


def test_a_network_beyond_the_memory_goes_to_the_processor_at_once():
    first = Attempt(GPU, None, 8)
    assert first.after_shortage((0, 0), 1, first) == Attempt(CPU, None, 8)
