from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pixel_classifier.models.core.text import (
    brief,
    column,
    decimals_range,
    duration,
    label_of,
    number,
    percent_range,
    shorten,
    value_text,
)
from pixel_classifier.rasters.core.number_text import percent, whole


def spaced(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0.0 %"),
        (1, "100.0 %"),
        (0.1234, "12.3 %"),
        (0.99999, "99.9 %"),
        (0.0001, "0.1 %"),
        (None, "–"),
        (math.nan, "–"),
    ],
)
def test_a_share_reads_as_percent_and_never_as_all_or_nothing_unless_it_is(share, text):
    assert spaced(percent(share)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (7, "7"), (999, "999"), (1000, "1.0k"), (9_960, "10k"), (123_456, "123k"),
     (999_600, "1.0M"), (3_400_000_000, "3.4G")],
)  # fmt: skip
def test_counts_in_narrow_cells_are_brief(value, text):
    assert brief(value) == text


@given(st.integers(0, 10**11))
def test_brief_counts_fit_into_a_narrow_cell_and_are_right_to_one_part_in_twenty(value):
    text = brief(value)
    assert len(text) <= 4
    factor = {"k": 1e3, "M": 1e6, "G": 1e9}.get(text[-1], 1)
    assert float(text.rstrip("kMG")) * factor == pytest.approx(value, rel=0.05)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.001, "0.001"), (1234.5678, "1 235"), (-0.25, "−0.25"), (2.44e-5, "2.44e−5"), (1e12, "1e12"),
     (3.0, "3"), (None, "–"), (math.inf, "–")],
)  # fmt: skip
def test_numbers_have_sensible_digits(value, text):
    assert spaced(number(value)) == text


def test_a_column_of_numbers_has_one_number_of_decimals():
    assert column([90.75, 159.0, -3.5]) == ["90.8", "159.0", "−3.5"]
    assert [spaced(text) for text in column([0.5123, 2000.25])] == ["0.512", "2 000"]
    assert column([0.0, 255.0, 17.0]) == ["0", "255", "17"]
    assert column([0.0, 0.0]) == ["0", "0"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.31, "0.3 s"), (9.97, "10 s"), (59.4, "59 s"), (59.7, "1 min 0 s"),
     (200, "3 min 20 s"), (3599.8, "1 h 0 min"), (7500, "2 h 5 min")],
)  # fmt: skip
def test_durations_read_in_two_units(seconds, text):
    assert spaced(duration(seconds)) == text


def test_thousands_are_kept_together():
    assert whole(1234567) == "1\u00a0234\u00a0567"


def test_long_texts_end_in_an_ellipsis():
    assert shorten("Winter wheat", 7) == "Winter…"
    assert shorten("Maize", 5) == "Maize"


def test_keys_and_values_read_as_words():
    assert label_of("chip_size_px") == "Chip size (pixels)"
    assert value_text({"1": 2.0, "5": None}) == "1: 2, 5: none"
    assert value_text([True, "a", 0.5]) == "yes, a, 0.5"


def test_intervals_are_written_without_a_sign_and_empty_for_none():
    assert percent_range((0.0, 0.98765)) == "0.0–98.8" and decimals_range((-0.05, 0.5)) == "−0.050–0.500"
    assert percent_range(None) == decimals_range(None) == ""


@pytest.mark.parametrize(
    ("interval", "text"),
    [((0.9995, 0.99999), "99.9–99.9"), ((1e-6, 0.0004), "0.1–0.1"), ((0.07, 0.57), "7.0–57.0"), ((0, 1), "0.0–100.0"),
     ((0.7129, 0.7831), "71.2–78.4"), ((-0.0004, 1.0004), "−0.1–100.1")],
)  # fmt: skip
def test_intervals_of_shares_are_rounded_outwards_but_never_to_all_or_nothing(interval, text):
    assert percent_range(interval) == text


@given(st.tuples(*[st.floats(0, 1) | st.sampled_from((0.07, 0.29, 0.0005, 0.9995))] * 3).map(sorted))
@example([0.9995, 0.9996, 0.99999])
@example([0.00001, 0.0004, 0.0005])
def test_a_printed_share_lies_within_its_printed_interval(ends_and_share):
    low, share, high = ends_and_share
    first, last = map(float, percent_range((low, high)).split("–"))
    assert first <= float(percent(share).split("\u00a0")[0]) <= last
    assert first > 0 or low == 0
    assert last < 100 or high == 1
