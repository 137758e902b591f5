"""Polygons of classes as a class raster on a grid of their own, read strip by strip like `classes.class_raster`."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..classes.class_raster import ClassStrip
from ..classes.class_table import RGB
from ..core.errors import LabelError, SettingsError
from ..core.grid import Grid, Window
from ..core.number_text import whole
from ..core.progress import Reporter, stop_if_cancelled
from ..core.tiling import strip_height, strips
from .class_field import FeatureClasses
from .geometry import outside_error, shapes_on_grid
from .rasterize import VectorLabelReader
from .sources import VectorLabels
from .vector_layer import VectorLayer

if TYPE_CHECKING:
    from typing_extensions import Self

_CELLS = 5000
"""Cells on the longer side of the polygons' extent, unless their size is given."""
_MOST_CELLS = 100_000
_LARGEST_CELL = 1e100
"""Larger ones cannot be computed with."""
_STRIP_PIXELS = 2_000_000
_BLOCK_ROWS = 64


class ClassPolygons:
    """Polygons that are read as square cells; a cell has the class of the polygon that holds its centre."""

    def __init__(self, source: VectorLabels, cell_map: float | None, reporter: Reporter) -> None:
        """Reads the polygons; `cell_map` is the side of a cell in map units of the layer, None for 1/5000 of its longer side.

        Raises LabelError where the layer is unfit, SettingsError for a cell size that cannot work, and Cancelled.
        """
        with contextlib.closing(VectorLayer(source.path, source.layer)) as layer:
            classes = FeatureClasses(layer, source.class_field, source.styles, reporter)
            self.grid = _grid(layer, cell_map)
            shapes = [
                shape for shape in shapes_on_grid(layer, self.grid, classes.value_of, 0.0, reporter) if shape.value
            ]
            if not shapes:
                raise outside_error(layer, self.grid)
            if not all(shape.is_area for shape in shapes):
                raise LabelError(
                    f"{source.path} has points or lines. Points are drawn in polygons: choose a layer of those."
                )
        self.is_text = classes.is_text
        self.nodata = None
        self._labels = VectorLabelReader(shapes, self.grid, classes.class_table)
        self.styles: dict[int, tuple[str, RGB]] = {
            entry.value: (entry.name, entry.color) for entry in classes.class_table.classes
        }
        self.names: dict[str, int] = {
            name: value for value, (name, _) in self.styles.items() if self.is_text or name != str(value)
        }

    def __enter__(self) -> Self:
        """Returns the polygons."""
        return self

    def __exit__(self, *_: object) -> None:
        """Lets the polygons go."""
        self._labels.close()

    def report(self, reporter: Reporter) -> None:
        """Logs the size of the cells."""
        width, _ = self.grid.pixel_size_map
        reporter.info(f"The polygons are read as {self.grid.width} x {self.grid.height} cells of {width:g} map units.")

    def report_shapes(self, reporter: Reporter) -> None:
        """Logs polygons without a cell, and cells that two classes claim, in the strips that were read."""
        names = {value: name for value, (name, _) in self.styles.items()}
        self._labels.counts().report(names, reporter)

    def strips(self, window: Window, reporter: Reporter) -> Iterator[ClassStrip]:
        """Yields the rows of a window from top to bottom. Raises LabelError where a polygon cannot be rasterized; Cancelled."""
        for part in strips(window, strip_height(window.width, _STRIP_PIXELS, _BLOCK_ROWS)):
            stop_if_cancelled(reporter)
            values, _ = self._labels.read(part)
            yield ClassStrip(part, values, values != 0)
            reporter.progress((part.bottom - window.y) / window.height)


def _grid(layer: VectorLayer, cell_map: float | None) -> Grid:
    """Returns the grid of cells that covers the layer's extent. Raises SettingsError, LabelError."""
    extent = layer.extent
    if extent is None or not all(map(math.isfinite, extent)):
        raise LabelError(f"{layer.path} has no features with a geometry. Choose a layer of polygons.")
    xmin, ymin, xmax, ymax = extent
    longer = max(xmax - xmin, ymax - ymin)
    if longer <= 0:
        raise LabelError(f"{layer.path} covers no area. Choose a layer of polygons.")
    size = longer / _CELLS if cell_map is None else cell_map
    if not 0 < size < _LARGEST_CELL:
        raise SettingsError(f"The cell size is {size:g}. Choose a number above 0, or leave it empty.")
    if longer / size > _MOST_CELLS:
        raise SettingsError(
            f"Cells of {size:g} map units would be {whole(round(longer / size))} on a side; at most {whole(_MOST_CELLS)} are possible. Choose "
            f"a cell size of at least {longer / _MOST_CELLS:.3g}."
        )
    width, height = (max(1, math.ceil(side / size - 1e-9)) for side in (xmax - xmin, ymax - ymin))
    crs = layer.crs
    return Grid(width, height, (xmin, size, 0.0, ymax, 0.0, -size), "" if crs is None else crs.ExportToWkt())
