"""Reusable buffers: new arrays for every tile and row would fragment memory, the more the larger the raster is."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch


class Ring:
    """A ring of arrays of one dtype, each grown to the largest shape that was requested.

    An array is valid until its next turn. `pinned` allocates page-locked memory, which a GPU reads and writes directly.
    """

    def __init__(self, count: int, dtype: np.dtype | str, pinned: bool = False) -> None:
        """Prepares `count` arrays; allocates them when they are requested."""
        self._dtype, self._pinned = np.dtype(dtype), pinned
        self._flat = [np.empty(0, self._dtype)] * count
        self._turn = 0

    def next(self, shape: Sequence[int]) -> np.ndarray:
        """Returns the next array, C-contiguous, of that shape; its content is left over from earlier use."""
        number, size = self._turn, math.prod(shape)
        self._turn = (number + 1) % len(self._flat)
        if self._flat[number].size < size:
            self._flat[number] = self._allocated(size)
        return self._flat[number][:size].reshape(shape)

    def _allocated(self, size: int) -> np.ndarray:
        if not self._pinned:
            return np.empty(size, self._dtype)
        return torch.empty(size * self._dtype.itemsize, dtype=torch.uint8, pin_memory=True).numpy().view(self._dtype)


class Workspace:
    """One tensor of a dtype on a device, grown to the largest shape that was requested."""

    def __init__(self, dtype: torch.dtype, device: torch.device, channels_last: bool = False) -> None:
        """Allocates when the tensor is requested. `channels_last` stores (n, c, h, w) with c innermost."""
        self._flat = torch.empty(0, dtype=dtype, device=device)
        self._channels_last = channels_last

    def of(self, shape: Sequence[int]) -> torch.Tensor:
        """Returns the tensor of that shape; its content is left over from earlier use."""
        size = math.prod(shape)
        if self._flat.numel() < size:
            self._flat = torch.empty(size, dtype=self._flat.dtype, device=self._flat.device)
        if not self._channels_last:
            return self._flat[:size].view(tuple(shape))
        count, channels, height, width = shape
        return self._flat[:size].view(count, height, width, channels).permute(0, 3, 1, 2)
