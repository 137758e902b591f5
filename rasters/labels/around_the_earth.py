"""Geometries that meet the edge of a CRS which cuts the Earth open, such as longitudes at 180 degrees.

Reprojected vertex by vertex, a polygon across that edge has vertices at both ends of the map: drawn as it is, it covers all that lies between.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from osgeo import ogr

from ..core.grid import Extent, touches


def copies_on(part: ogr.Geometry, turn_map: float, extent: Extent) -> Iterator[ogr.Geometry]:
    """Yields a single part where it touches an extent: as it is, and a turn of the Earth, `turn_map` map units, further west and east.

    A part that has vertices at both ends of the map is made continuous first.
    """
    left, right, bottom, top = part.GetEnvelope()
    if right - left > turn_map / 2:
        part = _continuous(part, turn_map)
        left, right, bottom, top = part.GetEnvelope()
    for shift in (0.0, -turn_map, turn_map):
        if touches((left + shift, bottom, right + shift, top), extent):
            yield _with_x(part, [x + shift for x in _x_of(part)]) if shift else part


def _continuous(part: ogr.Geometry, turn_map: float) -> ogr.Geometry:
    """Returns a part whose vertices follow each other by less than half a turn."""
    found = [np.unwrap(x, period=turn_map) for x in _x_of(part)]
    middle = found[0].mean()
    moved = _with_x(part, [x - np.round((x.mean() - middle) / turn_map) * turn_map for x in found])
    if part.GetDimension() == 2 and abs(found[0][-1] - found[0][0]) > turn_map / 2:
        _close_beyond_the_pole(moved.GetGeometryRef(0), turn_map)
    return moved


def _close_beyond_the_pole(ring: ogr.Geometry, turn_map: float) -> None:
    """Closes a ring that goes around the Earth by way of the pole on its side of the equator."""
    last = ring.GetPointCount() - 1
    beyond = math.copysign(turn_map, sum(y for _, y, *_ in ring.GetPoints()))
    for x, y in ((ring.GetX(last), beyond), (ring.GetX(0), beyond), (ring.GetX(0), ring.GetY(0))):
        ring.AddPoint_2D(x, y)


def _x_of(part: ogr.Geometry) -> list[np.ndarray]:
    """Returns the x coordinates of a point, a line, or each ring of a polygon."""
    return [np.array([point[0] for point in line.GetPoints()]) for line in _lines(part)]


def _with_x(part: ogr.Geometry, coordinates: list[np.ndarray]) -> ogr.Geometry:
    """Returns a copy with other x coordinates."""
    copy = part.Clone()
    for line, values in zip(_lines(copy), coordinates):
        for number, x in enumerate(values.tolist()):
            line.SetPoint_2D(number, x, line.GetY(number))
    return copy


def _lines(part: ogr.Geometry) -> list[ogr.Geometry]:
    """Returns the rings of a polygon, else the part itself."""
    return [part.GetGeometryRef(number) for number in range(part.GetGeometryCount())] or [part]
