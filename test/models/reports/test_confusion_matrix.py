from __future__ import annotations

import re

import numpy as np
import pytest
from page_reading import Page
from pixel_classifier.models.reports.confusion_matrix import heat_color, matrix_view, mix_ups
from pixel_classifier.models.reports.page import environment
from report_demo import class_table


def confusion_html(confusion, table):
    parts = environment().get_template("macros.html.j2").module
    return str(parts.confusion(matrix_view(confusion), table, "pixels", "the truth", "the prediction", "model.json"))


def test_the_confusion_matrix_has_truth_in_rows_counts_and_row_percentages():
    confusion = np.array([[996, 4, 0], [250, 750, 0], [0, 0, 0]])
    read = Page(confusion_html(confusion, class_table(3)))
    rows = [[cell.strip().replace("\u00a0", " ") for cell in row] for row in read.rows]
    assert rows[2] == ["Open water", ">99996", "<14", "·", "1 000"]
    assert rows[3] == ["Developed, open space", "25250", "75750", "·", "1 000"]
    assert rows[4][1:] == ["–", "–", "–", "0"]
    assert rows[5] == ["predicted pixels", "1 246", "754", "0", "2 000"]
    assert rows[0][:2] == ["truth", "prediction"]


@pytest.mark.parametrize("classes", [2, 8, 9, 16, 17, 30, 32])
def test_every_cell_of_a_matrix_that_fits_bears_numbers(classes):
    confusion = np.random.default_rng(0).integers(1, 10**6, (classes, classes))
    read = Page(confusion_html(confusion, class_table(classes)))
    body = [row for row in read.rows if len(row) == classes + 2]
    assert len(body) == classes + 1
    assert all(re.search(r"\d", cell) for row in body for cell in row[1:])


def test_a_matrix_of_very_many_classes_is_a_picture():
    read = Page(confusion_html(np.eye(90, dtype=int), class_table(90)))
    assert read.tags.count("img") == 1 and "td" not in read.tags


def test_the_most_frequent_confusions_come_first():
    confusion = np.array([[90, 10, 0], [40, 60, 0], [1, 0, 5]])
    found = mix_ups(confusion, 2)
    assert [(pair.truth, pair.predicted, pair.pixels) for pair in found] == [(1, 0, 40), (0, 1, 10)]
    assert found[0].share == pytest.approx(0.4)
    assert mix_ups(np.diag([3, 4]), 5) == ()


def test_the_shares_of_a_sample_are_those_of_the_area_it_stands_for():
    """Half of the points lay in a rare class of the map: by points, a third of the meadow looked like it."""
    confusion, weights = np.array([[98, 50], [2, 50]]), np.array([[0.96, 0.005], [0.02, 0.015]])
    view = matrix_view(confusion, weights)
    assert [[cell.share for cell in row] for row in view.rows] == [["99", "1"], ["57", "43"]]
    assert [[cell.count for cell in row] for row in view.rows] == [["98", "50"], ["2", "50"]]
    assert [(pair.truth, pair.pixels) for pair in view.mix_ups] == [(1, 2), (0, 50)], "the larger area comes first"
    assert view.mix_ups[0].share == pytest.approx(20 / 35)


def test_heat_grows_with_the_share_and_right_looks_other_than_wrong():
    assert heat_color(0, True) == heat_color(None, False) == (255, 255, 255)
    assert sum(heat_color(0.9, True)) < sum(heat_color(0.3, True)) < 765
    right, wrong = heat_color(0.5, True), heat_color(0.5, False)
    assert right[2] > right[0] and wrong[0] > wrong[2]
