"""The forward pass: scaled tiles in, class probabilities out, in the layout and precision that the device is quick in."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..rasters.errors import SettingsError
from ..rasters.reporter import Reporter, stop_if_cancelled
from .devices import autocast_dtype

_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


class TileForward:
    """Runs a network over batches of tiles; halves the batch where the device's memory does not hold it."""

    def __init__(self, network: nn.Module, device: torch.device, batch_size: int, reporter: Reporter) -> None:
        """Moves the network, in evaluation mode, to the device. `batch_size` is how many tiles are asked for at once."""
        self._network = network.eval().to(device, memory_format=torch.channels_last)
        self._device, self._dtype, self._reporter = device, autocast_dtype(device), reporter
        self.batch_size = batch_size
        for module in self._network.modules():
            if not any(module.children()):
                # A batch can take many seconds on a processor, a layer hardly one.
                module.register_forward_pre_hook(lambda *_: stop_if_cancelled(reporter))

    def probabilities(self, tiles: np.ndarray) -> torch.Tensor:
        """Returns the class probabilities of tiles.

        `tiles` is float32 (n, bands, height, width), scaled and finite, n <= `batch_size`; gives float32
        (n, classes, height, width) on the processor. Raises Cancelled, between two layers even, and SettingsError where
        not even a single tile fits into memory.
        """
        while True:
            parts = []
            try:
                for start in range(0, len(tiles), self.batch_size):
                    parts.append(self._run(tiles[start : start + self.batch_size]))
                return parts[0] if len(parts) == 1 else torch.cat(parts)
            except (RuntimeError, MemoryError) as error:
                if not _is_out_of_memory(error):
                    raise
                reason = error
            # Here, outside the handler, the failed forward's tensors are no longer held by the traceback.
            self._halve(tiles.shape, reason.with_traceback(None))

    def _run(self, tiles: np.ndarray) -> torch.Tensor:
        """Runs one forward pass."""
        stop_if_cancelled(self._reporter)
        batch = torch.from_numpy(tiles).to(self._device, memory_format=torch.channels_last)
        with (
            torch.inference_mode(),
            torch.autocast(self._device.type, dtype=self._dtype or torch.bfloat16, enabled=self._dtype is not None),
        ):
            logits = self._network(batch)
        # Contiguous before the softmax: that halves its time, and what follows goes class by class.
        with torch.inference_mode():
            return logits.to(torch.float32, memory_format=torch.contiguous_format).softmax(dim=1).cpu()

    def _halve(self, shape: tuple[int, ...], reason: Exception) -> None:
        """Halves the batch and says so. Raises SettingsError where it is a single tile."""
        if self._device.type == "cuda":
            torch.cuda.empty_cache()
        tried = min(self.batch_size, shape[0])
        if tried == 1:
            raise SettingsError(
                f"The memory of {self._device} does not hold one tile of {shape[3]} x {shape[2]} pixels. Choose a smaller "
                "tile size, or the device cpu."
            ) from reason
        self.batch_size = tried // 2
        self._reporter.warning(
            f"The memory of {self._device} does not hold {tried} tiles at once: going on with {self.batch_size}."
        )


def _is_out_of_memory(error: Exception) -> bool:
    """Tells whether a device's, or the processor's, memory was too small."""
    if isinstance(error, (MemoryError, torch.cuda.OutOfMemoryError)):
        return True
    return any(words in str(error).lower() for words in _OUT_OF_MEMORY)
