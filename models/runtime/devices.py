"""Where and how a network runs: its device, precision and batch size."""

from __future__ import annotations

import contextlib
import re
import warnings
from dataclasses import dataclass

import torch

from ...rasters.core.errors import SettingsError

_MOST_DECODING_THREADS = 8
_THREADS_PER_DECODER = 4


@dataclass(frozen=True)
class Runtime:
    """Where and how a network runs: `device`, reduced `precision` (None: float32), images per batch."""

    device: torch.device
    precision: torch.dtype | None
    batch_size: int

    @property
    def pinned(self) -> bool:
        """Returns whether host buffers are page-locked, so that a GPU copies them while it computes."""
        return self.device.type == "cuda"

    def autocast(self) -> contextlib.AbstractContextManager:
        """Returns the context in which the forward pass runs in reduced precision."""
        if self.precision is None:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, self.precision)


def choose_device(name: str) -> torch.device:
    """Returns the device of that name: "auto" (the first GPU, else the CPU), "cpu", "cuda", "cuda:N" or "mps".

    Raises SettingsError naming the devices that exist.
    """
    wanted = name.strip().lower()
    gpu_count = _gpu_count()
    if wanted == "auto":
        if gpu_count:
            return torch.device("cuda:0")
        return torch.device("mps" if _has_mps() else "cpu")
    if wanted == "cpu":
        return torch.device("cpu")
    if wanted == "mps" and _has_mps():
        return torch.device("mps")
    if match := re.fullmatch(r"cuda(?::(\d+))?", wanted):
        number = int(match.group(1) or 0)
        if number < gpu_count:
            return torch.device(f"cuda:{number}")
    existing = ["cpu", *(f"cuda:{number}" for number in range(gpu_count)), *(["mps"] if _has_mps() else [])]
    reason = ""
    if wanted.startswith("cuda") and not gpu_count:
        reason = (
            " (this PyTorch was built without CUDA)"
            if torch.version.cuda is None
            else " (no NVIDIA driver or GPU answers)"
        )
    raise SettingsError(f"The device {name} does not exist here{reason}. Choose auto or one of: {', '.join(existing)}.")


def _gpu_count() -> int:
    """Returns the number of usable CUDA devices; a broken driver counts as none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.cuda.device_count() if torch.cuda.is_available() else 0


def _has_mps() -> bool:
    """Returns whether Apple's GPU can be used."""
    return torch.backends.mps.is_available()


def device_label(device: torch.device) -> str:
    """Returns a device for people, such as "cuda:0 (NVIDIA RTX A4000)" or "cpu (4 threads)"."""
    if device.type == "cuda":
        return f"{device} ({torch.cuda.get_device_name(device)})"
    return f"cpu ({torch.get_num_threads()} threads)" if device.type == "cpu" else str(device)


def decoding_threads(device: torch.device) -> int | None:
    """Returns how many threads decode the raster, None for GDAL's default, which is one.

    Beside a GPU, which one thread could not keep busy: all threads, 8 at most. On a CPU one for every four that run the
    network: with AMX four compute 8 to 13 million pixels a second, and one decodes and cuts 22 million.
    """
    threads = torch.get_num_threads()
    if device.type == "cpu":
        threads //= _THREADS_PER_DECODER
    return min(_MOST_DECODING_THREADS, threads) if threads > 1 else None
