"""Dataclasses go through JSON and come back as they were."""

from __future__ import annotations

import json
import typing
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.serialization import encoded, finite, from_data, to_data
from pixel_classifier.models.engine.jobs import JOBS

KINDS = [kind for job in JOBS.values() for kind in (job.request, job.result)]


def travelled(value, kind=None):
    return from_data(kind or type(value), json.loads(encoded(to_data(value))))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_field_of_every_job_arrives_as_it_was(kind, data):
    hints = typing.get_type_hints(kind)
    value = data.draw(st.builds(kind, **{one.name: st.from_type(hints[one.name]) for one in fields(kind)}))
    assert repr(travelled(value)) == repr(value)  # which tells 1 from 1.0, and takes nan for nan


@pytest.mark.parametrize("job", JOBS.values(), ids=lambda job: job.function)
def test_a_job_knows_which_fields_are_written(job):
    names = {one.name for one in fields(job.request)}
    assert set(job.outputs) <= names
    module = __import__(f"pixel_classifier.models.{job.module}", fromlist=["x"])
    assert callable(getattr(module, job.function))


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    share: float
    colour: Colour


@dataclass(frozen=True)
class Outer:
    inner: Inner | None
    several: tuple[Inner, ...]
    path: Path
    table: dict[tuple[int, str], float]
    kind: typing.Literal["a", "b"] = "a"
    either: int | float | str = 0
    listed: list[int | None] = field(default_factory=list)


def test_nested_values_arrive_as_they_were():
    value = Outer(
        Inner(0.5, Colour.RED), (Inner(float("inf"), Colour.RED),), Path("a b/ü"), {(1, "x"): 2.0}, "b", 1.5, [1, None]
    )
    assert travelled(value) == value
    assert travelled(replace(value, inner=None)).inner is None


def test_numbers_of_numpy_become_plain_ones():
    value = travelled(Inner(np.float32(0.5), Colour.RED))
    assert value.share == 0.5 and type(value.share) is float
    assert travelled(np.int64(3), int) == 3


def test_a_file_name_that_is_no_text_arrives():
    name = b"caf\xe9.tif".decode("utf-8", "surrogateescape")
    assert travelled(name) == name
    assert encoded(to_data(name)).isascii()


def test_mappings_are_objects_by_text_and_pairs_by_other_keys():
    assert to_data({"a": 1}) == {"a": 1} and to_data({2: 1}) == [[2, 1]] and to_data(np.arange(2)) == [0, 1]
    assert from_data(dict[int, int], {}) == {} and from_data(typing.Mapping[str, object], {"a": [None]}) == {
        "a": [None]
    }


def test_a_file_holds_none_for_numbers_that_are_not_finite():
    data = {"a": [1.5, float("nan"), -float("inf")], "b": {"c": "nan"}, "d": True}
    assert finite(data) == {"a": [1.5, None, None], "b": {"c": "nan"}, "d": True}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (int, True),
        (int, 1.5),
        (str, 3),
        (tuple[int, int], [1]),
        (Inner, {"share": 1.0, "shade": 2}),
        (int | None, "x"),
        (dict[str, int], [["a", 1]]),
        (dict[int, int], {"1": 1}),
    ],
)
def test_what_does_not_fit_is_refused(kind, data):
    with pytest.raises(TypeError):
        from_data(kind, data)


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(TypeError, match="JSON cannot hold object"):
        to_data(object())
