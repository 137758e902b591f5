from __future__ import annotations

import numpy as np
from pixel_classifier.models.data.batches import LabelledChips
from pixel_classifier.models.training.report_samples import best_and_worst


def test_the_best_and_the_worst_chips_are_shown_and_hardly_labelled_ones_are_not():
    labels = np.zeros((20, 4, 4), np.uint8)
    labels[3], labels[3, 0, 0] = 255, 1
    accuracies = np.linspace(0, 1, 20)
    accuracies[5] = np.nan
    chips = LabelledChips(None, np.arange(20), labels, np.arange(20))
    shown = best_and_worst(chips, accuracies)
    assert shown == [19, 18, 17, 16, 4, 2, 1, 0]
