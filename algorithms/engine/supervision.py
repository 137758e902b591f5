"""Supervises an engine process: starts it, forwards its messages to Processing, and makes sure that it ends.

Works in the thread of a background task, on the main thread, and without an event loop: it polls QProcess with short waits, during
which other threads run.
"""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingUtils
from qgis.PyQt.QtCore import QProcess

from ...rasters.core.errors import Cancelled, EngineError
from ...rasters.outputs.temporary_names import LeftoverFiles
from .child_process import POLL_MS, START_TIMEOUT_MS, child_arguments, child_environment, ending_of

if TYPE_CHECKING:
    from ...models.engine.jobs import Job
    from .reporter import FeedbackReporter

CANCEL_GRACE_S = 60.0
"""How long a cancelled engine may take to finish its step and keep its model, in seconds."""
CLOSING_GRACE_S = 3.0
"""The same when QGIS closes, in seconds."""
_TERMINATE_GRACE_S = 1.0
_ENDING_MS = 5_000
_TAIL_BYTES = 8_000
_TAIL_LINES = 30


class EngineRegistry:
    """Counts the engines that run, and asks them to end when the plugin is unloaded."""

    def __init__(self) -> None:
        self.closing = threading.Event()
        self._idle = threading.Condition()
        self._count = 0

    def __enter__(self) -> None:
        with self._idle:
            self._count += 1

    def __exit__(self, *_: object) -> None:
        with self._idle:
            self._count -= 1
            self._idle.notify_all()

    def close(self, timeout_s: float) -> None:
        """Asks all engines to end, and waits until they have ended."""
        self.closing.set()
        with self._idle:
            self._idle.wait_for(lambda: self._count == 0, timeout_s)
        self.closing.clear()


_engines = EngineRegistry()


def finish() -> None:
    """Ends the engines that run, and waits for them; to be called before QGIS ends or the plugin is reloaded."""
    _engines.close(CLOSING_GRACE_S + 2 * _TERMINATE_GRACE_S + _ENDING_MS / 1000)


def supervise(python: str, paths: tuple[str, ...], job: Job, request: object, reporter: FeedbackReporter) -> Any:  # noqa: ANN401
    """Runs a job in an engine process and returns its result; `python` is its Python, `paths` are further folders of packages.

    Raises the PixelClassifierError, MemoryError or OSError that the job raised, Cancelled, and EngineError where the process
    cannot be started or ends without an answer. When this returns or raises, the process has ended and its unfinished files
    are removed.
    """
    from ...models.core.serialization import encoded, from_data, to_data
    from ...models.engine.messages import error_of

    leftovers = LeftoverFiles(job.output_paths(request))
    folder = QgsProcessingUtils.tempFolder()
    Path(folder).mkdir(parents=True, exist_ok=True)
    with _engines, TemporaryDirectory(prefix="pixel_classifier_", dir=folder, ignore_cleanup_errors=True) as temporary:
        engine = _Engine(python, temporary, reporter)
        order = {"job": job.function, "request": to_data(request), "temporary": temporary, "paths": list(paths)}
        try:
            engine.start(encoded(order))
            answer = engine.listen()
        finally:
            engine.end()
            leftovers.remove(engine.process_id)
    if "result" in answer:
        return from_data(job.result, answer["result"])
    error = error_of(answer["error"])
    if isinstance(error, Cancelled) and not engine.was_cancelled:
        raise EngineError(f"The engine was terminated, but not by QGIS. {error}")
    raise error


class _Engine:
    """One engine process; to be used by one thread."""

    def __init__(self, python: str, temporary: str, reporter: FeedbackReporter) -> None:
        self.process_id = 0
        self._python, self._reporter = python, reporter
        self._process = QProcess()
        self._process.setProcessEnvironment(child_environment(python, temporary))
        self._answer: dict | None = None
        self._begun = False
        self._cancelled_at: float | None = None
        self._terminated = False
        self._tail = b""

    def start(self, order: bytes) -> None:
        """Starts the process and sends the order. Raises EngineError where it does not start."""
        self._process.start(self._python, child_arguments("engine"))
        if not self._process.waitForStarted(START_TIMEOUT_MS):
            raise EngineError(
                f"The Python of the engine, {self._python}, cannot be started: {self._process.errorString()}. Run Check Installation."
            )
        self.process_id = int(self._process.processId())
        self._process.write(order)

    def listen(self) -> dict:
        """Forwards messages until the engine has answered or ended; returns the message with its result or error.

        Raises Cancelled where the engine was killed on Cancel, EngineError where it ended by itself without an answer.
        """
        while self._answer is None and self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.waitForReadyRead(POLL_MS)
            self._read()
            if _engines.closing.is_set() or self._reporter.cancelled():
                self._cancel()
        self._process.waitForFinished(_ENDING_MS)
        self._read()
        if self._answer is not None:
            return self._answer
        if self.was_cancelled:
            raise Cancelled("Cancelled." if self._begun else "Cancelled while PyTorch was loading.")
        raise EngineError(ending_of(self._process, self._last_lines()))

    def end(self) -> None:
        """Kills the process unless it has ended."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(_ENDING_MS)

    @property
    def was_cancelled(self) -> bool:
        """Returns whether the engine was asked to stop."""
        return self._cancelled_at is not None

    def _cancel(self) -> None:
        """Asks the engine to stop; terminates it after the grace period, then kills it."""
        now = time.monotonic()
        if self._cancelled_at is None:
            self._cancelled_at = now
            self._process.write(b"cancel\n")
        grace = CLOSING_GRACE_S if _engines.closing.is_set() else CANCEL_GRACE_S
        waited = now - self._cancelled_at
        if not self._begun or waited > grace + _TERMINATE_GRACE_S:
            self._process.kill()  # nothing is lost while PyTorch loads
        elif waited > grace and not self._terminated:
            self._terminated = True
            self._process.terminate()

    def _read(self) -> None:
        """Handles the messages that have arrived, and keeps the last printed output."""
        self._tail = (self._tail + bytes(self._process.readAllStandardError()))[-_TAIL_BYTES:]
        while self._process.canReadLine():
            line = bytes(self._process.readLine())
            try:
                message = json.loads(line)
            except ValueError:
                message = None
            if not isinstance(message, dict):  # printed by something that ran before the engine
                self._tail += line
                continue
            for name, content in message.items():
                self._take(name, content)

    def _take(self, name: str, content: Any) -> None:  # noqa: ANN401
        """Handles one part of a message."""
        if name in ("progress", "info", "warning"):
            getattr(self._reporter, name)(content)
        elif name in ("result", "error"):
            self._answer = {name: content}
        elif name == "process":
            self.process_id = content
        elif name == "begun":
            self._begun = True

    def _last_lines(self) -> list[str]:
        """Returns the last lines of the error output."""
        lines = self._tail.decode("utf-8", "replace").splitlines()
        return [line for line in lines if line.strip()][-_TAIL_LINES:]
