"""The statistics of chips that overlap are those of all their pixels, each as often as chips hold it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pixel_classifier.rasters.core.band_statistics import statistics_of
from pixel_classifier.rasters.core.tiling import chip_positions
from pixel_classifier.rasters.export.statistics import ChipStatistics


def gathered(image, nodata_mask, nodata, size, stride, chosen):
    """Returns the statistics of the chosen chips, taken strip by strip, and of each band's valid values in them, all at once."""
    _, height, width = image.shape
    tops, lefts = chip_positions(height, size, stride), np.array(chip_positions(width, size, stride))
    statistics = ChipStatistics(nodata, size, stride)
    values = [[] for _ in image]
    for top in tops:
        rows = slice(top, min(top + size, height))
        starts = lefts[[chosen(top, left) for left in lefts.tolist()]]
        statistics.add_strip(image[:, rows], nodata_mask[rows], starts, top)
        for left in starts.tolist():
            part = (rows, slice(left, left + size))
            for band, value in enumerate(nodata):
                chip = image[band][part]
                known = ~nodata_mask[part] if value is None else ~nodata_mask[part] & (chip != value)
                values[band].append(chip[known])
    return statistics.result(), [np.concatenate([np.empty(0, image.dtype), *band]) for band in values]


@given(
    dtype=st.sampled_from(["uint8", "int16", "uint16", "int32", "float32"]),
    shape=st.tuples(st.integers(8, 50), st.integers(8, 70)),
    size=st.integers(8, 24),
    stride=st.integers(3, 24),
    share=st.sampled_from([0.0, 0.2, 0.8, 1.0]),
    holes=st.booleans(),
    seed=st.integers(0, 1000),
)
@example("int32", (39, 69), 17, 3, 0.8, False, 0)  # a sum of squares that two orders of adding round apart by 1e-6
def test_strips_of_chips_give_the_statistics_of_all_their_pixels(dtype, shape, size, stride, share, holes, seed):
    random = np.random.default_rng(seed)
    image = random.integers(1, 120, (2, *shape)).astype(dtype)
    nodata_mask = np.zeros(shape, bool)
    if holes:
        image[1][random.random(shape) < 0.02] = 0
        nodata_mask[: shape[0] // 3, : shape[1] // 2] = True
    found, values = gathered(image, nodata_mask, (None, 0), size, stride, lambda *_: random.random() < share)
    for band, wanted in zip(found, map(statistics_of, values)):
        assert (band.count, band.minimum, band.maximum) == (wanted.count, wanted.minimum, wanted.maximum)
        assert band.mean == pytest.approx(wanted.mean)
        assert band.m2 == pytest.approx(wanted.m2, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(("size", "stride"), [(128, 60), (128, 64), (96, 32), (64, 64), (64, 128)])
@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int16"])
def test_small_integers_are_exact_even_at_their_limits(dtype, size, stride):
    limits = np.iinfo(dtype)
    image = np.random.default_rng(3).integers(limits.max - 3, limits.max, (1, 300, 500), dtype, endpoint=True)
    image[0, ::7, ::5] = limits.min
    found, (values,) = gathered(image, np.zeros((300, 500), bool), (None,), size, stride, lambda *_: True)
    numbers = values.astype(object)
    total, squares = int(numbers.sum()), int((numbers * numbers).sum())
    assert found[0].count == values.size
    assert found[0].mean == pytest.approx(total / values.size, rel=1e-13)
    assert found[0].m2 == pytest.approx((values.size * squares - total * total) / values.size, rel=1e-12)


def test_a_strip_without_chips_counts_for_nothing():
    statistics = ChipStatistics((None,), 8, 4)
    statistics.add_strip(np.full((1, 8, 20), 9, np.uint8), np.zeros((8, 20), bool), np.array([], np.int64), 0)
    statistics.add_strip(np.full((1, 8, 20), 5, np.uint8), np.zeros((8, 20), bool), np.array([0, 8, 12]), 4)
    (band,) = statistics.result()
    assert (band.count, band.mean, band.m2) == (3 * 64, 5.0, 0.0)
