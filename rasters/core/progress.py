"""How domain functions report to their caller: progress, messages, and whether it cancelled."""

from __future__ import annotations

from typing import Protocol

from .errors import Cancelled


class Reporter(Protocol):
    """What a domain function needs from its caller. All methods may be called from any one thread."""

    def progress(self, fraction: float) -> None:
        """Takes the share of the work that is done, 0 to 1."""

    def info(self, message: str) -> None:
        """Takes one line for the log."""

    def warning(self, message: str) -> None:
        """Takes one line that the user should not miss."""

    def cancelled(self) -> bool:
        """Returns whether the user cancelled."""


class SilentReporter:
    """Reports nothing and is never cancelled: for scripts that need no progress."""

    def progress(self, fraction: float) -> None:
        """Ignores the progress."""

    def info(self, message: str) -> None:
        """Ignores the message."""

    def warning(self, message: str) -> None:
        """Ignores the message."""

    def cancelled(self) -> bool:
        """Returns False."""
        return False


class StepReporter:
    """Maps a step's own progress, 0 to 1, onto a part of the whole."""

    def __init__(self, parent: Reporter, start: float, stop: float) -> None:
        """Forwards to `parent`, whose progress runs from `start` to `stop` (0 to 1) during the step."""
        self._parent, self._start, self._stop = parent, start, stop
        self.info, self.warning, self.cancelled = parent.info, parent.warning, parent.cancelled

    def progress(self, fraction: float) -> None:
        """Forwards the step's share of the whole."""
        self._parent.progress(self._start + (self._stop - self._start) * fraction)


class WarningCollector:
    """Forwards everything to its parent, a warning once only, and keeps the warnings in `warnings`."""

    def __init__(self, parent: Reporter) -> None:
        """Forwards to `parent`."""
        self._parent, self.warnings = parent, []
        self.progress, self.info, self.cancelled = parent.progress, parent.info, parent.cancelled

    def warning(self, message: str) -> None:
        """Forwards a warning and keeps it, unless the same was given before, as by an earlier training of the run."""
        if message not in self.warnings:
            self.warnings.append(message)
            self._parent.warning(message)


def stop_if_cancelled(reporter: Reporter) -> None:
    """Raises `Cancelled` where the user cancelled."""
    if reporter.cancelled():
        raise Cancelled("Cancelled.")
