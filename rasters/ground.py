"""How large pixels are on the ground, across coordinate reference systems."""

from __future__ import annotations

import math

from .gdal_errors import gdal_failures
from .grid import Grid
from .reference_systems import reference_system, transformation

_METRES_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude at the equator; good to half a percent."""


def pixel_size_m(
    pixel_size_map: tuple[float, float], crs_wkt: str, latitude: float = 0.0
) -> tuple[float, float] | None:
    """Returns width and height of a pixel in metres; None without a CRS, or with one bound to no place on the Earth.

    `pixel_size_map` is in units of the CRS. Degrees are turned into metres at `latitude` (degrees).
    """
    crs = reference_system(crs_wkt)
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
    crs = reference_system(crs_wkt)
    if crs is None or not crs.IsProjected():
        return None
    return pixel_size_map[0] * pixel_size_map[1] * crs.GetLinearUnits() ** 2


def centre_latitude(grid: Grid) -> float:
    """Returns the latitude of the grid's centre in degrees, 0 where it is not known."""
    crs = reference_system(grid.crs_wkt)
    if crs is None or not (crs.IsGeographic() or crs.IsProjected()):
        return 0.0
    geographic = reference_system(crs.CloneGeogCS().ExportToWkt())
    way = None if geographic is None else transformation(crs, geographic)
    if way is None:
        return 0.0
    with gdal_failures():
        try:
            _, latitude, _ = way.TransformPoint(*grid.to_map(grid.width / 2, grid.height / 2))
        except RuntimeError:
            return 0.0
    return latitude if abs(latitude) <= 90 else 0.0
