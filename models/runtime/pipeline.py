"""Two bounded worker threads: a prefetcher that runs ahead of its consumer, and a writer that runs behind its producer.

Each passes items through a short queue in order, so the result is that of one thread. An error in the worker thread is
raised in the calling thread, and cancelling reaches both. Each runs in a copy of the calling thread's context, by which
GDAL's warnings find the log.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

from ...rasters.core.progress import Reporter, stop_if_cancelled

if TYPE_CHECKING:
    from typing_extensions import Self

_POLL_SECONDS = 0.1
_END = object()

Item = TypeVar("Item")


class Prefetcher(Generic[Item]):
    """Runs an iterator on a thread of its own, at most `depth` items ahead of the consumer. A context manager.

    Leaving the context stops and joins the thread. At most `depth` + 2 items are in use at any time: those in the queue, the
    one being made and the one taken last. A ring of this many buffers is enough.
    """

    def __init__(
        self, items: Iterator[Item], depth: int, reporter: Reporter, stopping: threading.Event | None = None
    ) -> None:
        """Takes the items. The iterator may watch `stopping`, set when the thread is to end, and raise to end early."""
        self._items, self._reporter = items, reporter
        self._stopping = stopping or threading.Event()
        self._queue: queue.Queue = queue.Queue(depth)
        self._failure: BaseException | None = None
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._work,), name="pixel-classifier-prefetcher", daemon=True
        )

    def __enter__(self) -> Self:
        """Starts the thread."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the thread."""
        self._stopping.set()
        self._thread.join()

    def __iter__(self) -> Iterator[Item]:
        """Yields the items in order. Raises what the iterator raised, and Cancelled, also while it waits for an item."""
        while True:
            stop_if_cancelled(self._reporter)
            try:
                item = self._queue.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if item is not _END:
                yield item
            elif self._failure is not None:
                raise self._failure
            else:
                return

    def _work(self) -> None:
        try:
            for item in self._items:
                self._put(item)
                if self._stopping.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 (raised again in the consumer's thread)
            self._failure = error
        self._put(_END)

    def _put(self, item: object) -> None:
        while not self._stopping.is_set():
            try:
                self._queue.put(item, timeout=_POLL_SECONDS)
                return
            except queue.Full:
                continue


class BackgroundWriter(Generic[Item]):
    """Calls a function with each item, in order, on a thread of its own, at most `depth` items behind. A context manager.

    Leaving the context waits for the last item; where an error or Cancelled leads out, the items in the queue are dropped. At
    most `depth` + 2 items are in use at any time: those in the queue, the one being written and the one being given.
    """

    def __init__(self, write: Callable[[Item], None], depth: int, reporter: Reporter) -> None:
        """Takes the function that is called with each item."""
        self._write, self._reporter = write, reporter
        self._queue: queue.Queue = queue.Queue(depth)
        self._dropping = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._work,), name="pixel-classifier-writer", daemon=True
        )

    def __enter__(self) -> Self:
        """Starts the thread."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Waits for the last item and ends the thread. Raises what the function raised, and Cancelled while it waits."""
        if kind is not None:
            self._drop()
            return
        try:
            self._put(_END)
        except BaseException:
            self._drop()
            raise
        self._thread.join()
        self._raise_failure()

    def put(self, item: Item) -> None:
        """Gives an item. Raises what the function raised for an earlier one, and Cancelled while it waits for room."""
        self._put(item)

    def _put(self, item: object) -> None:
        while True:
            self._raise_failure()
            try:
                self._queue.put(item, timeout=_POLL_SECONDS)
                return
            except queue.Full:
                stop_if_cancelled(self._reporter)

    def _drop(self) -> None:
        """Ends the thread after the item that it works on."""
        self._dropping.set()
        self._queue.put(_END)  # the thread takes items until it meets this one, so there is room in the end
        self._thread.join()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        while (item := self._queue.get()) is not _END:
            if self._dropping.is_set() or self._failure is not None:
                continue
            try:
                self._write(item)
            except BaseException as error:  # noqa: BLE001 (raised again in the producer's thread)
                self._failure = error
