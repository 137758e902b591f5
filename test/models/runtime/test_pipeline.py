"""Threads before and behind: order, errors and the wish to stop go across; nothing is left running."""

from __future__ import annotations

import threading

import pytest
from pixel_classifier.models.runtime.pipeline import Ahead, Behind
from pixel_classifier.rasters.core.errors import Cancelled, OutputError, RasterError
from pixel_classifier.rasters.core.progress import SilentReporter


class Impatient(SilentReporter):
    def __init__(self, patience):
        self.patience = patience

    def cancelled(self):
        self.patience -= 1
        return self.patience < 0


@pytest.fixture(autouse=True)
def no_thread_survives():
    """Looks at the conveyor's own threads only: those of other tests may still be ending."""
    yield
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("pixel-classifier-")] == []


def test_items_come_in_order_and_no_more_than_agreed_are_in_use():
    made, taken, most = [], [], []

    def items():
        for number in range(50):
            made.append(number)
            most.append(len(made) - len(taken))
            yield number

    with Ahead(items(), 3, threading.Event(), SilentReporter()) as ahead:
        for number in ahead:
            taken.append(number)  # noqa: PERF402 (the other thread looks at it)
    assert taken == list(range(50)) and max(most) <= 3 + 2


def test_an_error_of_the_reader_is_raised_after_what_came_before_it():
    def items():
        yield 1
        raise RasterError("torn")

    taken = []
    with pytest.raises(RasterError, match="torn"), Ahead(items(), 2, threading.Event(), SilentReporter()) as ahead:
        for item in ahead:
            taken.append(item)  # noqa: PERF402 (an error ends it)
    assert taken == [1]


def test_cancel_is_heard_while_the_reader_is_slow_and_ends_it():
    stopping = threading.Event()

    def items():
        assert stopping.wait(30)
        yield 1

    with pytest.raises(Cancelled), Ahead(items(), 2, stopping, Impatient(2)) as ahead:
        list(ahead)
    assert stopping.is_set()


def test_work_behind_is_done_in_order_and_all_of_it():
    done = []
    with Behind(done.append, 2, SilentReporter()) as behind:
        for number in range(50):
            behind.put(number)
    assert done == list(range(50))


@pytest.mark.parametrize("count", [1, 10])
def test_an_error_of_the_writer_is_raised_at_the_latest_at_the_end(count):
    def work(number):
        raise OutputError(f"full at {number}")

    with pytest.raises(OutputError, match="full at 0"), Behind(work, 2, SilentReporter()) as behind:
        for number in range(count):
            behind.put(number)


def test_an_error_outside_drops_what_waits():
    done, go = [], threading.Event()

    def work(number):
        go.wait(30)
        done.append(number)

    with pytest.raises(RasterError), Behind(work, 4, SilentReporter()) as behind:
        for number in range(4):
            behind.put(number)
        threading.Timer(0.2, go.set).start()
        raise RasterError("torn")
    assert len(done) <= 1


def test_cancel_is_heard_while_the_writer_is_slow():
    go, done = threading.Event(), []

    def work(number):
        go.wait(30)
        done.append(number)

    with pytest.raises(Cancelled), Behind(work, 1, Impatient(1)) as behind:
        try:
            for number in range(9):
                behind.put(number)
        finally:
            go.set()
    assert len(done) <= 1
