"""Child processes that run Python: command line, environment, output line by line, and the meaning of an exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

from ...models.installation.backend import OPERATORS_WITHOUT_MPS_ON_CPU
from ...rasters.core.errors import Cancelled

START_TIMEOUT_MS = 30_000
POLL_MS = 50
LAST_LINES = 8
_CHILD = Path(__file__).resolve().parents[2]
_OF_THIS_PYTHON = ("PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__", "PYTHONINSPECT", "PYTHONSTARTUP")
_SIGNALS = {
    4: "an instruction that this CPU does not have",
    6: "abort",
    7: "bus error",
    9: "killed",
    11: "segmentation fault",
    15: "terminated",
}
_KILLED = 9
_KEEP_FREED_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(2**31 - 1), "MALLOC_MMAP_MAX_": "0"}
"""Tunes glibc malloc to keep freed memory in the process. By default it returns each large array to the system and requests it
again, several times a layer, and the kernel clears every page anew. Other C libraries ignore the variables."""
_WINDOWS_OUT_OF_MEMORY = 0xC0000017


def child_arguments(command: str, *arguments: str) -> list[str]:
    """Returns the arguments, after the Python, that run a command of `models.engine.command_line`."""
    return ["-X", "faulthandler", str(_CHILD), command, *arguments]


def child_environment(python: str, temporary: str = "") -> QProcessEnvironment:
    """Returns the environment variables for a Python: those of QGIS, less what only holds for the Python inside QGIS.

    `temporary` is the folder for temporary files, "" for the usual one. The child inherits GDAL_DATA and PROJ_DATA, which QGIS
    has set, and library paths.
    """
    environment = QProcessEnvironment.systemEnvironment()
    for name in _OF_THIS_PYTHON:
        environment.remove(name)
    if not _is_of_qgis(Path(python)):  # QGIS sets PYTHONHOME on Windows; a virtual environment would miss its packages
        environment.remove("PYTHONHOME")
    environment.insert("PYTHONIOENCODING", "utf-8:backslashreplace")
    if sys.platform == "win32":  # GDAL's libraries lie on PATH there, where Python does not look
        environment.insert("USE_PATH_FOR_GDAL_PYTHON", "YES")
    for name, value in _KEEP_FREED_MEMORY.items():
        environment.insert(name, value)
    for name, value in OPERATORS_WITHOUT_MPS_ON_CPU.items():
        environment.insert(name, environment.value(name, value))
    if temporary:
        for name in ("TMPDIR", "TEMP", "TMP"):
            environment.insert(name, temporary)
    return environment


def _is_of_qgis(python: Path) -> bool:
    """Returns whether a Python is that of QGIS, not that of a virtual environment."""
    if (python.parent.parent / "pyvenv.cfg").is_file() or (python.parent / "pyvenv.cfg").is_file():
        return False
    return Path(sys.base_prefix) in python.parents


def ending_of(process: QProcess, last_lines: Sequence[str]) -> str:
    """Returns the message on an engine that ended without an answer: the reason, the remedy, its last lines."""
    code = process.exitCode() & 0xFFFFFFFF
    if process.exitStatus() == QProcess.ExitStatus.NormalExit and code < 0xC0000000:
        how = f"The engine ended too early, with exit status {code}."
    elif code in (_KILLED, _WINDOWS_OUT_OF_MEMORY):
        how = (
            "The system killed the engine, most probably because memory ran out. Use smaller chips, tiles or batches, or close "
            "other programs."
        )
    else:
        name = f"signal {code}, {_SIGNALS.get(code, 'unknown')}" if code < 128 else f"code {code:#x}"
        how = (
            f"The engine crashed ({name}). QGIS is not affected. Try DEVICE=cpu to see whether the graphics driver is the reason, and "
            "run Check Installation."
        )
    return "\n".join([how, *(["Its last lines:", *last_lines] if last_lines else [])])


class LineProcess:
    """A process whose output is read line by line until it ends or is cancelled; to be used by one thread."""

    def __init__(self, python: str, arguments: Sequence[str], environment: QProcessEnvironment) -> None:
        """Starts `python` with arguments; standard output and error output are read as one."""
        self.last: list[str] = []
        self._process = QProcess()
        self._process.setProcessEnvironment(environment)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.start(python, list(arguments))
        self._started = self._process.waitForStarted(START_TIMEOUT_MS)

    def follow(self, cancelled: Callable[[], bool], take: Callable[[str], None], idle: Callable[[], None]) -> str:
        """Passes each line to `take`, and calls `idle` in between; returns "" after success, else the error output.

        Raises Cancelled after it has ended the process.
        """
        if not self._started:
            return f"{self._process.program()} cannot be started: {self._process.errorString()}."
        try:
            while self._process.state() != QProcess.ProcessState.NotRunning:
                self._process.waitForReadyRead(POLL_MS)
                self._read(take)
                idle()
                if cancelled():
                    raise Cancelled("Cancelled.")
            self._read(take)
        finally:
            if self._process.state() != QProcess.ProcessState.NotRunning:
                self._process.kill()
                self._process.waitForFinished(START_TIMEOUT_MS)
        ended_well = self._process.exitStatus() == QProcess.ExitStatus.NormalExit and self._process.exitCode() == 0
        return "" if ended_well else "\n".join(self.last) or f"It ended with status {self._process.exitCode()}."

    def _read(self, take: Callable[[str], None]) -> None:
        while self._process.canReadLine() or (
            self._process.state() == QProcess.ProcessState.NotRunning and self._process.bytesAvailable()
        ):
            line = bytes(self._process.readLine()).decode("utf-8", "replace").strip()
            if line:
                self.last = [*self.last[1 - LAST_LINES :], line]
                take(line)
