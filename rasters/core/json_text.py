"""Reads JSON that anybody may have written: whatever cannot be used later is refused here, as one kind of error."""

from __future__ import annotations

import json
import math
from typing import Any

_MOST_DIGITS = 300
"""A float holds no larger whole number."""


def parse_json(text: str, finite: bool = True) -> Any:  # noqa: ANN401 (any JSON value)
    """Returns the value of a JSON text; `finite` refuses NaN and infinities, which Python reads though JSON does not define them.

    Raises ValueError for anything that is not JSON or nested too deeply. It raises the same error for whole numbers of more than 300
    digits, and for texts that cannot be written as UTF-8.
    """
    refused = {"parse_constant": _refused, "parse_float": _finite} if finite else {}
    try:
        value = json.loads(text, parse_int=_whole, **refused)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if "\\ud" in text.lower():  # one half of a surrogate pair, perhaps
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"it holds a number of {len(digits)} digits")
    return int(digits)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        _refused(text)
    return value


def _refused(name: str) -> float:
    raise ValueError(f"it holds {name}")
