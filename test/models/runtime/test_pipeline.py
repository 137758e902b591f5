"""Worker threads: order, errors and cancelling reach the other side; no thread is left running."""

from __future__ import annotations

import contextlib
import threading
import time

import pytest
from pixel_classifier.models.runtime.pipeline import BackgroundWriter, Prefetcher
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
    """Looks at the pipeline's own threads only: those of other tests may still be ending."""
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert [name for name in left if name.startswith("pixel-classifier-")] == []


def test_items_come_in_order_and_no_more_than_agreed_are_in_use():
    made, taken, most = [], [], []

    def items():
        for number in range(50):
            made.append(number)
            most.append(len(made) - len(taken))
            yield number

    with Prefetcher(items(), 3, SilentReporter()) as batches:
        for number in batches:
            taken.append(number)  # noqa: PERF402 (the other thread looks at it)
    assert taken == list(range(50)) and max(most) <= 3 + 2


def test_an_error_of_the_reader_is_raised_after_what_came_before_it():
    def items():
        yield 1
        raise RasterError("torn")

    taken = []
    with pytest.raises(RasterError, match="torn"), Prefetcher(items(), 2, SilentReporter()) as batches:
        for item in batches:
            taken.append(item)  # noqa: PERF402 (an error ends it)
    assert taken == [1]


def test_cancelling_ends_a_slow_reader():
    stopping = threading.Event()

    def items():
        assert stopping.wait(30)
        yield 1

    with pytest.raises(Cancelled), Prefetcher(items(), 2, Impatient(2), stopping) as batches:
        list(batches)
    assert stopping.is_set()


def test_all_items_are_written_in_order():
    done = []
    with BackgroundWriter(done.append, 2, SilentReporter()) as writer:
        for number in range(50):
            writer.put(number)
    assert done == list(range(50))


@pytest.mark.parametrize("count", [1, 10])
def test_an_error_of_the_writer_is_raised_at_the_latest_at_the_end(count):
    def work(number):
        raise OutputError(f"full at {number}")

    with pytest.raises(OutputError, match="full at 0"), BackgroundWriter(work, 2, SilentReporter()) as writer:
        for number in range(count):
            writer.put(number)


def test_an_error_outside_drops_what_waits():
    done, go = [], threading.Event()

    def work(number):
        go.wait(30)
        done.append(number)

    with pytest.raises(RasterError), BackgroundWriter(work, 4, SilentReporter()) as writer:
        for number in range(4):
            writer.put(number)
        threading.Timer(0.2, go.set).start()
        raise RasterError("torn")
    assert len(done) <= 1


def test_cancelling_ends_a_slow_writer():
    go, done = threading.Event(), []

    def work(number):
        go.wait(30)
        done.append(number)

    with pytest.raises(Cancelled), BackgroundWriter(work, 1, Impatient(1)) as writer:
        try:
            for number in range(9):
                writer.put(number)
        finally:
            go.set()
    assert len(done) <= 1


def test_cancelling_while_the_last_items_are_written_does_not_hang():
    """Between the last `put` and the exit the queue is full, and the request to cancel comes while the exit waits for room."""
    go, done = threading.Event(), []

    def work(number):
        go.wait(30)
        done.append(number)

    def run():
        with pytest.raises(Cancelled), BackgroundWriter(work, 2, Impatient(0)) as writer:
            for number in range(3):
                writer.put(number)
                while number == 0 and not writer._queue.empty():
                    time.sleep(0.001)  # the thread takes the first item, the others fill the queue
            threading.Timer(0.3, go.set).start()

    running = threading.Thread(target=run, daemon=True)
    running.start()
    running.join(30)
    assert not running.is_alive(), "leaving the context waits for ever"
    assert done == [0]


@pytest.mark.parametrize("allowed", range(12))
def test_cancelling_at_any_put_ends_the_thread(allowed):
    done = []

    def work(number):
        time.sleep(0.002)
        done.append(number)

    class Counting(SilentReporter):
        asked = 0

        def cancelled(self):
            self.asked += 1
            return True

    reporter = Counting()
    with contextlib.suppress(Cancelled), BackgroundWriter(work, 1, reporter) as writer:
        for number in range(allowed):
            writer.put(number)
    assert done == list(range(len(done))) and len(done) <= allowed
    assert reporter.asked or done == list(range(allowed))


def within(seconds, run):
    """Runs a function on a thread of its own, which must end in time; returns what it raised."""
    raised = []

    def caught():
        try:
            run()
        except BaseException as error:  # noqa: BLE001 (looked at by the test)
            raised.append(error)

    running = threading.Thread(target=caught, daemon=True)
    running.start()
    running.join(seconds)
    assert not running.is_alive(), "it waits for ever"
    return raised[0] if raised else None


class Switch(SilentReporter):
    """Is cancelled once it is set."""

    def __init__(self):
        self.is_set = False

    def cancelled(self):
        return self.is_set


ENDS = ["cancelled", "failed while writing", "failed outside"]


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("depth", [1, 3])
def test_a_writer_ends_whatever_happens_at_whichever_item(ends, depth):
    """The queue is full at each put: nothing is written before the moment has come, and then slowly."""
    items = 8
    for moment in range(items + 1):
        reporter, come = Switch(), threading.Event()

        def write(number, moment=moment, come=come):
            come.wait(30 if number >= moment - 1 else 0)
            time.sleep(0.001)
            if ends == "failed while writing" and number == moment:
                raise OutputError("full")

        def run(moment=moment, reporter=reporter, come=come, write=write):
            with BackgroundWriter(write, depth, reporter) as writer:
                for number in range(items):
                    if number == moment:
                        reporter.is_set = ends == "cancelled"
                        threading.Timer(0.02, come.set).start()
                        if ends == "failed outside":
                            raise RasterError("torn")
                    writer.put(number)
                reporter.is_set = ends == "cancelled"
                come.set()

        error = within(30, run)
        expected = {
            "cancelled": (Cancelled, type(None)),
            "failed while writing": OutputError,
            "failed outside": RasterError,
        }
        if moment < items:
            assert isinstance(error, expected[ends]), (moment, error)


@pytest.mark.parametrize("ends", ["cancelled", "failed while reading", "failed outside", "left"])
@pytest.mark.parametrize("depth", [1, 3])
def test_a_prefetcher_ends_whatever_happens_at_whichever_item(ends, depth):
    items = 8
    for moment in range(items + 1):
        reporter = Switch()

        def read(moment=moment):
            for number in range(items):
                if ends == "failed while reading" and number == moment:
                    raise RasterError("torn")
                yield number

        def run(moment=moment, reporter=reporter, read=read):
            with Prefetcher(read(), depth, reporter) as batches:
                for number in batches:
                    if number == moment:
                        reporter.is_set = ends == "cancelled"
                        if ends == "failed outside":
                            raise OutputError("full")
                        if ends == "left":
                            return

        expected = {"cancelled": Cancelled, "failed while reading": RasterError, "failed outside": OutputError}
        error = within(30, run)
        if moment < items:
            assert isinstance(error, expected.get(ends, type(None))), (moment, error)
