"""Dataclasses to JSON and back, by the types of their fields: how a request and its result travel between processes."""

from __future__ import annotations

import json
import os
import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from numbers import Integral, Real
from typing import Any

_PLAIN = (bool, int, float, str)


def encoded(message: object) -> bytes:
    """Returns one line of JSON, in ASCII, with its end of line."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def to_data(value: object) -> Any:  # noqa: ANN401 (whatever JSON knows)
    """Returns a value as JSON knows it: dataclasses as objects, tuples as arrays, dicts as arrays of pairs, enums by value.

    Raises TypeError for what has no such form.
    """
    if isinstance(value, Enum):
        return to_data(value.value)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_data(getattr(value, field.name)) for field in fields(value) if field.init}
    if isinstance(value, dict):
        return [[to_data(key), to_data(item)] for key, item in value.items()]
    if isinstance(value, (tuple, list)):
        return [to_data(item) for item in value]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"{type(value).__name__} cannot travel between processes: {value!r}")


def from_data(kind: Any, data: Any) -> Any:  # noqa: ANN401 (a type or a hint such as `int | None`)
    """Returns the value of type `kind` that `to_data` made `data` of. Raises TypeError where they do not fit."""
    if kind in (None, type(None)):
        return _checked(data, data is None, "None")
    if kind in _PLAIN:
        if kind is float and isinstance(data, int) and not isinstance(data, bool):
            return float(data)
        return _checked(data, type(data) is kind, kind.__name__)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if isinstance(kind, type) and issubclass(kind, os.PathLike):
        return kind(data)
    return _generic(kind, data)


def _dataclass(kind: type, data: object) -> object:
    """Returns a dataclass from an object of JSON; a field that is not there has its default."""
    _checked(data, isinstance(data, dict), kind.__name__)
    hints = typing.get_type_hints(kind)
    unknown = data.keys() - hints.keys()
    if unknown:
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
    return kind(**{name: from_data(hints[name], item) for name, item in data.items()})


def _generic(kind: Any, data: Any) -> Any:  # noqa: ANN401
    """Returns a tuple, list, dict, literal, or the first alternative of a union that fits."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        _checked(data, isinstance(data, list), "array")
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(from_data(arguments[0], item) for item in data)
        _checked(data, len(data) == len(arguments), f"array of {len(arguments)}")
        return tuple(map(from_data, arguments, data))
    if origin is list:
        return [from_data(arguments[0], item) for item in _checked(data, isinstance(data, list), "array")]
    if origin is dict:
        pairs = _checked(data, isinstance(data, list), "array of pairs")
        return {_frozen(from_data(arguments[0], key)): from_data(arguments[1], item) for key, item in pairs}
    if origin is typing.Literal:
        return _checked(data, data in arguments, f"one of {arguments}")
    for argument in arguments:
        try:
            return from_data(argument, data)
        except (TypeError, ValueError):
            continue
    raise TypeError(f"{data!r} is no {kind}.")


def _frozen(key: object) -> object:
    return tuple(key) if isinstance(key, list) else key


def _checked(data: Any, fits: bool, wanted: str) -> Any:  # noqa: ANN401
    if not fits:
        raise TypeError(f"{data!r} is no {wanted}.")
    return data
