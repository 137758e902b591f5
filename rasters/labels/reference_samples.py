"""Reference samples for an assessment: points, polygons or a raster, read window by window on the map's grid.

A sample is a pixel of the map with its reference class. Each point is a sample, also where several lie in one pixel; of
polygons and rasters every pixel is at most one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from osgeo import ogr

from ..classes.class_styles import canonical_key, styles_by_key, whole_number
from ..classes.class_table import RGB
from ..core.errors import LabelError
from ..core.grid import Grid, Window
from ..core.number_text import count_of, first_of, whole
from ..core.progress import Reporter
from ..core.sample_design import HIDDEN_FIELDS, REFERENCE_FIELD, STRATUM, SampleDesign
from ..reading.dataset import RasterDataset
from .class_field import FeatureClasses, spelling
from .design_fields import DesignFields
from .geometry import Shape, outside_error, shapes_on_grid
from .label_raster import RasterLabelReader
from .rasterize import CountingRasterizer
from .sources import RasterLabels, VectorLabels
from .vector_layer import VectorLayer

POINTS, POLYGONS, RASTER = "points", "polygons", "raster"
_INTERPRET = f"Enter the true class of the points in {REFERENCE_FIELD}, and run again."
_NOT_TRUE = {*HIDDEN_FIELDS, *(name[:10] for name in HIDDEN_FIELDS)}
"""Fields of a sample that no reference can be, also as a Shapefile shortens their names."""

Samples = tuple[np.ndarray, np.ndarray]
"""Positions of pixels, int64 (n,), counted row by row from the window's upper left pixel, and class values, int32 (n,)."""


class Reference(Protocol):
    """Reference samples of a map.

    `kind` is one of `POINTS`, `POLYGONS`, `RASTER`. `styles` has names and colours of its classes by value. `count` is the number of points
    or polygons, wherever they lie, None for a raster. `design` is that of points which carry one.
    """

    kind: str
    styles: dict[int, tuple[str, RGB]]
    count: int | None
    design: SampleDesign | None

    def samples(self, window: Window) -> Samples:
        """Returns the samples of a window inside the map."""

    def report(self, reporter: Reporter) -> None:
        """Logs what became of the reference in the windows that were read. Raises RasterError where a raster was changed meanwhile."""

    def close(self) -> None:
        """Closes the source."""


def open_reference(
    source: VectorLabels | RasterLabels,
    grid: Grid,
    names: Mapping[str, int],
    ignored: int | None,
    reporter: Reporter,
    window: Window | None = None,
    raster: RasterDataset | None = None,
    shared_names: Collection[str] = (),
) -> Reference:
    """Opens a reference for a map's grid.

    `names` are the map's class names, to which texts of a vector's class field are matched, `shared_names` those that several of its
    classes have. `ignored` is the unlabelled value of a
    reference raster, of which only a `window` is read where one is given; `raster` is that one where it is open already. Raises LabelError
    where the reference is unfit, does not intersect the grid or has classes that the map does not name, or names twice; RasterError where a raster cannot
    be read; Cancelled.
    """
    if isinstance(source, RasterLabels):
        return RasterReference(source, raster or source.opened(), grid, ignored, reporter, window)
    with contextlib.closing(VectorLayer(source.path, source.layer, source.operation)) as layer:
        is_drawn = {STRATUM, REFERENCE_FIELD} <= set(layer.field_names)
        remedy = {"if_empty": _INTERPRET} if is_drawn and source.class_field == REFERENCE_FIELD else {}
        classes = FeatureClasses(layer, source.class_field, (), reporter, zero_is_class=True, **remedy)
        values = _map_values(classes, source, names, shared_names)
        fields = DesignFields.of(layer, classes.value_of, reporter)
        is_sample = fields is not None or is_drawn
        if is_sample and source.class_field in _NOT_TRUE:
            raise LabelError(
                f'The class field is "{source.class_field}", which holds the sampling design of {source.path}: what a map shows, not '
                f'what is true. Choose the field of the true classes, "{REFERENCE_FIELD}" unless it was renamed.'
            )
        strata: list[int] = []

        def value_of(feature: ogr.Feature) -> int | None:
            # called once per feature, so that a shape's feature number is a position in `strata`
            strata.append(-1 if fields is None else fields.position_of(feature))
            return classes.value_of(feature)

        shapes = shapes_on_grid(layer, grid, value_of, source.buffer_map, reporter)
        if not shapes:
            raise outside_error(layer, grid)
        dimensions = {shape.geometry.GetDimension() for shape in shapes}
        if len(dimensions) > 1 or 1 in dimensions:
            what = "lines" if dimensions == {1} else "geometries of several kinds"
            raise LabelError(f"The reference {source.path} has {what}. Choose a layer of points, or one of polygons.")
        is_points = dimensions == {0}
        count = _count_points(layer, classes) if is_points else len(shapes)
    given = styles_by_key(source.styles)
    styles = {
        values[entry.value]: given.get(entry.name, (entry.name, entry.color)) for entry in classes.class_table.classes
    }
    shapes = [replace(shape, value=values[shape.value]) for shape in shapes]
    if not is_points:
        if fields is not None:
            reporter.warning(
                f"The sampling design in {source.path} is not used: it is one of points, and these are polygons."
            )
        return PolygonReference(shapes, grid, styles, count)
    design = None if fields is None else fields.design
    return PointReference(shapes, grid, styles, count, design, [strata[shape.feature] for shape in shapes])


def _count_points(layer: VectorLayer, classes: FeatureClasses) -> int:
    """Returns the number of points with a class, wherever they lie; a multipoint has several."""
    points = 0
    for feature in layer.features():
        geometry = feature.GetGeometryRef()
        if geometry is not None and not geometry.IsEmpty() and classes.value_of(feature) is not None:
            points += max(1, geometry.GetGeometryCount())
    return points


class PointReference:
    """Points: one sample each, of the pixel under it."""

    kind = POINTS

    def __init__(
        self,
        shapes: Sequence[Shape],
        grid: Grid,
        styles: dict[int, tuple[str, RGB]],
        count: int,
        design: SampleDesign | None = None,
        strata: Sequence[int] = (),
    ) -> None:
        """Takes points in the grid's map units; `count` is their number on and off the grid.

        With a `design`, `strata` has the position of each point's stratum in it.
        """
        self.styles, self.count, self.design = styles, count, design
        self._size = grid.height, grid.width
        pixels = [grid.to_pixel(shape.bounds[0], shape.bounds[1]) for shape in shapes]
        columns, rows = np.floor(np.array(pixels, np.float64).reshape(-1, 2)).astype(np.int64).T
        order = np.argsort(rows, kind="stable")
        self._rows, self._columns = rows[order], columns[order]
        self._values = np.array([shape.value for shape in shapes], np.int32)[order]
        self._strata = np.array(strata if design else np.zeros(len(shapes)), np.int64)[order]

    def samples(self, window: Window) -> Samples:
        """Returns the samples of a window inside the map."""
        found, inside = self._inside(window)
        rows, columns = self._rows[found] - window.y, self._columns[found] - window.x
        return (rows * window.width + columns)[inside], self._values[found][inside]

    def strata(self, window: Window) -> np.ndarray:
        """Returns the positions of the samples' strata in the design, int64 (n,), in the order of `samples`."""
        found, inside = self._inside(window)
        return self._strata[found][inside]

    def _inside(self, window: Window) -> tuple[slice, np.ndarray]:
        """Returns the points in the rows of a window, and which of them lie in its columns, bool (n,)."""
        found = slice(*np.searchsorted(self._rows, (window.y, window.bottom)))
        columns = self._columns[found] - window.x
        return found, (columns >= 0) & (columns < window.width)

    def report(self, reporter: Reporter) -> None:
        """Logs points that share a pixel of the map, and warns of those of several classes: each of them is a sample."""
        inside = (
            (self._rows >= 0) & (self._rows < self._size[0]) & (self._columns >= 0) & (self._columns < self._size[1])
        )
        pixels = (self._rows * self._size[1] + self._columns)[inside]
        values = self._values[inside]
        _, which, points = np.unique(pixels, return_inverse=True, return_counts=True)
        lowest = np.full(points.size, np.iinfo(np.int32).max)
        highest = np.full(points.size, np.iinfo(np.int32).min)
        np.minimum.at(lowest, which, values)
        np.maximum.at(highest, which, values)
        contradicting, sharing = int(points[lowest != highest].sum()), int(points[points > 1].sum())
        if contradicting:
            reporter.warning(
                f"{whole(contradicting)} of {count_of(pixels.size, 'point', 'points')} share a pixel of the map with a point of another class. Each of them "
                "counts, and at least one in each pixel as an error: remove what is doubled or wrong."
            )
        elif sharing:
            reporter.info(
                f"{whole(sharing)} of {count_of(pixels.size, 'point', 'points')} share a pixel of the map with another one of their class. Each of them counts."
            )

    def close(self) -> None:
        """Frees nothing: the layer is closed already."""


class PolygonReference:
    """Polygons: every pixel whose centre lies inside one is a sample; where they overlap the later one counts."""

    kind, design = POLYGONS, None

    def __init__(self, shapes: Sequence[Shape], grid: Grid, styles: dict[int, tuple[str, RGB]], count: int) -> None:
        """Takes polygons in the grid's map units, from bottom to top."""
        self.styles, self.count = styles, count
        # rasterized as positions from 1 on, so that 0 can be a class
        self._values = np.unique(np.array([shape.value for shape in shapes], np.int32))
        codes = np.searchsorted(self._values, [shape.value for shape in shapes]) + 1
        self._rasterizer = CountingRasterizer(
            [replace(shape, value=int(code)) for shape, code in zip(shapes, codes)], grid
        )

    def samples(self, window: Window) -> Samples:
        """Returns the samples of a window inside the map. Raises LabelError where a polygon cannot be rasterized."""
        codes = self._rasterizer.rasterize(window).ravel()
        positions = np.flatnonzero(codes)
        return positions, self._values[codes[positions] - 1]

    def report(self, reporter: Reporter) -> None:
        """Logs polygons that hold no pixel and pixels that two classes claim."""
        names = {code: self.styles[value][0] for code, value in enumerate(self._values.tolist(), 1)}
        self._rasterizer.counts().report(names, reporter)

    def close(self) -> None:
        """Frees nothing: the layer is closed already."""


class RasterReference:
    """A raster of class values, on any grid: every pixel of the map where it is labelled is a sample."""

    kind, count, design = RASTER, None, None

    def __init__(
        self,
        source: RasterLabels,
        raster: RasterDataset,
        grid: Grid,
        ignored: int | None,
        reporter: Reporter,
        window: Window | None,
    ) -> None:
        """Finds the classes of the `raster`. Raises LabelError, RasterError and Cancelled as `RasterLabelReader` does."""
        self._labels = RasterLabelReader(
            raster, source.styles, grid, reporter, window=window, operation=source.operation, unlabelled=ignored
        )
        self._ignored = ignored
        self.styles = {entry.value: (entry.name, entry.color) for entry in self._labels.class_table.classes}

    def samples(self, window: Window) -> Samples:
        """Returns the samples of a window inside the map. Raises RasterError where a block cannot be read."""
        values, valid = self._labels.read(window)
        positions = np.flatnonzero(valid if self._ignored is None else valid & (values != self._ignored))
        return positions, values.ravel()[positions]

    def report(self, reporter: Reporter) -> None:
        """Logs nothing: the classes of a raster do not overlap. Raises RasterError where it was changed while it was read."""
        self._labels.check_unchanged()

    def close(self) -> None:
        """Closes the raster."""
        self._labels.close()


def _map_values(
    classes: FeatureClasses, source: VectorLabels, names: Mapping[str, int], shared: Collection[str]
) -> dict[int, int]:
    """Returns the map's class value of each class of a layer: texts go by name, as whole numbers where there is none.

    Raises LabelError for texts that are neither, or the name of several classes.
    """
    entries = classes.class_table.classes
    if not classes.is_text:
        return {entry.value: entry.value for entry in entries}
    loosely = {spelling(name): value for name, value in names.items()}
    values, unknown = {}, []
    for entry in entries:
        if entry.name in shared:
            raise LabelError(
                f'The map calls several classes “{entry.name}”, and so does the field "{source.class_field}" of {source.path}: it may mean any of them. '
                "Give the classes of the map different names, or choose a field of class values."
            )
        found = names.get(entry.name, loosely.get(spelling(entry.name), whole_number(canonical_key(entry.name))))
        if found is None:
            unknown.append(entry.name)
        else:
            values[entry.value] = found
    if unknown:
        raise _unknown_names(source, unknown, names)
    return values


def _unknown_names(source: VectorLabels, unknown: list[str], names: Mapping[str, int]) -> LabelError:
    """Returns the error for classes of a layer that the map does not name."""
    there = (f"{name} ({value})" for name, value in sorted(names.items(), key=lambda item: item[1]))
    what = f"the map names {first_of(there)}" if names else "the map names no classes"
    return LabelError(
        f'The field "{source.class_field}" of {source.path} has classes that the map does not name: '
        f"{first_of(unknown)}; {what}. Make the names equal, or choose "
        "a field of class values."
    )
