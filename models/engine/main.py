"""The engine process: runs one job for QGIS, so that no crash or long computation can stop or freeze QGIS.

Messages are lines of JSON. Standard input brings first the order: `job`, `request`, `temporary` and `paths`; then, on Cancel, the word
`cancel`. `temporary` is a folder for temporary files, which the supervisor removes, or this process where QGIS has ended. `paths` are
further folders of Python packages. The end of the input means that QGIS has ended. Standard output takes `process` (the process id),
`begun` once PyTorch is loaded, `progress`, `info`, `warning`, and at the end `result` or `error`. The output of libraries goes to the error
output.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from ...rasters.core.errors import Cancelled, PixelClassifierError
from ...rasters.outputs.temporary_names import LeftoverFiles
from ..core.serialization import from_data, to_data
from ..installation import backend
from .jobs import JOBS, Job, perform
from .messages import Channel, described

ORPHAN_GRACE_S = 60.0
"""How long an engine may take to end cleanly after QGIS has ended, in seconds."""
_NICENESS = 5


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
    channel = Channel(_writer(_take_output()))
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
        request = from_data(job.request, order["request"])
        result = result_of(job, request, channel, watch, order.get("temporary", ""), perform)
        channel.send(result=to_data(result))
    except (PixelClassifierError, MemoryError, OSError) as error:
        channel.send(error=described(error))
    watch.end()
    leave()


def result_of(
    job: Job, request: object, channel: Channel, watch: Watch, temporary: str, run: Callable[..., object]
) -> object:
    """Loads PyTorch, runs the job by `run`, `jobs.perform` or `jobs.perform_here`, and returns its result."""
    if job.needs_pytorch:
        backend.load_packages(channel.cancelled)
    watch.begin(LeftoverFiles(job.output_paths(request)), temporary)
    channel.send(begun=True)
    return run(job, request, channel)


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


def _writer(descriptor: int) -> Callable[[bytes], None]:
    """Returns a function that writes all of a line to a file descriptor."""

    def write(line: bytes) -> None:
        while line:
            line = line[os.write(descriptor, line) :]

    return write


def _lines_of(descriptor: int) -> Iterator[bytes]:
    """Yields the lines of a file descriptor; a thread that reads sys.stdin would hold its lock at exit."""
    rest = b""
    while block := os.read(descriptor, 1 << 16):
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
