"""Memory that is used again: fresh arrays for every tile and row would leave holes that grow with the raster."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch


class Ring:
    """Some arrays of one dtype in turn, each grown once to the largest shape that is asked for.

    An array is valid until it is its turn again. Page-locked memory, which a GPU reads and writes by itself, on request.
    """

    def __init__(self, count: int, dtype: np.dtype | str, pinned: bool = False) -> None:
        """Prepares `count` arrays; takes memory when they are asked for."""
        self._dtype, self._pinned = np.dtype(dtype), pinned
        self._flat = [np.empty(0, self._dtype)] * count
        self._turn = 0

    def next(self, shape: Sequence[int]) -> np.ndarray:
        """Returns the next array, C-contiguous, of that shape; what it holds is left over from before."""
        number, size = self._turn, math.prod(shape)
        self._turn = (number + 1) % len(self._flat)
        if self._flat[number].size < size:
            self._flat[number] = self._made(size)
        return self._flat[number][:size].reshape(shape)

    def _made(self, size: int) -> np.ndarray:
        if not self._pinned:
            return np.empty(size, self._dtype)
        return torch.empty(size * self._dtype.itemsize, dtype=torch.uint8, pin_memory=True).numpy().view(self._dtype)


class Workspace:
    """One tensor of a dtype on a device, grown once to the largest shape that is asked for."""

    def __init__(self, dtype: torch.dtype, device: torch.device, channels_last: bool = False) -> None:
        """Prepares it; takes memory when it is asked for. `channels_last` lays (n, c, h, w) out with c innermost."""
        self._flat = torch.empty(0, dtype=dtype, device=device)
        self._channels_last = channels_last

    def of(self, shape: Sequence[int]) -> torch.Tensor:
        """Returns the tensor of that shape; what it holds is left over from before."""
        size = math.prod(shape)
        if self._flat.numel() < size:
            self._flat = torch.empty(size, dtype=self._flat.dtype, device=self._flat.device)
        if not self._channels_last:
            return self._flat[:size].view(tuple(shape))
        count, channels, height, width = shape
        return self._flat[:size].view(count, height, width, channels).permute(0, 3, 1, 2)
