"""Inspects the Python that trains and classifies, and tries a network on its devices.

Each part is a job of an engine process, so a crash of one does not affect the others.
"""

from __future__ import annotations

import importlib
import platform
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from ...rasters.core.errors import BackendError, ModelError
from ...rasters.core.progress import Reporter, stop_if_cancelled
from ..core.options import OPENVINO
from .environment import (
    ONNX_PACKAGES,
    OPENVINO_PACKAGES,
    has_nvidia_driver,
    openvino_requirements,
    pinned_requirements,
)
from .findings import Finding, Inspected, InspectRequest, Status, Tried, TryRequest

SET_UP = "Run Set Up Deep Learning."
_ROOMY_BYTES = 2 * 10**9
_TRIAL_S = 2.0
_TRIAL_PX = 256
_OTHER_DEVICE = "Update the driver, or choose another device."


def inspect(request: InspectRequest, reporter: Reporter) -> Inspected:
    """Returns the findings on this Python: numpy, GDAL, the packages against the pinned versions, space for temporary files."""
    findings = [
        Finding("Python of the engine", f"{platform.python_version()}, {sys.executable}"),
        _numpy(request.numpy),
        *_gdal(),
    ]
    missing = []
    for pin in pinned_requirements():
        finding = _package(pin)
        findings.append(finding)
        if finding.status is Status.FAULT:
            missing.append(pin.partition("==")[0])
    findings += [*_pair(), _onnx(), _openvino(), _disk_space()]
    return Inspected(tuple(findings), tuple(missing))


def _numpy(wanted: str) -> Finding:
    """Returns the finding on numpy, which must be that of QGIS."""
    try:
        numpy = importlib.import_module("numpy")
    except Exception as error:  # noqa: BLE001 (a broken package fails in any way)
        return Finding("numpy", f"does not load: {type(error).__name__}: {error}", Status.FAULT, SET_UP)
    found = f"{numpy.__version__}, {Path(numpy.__file__).parent}"
    if wanted and numpy.__version__ != wanted:
        hides = f"{found}, while QGIS runs {wanted}"
        return Finding("numpy", hides, Status.WARNING, f"GDAL is built for QGIS's own. {SET_UP}")
    return Finding("numpy", found)


def _gdal() -> tuple[Finding, ...]:
    """Returns the findings on GDAL and its data."""
    try:
        gdal_calls = importlib.import_module("...rasters.core.gdal_calls", __package__)
    except Exception as error:  # noqa: BLE001
        remedy = "The engine's Python must have GDAL's Python package, as QGIS's own has. " + SET_UP
        return (Finding("GDAL", f"does not load: {type(error).__name__}: {error}", Status.FAULT, remedy),)
    problem = gdal_calls.proj_error()
    if problem:
        remedy = "Start QGIS by its own starter, which sets GDAL_DATA and PROJ_DATA, or set them yourself."
        return Finding("GDAL", gdal_calls.gdal_version()), Finding("PROJ", problem, Status.FAULT, remedy)
    return (Finding("GDAL", f"{gdal_calls.gdal_version()}, with its data"),)


def _package(pin: str) -> Finding:
    """Returns the finding on the version of a pinned package."""
    name, _, wanted = pin.partition("==")
    found = _version(name)
    if found is None:
        return Finding(name, "missing", Status.FAULT, SET_UP)
    if found.partition("+")[0] != wanted:
        return Finding(name, f"{found}; tested with {wanted}", Status.WARNING, f"If anything is odd: {SET_UP}")
    return Finding(name, found)


def _pair() -> tuple[Finding, ...]:
    """Returns a finding where torch and torchvision are different builds."""
    builds = [(_version(name) or "").partition("+")[2] for name in ("torch", "torchvision")]
    if builds[0] == builds[1]:
        return ()
    found = " and ".join(f"{name} “{build or 'usual'}”" for name, build in zip(("torch", "torchvision"), builds))
    return (Finding("torch and torchvision", f"different builds: {found}", Status.WARNING, SET_UP),)


def _onnx() -> Finding:
    """Returns the finding on the optional packages for ONNX models."""
    found = {name: _version(name) for name in ONNX_PACKAGES}
    if not any(found.values()):
        return Finding("ONNX models", f"not installed, and not needed otherwise: {', '.join(found)}")
    missing = [name for name, version in found.items() if version is None]
    if missing:
        return Finding("ONNX models", f"missing: {', '.join(missing)}", Status.WARNING, f"{SET_UP[:-1]} with ONNX.")
    return Finding("ONNX models", ", ".join(f"{name} {version}" for name, version in found.items()))


def _openvino() -> Finding:
    """Returns the finding on OpenVINO, which is optional."""
    (name,) = OPENVINO_PACKAGES
    found = _version(name)
    if found is None:
        return Finding("OpenVINO", "not installed; with it CPUs classify faster where a model has an 8-bit form")
    wanted = openvino_requirements()[0].partition(";")[0].partition("==")[2].strip()
    if found != wanted:
        remedy = f"If anything is odd: {SET_UP[:-1]} with OpenVINO."
        return Finding("OpenVINO", f"{found}; tested with {wanted}", Status.WARNING, remedy)
    return Finding("OpenVINO", found)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _disk_space() -> Finding:
    """Returns the finding on the space for temporary files, where training caches its chips."""
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB free in {folder}"
    if free < _ROOMY_BYTES:
        remedy = "Free some space, or choose another temporary folder in the Processing options."
        return Finding("Temporary folder", found, Status.WARNING, remedy)
    return Finding("Temporary folder", found)


def try_device(request: TryRequest, reporter: Reporter) -> Tried:
    """Runs a small network on a device, of PyTorch or OpenVINO, for about two seconds; returns its speed and memory, and the other devices.

    Raises SettingsError where there is no such device, BackendError where OpenVINO is missing, and Cancelled.
    """
    if request.device.startswith(OPENVINO):
        return _tried_by_openvino(request.device, reporter)
    import torch

    from ..networks.build import NetworkSpec, build_network
    from ..openvino_runtime import package
    from ..runtime.devices import Runtime, choose_device, device_label
    from ..runtime.memory import free_bytes, is_cpu_memory_known
    from ..runtime.precision import autocast_dtype

    device = choose_device(request.device)
    findings = [cuda(torch)] if device.type == "cpu" else []
    network = build_network(NetworkSpec("unet", "resnet18", 3, 4, 5)).to(device).eval()
    images = torch.zeros((1, 3, _TRIAL_PX, _TRIAL_PX), device=device)
    runtime = Runtime(device, autocast_dtype(device), 1)
    with torch.inference_mode(), runtime.autocast():
        finite = bool(torch.isfinite(network(images)).all())
        speed = _speed(lambda: network(images).sum().item(), reporter)  # waits for the device
    found = f"{device_label(device)}: {speed}, {free_bytes(device) / 1e9:.1f} GB of memory free"
    findings.append(_network_finding(found, finite, Status.FAULT))
    if device.type != "cuda" and not is_cpu_memory_known():
        found = f"the system does not report it; {free_bytes(device) / 1e9:.1f} GB are taken to be free"
        findings.append(Finding("Memory", found, Status.WARNING, f"psutil is missing. {SET_UP}"))
    others = [f"cuda:{number}" for number in range(torch.cuda.device_count() if torch.cuda.is_available() else 0)]
    if torch.backends.mps.is_available():
        others.append("mps")
    if package.is_installed():
        try:
            others += package.devices()
        except (BackendError, RuntimeError) as error:
            findings.append(Finding("OpenVINO", f"does not load: {error}", Status.WARNING, SET_UP))
    return Tried(tuple(findings), tuple(others))


def _tried_by_openvino(name: str, reporter: Reporter) -> Tried:
    """Runs a small network on a device of OpenVINO for about two seconds; returns its speed."""
    import torch

    from ..networks.build import NetworkSpec, build_network
    from ..openvino_runtime import package
    from ..openvino_runtime.compiled_network import own_precision
    from ..openvino_runtime.open_network import Form, open_compiled

    device = package.device_of(name)
    network = build_network(NetworkSpec("unet", "resnet18", 3, 4, 5)).eval()
    try:
        compiled = open_compiled(lambda: network, 3, Form(device, own_precision(device)), reporter)
        images = torch.zeros((1, 3, _TRIAL_PX, _TRIAL_PX))
        finite = bool(torch.isfinite(compiled(images)).all())
        speed = _speed(lambda: compiled(images), reporter)
    except (ModelError, RuntimeError) as error:  # a device more than PyTorch's: without it all else works
        return Tried((Finding(f"A network on {name}", f"failed: {error}"[:300], Status.WARNING, _OTHER_DEVICE),))
    return Tried((_network_finding(f"{name} ({package.full_name(device)}): {speed}", finite, Status.WARNING),))


def _speed(run: Callable[[], object], reporter: Reporter) -> str:
    """Returns how fast runs of a tile are, from about two seconds of them. Raises Cancelled."""
    runs, started = 0, time.monotonic()
    while not runs or time.monotonic() - started < _TRIAL_S:
        stop_if_cancelled(reporter)
        run()
        runs += 1
    megapixels = runs * _TRIAL_PX**2 / 1e6
    return f"{megapixels / max(time.monotonic() - started, 1e-3):.2g} megapixels a second"


def _network_finding(found: str, finite: bool, otherwise: Status) -> Finding:
    """Returns the finding on a network that ran; its status is `otherwise` where the results are not `finite`."""
    if finite:
        return Finding("A network on", found)
    return Finding("A network on", f"{found}, but its results are NaN or infinite", otherwise, _OTHER_DEVICE)


def cuda(torch: ModuleType) -> Finding:
    """Returns the finding on the CUDA build of PyTorch and on the driver."""
    built = torch.version.cuda
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        available = torch.cuda.is_available()
    if available:
        return Finding("CUDA", f"{built}, {torch.cuda.device_count()} devices")
    if built and has_nvidia_driver():
        reason = str(caught[-1].message).splitlines()[0] if caught else "it does not answer"
        remedy = "Update the NVIDIA driver, or run Set Up Deep Learning with an index for an older CUDA."
        return Finding("CUDA", f"{built}, but the driver cannot be used: {reason}", Status.WARNING, remedy)
    if has_nvidia_driver():
        remedy = "To use the GPU run Set Up Deep Learning with BUILD=cuda and INDEX_URL, the index that pytorch.org gives for CUDA."
        return Finding("CUDA", "PyTorch is built without it, and there is an NVIDIA driver", Status.WARNING, remedy)
    return Finding("CUDA", f"{'built with ' + built if built else 'built without'}; no NVIDIA driver")
