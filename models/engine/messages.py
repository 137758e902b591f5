"""The messages of a process that works for another one: reports, errors and results, as lines of JSON."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from ...rasters.core import errors
from ...rasters.core.errors import EngineError, PixelClassifierError
from ..core.serialization import encoded

_SMALLEST_STEP = 0.001


class Channel:
    """Sends the reports of a job to the process that ordered it: the domain's `Reporter` over a stream of bytes."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        """Writes lines by `write`, which takes all of a line or raises OSError."""
        self._write, self._lock = write, threading.Lock()
        self._stop = threading.Event()
        self._shown = -1.0

    def send(self, **message: object) -> None:
        """Sends one message; asks the job to stop where nobody reads any more."""
        line = encoded(message)
        try:
            with self._lock:
                self._write(line)
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


def described(error: Exception) -> dict[str, object]:
    """Returns an error as a message: class and text, for an OSError also its number and file."""
    data: dict[str, object] = {"kind": type(error).__name__, "message": str(error)}
    if isinstance(error, MemoryError):
        data["kind"] = "MemoryError"
    elif isinstance(error, OSError):
        data.update(kind="OSError", number=error.errno, reason=error.strerror, file=str(error.filename or ""))
    return data


def error_of(message: Mapping[str, Any]) -> Exception:
    """Returns the error that `described` made a message of."""
    kind, text = message["kind"], message["message"]
    if kind == "MemoryError":
        return MemoryError(text)
    if kind == "OSError":
        return OSError(message["number"], message["reason"] or text, message["file"] or None)
    leaf = getattr(errors, kind, EngineError)
    return leaf(text) if issubclass(leaf, PixelClassifierError) else EngineError(text)
