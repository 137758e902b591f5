"""The reduced precision in which a device computes faster, and the names under which models and checkpoints record it.

On a CPU its instructions decide, confirmed by one measurement per machine. The measurement counts CPU time of one thread, not
wall time, so other programs do not change it. The answer is kept in a small file: every later run on that machine computes in the
same precision, and the same seed gives the same result.
"""

from __future__ import annotations

import functools
import json
import math
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import torch

from ...rasters.core.errors import OutputError
from ...rasters.outputs.atomic_file import write_texts

CACHE_VARIABLE = "PIXEL_CLASSIFIER_CACHE"
"""Environment variable that names the folder of the file of answers, in place of the user's cache folder."""
ANSWERS = "cpu_precision.json"

_NAMES = {None: "float32", torch.bfloat16: "bfloat16", torch.float16: "float16"}
_BFLOAT16_FLAGS = ("avx512_bf16", "amx_bf16")
_VNNI_FLAGS = ("avx512_vnni", "avx_vnni", "amx_int8")
_AVX512_FLAGS = ("avx512_f", "avx512f")
"""As PyTorch and as Linux names it."""
CPU_WITHOUT_INT8 = "a CPU like this one (without AVX2, or with AVX-512 and without VNNI)"
_LIMIT_VARIABLES = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
_INT8_LIMITS = ("CORE_VNNI", "BF16", "FP16", "AMX", "AVX10", "ALL", "DEFAULT")
"""Parts of the names of oneDNN's instruction sets under which networks in 8 bits were tried on CPUs that have more."""
_WITHOUT_TENSOR_CORES = re.compile(r"GTX 16\d\d|\bMX[45]50\b|\bT(400|500|550|600|1000|1200|2000)\b")
"""Parts of the names of NVIDIA's GPUs of compute capability 7.5 on the chips TU116 and TU117."""
_MOST_SHARE = 0.8
"""Bfloat16 is used on a CPU where it takes no more than this share of float32's time."""
_ROUNDS = 6
_ROUND_S = 0.05
"""CPU time of one round: several times the 16 ms in which Windows counts."""


def autocast_dtype(device: torch.device) -> torch.dtype | None:
    """Returns the reduced precision in which the device is faster, None for plain float32.

    CUDA: bfloat16 where the hardware has it (8.0), else float16 where there are tensor cores for it (most of 7.0 and 7.5). CPU: bfloat16 where it
    has instructions for it (AVX512-BF16 or AMX) and a measurement shows that they are faster. Some CPUs with the former are slower
    with them.
    """
    if device.type == "cuda":
        major, _ = torch.cuda.get_device_capability(device)
        return torch.bfloat16 if major >= 8 else torch.float16 if major == 7 and _computes_float16(device) else None
    if device.type == "cpu" and _cpu_has_bfloat16() and _cpu_is_faster_in_bfloat16():
        return torch.bfloat16
    return None


def dtype_named(name: str) -> torch.dtype | None:
    """Returns the type of a precision that `precision_name` names, None for "float32" and for any other name."""
    return next((dtype for dtype, known in _NAMES.items() if known == name), None)


def cpu_has_int8() -> bool:
    """Returns whether the CPU is of a kind on which networks in 8-bit integers were tried, and faster: with VNNI, or with AVX2 but no AVX-512.

    False where neither PyTorch nor Linux reports its instructions. A limit of instructions that is set for oneDNN
    counts, as OpenVINO obeys it.
    """
    if limit_that_crashes_int8():
        return False
    return _cpu_has(_VNNI_FLAGS) or (_cpu_has(("avx2",)) and not _cpu_has(_AVX512_FLAGS))


def limit_that_crashes_int8() -> str:
    """Returns the limit of oneDNN's instructions under which OpenVINO can crash in 8 bits, such as "ONEDNN_MAX_CPU_ISA=AVX2", "" without one."""
    for variable in _LIMIT_VARIABLES:
        if limit := os.environ.get(variable):
            return "" if any(name in limit.upper() for name in _INT8_LIMITS) else f"{variable}={limit}"
    return ""


def recorded_dtype(name: str, device: torch.device) -> torch.dtype | None:
    """Returns the precision that an earlier part of a run recorded, or the device's own where it lacks that one.

    `name` is one of `precision_name`.
    """
    dtype = dtype_named(name)
    available = {
        "cuda": lambda: (
            _computes_float16(device) if dtype is torch.float16 else torch.cuda.get_device_capability(device)[0] >= 8
        ),
        "cpu": lambda: dtype is torch.bfloat16 and _cpu_has_bfloat16(),
    }
    if dtype is None or available.get(device.type, lambda: False)():
        return dtype
    return autocast_dtype(device)


def precision_name(dtype: torch.dtype | None) -> str:
    """Returns the name of a precision, None being float32: "float32", "bfloat16" or "float16"."""
    return _NAMES[dtype]


def _computes_float16(device: torch.device) -> bool:
    """Returns whether a CUDA device computes convolutions in float16: GPUs of 7.5 without tensor cores return NaN (pytorch#77955)."""
    return not _WITHOUT_TENSOR_CORES.search(torch.cuda.get_device_name(device))


def _cpu_has_bfloat16() -> bool:
    """Returns whether the CPU has bfloat16 instructions; False where neither PyTorch nor Linux reports them."""
    return _cpu_has(_BFLOAT16_FLAGS)


def _cpu_has(flags: Sequence[str]) -> bool:
    """Returns whether the CPU has instructions of one of these flags."""
    if hasattr(torch.cpu, "get_capabilities"):
        known = torch.cpu.get_capabilities()
        return any(known.get(flag) for flag in flags)
    reported = _cpu_info("flags").split()
    return any(flag in reported for flag in flags)


@functools.lru_cache(maxsize=1)
def _cpu_is_faster_in_bfloat16() -> bool:
    """Returns the stored answer for this CPU and PyTorch; measures and stores it where there is none."""
    path, key = user_cache_folder() / ANSWERS, _machine()
    answers = _read_answers(path)
    if key not in answers:
        answers[key] = precision_name(torch.bfloat16 if _bfloat16_share() <= _MOST_SHARE else None)
        _write_answers(path, answers)
    return answers[key] == precision_name(torch.bfloat16)


def _bfloat16_share() -> float:
    """Returns the CPU time of a convolution in bfloat16 as a share of float32's, on one thread; takes about a second."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.inference_mode():
            calls = [_convolution(dtype) for dtype in (torch.float32, torch.bfloat16)]
            count = math.ceil(_ROUND_S / max(_cpu_seconds(calls[0], 1), 1e-6))
            rounds = [[_cpu_seconds(call, count) for call in calls] for _ in range(_ROUNDS)]
    finally:
        torch.set_num_threads(threads)
    float32, bfloat16 = (min(seconds) for seconds in zip(*rounds))
    return bfloat16 / max(float32, 1e-9)


def _convolution(dtype: torch.dtype) -> Callable[[], torch.Tensor]:
    """Returns a function that runs a convolution of usual size; it has run once."""
    layer = torch.nn.Conv2d(64, 64, 3, padding=1).to(dtype=dtype, memory_format=torch.channels_last)
    images = torch.zeros(1, 64, 96, 96).to(dtype=dtype, memory_format=torch.channels_last)
    layer(images)
    return functools.partial(layer, images)


def _cpu_seconds(call: Callable[[], object], count: int) -> float:
    """Returns the CPU time of this thread for this many calls."""
    started = time.thread_time()
    for _ in range(count):
        call()
    return time.thread_time() - started


def _machine() -> str:
    """Returns what the answer depends on: the CPU, PyTorch, and a limit of instructions set for oneDNN."""
    limit = os.environ.get("ONEDNN_MAX_CPU_ISA", "")
    return " | ".join((_cpu_info("model name") or platform.processor(), torch.__version__, limit))


def _cpu_info(name: str) -> str:
    """Returns a value that Linux reports of its first CPU, "" on other systems."""
    with suppress(OSError), open("/proc/cpuinfo", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
    return ""


def user_cache_folder() -> Path:
    """Returns the plugin's folder among the user's caches, or the one that `CACHE_VARIABLE` names."""
    if folder := os.environ.get(CACHE_VARIABLE):
        return Path(folder)
    if sys.platform == "win32":
        caches = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        caches = Path.home() / "Library" / "Caches"
    else:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "pixel_classifier"


def _read_answers(path: Path) -> dict[str, str]:
    """Returns the stored precision of each machine, none where the file is missing or damaged."""
    try:
        answers = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(answers, dict):
        return {}
    return {key: name for key, name in answers.items() if name in ("float32", "bfloat16")}


def _write_answers(path: Path, answers: dict[str, str]) -> None:
    """Replaces the file at once; where the folder cannot be written, each process measures anew."""
    with suppress(OSError, OutputError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_texts({path: json.dumps(answers, indent=1, sort_keys=True)})
