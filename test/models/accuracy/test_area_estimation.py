from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.accuracy.area_estimation import stratified_estimates

# Olofsson et al. 2014, section 5: table 8 (rows the map's classes deforestation, forest gain, stable forest and stable
# non-forest, columns the reference's) and the mapped areas in pixels of 30 m.
COUNTS = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]])
MAPPED = np.array([200_000, 150_000, 3_200_000, 6_450_000])
HECTARES = 0.09


def rounded(values, digits=2):
    return [round(value, digits) for value in values]


@pytest.fixture(scope="module")
def published():
    return stratified_estimates(COUNTS.T, MAPPED)


def test_the_published_accuracies_come_out(published):
    """Section 5.2.1. Of the producer's accuracies, the paper prints 0.23 and 0.01 for the half widths of forest gain and stable
    non-forest; its own equation 7 gives 0.25 and 0.02, as do the R packages mapaccuracy and mapac."""
    assert rounded([published.accuracy.value, published.accuracy.half_width]) == [0.95, 0.02]
    classes = published.classes
    assert rounded(one.users.value for one in classes) == [0.88, 0.73, 0.93, 0.96]
    assert rounded(one.users.half_width for one in classes) == [0.07, 0.10, 0.04, 0.02]
    assert rounded(one.producers.value for one in classes) == [0.75, 0.85, 0.93, 0.96]
    assert rounded(one.producers.half_width for one in classes) == [0.21, 0.25, 0.03, 0.02]


def test_the_published_areas_come_out(published):
    """Section 5.2.2, in hectares."""
    total = MAPPED.sum() * HECTARES
    assert rounded((one.share.value * total for one in published.classes), 0) == [21158, 11686, 285770, 581386]
    halves = [one.share.half_width * total for one in published.classes]
    assert halves == pytest.approx([6158, 3756, 15510, 16282], abs=1), "the paper takes 1.96 for 1.95996"


def test_an_interval_holds_less_often_where_hardly_any_point_shows_what_the_map_omits():
    """Forest gain: one of the 325 points in stable non-forest. Deforestation: two of them. The large classes' intervals hold as they should."""
    generator, points = np.random.default_rng(0), COUNTS.sum(1)
    shares = MAPPED / MAPPED.sum() @ (COUNTS / points[:, None])
    hits = np.zeros(4)
    for _ in range(1000):
        drawn = np.stack([generator.multinomial(n, row / n) for n, row in zip(points, COUNTS)])
        found = stratified_estimates(drawn.T, MAPPED).classes
        hits += [abs(one.share.value - share) <= one.share.half_width for one, share in zip(found, shares)]
    np.testing.assert_allclose(hits / 1000, [0.89, 0.72, 0.95, 0.95], atol=0.03)


def test_the_published_area_proportions_come_out(published):
    """Table 9, whose rows are the map."""
    assert published.proportions.T.round(4).tolist() == [
        [0.0176, 0, 0.0013, 0.0011],
        [0, 0.0110, 0.0016, 0.0024],
        [0.0019, 0, 0.2967, 0.0213],
        [0.0040, 0.0020, 0.0179, 0.6212],
    ]


tables = st.integers(2, 5).flatmap(
    lambda k: st.tuples(
        st.lists(st.lists(st.integers(0, 30), min_size=k, max_size=k), min_size=k, max_size=k).map(np.array),
        st.lists(st.integers(1, 10**7), min_size=k, max_size=k).map(np.array),
    )
)


@given(tables)
def test_shares_are_of_one_whole_and_errors_never_negative(table):
    confusion, mapped = table
    confusion = confusion + 2 * np.eye(len(mapped), dtype=int)
    found = stratified_estimates(confusion, mapped)
    assert sum(one.share.value for one in found.classes) == pytest.approx(1)
    assert found.proportions.sum(0) == pytest.approx(mapped / mapped.sum())
    for one in found.classes:
        for estimate in (one.share, one.users, one.producers, found.accuracy):
            assert 0 <= estimate.value <= 1 + 1e-12 and estimate.standard_error >= 0


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6).map(np.array))
def test_a_map_without_errors_keeps_its_areas(mapped):
    found = stratified_estimates(np.eye(len(mapped), dtype=int) * 5, mapped)
    assert found.accuracy.value == pytest.approx(1) and found.accuracy.standard_error == 0
    assert [one.share.value for one in found.classes] == pytest.approx((mapped / mapped.sum()).tolist())


@given(tables)
def test_a_sample_in_proportion_to_the_map_needs_no_weights(table):
    confusion = table[0] + np.eye(len(table[1]), dtype=int)
    found = stratified_estimates(confusion, confusion.sum(0) * 1000)
    assert found.accuracy.value == pytest.approx(np.trace(confusion) / confusion.sum())
    assert [one.share.value for one in found.classes] == pytest.approx((confusion.sum(1) / confusion.sum()).tolist())


def test_repeated_samples_scatter_as_the_standard_errors_say():
    generator = np.random.default_rng(4)
    mapped = np.array([2_000, 18_000, 80_000])
    truth = np.array([[0.8, 0.15, 0.05], [0.02, 0.9, 0.08], [0.01, 0.04, 0.95]])  # rows the map
    shares = mapped / mapped.sum() @ truth
    producers = (mapped / mapped.sum() * truth.diagonal()) / shares
    runs = [
        stratified_estimates(np.array([generator.multinomial(2000, row) for row in truth]).T, mapped)
        for _ in range(600)
    ]
    for number in range(3):
        for name, expected in (("share", shares), ("producers", producers)):
            values = np.array([getattr(run.classes[number], name).value for run in runs])
            errors = np.array([getattr(run.classes[number], name).standard_error for run in runs])
            assert values.mean() == pytest.approx(expected[number], rel=0.02)
            assert (errors**2).mean() == pytest.approx(values.var(), rel=0.2)


def test_a_class_of_the_map_without_a_sample_is_not_covered():
    found = stratified_estimates(np.array([[8, 0, 0], [2, 10, 0], [0, 0, 0]]), np.array([100, 300, 100]))
    assert found.uncovered == (2,) and found.uncovered_share == pytest.approx(0.2)
    assert found.classes[2].users.value is None and found.classes[2].producers.value is None
    assert found.classes[0].mapped_share == pytest.approx(0.25), "shares are of what is covered"
    assert found.accuracy.value == pytest.approx(0.25 * 0.8 + 0.75)


def test_a_single_sample_tells_nothing_of_the_spread():
    found = stratified_estimates(np.array([[9, 0], [1, 1]]), np.array([100, 300]))
    assert found.single == (1,)
    assert found.accuracy.value == pytest.approx(0.25 * 0.9 + 0.75)
    assert found.accuracy.standard_error is None and found.accuracy.half_width is None
    assert found.classes[0].users.standard_error == pytest.approx(0.1), "its own stratum has ten"
    assert found.classes[1].users.standard_error is None
    assert all(one.share.standard_error is None for one in found.classes)


def test_a_class_that_the_map_lacks_has_an_area_all_the_same():
    found = stratified_estimates(np.array([[8, 0, 0], [0, 10, 0], [2, 0, 0]]), np.array([100, 300, 0]))
    assert found.uncovered == () and found.uncovered_share == 0
    lacking = found.classes[2]
    assert lacking.share.value == pytest.approx(0.25 * 0.2) and lacking.share.standard_error > 0
    assert lacking.users.value is None and lacking.producers.value == 0
