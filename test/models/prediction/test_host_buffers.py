"""Buffers on the host have a limit in bytes, however many bands, classes and columns there are."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from pixel_classifier.models.prediction import tile_run
from pixel_classifier.models.prediction.map_pieces import WantedMaps
from pixel_classifier.models.prediction.tile_reader import MOST_UNCUT_BYTES
from pixel_classifier.models.prediction.tile_run import TileRun
from pixel_classifier.models.prediction.tiles import lay_tiles
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.rasters.core.grid import Window

LIMIT = tile_run._MOST_HOST_BYTES


def run_of(bands, dtype, batch_size, width=20_000, classes=5, device="cuda"):
    window = Window(0, 0, width, 4096)
    return TileRun(
        reader=SimpleNamespace(band_numbers=tuple(range(bands)), dtype=np.dtype(dtype)),
        layout=lay_tiles(window, window, 512, 64, 32),
        polygons=None,
        model=SimpleNamespace(class_count=classes),
        maps=WantedMaps(confidence=True, probabilities=True),
        runtime=Runtime(torch.device(device), None, batch_size),
    )


@pytest.mark.parametrize(
    ("bands", "dtype", "batch_size", "ahead", "pinned"),
    [
        (4, "uint8", 32, 2, True),
        (4, "float64", 1, 1, True),
        (4, "uint16", 32, 2, True),
        (12, "uint16", 32, 1, True),
        (200, "float32", 32, 1, False),
    ],
)
def test_pixels_are_read_ahead_of_a_gpu_as_far_as_page_locked_memory_goes(bands, dtype, batch_size, ahead, pinned):
    run = run_of(bands, dtype, batch_size)
    assert run._reading_ahead(batch_size) == (ahead, pinned)
    values = max(batch_size * bands * 512 * 512, MOST_UNCUT_BYTES // 4)
    size = values * (np.dtype(dtype).itemsize + 1)
    assert not pinned or (ahead + 2) * size <= LIMIT


def test_a_cpu_needs_no_page_locked_memory():
    assert run_of(4, "uint8", 1, device="cpu")._reading_ahead(1) == (2, False)


@pytest.mark.parametrize(("width", "classes", "rows"), [(8192, 5, 256), (50_000, 20, 32), (200_000, 255, 8)])
def test_pieces_of_wide_maps_with_many_classes_are_lower(width, classes, rows):
    run = run_of(4, "uint8", 8, width, classes)
    assert run._rows_at_once() == rows
    assert rows == 8 or rows * width * (3 + 4 * classes) * 6 <= LIMIT
