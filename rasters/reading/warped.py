"""Another pixel size on the fly: a raster seen through coarser or finer pixels, without a copy of it on the disk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from ..core.errors import RasterError
from ..core.gdal_calls import gdal_errors_as
from ..core.grid import Grid, Window
from .dataset import open_raster


def coarser_grid(grid: Grid, factor: float) -> Grid:
    """Returns the grid over the same ground whose pixels are about `factor` times as large (finer where it is below 1)."""
    width, height = (max(1, round(length / factor)) for length in (grid.width, grid.height))
    x0, a, b, y0, d, e = grid.geotransform
    steps = (a * grid.width / width, b * grid.height / height, d * grid.width / width, e * grid.height / height)
    return Grid(width, height, (x0, steps[0], steps[1], y0, steps[2], steps[3]), grid.crs_wkt)


def resampled(path: str, grid: Grid, factor: float) -> gdal.Dataset:
    """Returns a virtual raster over `path` on `grid`, whose pixels are `factor` times as large.

    Values are averaged over larger pixels and interpolated (bilinear) into smaller ones; nodata and masks count as missing.
    Raises RasterError.
    """
    source = open_raster(path)
    xs, ys = zip(*grid.corners_map(grid.window))
    with gdal_errors_as(lambda why: RasterError(f"{path} cannot be resampled: {why}.")):
        options = gdal.WarpOptions(
            format="VRT",
            width=grid.width,
            height=grid.height,
            outputBounds=(min(xs), min(ys), max(xs), max(ys)),
            resampleAlg="average" if factor > 1 else "bilinear",
        )
        return gdal.Warp("", source, options=options)


@dataclass(frozen=True)
class WayBack:
    """From maps on a resampled grid back to the raster's own pixels: each takes its nearest.

    `rows` and `columns` are, for each row and column of what was asked for, the one of the resampled grid's `window` in
    which its centre lies, int64.
    """

    window: Window
    rows: np.ndarray
    columns: np.ndarray

    @classmethod
    def of(cls, asked: Window, grid: Grid, other: Grid) -> WayBack:
        """Returns the way back for the `asked` window of `grid` from the resampled grid `other`."""
        rows = _nearest(asked.y, asked.height, grid.height, other.height)
        columns = _nearest(asked.x, asked.width, grid.width, other.width)
        window = Window(
            int(columns[0]), int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
        )  # fmt: skip
        return cls(window, rows - window.y, columns - window.x)

    def rows_of(self, y: int, height: int) -> slice:
        """Returns which rows of what was asked for have their nearest among `height` rows of the window from `y` on."""
        first, last = np.searchsorted(self.rows, (y, y + height))
        return slice(int(first), int(last))


def _nearest(start: int, count: int, length: int, other: int) -> np.ndarray:
    """Returns the pixel of an axis of `other` pixels in which the centres of `count` pixels of one of `length` lie."""
    return np.minimum(((np.arange(start, start + count) + 0.5) * other / length).astype(np.int64), other - 1)
