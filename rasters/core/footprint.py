"""The outline of a grid in longitude and latitude, as catalogues of scenes want it."""

from __future__ import annotations

import contextlib
import math

from osgeo import osr

from .crs import crs_from_wkt, earth_crs, transform_between
from .gdal_calls import gdal_failures
from .grid import Grid

_STEPS = 8
"""Points per side: straight sides of a projected grid are curves in degrees."""


def footprint_degrees(grid: Grid) -> list[tuple[float, float]] | None:
    """Returns longitudes and latitudes (WGS 84) around a grid, the first point again at the end; None without a usable CRS."""
    source, degrees = earth_crs(crs_from_wkt(grid.crs_wkt)), osr.SpatialReference()
    if source is None:
        return None
    points: list[tuple[float, float]] = []
    with gdal_failures(), contextlib.suppress(RuntimeError):
        degrees.ImportFromEPSG(4326)
        transform = transform_between(source, earth_crs(degrees))
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
                points.append((round(longitude, 7), round(latitude, 7)))
    if len(points) < 4 * _STEPS or not all(math.isfinite(value) for point in points for value in point):
        return None
    return [*points, points[0]]


def authority_code(crs_wkt: str) -> str | None:
    """Returns authority and code of a CRS, such as EPSG:32633; None where it has none."""
    crs = crs_from_wkt(crs_wkt)
    if crs is None:
        return None
    name, code = crs.GetAuthorityName(None), crs.GetAuthorityCode(None)
    return f"{name}:{code}" if name and code else None
