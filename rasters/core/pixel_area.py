"""Size and area of pixels on the ground, in metres, in any CRS."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from osgeo import osr

from .crs import crs_from_wkt, geographic_of, has_place, squared_eccentricity, transform_between
from .gdal_calls import gdal_errors_ignored
from .grid import Grid, Window
from .ground_positions import geocentric_m

_METRES_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude at the equator; good to half a percent."""
EQUAL_AREA_TOLERANCE = 0.01
"""Areas on the map within this share of those on the ground count as equal."""
_SAMPLED_ROWS, _SAMPLED_COLUMNS = 65, 9
_CORNERS = ((-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5))
"""Three corners of a pixel from its centre, in pixels."""
_PARTS = 32
"""Of the columns, where pixels of a row differ."""
_STEP_DEGREES = 0.01
_SAME_SCALE = 0.01
"""Map scales that differ from 1 by no more than this count as 1, as they do in the zones of UTM."""


def pixel_size_m(
    pixel_size_map: tuple[float, float], crs_wkt: str, latitude: float | None = None
) -> tuple[float, float] | None:
    """Returns width and height of a pixel on the ground in metres; None without a CRS, or with one bound to no place on the Earth.

    `pixel_size_map` is in units of the CRS. These are turned into metres at `latitude` (degrees): a unit of Web Mercator, for one, is half
    as long at 60° as at the equator. None takes degrees at the equator, and units of projected CRS as they are.
    """
    crs = crs_from_wkt(crs_wkt)
    if crs is None:
        return None
    width, height = pixel_size_map
    if crs.IsGeographic():
        to_degrees = math.degrees(crs.GetAngularUnits())
        return (
            width * to_degrees * _METRES_PER_DEGREE * math.cos(math.radians(latitude or 0.0)),
            height * to_degrees * _METRES_PER_DEGREE,
        )
    if crs.IsProjected():
        across, along = (1.0, 1.0) if latitude is None else _map_scale(crs, latitude)
        return width * crs.GetLinearUnits() / across, height * crs.GetLinearUnits() / along
    return None


def _map_scale(crs: osr.SpatialReference, latitude: float) -> tuple[float, float]:
    """Returns metres on the map per metre on the ground, to the east and to the north, where a latitude meets the central meridian."""
    geographic = geographic_of(crs)
    transform = None if geographic is None else transform_between(geographic, crs)
    longitude, cosine = crs.GetNormProjParm("central_meridian", 0.0), math.cos(math.radians(latitude))
    if transform is None or cosine < _STEP_DEGREES:
        return 1.0, 1.0
    with gdal_errors_ignored():
        x, y, _ = transform.TransformPoint(longitude, latitude)
        steps = (
            transform.TransformPoint(longitude + _STEP_DEGREES / cosine, latitude),
            transform.TransformPoint(longitude, latitude + _STEP_DEGREES),
        )
        ground = _STEP_DEGREES * _METRES_PER_DEGREE
        scales = [math.hypot(to_x - x, to_y - y) * crs.GetLinearUnits() / ground for to_x, to_y, _ in steps]
        if all(math.isfinite(scale) and scale > 0 for scale in scales):
            across, along = (1.0 if abs(scale - 1) <= _SAME_SCALE else scale for scale in scales)
            return across, along
    return 1.0, 1.0


def metre_crs_wkt() -> str:
    """Returns a projected CRS in metres, for pixel sizes that are known in metres without a place."""
    crs = osr.SpatialReference()
    crs.SetProjCS("metres")
    crs.SetWellKnownGeogCS("WGS84")
    crs.SetTM(0, 0, 1, 0, 0)
    return crs.ExportToWkt()


def _to_degrees(crs: osr.SpatialReference) -> osr.CoordinateTransformation | None:
    """Returns the transform from a CRS to longitude and latitude on its ellipsoid, None where there is none."""
    geographic = geographic_of(crs)
    return None if geographic is None else transform_between(crs, geographic)


def centre_latitude(grid: Grid) -> float:
    """Returns the latitude of the grid's centre in degrees, 0 where it is not known."""
    crs = crs_from_wkt(grid.crs_wkt)
    if not has_place(crs):
        return 0.0
    transform = _to_degrees(crs)
    if transform is None:
        return 0.0
    with gdal_errors_ignored():
        _, latitude, _ = transform.TransformPoint(*grid.to_map(grid.width / 2, grid.height / 2))
        if abs(latitude) <= 90:
            return latitude
    return 0.0


def row_areas_m2(grid: Grid) -> np.ndarray | None:
    """Returns the area of a pixel of each row in square metres, float64 (height,); None without a place on the Earth.

    In a geographic CRS it is the area between two parallels on the ellipsoid (Snyder 1987, "Map projections: a working
    manual", equation 3-12). In a projected one it is the area on the map. Where that is wrong by more than a hundredth, it is divided by
    the local scale of areas.
    """
    crs = crs_from_wkt(grid.crs_wkt)
    if not has_place(crs):
        return None
    width, height = grid.pixel_size_map
    if crs.IsProjected():
        on_map = width * height * crs.GetLinearUnits() ** 2
        scale = _row_scales(grid)
        is_true = scale is None or abs(scale - 1).max() <= EQUAL_AREA_TOLERANCE
        return np.full(grid.height, on_map) if is_true else on_map / scale
    _, _, _, top, _, step = grid.geotransform
    unit, axis, eccentricity = crs.GetAngularUnits(), crs.GetSemiMajor(), math.sqrt(squared_eccentricity(crs))
    edges = np.clip((top + step * np.arange(grid.height + 1)) * unit, -math.pi / 2, math.pi / 2)
    return np.abs(np.diff(_authalic(np.sin(edges), eccentricity))) * axis**2 / 2 * width * unit


def _authalic(sines: np.ndarray, eccentricity: float) -> np.ndarray:
    """Returns Snyder's q of latitudes given by their sine: on a sphere of radius 1 twice the sine."""
    if eccentricity == 0:
        return 2 * sines
    part = eccentricity * sines
    return (1 - eccentricity**2) * (sines / (1 - part**2) + np.arctanh(part) / eccentricity)


def _row_scales(grid: Grid) -> np.ndarray | None:
    """Returns how many times larger pixels of a projected CRS are on the map than on the ground, float64 (height,).

    Each is the mean across its row, of where it lies on the Earth; rows between the sampled ones are interpolated. None where the CRS
    cannot be transformed.
    """
    rows, scales = _sampled_scales(grid)
    if not rows.size:
        return None
    return np.interp(np.arange(grid.height) + 0.5, rows, 1 / np.nanmean(1 / scales, 1))


def _sampled_scales(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Returns the middles of some rows, float64 (rows,), and the ratio of areas at some of their columns, float64 (rows, columns).

    Each row has at least one that is finite; there is none where the CRS cannot be transformed.
    """
    rows = np.unique(np.linspace(0, grid.height - 1, _SAMPLED_ROWS).astype(int)) + 0.5
    columns = (np.arange(_SAMPLED_COLUMNS) + 0.5) * grid.width / _SAMPLED_COLUMNS
    scales = _area_scales(grid, [(x, y) for y in rows.tolist() for x in columns.tolist()])
    if scales is None:
        return np.empty(0), np.empty((0, _SAMPLED_COLUMNS))
    scales = scales.reshape(len(rows), len(columns))
    known = np.isfinite(scales).any(1)
    return rows[known], scales[known]


class PixelAreas:
    """The areas of the pixels of a grid in square metres: by rows and, where they differ across these, by parts of their columns."""

    def __init__(self, grid: Grid, rows_m2: np.ndarray) -> None:
        """Takes the areas of rows, as of `row_areas_m2`."""
        self._parts = [(0, grid.width, rows_m2)]
        if self._differ_across(grid):
            edges = np.unique(np.linspace(0, grid.width, _PARTS + 1).astype(int)).tolist()
            self._parts = [
                (left, right, row_areas_m2(grid.subgrid(Window(left, 0, right - left, grid.height))))
                for left, right in zip(edges, edges[1:])
            ]

    @staticmethod
    def _differ_across(grid: Grid) -> bool:
        """Returns whether pixels of a row differ by more than a hundredth, as in maps of a pole."""
        crs = crs_from_wkt(grid.crs_wkt)
        if crs is None or not crs.IsProjected():
            return False
        _, scales = _sampled_scales(grid)
        return bool((np.nanmax(scales, 1) > (1 + EQUAL_AREA_TOLERANCE) * np.nanmin(scales, 1)).any())

    def of(self, window: Window) -> Iterator[tuple[slice, np.ndarray]]:
        """Yields the columns of a window, counted from its left, and the areas of the pixels of its rows there, float64 (rows,)."""
        for left, right, areas in self._parts:
            first, last = max(left - window.x, 0), min(right - window.x, window.width)
            if last > first:
                yield slice(first, last), areas[window.y : window.bottom]


def pixel_areas(grid: Grid) -> PixelAreas | None:
    """Returns the areas of the pixels of a grid, None without a place on the Earth."""
    rows = row_areas_m2(grid)
    return None if rows is None else PixelAreas(grid, rows)


def map_to_ground_area(grid: Grid) -> float | None:
    """Returns how many times larger a pixel of a projected CRS is on the map than on the ground, at the grid's centre.

    None in any other CRS, and where it cannot be transformed.
    """
    scales = _area_scales(grid, [(grid.width / 2, grid.height / 2)])
    return None if scales is None or np.isnan(scales[0]) else float(scales[0])


def _area_scales(grid: Grid, places: Sequence[tuple[float, float]]) -> np.ndarray | None:
    """Returns the ratio of areas on the map to those on the ground at some columns and rows, float64 (places,); None without a transform.

    It is that of a pixel around each place, NaN where a corner of it lies off the Earth. Corners are compared in space: longitudes jump at
    180 degrees, and around a pole they differ by any number.
    """
    crs = crs_from_wkt(grid.crs_wkt)
    transform = _to_degrees(crs) if crs is not None and crs.IsProjected() else None
    if transform is None:
        return None
    corners = [grid.to_map(x + right, y + down) for x, y in places for right, down in _CORNERS]
    degrees = np.full((len(corners), 2), np.nan)
    for number, corner in enumerate(corners):
        with gdal_errors_ignored():
            degrees[number] = transform.TransformPoint(*corner)[:2]
    degrees[~np.isfinite(degrees).all(1)] = np.nan
    first, right, down = np.moveaxis(geocentric_m(degrees, geographic_of(crs)).reshape(-1, 3, 3), 1, 0)
    ground = np.linalg.norm(np.cross(right - first, down - first), axis=1)
    width, height = grid.pixel_size_map
    return width * height * crs.GetLinearUnits() ** 2 / np.where(ground > 0, ground, np.nan)
