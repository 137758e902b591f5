"""Mask polygons: which pixels of an image lie inside the polygons of a layer."""

from __future__ import annotations

import numpy as np

from ..core.errors import LabelError, SettingsError
from ..core.grid import Grid, Window, describe_extent
from ..core.progress import Reporter, SilentReporter
from .rasterize import Burner
from .vector_layer import VectorLayer, ready_shapes


class PolygonMask:
    """Tells, window by window, which pixels lie inside any polygon of a layer."""

    def __init__(self, path: str, layer: str | None, grid: Grid, reporter: Reporter | None = None) -> None:
        """Reads the polygons and brings them to the grid; the file is closed again at once.

        Raises SettingsError where the layer cannot be used or none of its polygons meets the grid; Cancelled.
        """
        try:
            opened = VectorLayer(path, layer)
            try:
                shapes = ready_shapes(opened, grid, lambda _: 1, 0.0, reporter or SilentReporter())
            finally:
                opened.close()
        except LabelError as error:
            raise SettingsError(f"The mask cannot be used. {error}") from error
        areas = [shape for shape in shapes if shape.is_area]
        if not areas:
            raise SettingsError(
                f"None of the mask polygons in {path} lies inside the raster, which covers "
                f"{describe_extent(grid.extent_map())}. Choose a mask for this raster."
            )
        self._burner: Burner | None = Burner(areas, grid)

    def read(self, window: Window) -> np.ndarray:
        """Returns bool (height, width) of a window: True inside the polygons (of a pixel, its centre counts)."""
        if self._burner is None:
            raise SettingsError("The mask was closed before it was read.")
        return self._burner.burn(window) != 0

    def close(self) -> None:
        """Lets the polygons go."""
        self._burner = None
