from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.accuracy import confusion_counter as counter_module
from pixel_classifier.models.accuracy.confusion_counter import ConfusionCounter
from pixel_classifier.rasters.core.errors import LabelError

WIDTH, HEIGHT = 13, 17
VALUES = np.array([-5, 0, 3, 700, 2_000_000_000], np.int32)


def counted(map_values, valid, reference, labelled, block_px, rows, areas=None):
    counter = ConfusionCounter("The map", "The reference", WIDTH, block_px)
    for top in range(0, HEIGHT, rows):
        part = slice(top, top + rows)
        positions = np.flatnonzero(labelled[part])
        counter.add_map(map_values[part], valid[part], None if areas is None else areas[part])
        counter.add_samples(top, map_values[part], valid[part], positions, reference[part].ravel()[positions])
    return counter.counts({}, areas is not None)


@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.integers(1, 20))
def test_strips_and_blocks_change_nothing_of_the_whole(seed, block_px, rows):
    generator = np.random.default_rng(seed)
    map_values, reference = VALUES[generator.integers(0, generator.integers(1, 6), (2, HEIGHT, WIDTH))]
    valid, labelled = generator.random((2, HEIGHT, WIDTH)) < 0.7
    areas = np.linspace(1, 2, HEIGHT)
    counts = counted(map_values, valid, reference, labelled, block_px, rows, areas)
    both = valid & labelled
    values = counts.class_table.values
    assert values == tuple(sorted({*map_values[valid].tolist(), *reference[both].tolist()}))
    for row, true in enumerate(values):
        for column, mapped in enumerate(values):
            assert counts.confusion[row, column] == (both & (reference == true) & (map_values == mapped)).sum()
    assert counts.map_pixels.tolist() == [int((valid & (map_values == value)).sum()) for value in values]
    grounds = np.repeat(areas[:, np.newaxis], WIDTH, 1)
    assert counts.map_areas_m2.tolist() == pytest.approx([grounds[valid & (map_values == v)].sum() for v in values])
    assert counts.on_nodata == (labelled & ~valid).sum()
    assert counts.evaluated == both.sum()
    blocks = {(y // block_px, x // block_px) for y, x in zip(*np.nonzero(both))}
    assert len(counts.block_confusions) == len(blocks)
    sizes = sorted(both[y * block_px : (y + 1) * block_px, x * block_px : (x + 1) * block_px].sum() for y, x in blocks)
    assert sorted(counts.block_confusions.sum((1, 2)).tolist()) == sizes


def test_classes_that_one_of_the_two_lacks_are_told():
    shape = (HEIGHT, WIDTH)
    everywhere = np.ones(shape, bool)
    map_values, reference = np.full(shape, 3, np.int32), np.full(shape, 3, np.int32)
    map_values[:5], reference[10:] = 0, 700
    counts = counted(map_values, everywhere, reference, everywhere, 4, 5)
    assert counts.class_table.values == (0, 3, 700)
    assert counts.only_map == (0,) and counts.only_reference == (700,)
    assert counts.map_areas_m2 is None


def test_several_samples_in_one_pixel_count_each():
    counter = ConfusionCounter("The map", "The reference", WIDTH, 4)
    values, valid = np.ones((1, WIDTH), np.int32), np.ones((1, WIDTH), bool)
    counter.add_map(values, valid, None)
    counter.add_samples(0, values, valid, np.array([3, 3, 3]), np.array([1, 1, 2], np.int32))
    assert counter.counts({}, False).confusion.tolist() == [[2, 0], [1, 0]]


@pytest.mark.parametrize("step", [1, 10**6])
def test_an_image_is_no_map_of_classes(step):
    counter = ConfusionCounter("The map a.tif", "The reference", 300, 4)
    values = np.arange(300, dtype=np.int32)[np.newaxis] * np.int32(step)
    with pytest.raises(LabelError, match=r"The map a\.tif has more than 254 different values"):
        counter.add_map(values, np.ones(values.shape, bool), None)


def test_blocks_are_joined_where_their_matrices_need_too_much_memory(monkeypatch):
    monkeypatch.setattr(counter_module, "_LARGEST_BLOCKS_BYTES", 8 * 4 * 10)
    values = np.arange(HEIGHT * WIDTH, dtype=np.int32).reshape(HEIGHT, WIDTH) % 2
    everywhere = np.ones(values.shape, bool)
    counts = counted(values, everywhere, values, everywhere, 1, 17)
    assert counts.block_px == 8 and len(counts.block_confusions) == 6
    assert counts.confusion.tolist() == [[111, 0], [0, 110]]
