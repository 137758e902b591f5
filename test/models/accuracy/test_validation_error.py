from __future__ import annotations

import math

import numpy as np
import pytest
from pixel_classifier.models.accuracy.metrics import Scores
from pixel_classifier.models.accuracy.validation_error import expected_errors


def simulated(block_pixels, accuracy, correlation, repeats=600, seed=0):
    """Returns the standard deviations of accuracy and mean IoU over maps whose errors cluster in blocks.

    In each block a class has a recall of its own, from the beta distribution with that mean and intraclass correlation;
    wrong pixels are those of the other classes in proportion to their labels.
    """
    generator = np.random.default_rng(seed)
    counts = np.asarray(block_pixels)
    strength = 1 / correlation - 1
    figures = []
    for _ in range(repeats):
        recall = generator.beta(accuracy * strength, (1 - accuracy) * strength, counts.shape)
        right = generator.binomial(counts, recall).sum(0)
        confusion = np.diag(right)
        for truth, wrong in enumerate(counts.sum(0) - right):
            others = counts.sum(0).astype(float)
            others[truth] = 0
            confusion[truth] += generator.multinomial(wrong, others / others.sum())
        scores = Scores.of(confusion)
        figures.append((scores.accuracy, scores.mean_iou))
    return np.std(figures, axis=0)


@pytest.mark.parametrize(
    "blocks, classes, uneven",
    [(4, 2, False), (6, 3, False), (6, 6, True), (15, 4, True), (40, 8, True), (3, 20, False)],
)
@pytest.mark.parametrize("accuracy, correlation", [(0.8, 0.15), (0.7, 0.05), (0.9, 0.3)])
def test_the_expected_error_of_the_mean_iou_is_that_of_simulated_maps(blocks, classes, uneven, accuracy, correlation):
    generator = np.random.default_rng(blocks * classes)
    counts = generator.integers(20, 800, (blocks, classes)) if uneven else np.full((blocks, classes), 300)
    _, mean_iou = expected_errors(counts, accuracy, correlation)
    assert mean_iou == pytest.approx(simulated(counts, accuracy, correlation)[1], rel=0.25)


@pytest.mark.parametrize("blocks", [3, 6, 30])
def test_the_expected_error_of_the_accuracy_is_that_of_simulated_maps(blocks):
    generator = np.random.default_rng(blocks)
    counts = generator.integers(50, 900, blocks)
    error, _ = expected_errors(counts[:, np.newaxis], 0.8, 0.15)
    shares = generator.beta(0.8 * (1 / 0.15 - 1), 0.2 * (1 / 0.15 - 1), (4000, blocks))
    assert error == pytest.approx(np.std(generator.binomial(counts, shares).sum(1) / counts.sum()), rel=0.08)


def test_pixels_do_not_replace_blocks():
    few, many = (expected_errors(np.full((6, 3), pixels)) for pixels in (1_000, 1_000_000))
    assert many[1] > 0.95 * few[1]
    more_blocks = expected_errors(np.full((24, 3), 1_000))
    assert more_blocks[1] == pytest.approx(few[1] / 2, rel=1e-6)


def test_independent_pixels_have_the_error_of_the_binomial_distribution():
    error, _ = expected_errors([[400]], 0.8, 0.0)
    assert error == pytest.approx(math.sqrt(0.8 * 0.2 / 400))


def test_classes_without_validation_pixels_and_blocks_without_labels_do_not_matter():
    counts = np.array([[50, 0, 20], [10, 0, 70], [0, 0, 0]])
    assert expected_errors(counts) == expected_errors(counts[:2, [0, 2]])
    assert expected_errors(np.zeros((3, 2))) is None and expected_errors(np.zeros((0, 2))) is None
