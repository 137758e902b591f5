"""The optional package OpenVINO: imported without its telemetry, and its devices."""

from __future__ import annotations

import functools
import importlib
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from ...rasters.core.errors import BackendError, SettingsError
from ..core.options import OPENVINO
from ..core.telemetry import turn_telemetry_off

SET_UP_OPENVINO = "Run Set Up Deep Learning with OpenVINO, which installs it."


def is_installed() -> bool:
    """Returns whether OpenVINO is found, without importing it."""
    try:
        return find_spec("openvino") is not None
    except ValueError:  # its import is blocked
        return False


def openvino() -> ModuleType:
    """Returns the package openvino. Raises BackendError, with the remedy, where it is missing or does not load."""
    turn_telemetry_off()
    try:
        package = importlib.import_module("openvino")
    except ImportError as error:
        raise BackendError(
            f"This needs the Python package openvino, which does not load here ({error}). {SET_UP_OPENVINO}"
        ) from error
    if not hasattr(package, "opset13"):
        raise BackendError(f"OpenVINO {package.__version__} is of a version that lacks what is used. {SET_UP_OPENVINO}")
    return package


@functools.lru_cache(maxsize=1)
def core() -> Any:  # noqa: ANN401 (of a package that may be missing)
    """Returns the one object through which OpenVINO reads, compiles and finds devices. Raises BackendError."""
    return openvino().Core()


def devices() -> tuple[str, ...]:
    """Returns the devices that OpenVINO finds, as the parameter DEVICE names them, such as "openvino:cpu". Raises BackendError."""
    kinds = (name.partition(".")[0].lower() for name in core().available_devices)
    return tuple(dict.fromkeys(f"{OPENVINO}:{kind}" for kind in kinds))


def device_of(name: str) -> str:
    """Returns OpenVINO's name of a device, such as "GPU" for "openvino:gpu", "" for a device of PyTorch.

    Raises SettingsError, naming those that exist, where OpenVINO does not find it; BackendError without OpenVINO.
    """
    wanted = name.strip().lower()
    if not wanted.startswith(f"{OPENVINO}:"):
        return ""
    existing = devices()
    if wanted not in existing:
        raise SettingsError(
            f"OpenVINO finds no device {name} here. Choose auto or one of: {', '.join(existing)}, or install the driver that Intel gives for it."
        )
    return wanted.partition(":")[2].upper()


def version() -> str:
    """Returns the version of OpenVINO with its build. Raises BackendError."""
    return openvino().get_version()


def full_name(device: str) -> str:
    """Returns the name that the maker gives a device such as "GPU"."""
    return str(core().get_property(device, "FULL_DEVICE_NAME"))
