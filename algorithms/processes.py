"""Other Pythons as processes: their command line, their environment, and what the way that one ended means."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

_CHILD = Path(__file__).resolve().parent.parent / "models" / "child.py"
_OF_THIS_PYTHON = ("PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__", "PYTHONINSPECT", "PYTHONSTARTUP")
_SIGNALS = {
    4: "an instruction that this processor does not know",
    6: "abort",
    7: "bus error",
    9: "killed",
    11: "segmentation fault",
    15: "terminated",
}
_KILLED = 9
_WINDOWS_OUT_OF_MEMORY = 0xC0000017


def child_arguments(module: str, *arguments: str) -> list[str]:
    """Returns the command line, after the Python, that runs `main` of a module of models/."""
    return ["-X", "faulthandler", str(_CHILD), module, *arguments]


def child_environment(python: str, temporary: str = "") -> QProcessEnvironment:
    """Returns the environment for a Python: this one's, less what only holds for the Python inside QGIS.

    `temporary` is the folder for passing files, "" for the usual one. Where GDAL and PROJ have their data, QGIS has told its
    environment, and so the child; library paths are left as they are.
    """
    environment = QProcessEnvironment.systemEnvironment()
    for name in _OF_THIS_PYTHON:
        environment.remove(name)
    if not _is_of_qgis(Path(python)):
        environment.remove(
            "PYTHONHOME"
        )  # QGIS sets it on Windows; a virtual environment would not find its own packages
    environment.insert("PYTHONIOENCODING", "utf-8:backslashreplace")
    if sys.platform == "win32":
        environment.insert(
            "USE_PATH_FOR_GDAL_PYTHON", "YES"
        )  # GDAL's libraries lie on PATH there, where Python does not look
    if temporary:
        for name in ("TMPDIR", "TEMP", "TMP"):
            environment.insert(name, temporary)
    return environment


def _is_of_qgis(python: Path) -> bool:
    """Tells whether a Python is QGIS's own rather than that of an environment."""
    if (python.parent.parent / "pyvenv.cfg").is_file() or (python.parent / "pyvenv.cfg").is_file():
        return False
    return Path(sys.base_prefix) in python.parents


def ending_of(process: QProcess, last_lines: Sequence[str]) -> str:
    """Returns the sentences about an engine that ended without an answer: how it ended, what may cure that, its last lines."""
    code = process.exitCode() & 0xFFFFFFFF
    if process.exitStatus() == QProcess.ExitStatus.NormalExit and code < 0xC0000000:
        how = f"The engine ended too early, with status {code}."
    elif code in (_KILLED, _WINDOWS_OUT_OF_MEMORY):
        how = (
            "The system ended the engine, most probably because memory ran out. Use smaller chips, tiles or batches, or close "
            "other programs."
        )
    else:
        name = f"signal {code}, {_SIGNALS.get(code, 'unknown')}" if code < 128 else f"code {code:#x}"
        how = (
            f"The engine crashed ({name}). QGIS is not harmed. Try DEVICE=cpu to see whether the graphics driver is the reason, and "
            "run Check Installation."
        )
    return "\n".join([how, *(["Its last lines:", *last_lines] if last_lines else [])])
