"""Sources of labels: what a request names, the reader that any of them becomes, and `open_labels`, from one to the other."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..classes.class_styles import ClassStyle
from ..classes.class_table import ClassTable
from ..core.grid import Grid, Window
from ..core.number_text import count_of, whole
from ..core.progress import Reporter
from ..reading.dataset import RasterDataset
from ..reading.layer_settings import FROM_FILE, LayerSettings
from .class_field import FeatureClasses
from .geometry import outside_error, shapes_on_grid
from .label_counts import LabelCounts
from .label_raster import RasterLabelReader
from .rasterize import VectorLabelReader
from .vector_layer import VectorLayer


@dataclass(frozen=True)
class VectorLabels:
    """Labels drawn as polygons, lines or points.

    `operation` is the coordinate operation to the image's CRS, as in `core.crs.transform_between`. `layer` may be None where the file has
    only one; without `class_field` every feature is of class 1. `buffer_map` widens (below 0: shrinks) every geometry, in map units of the
    label layer.
    """

    path: str
    layer: str | None = None
    class_field: str | None = None
    buffer_map: float = 0.0
    styles: tuple[ClassStyle, ...] = ()
    operation: str = ""


@dataclass(frozen=True)
class RasterLabels:
    """Labels that are the first band of a raster, on any grid and in any CRS.

    `settings` count in place of the values of its file; `operation` is as in `VectorLabels`. `unlabelled` is the
    value of unlabelled pixels, None where every value is a class.
    """

    path: str
    styles: tuple[ClassStyle, ...] = ()
    settings: LayerSettings = FROM_FILE
    operation: str = ""
    unlabelled: int | None = 0

    def opened(self) -> RasterDataset:
        """Returns the raster with these settings. Raises RasterError where it cannot be opened."""
        return RasterDataset(self.path, settings=self.settings)


class LabelReader(Protocol):
    """Labels on the grid of an image, read window by window."""

    class_table: ClassTable

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns the labels of a window inside the image, and where the label source is valid.

        Labels are class values, int32 (height, width), 0 where unlabelled, unless the class table has 0. The second is bool
        (height, width), False where the label source itself is NoData.
        """

    def check_unchanged(self) -> None:
        """Raises RasterError where the source was changed while it was read."""

    def counts(self) -> LabelCounts:
        """Returns what became of the features in the windows that were read; nothing of a label raster, which has none."""

    def close(self) -> None:
        """Closes the source."""


def open_labels(
    source: VectorLabels | RasterLabels,
    grid: Grid,
    reporter: Reporter,
    class_table: ClassTable | None = None,
    window: Window | None = None,
    raster: RasterDataset | None = None,
) -> LabelReader:
    """Opens labels for an image's grid and finds their classes. `raster` is a label raster that is open already.

    With a `class_table`, only its classes may occur, matched by name where the labels are text. With a `window` of the grid,
    a label raster is searched for classes in this part only. Raises LabelError where the labels are unfit or do not
    intersect the grid, RasterError where a label raster cannot be read, and Cancelled.
    """
    if isinstance(source, RasterLabels):
        return RasterLabelReader(
            raster or source.opened(),
            source.styles,
            grid,
            reporter,
            class_table,
            window,
            source.operation,
            source.unlabelled,
        )
    with contextlib.closing(VectorLayer(source.path, source.layer, source.operation)) as layer:
        classes = FeatureClasses(layer, source.class_field, source.styles, reporter, class_table)
        shapes = shapes_on_grid(layer, grid, classes.value_of, source.buffer_map, reporter)
        if not any(shape.value for shape in shapes):
            raise outside_error(layer, grid)
    elsewhere = classes.features - len({shape.feature for shape in shapes})
    if elsewhere > 0 and source.buffer_map >= 0:
        of_all = count_of(classes.features, "label feature", "label features")
        reporter.info(f"{whole(elsewhere)} of {of_all} {'is' if elsewhere == 1 else 'are'} not in the image.")
    return VectorLabelReader(shapes, grid, classes.class_table)
