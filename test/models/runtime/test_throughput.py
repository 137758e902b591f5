"""Throughput: the share of finished pixels is true, and the time left counts what is still to do."""

from __future__ import annotations

from listener import Listener
from pixel_classifier.models.runtime.throughput import Throughput


def test_the_time_left_follows_from_the_pixels_done_and_not_from_those_skipped():
    journal, now = Listener(), [0.0]
    throughput = Throughput(100_000_000, journal, lambda: now[0])
    throughput.skip(50_000_000)
    now[0] = 20.0
    throughput.add(10_000_000)
    assert journal.fractions == [0.5, 0.6]
    assert journal.infos == ["60\u00a0% done at 0.5 million pixels a second, 1\u00a0min 20\u00a0s left at most."]
    now[0] = 30.0
    throughput.add(40_000_000)
    assert journal.fractions[-1] == 1 and len(journal.infos) == 1
