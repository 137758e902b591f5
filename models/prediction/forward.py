"""The forward pass: a raster's tiles in, class probabilities out, in the fastest memory layout and precision of the device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from ...rasters.core.progress import Reporter, stop_if_cancelled
from ..networks.batch_norm_folding import fuse_batch_norms
from ..networks.d4 import TRANSFORMS, mean_over_transforms
from ..networks.pixel_network import PixelNetwork
from ..runtime.batch_halving import HalvingBatch
from ..runtime.buffers import Workspace
from ..runtime.device_input import DeviceInput
from ..runtime.devices import Runtime
from ..runtime.memory import out_of_memory_as
from .memory_fallback import DeviceOutOfMemory
from .tile_reader import TilePlaces, UncutTiles


def prepare_network(network: nn.Module, bands: int, device: torch.device, precision: torch.dtype | None) -> nn.Module:
    """Prepares a network in place for inference on a device: BatchNorm fused, evaluation mode, channels last, pixel networks in strips on a CPU.

    `bands` is the number of input channels, `precision` the reduced one under which it will run, None for float32. Raises
    DeviceOutOfMemory.
    """
    network.eval().cpu().float()
    fuse_batch_norms(network, bands)
    if device.type == "cpu":
        for module in network.modules():
            if isinstance(module, PixelNetwork):
                module.computes_strips = True
        if precision is not None:
            _round_weights(network, precision)
    with out_of_memory_as(DeviceOutOfMemory("the network")):
        return network.requires_grad_(False).to(device, memory_format=torch.channels_last)


def _round_weights(network: nn.Module, dtype: torch.dtype) -> None:
    """Rounds the weights of convolutions once. Autocast would do it for each tile, which takes up to half of the time."""
    for module in network.modules():
        # Not subclasses: some compute their weights, in full precision, in each forward pass.
        if type(module) in (nn.Conv2d, nn.ConvTranspose2d, nn.Linear):
            module.to(dtype)


class TileForward:
    """Runs a network over batches of tiles; halves the batch where the device's memory does not hold it."""

    def __init__(
        self, network: nn.Module, device_input: DeviceInput, runtime: Runtime, augmentation: str, reporter: Reporter
    ) -> None:
        """Takes a network that `prepare_network` prepared for `runtime`; `augmentation` is a key of `d4.TRANSFORMS`."""
        self._network, self._input, self._runtime, self._reporter = network, device_input, runtime, reporter
        self._transforms = TRANSFORMS[augmentation]
        self._halving = HalvingBatch(runtime.batch_size, runtime.device, "tiles")
        self._logits = Workspace(torch.float32, runtime.device)
        self._hooks = [
            # On a CPU a batch can take many seconds, one layer hardly any.
            module.register_forward_pre_hook(lambda *_: stop_if_cancelled(reporter))
            for module in network.modules()
            if not any(module.children())
        ]

    @property
    def batch_size(self) -> int:
        """Returns how many tiles are computed at once."""
        return self._halving.size

    def close(self) -> None:
        """Removes the hooks from the network."""
        for hook in self._hooks:
            hook.remove()

    def probabilities(self, pixels: np.ndarray, missing: np.ndarray | None) -> torch.Tensor:
        """Returns the class probabilities of tiles.

        `pixels` is (n, bands, height, width) of the raster's dtype, `missing` bool of the same shape or None. n is at most the batch size
        of the request. Returns float32 (n, classes, height, width) on the device, valid until the next call. Raises Cancelled, also between
        two layers, and DeviceOutOfMemory where a single tile does not fit.
        """
        count, _, height, width = pixels.shape
        return self._in_parts(
            count, (width, height), lambda part: self._input(pixels[part], None if missing is None else missing[part])
        )

    def ahead(self, tiles: UncutTiles) -> UncutTiles:
        """Returns tiles for `each_batch`, their pixels sent to the device as `DeviceInput.ahead` does."""
        return replace(tiles, pixels=self._input.ahead(tiles.pixels), missing=self._input.ahead(tiles.missing))

    def each_batch(self, tiles: UncutTiles) -> Iterator[tuple[tuple[int, ...], torch.Tensor]]:
        """Uploads and scales the pixels of tiles once, and cuts the tiles there.

        Yields for each batch the numbers of its tiles and their probabilities, as `probabilities` returns them. Raises as it does, and
        the error of a device whose memory does not hold the pixels.
        """
        missing = None if tiles.missing is None else tiles.missing[None]
        # (height, width, bands), as it lies in memory
        pixels = self._input(tiles.pixels[None], missing)[0].permute(1, 2, 0)
        for batch in tiles.batches:

            def cut(part: slice, batch: TilePlaces = batch) -> torch.Tensor:
                tiles = [pixels[:, left : left + batch.width] for left in batch.lefts[part]]
                return torch.stack(tiles).permute(0, 3, 1, 2)

            yield batch.columns, self._in_parts(len(batch.lefts), (batch.width, len(pixels)), cut)

    def _in_parts(self, count: int, side_px: tuple[int, int], images: Callable[[slice], torch.Tensor]) -> torch.Tensor:
        """Returns the probabilities of `count` tiles, `side_px` being their width and height; `images` returns some of them, scaled."""

        def compute(part: slice) -> torch.Tensor:
            found = self._run(images, part)
            return found if len(found) == count else found.clone()

        failure = DeviceOutOfMemory(f"one tile of {side_px[0]} x {side_px[1]} pixels", side_px)
        parts = self._halving(count, compute, failure, self._reporter)
        return parts[0] if len(parts) == 1 else torch.cat(parts)

    @torch.inference_mode()
    def _run(self, images: Callable[[slice], torch.Tensor], part: slice) -> torch.Tensor:
        """Runs one batch."""
        stop_if_cancelled(self._reporter)
        return mean_over_transforms(self._forward, images(part), self._transforms)

    def _forward(self, images: torch.Tensor) -> torch.Tensor:
        """Returns the probabilities of scaled images, (n, classes, h, w) and contiguous; valid until the next call."""
        with self._runtime.autocast():
            logits = self._network(images)
        # Contiguous before the softmax: that halves its time, and what follows goes class by class.
        plane = self._logits.of(logits.shape).copy_(logits)
        return torch.softmax(plane, 1, out=plane)
