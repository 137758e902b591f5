"""Class tables: the user's values survive, whatever they are."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.rasters.classes.class_table import (
    IGNORED_INDEX,
    MAX_CLASSES,
    ClassEntry,
    ClassTable,
    distinct_color,
)
from pixel_classifier.rasters.core.errors import LabelError

int32 = st.integers(-(2**31), 2**31 - 1)
some_values = st.lists(int32, min_size=1, max_size=60, unique=True)


def table(*values: int) -> ClassTable:
    return ClassTable(tuple(ClassEntry(value, f"class {value}", (1, 2, 3)) for value in values))


@given(some_values)
def test_values_come_back_from_the_indices_of_a_network(values):
    classes = table(*values)
    pixels = np.array(values, np.int64)
    indices = classes.indices(pixels)
    assert indices.dtype == np.uint8
    assert (np.array(classes.values)[indices] == pixels).all()


@given(some_values, st.lists(int32, min_size=1, max_size=20))
def test_values_that_are_no_class_are_ignored_not_confused(values, others):
    indices = table(*values).indices(np.array(others, np.int64))
    assert all((index == IGNORED_INDEX) == (other not in values) for index, other in zip(indices, others))


@given(some_values)
def test_the_table_survives_json(values):
    classes = table(*values)
    assert ClassTable.from_json(json.loads(json.dumps(classes.to_json()))) == classes


@given(some_values)
def test_the_output_dtype_holds_all_values_and_a_nodata_that_is_no_class(values):
    classes = table(*values)
    limits = np.iinfo(classes.value_dtype())
    for value in (*values, classes.nodata_value()):
        assert limits.min <= value <= limits.max
    assert classes.nodata_value() not in values


def test_small_values_make_a_small_raster():
    assert table(1, 2, 200).value_dtype() == np.uint8
    assert table(1, 300).value_dtype() == np.uint16
    assert table(-1, 300).value_dtype() == np.int16
    assert table(-1, 40_000).value_dtype() == np.int32


def test_nodata_is_0_unless_0_is_a_class():
    assert table(1, 2).nodata_value() == 0
    assert table(0, 1, 255).nodata_value() == 254


def test_values_beyond_32_bits_are_refused_by_their_numbers():
    with pytest.raises(LabelError, match="3000000000"):
        table(1, 3_000_000_000).value_dtype()


def test_a_value_given_twice_is_refused():
    with pytest.raises(LabelError, match=r"\[7\]"):
        table(7, 8, 7)


def test_too_many_classes_are_refused_with_their_number():
    with pytest.raises(LabelError, match="300 classes"):
        table(*range(1, 301))
    assert len(table(*range(1, MAX_CLASSES + 1))) == MAX_CLASSES


def test_classes_are_sorted_by_value_and_can_lose_the_ignored_one():
    classes = table(14, 0, 1, 10)
    assert classes.values == (0, 1, 10, 14)
    assert classes.without(0).values == (1, 10, 14)
    assert classes.without(None) == classes.without(99) == classes


def test_colours_of_many_classes_differ():
    colors = [distinct_color(number) for number in range(MAX_CLASSES)]
    assert len(set(colors)) == MAX_CLASSES
    assert all(0 <= part <= 255 for color in colors for part in color)


@pytest.mark.parametrize("color", [[1, 2], [1, 2, 3, 4], [256, 0, 0], [-1, 0, 0], [2**63, 0, 0]])
def test_colours_that_are_none_are_refused(color):
    with pytest.raises(ValueError, match="class 7 has the colour"):
        ClassTable.from_json([{"value": 7, "name": "a", "color": color}])


def test_values_beyond_32_bits_are_refused():
    with pytest.raises(ValueError, match="class 9223372036854775808"):
        ClassTable.from_json([{"value": 2**63, "name": "a", "color": [1, 2, 3]}])
