"""Finds the CRS or the order of axes in which labels would lie on the image: where none lies there, one of the two is mostly wrong."""

from __future__ import annotations

from collections.abc import Iterator

from osgeo import osr

from ..core.crs import crs_from_wkt, is_same, longitude_latitude, transform_between, transformed_extent
from ..core.grid import Extent, Grid, touches


def remedy_in_other_coordinates(
    extent: Extent | None, crs: osr.SpatialReference | None, grid: Grid, *, may_be_swapped: bool
) -> str:
    """Returns how a layer of this extent, in map units of its CRS, comes to lie on the grid; "" where that is not known, or it lies there.

    Tried are the CRS of the raster, longitude and latitude, and, with `may_be_swapped`, the two axes in the other order.
    """
    target = crs_from_wkt(grid.crs_wkt)
    if extent is None or target is None or _lies_on(grid, extent, crs, target):
        return ""
    fault = "The layer has no CRS" if crs is None else f"The layer's CRS ({crs.GetName()}) is probably wrong"
    swapped = (extent[1], extent[0], extent[3], extent[2])
    if may_be_swapped and _lies_on(grid, swapped, crs, target):
        return (
            "The layer fits with x and y swapped: it probably has latitude before longitude. Swap them first, in QGIS by "
            "Swap X and Y coordinates."
        )
    for other, title in _usual_systems(crs, target):
        remedy = f"{fault}: its coordinates fit {title}. Set that in QGIS, by Layer > Set CRS of Layer(s)"
        if _lies_on(grid, extent, other, target):
            return f"{remedy}."
        if may_be_swapped and _lies_on(grid, swapped, other, target):
            return f"{remedy}, and swap its x and y, by Swap X and Y coordinates."
    return ""


def _usual_systems(
    crs: osr.SpatialReference | None, target: osr.SpatialReference
) -> Iterator[tuple[osr.SpatialReference, str]]:
    """Yields the CRS of the raster, and longitude and latitude, with their titles, but for that of the layer."""
    if crs is not None and not is_same(crs, target):
        yield target, f"the CRS of the raster ({target.GetName()})"
    degrees = longitude_latitude()
    if not (is_same(target, degrees) or (crs is not None and is_same(crs, degrees))):
        yield degrees, "longitude and latitude (EPSG:4326)"


def _lies_on(grid: Grid, extent: Extent, crs: osr.SpatialReference | None, target: osr.SpatialReference) -> bool:
    """Returns whether an extent in a CRS, that of the grid where it is None, meets the grid."""
    xmin, ymin, xmax, ymax = extent
    if crs is not None and crs.IsGeographic() and not (-360 <= xmin <= xmax <= 360 and -90 <= ymin <= ymax <= 90):
        return False
    transform = None if is_same(crs, target) else transform_between(crs, target)
    if transform is None and not is_same(crs, target):
        return False
    found = transformed_extent(transform, extent)
    return found is not None and touches(found, grid.extent_map())
