"""How much fits into memory: the number of tiles per batch, and smaller attempts after running out of memory."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter
from ..networks.build import PROBE_PX
from ..runtime.memory import free_bytes, out_of_memory_as

SMALLEST_TILE_PX = 128
"""Out of memory, tiles shrink to this size and no further: in smaller ones the network would see too little context."""

_SHARE_OF_FREE = 0.5
_PIXELS_ON_CPU = 512 * 512
_PIXELS_ON_GPU = 32 * 512 * 512
_LARGEST_BATCH = 64


class DeviceOutOfMemory(Exception):
    """The device's memory does not hold `what`, with `batch_size` tiles of `side_px` (width, height) at a time.

    `side_px` is (0, 0) where the network alone does not fit.
    """

    def __init__(self, what: str, side_px: tuple[int, int] = (0, 0), batch_size: int = 1) -> None:
        """Takes what did not fit, as it stands in the log."""
        super().__init__(what)
        self.side_px, self.batch_size = side_px, batch_size


@dataclass(frozen=True)
class Attempt:
    """One attempt at a classification: the device, tiles per batch (0: as many as fit), and the largest tile size.

    `tile_size_px` None stands for the size that suits the model.
    """

    device: torch.device
    tile_size_px: int | None
    batch_size: int = 0

    def smaller(self, error: DeviceOutOfMemory, first: Attempt, fixed_tiles: bool = False) -> Attempt | None:
        """Returns the next attempt after running out of memory, None where nothing is left.

        Half the batch; then tiles of half the size, down to `SMALLEST_TILE_PX`, unless `fixed_tiles` have one size; then the CPU with
        the tiles of the `first` attempt.
        """
        if error.batch_size > 1:
            return Attempt(self.device, self.tile_size_px, error.batch_size // 2)
        if max(error.side_px) > SMALLEST_TILE_PX and not fixed_tiles:
            return Attempt(self.device, max(max(error.side_px) // 2, SMALLEST_TILE_PX), first.batch_size)
        if self.device.type != "cpu":
            return Attempt(torch.device("cpu"), first.tile_size_px, first.batch_size)
        return None


def next_attempt(
    attempt: Attempt, error: DeviceOutOfMemory, first: Attempt, reporter: Reporter, fixed_tiles: bool = False
) -> Attempt:
    """Returns the next attempt after running out of memory, and warns of it. Raises SettingsError where none is left."""
    following = attempt.smaller(error, first, fixed_tiles)
    if following is None:
        raise SettingsError(
            f"The memory of {attempt.device} does not hold {error}. Choose a smaller tile size, close other programs, or "
            "use a computer with more memory."
        ) from error
    if following.device != attempt.device:
        change = f"the device {following.device}"
    elif error.batch_size > 1:
        change = f"{following.batch_size} at a time"
    else:
        change = f"tiles of {following.tile_size_px} pixels"
    reporter.warning(f"The memory of {attempt.device} does not hold {error}: starting again with {change}.")
    return following


def activation_bytes_per_pixel(network: nn.Module, bands: int, device: torch.device) -> float:
    """Returns the bytes of all layer outputs in float32 per input pixel, which is more than is held at once.

    Runs the network, which lies on `device`, once on a small image.
    """
    total = 0

    def count(_: nn.Module, __: object, output: object) -> None:
        nonlocal total
        if isinstance(output, torch.Tensor):
            total += output.numel() * 4

    hooks = [m.register_forward_hook(count) for m in network.modules() if not any(m.children())]
    try:
        with torch.inference_mode():
            network(torch.zeros(1, bands, *PROBE_PX, device=device))
    finally:
        for hook in hooks:
            hook.remove()
    return total / (PROBE_PX[0] * PROBE_PX[1])


def fitting_batch_size(network: nn.Module, bands: int, device: torch.device, tile_pixels: int) -> int:
    """Returns how many tiles of this many pixels to compute at a time.

    On a GPU as many as fit into half of its free memory, up to what keeps it busy. A CPU gains nothing from more than a tile
    of 512 x 512 pixels, and its cache would suffer. Raises DeviceOutOfMemory where a GPU does not hold a small image.
    """
    if device.type == "cpu":
        return max(1, min(_PIXELS_ON_CPU // tile_pixels, _LARGEST_BATCH))
    with out_of_memory_as(DeviceOutOfMemory("the network and a small image")):
        needed = activation_bytes_per_pixel(network, bands, device) * tile_pixels
    fitting = int(_SHARE_OF_FREE * free_bytes(device) / max(needed, 1))
    return max(1, min(fitting, _PIXELS_ON_GPU // tile_pixels, _LARGEST_BATCH))
