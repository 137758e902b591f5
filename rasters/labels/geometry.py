"""Brings the features of a vector layer to a raster's grid, as shapes that can be rasterized.

Shapes are two-dimensional single parts with straight edges, buffered where requested, in the raster's CRS.

`gdal.VectorTranslate` does a part of this in one call: 50 000 small polygons in 0.3 in place of 0.8 s, 1000 of 1000 vertices in
the same time. It is not used, as it ends at the first geometry that PROJ refuses, has no buffer, and loses which part is of which
feature. Lost and contested features could not be counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from osgeo import ogr, osr

from ..core.crs import crs_from_wkt, is_same, transform_between, transformed_extent, turn_map, turns
from ..core.errors import LabelError
from ..core.gdal_calls import gdal_errors_ignored
from ..core.grid import Extent, Grid, describe_extent, touches
from ..core.number_text import count_of, percent, whole
from ..core.progress import Reporter, SilentReporter, stop_if_cancelled
from .around_the_earth import copies_on
from .other_coordinates import remedy_in_other_coordinates
from .vector_layer import VectorLayer

_LONGEST_EDGE_PX = 64
_EDGES_PER_SIDE = 64
_EDGES_OF_A_PART = 256
"""Where the longest edge is unknown."""
_BEYOND_THE_EARTH = 1e9
"""No side of an extent is as long, in any unit of a CRS."""
_MOST_EDGES = 20_000
_FAR_PX = 100_000
_FARTHEST_PX = 1_000_000_000
_LARGEST_SANE_BUFFER_DEGREES = 1.0
_WORTH_A_WARNING = 0.01
"""Features that vanish are warned of where they are more than this share of all."""

_Transforms = tuple[osr.CoordinateTransformation, osr.CoordinateTransformation]


@dataclass(frozen=True)
class Shape:
    """A polygon, line or point in the map units of a grid, and the value to rasterize.

    `bounds` is its extent (xmin, ymin, xmax, ymax) in map units, `feature` the number of the feature that it is a part of.
    """

    geometry: ogr.Geometry
    value: int
    bounds: Extent
    feature: int = 0

    @property
    def is_area(self) -> bool:
        """Returns whether it is a polygon."""
        return self.geometry.GetDimension() == 2


def shapes_on_grid(
    layer: VectorLayer,
    grid: Grid,
    value_of: Callable[[ogr.Feature], int | None],
    buffer_map: float,
    reporter: Reporter,
) -> list[Shape]:
    """Returns the parts of the features that intersect the grid's extent, in file order.

    `value_of` gives a feature's value, None to leave it out. `buffer_map` is in the layer's map units. Warns where a CRS is
    unknown and of geometries that could not be used. Raises LabelError where there is no transform from the layer's CRS to
    the raster's, and Cancelled.
    """
    to_grid, to_layer = _transforms(layer, grid, reporter)
    other, back = (None, None) if to_grid is None or not layer.operation else _transforms_of(layer, grid, "")
    is_geographic = layer.crs is not None and layer.crs.IsGeographic()
    if is_geographic and abs(buffer_map) > _LARGEST_SANE_BUFFER_DEGREES:
        reporter.warning(
            f"The buffer is {buffer_map:g} degrees, because {layer.path} counts in degrees. "
            "For metres, reproject the layer to a projected reference system first."
        )
    own = _extent_in_layer(grid, to_layer, back)
    edge = 0.0 if to_grid is None else _longest_edge(grid, own, is_geographic)
    near = None if to_grid is None else _wide_extent(own, buffer_map)
    turn = None if to_grid is None else turn_map(crs_from_wkt(grid.crs_wkt))
    extent = grid.extent_map()
    shapes: list[Shape] = []
    lost, seen, vanished, beyond, lines, closed = 0, 0, set(), 0, 0, 0
    for number, feature in enumerate(layer.features(_search_extent(own, buffer_map))):
        if number % 256 == 0:
            stop_if_cancelled(reporter)
        value = value_of(feature)
        geometry = feature.GetGeometryRef()
        if value is None or geometry is None:
            continue
        seen += 1
        lines += value != 0 and geometry.GetDimension() == 1
        closed += value != 0 and _is_outline(geometry)
        for part in _parts_near(geometry, near):
            # a copy: a transform that fails at a hole has changed what is around it
            projected = _finite_projected(part if other is None else part.Clone(), to_grid, buffer_map, edge)
            if projected is None and other is not None:
                projected = _finite_projected(part, other, buffer_map, edge)
                beyond += projected is not None
            if projected is None:
                lost += 1
            elif projected.IsEmpty():
                vanished.update([number] if buffer_map < 0 else [])
            else:
                for single in _parts(projected):  # a buffer below 0 may have divided it
                    copies = [single] if turn is None else copies_on(single, turn, extent)
                    shapes += [Shape(copy, value, bounds, number) for copy, bounds in _placed(copies, grid, extent)]
    if closed > lines / 2:
        reporter.warning(
            f"{layer.path}: {whole(closed)} of {whole(lines)} lines {'is' if lines == 1 else 'are'} closed, as outlines of areas are. A line counts where it "
            "runs, not for what it encloses: to label that, make polygons of the lines first, in QGIS by Lines to polygons."
        )
    _report_vanished(layer, len(vanished - {shape.feature for shape in shapes}), seen, buffer_map, reporter)
    if beyond:
        reporter.warning(
            f"{layer.path}: the coordinate operation does not reach {count_of(beyond, 'geometry', 'geometries')}, which PROJ's own choice reprojects, as "
            "QGIS shows them. They may lie some metres from the others: where that matters, choose an operation for all of the area in the "
            "project's properties (Transformations)."
        )
    if lost:
        reporter.warning(
            f"{layer.path}: {lost} geometries have coordinates that are not finite, or could not be buffered or reprojected, and were left out."
        )
    return shapes


def _is_outline(geometry: ogr.Geometry) -> bool:
    """Returns whether a geometry consists of lines that end where they begin, around an area."""
    if geometry.GetDimension() != 1:
        return False
    parts = [geometry.GetGeometryRef(number) for number in range(geometry.GetGeometryCount())] or [geometry]
    return all(
        part.GetPointCount() > 3 and part.GetPoint_2D(0) == part.GetPoint_2D(part.GetPointCount() - 1) for part in parts
    )


def _placed(parts: Iterable[ogr.Geometry], grid: Grid, extent: Extent) -> Iterator[tuple[ogr.Geometry, Extent]]:
    """Yields the parts that touch the grid's extent, what is near it of lines and of the largest polygons, with their bounds."""
    for part in parts:
        found = _near(part, grid) if part.GetDimension() else part
        xmin, xmax, ymin, ymax = found.GetEnvelope()
        if not found.IsEmpty() and touches((xmin, ymin, xmax, ymax), extent):
            yield found, (xmin, ymin, xmax, ymax)


def _report_vanished(layer: VectorLayer, count: int, features: int, buffer_map: float, reporter: Reporter) -> None:
    """Logs how many of the features a buffer below 0 leaves nothing of, as a warning where they are many."""
    if count:
        (reporter.warning if count > _WORTH_A_WARNING * features else reporter.info)(
            f"{layer.path}: the buffer of {buffer_map:g} leaves nothing of {whole(count)} of {whole(features)} features "
            f"({percent(count / features)}), which are too narrow. They label no pixel; take a smaller one to keep them."
        )


def outside_error(layer: VectorLayer, grid: Grid) -> LabelError:
    """Returns the error for a layer of which nothing usable lies on the grid."""
    to_grid, _ = _transforms(layer, grid, SilentReporter())
    own = layer.extent
    extent = transformed_extent(to_grid, own) if own else None
    covered = describe_extent(extent)
    if extent is None and own is not None and layer.crs is not None:
        covered = f"{describe_extent(own)} ({layer.crs.GetName()})"
    cure = remedy_in_other_coordinates(own, layer.crs, grid, may_be_swapped=True) or "Choose labels for this raster."
    crs = crs_from_wkt(grid.crs_wkt)
    if (
        extent is not None
        and crs is not None
        and any(touches(turned, grid.extent_map()) for turned in turns(extent, crs))
    ):
        cure = (
            "They fit after a turn of 360 degrees: the raster counts its longitudes from another meridian. Shift it to -180 to 180 first, as QGIS "
            "shows the labels (gdal_edit.py -a_ullr, or gdalwarp -t_srs EPSG:4326 -te -180 -90 180 90 for all of the Earth)."
        )
    return LabelError(
        f"None of the labels in {layer.path} lies inside the raster: they cover {covered}, "
        f"the raster covers {describe_extent(grid.extent_map())}. {cure}"
    )


def _transforms(layer: VectorLayer, grid: Grid, reporter: Reporter) -> _Transforms | tuple[None, None]:
    """Returns the transforms from the layer's CRS to the grid's and back; None, None where they are the same."""
    own, target = layer.crs, crs_from_wkt(grid.crs_wkt)
    if own is not None and own.IsGeocentric():
        raise LabelError(
            f"{layer.path} has geocentric coordinates ({own.GetName()}), which count from the centre of the Earth in three directions. Reproject it to "
            "longitude and latitude first: ogr2ogr -t_srs EPSG:4326."
        )
    if own is None and target is not None:
        reporter.warning(f"{layer.path} has no coordinate reference system; that of the raster is assumed.")
    if own is not None and target is None:
        reporter.warning(f"The raster has no coordinate reference system; that of {layer.path} is assumed.")
    if is_same(own, target):
        return None, None
    to_grid, to_layer = _transforms_of(layer, grid, layer.operation)
    if to_grid is None or to_layer is None:
        raise LabelError(
            f"{layer.path} cannot be reprojected from its reference system ({own.GetName()}) to that of the raster "
            f"({target.GetName()}). Reproject the layer to the raster's reference system first."
        )
    return to_grid, to_layer


def _transforms_of(
    layer: VectorLayer, grid: Grid, operation: str
) -> tuple[osr.CoordinateTransformation | None, osr.CoordinateTransformation | None]:
    """Returns the transforms from the layer's CRS to the grid's and back by an operation; None where there is none."""
    own, target = layer.crs, crs_from_wkt(grid.crs_wkt)
    return transform_between(own, target, operation), transform_between(target, own, operation, inverse=True)


def _extent_in_layer(
    grid: Grid, to_layer: osr.CoordinateTransformation | None, other: osr.CoordinateTransformation | None
) -> Extent | None:
    """Returns the grid's extent in the layer's map units, None where that is unknown.

    It is that of both transforms where there is an `other` one: each may reach a part of the grid only.
    """
    found = [transformed_extent(to_layer, grid.extent_map())]
    if other is not None:
        found.append(transformed_extent(other, grid.extent_map()))
    known = [extent for extent in found if extent is not None]
    if not known:
        return None
    lefts, lowers, rights, uppers = zip(*known)
    return min(lefts), min(lowers), max(rights), max(uppers)


def _search_extent(extent: Extent | None, buffer_map: float) -> Extent | None:
    """Returns the extent of features that may intersect the grid, whose own is `extent`, in the layer's map units; None for no limit."""
    if extent is None:
        return None
    xmin, ymin, xmax, ymax = extent
    margin = max(0.0, buffer_map) + 0.01 * max(xmax - xmin, ymax - ymin)
    return xmin - margin, ymin - margin, xmax + margin, ymax + margin


def _wide_extent(extent: Extent | None, buffer_map: float) -> Extent | None:
    """Returns an extent three times as wide and high as the grid's, in the layer's map units; None where that is unknown."""
    if extent is None or not 0 < max(extent[2] - extent[0], extent[3] - extent[1]) < _BEYOND_THE_EARTH:
        return None
    xmin, ymin, xmax, ymax = extent
    margin = max(xmax - xmin, ymax - ymin) + 2 * abs(buffer_map)
    return xmin - margin, ymin - margin, xmax + margin, ymax + margin


def _longest_edge(grid: Grid, extent: Extent | None, is_geographic: bool) -> float:
    """Returns the longest straight edge, in the layer's map units, that stays straight within a pixel when reprojected.

    Pixels of a grid that spans much of the Earth are large: there it is a part of the grid's side. 0 where the grid's extent is unknown in
    the layer's CRS, as for one with a pole that the CRS has at infinity. Infinite where it is unknown in longitudes: then the grid lies across
    180 degrees, and so may an edge from 179.9 to -179.9.
    """
    sides = (0.0, 0.0) if extent is None else (extent[2] - extent[0], extent[3] - extent[1])
    if not 0 < max(sides) < _BEYOND_THE_EARTH:
        return math.inf if is_geographic else 0.0
    pixel = min(sides[0] / grid.width, sides[1] / grid.height)
    return min(pixel * _LONGEST_EDGE_PX, min(sides) / _EDGES_PER_SIDE)


def _flat(geometry: ogr.Geometry) -> ogr.Geometry:
    """Returns a copy without Z and M values, curves linearised, rings that the file left open closed.

    Of an open ring GDAL loses pixels, and GEOS refuses it.
    """
    copy = geometry.GetLinearGeometry() if geometry.HasCurveGeometry() else geometry.Clone()
    copy.FlattenTo2D()
    copy.CloseRings()
    return copy


def _parts_near(geometry: ogr.Geometry, near: Extent | None) -> Iterator[ogr.Geometry]:
    """Yields the single parts of a geometry, those that reach beyond an extent cut there.

    Projections have no place for what is far away from them, such as the other end of a country for a UTM zone: a part would be lost with it.
    """
    for part in _parts(_flat(geometry)):
        left, right, bottom, top = part.GetEnvelope()
        if near is None or (near[0] <= left and right <= near[2] and near[1] <= bottom and top <= near[3]):
            yield part
        elif _is_finite(part) and part.GetDimension():
            yield from _parts(_cut(part, near))
        else:
            yield part


def _cut(part: ogr.Geometry, near: Extent) -> ogr.Geometry:
    """Returns what lies inside an extent, the part itself where that cannot be found."""
    found = None
    with gdal_errors_ignored():
        if part.GetDimension() == 2 and not part.IsValid():
            part = part.MakeValid() or part
        found = part.Intersection(_extent_polygon(near))
    return part if found is None else found


def _parts(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yields the polygons, lines and points of a geometry; a collection is split at any depth."""
    kind = ogr.GT_Flatten(geometry.GetGeometryType())
    if kind in (ogr.wkbPolyhedralSurface, ogr.wkbTIN):
        geometry = ogr.ForceToMultiPolygon(geometry)
        kind = ogr.wkbMultiPolygon
    if kind == ogr.wkbTriangle:
        yield ogr.ForceToPolygon(geometry)
    elif ogr.GT_IsSubClassOf(kind, ogr.wkbGeometryCollection):
        for number in range(geometry.GetGeometryCount()):
            yield from _parts(geometry.GetGeometryRef(number).Clone())
    elif not geometry.IsEmpty():
        yield geometry


def _is_finite(part: ogr.Geometry) -> bool:
    """Returns whether all coordinates of a single part are finite, and not so large that lengths are not: GEOS crashes with others."""
    if part.GetDimension() == 0:
        return math.isfinite(part.GetX()) and math.isfinite(part.GetY())
    lines = [part.GetGeometryRef(number) for number in range(part.GetGeometryCount())] or [part]
    return all(math.isfinite(line.Length()) for line in lines)


def _near(part: ogr.Geometry, grid: Grid) -> ogr.Geometry:
    """Returns a line or polygon without what lies far outside the grid.

    Rasterizing walks along all pixels of a line, and counts those of a polygon in 32 bits.
    """
    xmin, ymin, xmax, ymax = grid.extent_map()
    reach = (_FAR_PX if part.GetDimension() == 1 else _FARTHEST_PX) * min(grid.pixel_size_map)
    left, right, bottom, top = part.GetEnvelope()
    if xmin - left <= reach and right - xmax <= reach and ymin - bottom <= reach and top - ymax <= reach:
        return part
    return _cut(part, (xmin - reach, ymin - reach, xmax + reach, ymax + reach))


def _extent_polygon(extent: Extent) -> ogr.Geometry:
    """Returns an extent as a polygon."""
    xmin, ymin, xmax, ymax = extent
    corners = ((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax), (xmin, ymin))
    return ogr.CreateGeometryFromWkt(f"POLYGON(({','.join(f'{x!r} {y!r}' for x, y in corners)}))")


def _finite_projected(
    part: ogr.Geometry, to_grid: osr.CoordinateTransformation | None, buffer_map: float, edge: float
) -> ogr.Geometry | None:
    """Returns what `_projected` does, None, too, where coordinates are not finite before or after it. It may be empty."""
    found = _projected(part, to_grid, buffer_map, edge) if _is_finite(part) else None
    return found if found is not None and all(map(math.isfinite, found.GetEnvelope())) else None


def _projected(
    part: ogr.Geometry, to_grid: osr.CoordinateTransformation | None, buffer_map: float, edge: float
) -> ogr.Geometry | None:
    """Returns a single part buffered, densified and reprojected, None where that fails."""
    if to_grid is None and not buffer_map:
        return part
    with gdal_errors_ignored():
        if buffer_map:
            part = _buffered(part, buffer_map)
        if part is None or to_grid is None:
            return part
        length = part.Boundary().Length() if part.GetDimension() == 2 else part.Length()
        if length and edge < math.inf:
            part.Segmentize(max(edge or length / _EDGES_OF_A_PART, length / _MOST_EDGES))
        if part.Transform(to_grid) == 0:
            return part
    return None


def _buffered(part: ogr.Geometry, distance: float) -> ogr.Geometry | None:
    """Returns the buffer of a geometry. An invalid polygon is repaired first; rasterizing alone needs no repair."""
    if part.GetDimension() == 2 and not part.IsValid():
        part = part.MakeValid() or part.Buffer(0)
    return part.Buffer(distance) if part is not None else None
