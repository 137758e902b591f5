from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.accuracy import confidence
from pixel_classifier.models.accuracy.confidence import (
    Intervals,
    block_bootstrap,
    fewest_blocks,
    is_significantly_higher,
    mean_iou_error,
)
from pixel_classifier.models.accuracy.metrics import CLASS_FIGURES, OVERALL_FIGURES, Scores
from pixel_classifier.models.core.serialization import to_data

NAMES, CLASS_NAMES = OVERALL_FIGURES, CLASS_FIGURES


def blocks_with(accuracies, pixels=1000, classes=3):
    """Returns a confusion matrix per block: every class equally common, that share of it right, the rest the next class."""
    matrices = []
    for accuracy in accuracies:
        right = round(pixels * accuracy)
        matrices.append(
            np.eye(classes, dtype=int) * right + np.roll(np.eye(classes, dtype=int), 1, 1) * (pixels - right)
        )
    return np.array(matrices)


def clustered(generator, blocks, pixels=400, concentration=4.0):
    """Returns blocks of two classes in which errors come together: each block's accuracy is a draw of its own."""
    return blocks_with(generator.beta(concentration * 0.8, concentration * 0.2, blocks), pixels, 2)


def width(interval):
    return interval[1] - interval[0]


@settings(max_examples=25, deadline=None)
@given(st.integers(6, 60), st.integers(2, 5), st.integers(0, 10**6))
def test_intervals_are_ordered_within_the_possible_and_json_has_no_nan(blocks, classes, seed):
    generator = np.random.default_rng(seed)
    matrices = generator.integers(0, 50, (blocks, classes, classes)) * (generator.random((blocks, classes, 1)) < 0.6)
    found = block_bootstrap(matrices, 512, seed, repeats=200)
    if found is None:
        assert np.count_nonzero(matrices.any((1, 2))) < 6
        return
    content = to_data(found)
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    intervals = [content[name] for name in NAMES] + [one[name] for one in content["classes"] for name in CLASS_NAMES]
    for lower, upper in (interval for interval in intervals if interval):
        assert -1 <= lower <= upper <= 1


def test_the_json_has_exactly_the_keys_that_readers_of_a_model_expect():
    content = to_data(block_bootstrap(blocks_with(np.linspace(0.6, 0.9, 20)), 512, 0))
    assert list(content) == ["level", "method", "blocks", "block_px", "repeats", *NAMES, "classes"]
    assert (content["level"], content["method"], content["blocks"]) == (0.95, "spatial block bootstrap", 20)
    assert (content["block_px"], content["repeats"]) == (512, 1000)
    assert [list(one) for one in content["classes"]] == [list(CLASS_NAMES)] * 3


@settings(max_examples=10, deadline=None)
@given(st.integers(30, 80), st.integers(0, 10**6))
def test_intervals_hold_the_figures_of_all_blocks(blocks, seed):
    generator = np.random.default_rng(seed)
    matrices = generator.integers(1, 40, (blocks, 3, 3)) + 100 * np.eye(3, dtype=int)
    scores, found = Scores.of(matrices.sum(0)), block_bootstrap(matrices, 512, seed)
    for name in NAMES:
        lower, upper = getattr(found, name)
        assert lower < getattr(scores, name) < upper
    for one, intervals in zip(scores.classes, found.classes):
        for name in CLASS_NAMES:
            lower, upper = getattr(intervals, name)
            assert lower < getattr(one, name) < upper


def test_equal_blocks_leave_no_doubt():
    matrices = np.repeat(np.array([[[8, 2, 0], [1, 9, 3], [0, 0, 7]]]), 12, 0)
    scores, found = Scores.of(matrices.sum(0)), block_bootstrap(matrices, 512, 0)
    for name in NAMES:
        assert getattr(found, name) == pytest.approx((getattr(scores, name),) * 2)
    for one, intervals in zip(scores.classes, found.classes):
        for name in CLASS_NAMES:
            assert getattr(intervals, name) == pytest.approx((getattr(one, name),) * 2)


def test_errors_that_come_together_widen_the_interval_far_beyond_that_of_pixels():
    matrices = clustered(np.random.default_rng(0), 30)
    found = block_bootstrap(matrices, 512, 0)
    share, pixels = Scores.of(matrices.sum(0)).accuracy, matrices.sum()
    of_pixels = 2 * 1.96 * np.sqrt(share * (1 - share) / pixels)
    assert width(found.accuracy) > 10 * of_pixels


def test_more_ground_narrows_the_interval():
    few, many = (block_bootstrap(clustered(np.random.default_rng(1), blocks), 512, 0) for blocks in (10, 250))
    assert width(many.accuracy) < width(few.accuracy) / 3


def test_the_same_seed_gives_the_same_intervals_whatever_the_batches_of_resamples(monkeypatch):
    matrices = clustered(np.random.default_rng(2), 20)
    first, other = block_bootstrap(matrices, 512, 0), block_bootstrap(matrices, 512, 1)
    monkeypatch.setattr(confidence, "_BLOCKS_AT_ONCE", 70)
    assert block_bootstrap(matrices, 512, 0) == first
    assert other != first


@pytest.mark.parametrize("blocks", [6, 12, 40])
def test_intervals_hold_the_truth_about_as_often_as_they_claim(blocks):
    """The accuracy of endless ground is 0.8; a plain percentile interval of 6 blocks would hold it in 83 % of samples."""
    generator = np.random.default_rng(3)
    held = 0
    for sample in range(400):
        found = block_bootstrap(clustered(generator, blocks, concentration=10.0), 512, sample, repeats=300)
        held += found.accuracy[0] <= 0.8 <= found.accuracy[1]
    assert 0.88 <= held / 400 <= 0.985


def test_a_class_in_few_blocks_has_no_interval_and_leaves_the_means_over_the_same_classes():
    matrices = blocks_with([0.9] * 12, classes=3)
    matrices[:, 2] = 0
    matrices[:, 1] = (0, 1000, 0)
    matrices[:, 0] = (1000, 0, 0)
    matrices[0, 2] = (50, 0, 50)  # The third class lies in one block, and half of it is missed.
    found, scores = block_bootstrap(matrices, 512, 0), Scores.of(matrices.sum(0))
    assert found.classes[2] == confidence.ClassIntervals()
    assert found.classes[1].iou == (1.0, 1.0)
    # Were the class left out where it was not drawn, the mean would reach 1; were it 0 there, two thirds.
    assert found.mean_iou[0] == pytest.approx(scores.mean_iou, abs=0.02)
    assert found.mean_iou[1] == pytest.approx(scores.mean_iou, abs=0.02)


def test_a_class_that_is_predicted_in_few_blocks_has_no_interval_of_its_precision():
    matrices = np.repeat(np.array([[[10, 0], [5, 0]]]), 10, 0)
    matrices[:3, 1] = (3, 2)
    (_, rare) = block_bootstrap(matrices, 512, 0).classes
    assert rare.precision is None
    assert rare.recall[0] == 0 < rare.recall[1]


def test_too_few_blocks_give_no_interval_and_blocks_without_labels_do_not_count():
    matrices = blocks_with(np.linspace(0.5, 0.9, 6))
    empty = np.zeros((9, 3, 3), int)
    assert fewest_blocks(0.95) == 6
    assert block_bootstrap(matrices[:5], 512, 0) is None
    assert block_bootstrap(np.concatenate([matrices[:5], empty]), 512, 0) is None
    assert block_bootstrap(np.zeros((0, 3, 3), int), 512, 0) is None
    with_empty, without = (block_bootstrap(m, 512, 0) for m in (np.concatenate([empty, matrices]), matrices))
    assert with_empty == without
    assert without.blocks == 6


@pytest.mark.parametrize(("support", "student"), [(6, 2.5706), (11, 2.2281), (31, 2.0423), (10**6, 1.96)])
def test_few_blocks_move_the_percentiles_outwards_as_student_asks(support, student):
    from statistics import NormalDist

    expected = NormalDist().cdf(-student * np.sqrt(support / (support - 1)))
    assert confidence._expanded_tail(support, 0.95) == pytest.approx(expected, rel=0.01)


def test_intervals_in_the_metrics_of_a_model_are_found_and_missing_ones_are_none():
    recorded = {
        "level": 0.9, "method": "spatial block bootstrap", "blocks": 1, "block_px": 64, "repeats": 1000,
        "accuracy": [0.1, 0.2], "kappa": None, "mean_iou": (0.3, 0.4), "classes": [{"iou": [0, 1], "f1": None}, {}],
    }  # fmt: skip
    found = Intervals.of_metrics({"intervals": recorded})
    assert found.of("accuracy") == (0.1, 0.2) and found.of("mean_iou") == (0.3, 0.4) and found.of("kappa") is None
    assert found.of("iou", 0) == (0.0, 1.0)
    assert found.of("f1", 0) is None and found.of("iou", 1) is None and found.of("iou", 7) is None


def test_intervals_survive_the_metrics_of_a_model():
    found = block_bootstrap(blocks_with(np.linspace(0.6, 0.9, 20)), 512, 0)
    assert Intervals.of_metrics(json.loads(json.dumps({"intervals": to_data(found)}))) == found


@pytest.mark.parametrize("metrics", [{}, {"intervals": None}, {"intervals": [1]}, {"intervals": {"level": None}}])
def test_metrics_without_intervals_have_none(metrics):
    assert Intervals.of_metrics(metrics) is None


def test_the_standard_error_of_the_mean_iou_is_that_of_repeated_samples_of_ground():
    generator = np.random.default_rng(0)
    samples = [clustered(generator, 12) for _ in range(300)]
    spread = np.std([Scores.of(blocks.sum(0)).mean_iou for blocks in samples])
    errors = [mean_iou_error(blocks, seed=0) for blocks in samples]
    assert np.mean(errors) == pytest.approx(spread, rel=0.1)


def test_few_blocks_leave_a_doubt_even_where_all_their_pixels_are_correct():
    """A bootstrap alone finds none where blocks are equal, or each class lies in one block."""
    apart = np.zeros((3, 3, 3), np.int64)
    apart[range(3), range(3), range(3)] = 1000
    for blocks in (blocks_with([1.0] * 3), blocks_with([0.9] * 3), apart):
        assert 0.04 < mean_iou_error(blocks, seed=1) < 0.2
    errors = [mean_iou_error(blocks_with([0.9] * count), seed=1) for count in (3, 30, 300, 3000)]
    assert errors == sorted(errors, reverse=True) and errors[-1] < 0.01


def test_a_single_block_leaves_a_wider_doubt_than_two():
    one, two = (mean_iou_error(blocks_with([0.9] * count), seed=1) for count in (1, 2))
    assert two < one < 0.5


def test_no_label_gives_no_standard_error():
    assert mean_iou_error(np.zeros((3, 2, 2), np.int64), seed=1) is None, "blocks without a label do not count"


def test_what_is_a_little_better_in_each_of_very_different_blocks_is_significantly_higher():
    one, other = blocks_with([0.9, 0.4, 0.7, 0.95, 0.55]), blocks_with([0.88, 0.37, 0.68, 0.92, 0.53])
    assert is_significantly_higher(one, other, seed=0)
    assert not is_significantly_higher(other, one, seed=0)
    assert mean_iou_error(one, seed=0) > Scores.of(one.sum(0)).mean_iou - Scores.of(other.sum(0)).mean_iou


def test_what_a_single_block_decides_is_not_significantly_higher():
    """A network without an error on 60 points was kept alone for a single point, and errs where the mean of two does not."""
    perfect = blocks_with([1.0] * 6)
    assert not is_significantly_higher(perfect, blocks_with([1.0, 1.0, 0.0, 1.0, 1.0, 1.0]), seed=0)
    of_own = perfect.copy()
    of_own[:, 2] = of_own[:, :, 2] = 0
    of_own[3] = np.diag([0, 0, 10])  # the third class lies in one block
    wrong = of_own.copy()
    wrong[3] = np.diag([0, 0, 5])
    wrong[3, 2, 0] = 5
    assert not is_significantly_higher(of_own, wrong, seed=0)
    assert not is_significantly_higher(perfect[:1], blocks_with([0.5]), seed=0)


@given(st.integers(1, 12), st.integers(0, 10**6))
def test_of_two_classifications_one_at_most_is_significantly_higher(blocks, seed):
    generator = np.random.default_rng(seed)
    labelled = generator.integers(0, 20, (blocks, 3))
    pair = [
        np.array([[generator.multinomial(count, np.ones(3) / 3) for count in counts] for counts in labelled])
        for _ in range(2)
    ]
    assert not (is_significantly_higher(*pair, seed) and is_significantly_higher(*reversed(pair), seed))
    assert not is_significantly_higher(pair[0], pair[0], seed)
