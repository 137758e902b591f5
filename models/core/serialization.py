"""Dataclasses to JSON and back, by the types of their fields: the one codec for requests, results and files."""

from __future__ import annotations

import json
import math
import os
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from numbers import Integral, Real
from typing import Any

_PLAIN = (bool, int, float, str)


def encoded(message: object) -> bytes:
    """Returns plain data as one line of JSON, in ASCII, with a newline."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def to_data(value: object) -> Any:  # noqa: ANN401 (any JSON value)
    """Returns a value as plain data for JSON.

    Dataclasses and mappings with text keys become objects, other mappings arrays of pairs, tuples and numpy arrays arrays,
    enums their value. A class with a method `to_json` encodes itself. Raises TypeError for anything else.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Enum):
        return to_data(value.value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_data(getattr(value, field.name)) for field in fields(value) if field.init}
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: to_data(item) for key, item in value.items()}
        return [[to_data(key), to_data(item)] for key, item in value.items()]
    if isinstance(value, (tuple, list)):
        return [to_data(item) for item in value]
    if hasattr(value, "tolist"):
        return to_data(value.tolist())
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"JSON cannot hold {type(value).__name__} {value!r:.40}.")


def finite(data: Any) -> Any:  # noqa: ANN401
    """Returns plain data for a file: numbers that are not finite, which JSON does not define, become None."""
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, dict):
        return {key: finite(item) for key, item in data.items()}
    return [finite(item) for item in data] if isinstance(data, list) else data


def from_data(kind: Any, data: Any) -> Any:  # noqa: ANN401 (a type or a hint such as `int | None`)
    """Returns the value of type `kind` from the data that `to_data` returned. Raises TypeError where they do not fit."""
    if kind in (object, Any):
        return data
    if kind in (None, type(None)):
        return _checked(data, data is None, "None")
    if kind in _PLAIN:
        if kind is float and isinstance(data, int) and not isinstance(data, bool):
            return float(data)
        return _checked(data, type(data) is kind, kind.__name__)
    if hasattr(kind, "from_json"):
        return kind.from_json(data)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, data)
    if isinstance(kind, type) and issubclass(kind, (Enum, os.PathLike)):
        return kind(data)
    return _generic(kind, data)


def _dataclass(kind: type, data: object) -> object:
    """Returns a dataclass from a JSON object; missing fields take their defaults."""
    _checked(data, isinstance(data, dict), kind.__name__)
    hints = typing.get_type_hints(kind)
    unknown = data.keys() - hints.keys()
    if unknown:
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
    return kind(**{name: from_data(hints[name], item) for name, item in data.items()})


def _generic(kind: Any, data: Any) -> Any:  # noqa: ANN401
    """Returns a tuple, list, mapping, literal, or the first alternative of a union that fits."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        _checked(data, isinstance(data, (list, tuple)), "array")
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(from_data(arguments[0], item) for item in data)
        _checked(data, len(data) == len(arguments), f"array of {len(arguments)}")
        return tuple(map(from_data, arguments, data))
    if origin is list:
        return [from_data(arguments[0], item) for item in _checked(data, isinstance(data, list), "array")]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if arguments[0] is str or data == {}:
            pairs = _checked(data, isinstance(data, dict), "object").items()
        else:
            pairs = _checked(data, isinstance(data, list), "array of pairs")
        return {from_data(arguments[0], key): from_data(arguments[1], item) for key, item in pairs}
    if origin is typing.Literal:
        return _checked(data, data in arguments, f"one of {arguments}")
    for argument in arguments:
        try:
            return from_data(argument, data)
        except (TypeError, ValueError):
            continue
    raise TypeError(f"{data!r} is no {kind}.")


def _checked(data: Any, fits: bool, wanted: str) -> Any:  # noqa: ANN401
    """Returns the data; raises TypeError where it does not fit."""
    if not fits:
        raise TypeError(f"{data!r:.80} is no {wanted}.")
    return data
