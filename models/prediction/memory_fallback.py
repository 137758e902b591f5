"""How much of a classification fits the machine: tiles at a time, and what to try when memory runs out."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from ..runtime.memory import free_bytes

SMALLEST_TILE_PX = 128
"""Memory that is short makes tiles no smaller than this: the network would see too little at once."""

_PROBE_PX = (64, 96)
_SHARE_OF_FREE = 0.5
_PIXELS_ON_CPU = 512 * 512
_PIXELS_ON_GPU = 32 * 512 * 512
_LARGEST_BATCH = 64


def activation_bytes_per_pixel(network: nn.Module, bands: int) -> float:
    """Returns the bytes of all layers' results in float32, for each pixel of the input: more than is held at once.

    The network is on the processor; it is run once on a small image.
    """
    total = 0

    def count(_: nn.Module, __: object, output: object) -> None:
        nonlocal total
        if isinstance(output, torch.Tensor):
            total += output.numel() * 4

    hooks = [m.register_forward_hook(count) for m in network.modules() if not any(m.children())]
    try:
        with torch.inference_mode():
            network(torch.zeros(1, bands, *_PROBE_PX))
    finally:
        for hook in hooks:
            hook.remove()
    return total / (_PROBE_PX[0] * _PROBE_PX[1])


def batch_for(device: torch.device, tile_pixels: int, bytes_per_pixel: float) -> int:
    """Returns how many tiles of so many pixels are best computed at once.

    A GPU gets as many as fit into half of its free memory, up to what keeps it busy. A processor gains nothing from
    more than a tile of 512 x 512 pixels, and its cache suffers.
    """
    if device.type == "cpu":
        return max(1, min(_PIXELS_ON_CPU // tile_pixels, _LARGEST_BATCH))
    fitting = int(_SHARE_OF_FREE * free_bytes(device) / max(bytes_per_pixel * tile_pixels, 1))
    return max(1, min(fitting, _PIXELS_ON_GPU // tile_pixels, _LARGEST_BATCH))


@dataclass(frozen=True)
class Attempt:
    """What is tried: tiles of at most `tile_size_px` (None: what suits the model) on `device`, `batch_size` at once (0: what fits)."""

    device: torch.device
    tile_size_px: int | None
    batch_size: int = 0

    def after_shortage(self, side_px: tuple[int, int], batch_size: int, first: Attempt) -> Attempt | None:
        """Returns what to try after `batch_size` tiles of that size at once did not fit, None where nothing is left.

        Half as many at once; then tiles of half the size, down to `SMALLEST_TILE_PX`; then the processor, with the tiles of
        the `first` attempt.
        """
        if batch_size > 1:
            return Attempt(self.device, self.tile_size_px, batch_size // 2)
        if max(side_px) > SMALLEST_TILE_PX:
            return Attempt(self.device, max(max(side_px) // 2, SMALLEST_TILE_PX), first.batch_size)
        if self.device.type != "cpu":
            return Attempt(torch.device("cpu"), first.tile_size_px, first.batch_size)
        return None
