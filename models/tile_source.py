"""Where tiles come from: rows of a raster are read once, and tiles cut from them, scaled and filled up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..rasters.grid import Span, Window
from ..rasters.masks import PolygonMask
from ..rasters.odd_values import OddValues
from ..rasters.raster import RasterReader, RowReader
from ..rasters.validity import missing_values
from .description import ModelDescription
from .scaling import scale_batch
from .tiles import TileLayout


@dataclass(frozen=True)
class TileRow:
    """What the raster holds under one row of tiles, over the width of the layout's window.

    `pixels` is (bands, rows, width) of the raster's dtype, `nothing` bool (rows, width) where the image has nothing,
    `wanted` bool (rows, width) where a class is to be found: not nothing, asked for, and inside the mask polygons.
    """

    pixels: np.ndarray
    nothing: np.ndarray
    wanted: np.ndarray


class TileSource:
    """Cuts the tiles of a layout from a raster, from top to bottom."""

    def __init__(
        self, reader: RasterReader, layout: TileLayout, model: ModelDescription, polygons: PolygonMask | None
    ) -> None:
        """Reads the bands of `reader`, which are in the model's order; only inside `polygons`, where given."""
        self._reader, self._layout, self._model, self._polygons = reader, layout, model, polygons
        self._rows = RowReader(reader, layout.window)
        self.odd_values = OddValues(len(reader.band_numbers))
        self._may_miss = reader.dtype.kind == "f" or any(nodata is not None for nodata in reader.nodata)

    def read_row(self, number: int) -> TileRow:
        """Reads what lies under the `number`-th row of tiles; rows must be asked for in ascending order."""
        window, asked = self._layout.window, self._layout.asked
        inside = self._layout.rows_inside(number)
        part = Window(window.x, window.y + inside.start, window.width, inside.length)
        pixels, nothing = self._rows.rows(part.y, part.bottom)
        self.odd_values.add(pixels, part.y)
        wanted = np.zeros_like(nothing)
        common = part.intersection(asked)
        if common is not None:
            there = (
                slice(common.y - part.y, common.bottom - part.y),
                slice(common.x - part.x, common.right - part.x),
            )
            wanted[there] = ~nothing[there]
            if self._polygons is not None and wanted.any():
                wanted[there] &= self._polygons.read(common)
        return TileRow(pixels, nothing, wanted)

    def tile(self, row: TileRow, span: Span, height: int) -> np.ndarray:
        """Returns the input of the network for the tile in the columns `span`, `height` rows tall.

        float32 (bands, height, span.length): scaled as the model was trained, missing values 0, and what lies
        beyond the raster mirrored from inside it.
        """
        columns = slice(span.start, min(span.stop, self._layout.window.width))
        pixels, nothing = row.pixels[:, :, columns], row.nothing[:, columns]
        missing = missing_values(pixels, self._reader.nodata) if self._may_miss else None
        if nothing.any():
            missing = np.broadcast_to(nothing, pixels.shape) if missing is None else missing | nothing
        with np.errstate(over="ignore"):  # undeclared nodata such as -3.4e38: the network has no number there
            scaled = scale_batch(pixels, missing, self._model.band_means, self._model.band_stds)
        below, beside = height - scaled.shape[1], span.length - scaled.shape[2]
        if below or beside:
            scaled = np.pad(scaled, ((0, 0), (0, below), (0, beside)), mode="reflect")
        return scaled
