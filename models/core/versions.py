"""Versions that a model folder records: of the plugin, from metadata.txt, and of the packages that trained the model."""

from __future__ import annotations

import platform
from configparser import ConfigParser, Error
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

UNKNOWN = "unknown"
RECORDED_PACKAGES: tuple[str, ...] = ("torch", "torchvision", "segmentation_models_pytorch", "timm", "numpy")

_METADATA = Path(__file__).resolve().parents[2] / "metadata.txt"


def plugin_version(metadata: Path = _METADATA) -> str:
    """Returns the plugin's version from metadata.txt, "unknown" without such a file or entry."""
    parser = ConfigParser(interpolation=None)
    try:
        parser.read(metadata, encoding="utf-8")
    except (Error, UnicodeDecodeError):
        return UNKNOWN
    return parser.get("general", "version", fallback=UNKNOWN).strip() or UNKNOWN


def package_versions() -> dict[str, str]:
    """Returns the versions of Python and of the packages that a network's results depend on; imports none of them."""
    versions = {"python": platform.python_version()}
    for package in RECORDED_PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions
