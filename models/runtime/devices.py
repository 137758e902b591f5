"""Where the network runs: the device, the reduced precision that it is quick in, its memory, and what a lack of that looks like."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import re
import time
import warnings
from dataclasses import dataclass

import torch

from ...rasters.core.errors import SettingsError

_FALLBACK_FREE_BYTES = 4 * 2**30
_CGROUP = "/sys/fs/cgroup"
_MOST_DECODING_THREADS = 8
_THREADS_PER_DECODER = 4
_TRIAL_ROUNDS = 4
_QUICKER = 0.8
"""Bfloat16 is used on a processor where it takes no more than this share of float32's time."""
_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")


@dataclass(frozen=True)
class Runtime:
    """How a network runs: the device, the reduced precision (None: float32), images per batch."""

    device: torch.device
    precision: torch.dtype | None
    batch_size: int

    @property
    def pinned(self) -> bool:
        """Returns whether arrays for the device are better made in page-locked memory."""
        return self.device.type == "cuda"

    def autocast(self) -> contextlib.AbstractContextManager:
        """Returns the context in which the forward pass runs in reduced precision."""
        if self.precision is None:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, self.precision)

    def upload(self, pixels: torch.Tensor) -> torch.Tensor:
        """Returns pixels (n, bands, h, w) on the device, channels last, the layout in which convolutions are fast."""
        return pixels.to(self.device, memory_format=torch.channels_last, non_blocking=True)


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
    """Tells whether Apple's GPU can be used."""
    return torch.backends.mps.is_available()


def device_label(device: torch.device) -> str:
    """Returns the device in words, such as "cuda:0 (NVIDIA RTX A4000)" or "cpu (4 threads)"."""
    if device.type == "cuda":
        return f"{device} ({torch.cuda.get_device_name(device)})"
    return f"cpu ({torch.get_num_threads()} threads)" if device.type == "cpu" else str(device)


def autocast_dtype(device: torch.device) -> torch.dtype | None:
    """Returns the reduced precision in which the device is quicker, None for plain float32.

    CUDA: bfloat16 where the hardware has it, else float16. CPU: bfloat16 where it has native instructions for it (AVX512-BF16
    or AMX) and a trial shows that they are quicker: some processors that have the former take longer with them.
    """
    if device.type == "cuda":
        major, _ = torch.cuda.get_device_capability(device)
        return torch.bfloat16 if major >= 8 else torch.float16
    if device.type == "cpu" and _cpu_has_bfloat16() and _bfloat16_share() < _QUICKER:
        return torch.bfloat16
    return None


def decoding_threads(device: torch.device) -> int | None:
    """Returns how many threads decode the raster, None for GDAL's default, which is one.

    Beside a GPU, which one could not keep busy, as many as there are up to 8. On a processor one for each four that work on
    the network: with AMX four compute 8 to 13 million pixels a second, of the 22 million that one decodes and cuts.
    """
    threads = torch.get_num_threads()
    if device.type == "cpu":
        threads //= _THREADS_PER_DECODER
    return min(_MOST_DECODING_THREADS, threads) if threads > 1 else None


def precision_label(device: torch.device, precision: str) -> str:
    """Returns the precision, "auto" or "float32", in words: what the network computes in on that device."""
    dtype = autocast_dtype(device) if precision == "auto" else None
    return "float32" if dtype is None else f"{str(dtype).partition('.')[2]} where that is exact enough"


def _cpu_has_bfloat16() -> bool:
    """Tells whether the processor multiplies bfloat16 natively; False where this PyTorch cannot tell."""
    capabilities = getattr(torch.cpu, "get_capabilities", None)
    if capabilities is not None:
        known = capabilities()
        return bool(known.get("avx512_bf16") or known.get("amx_bf16"))
    checks = (getattr(torch.cpu, name, None) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"))
    return any(check() for check in checks if check is not None)


@functools.lru_cache(maxsize=1)
def _bfloat16_share() -> float:
    """Returns how long a convolution takes on the processor in bfloat16, as a share of float32's time; takes some 0.05 s."""
    convolution = torch.nn.Conv2d(64, 64, 3, padding=1).requires_grad_(False)
    image = torch.zeros(1, 64, 96, 96)
    times: dict[torch.dtype, list[float]] = {torch.float32: [], torch.bfloat16: []}
    with torch.inference_mode():
        for _ in range(_TRIAL_ROUNDS):
            for dtype, taken in times.items():
                ready = convolution.to(dtype=dtype, memory_format=torch.channels_last)
                ready_image = image.to(dtype=dtype, memory_format=torch.channels_last)
                started = time.perf_counter()
                ready(ready_image)
                taken.append(time.perf_counter() - started)
    fastest = {dtype: min(taken) for dtype, taken in times.items()}
    return fastest[torch.bfloat16] / max(fastest[torch.float32], 1e-9)


def free_bytes(device: torch.device) -> int:
    """Returns how much memory is free on the device, in bytes; a careful guess where the system does not tell."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return free + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    candidates = [amount for amount in (_available_bytes(), _container_bytes()) if amount is not None]
    return min(candidates, default=_FALLBACK_FREE_BYTES)


def is_out_of_memory(error: Exception) -> bool:
    """Tells whether an error means that the memory of the device, or of the processor, is too small."""
    if isinstance(error, (MemoryError, torch.cuda.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in _OUT_OF_MEMORY)


def free_unused(device: torch.device) -> None:
    """Gives memory that nothing refers to any more back to the device."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()


def _available_bytes() -> int | None:
    """Returns the memory that Linux calls available, else the free pages, None where neither is told."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return None


def _container_bytes() -> int | None:
    """Returns what a Linux control group (a container) has left, None without a limit."""
    try:
        with (
            open(f"{_CGROUP}/memory.max", encoding="ascii") as limit,
            open(f"{_CGROUP}/memory.current", encoding="ascii") as used,
        ):
            return max(int(limit.read()) - int(used.read()), 0)
    except (OSError, ValueError):
        return None
