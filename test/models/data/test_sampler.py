from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pixel_classifier.models.data.batches import LabelledChips
from pixel_classifier.models.data.sampler import (
    HIGHEST_REPEAT,
    RARE_SHARE,
    SMALLEST_EPOCH_STEPS,
    chip_class_pixels,
    epoch_batches,
    sampled_pixels,
    sequential_batches,
    steps_per_epoch,
)
from pixel_classifier.rasters.core.errors import LabelError


@st.composite
def class_tables(draw):
    """Returns (chips, classes) pixel counts: classes from rare to common, some chips without any label."""
    chips, classes = draw(st.integers(1, 150)), draw(st.integers(1, 5))
    generator = np.random.default_rng(draw(st.integers(0, 2**31)))
    shares = generator.choice([0.0, 0.01, 0.05, 0.2, 0.8], classes)
    table = generator.integers(1, 50, (chips, classes)) * (generator.random((chips, classes)) < shares)
    table[generator.integers(chips), generator.integers(classes)] = 3
    return table


batch_sizes, seeds = st.integers(2, 16), st.integers(0, 1000)


def times_sampled(order, chips):
    return np.bincount(np.concatenate(order), minlength=chips)


def has_rare_class(table):
    """Returns whether some labelled chips are to be sampled more often than others."""
    many = 1000 * table  # so that nothing is lost by rounding
    return sampled_pixels(many) != sampled_pixels(many, balance=False)


@given(class_tables(), batch_sizes, seeds, st.booleans())
def test_an_epoch_shows_every_labelled_chip_in_full_batches_none_of_which_lacks_a_label(table, batch, seed, balance):
    order = epoch_batches(table, batch, np.random.default_rng(seed), balance)
    times = times_sampled(order, len(table))
    labelled = table.any(1)
    assert all(len(positions) == batch for positions in order)
    assert times[labelled].min() >= 1
    assert not times[~labelled].any()
    assert all(table[positions].any() for positions in order)
    assert len(order) == steps_per_epoch(table, batch, balance) >= SMALLEST_EPOCH_STEPS


@given(class_tables(), batch_sizes, seeds)
def test_epochs_are_equally_long_and_depend_on_the_generator_alone(table, batch, seed):
    generator = np.random.default_rng(seed)
    first, second = (epoch_batches(table, batch, generator) for _ in range(2))
    assert len(first) == len(second) == steps_per_epoch(table, batch)
    assert np.array_equal(first, epoch_batches(table, batch, np.random.default_rng(seed)))


@given(class_tables(), batch_sizes, seeds)
def test_the_rarest_class_is_never_seen_less_than_without_balance(table, batch, seed):
    table = table[table.any(1)]
    assume(has_rare_class(table))
    holders = np.count_nonzero(table, 0)
    rarest = np.argmin(np.where(holders, holders, len(table) + 1))
    order = epoch_batches(table, batch, np.random.default_rng(seed))
    sampled = times_sampled(order, len(table))[table[:, rarest] > 0].sum()
    assert sampled > len(order) * batch * holders[rarest] / len(table) - 1


@given(class_tables(), batch_sizes)
def test_the_pixels_that_an_epoch_shows_are_those_of_its_samples(table, batch):
    epochs = [np.concatenate(epoch_batches(table, batch, np.random.default_rng(seed))) for seed in range(20)]
    shown = np.mean([table[order].sum(0) / len(order) for order in epochs], axis=0)
    expected = np.array(sampled_pixels(table))
    close = np.abs(shown / shown.sum() - expected / expected.sum()) < 0.1  # an epoch of few samples rounds them
    assert close.all()
    assert sampled_pixels(table, balance=False) == tuple(table.sum(0))


@given(st.integers(1, 200), batch_sizes, seeds)
def test_where_all_chips_have_as_many_repeats_none_comes_again_before_all_others(chips, batch, seed):
    order = np.concatenate(epoch_batches(np.ones((chips, 2), int), batch, np.random.default_rng(seed), balance=False))
    if len(order) % chips == 0:
        assert all(len(set(part)) == chips for part in order.reshape(-1, chips))


@given(st.integers(1, 50), st.integers(1, 16))
def test_the_sequential_order_shows_every_chip_once(chips, batch):
    assert np.concatenate(sequential_batches(chips, batch)).tolist() == list(range(chips))


@given(class_tables(), batch_sizes, seeds)
def test_where_no_class_is_rarer_than_the_others_balance_changes_nothing(table, batch, seed):
    assume(not has_rare_class(table))
    with_balance, without = (
        epoch_batches(table, batch, np.random.default_rng(seed), balance) for balance in (True, False)
    )
    assert np.array_equal(with_balance, without)


def test_chips_that_are_repeated_often_meet_others_each_time():
    """Fifteen chips, one of them with a class of its own, in sixteen batches."""
    table = np.ones((15, 2), int)
    table[1:, 1] = 0
    for seed in range(10):
        order = epoch_batches(table, 8, np.random.default_rng(seed))
        assert len({tuple(sorted(positions)) for positions in order}) >= 15


@given(st.integers(1, 200), batch_sizes, seeds)
def test_where_no_class_is_rare_none_is_sampled_much_more_often(chips, batch, seed):
    times = times_sampled(epoch_batches(np.ones((chips, 3), int), batch, np.random.default_rng(seed)), chips)
    assert times.max() - times.min() <= 1
    assert times.sum() == batch * max(SMALLEST_EPOCH_STEPS, -(-chips // batch))


def test_a_chip_with_a_class_of_its_own_is_sampled_again_but_not_without_limit():
    table = np.ones((4000, 2), int)
    table[1:, 1] = 0
    times = times_sampled(epoch_batches(table, 8, np.random.default_rng(0)), len(table))
    assert HIGHEST_REPEAT <= times[0] <= HIGHEST_REPEAT + 1
    assert times[1:].max() <= 2


def test_rare_classes_lengthen_an_epoch_by_little():
    table = np.zeros((800, 2), int)
    table[:, 0] = 9
    for holders in (1, 5, 25, 50, 100, 400):
        table[:, 1] = 0
        table[:holders, 1] = 9
        assert 100 <= steps_per_epoch(table, 8) <= 100 * (1 + RARE_SHARE / 4) + 1


def test_where_each_class_is_as_rare_as_the_others_nothing_is_repeated():
    table = np.kron(np.eye(20, dtype=int), np.ones((10, 1), int))
    assert steps_per_epoch(table, 4) == 50
    assert times_sampled(epoch_batches(table, 4, np.random.default_rng(0)), 200).tolist() == [1] * 200


@pytest.mark.parametrize("batch", [4, 8])
def test_a_class_in_one_of_sixty_chips_comes_into_several_batches_all_over_the_epoch(batch):
    """A scene of 60 chips: field and forest everywhere, a pond of nine pixels in chip 17."""
    labels = np.random.default_rng(0).integers(0, 2, (60, 16, 16)).astype(np.uint8)
    labels[:, :8] = 255
    labels[17, 9:12, 9:12] = 2
    chips = LabelledChips(None, np.arange(60), labels, np.arange(60))
    table = chip_class_pixels(chips, 3)
    assert table.sum() == 60 * 16 * 8
    assert table[:, 2].nonzero()[0].tolist() == [17] and table[17, 2] == 9
    generator = np.random.default_rng(1)
    for _ in range(20):
        order = epoch_batches(table, batch, generator)
        with_pond = [number for number, positions in enumerate(order) if 17 in positions]
        assert len(order) == SMALLEST_EPOCH_STEPS
        assert len(with_pond) >= {4: 2, 8: 5}[batch]
        gaps = np.diff([*with_pond, with_pond[0] + len(order)])
        assert gaps.max() <= 2 * len(order) / len(with_pond) + 1


def test_a_class_in_ten_of_many_chips_is_spread_evenly():
    table = np.zeros((1000, 2), int)
    table[:, 0], table[::100, 1] = 50, 1
    generator = np.random.default_rng(0)
    for _ in range(10):
        order = epoch_batches(table, 8, generator)
        numbers = [number for number, positions in enumerate(order) for chip in positions if chip % 100 == 0]
        assert 35 <= len(numbers) <= 36
        assert np.diff([*numbers, numbers[0] + len(order)]).max() <= 6 * len(order) / len(numbers)


def test_all_chips_of_a_rare_class_have_their_turn_and_epochs_differ():
    table = np.ones((100, 2), int)
    table[5:, 1] = 0
    generator = np.random.default_rng(0)
    epochs = [epoch_batches(table, 4, generator) for _ in range(60)]
    times = np.mean([times_sampled(order, 100) for order in epochs], axis=0)
    ratio = (RARE_SHARE / 0.05) ** 0.5
    assert times[:5] / times[5:].mean() == pytest.approx([ratio] * 5, rel=0.1)
    assert len({tuple(np.concatenate(order)) for order in epochs}) == len(epochs)


def test_chips_whose_labels_are_all_hidden_are_counted_as_such():
    labels = np.full((3, 4, 4), 255, np.uint8)
    labels[2, 0, 0] = 1
    chips = LabelledChips(None, np.array([7, 8]), labels, np.array([2, 0]))
    assert chip_class_pixels(chips, 2).tolist() == [[0, 1], [0, 0]]


def test_nothing_but_hidden_labels_is_refused():
    with pytest.raises(LabelError, match="No training chip has a labelled pixel"):
        epoch_batches(np.zeros((3, 2), int), 4, np.random.default_rng(0))
