from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.history import EpochRecord, LrFinderCurve, best_record, choice_of_epoch, kept_record
from pixel_classifier.models.core.serialization import finite, from_data, to_data


def through_json(value):
    return from_data(type(value), json.loads(json.dumps(to_data(value))))


def record(epoch, mean_iou=None, validation_loss=None, error=None):
    return EpochRecord(epoch, 1.0, validation_loss, mean_iou, None, 2.5, 1e-3, error)


def run_of(mean_ious, error, losses=None):
    losses = losses or [1.0] * len(mean_ious)
    return [record(n, iou, loss, error) for n, (iou, loss) in enumerate(zip(mean_ious, losses), 1)]


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


def test_one_lucky_early_epoch_is_not_kept():
    history = run_of([0.3, 0.4, 0.95, 0.88, 0.90, 0.91, 0.90, 0.92, 0.91, 0.92], error=0.05)
    assert kept_record(history, warm_up_epochs=2).epoch == 10
    assert "(0.920 ± 0.050) is not significantly below the highest after the warm-up (0.950 ± 0.050 in epoch 3)" in (
        choice_of_epoch(history, 2)
    )


def test_the_highest_of_many_epochs_has_to_be_higher_by_more_than_one_of_two_would():
    """All pixels of one small block are right once in 16 epochs: 2.2 standard errors above the others."""
    history = run_of([0.2, 0.4, 0.4, 0.5, 0.68, 0.71, 1.0, *[0.72] * 13], error=0.09)
    assert kept_record(history, warm_up_epochs=4).epoch == 20
    history = run_of([0.2, 0.4, 0.4, 0.5, 0.68, 0.71, 1.0, *[0.5] * 13], error=0.09)
    assert kept_record(history, warm_up_epochs=4).epoch == 7


def test_of_equal_figures_the_latest_is_kept():
    history = run_of([0.5, 0.9482, 0.9482, 0.9482, 0.9482], error=0.0)
    assert kept_record(history, warm_up_epochs=1).epoch == 5
    assert (
        choice_of_epoch(history, 1)
        == "The weights of epoch 5 are kept, which has the highest mean IoU after the warm-up."
    )


def test_no_epoch_of_the_warm_up_is_kept_once_there_are_later_ones():
    history = run_of([0.99, 0.99, 0.7, 0.8, 0.75], error=0.01)
    assert kept_record(history[:2], warm_up_epochs=2).epoch == 2
    assert kept_record(history, warm_up_epochs=2).epoch == 4


def test_what_falls_clearly_at_the_end_is_not_kept():
    history = run_of([0.5, 0.8, 0.85, 0.84, 0.4, 0.3], error=0.03)
    assert kept_record(history, warm_up_epochs=1).epoch == 4


def test_without_a_standard_error_the_lowest_validation_loss_decides():
    history = run_of([0.5, 0.9, 0.8, 0.85], None, losses=[0.9, 0.8, 0.2, 0.4])
    assert kept_record(history, warm_up_epochs=1).epoch == 3
    assert "lowest validation loss" in choice_of_epoch(history, 1)


def test_without_validation_the_last_epoch_is_kept_and_nothing_said_of_a_choice():
    history = [record(1), record(2)]
    assert kept_record(history, 0.4).epoch == 2 and choice_of_epoch(history, 0.4) == ""
    assert kept_record([], 1) is None and choice_of_epoch([], 1) == ""


@given(
    st.lists(st.tuples(st.floats(0, 1) | st.just(math.nan), st.floats(0, 2), st.floats(0, 0.3))),
    st.sampled_from(["error", "loss", "neither"]),
    st.floats(0, 5),
)
def test_the_kept_epoch_changes_only_to_the_newest(figures, known, warm_up):
    """The loop saves weights as it goes, so a choice can never go back to an epoch that was passed over."""
    history = [
        record(
            n,
            iou if known != "neither" else None,
            loss if known != "neither" else None,
            error if known == "error" else None,
        )
        for n, (iou, loss, error) in enumerate(figures, 1)
    ]
    kept = None
    for length in range(1, len(history) + 1):
        found = kept_record(history[:length], warm_up)
        assert found in (kept, history[length - 1])
        kept = found


def test_a_finder_curve_with_nan_losses_survives_json():
    before = LrFinderCurve((1e-5, 1e-4, 1e-3), (2.0, 1.5, math.nan), 1e-4)
    assert repr(through_json(before)) == repr(before)
    assert finite(to_data(before))["losses"] == [2.0, 1.5, None]


def test_a_finder_curve_without_a_loss_for_each_rate_is_refused():
    with pytest.raises(ValueError, match="1 losses for 2"):
        LrFinderCurve((1e-4, 1e-3), (1.0,), 1e-3)
