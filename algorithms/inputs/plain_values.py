"""Makes plain values of what scripts give: numbers and texts of numpy, tuples and arrays, paths as objects.

QGIS reads such a number as 0, and such a text, a tuple or an array as left empty, without a word.
"""

from __future__ import annotations

import difflib
import numbers
import os
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from qgis.core import QgsProcessingAlgorithm

_PLAIN = (bool, int, float, str)


def with_plain_values(parameters: dict[str, Any]) -> dict[str, Any]:
    """Returns the parameters with values of the types that QGIS reads; layers, properties and the like stay as they are."""
    return {name: plain_value(value) for name, value in parameters.items()}


def plain_value(value: object) -> object:
    """Returns a number, text, path or list of these as Python's own type, any other value as it is."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, (list, tuple, set, frozenset, range)):
        return [plain_value(each) for each in value]
    if hasattr(value, "dtype") and hasattr(value, "tolist"):  # of numpy
        return _of_numpy(value.tolist())
    if isinstance(value, numbers.Integral):
        return int(value)
    return float(value) if isinstance(value, (numbers.Real, Decimal)) else value


def _of_numpy(value: object) -> object:
    """Returns a number that Python has no type for, such as one of 128 bits, as a float; any other value plain."""
    return float(value) if hasattr(value, "dtype") else plain_value(value)


def unknown_parameters(algorithm: QgsProcessingAlgorithm, names: Iterable[str]) -> tuple[str, ...]:
    """Returns a sentence on each name that is none of the algorithm's parameters, with the one that is probably meant: QGIS ignores it."""
    known = [definition.name() for definition in algorithm.parameterDefinitions()]
    sentences = []
    for name in sorted(set(names) - set(known)):
        close = difflib.get_close_matches(str(name).upper(), known, 1)
        meant = f" Did you mean {close[0]}?" if close else f" Its parameters are {', '.join(known)}."
        sentences.append(f"{name} is no parameter of {algorithm.displayName()} and is not used.{meant}")
    return tuple(sentences)
