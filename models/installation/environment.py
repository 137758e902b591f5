"""Where PyTorch may be installed for QGIS, and the command that installs it there.

Nothing is ever installed unasked. The place is a virtual environment that sees QGIS's own packages and adds PyTorch: `.venv` in
the plugin's folder (a checkout), the one that Set Up Deep Learning made, or `venv` in the user's data folder. QGIS's Python looks into it as the environment's own
Python would, before its other packages, for QGIS may bring older versions of what PyTorch needs (sympy on Debian 12).
numpy is the exception: the one that QGIS was built with is loaded first, so that no other can take its place.

Where environments are made: beside the one in use, under a number of their own, and in use once a pointer names them.

A virtual environment cannot be renamed, so it is built where it stays. Only the pointer, a small file in the user's data folder,
is exchanged, in one step, when the new one has been proven. Until then the former one works, and what a set-up that
failed, was cancelled or killed has built is removed, by it or by the next one.
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

PACKAGES: tuple[str, ...] = ("torch", "torchvision", "segmentation_models_pytorch", "timm")
REQUIREMENTS = Path(__file__).resolve().parents[2] / "resources" / "requirements.txt"

_PAIR = ("torch", "torchvision")
POINTER = "environment.txt"
"""Name of the file in the data folder that holds the path of the environment in use."""

_PLUGIN = Path(__file__).resolve().parents[2]


def data_folder(platform: str = sys.platform) -> Path:
    """Returns the plugin's folder among the user's data."""
    home = Path.home()
    if platform == "win32":
        data = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        data = home / "Library" / "Application Support"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / "pixel_classifier"


def pointed_environment(platform: str = sys.platform) -> Path | None:
    """Returns the environment that Set Up Deep Learning has put in use, None where it was not run."""
    try:
        text = (data_folder(platform) / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(text) if text else None


def environment_folders(platform: str = sys.platform) -> tuple[Path, ...]:
    """Returns the folders that may be the virtual environment, in order; the last is the one that users make by hand."""
    pointed = pointed_environment(platform)
    return (_PLUGIN / ".venv", *([pointed] if pointed else []), data_folder(platform) / "venv")


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


def is_complete_here() -> bool:
    """Tells whether this Python finds all of `PACKAGES` by itself; imports nothing."""
    return all(map(_is_found, PACKAGES))


def places_of_packages() -> tuple[str, ...]:
    """Returns the folders in which this Python finds `PACKAGES`, for another one to look there too."""
    specs = [spec for spec in map(find_spec, PACKAGES) if spec is not None]
    places = (str(Path(place).parent) for spec in specs for place in spec.submodule_search_locations or ())
    return tuple(dict.fromkeys(places))


def environment_python(platform: str = sys.platform) -> Path | None:
    """Returns the Python of the first environment that holds all packages and whose Python is there, None without one."""
    for environment in environment_folders(platform):
        python = python_of(environment, platform)
        if _is_filled(environment) and python.is_file():
            return python
    return None


def python_of(environment: Path, platform: str = sys.platform) -> Path:
    """Returns where a virtual environment has its Python."""
    return environment / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def own_python(platform: str = sys.platform) -> Path | None:
    """Returns the interpreter that has the packages of the Python inside QGIS, None where it is not found."""
    return _python_below((sys.prefix, sys.base_prefix), platform)


def base_python(platform: str = sys.platform) -> Path | None:
    """Returns the interpreter of QGIS's Python itself, no environment's, None where it is not found."""
    return _python_below((sys.base_prefix,), platform)


def _python_below(prefixes: Sequence[str], platform: str) -> Path | None:
    """Returns the interpreter where Python says that it is installed: `sys.executable` is QGIS on Windows and macOS."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    names = ("python.exe", "python3.exe") if platform == "win32" else (f"python{version}", "python3", "python")
    for prefix in dict.fromkeys((*prefixes, str(Path(sys.executable or sys.base_prefix).parent))):
        for folder in (Path(prefix), Path(prefix, "bin"), Path(prefix, "Scripts")):
            for name in names:
                if (folder / name).is_file():
                    return folder / name
    return None


def attach_environment() -> None:
    """Lets this Python see the virtual environment, where it needs and has one; does nothing the second time."""
    if is_complete_here():
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


def has_nvidia_driver() -> bool:
    """Tells whether this computer has a driver for NVIDIA's GPUs."""
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def pinned_requirements() -> tuple[str, ...]:
    """Returns the pinned packages, as in "torch==2.0"."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def requirements_for(build: str, platform: str = sys.platform) -> tuple[str, ...]:
    """Returns the pinned packages of a build: "cpu" asks Linux's indexes for the one without CUDA, others take what there is."""
    without_cuda = build == "cpu" and platform == "linux"
    return tuple(
        f"{pin}+cpu" if without_cuda and pin.partition("==")[0] in _PAIR else pin for pin in pinned_requirements()
    )


def _is_found(name: str) -> bool:
    """Tells whether this Python finds a package, without importing it."""
    try:
        return find_spec(name) is not None
    except ValueError:  # imported, by someone who gave it no origin
        return True


def _filled_environment() -> Path | None:
    """Returns the packages' folder of the first environment that holds all of them."""
    return next((site_packages(folder) for folder in environment_folders() if _is_filled(folder)), None)


def _is_filled(environment: Path) -> bool:
    """Tells whether an environment holds all packages."""
    return all((site_packages(environment) / name).is_dir() for name in PACKAGES)


def _interpreter(platform: str) -> str:
    """Returns QGIS's Python for a command line."""
    return str(base_python(platform) or ("python" if platform == "win32" else "python3"))


def _windows_quoted(text: str) -> str:
    text = text.replace("/", "\\")
    return f'"{text}"' if " " in text else text


_PREFIX = "pixel_classifier-"
_MARK = "made by Set Up Deep Learning"
"""Name of a file in every environment made here: nothing else is ever removed."""


def home_in_use(platform: str = sys.platform) -> Path | None:
    """Returns the folder in which the environment in use was made, to repair it there; None where there is none."""
    used = pointed_environment(platform)
    return used.parent if used and (used / _MARK).is_file() else None


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


def put_in_use(environment: Path, platform: str = sys.platform) -> None:
    """Lets the plugin use an environment from now on. Raises OSError, and then the former one stays in use."""
    pointer = data_folder(platform) / POINTER
    pointer.parent.mkdir(parents=True, exist_ok=True)
    partial = pointer.with_name(f"{POINTER}.partial-{os.getpid()}")
    try:
        partial.write_text(f"{environment}\n", encoding="utf-8")
        os.replace(partial, pointer)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def remove_unused(home: Path, platform: str = sys.platform) -> None:
    """Removes the environments made in `home` that are not in use, as far as they let themselves be removed."""
    used = pointed_environment(platform)
    for folder in home.glob(f"{_PREFIX}*"):
        if (folder / _MARK).is_file() and folder != used:
            _remove(folder)


def _remove(environment: Path) -> None:
    """Removes an environment, its mark last, so that one which resists is tried again the next time."""
    for path in environment.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != _MARK:
            with contextlib.suppress(OSError):
                path.unlink()
    if [path.name for path in environment.iterdir()] == [_MARK]:
        shutil.rmtree(environment, ignore_errors=True)
