"""Reads the columns of a window on several threads, each through a handle of its own.

GDAL decodes the blocks of a file on several threads by itself. Those of a virtual raster, such as a resampled one, it computes on one.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import Generic, TypeVar

from ..core.grid import Window

Reader = TypeVar("Reader")
Result = TypeVar("Result")


class ColumnReaders(Generic[Reader]):
    """Readers of one raster, each on a thread of its own, which reads its part of the columns.

    Threads and handles are opened where they are first needed. A thread reads the same columns of one window after the other, so that
    its handle has in its cache what was computed before.
    """

    def __init__(self, open_reader: Callable[[], Reader], threads: int, block_width: int) -> None:
        """`open_reader` is called on each of the `threads`; parts end where blocks of `block_width` columns do."""
        self._open, self._block_width = open_reader, max(1, block_width)
        self._threads = [ThreadPoolExecutor(1, "pixel-classifier-reader") for _ in range(threads)]
        self._readers: list[Reader | None] = [None] * threads

    def parts(self, window: Window) -> list[Window]:
        """Returns the parts of a window, from left to right: at most one for each thread, and for each block that fits in."""
        first, last = window.x // self._block_width, -(-window.right // self._block_width)
        count = max(1, min(len(self._threads), window.width // self._block_width))
        inner = [(first + (last - first) * number // count) * self._block_width for number in range(1, count)]
        edges = [window.x, *inner, window.right]
        return [Window(x, window.y, right - x, window.height) for x, right in zip(edges, edges[1:])]

    def each(self, parts: list[Window], work: Callable[[Reader, Window], Result]) -> list[Result]:
        """Returns the results of `work` for each part, all of which run at once. Raises what the first of them raises, once all have ended."""
        running = [
            self._threads[number].submit(copy_context().run, self._run, number, work, part)
            for number, part in enumerate(parts)
        ]
        wait(running)
        return [each.result() for each in running]

    def _run(self, number: int, work: Callable[[Reader, Window], Result], part: Window) -> Result:
        reader = self._readers[number]
        if reader is None:
            # On this thread: mosaics that one thread opens share the handles of their files.
            reader = self._readers[number] = self._open()
        return work(reader, part)

    @property
    def opened(self) -> list[Reader]:
        """Returns the readers that are open. Only one thread at a time may use each."""
        return [reader for reader in self._readers if reader is not None]

    def close(self) -> None:
        """Closes the readers and ends the threads."""
        for number, thread in enumerate(self._threads):
            if self._readers[number] is not None:
                thread.submit(self._forget, number)
            thread.shutdown()

    def _forget(self, number: int) -> None:
        self._readers[number] = None
