"""Where PyTorch may be installed for QGIS, and the command that installs it there.

Nothing is ever installed unasked. The place is a virtual environment that sees QGIS's own packages and adds PyTorch: `.venv` in
the plugin's folder (a checkout), or `venv` in the user's data folder. QGIS's Python looks into it as the environment's own
Python would, before its other packages, for QGIS may bring older versions of what PyTorch needs (sympy on Debian 12).
numpy is the exception: the one that QGIS was built with is loaded first, so that no other can take its place.
"""

from __future__ import annotations

import importlib
import os
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGES: tuple[str, ...] = ("torch", "torchvision", "segmentation_models_pytorch", "timm")
REQUIREMENTS = Path(__file__).resolve().parent.parent / "resources" / "requirements.txt"

_PLUGIN = Path(__file__).resolve().parent.parent


def environment_folders(platform: str = sys.platform) -> tuple[Path, ...]:
    """Returns the folders that may be the virtual environment, in order; the last is the one that users make."""
    home = Path.home()
    if platform == "win32":
        data = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        data = home / "Library" / "Application Support"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return _PLUGIN / ".venv", data / "pixel_classifier" / "venv"


def site_packages(environment: Path, platform: str = sys.platform) -> Path:
    """Returns where a virtual environment of this Python version keeps its packages."""
    if platform == "win32":
        return environment / "Lib" / "site-packages"
    return environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def missing_packages() -> tuple[str, ...]:
    """Returns which of `PACKAGES` this Python finds neither among its own packages nor in an environment; imports nothing."""
    here = tuple(name for name in PACKAGES if not _is_found(name))
    if not here or _filled_environment() is not None:
        return ()
    return here


def attach_environment() -> None:
    """Lets this Python see the virtual environment, where it needs and has one; does nothing the second time."""
    if all(map(_is_found, PACKAGES)):
        return
    folder = _filled_environment()
    if folder is None or str(folder) in sys.path:
        return
    import numpy  # noqa: F401 (QGIS's own, loaded before the environment can offer another)

    places = [n for n, entry in enumerate(sys.path) if entry.rstrip("/\\").endswith(("site-packages", "dist-packages"))]
    sys.path.insert(places[0] if places else len(sys.path), str(folder))
    importlib.invalidate_caches()


def cure(platform: str = sys.platform) -> str:
    """Returns the command that makes the virtual environment and installs the pinned packages, ready to be copied."""
    environment = environment_folders(platform)[-1]
    quoted = _windows_quoted if platform == "win32" else shlex.quote
    python = environment / ("Scripts/python.exe" if platform == "win32" else "bin/python")
    make = f"{quoted(_interpreter(platform))} -m venv --system-site-packages {quoted(str(environment))}"
    return f"{make} && {quoted(str(python))} -m pip install -r {quoted(str(REQUIREMENTS))}"


def place_of_cure(platform: str = sys.platform) -> str:
    """Returns where the command of `cure` is to be run."""
    return {"win32": "the OSGeo4W Shell of the start menu", "darwin": "the Terminal"}.get(platform, "a terminal")


def pinned_requirements() -> tuple[str, ...]:
    """Returns the pinned packages, as in "torch==2.0"."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _is_found(name: str) -> bool:
    """Tells whether this Python finds a package, without importing it."""
    try:
        return find_spec(name) is not None
    except ValueError:  # imported, by someone who gave it no origin
        return True


def _filled_environment() -> Path | None:
    """Returns the packages' folder of the first environment that holds all of them."""
    for environment in environment_folders():
        folder = site_packages(environment)
        if all((folder / name).is_dir() for name in PACKAGES):
            return folder
    return None


def _interpreter(platform: str) -> str:
    """Returns QGIS's Python; `sys.executable` is QGIS itself on Windows and macOS."""
    base = Path(sys.base_prefix)
    if platform == "win32":
        choices = [base / "python.exe", base / "python3.exe"]
    else:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        choices = [base / "bin" / f"python{version}", base / "bin" / "python3"]
    return next((str(choice) for choice in choices if choice.is_file()), "python" if platform == "win32" else "python3")


def _windows_quoted(text: str) -> str:
    text = text.replace("/", "\\")
    return f'"{text}"' if " " in text else text
