"""Chips on invented ground, without files: for tests of which pixels are evaluated, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import torch
from pixel_classifier.models.data.chip_geometry import ChipExtent
from pixel_classifier.models.data.chip_set import SourceChip
from pixel_classifier.models.optimization.losses import SparseLoss
from pixel_classifier.models.runtime.batch_halving import HalvingBatch
from pixel_classifier.models.runtime.device_input import DeviceInput
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.models.training.setup import Run
from pixel_classifier.rasters.chips.dataset import ChipRecord
from pixel_classifier.rasters.core.grid import Window


@dataclass
class Ground:
    """Stands for a chip cache. `pixels` (chips, bands, side, side) are given to the network as they are."""

    chips: tuple[SourceChip, ...]
    pixels: np.ndarray
    labels: np.ndarray
    chip_px: int

    @property
    def side_px(self):
        return self.labels.shape[1]

    def read(self, rows):
        return self.pixels[np.asarray(rows)], None

    def shape_of(self, row):
        return self.chip_px, self.chip_px

    def reserve(self, shape, dtype):
        return np.zeros(shape, dtype)


def ground_of(corners, labels, pixels, chip_px):
    """Returns chips whose corners are (scene, x, y), with the labels that their scenes have: uint8 (scenes, rows, columns).

    `pixels` is (chips, bands, side, side); what is beyond `chip_px` is padding.
    """
    side = pixels.shape[2]
    cut = np.full((len(corners), side, side), 255, np.uint8)
    chips = []
    for number, (scene, x, y) in enumerate(corners):
        cut[number, :chip_px, :chip_px] = labels[scene, y : y + chip_px, x : x + chip_px]
        record = ChipRecord(str(number), scene, Window(x, y, chip_px, chip_px), (), 0, 0)
        chips.append(SourceChip(None, record, ChipExtent(scene, scene, x, y, x + chip_px, y + chip_px)))
    return Ground(tuple(chips), pixels, cut, chip_px)


def row_by_row(width, height, chip_px, stride_px, scene=0):
    """Returns the corners of chips that cover a scene."""
    return [
        (scene, x, y)
        for y in range(0, height - chip_px + 1, stride_px)
        for x in range(0, width - chip_px + 1, stride_px)
    ]


def run_on(bands, split=None, classes=3, batch_size=4):
    """Returns a run on the CPU with what an evaluation takes of it; pixels are not normalised."""
    cpu = torch.device("cpu")
    return Run(
        request=SimpleNamespace(seed=0),
        data=SimpleNamespace(split=split),
        spec=SimpleNamespace(classes=classes),
        runtime=Runtime(cpu, None, batch_size),
        device_input=DeviceInput((0.0,) * bands, (1.0,) * bands, cpu),
        inference=HalvingBatch(batch_size, cpu, "chips"),
        loss=SparseLoss(),
        augmentation=None,
        description=None,
        checkpoint=None,
        epochs=1,
    )
