from __future__ import annotations

import contextlib
import threading

import numpy as np
import pytest
import torch
from listener import Listener
from pixel_classifier.models.data.batches import LabelledChips, make_batches
from pixel_classifier.models.runtime.device_input import DeviceInput
from pixel_classifier.rasters.core.errors import Cancelled
from pixel_classifier.rasters.core.progress import SilentReporter

NORMALISED = DeviceInput((5.0, 0.0), (2.0, 1.0), torch.device("cpu"))


class Cache:
    """Stands for a chip cache: chips of 4 x 4 pixels whose values are their row numbers."""

    def read(self, rows):
        if 99 in rows:
            raise OSError("the disk went away")
        pixels = np.broadcast_to(np.asarray(rows, np.uint8).reshape(-1, 1, 1, 1), (len(rows), 2, 4, 4)).copy()
        missing = np.zeros(pixels.shape, bool)
        missing[:, 1] = True
        return pixels, missing


def chips_of(rows):
    labels = np.arange(100, dtype=np.uint8)[:, np.newaxis, np.newaxis] * np.ones((1, 4, 4), np.uint8)
    return LabelledChips(Cache(), np.array(rows), labels, np.array(rows))


def batches_of(rows, order, reporter=None):
    return make_batches(chips_of(rows), list(map(np.array, order)), NORMALISED, reporter or SilentReporter())


def test_batches_hold_the_normalised_pixels_and_the_labels_of_their_chips():
    batches = batches_of([5, 7, 9], [[2, 0], [1]])
    first = next(batches)
    assert first.positions.tolist() == [2, 0]
    assert first.pixels.dtype == torch.float32
    assert first.pixels.is_contiguous(memory_format=torch.channels_last)
    assert first.pixels[:, 0, 0, 0].tolist() == [2.0, 0.0]
    assert torch.all(first.pixels[:, 1] == 0)
    assert first.labels[:, 0, 0].tolist() == [9, 5]
    assert [batch.positions.tolist() for batch in batches] == [[1]]


def test_an_error_in_the_thread_reaches_the_caller_after_what_came_before():
    batches = batches_of([5, 99], [[0], [1]])
    assert next(batches).positions.tolist() == [0]
    with pytest.raises(OSError, match="the disk went away"):
        next(batches)


def test_cancelling_is_heard_between_batches():
    listener = Listener(stop=lambda heard: heard.fractions)
    batches = batches_of([5, 7], [[0], [1]], listener)
    next(batches)
    listener.progress(0.5)
    with pytest.raises(Cancelled):
        next(batches)


@pytest.mark.parametrize("ends", ["cancelled", "failed in the thread", "failed in the step", "closed"])
def test_an_epoch_that_ends_at_whichever_batch_ends_its_thread(ends):
    before = threading.active_count()
    for moment in range(12):
        listener = Listener(stop=lambda heard, moment=moment: ends == "cancelled" and len(heard.fractions) > moment)
        rows = [99 if ends == "failed in the thread" and row == moment + 1 else 5 for row in range(13)]
        batches = batches_of(rows, [[number] for number in range(13)], listener)
        error = {"cancelled": Cancelled, "failed in the thread": OSError, "failed in the step": ZeroDivisionError}.get(
            ends
        )
        with pytest.raises(error) if error else contextlib.nullcontext(), contextlib.closing(batches):
            for number, _ in enumerate(batches):
                listener.progress(number / 13)
                if number == moment and ends == "failed in the step":
                    raise ZeroDivisionError
                if number == moment and ends == "closed":
                    break
        assert threading.active_count() == before and len(listener.fractions) == moment + 1


def test_closing_early_ends_the_thread():
    before = threading.active_count()
    endless = batches_of([5], [[0]] * 1000)
    next(endless)
    assert threading.active_count() == before + 1
    endless.close()
    assert threading.active_count() == before
