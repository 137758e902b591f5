"""What a map may omit of a class that hardly any point shows outside of the map's own class."""

from __future__ import annotations

import numpy as np
import pytest
from pixel_classifier.models.accuracy.area_estimation import stratified_estimates
from pixel_classifier.models.accuracy.design_estimation import StrataCounts, design_estimates
from pixel_classifier.models.accuracy.omission import hidden_omission

SHARES = np.array([0.02, 0.3, 0.68])
POINTS = np.array([50, 110, 240])


def test_without_a_point_the_limit_is_the_rule_of_three():
    found = hidden_omission(np.zeros(3, int), POINTS, SHARES, np.array([False, True, True]))
    assert found.points == 0 and found.at_most == pytest.approx(3 * 0.68 / 240, rel=0.01)
    assert hidden_omission(np.array([0, 1, 0]), POINTS, SHARES, np.array([False, True, True])).at_most > found.at_most
    assert hidden_omission(np.array([0, 1, 1]), POINTS, SHARES, np.ones(3, bool)) is None, "two points show a spread"


@pytest.mark.parametrize("omitted", [0.001, 0.005, 0.01, 0.02])
def test_the_limit_holds_in_95_of_100_samples_in_which_hardly_any_point_shows_an_omission(omitted):
    """Wherever the class is omitted: all in one stratum or in both."""
    generator = np.random.default_rng(int(omitted * 1000))
    for parts in ((0, 1), (1, 0), (0.3, 0.7)):
        rates = omitted * np.array([0, *parts]) / SHARES
        missed = generator.binomial(POINTS, rates, (4000, 3))
        wrong = 0
        for one in missed:
            found = hidden_omission(one, POINTS, SHARES, np.array([False, True, True]))
            wrong += found is not None and found.at_most < omitted
        assert wrong / 4000 <= 0.05 + 0.01


def test_both_estimators_find_the_same_and_skip_what_cannot_hold_an_omission():
    confusion = np.array([[40, 0, 0], [5, 100, 4], [5, 10, 236]])  # rows the truth, columns the map
    usual = stratified_estimates(confusion, SHARES)
    by_class = np.zeros((3, 3, 3), np.int64)
    for k in range(3):
        by_class[k, :, k] = confusion[:, k]
    counts = StrataCounts(by_class, confusion.sum(0), np.array([200, 3000, 6800]) * 1000, SHARES)
    carried = design_estimates(counts)
    for found in (usual, carried):
        assert [one.omission is None for one in found.classes] == [False, True, True]
        assert found.classes[0].omission.at_most == pytest.approx(2.9957 * 0.68 / 240)
    whole = design_estimates(StrataCounts(by_class, confusion.sum(0), np.array([200_000, 110, 240]), SHARES))
    assert whole.classes[0].omission is None, "the other strata are known to the last pixel"
