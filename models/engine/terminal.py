"""Reports to a terminal: a progress bar with the time left, or plain lines where the output goes to a file."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable
from typing import TextIO

from ...rasters.core.number_text import NBSP, percent
from ..core.text import duration

_LINE_SHARE = 0.1
"""Without a terminal, progress is a line for each tenth."""
_BAR_SECONDS = 0.1
_SLOWEST_LINE_SECONDS = 60.0


class TerminalReporter:
    """The domain's `Reporter` over a stream, by default the error output, so that results can be piped."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Writes to `stream`; `clock` counts seconds."""
        self._stream, self._clock = stream or sys.stderr, clock
        self._is_terminal = self._stream.isatty()
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._started = clock()
        self._shown, self._shown_at, self._bar = 0.0, self._started, ""

    def stop(self) -> None:
        """Asks the run to stop."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Returns whether the run was asked to stop."""
        return self._stop.is_set()

    def info(self, message: str) -> None:
        """Writes a line."""
        self._write(message)

    def warning(self, message: str) -> None:
        """Writes a line that is marked as a warning."""
        self._write(f"Warning: {message}")

    def progress(self, fraction: float) -> None:
        """Moves the bar, or writes a line at each tenth and after each minute without one."""
        now = self._clock()
        with self._lock:
            if self._is_terminal:
                if now - self._shown_at >= _BAR_SECONDS or fraction >= 1:
                    self._shown_at = now
                    self._draw(_bar(fraction, self._left(fraction, now), shutil.get_terminal_size().columns))
                return
            is_next = fraction - self._shown >= _LINE_SHARE or fraction >= 1 > self._shown
            if is_next or (fraction > self._shown and now - self._shown_at >= _SLOWEST_LINE_SECONDS):
                self._shown, self._shown_at = fraction, now
                self._put(f"{percent(fraction, 0)}{self._left(fraction, now)}\n")

    def close(self) -> None:
        """Clears the bar."""
        with self._lock:
            self._draw("")

    def _left(self, fraction: float, now: float) -> str:
        """Returns the time left as text, "" where it cannot be known yet."""
        spent = now - self._started
        if not 0.01 <= fraction < 1 or spent < 1:
            return ""
        return f", {duration(spent * (1 - fraction) / fraction)} left"

    def _write(self, message: str) -> None:
        with self._lock:
            bar = self._bar
            self._draw("")
            self._put(f"{message}\n")
            self._draw(bar)

    def _draw(self, bar: str) -> None:
        """Replaces the bar by another one; "" clears it."""
        if not self._is_terminal or bar == self._bar:
            return
        self._put("\r" + bar.ljust(len(self._bar)) + ("\r" if not bar else ""))
        self._bar = bar

    def _put(self, text: str) -> None:
        """Writes a text, with a question mark for what the stream's encoding lacks; asks to stop where nobody reads it."""
        encoding = self._stream.encoding or "utf-8"
        try:
            text = text.replace(NBSP, " ")  # a terminal breaks lines anywhere, and other programs read the numbers
            self._stream.write(text.encode(encoding, "replace").decode(encoding))
            self._stream.flush()
        except OSError:
            self._stop.set()


def _bar(fraction: float, left: str, columns: int) -> str:
    """Returns a bar that fits into a line of this many columns."""
    figures = f"{percent(min(max(fraction, 0.0), 1.0), 0):>5}{left}"
    width = min(40, columns - len(figures) - 4)
    if width < 5:
        return figures[: max(columns - 1, 0)]
    done = round(width * min(max(fraction, 0.0), 1.0))
    return f"[{'#' * done}{'.' * (width - done)}] {figures}"
