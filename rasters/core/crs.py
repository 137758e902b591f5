"""Coordinate reference systems (CRS): parsing, comparing and transforming.

Axes are always in GIS order (east before north), whatever the authority defines, as rasters and vector files store them.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable

from osgeo import osr

from .errors import RasterError
from .gdal_calls import gdal_failures
from .grid import Extent


def crs_from_wkt(wkt: str, *, keep_local: bool = False) -> osr.SpatialReference | None:
    """Returns the CRS of a WKT text; None where it is empty, invalid or, unless `keep_local`, not bound to the Earth."""
    if not wkt:
        return None
    crs = osr.SpatialReference()
    with gdal_failures(), contextlib.suppress(RuntimeError):
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
    copy = crs.Clone()
    copy.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return copy


def is_same(a: osr.SpatialReference | None, b: osr.SpatialReference | None) -> bool:
    """Returns whether two CRS are the same; an unknown one counts as the same as any."""
    if a is None or b is None:
        return True
    with gdal_failures(), contextlib.suppress(RuntimeError):
        return bool(a.IsSame(b))
    return False


def transform_between(
    source: osr.SpatialReference, target: osr.SpatialReference
) -> osr.CoordinateTransformation | None:
    """Returns the transform from one CRS to another, None where there is none."""
    with gdal_failures(), contextlib.suppress(RuntimeError):
        return osr.CreateCoordinateTransformation(source, target)
    return None


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
        with gdal_failures(), contextlib.suppress(RuntimeError):
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
    with gdal_failures(), contextlib.suppress(RuntimeError):
        bounds = transform.TransformBounds(*extent, 21)
    if bounds is None or not all(map(math.isfinite, bounds)):
        return None
    xmin, ymin, xmax, ymax = bounds
    return (xmin, ymin, xmax, ymax) if xmin <= xmax and ymin <= ymax else None
