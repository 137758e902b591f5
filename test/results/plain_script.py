"""What one writes in an hour to classify pixels, to compare with.

Bands scaled by mean and standard deviation (NoData = the mean), a U-Net on ResNet-34, cross-entropy that ignores unlabelled pixels, Adam
with 0.001, batches of 8 in random order, no augmentation; classified tile by tile.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
from osgeo import gdal
from pixels import read, read_as_float

BATCH, LEARNING_RATE = 8, 1e-3
IGNORED = -100
MULTIPLE = 32
"""Sides that the network takes."""


class PlainScript:
    """A folder of chips and the network that is trained on them; `ignore` is the value of unlabelled pixels."""

    def __init__(self, chips: Path, ignore: int | None) -> None:
        manifest = chips / "chips.json"
        bands = json.loads(manifest.read_text(encoding="utf-8"))["bands"] if manifest.exists() else None
        self._nodata = bands and [None if band["nodata"] is None else float(band["nodata"]) for band in bands]
        names = sorted(path.name for path in (chips / "images").glob("*.tif"))
        images = np.stack([read_as_float(chips / "images" / name, self._nodata) for name in names])
        labels = np.stack([_labels(chips / "labels" / name, ignore) for name in names])
        self._values = np.unique(labels[labels != IGNORED])
        self._targets = np.where(labels == IGNORED, IGNORED, np.searchsorted(self._values, labels))
        self._mean, self._std = (of(images, (0, 2, 3))[:, None, None] for of in (np.nanmean, np.nanstd))
        self._images = self._scaled(images)
        self.chip_size_px = images.shape[-1]

    def _scaled(self, pixels: np.ndarray) -> np.ndarray:
        return np.nan_to_num((pixels - self._mean) / (self._std + 1e-6))

    def train(self, seed: int, seconds: float) -> None:
        """Trains for so many CPU seconds."""
        import segmentation_models_pytorch as smp
        import torch

        margin = -self.chip_size_px % MULTIPLE
        images = np.pad(self._images, ((0, 0), (0, 0), (0, margin), (0, margin)))
        targets = np.pad(self._targets, ((0, 0), (0, margin), (0, margin)), constant_values=IGNORED)
        torch.manual_seed(seed)
        network = smp.Unet("resnet34", encoder_weights=None, in_channels=images.shape[1], classes=len(self._values))
        optimizer = torch.optim.Adam(network.train().parameters(), LEARNING_RATE)
        loss_of = torch.nn.CrossEntropyLoss(ignore_index=IGNORED)
        generator, started, steps = np.random.default_rng(seed), time.process_time(), 0
        while time.process_time() - started < seconds:
            for batch in np.array_split(generator.permutation(len(images)), max(len(images) // BATCH, 1)):
                if time.process_time() - started >= seconds:
                    break
                if (targets[batch] != IGNORED).any():
                    loss = loss_of(network(torch.from_numpy(images[batch])), torch.from_numpy(targets[batch]))
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                    steps += 1
        print(f"  plain script: {steps} steps in {time.process_time() - started:.0f} s of CPU time", flush=True)
        self._network = network.eval()

    def classify(self, raster: Path, tile_px: int) -> np.ndarray:
        """Returns the class values of a raster, (height, width), classified in tiles of one size."""
        import torch

        tile = -(-tile_px // MULTIPLE) * MULTIPLE
        pixels = self._scaled(read_as_float(raster, self._nodata))
        height, width = pixels.shape[1:]
        mode = "reflect" if min(height, width) > tile else "constant"
        padded = np.pad(pixels, ((0, 0), (0, -height % tile), (0, -width % tile)), mode=mode).astype(np.float32)
        result = np.zeros(padded.shape[1:], np.int32)
        with torch.inference_mode():
            for y in range(0, padded.shape[1], tile):
                for x in range(0, padded.shape[2], tile):
                    part = torch.from_numpy(np.ascontiguousarray(padded[None, :, y : y + tile, x : x + tile]))
                    result[y : y + tile, x : x + tile] = self._values[self._network(part)[0].argmax(0).numpy()]
        return result[:height, :width]


def _labels(path: Path, ignore: int | None) -> np.ndarray:
    """Returns a label chip's class values as int64 (height, width), IGNORED where unlabelled or NoData."""
    dataset = gdal.Open(str(path))
    valid, values = dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() > 0, read(path)[0].astype(np.int64)
    return np.where(valid & (values != ignore), values, IGNORED)
