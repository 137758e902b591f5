from __future__ import annotations

import contextlib

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene
from ground_samples import ground_of, row_by_row, run_on
from hypothesis import given, settings
from hypothesis import strategies as st
from listener import Listener
from pixel_classifier.models.accuracy.metrics import confusion_matrix
from pixel_classifier.models.data.chip_cache import ChipCache
from pixel_classifier.models.data.chip_geometry import ChipExtent
from pixel_classifier.models.data.chip_set import join_folders
from pixel_classifier.models.data.split import Split, no_split
from pixel_classifier.models.training import evaluation
from pixel_classifier.models.training.dataset import evaluation_chips
from pixel_classifier.models.training.evaluation import evaluate
from pixel_classifier.models.training.scene_evaluation import block_side, evaluate_scenes, hann_window
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.core.errors import Cancelled

CHIP = 16
corners = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 32), st.integers(0, 32)), min_size=1, max_size=14, unique=True
)


class Identity(torch.nn.Module):
    """A network that gives its input back as logits, and counts the chips that it saw."""

    seen = 0

    def forward(self, images):
        self.seen += len(images)
        return images


class UnsureAtTheEdge(torch.nn.Module):
    """Knows the class, which is the pixel's value, but is wrong and unsure in the first columns of what it sees."""

    def forward(self, images):
        truth = images[:, 0].long()
        edge = torch.arange(images.shape[-1]) < 14
        sure = torch.nn.functional.one_hot(truth, 3) * 6.0
        unsure = torch.nn.functional.one_hot((truth + 1) % 3, 3) * 0.1
        return torch.where(edge[:, None], unsure, sure).permute(0, 3, 1, 2)


def evaluated(network, ground, split, classes, batch_size=4, reporter=None):
    run = run_on(ground.pixels.shape[1], split, classes, batch_size)
    return evaluate_scenes(network, run, evaluation_chips(ground, split), reporter or Listener())


def random_ground(corners, seed, classes=3, labelled=0.5, side=CHIP):
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, classes, (2, 48, 48)).astype(np.uint8)
    labels[generator.random(labels.shape) > labelled] = 255
    labels[:, 20:30, 20:30] = 255
    scene, x, y = corners[0]
    labels[scene, y, x] = 0
    logits = generator.normal(0, 2, (len(corners), classes, side, side)).astype(np.float32)
    return labels, ground_of(corners, labels, logits, CHIP)


def blended_by_hand(ground, members, classes):
    """Returns the most probable class of two whole scenes, and where there is a chip."""
    sums, cover = np.zeros((2, classes, 48, 48)), np.zeros((2, 48, 48), bool)
    line = np.sin(np.pi * (np.arange(CHIP) + 0.5) / CHIP) ** 2
    for member in members:
        window, scene = ground.chips[member].record.window, ground.chips[member].record.scene
        cut = slice(window.y, window.bottom), slice(window.x, window.right)
        logits = ground.pixels[member][:, :CHIP, :CHIP].astype(float)
        sums[(scene, slice(None), *cut)] += np.exp(logits) / np.exp(logits).sum(0) * np.outer(line, line)
        cover[(scene, *cut)] = True
    return sums.argmax(1), cover


def assert_same(confusion, expected):
    """Compares evaluated pixels exactly, and what was predicted up to one pixel whose classes are equal but for rounding."""
    assert np.array_equal(confusion.sum(1), expected.sum(1))
    assert np.abs(confusion - expected).sum() <= 2


def test_blended_probabilities_of_validation_are_calibrated_and_those_of_training_are_not():
    corners = [(0, x, y) for x in (0, 8, 16) for y in (0, 8, 16)]
    _, ground = random_ground(corners, 3)
    split = Split("blocks", training=(), validation=tuple(range(len(corners))), unit_px=CHIP)
    found = evaluated(Identity(), ground, split, 3)
    assert found.calibration.pixels == found.confusion.sum()
    assert found.calibration.temperature > 2, "labels that are drawn by chance deserve no confidence"
    assert found.prediction_sets.pixels == found.confusion.sum()
    assert found.prediction_sets.mean_size > 2, "nearly all classes are possible where labels are drawn by chance"
    unvalidated = evaluated(Identity(), ground, no_split(len(corners)), 3)
    assert unvalidated.calibration is None and unvalidated.prediction_sets is None


@settings(max_examples=30, deadline=None)
@given(corners, st.integers(0, 10**6), st.sampled_from([0.02, 0.5, 1.0]), st.sampled_from([CHIP, 32]))
def test_the_matrix_is_that_of_whole_scenes_blended_by_hand_with_each_pixel_once(corners, seed, labelled, side):
    labels, ground = random_ground(corners, seed, labelled=labelled, side=side)
    found = evaluated(Identity(), ground, no_split(len(corners)), 3)
    predicted, cover = blended_by_hand(ground, range(len(corners)), 3)
    assert_same(found.confusion, confusion_matrix(np.where(cover, labels, 255), predicted, 3))
    assert np.array_equal(found.block_confusions.sum(0), found.confusion)
    assert found.block_confusions.any((1, 2)).all()


@settings(max_examples=15, deadline=None)
@given(corners, st.integers(0, 10**6))
def test_only_validation_chips_are_blended_and_evaluated_in_the_blocks_of_the_split(corners, seed):
    labels, ground = random_ground([(0, 32, 32), *corners], seed, labelled=1.0)
    validation = tuple(range(0, len(ground.chips), 2))
    split = Split("blocks", tuple(range(1, len(ground.chips), 2)), validation, (), 24)
    found = evaluated(Identity(), ground, split, 3)
    predicted, cover = blended_by_hand(ground, validation, 3)
    assert_same(found.confusion, confusion_matrix(np.where(cover, labels, 255), predicted, 3))
    extents = [ground.chips[row].extent for row in evaluation_chips(ground, split).rows]
    assert found.block_px == block_side(extents, split)
    assert len(found.block_confusions) == len({extent.block(found.block_px) for extent in extents})


def test_chips_are_counted_in_their_blocks_and_a_batch_only_in_its_own(monkeypatch):
    """Each batch counted in the blocks of all chips: with thousands of them that took longer than the network."""
    corners = [(0, x, y) for y in (0, 16, 32) for x in (0, 16, 32)]
    _, ground = random_ground(corners, 5)
    split, counted, pair_counts = no_split(len(corners)), [], evaluation.pair_counts
    monkeypatch.setattr(evaluation, "pair_counts", lambda *each: counted.append(each[4]) or pair_counts(*each))
    chips = evaluation_chips(ground, split)
    found = evaluate(Identity(), run_on(3, split, 3, 2), chips, Listener()).block_confusions
    extents = [ground.chips[row].extent for row in chips.rows]
    side, expected = block_side(extents, split), {}
    for position, extent in enumerate(extents):
        predicted = ground.pixels[chips.rows[position]].argmax(0)
        confusion = confusion_matrix(chips.labels_of(position), predicted, 3)
        expected[extent.block(side)] = expected.get(extent.block(side), 0) + confusion
    assert np.array_equal(found, np.stack(list(expected.values())))
    assert len(expected) > 2 >= max(counted)


def test_where_chips_overlap_the_doubts_of_an_edge_are_outvoted():
    corners = row_by_row(128, 64, 32, 16)
    labels = np.random.default_rng(0).integers(0, 3, (1, 64, 128)).astype(np.uint8)
    ground = ground_of(corners, labels, np.zeros((len(corners), 1, 32, 32), np.float32), 32)
    ground.pixels[:, 0] = ground.labels
    split = no_split(len(corners))
    alone = evaluate(UnsureAtTheEdge(), run_on(1, split), evaluation_chips(ground, split), Listener())
    blended = evaluated(UnsureAtTheEdge(), ground, split, 3)
    assert blended.confusion.sum() == alone.confusion.sum() == 64 * 128
    # By itself each of the six later chips is wrong in the first 6 of its own columns too; blended, only those of the
    # scene's first columns, which a single chip sees.
    assert alone.scores.accuracy == pytest.approx(1 - (14 + 6 * 6) / 128)
    extents = [chip.extent for chip in ground.chips]
    assert len(alone.block_confusions) == len({extent.block(block_side(extents, split)) for extent in extents})
    assert blended.scores.accuracy == pytest.approx(1 - 14 / 128)


def test_the_batch_size_changes_nothing_and_every_chip_is_seen_once():
    corners = row_by_row(48, 48, CHIP, 8)
    _, ground = random_ground(corners, 0)
    results = []
    for batch_size in (1, 5, 1000):
        network, listener = Identity(), Listener()
        results.append(evaluated(network, ground, no_split(len(corners)), 3, batch_size, listener))
        assert network.seen == len(corners)
        assert not network.training
        assert listener.fractions == sorted(listener.fractions)
        assert listener.fractions[-1] == 1
    for other in results[1:]:
        assert np.array_equal(other.block_confusions, results[0].block_confusions)
        assert np.array_equal(other.chip_accuracies, results[0].chip_accuracies)
    assert results[0].intervals(0) == results[1].intervals(0)


def test_chips_far_from_every_evaluated_pixel_are_not_predicted():
    corners = row_by_row(48, 16, CHIP, 4)
    _, ground = random_ground([(0, 0, 0), *corners], 0)
    ground.labels[:] = 255
    ground.labels[0, 0, 0] = 1
    network = Identity()
    evaluated(network, ground, no_split(len(ground.chips)), 3)
    assert network.seen == 2


def test_labels_outside_the_validation_cells_do_not_count():
    corners = row_by_row(32, 32, CHIP, 8)
    labels, ground = random_ground(corners, 3, labelled=1.0)
    everything = tuple(range(len(corners)))
    split = Split("cells", everything, everything, (), 4, frozenset({(0, 0, 0), (0, 3, 2), (0, 7, 7)}))
    inside = np.zeros((32, 32), bool)
    for column, row in ((0, 0), (3, 2), (7, 7)):
        inside[4 * row : 4 * row + 4, 4 * column : 4 * column + 4] = True
    predicted, _ = blended_by_hand(ground, everything, 3)
    truth = np.where(inside, labels[0, :32, :32], 255)
    found = evaluated(Identity(), ground, split, 3)
    assert_same(found.confusion, confusion_matrix(truth, predicted[0, :32, :32], 3))
    assert found.block_px == 2 * CHIP


def test_tiles_that_lie_nowhere_are_blocks_of_their_own():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 3, (9, CHIP, CHIP)).astype(np.uint8)
    logits = generator.normal(0, 2, (9, 3, CHIP, CHIP)).astype(np.float32)
    ground = ground_of([(scene, 0, 0) for scene in range(9)], labels, logits, CHIP)
    found = evaluated(Identity(), ground, no_split(9), 3)
    by_hand = [confusion_matrix(labels[n], logits[n].argmax(0), 3) for n in range(9)]
    assert np.array_equal(found.block_confusions, by_hand)
    assert found.chip_accuracies == pytest.approx([np.trace(one) / CHIP**2 for one in by_hand])
    lower, upper = found.intervals(0).accuracy
    assert lower < found.scores.accuracy < upper


@pytest.mark.parametrize(
    ("size", "unit_px", "side"), [(256, 64, 64), (128, 64, 32), (64, 64, 16), (32, 64, 64), (72, 24, 24)]
)
def test_blocks_are_those_of_the_split_or_smaller_where_they_are_too_few_but_no_smaller_than_a_chip(
    size, unit_px, side
):
    extents = [ChipExtent(0, 0, x, y, x + CHIP, y + CHIP) for _, x, y in row_by_row(size, size, CHIP, CHIP)]
    assert block_side(extents, Split("blocks", (), tuple(range(len(extents))), (), unit_px)) == side


def test_cancelling_ends_it_between_batches():
    corners = row_by_row(48, 48, CHIP, 8)
    _, ground = random_ground(corners, 0)
    network = Identity()
    with pytest.raises(Cancelled):
        evaluated(network, ground, no_split(len(corners)), 3, 2, Listener(stop=lambda heard: len(heard.fractions) > 1))
    assert network.seen == 4


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 200))
def test_weights_are_above_nothing_and_those_of_halves_sum_to_one(half):
    window = hann_window(2 * half)
    assert window.min() > 0
    assert window[:half] + window[half:] == pytest.approx(1, abs=1e-6)
    assert window == pytest.approx(window[::-1])


def test_scenes_half_a_pixel_apart_have_each_of_their_pixels_evaluation_chips(tmp_path):
    """Chips of the second scene cover 41 pixels of the common frame, though they have 40."""
    pixels, values = scene(80, patch=16)
    folders = [tmp_path / "first", tmp_path / "second"]
    bare_folder(folders[0], pixels, values, chip=40, stride=15)
    bare_folder(folders[1], pixels, values, chip=40, stride=15, origin=(300.5, 0.5))
    listener = Listener()
    chip_set = join_folders([read_chip_folder(str(folder), listener) for folder in folders], 0, listener)
    with contextlib.closing(ChipCache(chip_set, 32, listener, read_chip)) as cache:
        split = no_split(len(cache.chips))
        found = evaluate_scenes(Identity(), run_on(3, split), evaluation_chips(cache, split), listener)
        assert np.array_equal(found.confusion.sum(1), 2 * np.bincount(values.reshape(-1), minlength=4)[1:])


def test_images_of_two_days_at_one_place_are_each_compared_with_their_own_prediction(tmp_path):
    """The second day the classes have changed places: a mean of both days is wrong wherever they differ."""
    _, values = scene(96, classes=2)
    for day, of_day in enumerate((values, 3 - values)):
        pixels = np.stack([200 * (of_day == value) for value in (1, 2)]).astype(np.uint8)
        bare_folder(tmp_path / str(day), pixels, of_day)
        for kind in ("images", "labels"):
            (tmp_path / "chips" / kind).mkdir(parents=True, exist_ok=True)
            for path in (tmp_path / str(day) / kind).iterdir():
                path.rename(tmp_path / "chips" / kind / f"{path.stem}_day{day}.tif")
    listener = Listener()
    chip_set = join_folders([read_chip_folder(str(tmp_path / "chips"), listener)], 0, listener)
    with contextlib.closing(ChipCache(chip_set, 32, listener, read_chip)) as cache:
        split = no_split(len(cache.chips))
        found = evaluate_scenes(Identity(), run_on(2, split, 2), evaluation_chips(cache, split), listener)
    assert found.scores.pixels == 2 * 96 * 96
    assert found.scores.accuracy == 1
