from __future__ import annotations

import json
import math

import pytest
from pixel_classifier.models.core.history import EpochRecord, LrFinderCurve, best_record
from pixel_classifier.models.core.serialization import finite, from_data, to_data


def through_json(value):
    return from_data(type(value), json.loads(json.dumps(to_data(value))))


def record(epoch, mean_iou=None, validation_loss=None):
    return EpochRecord(epoch, 1.0, validation_loss, mean_iou, None, 2.5, 1e-3)


def test_a_record_survives_json():
    before = EpochRecord(3, 0.5, 0.75, 0.6, 0.875, 41.5, 3e-4)
    assert through_json(before) == before


def test_figures_without_validation_stay_unknown_in_json():
    before = record(1)
    after = through_json(before)
    assert after == before
    assert after.mean_iou is None and after.validation_loss is None


def test_the_best_epoch_has_the_highest_mean_iou_and_is_the_earliest_of_equals():
    history = [record(1, 0.4, 0.1), record(2, 0.7, 0.9), record(3, 0.7, 0.5), record(4, 0.6, 0.2)]
    assert best_record(history).epoch == 2


def test_without_mean_iou_the_lowest_validation_loss_is_best():
    assert best_record([record(1, None, 0.9), record(2, None, 0.4), record(3, None, 0.5)]).epoch == 2


def test_without_validation_the_last_epoch_is_kept():
    assert best_record([record(1), record(2)]).epoch == 2
    assert best_record([]) is None


def test_an_epoch_whose_figures_are_not_finite_is_never_the_best():
    assert best_record([record(1, math.nan), record(2, 0.1)]).epoch == 2
    assert best_record([record(1, None, math.nan), record(2, None, 0.3), record(3, None, 0.5)]).epoch == 2


def test_a_finder_curve_with_nan_losses_survives_json():
    before = LrFinderCurve((1e-5, 1e-4, 1e-3), (2.0, 1.5, math.nan), 1e-4)
    assert repr(through_json(before)) == repr(before)
    assert finite(to_data(before))["losses"] == [2.0, 1.5, None]


def test_a_finder_curve_without_a_loss_for_each_rate_is_refused():
    with pytest.raises(ValueError, match="1 losses for 2"):
        LrFinderCurve((1e-4, 1e-3), (1.0,), 1e-3)
