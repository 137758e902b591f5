"""Labels on the grid of an image, whatever they come from: the one door to vector and raster labels."""

from __future__ import annotations

from typing import Protocol, Union

import numpy as np

from ..classes.class_styles import ClassStyle
from ..classes.class_table import ClassTable
from ..core.crs import transformed_extent
from ..core.errors import LabelError
from ..core.grid import Grid, Window, describe_extent
from ..core.progress import Reporter, SilentReporter
from .class_field import FeatureClasses
from .label_raster import RasterLabelReader
from .rasterize import Burner
from .sources import RasterLabels, VectorLabels
from .vector_layer import VectorLayer, ready_shapes, ways_between

__all__ = ["ClassStyle", "LabelReader", "LabelSource", "RasterLabels", "VectorLabels", "open_labels"]

LabelSource = Union[VectorLabels, RasterLabels]


class LabelReader(Protocol):
    """Labels that can be read window by window."""

    class_table: ClassTable

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns the labels of a window inside the raster, and where they are known.

        Labels are class values, int32 (height, width), 0 where nothing is labelled. Known is bool (height, width),
        False where the label source itself says that there is nothing here.
        """

    def close(self) -> None:
        """Closes the source."""


def open_labels(
    source: LabelSource, grid: Grid, reporter: Reporter, class_table: ClassTable | None = None
) -> LabelReader:
    """Opens labels for an image's grid and finds their classes.

    With a `class_table`, only its classes may occur, matched by name where the labels are text. Raises LabelError where
    the labels are unfit or do not meet the grid, RasterError where a label raster cannot be read, and Cancelled.
    """
    if isinstance(source, RasterLabels):
        return RasterLabelReader(source, grid, reporter, class_table)
    return VectorLabelReader(source, grid, reporter, class_table)


class VectorLabelReader:
    """Burns labels from a vector layer."""

    def __init__(
        self, source: VectorLabels, grid: Grid, reporter: Reporter, class_table: ClassTable | None = None
    ) -> None:
        """Reads the layer and brings its geometries to the grid; the file is closed again at once.

        Raises LabelError where the classes are unfit or no geometry meets the grid; Cancelled.
        """
        layer = VectorLayer(source.path, source.layer)
        try:
            classes = FeatureClasses(layer, source, reporter, class_table)
            shapes = ready_shapes(layer, grid, classes.value_of, source.buffer_map, reporter)
            if not any(shape.value for shape in shapes):
                raise outside_error(layer, grid, source.path)
        finally:
            layer.close()
        self.class_table = classes.class_table
        self._burner: Burner | None = Burner(shapes, grid)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns the labels of a window, int32 (height, width), and bool of that shape that is True everywhere."""
        if self._burner is None:
            raise LabelError("The labels were closed before they were read.")
        values = self._burner.burn(window)
        return values, np.ones(values.shape, bool)

    def close(self) -> None:
        """Lets the geometries go."""
        self._burner = None


def outside_error(layer: VectorLayer, grid: Grid, path: str) -> LabelError:
    """Returns the error for a layer of which nothing usable lies on the grid."""
    way, _ = ways_between(layer, grid, SilentReporter())
    own = layer.extent
    extent = transformed_extent(way, own) if own else None
    covered = describe_extent(extent)
    if extent is None and own is not None and layer.system is not None:
        covered = f"{describe_extent(own)} ({layer.system.GetName()})"
    return LabelError(
        f"None of the labels in {path} lies inside the raster: they cover {covered}, "
        f"the raster covers {describe_extent(grid.extent_map())}. Choose labels for this raster."
    )
