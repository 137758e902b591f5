"""The reporter of the tests: it keeps what is logged, and can cancel."""

from __future__ import annotations

from collections.abc import Callable


class Overwriter:
    """Overwrites a file in place once the work is so far: what another program does to a raster that is being read."""

    def __init__(self, path: str, content: bytes, at: float = 0.3) -> None:
        self.path, self.content, self.at, self.is_done = path, content, at, False

    def __call__(self, listener: Listener) -> bool:
        """Returns False, so that a listener whose `stop` this is goes on."""
        if not self.is_done and max(listener.fractions, default=0.0) >= self.at:
            self.is_done = True
            with open(self.path, "r+b") as file:
                file.write(self.content)
                file.truncate()
        return False


class Listener:
    """A reporter that keeps lines, warnings and progress.

    It cancels where `stop(listener)` is true, once `patience` questions have been asked, or where the progress reaches `cancel_at`.
    """

    def __init__(
        self,
        stop: Callable[[Listener], object] | None = None,
        patience: int | None = None,
        cancel_at: float | None = None,
    ) -> None:
        self.infos: list[str] = []
        self.warnings: list[str] = []
        self.fractions: list[float] = []
        self.asked = 0
        self._stop, self.patience, self._cancel_at = stop, patience, cancel_at

    def progress(self, fraction: float) -> None:
        assert 0 <= fraction <= 1 + 1e-9
        self.fractions.append(fraction)

    def info(self, message: str) -> None:
        self.infos.append(message)

    def warning(self, message: str) -> None:
        self.warnings.append(message)

    def cancelled(self) -> bool:
        self.asked += 1
        is_tired = self.patience is not None and self.asked > self.patience
        is_far = self._cancel_at is not None and max(self.fractions, default=0.0) >= self._cancel_at
        return is_tired or is_far or (self._stop is not None and bool(self._stop(self)))
