from __future__ import annotations

import threading
import time

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.normalization import Scaling
from pixel_classifier.models.data.batches import (
    SMALLEST_EPOCH_STEPS,
    LabelledChips,
    epoch_order,
    make_batches,
    plain_order,
    prefetched,
)


class Cache:
    """Stands for a chip cache: chips of 4 x 4 pixels whose values are their row numbers."""

    def read(self, rows):
        pixels = np.broadcast_to(np.asarray(rows, np.uint8).reshape(-1, 1, 1, 1), (len(rows), 2, 4, 4))
        missing = np.zeros(pixels.shape, bool)
        missing[:, 1] = True
        return pixels, missing


def chips_of(rows):
    labels = np.arange(10, dtype=np.uint8)[:, np.newaxis, np.newaxis] * np.ones((1, 4, 4), np.uint8)
    return LabelledChips(Cache(), np.array(rows), labels, np.array(rows))


@given(st.integers(1, 200), st.integers(2, 16), st.integers(0, 1000))
def test_an_epoch_shows_every_chip_in_full_batches_and_none_much_more_often(chips, batch, seed):
    order = epoch_order(chips, batch, np.random.default_rng(seed))
    times = np.bincount(np.concatenate(order), minlength=chips)
    assert len(order) >= SMALLEST_EPOCH_STEPS
    assert all(len(positions) == batch for positions in order)
    assert times.min() >= 1
    assert times.max() - times.min() <= 1
    assert len(order) == max(SMALLEST_EPOCH_STEPS, -(-chips // batch))


@given(st.integers(1, 50), st.integers(1, 16))
def test_the_plain_order_shows_every_chip_once(chips, batch):
    assert np.concatenate(plain_order(chips, batch)).tolist() == list(range(chips))


def test_epochs_differ_and_the_same_seed_repeats_them():
    generator = np.random.default_rng(0)
    first, second = (np.concatenate(epoch_order(50, 4, generator)) for _ in range(2))
    assert not np.array_equal(first, second)
    assert np.array_equal(first, np.concatenate(epoch_order(50, 4, np.random.default_rng(0))))


def test_batches_hold_the_scaled_pixels_and_the_labels_of_their_chips():
    order = [np.array([2, 0]), np.array([1])]
    batches = list(make_batches(chips_of([5, 7, 9]), order, Scaling((5.0, 0.0), (2.0, 1.0))))
    assert [batch.positions.tolist() for batch in batches] == [[2, 0], [1]]
    assert batches[0].pixels.dtype == torch.float32
    assert batches[0].pixels[:, 0, 0, 0].tolist() == [2.0, 0.0]
    assert torch.all(batches[0].pixels[:, 1] == 0)
    assert batches[0].labels[:, 0, 0].tolist() == [9, 5]
    assert batches[0].labelled_px == 32


def test_an_error_in_the_thread_reaches_the_caller_after_what_came_before():
    def items():
        yield 1
        raise OSError("the disk went away")

    seen = []
    with pytest.raises(OSError, match="the disk went away"):
        seen.extend(prefetched(items()))
    got = prefetched(items())
    assert next(got) == 1


def test_the_thread_works_ahead_but_not_without_limit():
    made = []

    def items():
        for number in range(100):
            made.append(number)
            yield number

    ahead = prefetched(items(), depth=2)
    assert next(ahead) == 0
    deadline = time.monotonic() + 5
    while len(made) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)
    assert len(made) == 4
    ahead.close()


def test_closing_early_ends_the_thread():
    before = threading.active_count()
    endless = prefetched(iter(int, 1))
    next(endless)
    assert threading.active_count() == before + 1
    endless.close()
    assert threading.active_count() == before
