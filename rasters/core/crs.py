"""Coordinate reference systems: whether two are the same, and the way from one to the other.

Axes are always in GIS order (east before north), whatever the authority says, as rasters and vector files store them.
"""

from __future__ import annotations

import contextlib
import math

from osgeo import osr

from .gdal_calls import gdal_failures
from .grid import Extent


def reference_system(wkt: str) -> osr.SpatialReference | None:
    """Returns the reference system of a WKT text, None where it is empty or not understood."""
    if not wkt:
        return None
    system = osr.SpatialReference()
    with gdal_failures(), contextlib.suppress(RuntimeError):
        if system.ImportFromWkt(wkt) == 0:
            return in_gis_order(system)
    return None


def in_gis_order(system: osr.SpatialReference | None) -> osr.SpatialReference | None:
    """Returns a copy with its axes in GIS order; None where it tells no place on Earth.

    That is so for None, for local systems, and for the undefined ones that a GeoPackage gives to layers without any.
    """
    if system is None or not system.ExportToWkt() or system.IsLocal():
        return None
    if (system.GetName() or "").lower().startswith("undefined "):
        return None
    copy = system.Clone()
    copy.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return copy


def is_same(a: osr.SpatialReference | None, b: osr.SpatialReference | None) -> bool:
    """Tells whether two systems are the same; an unknown one counts as the same as any."""
    if a is None or b is None:
        return True
    with gdal_failures(), contextlib.suppress(RuntimeError):
        return bool(a.IsSame(b))
    return False


def transformation(source: osr.SpatialReference, target: osr.SpatialReference) -> osr.CoordinateTransformation | None:
    """Returns the way from one system to another, None where there is none."""
    with gdal_failures(), contextlib.suppress(RuntimeError):
        return osr.CreateCoordinateTransformation(source, target)
    return None


def transformed_extent(way: osr.CoordinateTransformation | None, extent: Extent) -> Extent | None:
    """Returns the extent in another system, edges followed at 21 points; the same for None, None where it fails."""
    if way is None:
        return extent
    bounds = None
    with gdal_failures(), contextlib.suppress(RuntimeError):
        bounds = way.TransformBounds(*extent, 21)
    if bounds is None or not all(math.isfinite(value) for value in bounds):
        return None
    xmin, ymin, xmax, ymax = bounds
    return (xmin, ymin, xmax, ymax) if xmin <= xmax and ymin <= ymax else None


def describe_extent(extent: Extent | None) -> str:
    """Returns an extent as text for a message."""
    if extent is None:
        return "an unknown extent"
    xmin, ymin, xmax, ymax = (f"{value:.10g}" for value in extent)
    return f"x {xmin} to {xmax}, y {ymin} to {ymax}"


def overlaps(a: Extent, b: Extent) -> bool:
    """Tells whether two extents have more than an edge in common; a point or line inside the other one counts."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
