"""Size and area of pixels on the ground, in metres, in any CRS."""

from __future__ import annotations

import contextlib
import math

import numpy as np
from osgeo import osr

from .crs import crs_from_wkt, transform_between
from .gdal_calls import gdal_failures
from .grid import Grid

_METRES_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude at the equator; good to half a percent."""


def pixel_size_m(
    pixel_size_map: tuple[float, float], crs_wkt: str, latitude: float = 0.0
) -> tuple[float, float] | None:
    """Returns width and height of a pixel in metres; None without a CRS, or with one bound to no place on the Earth.

    `pixel_size_map` is in units of the CRS. Degrees are turned into metres at `latitude` (degrees).
    """
    crs = crs_from_wkt(crs_wkt)
    if crs is None:
        return None
    width, height = pixel_size_map
    if crs.IsGeographic():
        to_degrees = math.degrees(crs.GetAngularUnits())
        return (
            width * to_degrees * _METRES_PER_DEGREE * math.cos(math.radians(latitude)),
            height * to_degrees * _METRES_PER_DEGREE,
        )
    if crs.IsProjected():
        return width * crs.GetLinearUnits(), height * crs.GetLinearUnits()
    return None


def pixel_area_m2(pixel_size_map: tuple[float, float], crs_wkt: str) -> float | None:
    """Returns the area of a pixel in square metres in a projected CRS; None in any other, or without one."""
    crs = crs_from_wkt(crs_wkt)
    if crs is None or not crs.IsProjected():
        return None
    return pixel_size_map[0] * pixel_size_map[1] * crs.GetLinearUnits() ** 2


def _to_degrees(crs: osr.SpatialReference) -> osr.CoordinateTransformation | None:
    """Returns the transform from a CRS to longitude and latitude in it, None where there is none."""
    geographic = crs_from_wkt(crs.CloneGeogCS().ExportToWkt())
    return None if geographic is None else transform_between(crs, geographic)


def centre_latitude(grid: Grid) -> float:
    """Returns the latitude of the grid's centre in degrees, 0 where it is not known."""
    crs = crs_from_wkt(grid.crs_wkt)
    if crs is None or not (crs.IsGeographic() or crs.IsProjected()):
        return 0.0
    transform = _to_degrees(crs)
    if transform is None:
        return 0.0
    with gdal_failures(), contextlib.suppress(RuntimeError):
        _, latitude, _ = transform.TransformPoint(*grid.to_map(grid.width / 2, grid.height / 2))
        if abs(latitude) <= 90:
            return latitude
    return 0.0


def row_areas_m2(grid: Grid) -> np.ndarray | None:
    """Returns the area of a pixel of each row in square metres, float64 (height,); None without a place on the Earth.

    In a geographic CRS it is the area between two parallels on the ellipsoid (Snyder 1987, "Map projections: a working
    manual", equation 3-12), in a projected one the area on the map.
    """
    crs = crs_from_wkt(grid.crs_wkt)
    if crs is None or not (crs.IsGeographic() or crs.IsProjected()):
        return None
    width, height = grid.pixel_size_map
    if crs.IsProjected():
        return np.full(grid.height, width * height * crs.GetLinearUnits() ** 2)
    _, _, _, top, _, step = grid.geotransform
    unit, axis, flattening = crs.GetAngularUnits(), crs.GetSemiMajor(), crs.GetInvFlattening()
    eccentricity = math.sqrt((2 - 1 / flattening) / flattening) if flattening else 0.0
    edges = np.clip((top + step * np.arange(grid.height + 1)) * unit, -math.pi / 2, math.pi / 2)
    return np.abs(np.diff(_authalic(np.sin(edges), eccentricity))) * axis**2 / 2 * width * unit


def _authalic(sines: np.ndarray, eccentricity: float) -> np.ndarray:
    """Returns Snyder's q of latitudes given by their sine: on a sphere of radius 1 twice the sine."""
    if eccentricity == 0:
        return 2 * sines
    part = eccentricity * sines
    return (1 - eccentricity**2) * (sines / (1 - part**2) + np.arctanh(part) / eccentricity)


def map_to_ground_area(grid: Grid) -> float | None:
    """Returns how many times larger a pixel of a projected CRS is on the map than on the ground, at the grid's centre.

    None in any other CRS, and where it cannot be transformed.
    """
    crs = crs_from_wkt(grid.crs_wkt)
    if crs is None or not crs.IsProjected():
        return None
    transform = _to_degrees(crs)
    if transform is None:
        return None
    x, y = grid.width / 2, grid.height / 2
    points = []
    with gdal_failures(), contextlib.suppress(RuntimeError):
        points = [transform.TransformPoint(*grid.to_map(*point))[:2] for point in ((x, y), (x + 1, y), (x, y + 1))]
    if not points:
        return None
    unit, axis, flattening = crs.CloneGeogCS().GetAngularUnits(), crs.GetSemiMajor(), crs.GetInvFlattening()
    (east, north), right, down = ((longitude * unit, latitude * unit) for longitude, latitude in points)
    square = (2 - 1 / flattening) / flattening if flattening else 0.0
    bend = 1 - square * math.sin(north) ** 2
    along_parallel = axis / math.sqrt(bend) * math.cos(north)
    along_meridian = axis * (1 - square) / bend**1.5
    determinant = (right[0] - east) * (down[1] - north) - (right[1] - north) * (down[0] - east)
    ground = abs(determinant) * along_parallel * along_meridian
    width, height = grid.pixel_size_map
    on_map = width * height * crs.GetLinearUnits() ** 2
    return on_map / ground if math.isfinite(ground) and ground > 0 else None
