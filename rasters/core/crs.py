"""Coordinate reference systems (CRS): parsing, comparing and transforming.

Axes are always in GIS order (east before north), whatever the authority defines, as rasters and vector files store them. There are two of
them: of a CRS with heights its horizontal part counts.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable

from osgeo import osr

from .errors import RasterError
from .gdal_calls import gdal_errors_ignored
from .grid import Extent

_PIPELINE, _SWAP = "+proj=pipeline", "+proj=axisswap +order=2,1"
_LATTICE = 16
"""How many steps an extent is divided into along each side, to try whether an operation reaches all of it."""
_AROUND_THE_EARTH = {
    osr.SRS_PT_MERCATOR_1SP, osr.SRS_PT_MERCATOR_2SP, osr.SRS_PT_EQUIRECTANGULAR, osr.SRS_PT_CYLINDRICAL_EQUAL_AREA,
    osr.SRS_PT_MILLER_CYLINDRICAL,
}  # fmt: skip
"""Projections whose map repeats itself a turn of the Earth further west and east."""


def crs_from_wkt(wkt: str, *, keep_local: bool = False) -> osr.SpatialReference | None:
    """Returns the CRS of a WKT text; None where it is empty, invalid or, unless `keep_local`, not bound to the Earth."""
    if not wkt:
        return None
    crs = osr.SpatialReference()
    with gdal_errors_ignored(), contextlib.suppress(TypeError):  # for what no text of C holds, such as NUL
        if crs.ImportFromWkt(wkt) == 0:
            return _in_gis_order(crs) if keep_local else earth_crs(crs)
    return None


def earth_crs(crs: osr.SpatialReference | None) -> osr.SpatialReference | None:
    """Returns a copy with its axes in GIS order; None where the CRS is not bound to the Earth.

    That is so for None, for local systems, and for the undefined ones that a GeoPackage gives to layers without any.
    """
    if crs is None or not crs.ExportToWkt() or crs.IsLocal():
        return None
    if (crs.GetName() or "").lower().startswith("undefined "):
        return None
    return _in_gis_order(crs)


def _in_gis_order(crs: osr.SpatialReference) -> osr.SpatialReference:
    """Returns a copy without heights, axes in GIS order: between CRS with heights, GDAL shifts the values of rasters by those of the geoid."""
    copy = crs.Clone()
    if copy.GetAxesCount() == 3 and not copy.IsGeocentric():
        copy.DemoteTo2D()
    copy.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return copy


def longitude_latitude() -> osr.SpatialReference:
    """Returns WGS 84 in degrees (EPSG:4326), longitude first."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    return _in_gis_order(crs)


def has_place(crs: osr.SpatialReference | None) -> bool:
    """Returns whether a CRS is bound to places on the Earth, by longitude and latitude or by a projection."""
    return crs is not None and bool(crs.IsGeographic() or crs.IsProjected())


def geographic_of(crs: osr.SpatialReference) -> osr.SpatialReference | None:
    """Returns the CRS of longitude and latitude on the ellipsoid of another CRS, None where there is none."""
    return crs_from_wkt(crs.CloneGeogCS().ExportToWkt())


def squared_eccentricity(crs: osr.SpatialReference) -> float:
    """Returns the square of the eccentricity of the ellipsoid of a CRS, 0 for a sphere."""
    flattening = crs.GetInvFlattening()
    return (2 - 1 / flattening) / flattening if flattening else 0.0


def is_same(a: osr.SpatialReference | None, b: osr.SpatialReference | None) -> bool:
    """Returns whether two CRS are the same; an unknown one counts as the same as any."""
    if a is None or b is None:
        return True
    with gdal_errors_ignored():
        return bool(a.IsSame(b))
    return False


def transform_between(
    source: osr.SpatialReference, target: osr.SpatialReference, operation: str = "", inverse: bool = False
) -> osr.CoordinateTransformation | None:
    """Returns the transform from one CRS to another, None where there is none.

    `operation` is a PROJ string whose coordinates are in GIS order, as QGIS gives it; "" leaves the choice to PROJ. With `inverse`
    it is the operation from `target` to `source`.
    """
    with gdal_errors_ignored():
        if not operation:
            return osr.CreateCoordinateTransformation(source, target)
        options = osr.CoordinateTransformationOptions()
        ends = (target, source) if inverse else (source, target)
        options.SetOperation(operation_in_axis_order(operation, *ends), inverse)
        return osr.CreateCoordinateTransformation(source, target, options)
    return None


def operation_in_axis_order(operation: str, source: osr.SpatialReference, target: osr.SpatialReference) -> str:
    """Returns an operation in GIS order as one in the order of the axes that the two CRS define, which GDAL expects."""
    steps = operation.strip()
    if steps.startswith(_PIPELINE):
        steps = steps[len(_PIPELINE) :].strip()
    elif not steps.startswith("+step"):
        steps = f"+step {steps}"
    before, after = (f"+step {_SWAP} " if _is_swapped(crs) else "" for crs in (source, target))
    return f"{_PIPELINE} {before}{steps} {after}".strip()


def reaches(
    operation: str, source: osr.SpatialReference, target: osr.SpatialReference, extent: Extent
) -> bool:  # fmt: skip
    """Returns whether an operation from `source` to `target` has a place for all of an extent in `target` for which PROJ's own choice has one.

    An operation by a grid of corrections reaches as far as the grid, such as the borders of a country. Points of a lattice are tried.
    """
    xmin, ymin, xmax, ymax = extent
    steps = [number / _LATTICE for number in range(_LATTICE + 1)]
    points = [(xmin + (xmax - xmin) * x, ymin + (ymax - ymin) * y) for y in steps for x in steps]
    by_operation, by_proj = (
        _have_place(transform_between(target, source, chosen, inverse=True), points) for chosen in (operation, "")
    )
    return all(one or not other for one, other in zip(by_operation, by_proj))


def _have_place(
    transform: osr.CoordinateTransformation | None, points: list[tuple[float, float]]
) -> list[bool]:  # fmt: skip
    """Returns which points have finite coordinates after a transform."""
    found: list = []
    with gdal_errors_ignored():
        found = [] if transform is None else transform.TransformPoints(points)
    if len(found) != len(points):
        return [False] * len(points)
    return [all(map(math.isfinite, place[:2])) for place in found]


def _is_swapped(crs: osr.SpatialReference) -> bool:
    """Returns whether a CRS of any authority defines north before east."""
    return list(_in_gis_order(crs).GetDataAxisToSRSAxisMapping()[:2]) == [2, 1]


def point_transform(source_wkt: str, target_wkt: str) -> Callable[[float, float], tuple[float, float]]:
    """Returns a function that takes map coordinates from one CRS to another; it changes none where either is unknown.

    Raises RasterError, as the function does, where there is no transform.
    """
    source, target = crs_from_wkt(source_wkt), crs_from_wkt(target_wkt)
    if is_same(source, target):
        return lambda x, y: (x, y)
    transform = transform_between(source, target)

    def transformed(x: float, y: float) -> tuple[float, float]:
        point = (math.nan, math.nan)
        with gdal_errors_ignored():
            point = transform.TransformPoint(x, y)[:2]
        if not all(map(math.isfinite, point)):
            raise _no_transform(source, target)
        return point

    if transform is None:
        raise _no_transform(source, target)
    return transformed


def _no_transform(source: osr.SpatialReference, target: osr.SpatialReference) -> RasterError:
    return RasterError(
        f"Coordinates cannot be transformed from {source.GetName()} to {target.GetName()}. "
        "Reproject the rasters to one coordinate reference system first."
    )


def transformed_extent(transform: osr.CoordinateTransformation | None, extent: Extent) -> Extent | None:
    """Returns the extent in another CRS, edges densified to 21 points; the same without a transform, None where it fails."""
    if transform is None:
        return extent
    bounds = None
    with gdal_errors_ignored():
        bounds = transform.TransformBounds(*extent, 21)
    if bounds is None or not all(map(math.isfinite, bounds)):
        return None
    xmin, ymin, xmax, ymax = bounds
    return (xmin, ymin, xmax, ymax) if xmin <= xmax and ymin <= ymax else None


def turns(extent: Extent, crs: osr.SpatialReference | None) -> tuple[Extent, ...]:
    """Returns an extent one turn of the Earth further west and east, () where the CRS does not count in degrees.

    Some global rasters count longitudes from 0 to 360 degrees, others from -180 to 180.
    """
    if crs is None or not crs.IsGeographic():
        return ()
    xmin, ymin, xmax, ymax = extent
    turn = turn_map(crs)
    return tuple((xmin + shift, ymin, xmax + shift, ymax) for shift in (-turn, turn))


def turn_map(crs: osr.SpatialReference | None) -> float | None:
    """Returns a turn of the Earth along x in map units, None for a CRS whose map does not repeat itself."""
    if crs is None:
        return None
    if crs.IsGeographic():
        return 2 * math.pi / crs.GetAngularUnits()
    geographic = geographic_of(crs) if crs.GetAttrValue("PROJECTION") in _AROUND_THE_EARTH else None
    transform = None if geographic is None else transform_between(geographic, crs)
    if transform is None:
        return None
    meridian, quarter = crs.GetProjParm("central_meridian"), math.pi / 2 / geographic.GetAngularUnits()
    ends = (math.nan, math.nan)
    with gdal_errors_ignored():
        ends = tuple(transform.TransformPoint(meridian + side * quarter, 0.0)[0] for side in (-1, 1))
    turn = 2 * (ends[1] - ends[0])
    return turn if math.isfinite(turn) and turn > 0 else None
