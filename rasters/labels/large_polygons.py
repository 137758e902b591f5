"""Polygons of very many vertices, such as those that are made of a raster: only what matters to some rows is rasterized there.

GDAL asks each edge of a polygon for each row of pixels, so that the time grows with the product of both.
"""

from __future__ import annotations

import struct

import numpy as np
from osgeo import ogr

_MANY_VERTICES = 4096
"""Smaller polygons are rasterized as they are, and so are the vertices of smaller rings."""
_HEADER, _COUNT = struct.Struct("<BII"), struct.Struct("<I")
_LITTLE_ENDIAN, _POLYGON = 1, 3


def is_large(geometry: ogr.Geometry) -> bool:
    """Returns whether a geometry without parts is a polygon of very many vertices."""
    if geometry.GetDimension() != 2:
        return False
    rings = range(geometry.GetGeometryCount())
    return sum(geometry.GetGeometryRef(number).GetPointCount() for number in rings) > _MANY_VERTICES


class LargePolygon:
    """The closed rings of a polygon without heights."""

    def __init__(self, geometry: ogr.Geometry) -> None:
        """Takes a polygon, whose coordinates are copied."""
        stored = bytes(geometry.ExportToWkb(ogr.wkbNDR))
        *_, rings = _HEADER.unpack_from(stored)
        self._rings, at = [], _HEADER.size
        for _ in range(rings):
            (count,) = _COUNT.unpack_from(stored, at)
            self._rings.append(np.frombuffer(stored, "<f8", 2 * count, at + _COUNT.size).reshape(-1, 2))
            at += _COUNT.size + 16 * count
        self._rings = [ring for ring in self._rings if len(ring)]
        self._bounds = np.array([(ring[:, 1].min(), ring[:, 1].max()) for ring in self._rings]).reshape(-1, 2)

    def between(self, lower: float, upper: float) -> ogr.Geometry | None:
        """Returns a polygon that covers the same between two values of y, None where it has no part of them.

        A run of vertices beyond one of them is left out but for its ends: the edge between these lies beyond it, too.
        """
        near = np.flatnonzero((self._bounds[:, 1] >= lower) & (self._bounds[:, 0] <= upper)).tolist()
        if not near:
            return None
        parts = [_HEADER.pack(_LITTLE_ENDIAN, _POLYGON, len(near))]
        for ring in (_shortened(self._rings[number], lower, upper) for number in near):
            parts += [_COUNT.pack(len(ring)), ring.tobytes()]
        return ogr.CreateGeometryFromWkb(b"".join(parts))


def _shortened(ring: np.ndarray, lower: float, upper: float) -> np.ndarray:
    """Returns a ring, float64 (vertices, 2), closed and without the vertices that lie beyond the same value as both of their neighbours."""
    if len(ring) <= _MANY_VERTICES:
        return ring
    vertices = ring[:-1]
    side = (vertices[:, 1] > upper).astype(np.int8) - (vertices[:, 1] < lower)
    is_within_run = (side != 0) & (side == np.roll(side, 1)) & (side == np.roll(side, -1))
    kept = vertices[~is_within_run]
    return np.concatenate([kept, kept[:1]])
