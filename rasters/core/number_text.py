"""Counts, shares and lists as text, the same in logs, errors and reports: 34 048 and 33.2 %, as in the SI and ISO 80000-1.

The blanks do not break. A comma between thousands would be a decimal sign in half of the languages that QGIS speaks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice

NBSP = "\u00a0"
DASH = "\u2013"


def whole(value: int) -> str:
    """Returns a count with separated thousands: 1 234 567."""
    return f"{value:,}".replace(",", NBSP)


def percent(share: float | None, digits: int = 1) -> str:
    """Returns a share (0 to 1) as percent, a dash for None.

    A share below 1 never reads 100, one above 0 never 0: it is rounded towards the middle.
    """
    if share is None or not math.isfinite(share):
        return DASH
    return f"{off_the_ends(share, round(share * 100, digits), digits):.{digits}f}{NBSP}%"


def off_the_ends(share: float, value: float, digits: int) -> float:
    """Returns the percentage that a share was rounded to, moved by a step where only rounding made it 0 or 100."""
    step = 10.0**-digits
    if share < 1 and value >= 100:
        return 100 - step
    if share > 0 and value <= 0:
        return step
    return value


def count_of(number_of: int, singular: str, plural: str) -> str:
    """Returns a count with its noun: 1 chip, 2 chips."""
    return f"{whole(number_of)}{NBSP}{singular if number_of == 1 else plural}"


def first_of(texts: Iterable[object], most: int = 8, separator: str = ", ") -> str:
    """Returns the first texts, `most` of them, as one; an ellipsis stands for the others."""
    found = list(map(str, islice(texts, most + 1)))
    return separator.join([*found[:most], *(["…"] if len(found) > most else [])])
