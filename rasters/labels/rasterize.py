"""Burns shapes into windows of a grid: which pixels a polygon, line or point covers, and with which value.

A polygon covers the pixels whose centres lie in it; a line or point those that it touches. Where shapes overlap, the
later one lies on top. The parts of a shape are burnt one by one, so that overlapping parts do not cancel each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr

from ..core.errors import LabelError
from ..core.gdal_calls import gdal_errors_as
from ..core.grid import Grid, Window

_FIELD = "value"


@dataclass(frozen=True)
class Shape:
    """A polygon, line or point in the map units of a grid, and the value to burn.

    `bounds` is its extent (xmin, ymin, xmax, ymax) in map units.
    """

    geometry: ogr.Geometry
    value: int
    bounds: tuple[float, float, float, float]

    @property
    def is_area(self) -> bool:
        """Tells whether it is a polygon."""
        return self.geometry.GetDimension() == 2


class Burner:
    """Holds shapes and burns those that a window meets."""

    def __init__(self, shapes: list[Shape], grid: Grid) -> None:
        """Takes shapes in the order in which they are to be drawn."""
        self._shapes, self._grid = shapes, grid
        self._bounds = np.array([shape.bounds for shape in shapes], np.float64).reshape(-1, 4)

    def burn(self, window: Window) -> np.ndarray:
        """Returns int32 (height, width) of the window: the value of each pixel's topmost shape, 0 where there is none.

        Raises LabelError where GDAL cannot burn a shape.
        """
        values = np.zeros((window.height, window.width), np.int32)
        xmin, ymin, xmax, ymax = self._grid.extent_map(window)
        left, bottom, right, top = self._bounds.T
        met = np.flatnonzero((left <= xmax) & (right >= xmin) & (bottom <= ymax) & (top >= ymin))
        if met.size == 0:
            return values
        canvas = _canvas(self._grid.subgrid(window))
        for run in _runs([self._shapes[number] for number in met]):
            _burn_run(canvas, run)
        canvas.ReadRaster(0, 0, window.width, window.height, buf_type=gdal.GDT_Int32, buf_obj=values)
        return values


def _canvas(grid: Grid) -> gdal.Dataset:
    """Returns an int32 raster in memory, all 0. It has no reference system: shapes are in its map units already."""
    canvas = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal.GDT_Int32)
    canvas.SetGeoTransform(grid.geotransform)
    return canvas


def _runs(shapes: list[Shape]) -> list[list[Shape]]:
    """Splits shapes, order kept, into runs of areas and of others, which GDAL burns by different rules."""
    runs: list[list[Shape]] = []
    for shape in shapes:
        if not runs or runs[-1][0].is_area != shape.is_area:
            runs.append([])
        runs[-1].append(shape)
    return runs


def _burn_run(canvas: gdal.Dataset, shapes: list[Shape]) -> None:
    """Burns shapes of one kind into the canvas."""
    source = _memory_driver().Create("", 0, 0, 0, gdal.GDT_Unknown)
    layer = source.CreateLayer("shapes", None, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn(_FIELD, ogr.OFTInteger))
    definition = layer.GetLayerDefn()
    for shape in shapes:
        feature = ogr.Feature(definition)
        feature.SetField(0, shape.value)
        feature.SetGeometry(shape.geometry)
        layer.CreateFeature(feature)
    options = [f"ATTRIBUTE={_FIELD}", *([] if shapes[0].is_area else ["ALL_TOUCHED=TRUE"])]
    with gdal_errors_as(lambda why: LabelError(f"Shapes cannot be drawn on the raster's grid: {why}.")):
        gdal.RasterizeLayer(canvas, [1], layer, options=options)


def _memory_driver() -> gdal.Driver:
    """Returns GDAL's driver for layers in memory: MEM from 3.11 on, Memory before."""
    driver = gdal.GetDriverByName("MEM")
    if driver.GetMetadataItem(gdal.DCAP_VECTOR):
        return driver
    return gdal.GetDriverByName("Memory")
