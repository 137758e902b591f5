"""Tiles of a raster become the network's input on its own device: raw values go up, scaling happens there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from .buffers import Workspace
from .scaling import NARROW_DTYPES, scale_batch


class TileInput:
    """Uploads tiles and scales them as `scaling.scale_batch` does, to the same numbers."""

    def __init__(self, means: Sequence[float], stds: Sequence[float], device: torch.device) -> None:
        """Takes mean and standard deviation of each band, in raster units."""
        self._means, self._stds, self._device = tuple(means), tuple(stds), device
        self._copying = torch.cuda.Stream(device) if device.type == "cuda" else None
        self._planes: dict[torch.dtype, Workspace] = {}
        self._images = Workspace(torch.float32, device, channels_last=True)
        self._constants: dict[torch.dtype, tuple[torch.Tensor, torch.Tensor]] = {}

    def __call__(self, pixels: np.ndarray, missing: np.ndarray | None) -> torch.Tensor:
        """Returns tiles as the network takes them.

        `pixels` is (n, bands, height, width) of any numeric dtype, `missing` bool of the same shape or None. Gives float32
        of the same shape, channels last, on the device, missing values 0; valid until the next call.
        """
        if self._device.type == "mps":  # it has neither float64 nor all integers
            scaled = torch.from_numpy(scale_batch(pixels, missing, self._means, self._stds)).to(self._device)
            return scaled.contiguous(memory_format=torch.channels_last)
        working = torch.float32 if pixels.dtype.name in NARROW_DTYPES else torch.float64
        plane = self._planes.setdefault(working, Workspace(working, self._device)).of(pixels.shape)
        plane.copy_(self._uploaded(pixels))
        means, stds = self._constants_of(working)
        plane.sub_(means).div_(stds)
        if missing is not None:
            plane.masked_fill_(self._uploaded(missing), 0)
        return self._images.of(pixels.shape).copy_(plane)

    def _uploaded(self, values: np.ndarray) -> torch.Tensor:
        """Returns an array on the device, beside the work that it does at the moment."""
        tensor = torch.from_numpy(values)
        if self._copying is None:
            return tensor.to(self._device)
        with torch.cuda.stream(self._copying):
            there = tensor.to(self._device, non_blocking=True)
        self._copying.synchronize()  # for the copy alone: after it the array may be filled anew
        there.record_stream(torch.cuda.current_stream(self._device))
        return there

    def _constants_of(self, working: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns means and standard deviations, (bands, 1, 1), in that precision."""
        if working not in self._constants:
            self._constants[working] = tuple(
                torch.tensor(values, dtype=working, device=self._device).view(-1, 1, 1)
                for values in (self._means, [std if std > 0 else 1.0 for std in self._stds])
            )
        return self._constants[working]
