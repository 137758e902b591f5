from __future__ import annotations

import numpy as np
import pytest
from pixel_classifier.models.accuracy.area_estimation import stratified_estimates
from pixel_classifier.models.accuracy.design_estimation import StrataCounts, covered_share, design_estimates

# The example of Stehman 2014: 40 points in four strata, whose classes A to D are not those of the map.
PIXELS = np.array([40_000, 30_000, 20_000, 10_000])
POINTS = {  # (stratum, map, reference): points
    (0, 0, 0): 5, (0, 0, 2): 1, (0, 0, 1): 1, (0, 1, 0): 1, (0, 1, 1): 1, (0, 1, 2): 1,
    (1, 0, 0): 1, (1, 1, 1): 7, (1, 1, 0): 2,
    (2, 1, 2): 2, (2, 2, 2): 3, (2, 2, 3): 2, (2, 2, 1): 1, (2, 1, 1): 1, (2, 1, 0): 1,
    (3, 3, 3): 7, (3, 3, 2): 2, (3, 3, 1): 1,
}  # fmt: skip


def strata_counts(points=POINTS, classes=4, pixels=PIXELS):
    confusions = np.zeros((len(pixels), classes, classes), np.int64)
    for (stratum, mapped, truth), count in points.items():
        confusions[stratum, truth, mapped] = count
    return StrataCounts(confusions, confusions.sum((1, 2)), pixels, pixels / pixels.sum())


def by_hand(counts, y, x):
    """Returns ratio and standard error by the equations, point by point: `y` and `x` are functions of truth and map."""
    total_y = total_x = variance = 0.0
    rows = []
    for stratum, table in enumerate(counts.confusions):
        points = [(float(y(i, j)), float(x(i, j))) for i, j in np.ndindex(table.shape) for _ in range(int(table[i, j]))]
        values = np.array(points)
        total_y += counts.pixels[stratum] * values[:, 0].mean()
        total_x += counts.pixels[stratum] * values[:, 1].mean()
        rows.append(values)
    ratio = total_y / total_x
    for size, values in zip(counts.pixels, rows):
        covariance = np.cov(values.T, ddof=1)
        spread = covariance[0, 0] + ratio**2 * covariance[1, 1] - 2 * ratio * covariance[0, 1]
        variance += size**2 * (1 - len(values) / size) * spread / len(values)
    return ratio, variance**0.5 / total_x


def test_the_published_estimates_come_out():
    """Pages 4932 to 4936."""
    found = design_estimates(strata_counts())
    areas = [one.share for one in found.classes]
    assert [round(areas[k].value, 2) for k in (0, 2)] == [0.35, 0.20]
    assert [round(areas[k].standard_error, 3) for k in (0, 2)] == [0.082, 0.064]
    assert (round(found.accuracy.value, 2), round(found.accuracy.standard_error, 3)) == (0.63, 0.085)
    b = found.classes[1]
    assert (round(b.users.value, 3), round(b.users.standard_error, 3)) == (0.574, 0.125)
    assert (round(b.producers.value, 3), round(b.producers.standard_error, 2)) == (0.794, 0.12)
    assert round(found.proportions[2, 1], 2) == 0.08


def test_all_estimates_are_those_of_the_ratio_estimator_point_by_point():
    counts = strata_counts()
    found = design_estimates(counts)
    asked = [(found.accuracy, lambda i, j: i == j, lambda i, j: 1)]
    for k in range(4):
        asked += [
            (found.classes[k].users, lambda i, j, k=k: i == k == j, lambda i, j, k=k: j == k),
            (found.classes[k].producers, lambda i, j, k=k: i == k == j, lambda i, j, k=k: i == k),
            (found.classes[k].share, lambda i, j, k=k: i == k, lambda i, j: 1),
        ]
    for estimate, y, x in asked:
        value, error = by_hand(counts, y, x)
        assert estimate.value == pytest.approx(value)
        assert estimate.standard_error == pytest.approx(error)
    assert found.proportions.sum() == pytest.approx(1)
    assert covered_share(counts) == pytest.approx(1)


def test_strata_that_are_the_maps_classes_give_the_usual_estimates():
    confusion = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]]).T
    pixels = np.array([200_000, 150_000, 3_200_000, 6_450_000]) * 1000
    by_class = np.zeros((4, 4, 4), np.int64)
    for k in range(4):
        by_class[k, :, k] = confusion[:, k]
    found = design_estimates(StrataCounts(by_class, confusion.sum(0), pixels, pixels / pixels.sum()))
    usual = stratified_estimates(confusion, pixels)
    assert found.accuracy.value == pytest.approx(usual.accuracy.value)
    assert found.accuracy.standard_error == pytest.approx(usual.accuracy.standard_error, rel=1e-5)
    for one, other in zip(found.classes, usual.classes):
        for name in ("users", "producers", "share"):
            assert getattr(one, name).value == pytest.approx(getattr(other, name).value)
            assert getattr(one, name).standard_error == pytest.approx(getattr(other, name).standard_error, rel=1e-5)


def test_a_stratum_of_which_all_pixels_are_drawn_has_no_sampling_error():
    counts = strata_counts({(0, 0, 0): 3, (0, 0, 1): 1, (1, 1, 1): 1}, 2, np.array([4, 1]))
    found = design_estimates(counts)
    assert found.accuracy.standard_error == 0 and found.accuracy.value == pytest.approx(0.8)
    assert found.single == ()


def test_points_off_the_map_carry_the_ground_that_it_does_not_cover():
    counts = strata_counts({(0, 0, 0): 10, (1, 1, 1): 4, (1, 1, 0): 1}, 2, np.array([500, 500]))
    half = StrataCounts(counts.confusions, np.array([10, 10]), counts.pixels, counts.shares)
    assert covered_share(half) == pytest.approx(0.75)
    found = design_estimates(half)
    assert found.accuracy.value == pytest.approx((0.5 + 0.5 * 0.4) / 0.75)
    assert found.classes[0].share.value == pytest.approx((0.5 + 0.5 * 0.1) / 0.75)


def test_strata_without_points_are_left_out_and_named():
    counts = strata_counts({(0, 0, 0): 9, (0, 0, 1): 1}, 2, np.array([600, 400]))
    found = design_estimates(counts)
    assert found.uncovered == (1,) and found.uncovered_share == pytest.approx(0.4)
    assert found.accuracy.value == pytest.approx(0.9)
    alone = strata_counts({(0, 0, 0): 9, (0, 0, 1): 1, (1, 1, 1): 1}, 2, np.array([600, 400]))
    found = design_estimates(alone)
    assert found.single == (1,) and found.accuracy.standard_error is None


def drawn_counts(generator, points, classes, pixels, probabilities):
    """Returns the counts of one sample from strata with given shares of (truth, map) cells."""
    confusions = np.stack(
        [generator.multinomial(n, p.ravel()).reshape(classes, classes) for n, p in zip(points, probabilities)]
    )
    return StrataCounts(confusions, np.array(points), pixels, pixels / pixels.sum())


# In each of four strata, the probability of (truth, map): the map assessed is another one than that of the strata.
PROBABILITIES = np.array(
    [
        [[0.70, 0.05, 0.03], [0.04, 0.08, 0.02], [0.02, 0.02, 0.04]],
        [[0.06, 0.03, 0.02], [0.07, 0.62, 0.05], [0.03, 0.04, 0.08]],
        [[0.05, 0.02, 0.03], [0.04, 0.08, 0.04], [0.03, 0.06, 0.65]],
        [[0.30, 0.06, 0.04], [0.05, 0.25, 0.05], [0.03, 0.04, 0.18]],
    ]
)
SIZES = np.array([40, 30, 20, 10]) * 10**7


def coverage(draws, seed, points=(150, 120, 80, 50)):
    """Returns the share of draws, (classes,), whose 95 % intervals hold the true areas."""
    generator = np.random.default_rng(seed)
    truth = np.einsum("h,hij->i", SIZES / SIZES.sum(), PROBABILITIES)
    hits = np.zeros(len(truth))
    for _ in range(draws):
        found = design_estimates(drawn_counts(generator, points, 3, SIZES, PROBABILITIES))
        hits += [abs(one.share.value - true) <= one.share.half_width for one, true in zip(found.classes, truth)]
    return hits / draws


def test_the_areas_intervals_hold_the_truth_as_often_as_they_should():
    """Of 1000 draws; with the seeds 5, 1 and 2, 93.6 to 96.0 % of the intervals hold the truth."""
    assert (abs(coverage(1000, seed=7) - 0.95) <= 0.015).all()


@pytest.mark.parametrize("covered", [0.3, 0.6])
def test_areas_of_a_map_of_a_part_are_as_uncertain_as_the_part_itself(covered):
    """How many points lie on the map is chance, too. With the standard error of the ratio alone, 88 to 94 % of the intervals held the truth."""
    generator = np.random.default_rng(6)
    shares = SIZES / SIZES.sum()
    areas = np.einsum("h,hij->i", shares, PROBABILITIES) * covered
    hits = np.zeros(3)
    for _ in range(600):
        counts = drawn_counts(generator, (150, 120, 80, 50), 3, SIZES, PROBABILITIES)
        inside = StrataCounts(generator.binomial(counts.confusions, covered), counts.points, SIZES, shares)
        part = covered_share(inside)
        found = [(one.share.value * part, one.share.half_width * part) for one in design_estimates(inside).classes]
        hits += [abs(area - true) <= half for (area, half), true in zip(found, areas)]
    assert (abs(hits / 600 - 0.95) <= 0.03).all()
