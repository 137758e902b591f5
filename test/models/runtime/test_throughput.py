"""Pace: the share that is done is true, and the time left is that of what is still to do."""

from __future__ import annotations

import pytest
from pixel_classifier.models.runtime.throughput import Pace, in_words
from pixel_classifier.rasters.core.progress import SilentReporter


class Journal(SilentReporter):
    def __init__(self):
        self.shares, self.lines = [], []

    def progress(self, fraction):
        self.shares.append(fraction)

    def info(self, message):
        self.lines.append(message)


def test_the_time_left_follows_from_the_pixels_done_and_not_from_those_skipped():
    journal, now = Journal(), [0.0]
    pace = Pace(100_000_000, journal, lambda: now[0])
    pace.skip(50_000_000)
    now[0] = 20.0
    pace.add(10_000_000)
    assert journal.shares == [0.5, 0.6]
    assert journal.lines == ["60% done at 0.5 million pixels a second, 80 seconds left at most."]
    now[0] = 30.0
    pace.add(40_000_000)
    assert journal.shares[-1] == 1 and len(journal.lines) == 1


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 seconds"), (89, "89 seconds"), (600, "10 minutes"), (9000, "2.5 hours")]
)
def test_a_time_is_told_in_the_unit_that_suits_it(seconds, words):
    assert in_words(seconds) == words
