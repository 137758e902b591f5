"""The network's input on its device: raw band values are uploaded in their own dtype and normalised there.

Training, evaluation and prediction share this path, so that a network sees the same values in all three.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..core.normalization import NARROW_DTYPES, scale_batch
from .buffers import Workspace

_MOST_BYTES_AHEAD = 256 * 2**20
"""Larger arrays are uploaded when they are needed: several of them on the device, or page-locked, would take its memory."""


def sent(values: torch.Tensor, device: torch.device) -> torch.Tensor:
    """Returns a small tensor of the CPU on a device. A GPU need not finish its work first: the copy joins its queue."""
    if device.type != "cuda":
        return values.to(device)
    return values.pin_memory().to(device, non_blocking=True)


class DeviceInput:
    """Uploads images and normalises them as `normalization.scale_batch` does, to the same values."""

    def __init__(self, means: Sequence[float], stds: Sequence[float], device: torch.device) -> None:
        """Takes mean and standard deviation of each band, in raster units."""
        self.device = device
        self._means, self._stds = tuple(means), tuple(stds)
        self._copying = torch.cuda.Stream(device) if device.type == "cuda" else None
        self._planes: dict[torch.dtype, Workspace] = {}
        self._images = Workspace(torch.float32, device, channels_last=True)
        self._constants: dict[torch.dtype, tuple[torch.Tensor, torch.Tensor]] = {}

    @torch.no_grad()
    @torch.inference_mode(False)
    def __call__(self, pixels: np.ndarray | torch.Tensor, missing: np.ndarray | torch.Tensor | None) -> torch.Tensor:
        """Returns images as the network takes them.

        `pixels` is (n, bands, height, width) of any numeric dtype, `missing` bool of the same shape or None, as arrays or as `ahead`
        returns them. Returns float32 of the same shape, channels last, on the device, with missing values 0; valid until the next call. It
        is no inference tensor, so that training may take it where an evaluation has grown the memory behind it.
        """
        if self.device.type == "mps":  # it has neither float64 nor all integers
            scaled = torch.from_numpy(scale_batch(pixels, missing, self._means, self._stds)).to(self.device)
            return scaled.contiguous(memory_format=torch.channels_last)
        dtype = str(pixels.dtype).rpartition(".")[2]  # "uint8", of an array and of a tensor
        working = torch.float32 if dtype in NARROW_DTYPES else torch.float64
        plane = self._planes.setdefault(working, Workspace(working, self.device)).of(pixels.shape)
        plane.copy_(self.upload(pixels))
        means, stds = self._constants_of(working)
        plane.sub_(means).div_(stds)
        if missing is not None:
            plane.masked_fill_(self.upload(missing), 0)
        return self._images.of(pixels.shape).copy_(plane)

    def ahead(self, values: np.ndarray | None) -> np.ndarray | torch.Tensor | None:
        """Returns an array for `__call__` or `upload`, on a CUDA device already unless it is large; it may be reused at once.

        To be called on the thread that reads, which waits for the copy: the thread that drives the device never has to.
        """
        if self._copying is None or values is None or values.nbytes > _MOST_BYTES_AHEAD:
            return values
        return self._copied(values)

    def upload(self, values: np.ndarray | torch.Tensor) -> torch.Tensor:
        """Returns an array, or what `ahead` made of it, on the device. The array may be reused at once."""
        if self._copying is None:
            return torch.as_tensor(values).to(self.device)
        there = values if isinstance(values, torch.Tensor) else self._copied(values)
        there.record_stream(torch.cuda.current_stream(self.device))
        return there

    def _copied(self, values: np.ndarray) -> torch.Tensor:
        """Returns an array on the CUDA device; the copy overlaps with the device's work, and only the copy is waited for.

        A large array is not page-locked: memory that is cannot be swapped, and is kept for the next one.
        """
        tensor = torch.from_numpy(values)
        if values.nbytes <= _MOST_BYTES_AHEAD and not tensor.is_pinned():
            tensor = tensor.pin_memory()
        with torch.cuda.device(self.device), torch.cuda.stream(self._copying):
            there = tensor.to(self.device, non_blocking=True)
            done = self._copying.record_event()
        done.synchronize()
        return there

    def _constants_of(self, working: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns means and standard deviations, (bands, 1, 1), in that precision."""
        if working not in self._constants:
            self._constants[working] = tuple(
                torch.tensor(values, dtype=working, device=self.device).view(-1, 1, 1)
                for values in (self._means, [std if std > 0 else 1.0 for std in self._stds])
            )
        return self._constants[working]
