"""The virtual environments that may hold PyTorch, and the Pythons that can run it.

An environment sees QGIS's own packages and adds PyTorch. Three folders are searched, in this order: `.venv` in the
plugin's folder (a checkout), the active environment of Set Up Deep Learning, and `venv` in the user's data folder, made
by hand. QGIS's Python puts the environment before its other packages, as the environment's own Python does: QGIS may
have older versions of what PyTorch needs (sympy on Debian 12). numpy is the exception: the one that QGIS was built with
is loaded first.

A virtual environment cannot be renamed, so a new one is built in its final place, under a number of its own. A small file in the user's
data folder, the pointer, names the active one. It is replaced in one step once the new environment works; until then the
previous one stays active. What a failed, cancelled or killed set-up has built is removed by it or by the next one.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from ...rasters.outputs.atomic_file import write_texts

PACKAGES: tuple[str, ...] = ("torch", "torchvision", "segmentation_models_pytorch", "timm")
ONNX_PACKAGES: tuple[str, ...] = ("onnx", "onnxscript", "onnxruntime")
"""Optional packages, which ONNX models need."""
OPENVINO_PACKAGES: tuple[str, ...] = ("openvino",)
"""Optional packages, with which a CPU computes in 8-bit integers."""
_PLUGIN = Path(__file__).resolve().parents[2]
REQUIREMENTS = _PLUGIN / "resources" / "requirements.txt"
ONNX_REQUIREMENTS = REQUIREMENTS.with_name("requirements-onnx.txt")
OPENVINO_REQUIREMENTS = REQUIREMENTS.with_name("requirements-openvino.txt")
POINTER = "environment.txt"
"""Name of the file in the data folder that holds the path of the active environment."""
_PREFIX = "pixel_classifier-"
_MARK = "made by Set Up Deep Learning"
"""Name of a file in every environment made here: nothing else is ever removed."""
_BUILT_FOR_CUDA = ("torch", "torchvision")


def data_folder(platform: str = sys.platform) -> Path:
    """Returns the plugin's folder in the user's data."""
    home = Path.home()
    if platform == "win32":
        data = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        data = home / "Library" / "Application Support"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / "pixel_classifier"


def environment_folders(platform: str = sys.platform) -> tuple[Path, ...]:
    """Returns the folders that may be the environment, in order; the last is for one made by hand."""
    active = active_environment(platform)
    return (_PLUGIN / ".venv", *([active] if active else []), data_folder(platform) / "venv")


def active_environment(platform: str = sys.platform) -> Path | None:
    """Returns the environment that Set Up Deep Learning has activated, None where it was not run."""
    try:
        text = (data_folder(platform) / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(text) if text else None


# packages


def is_complete_here() -> bool:
    """Returns whether this Python finds all of `PACKAGES` without an environment; imports nothing."""
    return all(map(_is_found, PACKAGES))


def missing_packages() -> tuple[str, ...]:
    """Returns which of `PACKAGES` are neither among this Python's own packages nor in an environment; imports nothing."""
    if _complete_site_packages() is not None:
        return ()
    return tuple(name for name in PACKAGES if not _is_found(name))


def package_folders() -> tuple[str, ...]:
    """Returns the folders in which this Python finds `PACKAGES`, for another Python to search them too."""
    specs = [spec for spec in map(find_spec, PACKAGES) if spec is not None]
    folders = (str(Path(place).parent) for spec in specs for place in spec.submodule_search_locations or ())
    return tuple(dict.fromkeys(folders))


def site_packages(environment: Path, platform: str = sys.platform) -> Path:
    """Returns the packages folder of an environment of this Python version."""
    if platform == "win32":
        return environment / "Lib" / "site-packages"
    return environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def attach_environment() -> None:
    """Adds the environment to this Python's search path, where it needs and has one; does nothing the second time."""
    if is_complete_here():
        return
    folder = _complete_site_packages()
    if folder is None or str(folder) in sys.path:
        return
    import numpy  # noqa: F401 (QGIS's own, loaded before the environment can offer another)

    places = [n for n, entry in enumerate(sys.path) if entry.rstrip("/\\").endswith(("site-packages", "dist-packages"))]
    sys.path.insert(places[0] if places else len(sys.path), str(folder))
    importlib.invalidate_caches()


def _is_found(name: str) -> bool:
    """Returns whether this Python finds a package, without importing it."""
    try:
        return find_spec(name) is not None
    except ValueError:  # imported by code that set no origin
        return True


def _complete_site_packages() -> Path | None:
    """Returns the packages folder of the first environment that has all packages."""
    return next((site_packages(folder) for folder in environment_folders() if _is_complete(folder)), None)


def _is_complete(environment: Path, packages: Sequence[str] = PACKAGES) -> bool:
    """Returns whether an environment has all packages."""
    return all((site_packages(environment) / name).is_dir() for name in packages)


def has_onnx(environment: Path | None) -> bool:
    """Returns whether an environment has the packages for ONNX models."""
    return environment is not None and _is_complete(environment, ONNX_PACKAGES)


def has_openvino(environment: Path | None) -> bool:
    """Returns whether an environment has OpenVINO."""
    return environment is not None and _is_complete(environment, OPENVINO_PACKAGES)


def pinned_requirements() -> tuple[str, ...]:
    """Returns the pinned packages, as in "torch==2.0"."""
    return _requirements_in(REQUIREMENTS)


def onnx_requirements() -> tuple[str, ...]:
    """Returns the optional packages for ONNX models, with their versions."""
    return _requirements_in(ONNX_REQUIREMENTS)


def openvino_requirements() -> tuple[str, ...]:
    """Returns OpenVINO with its version, and where it is installed."""
    return _requirements_in(OPENVINO_REQUIREMENTS)


def _requirements_in(file: Path) -> tuple[str, ...]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def requirements_for(build: str, onnx: bool = False, platform: str = sys.platform) -> tuple[str, ...]:
    """Returns the packages of a build: "cpu" requests the one without CUDA on Linux; others take the default build.

    `onnx` adds those for ONNX models.
    """
    without_cuda = build == "cpu" and platform == "linux"
    pins = tuple(
        f"{pin}+cpu" if without_cuda and pin.partition("==")[0] in _BUILT_FOR_CUDA else pin
        for pin in pinned_requirements()
    )
    return (*pins, *(onnx_requirements() if onnx else ()))


def has_nvidia_driver() -> bool:
    """Returns whether this computer has a driver for NVIDIA GPUs."""
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


# Pythons


def environment_python(platform: str = sys.platform) -> Path | None:
    """Returns the Python of the first environment that has all packages and a Python, None without one."""
    for environment in environment_folders(platform):
        python = python_of(environment, platform)
        if _is_complete(environment) and python.is_file():
            return python
    return None


def python_of(environment: Path, platform: str = sys.platform) -> Path:
    """Returns the path of an environment's Python."""
    return environment / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def own_python(platform: str = sys.platform) -> Path | None:
    """Returns the interpreter that has the packages of the Python inside QGIS, None where it is not found."""
    return _python_below((sys.prefix, sys.base_prefix), platform)


def base_python(platform: str = sys.platform) -> Path | None:
    """Returns the interpreter of QGIS's Python itself, no environment's, None where it is not found."""
    return _python_below((sys.base_prefix,), platform)


def _python_below(prefixes: Sequence[str], platform: str) -> Path | None:
    """Returns the interpreter below the installation prefixes: `sys.executable` is QGIS on Windows and macOS."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    names = ("python.exe", "python3.exe") if platform == "win32" else (f"python{version}", "python3", "python")
    for prefix in dict.fromkeys((*prefixes, str(Path(sys.executable or sys.base_prefix).parent))):
        for folder in (Path(prefix), Path(prefix, "bin"), Path(prefix, "Scripts")):
            for name in names:
                if (folder / name).is_file():
                    return folder / name
    return None


# installation by hand


def install_command(platform: str = sys.platform) -> str:
    """Returns the command that makes the environment and installs the pinned packages, ready to be copied."""
    environment = environment_folders(platform)[-1]
    quoted = _windows_quoted if platform == "win32" else shlex.quote
    base = base_python(platform) or ("python" if platform == "win32" else "python3")
    make = f"{quoted(str(base))} -m venv --system-site-packages {quoted(str(environment))}"
    fill = f"{quoted(str(python_of(environment, platform)))} -m pip install -r {quoted(str(REQUIREMENTS))}"
    return f"{make} && {fill}"


def shell_name(platform: str = sys.platform) -> str:
    """Returns the name of the shell for `install_command`."""
    return {"win32": "the OSGeo4W Shell of the start menu", "darwin": "the Terminal"}.get(platform, "a terminal")


def _windows_quoted(text: str) -> str:
    text = text.replace("/", "\\")
    return f'"{text}"' if " " in text else text


# installation by Set Up Deep Learning


def home_of_active(platform: str = sys.platform) -> Path | None:
    """Returns the folder in which the active environment was made, to repair it there; None where there is none."""
    active = active_environment(platform)
    return active.parent if active and (active / _MARK).is_file() else None


def new_environment(home: Path) -> Path:
    """Makes an empty folder for a new environment in `home`, and returns it. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = home / f"{_PREFIX}{number}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
            continue
        (folder / _MARK).touch()
        return folder


def activate(environment: Path, platform: str = sys.platform) -> None:
    """Points the plugin to an environment. Raises OSError or OutputError, and then the previous one stays active."""
    pointer = data_folder(platform) / POINTER
    pointer.parent.mkdir(parents=True, exist_ok=True)
    write_texts({pointer: f"{environment}\n"})


def remove_inactive(home: Path, platform: str = sys.platform) -> None:
    """Removes the environments made in `home` that are not active, except files that another process has open."""
    active = active_environment(platform)
    for folder in home.glob(f"{_PREFIX}*"):
        is_active = active is not None and active.resolve() == folder.resolve()  # a path has several spellings
        if (folder / _MARK).is_file() and not is_active:
            _remove(folder)


def _remove(environment: Path) -> None:
    """Removes an environment, its mark last, so that the next set-up tries again where files remain."""
    for path in environment.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != _MARK:
            with contextlib.suppress(OSError):
                path.unlink()
    if [path.name for path in environment.iterdir()] == [_MARK]:
        shutil.rmtree(environment, ignore_errors=True)
