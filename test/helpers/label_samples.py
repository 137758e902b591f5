"""Labels read on a small grid, and what they should be."""

from __future__ import annotations

import numpy as np
from listener import Listener
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.labels.sources import open_labels
from rasters_data import TRANSFORM, UTM, system

GRID = Grid(60, 40, TRANSFORM, system(UTM).ExportToWkt())
FIELD = "class"


def read_all(source, grid=GRID, table=None, notes=None):
    reader = open_labels(source, grid, notes or Listener(), table)
    values, known = reader.read(grid.window)
    reader.close()
    assert values.dtype == np.int32 and known.dtype == bool and values.shape == known.shape
    return reader.class_table, values, known


def expected(*squares: tuple[int, int, int, int, int], grid=GRID) -> np.ndarray:
    """Returns labels with (x, y, right, bottom, value) rectangles, later on top."""
    values = np.zeros((grid.height, grid.width), np.int32)
    for x, y, right, bottom, value in squares:
        values[y:bottom, x:right] = value
    return values
