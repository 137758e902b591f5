"""Forwards the reports of domain functions to Processing's feedback."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback

_SMALLEST_STEP = 0.001


class FeedbackReporter:
    """The domain's `Reporter` over a QgsProcessingFeedback, which may be used from the task's thread."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        """Reports to `feedback`."""
        self._feedback = feedback
        self._shown = -1.0
        self._aliases: dict[str, str] = {}

    def add_alias(self, path: str, name: str) -> None:
        """Replaces the path of a temporary file in messages by a name that the user knows."""
        self._aliases[path] = name

    def with_aliases(self, message: str) -> str:
        """Returns a message with aliases in place of paths."""
        for path, name in self._aliases.items():
            message = message.replace(path, name)
        return message

    @property
    def shown(self) -> float:
        """Returns the share that the progress bar shows, negative before the first report."""
        return self._shown

    def progress(self, fraction: float) -> None:
        """Moves the progress bar; skips steps below a thousandth, as each is a signal between threads."""
        if abs(fraction - self._shown) >= _SMALLEST_STEP or (fraction >= 1 > self._shown):
            self._shown = fraction
            self._feedback.setProgress(100.0 * min(max(fraction, 0.0), 1.0))

    def info(self, message: str) -> None:
        """Adds a line to the log."""
        self._feedback.pushInfo(self.with_aliases(message))

    def warning(self, message: str) -> None:
        """Adds a highlighted line to the log."""
        self._feedback.pushWarning(self.with_aliases(message))

    def cancelled(self) -> bool:
        """Returns whether Cancel was pressed."""
        return self._feedback.isCanceled()
