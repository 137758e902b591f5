"""What a map omits of a class, where the points of a sample hardly show it. Pure numpy.

The usual intervals take the spread among the points for that of the ground. Of a rare class that spread can be nil, when chance let no
point fall where the map omits the class: the interval then has no room for omissions, however large they are. The number of such points
follows nearly a Poisson distribution, whose exact limit (Garwood 1936; 3 for no point, the rule of three) bounds them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_LIMITS = (2.9957, 4.7439)
"""The mean from which, of a Poisson distribution, at most 0 or 1 come in 5 % of the cases."""


@dataclass(frozen=True)
class Omission:
    """What a map omits of a class: the number of `points` that show it, and the share of the area, 0 to 1, below which it is with 95 % confidence."""

    points: int
    at_most: float


def hidden_omission(missed: np.ndarray, points: np.ndarray, weights: np.ndarray, holds: np.ndarray) -> Omission | None:
    """Returns the omission of a class of which at most one point shows any, None for more.

    By stratum, each (strata,): `missed` counts the points of the class that the map gives another, `points` all points. `weights` are
    shares of the area. `holds` states where an omission can lie: on ground that the map gives another class and of which not every pixel is
    a point.
    """
    seen = int(missed.sum())
    if seen >= len(_LIMITS):
        return None
    possible = holds & (weights > 0) & (points > 0)
    if not possible.any():
        return None
    per_point = float((weights[possible] / points[possible]).max())
    return Omission(seen, min(_LIMITS[seen] * per_point, float(weights[possible].sum())))
