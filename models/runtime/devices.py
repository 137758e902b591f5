"""Where and how a network runs: its device, precision and batch size."""

from __future__ import annotations

import contextlib
import functools
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch

from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter, SilentReporter
from ..core.options import INT8
from .precision import precision_name
from .ranks import Ranks

_MOST_DECODING_THREADS = 8
_THREADS_PER_DECODER = 4


@dataclass(frozen=True)
class Runtime:
    """Where and how a network runs: `device`, reduced `precision` (None: float32), images per batch, of all `ranks`.

    `openvino` is the device on which OpenVINO computes the network, such as "GPU", with images and results on the CPU;
    "" where PyTorch does. `quantized` is whether its convolutions compute in 8-bit integers, and `precision` only the
    rest.
    """

    device: torch.device
    precision: torch.dtype | None
    batch_size: int
    ranks: Ranks = field(default_factory=Ranks)
    openvino: str = ""
    quantized: bool = False

    @property
    def pinned(self) -> bool:
        """Returns whether host buffers are page-locked, so that a GPU copies them while it computes."""
        return self.device.type == "cuda"

    @property
    def precision_name(self) -> str:
        """Returns the name of the precision: "float32", "bfloat16", "float16" or "int8"."""
        return INT8 if self.quantized else precision_name(self.precision)

    def autocast(self) -> contextlib.AbstractContextManager:
        """Returns the context in which the forward pass runs in reduced precision."""
        if self.precision is None or self.openvino:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, self.precision)


def choose_device(name: str, reporter: Reporter | None = None) -> torch.device:
    """Returns the device of that name: "auto" (the first GPU that computes, else the CPU), "cpu", "cuda", "cuda:N" or "mps".

    "auto" leaves out a GPU that does not compute, as one that this PyTorch has no kernels for, and warns of it with the reason.
    Raises SettingsError naming the devices that exist, or why the one that was asked for does not compute.
    """
    wanted = name.strip().lower()
    gpus = [*(f"cuda:{number}" for number in range(gpu_count())), *(["mps"] if _has_mps() else [])]
    if wanted == "auto":
        return _first_that_computes(gpus, reporter or SilentReporter())
    match = re.fullmatch(r"cuda(?::(\d+))?", wanted)
    if match:
        wanted = f"cuda:{int(match.group(1) or 0)}"
    existing = ["cpu", *gpus]
    if wanted not in existing:
        reason = ""
        if wanted.startswith("cuda") and not gpu_count():
            reason = (
                " (this PyTorch was built without CUDA)"
                if torch.version.cuda is None
                else " (no NVIDIA driver or GPU answers)"
            )
        raise SettingsError(
            f"The device {name} does not exist here{reason}. Choose auto or one of: {', '.join(existing)}."
        )
    device = torch.device(wanted)
    if why := why_unusable(device):
        raise SettingsError(
            f"The device {wanted} cannot be used: {why} Choose cpu, or auto for a device that computes."
        )
    return _limited(device)


def _first_that_computes(gpus: Sequence[str], reporter: Reporter) -> torch.device:
    """Returns the first GPU that computes, else the CPU; warns of those that do not."""
    for name in gpus:
        device = torch.device(name)
        why = why_unusable(device)
        if not why:
            return _limited(device)
        reporter.warning(f"The device {name} is left out: {why}")
    return torch.device("cpu")


def _limited(device: torch.device) -> torch.device:
    """Returns the device; Apple's raises an error for more memory than its working set, in place of swapping."""
    if device.type == "mps":
        torch.mps.set_per_process_memory_fraction(1.0)
    return device


@functools.cache
def why_unusable(device: torch.device) -> str:
    """Returns why a device does not compute, a sentence, "" where it does: runs one small convolution there.

    A driver answers for GPUs, too, that are older or newer than those that PyTorch was built for.
    """
    if device.type == "cpu":
        return ""
    try:
        ones = torch.ones(1, 1, 2, 2, device=device)
        if torch.nn.functional.conv2d(ones, ones[..., :1, :1]).sum().item() == ones.numel():
            return ""
        return f"{device_label(device)} computes wrong results."
    except RuntimeError as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
    return f"{_with_capability(device)} does not compute ({reason})."


def _with_capability(device: torch.device) -> str:
    """Returns a device for people, a CUDA device with its compute capability and those that PyTorch was built for."""
    if device.type != "cuda":
        return str(device)
    try:
        major, minor = torch.cuda.get_device_capability(device)
        built = ", ".join(torch.cuda.get_arch_list())
        return f"{torch.cuda.get_device_name(device)}, sm_{major}{minor} where PyTorch {torch.__version__} has {built},"
    except RuntimeError:
        return str(device)


def gpu_count() -> int:
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
    threads = torch.get_num_threads()
    return f"cpu ({threads} {'thread' if threads == 1 else 'threads'})" if device.type == "cpu" else str(device)


@contextlib.contextmanager
def fastest_convolutions(device: torch.device) -> Iterator[None]:
    """Lets cuDNN try its algorithms for each new shape of a batch and keep the fastest, while it is open.

    Sets the one flag: `torch.backends.cudnn.flags` would set the precision of convolutions, too.
    """
    before = torch.backends.cudnn.benchmark
    if device.type == "cuda":
        torch.backends.cudnn.benchmark = True
    try:
        yield
    finally:
        torch.backends.cudnn.benchmark = before


def decoding_threads(device: torch.device) -> int | None:
    """Returns how many threads decode or resample the raster, None for GDAL's default, which is one.

    Beside a GPU, which one thread could not keep busy: all threads, 8 at most. On a CPU one for every four that run the
    network: with AMX four compute 8 to 13 million pixels a second, and one decodes and cuts 22 million.
    """
    threads = torch.get_num_threads()
    if device.type == "cpu":
        threads //= _THREADS_PER_DECODER
    return min(_MOST_DECODING_THREADS, threads) if threads > 1 else None
