"""The engine process: runs one job for QGIS, so that no crash or long computation can stop or freeze QGIS.

Messages are lines of JSON. Standard input brings first the order: `job`, `request`, `temporary` (a folder for temporary files, which
the supervisor removes, or this process where QGIS has ended) and `paths` (further folders of Python packages); then, on Cancel, the word
`cancel`. The end of the input means that QGIS has ended. Standard output takes `process` (the process id), `begun` once PyTorch
is loaded, `progress`, `info`, `warning`, and at the end `result` or `error`. The output of libraries goes to the error output.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from typing import NoReturn

from ...rasters.core.errors import Cancelled, PixelClassifierError
from ...rasters.outputs.temporary_names import LeftoverFiles
from ..core.serialization import encoded, from_data, to_data
from ..installation import backend
from .jobs import JOBS, Job, perform

ORPHAN_GRACE_S = 60.0
"""How long an engine may take to end cleanly after QGIS has ended, in seconds."""
_NICENESS = 5
_SMALLEST_STEP = 0.001


class Channel:
    """Sends the reports of a job to the supervisor: the domain's `Reporter` over the former standard output."""

    def __init__(self, output: int) -> None:
        """Writes to the file descriptor `output`."""
        self._output, self._lock = output, threading.Lock()
        self._stop = threading.Event()
        self._shown = -1.0

    def send(self, **message: object) -> None:
        """Sends one message; asks the job to stop where the supervisor has ended."""
        line = encoded(message)
        try:
            with self._lock:
                while line:
                    line = line[os.write(self._output, line) :]
        except OSError:
            self._stop.set()

    def stop(self) -> None:
        """Asks the job to stop."""
        self._stop.set()

    def progress(self, fraction: float) -> None:
        """Sends the completed share of the work, in steps of a thousandth or more."""
        if abs(fraction - self._shown) >= _SMALLEST_STEP or fraction >= 1 > self._shown:
            self._shown = fraction
            self.send(progress=round(float(fraction), 4))

    def info(self, message: str) -> None:
        """Sends a line for the log."""
        self.send(info=message)

    def warning(self, message: str) -> None:
        """Sends a warning for the log."""
        self.send(warning=message)

    def cancelled(self) -> bool:
        """Returns whether the job was asked to stop."""
        return self._stop.is_set()


class Watch:
    """Reads, in a thread of its own, the order to cancel and the end of QGIS, and ends the process if necessary."""

    def __init__(self, channel: Channel, lines: Iterator[bytes]) -> None:
        """Reads the `lines` that follow the order."""
        self._channel, self._lines = channel, lines
        self._leftovers: LeftoverFiles | None = None
        self._temporary, self._orphaned = "", False
        threading.Thread(target=self._listen, name="watch", daemon=True).start()

    def begin(self, leftovers: LeftoverFiles, temporary: str) -> None:
        """Notes the files that may have to be removed from now on."""
        self._leftovers, self._temporary = leftovers, temporary

    def end(self) -> None:
        """Removes the folder of temporary files where QGIS has ended."""
        if self._orphaned:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _listen(self) -> None:
        for line in self._lines:
            if line.strip() == b"cancel":
                self._channel.stop()
                if self._leftovers is None:  # PyTorch is loading, which cannot be interrupted and writes no files
                    self._channel.send(error=described(Cancelled("Cancelled while PyTorch was loading.")))
                    leave()
        self._orphaned = True
        self._channel.stop()
        if self._leftovers is not None:
            threading.Event().wait(ORPHAN_GRACE_S)
            self._leftovers.remove(os.getpid())
            self.end()
        leave(1)


def main(arguments: Sequence[str]) -> NoReturn:
    """Runs the job that standard input orders, and ends the process."""
    channel = Channel(_take_output())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches QGIS too, which cancels
    signal.signal(signal.SIGTERM, lambda *_: channel.stop())  # at the end of a session there is time to clean up
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # the window of QGIS has priority
    lines = _lines_of(0)
    order = json.loads(next(lines, b"null"))
    if order is None:
        leave(1)
    channel.send(process=os.getpid())
    if order.get("temporary"):
        tempfile.tempdir = order["temporary"]
    sys.path += [entry for entry in order.get("paths", ()) if entry not in sys.path]
    watch = Watch(channel, lines)
    job = JOBS[order["job"]]
    try:
        result = _result_of(job, from_data(job.request, order["request"]), channel, watch, order.get("temporary", ""))
        channel.send(result=to_data(result))
    except (PixelClassifierError, MemoryError, OSError) as error:
        channel.send(error=described(error))
    watch.end()
    leave()


def _result_of(job: Job, request: object, channel: Channel, watch: Watch, temporary: str) -> object:
    """Loads PyTorch, runs the job and returns its result."""
    if job.needs_pytorch:
        backend.load_packages(channel.cancelled)
    watch.begin(LeftoverFiles(job.output_paths(request)), temporary)
    channel.send(begun=True)
    return perform(job, request, channel)


def described(error: Exception) -> dict[str, object]:
    """Returns an error as a message: class and text, for an OSError also its number and file."""
    data: dict[str, object] = {"kind": type(error).__name__, "message": str(error)}
    if isinstance(error, MemoryError):
        data["kind"] = "MemoryError"
    elif isinstance(error, OSError):
        data.update(kind="OSError", number=error.errno, reason=error.strerror, file=str(error.filename or ""))
    return data


def leave(status: int = 0) -> NoReturn:
    """Ends the process at once, so that a library that crashes on unloading cannot spoil a finished job."""
    sys.stderr.flush()
    os._exit(status)


def _take_output() -> int:
    """Reserves standard output for messages, redirects other prints to the error output, and returns the descriptor."""
    sys.stdout.flush()
    output = os.dup(1)
    os.dup2(2, 1)
    return output


def _lines_of(descriptor: int) -> Iterator[bytes]:
    """Yields the lines of a file descriptor; a thread that reads sys.stdin would hold its lock at exit."""
    rest = b""
    while block := os.read(descriptor, 1 << 16):
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
