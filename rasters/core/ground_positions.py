"""Positions on the ground in metres, in any CRS, for distances between places of a raster."""

from __future__ import annotations

import math

import numpy as np
from osgeo import osr

from .crs import crs_from_wkt, geographic_of, has_place, squared_eccentricity, transform_between
from .gdal_calls import gdal_errors_ignored
from .grid import Grid


def ground_positions_m(grid: Grid, columns: np.ndarray, rows: np.ndarray) -> np.ndarray | None:
    """Returns geocentric coordinates in metres, float64 (n, 3), of the centres of pixels on the ellipsoid.

    Their straight distance is that on the ground, to a millionth up to 30 km. `columns` and `rows` are int64 (n,). None without
    a CRS, with one that is bound to no place on the Earth, or where a place cannot be transformed.
    """
    crs = crs_from_wkt(grid.crs_wkt)
    if not has_place(crs):
        return None
    geographic = geographic_of(crs)
    transform = None if geographic is None else transform_between(crs, geographic)
    if transform is None:
        return None
    places: list = []
    x_map, y_map = grid.to_map(columns + 0.5, rows + 0.5)
    with gdal_errors_ignored():
        places = transform.TransformPoints(np.column_stack([x_map, y_map]).tolist())
    degrees = np.array(places, np.float64).reshape(-1, 3)[:, :2]
    if len(degrees) != len(columns) or not np.isfinite(degrees).all():
        return None
    return geocentric_m(degrees, geographic)


def geocentric_m(degrees: np.ndarray, geographic: osr.SpatialReference) -> np.ndarray:
    """Returns geocentric coordinates in metres, float64 (n, 3), of longitudes and latitudes (n, 2), in the units of their CRS, on its ellipsoid."""
    unit, axis, square = geographic.GetAngularUnits(), geographic.GetSemiMajor(), squared_eccentricity(geographic)
    east, north = (degrees * unit).T
    normal = axis / np.sqrt(1 - square * np.sin(north) ** 2)
    x, y = normal * np.cos(north) * np.cos(east), normal * np.cos(north) * np.sin(east)
    return np.column_stack([x, y, normal * (1 - square) * np.sin(north)])


class SpacedPlaces:
    """Keeps places that lie at least a distance from each other; finds neighbours in a grid of cubes of that side."""

    def __init__(self, distance_m: float) -> None:
        """Takes the distance in metres, above 0."""
        self._distance = distance_m
        self._cells: dict[tuple[int, int, int], list[tuple[float, float, float]]] = {}

    def add(self, place: tuple[float, float, float]) -> bool:
        """Keeps a place, metres as from `ground_positions_m`, unless one that is kept already is too near."""
        x, y, z = (math.floor(part / self._distance) for part in place)
        for a in (x - 1, x, x + 1):
            for b in (y - 1, y, y + 1):
                for c in (z - 1, z, z + 1):
                    if any(math.dist(place, other) < self._distance for other in self._cells.get((a, b, c), ())):
                        return False
        self._cells.setdefault((x, y, z), []).append(place)
        return True
