"""Reads vector layers and makes their geometries ready to be burnt into a raster's grid.

Ready means: two-dimensional, straight edges, single parts, buffered where asked for, in the raster's reference
system.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from osgeo import gdal, ogr, osr

from ..core.crs import crs_from_wkt, earth_crs, is_same, transform_between, transformed_extent
from ..core.errors import LabelError
from ..core.gdal_calls import gdal_failures, opened, reason
from ..core.grid import Extent, Grid, touches
from ..core.progress import Reporter, stop_if_cancelled
from .rasterize import Shape

_LONGEST_EDGE_PX = 64
_MOST_EDGES = 20_000
_READ_AT_ONCE = 64
_LARGEST_SANE_BUFFER_DEGREES = 1.0


class VectorLayer:
    """An open layer of a vector file."""

    def __init__(self, path: str, name: str | None) -> None:
        """Opens a layer; without a name, the file's only layer with geometries.

        Raises LabelError where the file cannot be opened or the layer is not there or not clear.
        """
        dataset = opened(
            path, gdal.OF_VECTOR, lambda why: LabelError(f"The vector layer {path} cannot be opened: {why}.")
        )
        self.path = path
        self._dataset = dataset
        self._layer = _pick_layer(path, dataset, name)

    def close(self) -> None:
        """Closes the file."""
        self._layer = self._dataset = None

    @property
    def name(self) -> str:
        """Returns the layer's name."""
        return self._layer.GetName()

    @property
    def system(self) -> osr.SpatialReference | None:
        """Returns the layer's reference system, axes in GIS order; None where it is unknown."""
        return earth_crs(self._layer.GetSpatialRef())

    @property
    def extent(self) -> Extent | None:
        """Returns the layer's extent in its own map units, None where it is empty."""
        with gdal_failures():
            try:
                self._layer.SetSpatialFilter(None)
                xmin, xmax, ymin, ymax = self._layer.GetExtent()
            except (RuntimeError, TypeError):
                return None
        return (xmin, ymin, xmax, ymax) if self._layer.GetFeatureCount() else None

    def field(self, name: str) -> tuple[int, int]:
        """Returns index and OGR type of a field. Raises LabelError, naming those there are, where it is missing."""
        definition = self._layer.GetLayerDefn()
        names = [definition.GetFieldDefn(number).GetName() for number in range(definition.GetFieldCount())]
        wanted = [number for number, given in enumerate(names) if given == name] or [
            number for number, given in enumerate(names) if given.lower() == name.lower()
        ]
        if not wanted:
            raise LabelError(
                f'{self.path} has no field "{name}". Choose one of its fields: {", ".join(names) or "it has none"}.'
            )
        return wanted[0], definition.GetFieldDefn(wanted[0]).GetType()

    def features(self, extent: Extent | None = None) -> Iterator[ogr.Feature]:
        """Yields the features in file order; with an extent in the layer's map units, those that may meet it."""
        self._layer.SetSpatialFilter(None)
        if extent is not None:
            self._layer.SetSpatialFilterRect(*extent)
        self._layer.ResetReading()
        at_end = False
        while not at_end:
            features, at_end = self._next_features()
            yield from features

    def _next_features(self) -> tuple[list[ogr.Feature], bool]:
        """Returns some next features, and whether they are the last; watching for failures takes longer than reading one."""
        features: list[ogr.Feature] = []
        passed_over = 0
        with gdal_failures() as failures:
            try:
                while len(features) < _READ_AT_ONCE:
                    feature = self._layer.GetNextFeature()
                    if feature is None:
                        break
                    features.append(feature)
                    passed_over = len(failures)
            except RuntimeError as error:
                raise LabelError(f"{self.path} cannot be read to its end: {reason(failures, error)}.") from error
        at_end = len(features) < _READ_AT_ONCE
        if at_end and failures[passed_over:]:
            raise LabelError(f"{self.path} cannot be read to its end: {reason(failures[passed_over:])}.")
        return features, at_end


def _pick_layer(path: str, dataset: gdal.Dataset, name: str | None) -> ogr.Layer:
    """Returns the layer of that name, or the only one with geometries."""
    layers = [dataset.GetLayer(number) for number in range(dataset.GetLayerCount())]
    spatial = [layer for layer in layers if layer.GetGeomType() != ogr.wkbNone]
    chosen = [layer for layer in layers if layer.GetName() == name] if name else spatial
    if len(chosen) == 1:
        return chosen[0]
    there = ", ".join(layer.GetName() for layer in spatial) or "none with geometries"
    if name:
        raise LabelError(f'{path} has no layer "{name}". Its layers: {there}.')
    raise LabelError(f"{path} has {len(spatial)} layers, and none was chosen. Name one of them: {there}.")


def count_points(layer: VectorLayer, value_of: Callable[[ogr.Feature], int | None]) -> int:
    """Returns how many points the features with a value have, wherever they lie; a multipoint has several."""
    points = 0
    for feature in layer.features():
        geometry = feature.GetGeometryRef()
        if geometry is not None and not geometry.IsEmpty() and value_of(feature) is not None:
            points += max(1, geometry.GetGeometryCount())
    return points


def ready_shapes(
    layer: VectorLayer,
    grid: Grid,
    value_of: Callable[[ogr.Feature], int | None],
    buffer_map: float,
    reporter: Reporter,
) -> list[Shape]:
    """Returns the parts of the features that meet the grid, in file order, ready to be burnt.

    `value_of` gives a feature's value, None to leave it out. `buffer_map` is in the layer's map units. Warns where a
    reference system is unknown and of features that could not be used. Raises LabelError where there is no way from
    the layer's reference system to the raster's, and Cancelled.
    """
    way, back = ways_between(layer, grid, reporter)
    is_geographic = layer.system is not None and layer.system.IsGeographic()
    if is_geographic and abs(buffer_map) > _LARGEST_SANE_BUFFER_DEGREES:
        reporter.warning(
            f"The buffer is {buffer_map:g} degrees, because {layer.path} counts in degrees. "
            "For metres, reproject the layer to a projected reference system first."
        )
    reach = _search_extent(grid, back, buffer_map)
    edge = None if way is None else _longest_edge(grid, back)
    reached = grid.extent_map()
    shapes: list[Shape] = []
    lost = 0
    for number, feature in enumerate(layer.features(reach)):
        if number % 256 == 0:
            stop_if_cancelled(reporter)
        value = value_of(feature)
        geometry = feature.GetGeometryRef()
        if value is None or geometry is None:
            continue
        for part in _parts(_flat(geometry)):
            ready = _ready(part, way, buffer_map, edge)
            if ready is None:
                lost += 1
                continue
            xmin, xmax, ymin, ymax = ready.GetEnvelope()
            if not all(map(math.isfinite, (xmin, xmax, ymin, ymax))):
                lost += 1
            elif not ready.IsEmpty() and touches((xmin, ymin, xmax, ymax), reached):
                shapes.append(Shape(ready, value, (xmin, ymin, xmax, ymax)))
    if lost:
        reporter.warning(f"{layer.path}: {lost} geometries could not be buffered or reprojected and were left out.")
    return shapes


def ways_between(
    layer: VectorLayer, grid: Grid, reporter: Reporter
) -> tuple[osr.CoordinateTransformation | None, osr.CoordinateTransformation | None]:
    """Returns the ways from the layer's reference system to the grid's and back; None, None where they are the same."""
    own, target = layer.system, crs_from_wkt(grid.crs_wkt)
    if own is None and target is not None:
        reporter.warning(f"{layer.path} has no coordinate reference system; that of the raster is assumed.")
    if own is not None and target is None:
        reporter.warning(f"The raster has no coordinate reference system; that of {layer.path} is assumed.")
    if is_same(own, target):
        return None, None
    way, back = transform_between(own, target), transform_between(target, own)
    if way is None or back is None:
        raise LabelError(
            f"There is no way from the reference system of {layer.path} ({own.GetName()}) to that of the raster "
            f"({target.GetName()}). Reproject the layer to the raster's reference system first."
        )
    return way, back


def _search_extent(grid: Grid, back: osr.CoordinateTransformation | None, buffer_map: float) -> Extent | None:
    """Returns the extent, in the layer's map units, in which features may meet the grid; None for anywhere."""
    extent = transformed_extent(back, grid.extent_map())
    if extent is None:
        return None
    xmin, ymin, xmax, ymax = extent
    margin = max(0.0, buffer_map) + 0.01 * max(xmax - xmin, ymax - ymin)
    return xmin - margin, ymin - margin, xmax + margin, ymax + margin


def _longest_edge(grid: Grid, back: osr.CoordinateTransformation | None) -> float | None:
    """Returns how long, in the layer's map units, a straight edge may be before it bends visibly in the raster's."""
    extent = transformed_extent(back, grid.extent_map())
    if extent is None:
        return None
    pixel = min((extent[2] - extent[0]) / grid.width, (extent[3] - extent[1]) / grid.height)
    return pixel * _LONGEST_EDGE_PX or None


def _flat(geometry: ogr.Geometry) -> ogr.Geometry:
    """Returns a copy without heights and measures, and with straight pieces for curves."""
    copy = geometry.GetLinearGeometry() if geometry.HasCurveGeometry() else geometry.Clone()
    copy.FlattenTo2D()
    return copy


def _parts(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yields the polygons, lines and points that a geometry consists of; it is itself the only one, or can go after it."""
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


def _ready(
    part: ogr.Geometry, way: osr.CoordinateTransformation | None, buffer_map: float, edge: float | None
) -> ogr.Geometry | None:
    """Returns a single part buffered and reprojected, None where that fails.

    A self-crossing polygon needs no repair to be burnt, only to be buffered.
    """
    if way is None and not buffer_map:
        return part
    with gdal_failures():
        try:
            if buffer_map:
                part = _buffered(part, buffer_map)
            if part is not None and way is not None:
                if edge and part.GetDimension() > 0:
                    length = part.Boundary().Length() if part.GetDimension() == 2 else part.Length()
                    part.Segmentize(max(edge, length / _MOST_EDGES))
                if part.Transform(way) != 0:
                    return None
        except RuntimeError:
            return None
    return part


def _buffered(part: ogr.Geometry, distance: float) -> ogr.Geometry | None:
    """Returns a geometry grown by a distance (shrunk where it is negative), repaired first where it must be."""
    if part.GetDimension() == 2 and not part.IsValid():
        part = part.MakeValid() or part.Buffer(0)
    return part.Buffer(distance) if part is not None else None
