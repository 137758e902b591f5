from __future__ import annotations

import pytest
from pixel_classifier.models.core.label_summary import ClassLabels, LabelAdvice, LabelSummary
from pixel_classifier.models.core.serialization import to_data
from pixel_classifier.rasters.chips.lost_labels import LostLabels
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable


def table(count):
    return ClassTable(tuple(ClassEntry(n, f"class {n}", (n, 0, 0)) for n in range(1, count + 1)))


def summary(count=3, kind="blocks", **changes):
    classes = tuple(ClassLabels(n, 100 * n, n, 80 * n, n, 20 * n, 1, float(n)) for n in range(1, count + 1))
    known = {} if kind == "none" else {
        "accuracy_error": 0.081, "mean_iou_error": 0.153, "assumed_accuracy": 0.8, "assumed_correlation": 0.15,
    }  # fmt: skip
    return LabelSummary(kind, 128, classes, 5, 6, **{**known, **changes})


def plain(lines):
    return [line.replace("\u00a0", " ") for line in lines]


def test_the_log_has_a_line_per_class_and_what_the_validation_can_show():
    first, one, *_, last = plain(summary().log_lines(table(3)))
    assert first == (
        "Labels: 600 pixels of 3 classes in 6 patches; the most frequent class has 3.0 times the pixels of the rarest."
    )
    assert one == "  1 (class 1): 100 pixels (16.7 %), 1 patch, 1 block trains, 1 validate, effectively 1.0 blocks"
    with_features = plain(summary(losses=(LostLabels(1, features=7),)).log_lines(table(3)))
    assert with_features[1].startswith("  1 (class 1): 100 pixels (16.7 %), 7 features, 1 patch")
    assert last.startswith(
        "Validation: 120 pixels of 3 classes in 6 blocks of 128 × 128 pixels. Expect standard errors of about ±0.15 for the mean IoU"
    )
    assert "±0.08 for the accuracy" in last and "Assumes that 80 % of the pixels are correct" in last


@pytest.mark.parametrize("count", [1, 8, 9, 200])
def test_the_log_stays_short_whatever_the_number_of_classes(count):
    advice = (LabelAdvice(1, "in the north of a.tif"),)
    lines = plain(summary(count, advice=advice).log_lines(table(count)))
    assert len(lines) <= 12
    if count > 8:
        # The classes in the fewest places are those that need a look.
        assert (
            "  8 (class 8)" in lines[8]
            and lines[9] == f"  and {count - 8} {'class' if count == 9 else 'classes'} in more places"
        )


def test_advice_for_the_same_place_is_given_once():
    advice = (LabelAdvice(2, "in the north of a.tif"), LabelAdvice(3), LabelAdvice(1, "in the north of a.tif"))
    assert summary(advice=advice).sentences(table(3))[-1] == (
        "More labels in new places would help most for 2 (class 2), 1 (class 1), if found in the north of a.tif; 3 (class 3)."
    )


def test_without_validation_nothing_is_written_of_it():
    lines = plain(summary(kind="none").log_lines(table(3)))
    assert not any("alidat" in line for line in lines)
    assert summary(kind="none").warnings(table(3)) == []


def test_classes_that_are_not_validated_or_hardly_labelled_are_warned_of():
    classes = (
        ClassLabels(1, 300, 1, 300, 1, 0, 0, 1.0),
        ClassLabels(2, 49, 1, 49, 1, 0, 0, 1.0),
        ClassLabels(3, 90, 2, 60, 1, 30, 1, 2.0),
    )
    first, second = LabelSummary("blocks", 128, classes, 2, 1).warnings(table(3))
    assert first.startswith("Trained on but not validated") and "1 (class 1), 2 (class 2)." in first
    assert second == "Fewer than 50 labelled pixels to learn from: 2 (class 2). Label more of them, or leave them out."
    *_, third = LabelSummary("blocks", 128, classes[:2], 2, 1).warnings(table(3))
    assert third == "Fewer than 50 labelled pixels to learn from: 2 (class 2). Label more of them.", (
        "two classes are needed"
    )


def test_many_classes_that_are_not_validated_are_counted_beyond_a_dozen():
    classes = tuple(ClassLabels(n, 300, 1, 300, 1, 0, 0, 1.0) for n in range(1, 201))
    (sentence,) = LabelSummary("blocks", 128, classes, 2, 1).warnings(table(200))
    assert "12 (class 12) and 188 more." in sentence


def test_the_summary_survives_the_model_file_and_an_unknown_one_is_left_out():
    original = summary(advice=(LabelAdvice(1, "there"),))
    assert LabelSummary.of_model(to_data(original)) == original
    assert LabelSummary.of_model({}) is None and LabelSummary.of_model({"kind": 3}) is None


@pytest.mark.parametrize(
    "change",
    [{"kind": "x"}, {"classes": []}, {"assumed_accuracy": None}, {"classes": 5}, {"unit_px": "1"}, {"gone": 1}],
)
def test_a_hostile_summary_in_a_model_is_none(change):
    assert LabelSummary.of_model(to_data(summary())) == summary()
    assert LabelSummary.of_model({**to_data(summary()), **change}) is None
