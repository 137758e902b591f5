"""Batches of chips in the order of an epoch, made ready by a thread while the network works on the last ones.

Threads, not worker processes: those cannot be started from inside QGIS, and reading a memory map and scaling it leave
the interpreter free for most of the time.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ..core.normalization import Scaling, scale_batch
from .chip_cache import ChipCache

SMALLEST_EPOCH_STEPS = 16
"""An epoch has at least this many steps, so that a handful of chips still moves the weights between validations."""
_QUEUE_DEPTH = 3
_POLL_SECONDS = 0.1

Item = TypeVar("Item")


@dataclass(frozen=True)
class LabelledChips:
    """Chips of a cache with the labels that one purpose (training, validation) may see.

    `rows` are the chips' rows in the cache, `labels` is uint8 (n, side, side) in the same order (or the whole cache's,
    with `label_rows` telling which row is whose).
    """

    cache: ChipCache
    rows: np.ndarray
    labels: np.ndarray
    label_rows: np.ndarray

    def __len__(self) -> int:
        """Returns the number of chips."""
        return len(self.rows)


@dataclass(frozen=True)
class Batch:
    """`pixels` float32 (n, bands, side, side), scaled; `labels` uint8 (n, side, side); `positions` of the chips.

    `labelled_px` is the number of pixels with a label.
    """

    pixels: torch.Tensor
    labels: torch.Tensor
    positions: np.ndarray
    labelled_px: int


def epoch_order(chip_count: int, batch_size: int, generator: np.random.Generator) -> list[np.ndarray]:
    """Returns the positions of the chips of each batch of an epoch, all batches full.

    Every chip is drawn at least once; where chips do not fill `SMALLEST_EPOCH_STEPS` batches, or the last one, they
    are drawn again, none a second time before all others.
    """
    steps = max(-(-chip_count // batch_size), SMALLEST_EPOCH_STEPS)
    rounds = -(-steps * batch_size // chip_count)
    order = np.concatenate([generator.permutation(chip_count) for _ in range(rounds)])
    return [order[step * batch_size : (step + 1) * batch_size] for step in range(steps)]


def plain_order(chip_count: int, batch_size: int) -> list[np.ndarray]:
    """Returns the positions of all chips, each once, batch by batch; the last batch may be smaller."""
    return [np.arange(start, min(start + batch_size, chip_count)) for start in range(0, chip_count, batch_size)]


def make_batches(
    chips: LabelledChips, order: Sequence[np.ndarray], scaling: Scaling, pinned: bool = False
) -> Iterator[Batch]:
    """Yields the batches of an epoch, prepared ahead by a thread; `pinned` puts them into page-locked memory.

    Whatever goes wrong in the thread is raised here. The thread ends when the iterator is exhausted or closed.
    """

    def prepare() -> Iterator[Batch]:
        for positions in order:
            pixels, missing = chips.cache.read(chips.rows[positions])
            labels = np.ascontiguousarray(chips.labels[chips.label_rows[positions]])
            tensors = (
                torch.from_numpy(scale_batch(pixels, missing, scaling.means, scaling.stds)),
                torch.from_numpy(labels),
            )
            if pinned:
                tensors = tuple(tensor.pin_memory() for tensor in tensors)
            yield Batch(*tensors, positions, int(np.count_nonzero(labels != IGNORED_INDEX)))

    return prefetched(prepare())


def prefetched(items: Iterable[Item], depth: int = _QUEUE_DEPTH) -> Iterator[Item]:
    """Yields the items of an iterable that a thread goes through, up to `depth` items ahead; raises what it raises."""
    waiting: queue.Queue = queue.Queue(depth)
    stopped = threading.Event()
    end = object()

    def put(entry: object) -> None:
        while not stopped.is_set():
            try:
                waiting.put(entry, timeout=_POLL_SECONDS)
                return
            except queue.Full:
                continue

    def work() -> None:
        try:
            for item in items:
                put((item, None))
                if stopped.is_set():
                    return
            put((end, None))
        except Exception as error:  # noqa: BLE001 (raised again in the thread that asked)
            put((end, error))

    thread = threading.Thread(target=work, name="pixel-classifier-prefetch", daemon=True)
    thread.start()
    try:
        while True:
            item, error = waiting.get()
            if error is not None:
                raise error
            if item is end:
                return
            yield item
    finally:
        stopped.set()
        thread.join()
