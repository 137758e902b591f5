"""Class values are whole numbers of 32 bits; others are refused by the first of them."""

from __future__ import annotations

import numpy as np
import pytest
from pixel_classifier.rasters.classes.class_values import check_class_values, fits_class_values, is_class_value
from pixel_classifier.rasters.core.errors import LabelError


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.array([1.0, 2.5, 3.5]), r"The map holds 2\.5, which is no class value"),
        (np.array([1, 2**31], np.uint32), "The map holds 2147483648; class values must fit into 32 bits"),
        (np.array([1.0, -3e9]), "The map holds -3000000000; class values must fit into 32 bits"),
    ],
)
def test_fractions_and_values_beyond_32_bits_are_refused(values, message):
    with pytest.raises(LabelError, match=message):
        check_class_values(values, "The map")


def test_whole_numbers_of_32_bits_are_class_values():
    for dtype in (np.int8, np.uint8, np.int32, np.uint32, np.float32, np.float64):
        check_class_values(np.array([0, 1, 100], dtype), "The map")
    check_class_values(np.array([], np.float32), "The map")
    assert is_class_value(-(2**31)) and is_class_value(2**31 - 1)
    assert not is_class_value(2**31) and not is_class_value(-(2**31) - 1)
    assert [fits_class_values(np.dtype(name)) for name in ("uint16", "int32", "uint32", "float32")] == [
        True,
        True,
        False,
        False,
    ]
