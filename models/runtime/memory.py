"""Free memory of a device, and how an error of too little of it is recognized."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

import torch

try:
    import psutil
except ImportError:  # an environment made by an earlier version of Set Up Deep Learning
    psutil = None

_FALLBACK_FREE_BYTES = 4 * 2**30
_CGROUP, _OWN_CGROUP = "/sys/fs/cgroup", "/proc/self/cgroup"
_SECOND_VERSION = "memory.max", "memory.current", ("active_file ", "inactive_file ")
_FIRST_VERSION = "memory.limit_in_bytes", "memory.usage_in_bytes", ("total_active_file ", "total_inactive_file ")
"""Of control groups: the files of the limit and of what is used, and the lines of `memory.stat` on files that the system caches."""
_OUT_OF_MEMORY = (
    "out of memory",  # CUDA, cuDNN's driver calls, MPS
    "outofmemory",  # Metal's command buffers: kIOGPUCommandBufferCallbackErrorOutOfMemory
    "invalid buffer size",  # MPS, for a tensor beyond its largest buffer
    "status_alloc_failed",  # cuDNN, cuBLAS, cuSPARSE, cuSOLVER
    "device_allocation_failed",  # cuDNN 9
    "unable to find a valid cudnn algorithm",  # no algorithm whose workspace fits
    "unable to find an engine to execute",
    "can't allocate memory",  # DefaultCPUAllocator on Linux and macOS
    "not enough memory",  # and on Windows
    "bad_alloc",
    "cublas_status_not_initialized",  # cuBLAS, whose workspace does not fit
    "cl_out_of_",  # OpenCL under OpenVINO: ..._RESOURCES, ..._HOST_MEMORY
    "cl_mem_object_allocation_failure",
    "exceeded max size of memory object",  # OpenVINO on GPUs
)
"""Parts, in lower case, of the messages of libraries that ran out of memory without an exception type of its own."""


def free_bytes(device: torch.device) -> int:
    """Returns the free memory of the device in bytes, 4 GiB where the system does not report it."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return free + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    candidates = [amount for amount in (_available_bytes(), _container_bytes()) if amount is not None]
    if device.type == "mps":  # it shares the computer's memory, of which it uses a part without swapping
        candidates.append(max(torch.mps.recommended_max_memory() - torch.mps.current_allocated_memory(), 0))
    return min(candidates, default=_FALLBACK_FREE_BYTES)


def is_out_of_memory(error: Exception) -> bool:
    """Returns whether an error means that the memory of the device, or of the CPU, is too small."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in _OUT_OF_MEMORY)


@contextlib.contextmanager
def out_of_memory_as(error: Exception) -> Iterator[None]:
    """Raises `error` in place of an out-of-memory error of the enclosed code."""
    try:
        yield
    except (RuntimeError, MemoryError) as cause:
        if not is_out_of_memory(cause):
            raise
        raise error from cause


def release_memory(device: torch.device) -> None:
    """Returns memory that nothing refers to any more to the device."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


def is_cpu_memory_known() -> bool:
    """Returns whether the system reports its free memory; else it is taken to be 4 GiB."""
    return _available_bytes() is not None


def _available_bytes() -> int | None:
    """Returns the memory that programs can still get without swapping, None where it is not reported.

    Windows and macOS report it by psutil only, Linux without it, too.
    """
    if psutil is not None:
        return psutil.virtual_memory().available
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return None


def _container_bytes() -> int | None:
    """Returns what Linux control groups (a container, a job of a queue) leave to this process, None without a limit.

    Limits of a group hold for those below it. Systems with groups of the first version, such as those of clusters, have one tree for each
    resource; there the limit of a group without any is a huge number.
    """
    try:
        with open(_OWN_CGROUP, encoding="utf-8", errors="replace") as lines:
            groups = [line.rstrip("\n").split(":", 2) for line in lines]
    except OSError:
        groups = []
    own = next((group[2] for group in groups if group[:2] == ["0", ""]), "/")
    of_memory = next((group[2] for group in groups if len(group) == 3 and "memory" in group[1].split(",")), "/")
    candidates = [
        *(_left_in_cgroup(folder, *_SECOND_VERSION) for folder in _folders(_CGROUP, own)),
        *(_left_in_cgroup(folder, *_FIRST_VERSION) for folder in _folders(f"{_CGROUP}/memory", of_memory)),
    ]
    return min((left for left in candidates if left is not None), default=None)


def _folders(root: str, group: str) -> list[str]:
    """Returns the folders of a control group and of those above it."""
    parts = [part for part in group.split("/") if part and part != ".."]
    return ["/".join((root, *parts[:depth])) for depth in range(len(parts) + 1)]


def _left_in_cgroup(folder: str, limit_name: str, used_name: str, cached: tuple[str, ...]) -> int | None:
    """Returns what a control group has left, None without a limit. Files that the system caches count as used, but it drops them first.

    `limit_name` and `used_name` are its files, `cached` what the lines of those files in `memory.stat` begin with.
    """
    try:
        with (
            open(f"{folder}/{limit_name}", encoding="ascii") as limit,
            open(f"{folder}/{used_name}", encoding="ascii") as used,
        ):
            left = int(limit.read()) - int(used.read())
    except (OSError, ValueError):
        return None
    with contextlib.suppress(OSError, ValueError), open(f"{folder}/memory.stat", encoding="ascii") as lines:
        left += sum(int(line.split()[1]) for line in lines if line.startswith(cached))
    return max(left, 0)
