"""Progress of a run over pixels, its throughput, and the time left."""

from __future__ import annotations

import time
from collections.abc import Callable

from ...rasters.core.number_text import percent
from ...rasters.core.progress import Reporter
from ..core.text import duration

_FIRST_REPORT_SECONDS = 10.0
_SECONDS_BETWEEN_REPORTS = 60.0


class Throughput:
    """Counts finished pixels. Reports the share of them at each step, and throughput and time left once a minute."""

    def __init__(self, pixels: int, reporter: Reporter, clock: Callable[[], float] = time.monotonic) -> None:
        """Starts the clock (seconds). `pixels` is the number of pixels in all, skipped ones included."""
        self._pixels, self._reporter, self._clock = max(pixels, 1), reporter, clock
        self._done = self._skipped = 0
        self._started = clock()
        self._next_report = self._started + _FIRST_REPORT_SECONDS

    def add(self, pixels: int) -> None:
        """Counts pixels that the network has classified."""
        self._done += pixels
        self._report()

    def skip(self, pixels: int) -> None:
        """Counts pixels that needed no work: they are finished, but do not count as throughput."""
        self._skipped += pixels
        self._report()

    def _report(self) -> None:
        share = min((self._done + self._skipped) / self._pixels, 1.0)
        self._reporter.progress(share)
        now = self._clock()
        if now < self._next_report or not self._done or share >= 1:
            return
        self._next_report = now + _SECONDS_BETWEEN_REPORTS
        left = (self._pixels - self._done - self._skipped) / self._done * (now - self._started)
        rate = self._done / (now - self._started) / 1e6
        self._reporter.info(
            f"{percent(share, 0)} done at {rate:.2g} million pixels a second, {duration(left)} left at most."
        )
