"""What the parts of the check share: chips and images as arrays, a run that is set up, and memory that runs out."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.data.array_chips import ChipArrays
from pixel_classifier.models.data.chip_cache import ChipCache
from pixel_classifier.models.data.chip_set import join_folders
from pixel_classifier.models.networks.build import SIDE_MULTIPLE_PX
from pixel_classifier.models.runtime.batch_halving import HalvingBatch
from pixel_classifier.models.training.checkpoint import Checkpoint
from pixel_classifier.models.training.dataset import prepare
from pixel_classifier.models.training.setup import Run, set_up
from pixel_classifier.rasters.core.grid import Window

BANDS, CLASSES = 4, 5


@dataclass
class Journal:
    """A reporter that keeps what it hears, and cancels when `stop` returns True."""

    stop: Callable[[Journal], bool] = lambda journal: False
    infos: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def progress(self, fraction: float) -> None:
        """Ignores the progress."""

    def info(self, message: str) -> None:
        """Keeps a line."""
        self.infos.append(message)

    def warning(self, message: str) -> None:
        """Keeps a warning."""
        self.warnings.append(message)

    def cancelled(self) -> bool:
        """Returns whether to stop."""
        return self.stop(self)


def chips(count: int, side: int) -> ChipArrays:
    """Returns chips whose classes can be learned, a third of the pixels labelled."""
    generator = np.random.default_rng(0)
    labels = np.kron(generator.integers(1, CLASSES + 1, (count, side // 16, side // 16)), np.ones((16, 16), int))
    pixels = 300 * labels[:, None] * np.arange(1, BANDS + 1)[:, None, None]
    pixels = pixels + generator.normal(0, 90, pixels.shape)
    labels[generator.random(labels.shape) > 1 / 3] = 0
    return ChipArrays(pixels.clip(0, 65535).astype(np.uint16), labels.astype(np.int32))


def request(output: str, **changes: object) -> TrainRequest:
    """Returns a request for a training without surprises: one network, a given learning rate, one run."""
    usual = {"architecture": "unet", "epochs": 2, "learning_rate": 1e-3, "refit": "never", "batch_size": 4}
    return TrainRequest("", output, **{**usual, **changes})


@contextlib.contextmanager
def prepared(arrays: ChipArrays, device: torch.device, **changes: object) -> Iterator[tuple[torch.nn.Module, Run]]:
    """Yields a network and its run, as `training.train` sets them up."""
    journal = Journal()
    with tempfile.TemporaryDirectory() as folder:
        asked = request(folder, device=str(device), **changes)
        cache = ChipCache(join_folders([arrays.folder()], 0, journal), SIDE_MULTIPLE_PX, journal, arrays.read)
        with contextlib.closing(cache):
            data = prepare(cache, asked, journal)
            yield set_up(asked, data, device, Checkpoint(Path(folder), {}), journal)


class ArrayReader:
    """Gives the rows of an image in memory, (bands, height, width), in place of a raster file."""

    def __init__(self, image: np.ndarray) -> None:
        """Takes the image."""
        self._image, self.dtype = image, image.dtype
        self.band_numbers = tuple(range(1, len(image) + 1))
        self.band_names, self.nodata = tuple(f"Band {n}" for n in self.band_numbers), (None,) * len(image)
        self.info = SimpleNamespace(block_size=(256, 256), driver="MEM")

    def is_empty(self, window: Window) -> bool:
        """Returns False: all rows have pixels."""
        return False

    def read_into(self, window: Window, buffer: np.ndarray, row: int) -> None:
        """Fills rows of a buffer."""
        rows, columns = slice(window.y, window.bottom), slice(window.x, window.right)
        buffer[:, row : row + window.height] = self._image[:, rows, columns]

    def read_mask(self, window: Window) -> None:
        """Returns None: there is no mask."""

    def drop_cached_blocks(self) -> None:
        """Has none."""


def image(bands: int, side: int, dtype: str = "uint16") -> np.ndarray:
    """Returns a square image of smooth values with noise."""
    generator = np.random.default_rng(1)
    noise = generator.integers(0, 200, (bands, 256, side), dtype=np.uint16)
    return np.tile(noise, (1, -(-side // 256), 1))[:, :side].astype(dtype)


@contextlib.contextmanager
def little_memory(device: torch.device, limit_bytes: int, most_images: int = 2) -> Iterator[None]:
    """Limits the memory of a CUDA device to so many bytes. A CPU's runs out, on demand, for more than `most_images` images."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
        total = torch.cuda.get_device_properties(device).total_memory
        torch.cuda.set_per_process_memory_fraction(min(limit_bytes / total, 1.0), device)
        try:
            yield
        finally:
            torch.cuda.set_per_process_memory_fraction(1.0, device)
            torch.cuda.empty_cache()
        return

    def refuse(layer: torch.nn.Module, inputs: tuple) -> None:
        if isinstance(layer, torch.nn.Conv2d) and len(inputs[0]) > most_images:
            raise torch.OutOfMemoryError("CUDA out of memory (in play).")

    handle = torch.nn.modules.module.register_module_forward_pre_hook(refuse)
    try:
        yield
    finally:
        handle.remove()


def peak_bytes(device: torch.device, work: Callable[[], object]) -> int:
    """Returns the most memory of a CUDA device that some work takes, 0 on a CPU."""
    if device.type != "cuda":
        work()
        return 0
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats(device)
    work()
    return torch.cuda.max_memory_reserved(device)


def with_batch(run: Run, size: int) -> Run:
    """Returns the run with another batch size."""
    inference = HalvingBatch(size, run.runtime.device, "chips")
    return replace(run, runtime=replace(run.runtime, batch_size=size), inference=inference)
