"""Imports PyTorch, or explains why it is unavailable and how to install or repair it. Loads nothing heavy by itself.

Importing PyTorch inside a desktop has three pitfalls:
- torchvision imports triton, whose copy of LLVM clashes with that of the graphics driver, and the process dies. The plugin does
  not need triton, so its import is blocked.
- QGIS ends the thread of a task together with its Python state; PyTorch built with an older pybind11 remembers the thread that
  imported it, and the next task crashes (pybind11 issue 2888). So a short-lived thread of its own imports it.
- QGIS dies at exit while Python imports: `wait_for_import` waits for a running import.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Callable

from ...rasters.core.errors import BackendError, Cancelled
from .environment import (
    PACKAGES,
    attach_environment,
    install_command,
    missing_packages,
    pinned_requirements,
    shell_name,
)

OLDEST_PYTHON = (3, 10)
OPERATORS_WITHOUT_MPS_ON_CPU = {"PYTORCH_ENABLE_MPS_FALLBACK": "1"}
"""Lets PyTorch compute the few operators on the CPU that it does not have for Apple's GPU, in place of an error. It reads the
variable when it is loaded; a user's own value counts."""
POLL_S = 0.05


class _Import:
    """One attempt to import the packages, in a thread of its own."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.thread = threading.Thread(target=self._run, name="import PyTorch", daemon=True)

    def _run(self) -> None:
        sys.modules.setdefault("triton", None)
        try:
            for name in PACKAGES:
                importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 (a broken package fails in any way; `load_packages` raises it again)
            self.error = error


_lock = threading.Lock()
_attempt: _Import | None = None


def load_packages(cancelled: Callable[[], bool] = lambda: False) -> None:
    """Imports PyTorch and the packages that go with it.

    Raises BackendError with what is missing or broken and the command that installs it. Raises Cancelled as soon as `cancelled` returns
    True (the import itself goes on).
    """
    global _attempt
    complaint = why_unavailable()
    if complaint:
        raise BackendError(complaint)
    with _lock:
        if _attempt is None or (_attempt.error is not None and not _attempt.thread.is_alive()):
            attach_environment()
            os.environ.update({**OPERATORS_WITHOUT_MPS_ON_CPU, **os.environ})
            _attempt = _Import()
            _attempt.thread.start()
        attempt = _attempt
    while attempt.thread.is_alive():
        if cancelled():
            raise Cancelled("Cancelled while PyTorch was loading.")
        attempt.thread.join(POLL_S)
    if attempt.error is not None:
        raise BackendError(_why_broken(attempt.error)) from attempt.error


def wait_for_import() -> None:
    """Waits for a running import; to be called before QGIS ends."""
    if _attempt is not None and _attempt.thread.is_alive():
        _attempt.thread.join()


def why_unavailable() -> str:
    """Returns why PyTorch cannot be imported and the remedy, "" where all packages are found; imports nothing."""
    if is_python_too_old():
        return (
            f"PyTorch needs Python {'.'.join(map(str, OLDEST_PYTHON))} or later, and this QGIS runs Python "
            f"{sys.version_info.major}.{sys.version_info.minor}. Install a newer QGIS."
        )
    return why_missing() if missing_packages() else ""


def is_python_too_old() -> bool:
    """Returns whether QGIS's Python is older than PyTorch needs."""
    return sys.version_info[:2] < OLDEST_PYTHON


def why_missing() -> str:
    """Returns the message on missing packages, or on an environment that has lost its Python, with the remedy."""
    missing = missing_packages()
    if missing:
        return f"Missing for deep learning: {', '.join(missing)}. {_advice()}"
    return f"The environment with PyTorch has lost its Python, perhaps because QGIS was updated. {_advice()}"


def _why_broken(error: Exception) -> str:
    """Returns the message on a failed import, with the remedy."""
    lines = str(error).strip().splitlines() or [""]
    text = f"PyTorch is installed, but does not load: {type(error).__name__}: {lines[0][:300]}. "
    if "torchvision::nms" in str(error):
        text += "Its torch and torchvision are not a pair: install both from the same package index. "
    if getattr(error, "winerror", None) == 1114 or "c10.dll" in str(error):
        text += "Windows needs the newest Microsoft Visual C++ Redistributable (x64) for it; install that first. "
    return f"{text}{_advice()} Then start QGIS again."


def _advice() -> str:
    return (
        "Run Set Up Deep Learning in the toolbox (qgis_process run pixelclassifier:setupdeeplearning), which installs what Pixel "
        f"Classifier needs ({', '.join(pinned_requirements())}) beside QGIS, without changing QGIS itself. Or do the same by hand, "
        f"with this command in {shell_name()}: {install_command()}"
    )
