"""An engine that does what its order's words say, instead of classifying: quick, and able to misbehave.

It is a copy of the plugin, in a folder with an awkward name, in which `prediction.classify` is replaced, and it finds packages that
are called like PyTorch and its companions and hold nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pixel_classifier.models.installation.environment import PACKAGES

STAND_IN = """
import os
import sys
import tempfile
import time
from pathlib import Path

from ...rasters.core import errors
from ...rasters.outputs.atomic_folder import FolderWriter
from ..core.requests import ClassifyResult


def classify(request, reporter):
    word, _, rest = request.raster.partition(" ")
    if word == "echo":
        return ClassifyResult(request.output, request.model, class_pixels={7: 9})
    if word == "say":
        reporter.progress(0.25)
        reporter.info(rest)
        reporter.warning(rest.upper())
        print("printed by a library")
        return ClassifyResult(rest)
    if word == "raise":
        name, _, message = rest.partition(" ")
        raise {**vars(errors), "MemoryError": MemoryError}[name](message)
    if word == "refuse":
        open("/no/such/file")
    if word == "bug":
        raise KeyError(rest)
    if word == "print":
        for number in range(3000):
            print(f"line {number} " + "x" * 200, file=sys.stderr)
        os._exit(3)
    if word == "signal":
        print("on the brink", file=sys.stderr, flush=True)
        os.kill(os.getpid(), int(rest))
    if word == "exit":
        os._exit(int(rest))
    with FolderWriter(request.output, "marker") as folder:
        Path(folder.path, "half").write_text("half")
        Path(tempfile.mkdtemp(), "passing").write_text("passing")
        reporter.info(f"working {tempfile.gettempdir()}")
        while word == "deaf" or not reporter.cancelled():
            time.sleep(0.005)
        Path(folder.path, "half").rename(Path(folder.path, "marker"))
    raise errors.Cancelled("Cancelled, and the best is kept.")
"""


def copy_plugin(repository: Path, folder: Path) -> Path:
    """Copies what a process of the plugin needs into a folder with an awkward name; returns its path."""
    plugin = folder / "plüg in's, copy"
    plugin.mkdir(parents=True)
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(repository / name, plugin)
    for room in ("models", "rasters", "resources"):
        shutil.copytree(repository / room, plugin / room, ignore=shutil.ignore_patterns("__pycache__"))
    return plugin


def build(repository: Path, folder: Path) -> Path:
    """Makes the copy; returns the folder of the packages to be put on PYTHONPATH."""
    plugin = copy_plugin(repository, folder)
    (plugin / "models" / "prediction" / "classify.py").write_text(STAND_IN, encoding="utf-8")
    packages = folder / "packages"
    for name in PACKAGES:
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").write_text("")
    return packages
