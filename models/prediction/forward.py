"""The forward pass: a raster's tiles in, class probabilities out, in the layout and precision that the device is quick in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from ...rasters.core.progress import Reporter, stop_if_cancelled
from ..networks.d4 import TRANSFORMS, mean_over_transforms
from ..runtime.buffers import Workspace
from ..runtime.device_input import DeviceInput
from ..runtime.memory import is_out_of_memory, release_memory
from ..runtime.precision import autocast_dtype
from .fuse import fuse_batch_norms


class TileTooLargeError(Exception):
    """The memory of the device does not hold a single tile. `side_px` is (width, height) of that tile."""

    what = "one tile of {0} x {1} pixels"
    batch_size = 1

    def __init__(self, side_px: tuple[int, int]) -> None:
        """Takes the tile's sides."""
        super().__init__(self.what.format(*side_px))
        self.side_px = side_px


class RowTooLargeError(TileTooLargeError):
    """The memory holds the tiles, `batch_size` at once, but not in addition what joins a row of them."""

    what = "also what joins a row of tiles of {0} x {1} pixels"

    def __init__(self, side_px: tuple[int, int], batch_size: int) -> None:
        """Takes the tiles' sides and how many were computed at once."""
        super().__init__(side_px)
        self.batch_size = batch_size


class NetworkTooLargeError(TileTooLargeError):
    """The memory of the device does not even hold the network's weights."""

    what = "the network"


@dataclass(frozen=True)
class ForwardSettings:
    """How tiles are run: on `device`, `batch_size` at once, in `precision` ("auto" or "float32").

    `turns` is the choice of test-time augmentation, a key of `d4.TRANSFORMS`.
    """

    device: torch.device
    batch_size: int
    precision: str = "auto"
    turns: str = "none"


def prepare_network(network: nn.Module, bands: int, device: torch.device, precision: str = "auto") -> nn.Module:
    """Prepares a network in place for inference on a device: BatchNorm fused, evaluation mode, channels last.

    `precision` is "auto" or "float32", as in `ForwardSettings`. Raises NetworkTooLargeError.
    """
    network.eval().cpu().float()
    fuse_batch_norms(network, bands)
    dtype = autocast_dtype(device) if precision == "auto" else None
    if device.type == "cpu" and dtype is not None:
        _round_weights(network, dtype)
    try:
        network.requires_grad_(False).to(device, memory_format=torch.channels_last)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        raise NetworkTooLargeError((0, 0)) from error
    return network


def _round_weights(network: nn.Module, dtype: torch.dtype) -> None:
    """Rounds the weights of convolutions once, as autocast would for each tile anew: up to half of a network's time."""
    for module in network.modules():
        # Not their descendants: some compute their weights, in full precision, at each pass.
        if type(module) in (nn.Conv2d, nn.ConvTranspose2d, nn.Linear):
            module.to(dtype)


class TileForward:
    """Runs a network over batches of tiles; halves the batch where the device's memory does not hold it."""

    def __init__(
        self, network: nn.Module, tile_input: DeviceInput, settings: ForwardSettings, reporter: Reporter
    ) -> None:  # fmt: skip
        """Takes a network that `prepare_network` made ready for the device of the settings."""
        self._network, self._input, self._reporter = network, tile_input, reporter
        self._device, self._turns = settings.device, TRANSFORMS[settings.turns]
        self._dtype = autocast_dtype(settings.device) if settings.precision == "auto" else None
        self.batch_size = settings.batch_size
        self._logits = Workspace(torch.float32, settings.device)
        self._hooks = [
            # A batch can take many seconds on a processor, a layer hardly one.
            module.register_forward_pre_hook(lambda *_: stop_if_cancelled(reporter))
            for module in network.modules()
            if not any(module.children())
        ]

    def close(self) -> None:
        """Leaves the network as it was given."""
        for hook in self._hooks:
            hook.remove()

    def probabilities(self, pixels: np.ndarray, missing: np.ndarray | None) -> torch.Tensor:
        """Returns the class probabilities of tiles.

        `pixels` is (n, bands, height, width) of the raster's dtype, `missing` bool of the same shape or None, n at most the
        batch size that was asked for; gives float32 (n, classes, height, width) on the device, valid until the next call.
        Raises Cancelled, between two layers even, and TileTooLargeError where not even a single tile fits.
        """
        while True:
            parts, size = [], self.batch_size
            try:
                for start in range(0, len(pixels), size):
                    part = slice(start, start + size)
                    found = self._run(pixels[part], None if missing is None else missing[part])
                    parts.append(found if len(pixels) <= size else found.clone())
                return parts[0] if len(parts) == 1 else torch.cat(parts)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            # Here, outside the handler, the failed forward's tensors are no longer held by the traceback.
            parts.clear()
            self._halve(pixels.shape)

    @torch.inference_mode()
    def _run(self, pixels: np.ndarray, missing: np.ndarray | None) -> torch.Tensor:
        """Runs one batch."""
        stop_if_cancelled(self._reporter)
        return mean_over_transforms(self._forward, self._input(pixels, missing), self._turns)

    def _forward(self, images: torch.Tensor) -> torch.Tensor:
        """Returns the probabilities of scaled images, (n, classes, h, w) and contiguous; valid until the next call."""
        with torch.autocast(
            self._device.type, dtype=self._dtype or torch.bfloat16, enabled=self._dtype is not None
        ):  # fmt: skip
            logits = self._network(images)
        # Contiguous before the softmax: that halves its time, and what follows goes class by class.
        plane = self._logits.of(logits.shape).copy_(logits)
        return torch.softmax(plane, 1, out=plane)

    def _halve(self, shape: tuple[int, ...]) -> None:
        """Halves the batch and says so. Raises TileTooLargeError where it is a single tile."""
        release_memory(self._device)
        tried = min(self.batch_size, shape[0])
        if tried == 1:
            raise TileTooLargeError((shape[3], shape[2]))
        self.batch_size = tried // 2
        self._reporter.warning(
            f"The memory of {self._device} does not hold {tried} tiles at once: going on with {self.batch_size}."
        )
