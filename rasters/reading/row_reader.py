"""Reads a raster from top to bottom in strips of rows that may overlap, each row of blocks once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..core.grid import Window
from .nodata import nodata_pixels_in

if TYPE_CHECKING:
    from .reader import RasterReader

_LARGEST_CHUNK_BYTES = 512 * 2**20
_LOW_ROWS = 256
"""Rows of blocks lower than this are read several at once."""
_VIRTUAL_CACHED_ROWS = 4096
"""Sources of a VRT may have much taller blocks than those that were looked at: their cached blocks are dropped more rarely."""


class RowReader:
    """Reads strips of rows of a window, and keeps only the rows that may be requested again.

    Reads end at the edge of a row of blocks, so that no block is decoded twice. Only where one row of blocks needs more than half a
    gigabyte are they smaller, and rely on GDAL's cache. All rows go through one buffer, which grows to the tallest strip and is then
    reused: memory stays flat.
    """

    def __init__(
        self,
        reader: RasterReader,
        window: Window,
        seen: Callable[[np.ndarray, np.ndarray, int], None] | None = None,
        pause: Callable[[], None] | None = None,
    ) -> None:
        """Prepares to read `window` (inside the raster) through `reader`; reads nothing yet.

        `seen` is called with each row that is read, once: pixels, NoData mask, and the number of the first row. `pause` is called
        before each read, and may raise to stop.
        """
        self._reader, self._window, self._seen, self._pause = reader, window, seen, pause
        self._block_rows = max(1, reader.info.block_size[1])
        self._row_bytes = max(1, len(reader.band_numbers) * window.width * (reader.dtype.itemsize + 1))
        self._pixels = np.empty((len(reader.band_numbers), 0, window.width), reader.dtype)
        self._nodata = np.empty((0, window.width), bool)
        self._top = window.y
        """The raster's row that lies in the buffer's first."""
        self._next = self._dropped = self._passed = window.y
        self._cached_rows = _VIRTUAL_CACHED_ROWS if reader.info.driver == "VRT" else 1

    def rows(self, y0: int, y1: int, columns: slice = slice(None)) -> tuple[np.ndarray, np.ndarray]:
        """Returns the rows from `y0` up to, not including, `y1`, counted from the top of the raster.

        `columns` of the window are returned, by default all: pixels (bands, y1 - y0, columns), and their NoData mask, bool (y1 - y0,
        columns). Both are views, not to be changed, and valid until the next call. `y0` must not go back from call to call. Raises
        RasterError where a block cannot be read, ValueError for rows outside the window or passed already.
        """
        if not self._window.y <= y0 < y1 <= self._window.bottom:
            raise ValueError(f"Rows {y0} to {y1} are not in {self._window}.")
        if y0 < self._passed:
            raise ValueError(f"Row {y0} was passed already; rows before {self._passed} are not kept.")
        self._passed = y0
        last = self._end_of_chunk(max(self._next, y0), y1)
        if self._next < y1 and (y0 > self._next or last - self._top > len(self._nodata)):
            self._move_to(y0, last - y0)
        while self._next < y1:
            self._read_chunk(last)
        rows = slice(y0 - self._top, y1 - self._top)
        return self._pixels[:, rows, columns], self._nodata[rows, columns]

    def _move_to(self, y0: int, height: int) -> None:
        """Makes `y0` the buffer's first row, keeps the rows from there on, and allocates `height` rows in all."""
        kept = slice(min(y0, self._next) - self._top, self._next - self._top)
        pixels, nodata = self._pixels, self._nodata
        if height > len(nodata):
            self._pixels = np.empty((pixels.shape[0], height, pixels.shape[2]), pixels.dtype)
            self._nodata = np.empty((height, pixels.shape[2]), bool)
        if kept.start or self._pixels is not pixels:
            count = kept.stop - kept.start
            self._pixels[:, :count] = pixels[:, kept]
            self._nodata[:count] = nodata[kept]
        self._top, self._next = y0, max(self._next, y0)

    def _end_of_chunk(self, start: int, y1: int) -> int:
        """Returns the row up to which is read where the rows from `start` up to `y1` are needed."""
        aligned = min(-(-y1 // self._block_rows) * self._block_rows, self._window.bottom)
        return aligned if (aligned - start) * self._row_bytes <= _LARGEST_CHUNK_BYTES else y1

    def _read_chunk(self, last: int) -> None:
        """Reads one row of blocks, or several where they are low, up to row `last`."""
        if self._pause is not None:
            self._pause()
        following = (self._next // self._block_rows + 1) * self._block_rows
        stop = min(max(following, (self._next + _LOW_ROWS) // self._block_rows * self._block_rows), last)
        whole = stop % self._block_rows == 0 or stop == self._window.bottom
        part = Window(self._window.x, self._next, self._window.width, stop - self._next)
        row = part.y - self._top
        pixels, nodata = self._pixels[:, row : row + part.height], self._nodata[row : row + part.height]
        if self._reader.is_empty(part):
            pixels[...] = np.array(self._reader.nodata).reshape(-1, 1, 1)
            nodata[...] = True
        else:
            self._reader.read_into(part, self._pixels, row)
            nodata[...] = nodata_pixels_in(pixels, self._reader.nodata, self._reader.read_mask(part))
        if self._seen is not None:
            self._seen(pixels, nodata, part.y)
        self._next = part.bottom
        if whole and self._next - self._dropped >= self._cached_rows:
            self._reader.drop_cached_blocks()
            self._dropped = self._next
