"""Makes a virtual environment on QGIS's own Python, installs the pinned packages, and verifies that they load.

Each step runs as a process in a Python of its own: `make` in QGIS's; `fill`, `verify` and `verify-openvino` in the environment's. The
algorithm Set Up Deep Learning and the set-up of the tests call them, as `python -m pixel_classifier installer STEP ...`. A step
prints to standard output; a step that fails ends with a status and a message.
"""

from __future__ import annotations

import argparse
import importlib
import os
import runpy
import sys
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from ..core.telemetry import turn_telemetry_off
from .diagnostics import cuda as cuda_finding
from .environment import ONNX_PACKAGES, OPENVINO_PACKAGES, PACKAGES, REQUIREMENTS
from .findings import Status

CONSTRAINTS = "constraints.txt"
WARNING = "Warning: "
"""The prefix of a line that is a warning."""


def main(arguments: Sequence[str]) -> None:
    """Runs the step that the command line names; ends the process with a status where it fails."""
    parser = argparse.ArgumentParser(prog="installer")
    parser.add_argument("--watched", action="store_true", help="end when standard input ends")
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("make").add_argument("environment")
    fill = steps.add_parser("fill")
    fill.add_argument("--requirement", action="append", default=[])
    fill.add_argument("--wheels")
    verifying = steps.add_parser("verify")
    verifying.add_argument("--cuda", action="store_true")
    verifying.add_argument("--onnx", action="store_true")
    steps.add_parser("verify-openvino")
    options = parser.parse_args(arguments)
    if options.watched:
        threading.Thread(target=_end_with_input, daemon=True).start()
    if options.step == "make":
        make(Path(options.environment))
    elif options.step == "fill":
        fill_environment(options.requirement or [str(REQUIREMENTS)], options.wheels)
    elif options.step == "verify":
        verify(options.cuda, options.onnx)
    else:
        verify_openvino()


def make(environment: Path) -> None:
    """Makes the environment, which sees the packages of the Python that runs this, and pins numpy to the version of QGIS."""
    try:
        import venv

        builder = venv.EnvBuilder(system_site_packages=True, symlinks=os.name != "nt", with_pip=True)
        builder.create(environment)
    except Exception as error:  # noqa: BLE001 (each Python fails in a way of its own)
        sys.exit(
            f"This Python ({sys.base_prefix}) cannot make a virtual environment with pip: {error}. "
            "On Debian and Ubuntu install the package python3-venv first."
        )
    import numpy

    (environment / CONSTRAINTS).write_text(f"numpy=={numpy.__version__}\n", encoding="utf-8")


def fill_environment(requirements: Sequence[str], wheels: str | None) -> None:
    """Installs requirement files by pip into the environment that runs this; numpy stays that of QGIS.

    `wheels` is a folder of packages, None for the package indexes of pip's configuration.
    """
    source = ["--no-index", "--find-links", wheels] if wheels else []
    wanted = [f"--requirement={path}" for path in requirements]
    constraint = f"--constraint={Path(sys.prefix, CONSTRAINTS)}"
    sys.argv = [
        "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off", constraint, *source, *wanted,
    ]  # fmt: skip
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


def verify(cuda: bool, onnx: bool = False) -> None:
    """Ends with a message unless all packages load beside QGIS's own numpy and GDAL, and torch has CUDA if `cuda` is set.

    `onnx` includes the packages for ONNX models. Warns about a GPU that torch cannot use.
    """
    import numpy

    if Path(sys.prefix) in Path(numpy.__file__).parents:
        sys.exit(
            f"numpy {numpy.__version__} in {numpy.__file__} hides QGIS's own numpy. Remove it from the environment."
        )
    sys.modules.setdefault("triton", None)
    turn_telemetry_off()
    modules = {name: _loaded(name) for name in (*PACKAGES, *(ONNX_PACKAGES if onnx else ()))}
    try:
        importlib.import_module("...rasters.reading.reader", __package__)
    except Exception as error:  # noqa: BLE001
        sys.exit(f"GDAL does not load beside PyTorch: {type(error).__name__}: {error}")
    version = getattr(modules["torch"], "version", None)
    if cuda and getattr(version, "cuda", None) is None:
        sys.exit("torch was built without CUDA. Give INDEX_URL, the index that pytorch.org gives for CUDA.")
    found = cuda_finding(modules["torch"])
    _say(f"{'' if found.status is Status.OK else WARNING}{found}")


def verify_openvino() -> None:
    """Ends with a message where OpenVINO is installed and does not load."""
    turn_telemetry_off()
    for name in OPENVINO_PACKAGES:
        if find_spec(name) is None:
            _say(f"There is no {name} for this computer. PyTorch classifies.")
        else:
            _loaded(name)


def _loaded(name: str) -> ModuleType:
    """Imports a package, and prints its version; ends with a message where it fails."""
    try:
        module = importlib.import_module(name)
    except Exception as error:  # noqa: BLE001 (a broken package fails in any way)
        sys.exit(f"{name} is installed, but does not load: {type(error).__name__}: {error}")
    _say(f"{name} {getattr(module, '__version__', '')} loads.")
    return module


def _end_with_input() -> None:
    """Ends the process when standard input ends, that is when QGIS has ended."""
    while os.read(0, 1024):
        continue
    os._exit(1)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
