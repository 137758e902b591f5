"""Rasterizes shapes into windows of a grid: vector labels and mask polygons, read window by window.

A polygon covers the pixels whose centres lie in it; a line or point those that it touches. Where shapes overlap, the
later one lies on top. The parts of a shape are rasterized one by one, so that overlapping parts do not cancel each
other.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from osgeo import gdal, ogr, osr

from ..classes.class_table import ClassTable
from ..core.dtypes import gdal_type
from ..core.errors import LabelError, SettingsError
from ..core.gdal_calls import check_done, gdal_errors_as
from ..core.grid import Grid, Window, describe_extent
from ..core.progress import Reporter, SilentReporter
from ..core.tiling import strips
from .geometry import Shape, shapes_on_grid
from .label_counts import LabelCounts, ShapeCounter
from .large_polygons import LargePolygon, is_large
from .mask_polygons import MaskPolygons
from .other_coordinates import remedy_in_other_coordinates
from .vector_layer import VectorLayer

_FIELD = "value"
_LARGEST_BYTE = 255
_ROWS_AT_ONCE = 256
"""Of large polygons: the fewer rows, the fewer of their edges are asked for each."""


class VectorLabelReader:
    """Labels of a vector layer, rasterized as they are read."""

    def __init__(self, shapes: Sequence[Shape], grid: Grid, class_table: ClassTable) -> None:
        """Takes the shapes of the labels, whose values are classes of the table or 0."""
        self._rasterizer, self.class_table = CountingRasterizer(shapes, grid), class_table

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns the labels of a window, int32 (height, width), and a mask that is True everywhere."""
        values = self._rasterizer.rasterize(window)
        return values.astype(np.int32, copy=False), np.ones(values.shape, bool)

    def check_unchanged(self) -> None:
        """Checks nothing: the features were read at once."""

    def counts(self) -> LabelCounts:
        """Returns what became of the features in all windows so far."""
        return self._rasterizer.counts()

    def close(self) -> None:
        """Frees nothing: the layer is closed already."""


class PolygonMask:
    """Returns, window by window, which pixels lie inside any polygon of a layer."""

    def __init__(self, mask: MaskPolygons, grid: Grid, reporter: Reporter | None = None) -> None:
        """Reads the polygons and brings them to the grid; the file is closed again at once.

        Raises SettingsError where the layer cannot be used or none of its polygons intersects the grid; Cancelled.
        """
        try:
            with contextlib.closing(VectorLayer(mask.path, mask.layer, mask.operation)) as opened:
                shapes = shapes_on_grid(opened, grid, lambda _: 1, 0.0, reporter or SilentReporter())
                extent, crs = (None, None) if shapes else (opened.extent, opened.crs)
        except LabelError as error:
            raise SettingsError(f"The mask cannot be used. {error}") from error
        polygons = [shape for shape in shapes if shape.is_area]
        if shapes and not polygons:
            raise SettingsError(
                f"The mask {mask.path} has points or lines and no polygon here. Choose a layer of polygons."
            )
        if not polygons:
            remedy = remedy_in_other_coordinates(extent, crs, grid, may_be_swapped=True)
            raise SettingsError(
                f"None of the mask polygons in {mask.path} lies inside the raster, which covers "
                f"{describe_extent(grid.extent_map())}. {remedy or 'Choose a mask for this raster.'}"
            )
        self._polygons, self._rasterizer = polygons, Rasterizer(polygons, grid)

    def digest(self) -> str:
        """Returns a digest of the polygons: the same for a copy of the layer."""
        digest = hashlib.sha256()
        for polygon in self._polygons:
            digest.update(bytes(polygon.geometry.ExportToWkb()))
        return digest.hexdigest()

    def read(self, window: Window) -> np.ndarray:
        """Returns bool (height, width) of a window: True where the pixel's centre lies inside the polygons."""
        return self._rasterizer.rasterize(window) != 0


class Rasterizer:
    """Holds shapes and rasterizes those that intersect a window."""

    def __init__(self, shapes: Sequence[Shape], grid: Grid) -> None:
        """Takes shapes from bottom to top."""
        self._shapes, self._grid = shapes, grid
        self._bounds = np.array([shape.bounds for shape in shapes], np.float64).reshape(-1, 4)
        self._large: dict[int, LargePolygon] = {}
        self._is_known = np.zeros(len(shapes), bool)
        are_bytes = all(0 <= shape.value <= _LARGEST_BYTE for shape in shapes)
        self._dtype = np.dtype(np.uint8 if are_bytes else np.int32)

    def rasterize(self, window: Window) -> np.ndarray:
        """Returns the value of each pixel's topmost shape in the window (height, width), 0 where there is none.

        It is uint8 where all values fit, else int32. Raises LabelError where GDAL cannot rasterize a shape.
        """
        return self._rasterized(self._near(window), window)

    def _rasterized(self, positions: np.ndarray, window: Window) -> np.ndarray:
        """Returns the shapes at some positions rasterized into a window, in that order."""
        large = [position for position in positions.tolist() if self._is_large(position)]
        parts = strips(window, _ROWS_AT_ONCE) if large else (window,)
        return np.concatenate([self._rasterized_rows(positions, part) for part in parts])

    def _rasterized_rows(self, positions: np.ndarray, window: Window) -> np.ndarray:
        """Returns the shapes at some positions rasterized into a window; of large polygons what lies in its rows."""
        _, lower, _, upper = self._grid.extent_map(window)
        _, margin = self._grid.pixel_size_map
        shapes = []
        for position in positions.tolist():
            shape, polygon = self._shapes[position], self._large.get(position)
            part = shape.geometry if polygon is None else polygon.between(lower - margin, upper + margin)
            if part is not None:
                shapes.append(replace(shape, geometry=part) if part is not shape.geometry else shape)
        return _rasterized(self._grid.subgrid(window), shapes, self._dtype)

    def _is_large(self, position: int) -> bool:
        """Returns whether the shape at a position is a polygon of very many vertices, which are looked up once."""
        if not self._is_known[position]:
            self._is_known[position] = True
            if is_large(self._shapes[position].geometry):
                self._large[position] = LargePolygon(self._shapes[position].geometry)
        return position in self._large

    def _near(self, window: Window) -> np.ndarray:
        """Returns the positions of the shapes whose bounds touch a window."""
        xmin, ymin, xmax, ymax = self._grid.extent_map(window)
        left, bottom, right, top = self._bounds.T
        return np.flatnonzero((left <= xmax) & (right >= xmin) & (bottom <= ymax) & (top >= ymin))


class CountingRasterizer(Rasterizer):
    """Rasterizes labels, and counts which of them label no pixel and which pixels two classes claim.

    Shapes that a later one of another class may cover are rasterized once more in reverse order: what lies on top then
    is what was covered. The others are never the lowest of two classes.
    """

    def __init__(self, shapes: Sequence[Shape], grid: Grid) -> None:
        """Takes shapes from bottom to top."""
        super().__init__(shapes, grid)
        self._counter = ShapeCounter(shapes, grid)

    def rasterize(self, window: Window) -> np.ndarray:
        """Returns the same as `Rasterizer.rasterize`, and counts the rows of the window that are new."""
        near = self._near(window)
        values = self._rasterized(near, window)
        fresh = self._counter.add(near, values, window)
        covered = near[self._counter.may_be_covered[near]][::-1]
        part = self._part_of(covered, fresh) if fresh and covered.size else None
        if part is not None:
            x, y = part.x - window.x, part.y - window.y
            topmost = values[y : y + part.height, x : x + part.width]
            self._counter.count_contested(topmost, self._rasterized(covered, part))
        return values

    def _part_of(self, positions: np.ndarray, window: Window) -> Window | None:
        """Returns the part of a window that the bounds of some shapes, and a pixel around them, cover."""
        bounds = self._bounds[positions]
        covered = self._grid.window_of_extent((*bounds[:, :2].min(0).tolist(), *bounds[:, 2:].max(0).tolist()))
        if covered is None:
            return None
        return Window(covered.x - 1, covered.y - 1, covered.width + 2, covered.height + 2).intersection(window)

    def counts(self) -> LabelCounts:
        """Returns what became of the shapes in all windows so far."""
        without = {
            position
            for position, window in self._counter.doubtful()
            if not window.pixels or not self._rasterized(np.array([position]), window).any()
        }
        return self._counter.result(without)


def _rasterized(grid: Grid, shapes: list[Shape], dtype: np.dtype) -> np.ndarray:
    """Returns the value of each pixel's topmost shape, `dtype` (height, width), 0 where there is none."""
    values = np.zeros((grid.height, grid.width), dtype)
    if shapes:
        canvas = _canvas(grid, dtype)
        for run in _runs(shapes):
            _rasterize_run(canvas, run)
        with gdal_errors_as(_not_rasterized):
            check_done(canvas.ReadRaster(0, 0, grid.width, grid.height, buf_type=gdal_type(dtype), buf_obj=values))
    return values


def _canvas(grid: Grid, dtype: np.dtype) -> gdal.Dataset:
    """Returns a raster in memory, all 0. It has no CRS: shapes are in its map units already."""
    canvas = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal_type(dtype))
    canvas.SetGeoTransform(grid.geotransform)
    return canvas


def _runs(shapes: list[Shape]) -> list[list[Shape]]:
    """Splits shapes, order kept, into runs of areas and of others, which GDAL rasterizes by different rules."""
    runs: list[list[Shape]] = []
    for shape in shapes:
        if not runs or runs[-1][0].is_area != shape.is_area:
            runs.append([])
        runs[-1].append(shape)
    return runs


def _rasterize_run(canvas: gdal.Dataset, shapes: list[Shape]) -> None:
    """Rasterizes shapes of one kind into the canvas."""
    source = _memory_driver().Create("", 0, 0, 0, gdal.GDT_Unknown)
    # Of a layer without CRS, GDAL before 3.7 warns that it assumes the canvas's.
    map_units = osr.SpatialReference()
    map_units.SetLocalCS("map units")
    layer = source.CreateLayer("shapes", map_units, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn(_FIELD, ogr.OFTInteger))
    feature = ogr.Feature(layer.GetLayerDefn())
    for shape in shapes:
        feature.SetFID(ogr.NullFID)  # the layer, which copies the feature, has numbered it
        feature.SetFieldInteger64(0, shape.value)
        feature.SetGeometry(shape.geometry)
        layer.CreateFeature(feature)
    options = [f"ATTRIBUTE={_FIELD}", *([] if shapes[0].is_area else ["ALL_TOUCHED=TRUE"])]
    with gdal_errors_as(_not_rasterized):
        check_done(gdal.RasterizeLayer(canvas, [1], layer, options=options))


def _not_rasterized(why: str) -> LabelError:
    return LabelError(f"Shapes cannot be rasterized on the raster's grid: {why}.")


def _memory_driver() -> gdal.Driver:
    """Returns GDAL's driver for layers in memory: MEM from 3.11 on, Memory before."""
    driver = gdal.GetDriverByName("MEM")
    if driver.GetMetadataItem(gdal.DCAP_VECTOR):
        return driver
    return gdal.GetDriverByName("Memory")
