"""The engine process: does one job for QGIS, away from it, so that nothing that happens here can stop or freeze QGIS.

Both ways are lines of JSON. In comes first the order: `job`, `request`, `temporary` (a folder for passing files, removed by
whoever waits, or here where no one does any more) and `paths` (further places of Python packages); then, perhaps, the word
`cancel`. The end of the input means that QGIS is gone. Out go `process` (this one's number), `begun` once PyTorch has
loaded, `progress`, `info`, `warning`, and in the end `result` or `error`. What libraries print goes to the error output.
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
from ...rasters.outputs.temporary_names import Remains
from ..core.serialization import encoded, from_data, to_data
from ..installation import backend
from .allocation import keep_freed_memory
from .jobs import JOBS, Job, perform

ORPHAN_GRACE_S = 60.0
"""How long an engine whose QGIS is gone may take to end in good order, in seconds."""
_NICENESS = 5
_SMALLEST_STEP = 0.001


class Channel:
    """Carries what a job reports to whoever supervises it: the domain's `Reporter` over the former standard output."""

    def __init__(self, output: int) -> None:
        """Writes to the file descriptor `output`."""
        self._output, self._lock = output, threading.Lock()
        self._stop = threading.Event()
        self._shown = -1.0

    def send(self, **message: object) -> None:
        """Sends one message; where no one listens any more, the job is asked to stop."""
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
        """Sends the share of the work that is done, in steps that can be seen."""
        if abs(fraction - self._shown) >= _SMALLEST_STEP or fraction >= 1 > self._shown:
            self._shown = fraction
            self.send(progress=round(float(fraction), 4))

    def info(self, message: str) -> None:
        """Sends a line for the log."""
        self.send(info=message)

    def warning(self, message: str) -> None:
        """Sends a line that the user should not miss."""
        self.send(warning=message)

    def cancelled(self) -> bool:
        """Tells whether the job was asked to stop."""
        return self._stop.is_set()


class Watch:
    """Hears, in a thread of its own, that the job is to stop or that QGIS is gone, and ends the process where it has to."""

    def __init__(self, channel: Channel, lines: Iterator[bytes]) -> None:
        """Listens to the `lines` that follow the order."""
        self._channel, self._lines = channel, lines
        self._remains: Remains | None = None
        self._temporary, self._orphaned = "", False
        threading.Thread(target=self._listen, name="watch", daemon=True).start()

    def begin(self, remains: Remains, temporary: str) -> None:
        """Notes that from now on there may be something to clean up."""
        self._remains, self._temporary = remains, temporary

    def end(self) -> None:
        """Removes the folder of passing files where QGIS can no longer do so."""
        if self._orphaned:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _listen(self) -> None:
        for line in self._lines:
            if line.strip() == b"cancel":
                self._channel.stop()
                if self._remains is None:  # PyTorch is loading, which cannot be stopped, and leaves nothing
                    self._channel.send(error=described(Cancelled("Cancelled while PyTorch was loading.")))
                    leave()
        self._orphaned = True
        self._channel.stop()
        if self._remains is not None:
            threading.Event().wait(ORPHAN_GRACE_S)
            self._remains.remove(os.getpid())
            self.end()
        leave(1)


def main(arguments: Sequence[str]) -> NoReturn:
    """Does the job that standard input orders, and ends the process."""
    channel = Channel(_take_output())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches QGIS too, which then cancels
    signal.signal(
        signal.SIGTERM, lambda *_: channel.stop()
    )  # as at the end of a session, when there is time to clean up
    if hasattr(os, "nice"):
        os.nice(_NICENESS)  # the window that waits for this comes first
    keep_freed_memory()
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
        result = _done(job, from_data(job.request, order["request"]), channel, watch, order.get("temporary", ""))
        channel.send(result=to_data(result))
    except (PixelClassifierError, MemoryError, OSError) as error:
        channel.send(error=described(error))
    watch.end()
    leave()


def _done(job: Job, request: object, channel: Channel, watch: Watch, temporary: str) -> object:
    """Loads PyTorch, does the job and returns its result."""
    if job.needs_backend:
        backend.require(channel.cancelled)
    watch.begin(Remains(job.output_paths(request)), temporary)
    channel.send(begun=True)
    return perform(job, request, channel)


def described(error: Exception) -> dict[str, object]:
    """Returns an error as it travels: its class and message, for one of the operating system its number and file."""
    data: dict[str, object] = {"kind": type(error).__name__, "message": str(error)}
    if isinstance(error, MemoryError):
        data["kind"] = "MemoryError"
    elif isinstance(error, OSError):
        data.update(kind="OSError", number=error.errno, reason=error.strerror, file=str(error.filename or ""))
    return data


def leave(status: int = 0) -> NoReturn:
    """Ends the process at once: libraries that crash while they are unloaded shall not spoil a job that is done."""
    sys.stderr.flush()
    os._exit(status)


def _take_output() -> int:
    """Keeps standard output for messages, lets what else is printed go to the error output, and returns the descriptor."""
    sys.stdout.flush()
    output = os.dup(1)
    os.dup2(2, 1)
    return output


def _lines_of(descriptor: int) -> Iterator[bytes]:
    """Yields the lines of a file descriptor; sys.stdin would be locked at the end by the thread that waits for it."""
    rest = b""
    while block := os.read(descriptor, 1 << 16):
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
