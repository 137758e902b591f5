"""Progress that is true, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable

from ...rasters.core.progress import Reporter

_FIRST_WORD_SECONDS = 10.0
_SECONDS_BETWEEN = 60.0


class Pace:
    """Counts pixels done of pixels to do; tells the share always, and the time left now and then."""

    def __init__(self, pixels: int, reporter: Reporter, clock: Callable[[], float] = time.monotonic) -> None:
        """Starts the clock (seconds). `pixels` is how many there are to do, those to be skipped included."""
        self._pixels, self._reporter, self._clock = max(pixels, 1), reporter, clock
        self._done = self._skipped = 0
        self._started = clock()
        self._next_word = self._started + _FIRST_WORD_SECONDS

    def add(self, pixels: int) -> None:
        """Takes pixels that are done."""
        self._done += pixels
        self._tell()

    def skip(self, pixels: int) -> None:
        """Takes pixels that needed no work: they count as done, but not for the pace."""
        self._skipped += pixels
        self._tell()

    def _tell(self) -> None:
        share = min((self._done + self._skipped) / self._pixels, 1.0)
        self._reporter.progress(share)
        now = self._clock()
        if now < self._next_word or not self._done or share >= 1:
            return
        self._next_word = now + _SECONDS_BETWEEN
        left = (self._pixels - self._done - self._skipped) / self._done * (now - self._started)
        rate = self._done / (now - self._started) / 1e6
        self._reporter.info(f"{share:.0%} done at {rate:.2g} million pixels a second, {in_words(left)} left at most.")


def in_words(seconds: float) -> str:
    """Returns a time to wait in the unit that suits it."""
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
