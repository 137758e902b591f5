"""JSON from anywhere: what cannot be used later is refused at once, as ValueError."""

from __future__ import annotations

import math

import pytest
from pixel_classifier.rasters.core.json_text import parse_json


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, "9" * 5000, "-" + "9" * 301, '"\\ud800"', '{"\\uDFFF": 1}', "NaN", "[-Infinity]", "1e999"],
)
def test_what_cannot_be_used_later_is_refused(text):
    with pytest.raises(ValueError):
        parse_json(text)


def test_plain_values_are_read():
    text = '{"a": [1, -2.5, 1e300, true, null, "ä \\ud83c\\udf32"], "b": 123456789012345678901234567890}'
    assert parse_json(text) == {"a": [1, -2.5, 1e300, True, None, "ä 🌲"], "b": 123456789012345678901234567890}


def test_numbers_that_are_not_finite_are_read_where_other_programs_write_them():
    assert math.isnan(parse_json("NaN", finite=False)) and parse_json("[1e999]", finite=False) == [math.inf]
