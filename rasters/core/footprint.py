"""The footprint of a grid in longitude and latitude, as GeoJSON and catalogues of scenes want it (RFC 7946)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from osgeo import ogr

from .crs import crs_from_wkt, earth_crs, longitude_latitude, transform_between
from .gdal_calls import gdal_errors_ignored
from .grid import Grid

_STEPS = 8
"""Points per side: straight sides of a projected grid are curves in degrees."""
_DIGITS = 7
"""Decimal places of a degree: a centimetre."""


@dataclass(frozen=True)
class Footprint:
    """The outline of a grid on WGS 84 in degrees, longitude first.

    `geometry` is a GeoJSON Polygon, or a MultiPolygon that the 180° meridian cuts. `bbox` is west, south, east, north; west is larger
    than east where that meridian lies between them.
    """

    geometry: dict[str, Any]
    bbox: tuple[float, float, float, float]


def footprint_of(grid: Grid) -> Footprint | None:
    """Returns the footprint of a grid, None without a usable CRS."""
    outline = _outline(grid)
    if outline is None:
        return None
    ring = _unwrapped(outline)
    turn = round((ring[-1][0] - ring[0][0]) / 360)
    latitudes = [latitude for _, latitude in ring]
    south, north = min(latitudes), max(latitudes)
    if turn:  # it goes around a pole, which lies inside
        pole = math.copysign(90.0, sum(latitudes))
        ring += [(ring[-1][0], pole), (ring[0][0], pole), ring[0]]
        west, east, south, north = -180.0, 180.0, min(south, pole), max(north, pole)
    else:
        longitudes = [longitude for longitude, _ in ring]
        whole = max(longitudes) - min(longitudes) >= 360
        west, east = (-180.0, 180.0) if whole else (_in_range(min(longitudes), -180), _in_range(max(longitudes), 180))
    geometry = _cut_at_180(ring)
    return None if geometry is None else Footprint(geometry, (west, south, east, north))


def _outline(grid: Grid) -> list[tuple[float, float]] | None:
    """Returns longitudes and latitudes around a grid, the first point again at the end; None without a usable CRS."""
    source = earth_crs(crs_from_wkt(grid.crs_wkt))
    if source is None:
        return None
    points: list[tuple[float, float]] = []
    with gdal_errors_ignored():
        transform = transform_between(source, earth_crs(longitude_latitude()))
        if transform is None:
            return None
        width, height = grid.width, grid.height
        corners = ((0, 0), (0, height), (width, height), (width, 0), (0, 0))
        for (x0, y0), (x1, y1) in zip(corners, corners[1:]):
            for step in range(_STEPS):
                share = step / _STEPS
                longitude, latitude, _ = transform.TransformPoint(
                    *grid.to_map(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
                )
                points.append((round(longitude, _DIGITS), round(latitude, _DIGITS)))
    if len(points) < 4 * _STEPS or not all(math.isfinite(value) for point in points for value in point):
        return None
    return [*points, points[0]]


def _unwrapped(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Returns the points with longitudes beyond ±180 where the line crosses that meridian, so that no step is longer than 180°."""
    found = [points[0]]
    for longitude, latitude in points[1:]:
        turns = round((found[-1][0] - longitude) / 360)
        found.append((round(longitude + 360 * turns, _DIGITS), latitude))
    return found


def _in_range(longitude: float, edge: float) -> float:
    """Returns a longitude within ±180; the meridian itself is `edge`, which is one of both."""
    within = (longitude + 180) % 360 - 180
    return edge if abs(within) == 180 else round(within, _DIGITS)


def _cut_at_180(ring: Sequence[tuple[float, float]]) -> dict[str, Any] | None:
    """Returns a ring as GeoJSON, cut into polygons that lie within ±180° of longitude; None where no area is left."""
    outline = ogr.Geometry(ogr.wkbLinearRing)
    for longitude, latitude in ring:
        outline.AddPoint_2D(longitude, latitude)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(outline)
    west, east, south, north = polygon.GetEnvelope()
    first, last = math.floor((west + 180) / 360), math.ceil((east + 180) / 360)
    if last - first <= 1 and first == 0:
        return json.loads(polygon.ExportToJson())
    parts = []
    with gdal_errors_ignored():
        for number in range(first, last):
            middle = 360.0 * number
            box = ogr.CreateGeometryFromWkt(
                f"POLYGON(({middle - 180} {south - 1},{middle + 180} {south - 1},{middle + 180} {north + 1},"
                f"{middle - 180} {north + 1},{middle - 180} {south - 1}))"
            )
            part = polygon.Intersection(box)
            parts += [_moved(each, -middle) for each in _polygons(part)]
    if not parts:
        return None
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _polygons(geometry: ogr.Geometry | None) -> list[ogr.Geometry]:
    if geometry is None or geometry.IsEmpty():
        return []
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        return [geometry]
    return [
        part for number in range(geometry.GetGeometryCount()) for part in _polygons(geometry.GetGeometryRef(number))
    ]


def _moved(polygon: ogr.Geometry, by: float) -> list[list[list[float]]]:
    """Returns the rings of a polygon, moved along the parallels."""
    rings = json.loads(polygon.ExportToJson())["coordinates"]
    return [[[round(x + by, _DIGITS), round(y, _DIGITS)] for x, y, *_ in ring] for ring in rings]


def authority_code(crs_wkt: str) -> str | None:
    """Returns authority and code of a CRS, such as EPSG:32633; None where it has none."""
    crs = crs_from_wkt(crs_wkt)
    if crs is None:
        return None
    name, code = crs.GetAuthorityName(None), crs.GetAuthorityCode(None)
    return f"{name}:{code}" if name and code else None
