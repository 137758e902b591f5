"""Which part of a map a run computes, from numbers or from the variables of a queue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.parts import Part, missing_parts, part_of
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.rasters.core.errors import SettingsError

SLURM = {"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "7", "SLURM_ARRAY_TASK_MIN": "0"}
SLURM_STEPS = {**SLURM, "SLURM_ARRAY_TASK_ID": "20", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_STEP": "5"}


def part(text, count=None, variables=None):
    return part_of(ClassifyRequest("raster", "model", "output", part=text, parts=count), variables or {})


@given(strips=st.integers(0, 50), count=st.integers(1, 60))
def test_all_parts_together_have_each_strip_once(strips, count):
    positions = [each for number in range(1, count + 1) for each in Part(number, count).positions(strips)]
    assert positions == list(range(strips))
    assert missing_parts(strips, frozenset(positions), count) == []


@pytest.mark.parametrize(
    ("text", "count", "variables", "expected"),
    [
        ("", None, SLURM, None),
        ("join", 7, {}, None),
        ("3", 7, SLURM, Part(3, 7)),
        ("auto", None, SLURM, Part(4, 7)),
        ("auto", 7, SLURM, Part(4, 7)),
        ("auto", None, SLURM_STEPS, Part(3, 7)),
        ("auto", 5, {"JOB_COMPLETION_INDEX": "0"}, Part(1, 5)),
        ("AUTO", None, {"RANK": "3", "WORLD_SIZE": "4"}, Part(4, 4)),
    ],
)
def test_the_part_is_found(text, count, variables, expected):
    assert part(text, count, variables) == expected


@pytest.mark.parametrize(
    ("text", "count", "variables", "words"),
    [
        ("", 7, {}, "PARTS is 7, but PART is empty"),
        ("3", None, {}, "PARTS is empty"),
        ("8", 7, {}, "Choose 1 to 7"),
        ("0", 7, {}, "Choose 1 to 7"),
        ("1", 0, {}, "PARTS is 0"),
        ("first", 7, {}, "Choose a number from 1"),
        ("auto", None, {}, "none of the variables"),
        ("auto", 6, SLURM, "the queue runs 7 tasks"),
        ("auto", None, {**SLURM, "SLURM_ARRAY_TASK_ID": "9"}, r"Task 9 is not one of 7 consecutive .* --array=1-7:"),
        ("auto", None, {"JOB_COMPLETION_INDEX": "0"}, "PARTS is empty"),
        ("auto", None, {"RANK": "x", "WORLD_SIZE": "2"}, "RANK is 'x'"),
    ],
)
def test_what_does_not_fit_is_refused(text, count, variables, words):
    with pytest.raises(SettingsError, match=words):
        part(text, count, variables)
