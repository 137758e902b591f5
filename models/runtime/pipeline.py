"""Work ahead and behind: a thread that makes things ready before they are asked for, and one that puts things away after.

Both hand things over through a queue of few places, in order, so that the result is that of one thread. What goes wrong
on the other side is raised on this one, and the wish to stop is carried across.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

from ...rasters.core.errors import Cancelled
from ...rasters.core.progress import Reporter, stop_if_cancelled

if TYPE_CHECKING:
    from typing_extensions import Self

_POLL_SECONDS = 0.1

Item = TypeVar("Item")


class Ahead(Generic[Item]):
    """Goes through an iterator on a thread of its own, at most `depth` items ahead of who takes them.

    Use it in a `with` statement: leaving it stops and ends the thread. At any time at most `depth` + 2 items are in
    use: those that wait, the one being made and the one taken last, so that a ring of so many buffers is enough.
    """

    def __init__(self, items: Iterator[Item], depth: int, stopping: threading.Event, reporter: Reporter) -> None:
        """Takes the items, which may look at `stopping` (set when the thread is to end) to end early by any exception."""
        self._items, self._stopping, self._reporter = items, stopping, reporter
        self._waiting: queue.Queue = queue.Queue(depth)
        self._thread = threading.Thread(target=self._work, name="pixel-classifier-reader", daemon=True)

    def __enter__(self) -> Self:
        """Starts the thread."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the thread."""
        self._stopping.set()
        self._thread.join()

    def __iter__(self) -> Iterator[Item]:
        """Yields the items in their order. Raises what the iterator raised, and Cancelled even while it waits."""
        while True:
            stop_if_cancelled(self._reporter)
            try:
                kind, content = self._waiting.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if kind == "error":
                raise content
            if kind == "end":
                return
            yield content

    def _work(self) -> None:
        try:
            for item in self._items:
                self._put(("item", item))
                if self._stopping.is_set():
                    return
            self._put(("end", None))
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that asked)
            self._put(("error", error))

    def _put(self, entry: tuple[str, object]) -> None:
        while not self._stopping.is_set():
            try:
                self._waiting.put(entry, timeout=_POLL_SECONDS)
                return
            except queue.Full:
                continue


class Behind(Generic[Item]):
    """Does some work on each item that it is given, in order, on a thread of its own, at most `depth` items behind.

    Use it in a `with` statement: leaving it waits until all is done, unless an error leads out, which drops the rest.
    At any time at most `depth` + 2 items are in use: those that wait, the one worked on and the one being given.
    """

    def __init__(self, work: Callable[[Item], None], depth: int, reporter: Reporter) -> None:
        """Takes what is to be done with each item."""
        self._work_on, self._reporter = work, reporter
        self._waiting: queue.Queue = queue.Queue(depth)
        self._dropping = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="pixel-classifier-writer", daemon=True)

    def __enter__(self) -> Self:
        """Starts the thread."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Waits until all is done. Raises what went wrong there."""
        try:
            if kind is None:
                self._put(None)
        finally:
            if self._thread.is_alive() and (kind is not None or self._failure is not None):
                self._dropping.set()
                self._empty()
            self._thread.join()
        if kind is None:
            self._raise_failure()

    def put(self, item: Item) -> None:
        """Gives an item. Raises what went wrong with an earlier one, and Cancelled even while it waits for room."""
        self._put((item,))

    def _put(self, entry: tuple[Item] | None) -> None:
        while True:
            self._raise_failure()
            try:
                self._waiting.put(entry, timeout=_POLL_SECONDS)
                return
            except queue.Full:
                try:
                    stop_if_cancelled(self._reporter)
                except Cancelled:
                    self._dropping.set()
                    raise

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _empty(self) -> None:
        """Makes room for the sign to end, and gives it."""
        while self._thread.is_alive():
            try:
                self._waiting.put(None, timeout=_POLL_SECONDS)
                return
            except queue.Full:
                continue

    def _work(self) -> None:
        while True:
            entry = self._waiting.get()
            if entry is None:
                return
            if self._dropping.is_set() or self._failure is not None:
                continue
            try:
                self._work_on(entry[0])
            except BaseException as error:  # noqa: BLE001 (raised again in the thread that gives)
                self._failure = error
