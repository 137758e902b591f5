"""Reads a raster from top to bottom in row bands that may overlap, each block row of the file once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .grid import Window
from .validity import nothing_in

if TYPE_CHECKING:
    from .raster import RasterReader

_LARGEST_CHUNK_BYTES = 512 * 2**20
_VIRTUAL_FORGET_ROWS = 4096
"""The blocks of a VRT say nothing of those of its sources, which may be much taller: forgotten more rarely."""


class RowReader:
    """Gives row bands of a window of a raster, and keeps only the rows that may be asked for again.

    What is read ends at the edge of a block row of the file, so that no block is decoded twice; only where one block
    row would need more than half a gigabyte is less read, and GDAL's own cache is relied on.
    """

    def __init__(
        self,
        reader: RasterReader,
        window: Window,
        seen: Callable[[np.ndarray, np.ndarray, int], None] | None = None,
    ) -> None:
        """Prepares to read `window` (inside the raster) through `reader`; reads nothing yet.

        `seen` is called with what is read, each row once: pixels, where they hold nothing, and the first row's number.
        """
        self._reader, self._window, self._seen = reader, window, seen
        self._block_rows = max(1, reader.info.block_size[1])
        self._row_bytes = max(1, len(reader.band_numbers) * window.width * (reader.dtype.itemsize + 1))
        self._chunks: list[tuple[int, np.ndarray, np.ndarray]] = []
        self._next = self._forgotten = window.y
        self._forget_rows = _VIRTUAL_FORGET_ROWS if reader.info.driver == "VRT" else 1

    def rows(self, y0: int, y1: int, columns: slice = slice(None)) -> tuple[np.ndarray, np.ndarray]:
        """Returns the rows from `y0` up to, not including, `y1`, counted from the top of the raster.

        Of these rows all `columns` of the window are given, or a part of them. Returns pixels (bands, y1 - y0, columns), not
        always contiguous and not to be changed, and bool (y1 - y0, columns): which pixels hold nothing. `y0` must not go back from call to call. Raises RasterError where a
        block cannot be read, ValueError for rows outside the window or passed already.
        """
        if not self._window.y <= y0 < y1 <= self._window.bottom:
            raise ValueError(f"Rows {y0} to {y1} are not in {self._window}.")
        self._chunks = [chunk for chunk in self._chunks if chunk[0] + chunk[1].shape[1] > y0]
        first = self._chunks[0][0] if self._chunks else self._next
        if y0 < first:
            raise ValueError(f"Row {y0} was passed already; rows before {first} are not kept.")
        self._next = max(self._next, y0)
        while self._next < y1:
            self._read_chunk(y1)
        pieces = [(slice(max(0, y0 - top), y1 - top), pixels, nothing) for top, pixels, nothing in self._chunks]
        if len(pieces) == 1:
            rows, pixels, nothing = pieces[0]
            return pixels[:, rows, columns], nothing[rows, columns]
        return (
            np.concatenate([pixels[:, rows, columns] for rows, pixels, _ in pieces], axis=1),
            np.concatenate([nothing[rows, columns] for rows, _, nothing in pieces]),
        )

    def _read_chunk(self, y1: int) -> None:
        """Reads on from the last row read to the end of the block row that holds `y1` - 1."""
        aligned = min(-(-y1 // self._block_rows) * self._block_rows, self._window.bottom)
        whole = (aligned - self._next) * self._row_bytes <= _LARGEST_CHUNK_BYTES
        if not whole:
            aligned = y1
        part = Window(self._window.x, self._next, self._window.width, aligned - self._next)
        pixels = self._reader.read(part)
        nothing = nothing_in(pixels, self._reader.nodata, self._reader.read_mask(part))
        self._chunks.append((part.y, pixels, nothing))
        if self._seen is not None:
            self._seen(pixels, nothing, part.y)
        self._next = part.bottom
        if whole and self._next - self._forgotten >= self._forget_rows:
            self._reader.forget()
            self._forgotten = self._next
