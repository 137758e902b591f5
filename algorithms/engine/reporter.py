"""Carries what domain functions report to Processing's feedback."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback

_SMALLEST_STEP = 0.001


class FeedbackReporter:
    """The domain's `Reporter` over a QgsProcessingFeedback, which may be used from the task's thread."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        """Reports to `feedback`."""
        self._feedback = feedback
        self._shown = -1.0
        self._names: dict[str, str] = {}

    def call_it(self, path: str, name: str) -> None:
        """Lets messages name a temporary file as the user knows its content."""
        self._names[path] = name

    def worded(self, message: str) -> str:
        """Returns a message with the names that `call_it` was told."""
        for path, name in self._names.items():
            message = message.replace(path, name)
        return message

    @property
    def shown(self) -> float:
        """Returns the share that the progress bar shows, below 0 before the first one."""
        return self._shown

    def progress(self, fraction: float) -> None:
        """Moves the progress bar; steps of less than a thousandth are not worth a signal between threads."""
        if abs(fraction - self._shown) >= _SMALLEST_STEP or (fraction >= 1 > self._shown):
            self._shown = fraction
            self._feedback.setProgress(100.0 * min(max(fraction, 0.0), 1.0))

    def info(self, message: str) -> None:
        """Adds a line to the log."""
        self._feedback.pushInfo(self.worded(message))

    def warning(self, message: str) -> None:
        """Adds a highlighted line to the log."""
        self._feedback.pushWarning(self.worded(message))

    def cancelled(self) -> bool:
        """Tells whether Cancel was pressed."""
        return self._feedback.isCanceled()
