"""Batches of chips on the device, read ahead by a thread while the network works on the last ones.

A thread, not worker processes: those cannot be started from inside QGIS, and reading a memory map leaves the interpreter
free for most of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.progress import Reporter
from ..runtime.device_input import DeviceInput
from ..runtime.pipeline import Prefetcher
from .chip_cache import ChipCache

_BATCHES_AHEAD = 3


@dataclass(frozen=True)
class LabelledChips:
    """A subset of cached chips with its own label masks: those that one purpose (training, validation) may see.

    `rows` are the chips' rows in the cache; `labels[label_rows[i]]`, uint8 (side, side), are the labels of chip i.
    """

    cache: ChipCache
    rows: np.ndarray
    labels: np.ndarray
    label_rows: np.ndarray

    def __len__(self) -> int:
        """Returns the number of chips."""
        return len(self.rows)

    def labels_of(self, positions: int | Sequence[int]) -> np.ndarray:
        """Returns the labels of one chip, (side, side), or a copy of those of several, (n, side, side)."""
        return self.labels[self.label_rows[positions]]

    def labelled_pixels(self, position: int) -> int:
        """Returns how many pixels of one chip have a class."""
        return int(np.count_nonzero(self.labels_of(position) != IGNORED_INDEX))


@dataclass(frozen=True)
class Batch:
    """`pixels` float32 (n, bands, side, side), normalised, and `labels` uint8 (n, side, side), both on the device.

    `positions` are those of the chips. The pixels are valid until the next batch.
    """

    pixels: torch.Tensor
    labels: torch.Tensor
    positions: np.ndarray


def make_batches(
    chips: LabelledChips, order: Sequence[np.ndarray], device_input: DeviceInput, reporter: Reporter
) -> Iterator[Batch]:
    """Yields the batches of an epoch; `order` has the positions of the chips of each.

    Raw pixels are read ahead by a thread, which uploads them in their own dtype, and normalised on the device. Raises what the thread
    raises, and Cancelled. The thread ends when the iterator is exhausted or closed.
    """

    def read() -> Iterator[tuple[np.ndarray, tuple[np.ndarray | torch.Tensor | None, ...]]]:
        for positions in order:
            arrays = (*chips.cache.read(chips.rows[positions]), chips.labels_of(positions))
            yield positions, tuple(map(device_input.ahead, arrays))

    with Prefetcher(read(), _BATCHES_AHEAD, reporter) as prefetched:
        for positions, (pixels, missing, labels) in prefetched:
            yield Batch(device_input(pixels, missing), device_input.upload(labels), positions)
