from __future__ import annotations

import json

import numpy as np
import pytest
from chip_samples import table
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.accuracy.metrics import Scores, confusion_matrix


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_figures_equal_those_of_scikit_learn(seed, classes):
    from sklearn import metrics

    generator = np.random.default_rng(seed)
    truth, predicted = generator.integers(0, classes, (2, 200))
    confusion = confusion_matrix(truth, predicted, classes)
    scores = Scores.of(confusion)
    labels = list(range(classes))
    assert np.array_equal(confusion, metrics.confusion_matrix(truth, predicted, labels=labels))
    assert scores.accuracy == pytest.approx(metrics.accuracy_score(truth, predicted))
    assert scores.kappa == pytest.approx(metrics.cohen_kappa_score(truth, predicted))
    ious = metrics.jaccard_score(truth, predicted, labels=labels, average=None)
    assert [s.iou for s in scores.classes] == pytest.approx(ious)
    assert scores.mean_iou == pytest.approx(ious.mean())
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    assert [s.precision for s in scores.classes] == pytest.approx(precision)
    assert [s.recall for s in scores.classes] == pytest.approx(recall)
    assert [s.f1 for s in scores.classes] == pytest.approx(f1)


def test_figures_equal_those_worked_by_hand():
    scores = Scores.of(np.array([[45, 5], [10, 40]]))
    first, second = scores.classes
    assert (scores.accuracy, scores.pixels) == (pytest.approx(85 / 100), 100)
    assert scores.kappa == pytest.approx((0.85 - 0.5) / (1 - 0.5))  # by chance 0.5 * 0.55 + 0.5 * 0.45
    assert (first.precision, first.recall) == pytest.approx((45 / 55, 45 / 50))
    assert (first.f1, first.iou) == pytest.approx((90 / 105, 45 / 60))
    assert (first.pixels, first.predicted_pixels) == (50, 55)
    assert (second.precision, second.recall) == pytest.approx((40 / 45, 40 / 50))
    assert (second.f1, second.iou) == pytest.approx((80 / 95, 40 / 55))
    assert scores.mean_iou == pytest.approx((45 / 60 + 40 / 55) / 2)
    assert scores.mean_f1 == pytest.approx((90 / 105 + 80 / 95) / 2)


def test_figures_equal_those_that_congalton_printed():
    """Congalton (1991): producer's accuracy is the recall, user's accuracy the precision; his columns are the truth."""
    printed = np.array([[65, 4, 22, 24], [6, 81, 5, 8], [0, 11, 85, 19], [4, 7, 3, 90]])
    scores = Scores.of(printed.T)
    assert scores.accuracy == pytest.approx(0.74, abs=0.005)
    assert [one.recall for one in scores.classes] == pytest.approx([0.87, 0.79, 0.74, 0.64], abs=0.005)
    assert [one.precision for one in scores.classes] == pytest.approx([0.57, 0.81, 0.74, 0.87], abs=0.005)
    by_chance = (115 * 75 + 100 * 103 + 115 * 115 + 104 * 141) / 434**2
    assert scores.kappa == pytest.approx((321 / 434 - by_chance) / (1 - by_chance))


def test_unlabelled_pixels_count_neither_for_nor_against():
    truth = np.array([0, 1, 255, 255], np.uint8)
    predicted = np.array([0, 1, 0, 1], np.uint8)
    assert confusion_matrix(truth, predicted, 2).tolist() == [[1, 0], [0, 1]]


def test_a_class_without_truth_is_not_judged_but_its_false_alarms_cost_the_others():
    scores = Scores.of(np.array([[8, 2, 0], [0, 0, 0], [0, 0, 10]]))
    assert scores.mean_iou == pytest.approx((0.8 + 1.0) / 2)
    assert scores.classes[1].recall is None
    assert scores.classes[1].precision == 0
    assert scores.classes[1].pixels == 0
    assert scores.classes[1].predicted_pixels == 2


@pytest.mark.parametrize("confusion", [np.zeros((2, 2), int), np.array([[5, 0], [0, 0]]), np.eye(2, dtype=int)])
def test_json_has_no_nan_even_for_matrices_that_say_nothing(confusion):
    content = Scores.of(confusion).record(table("water", "forest"), confusion)
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert content["classes"][1]["name"] == "forest"
    assert content["classes"][1]["value"] == 2


def test_figures_of_weights_keep_the_counts_of_pixels():
    counts = np.array([[30, 10, 0], [0, 20, 0], [0, 0, 0]])
    plain, weighted = Scores.of(counts), Scores.of(counts / 60, counts)
    assert weighted.pixels == 60 and [one.pixels for one in weighted.classes] == [40, 20, 0]
    assert [one.predicted_pixels for one in weighted.classes] == [30, 30, 0]
    assert weighted.kappa == pytest.approx(plain.kappa) and weighted.mean_iou == pytest.approx(plain.mean_iou)
    assert weighted.classes[2].iou is None
