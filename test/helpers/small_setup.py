"""Set-up steps that take no time: environments with a Python and packages that hold a line each, and misbehaviour on demand.

A copy of the plugin in which `installation.installer` is replaced. The environment variable SMALL_SETUP tells it to hang or to fail in a
step: "hang fill", "fail verify".
"""

from __future__ import annotations

from pathlib import Path

from small_engine import copy_plugin

STAND_IN = """
import os
import sys
import threading
import time
from pathlib import Path

from .environment import PACKAGES, python_of, site_packages


def main(arguments):
    _, step, *rest = arguments
    threading.Thread(target=end_with_input, daemon=True).start()
    environment = Path(rest[0]) if step == "make" else Path(sys.prefix)
    if step == "make":
        python = python_of(environment)
        python.parent.mkdir()
        python.symlink_to(sys.executable)
        (environment / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).parent}\\ninclude-system-site-packages = true\\n")
    if step == "fill":
        for name in PACKAGES:
            (site_packages(environment) / name).mkdir(parents=True)
            (site_packages(environment) / name / "__init__.py").write_text("__version__ = 'small'")
    print("step", step, flush=True)
    if os.environ.get("SMALL_SETUP") == f"fail {step}":
        sys.exit(f"The step {step} failed: No space left on device")
    if os.environ.get("SMALL_SETUP") == f"crash {step}":
        os.abort()
    while os.environ.get("SMALL_SETUP") == f"hang {step}":
        time.sleep(0.01)


def end_with_input():
    while os.read(0, 1024):
        continue
    os._exit(1)
"""


def build(repository: Path, folder: Path) -> Path:
    """Makes the copy; returns its path."""
    plugin = copy_plugin(repository, folder)
    (plugin / "models" / "installation" / "installer.py").write_text(STAND_IN, encoding="utf-8")
    return plugin
