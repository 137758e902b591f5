"""The grid on which the network runs: the raster's own, or one with the pixel size of the training imagery."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...rasters.core.grid import Grid, Window
from ...rasters.core.pixel_area import centre_latitude, pixel_size_m
from ...rasters.core.progress import Reporter
from ...rasters.core.tiling import Span
from ...rasters.core.undeclared_nodata import mark_values
from ...rasters.reading.dataset import RasterDataset
from ...rasters.reading.nodata import missing_values
from ...rasters.reading.raster_info import RasterInfo
from ...rasters.reading.reader import RasterReader
from ...rasters.reading.row_reader import RowReader
from ...rasters.reading.warped import BackProjection, resampled, resampled_grid
from ..core.description import ModelDescription
from ..networks.build import sees_surroundings
from .map_pieces import MapPiece
from .raster_checks import check_resolution

if TYPE_CHECKING:
    from ...rasters.labels.rasterize import PolygonMask

_SAME_SCALE = 0.02
"""Pixels whose sizes differ by no more than this share are not resampled."""
_MOST_AT_ONCE = 2**24
"""So many values of the raster's own pixels are looked at together."""


@dataclass(frozen=True)
class ModelGrid:
    """The pixel grid that the network sees, and the `window` of it to classify.

    `factor` is the size of its pixels in pixels of the raster. `back_projection` maps results back to the raster's own pixels,
    None without resampling.
    """

    grid: Grid
    window: Window
    factor: float = 1.0
    back_projection: BackProjection | None = None

    @classmethod
    def of(
        cls, model: ModelDescription, raster: RasterInfo, window: Window, resample: bool, reporter: Reporter
    ) -> ModelGrid:
        """Returns the grid for a `window` of the raster; with `resample` it has the pixel size of the training imagery."""
        sizes = _pixel_sizes(model, raster)
        factor = _scale_to_model(*sizes[:2]) if resample and sizes else 1.0
        if resample and not (sizes and all(sizes[0]) and all(sizes[1])):
            reporter.warning(
                "The raster is not resampled: the pixel size of the model or of the raster is unknown on the ground."
            )
        if abs(factor - 1) <= _SAME_SCALE:
            for warning in check_resolution(*sizes) if sizes and sees_surroundings(model.architecture) else ():
                reporter.warning(warning)
            return cls(raster.grid, window)
        grid = resampled_grid(raster.grid, factor)
        back_projection = BackProjection.of(window, raster.grid, grid)
        reporter.info(
            f"The raster is resampled to pixels {factor:.3g} times as large, those of the training imagery: {grid.width} x "
            f"{grid.height} instead of {raster.grid.width} x {raster.grid.height}."
        )
        return cls(grid, back_projection.window, factor, back_projection)

    def reader(
        self, raster: RasterDataset, bands: tuple[int, ...], missing: Sequence[Sequence[float]] = ()
    ) -> RasterReader:
        """Returns a reader of these bands of the raster on this grid.

        `missing` are values of each band that count as missing beside its NoData, and are left out of resampling.
        """
        if self.back_projection is None:
            return RasterReader(raster, bands)
        return RasterReader(resampled(raster, self.grid, self.factor, dict(zip(bands, missing)), bands), bands)

    def result_rows(self, rows: Span) -> Span:
        """Returns the rows of the maps that lie in some rows of this grid's window."""
        if self.back_projection is None:
            return rows
        found = self.back_projection.rows_of(rows.start, rows.length)
        return Span(found.start, found.stop)

    def back_projected(self, piece: MapPiece, own: OwnPixels | None = None) -> MapPiece | None:
        """Returns a piece of the maps on the raster's own pixels, without those that are not valid; None where it covers none of their rows."""
        back = self.back_projection
        if back is None:
            return piece
        rows = back.rows_of(piece.y, len(piece.index))
        if rows.start == rows.stop:
            return None
        taken = piece.taken(rows.start, back.rows[rows] - piece.y, back.columns)
        if own is not None:
            taken.leave_out(~own.valid(rows))
        return taken

    def polygons(self, own: PolygonMask | None, asked: Window) -> PolygonMask | ProjectedMask | None:
        """Returns the mask polygons on this grid, from those on the raster's own grid, of which the window `asked` is classified."""
        if own is None or self.back_projection is None:
            return own
        return ProjectedMask(own, asked, self.back_projection)


class ProjectedMask:
    """Mask polygons on the model grid: a pixel is inside where one of the raster's pixels that take its class is."""

    def __init__(self, polygons: PolygonMask, asked: Window, back: BackProjection) -> None:
        """Takes the polygons on the raster's own grid, of which the window `asked` is classified."""
        self._polygons, self._asked, self._back = polygons, asked, back

    def read(self, window: Window) -> np.ndarray:
        """Returns bool (height, width) of a window of the model grid: True where a pixel is inside."""
        inside = np.zeros((window.height, window.width), bool)
        left, top = window.x - self._back.window.x, window.y - self._back.window.y
        rows = self._back.rows_of(top, window.height)
        columns = slice(*np.searchsorted(self._back.columns, (left, left + window.width)).tolist())
        width = columns.stop - columns.start
        step = max(1, _MOST_AT_ONCE // max(width, 1))
        for start in range(rows.start, rows.stop if width else rows.start, step):
            part = slice(start, min(start + step, rows.stop))
            found = self._polygons.read(
                Window(self._asked.x + columns.start, self._asked.y + part.start, width, part.stop - part.start)
            )
            down, across = self._back.rows[part] - top, self._back.columns[columns] - left
            for axis, places in enumerate((down, across)):
                found = np.logical_or.reduceat(found, np.flatnonzero(np.diff(places, prepend=-1)), axis=axis)
            inside[np.ix_(np.unique(down), np.unique(across))] |= found
        return inside


class OwnPixels:
    """Which of the raster's own pixels get a class where it is resampled: those that would without; read from top to bottom.

    A larger pixel of the model grid has a class as soon as one of them is valid and inside.
    """

    def __init__(
        self,
        raster: RasterDataset,
        bands: tuple[int, ...],
        missing: Sequence[Sequence[float]],
        polygons: PolygonMask | None,
        asked: Window,
    ) -> None:
        """Opens the raster once more, as another thread reads it; `missing` are values of each band that count as missing."""
        self._reader = RasterReader(raster.reopened(), bands)
        self._missing, self._polygons, self._asked = missing, polygons, asked
        self._rows = RowReader(self._reader, asked)
        self._may_miss = self._reader.may_miss or any(missing)

    def valid(self, rows: slice) -> np.ndarray:
        """Returns bool (rows, width) of some rows of the window that is classified: True where a pixel gets a class."""
        part = Window(self._asked.x, self._asked.y + rows.start, self._asked.width, rows.stop - rows.start)
        valid = np.ones((part.height, part.width), bool) if self._polygons is None else self._polygons.read(part)
        step = max(1, _MOST_AT_ONCE // (part.width * len(self._reader.band_numbers)))
        for start in range(0, part.height if self._may_miss and valid.any() else 0, step):
            found = valid[start : start + step]
            pixels, nodata = self._rows.rows(part.y + start, part.y + start + len(found))
            found &= ~nodata
            if any(self._missing):
                missing = missing_values(pixels, self._reader.nodata)
                mark_values(missing, pixels, self._missing)
                found &= ~missing.all(axis=0)
        return valid


def _scale_to_model(trained: tuple[float, float], found: tuple[float, float]) -> float:
    """Returns the pixel size of the training in pixels of the raster, 1 where one of them is not positive."""
    trained_side, found_side = math.sqrt(math.prod(trained)), math.sqrt(math.prod(found))
    return trained_side / found_side if trained_side > 0 and found_side > 0 else 1.0


def _pixel_sizes(
    model: ModelDescription, raster: RasterInfo
) -> tuple[tuple[float, float], tuple[float, float], str] | None:
    """Returns width and height of a pixel of the training and of the raster, and their unit; None without a common one."""
    latitude = centre_latitude(raster.grid)
    trained = pixel_size_m(model.pixel_size_map, model.crs_wkt, latitude)
    found = pixel_size_m(raster.grid.pixel_size_map, raster.grid.crs_wkt, latitude)
    if trained and found:
        return trained, found, "m"
    if not model.crs_wkt and not raster.grid.crs_wkt:
        return model.pixel_size_map, raster.grid.pixel_size_map, "map units"
    return None
