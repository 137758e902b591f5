"""Class codes: labels as bytes and their counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.export.label_codes import (
    NODATA_CODE,
    count_by_chip,
    count_by_code,
    decoder,
    encode,
    labelled_pixels,
)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([1, 3, 24, 25, 254]), st.integers(1, 40), st.integers(0, 1000))
def test_codes_are_counted_alike_however_many_classes_there_are(classes, size, seed):
    choice = np.array([0, NODATA_CODE, *range(1, classes + 1)], np.uint8)
    codes = np.random.default_rng(seed).choice(choice, (size, size))
    assert count_by_code(codes, classes).tolist() == [int((codes == code).sum()) for code in range(256)]


@pytest.mark.parametrize("values", [(1, 2, 3), (1, 2, 7), (-3, 4, 70_000), (0, 5), ()])
def test_values_are_encoded_and_decoded_and_those_of_no_class_become_0(values):
    classes = ClassTable(tuple(ClassEntry(value, str(value), (value % 256, 0, 0)) for value in values))
    labels = np.array([*values, 0, 3, -1, 257, 2**31 - 1], np.int32)
    expected = [value if value in values else 0 for value in labels.tolist()]
    codes = encode(labels, classes)
    assert codes.dtype == np.uint8
    assert decoder(classes)[codes].tolist() == expected
    assert decoder(classes)[NODATA_CODE] == 0


def test_pixels_of_value_0_count_only_where_0_is_a_class():
    codes = np.array([[0, 1, 254, NODATA_CODE]], np.uint8)
    assert labelled_pixels(codes, keep_empty=False).tolist() == [[False, True, True, False]]
    assert labelled_pixels(codes, keep_empty=True).tolist() == [[True, True, True, False]]


def test_chips_that_reach_beyond_the_strip_count_what_lies_in_it():
    labelled = np.array([[1, 0, 1, 1, 0], [1, 0, 0, 1, 1]], bool)
    assert count_by_chip(labelled, [0, 2, 4], 2).tolist() == [2, 3, 1]


@pytest.mark.parametrize("height", [255, 256, 600])
def test_tall_chips_are_counted_whole(height):
    assert count_by_chip(np.ones((height, 3), bool), [0, 1], 2).tolist() == [2 * height, 2 * height]
