"""Reads the pixels of rasters, window by window.

Pixels go through GDAL's ReadRaster into numpy buffers, never through osgeo.gdal_array, which breaks when another numpy
than the one it was built for is installed.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal

from ..core.dtypes import HAS_INT8, common_dtype, gdal_type
from ..core.errors import RasterError
from ..core.gdal_calls import GDAL_ERRORS, check_done, gdal_errors_as, gdal_failures
from ..core.grid import Window
from .column_readers import ColumnReaders
from .dataset import RasterDataset, mask_bands
from .gaps import share_of_gaps
from .layer_settings import unify_nodata
from .missing_sources import missing_sources

if TYPE_CHECKING:
    from typing_extensions import Self


class RasterReader:
    """Reads pixels of an open raster, all chosen bands at once, in one common dtype. Use it in a `with` statement.

    One reader serves one thread at a time. The blocks of a file are decoded on the threads of the raster; those of a virtual raster are
    computed on as many, each of which opens it once more.
    """

    def __init__(
        self, raster: RasterDataset | str, band_numbers: Sequence[int] | None = None, threads: int | None = None
    ) -> None:
        """Reads from an open raster, or opens the one at a path; `band_numbers` (1-based, any order) are the bands to read.

        By default these are all but an alpha mask. `threads` of GDAL's own decode the blocks of a raster opened here; None
        leaves that to GDAL's settings. Raises RasterError as `RasterDataset` and its `info` do, and for band numbers that
        the raster does not have.
        """
        self._raster: RasterDataset | None = (
            raster if isinstance(raster, RasterDataset) else RasterDataset(raster, threads)
        )
        _ = self._raster.states_when_opened  # before the first pixel is read
        self._is_mirrored = any(self._raster.mirrored)
        self.info = self._raster.info
        path = self.info.path
        self.band_numbers = tuple(band_numbers) if band_numbers else self.info.data_bands
        wrong = [number for number in self.band_numbers if not 1 <= number <= self.info.band_count]
        if wrong:
            raise RasterError(
                f"{path} has {self.info.band_count} bands; band {wrong[0]} was asked for. "
                f"Choose bands from 1 to {self.info.band_count}."
            )
        if not self.band_numbers:
            raise RasterError(f"{path} has only an alpha band. Choose it explicitly to use it as data.")
        self.grid = self.info.grid
        self._band_dtypes = tuple(self.info.band_dtypes[number - 1] for number in self.band_numbers)
        self.dtype = common_dtype(self._band_dtypes)
        self.nodata = tuple(self.info.nodata[number - 1] for number in self.band_numbers)
        ranges = self.info.nodata_ranges
        self._nodata_ranges = tuple(ranges[number - 1] for number in self.band_numbers) if any(ranges) else ()
        self.band_names = tuple(self.info.band_names[number - 1] for number in self.band_numbers)
        scales = self.info.band_scales
        self.band_scales = tuple(scales[number - 1] for number in self.band_numbers) if scales else ()
        self._mask_bands = mask_bands(self._raster.handle, self.band_numbers) if self.info.has_mask else ()
        alpha = self.info.alpha_band
        self._alpha_band = alpha if alpha is not None and alpha not in self.band_numbers else None
        self._columns: ColumnReaders[RasterReader] | None = None
        if self._raster.is_virtual and (self._raster.threads or 1) > 1:
            again = functools.partial(_opened_again, self._raster, self.band_numbers)
            self._columns = ColumnReaders(again, self._raster.threads, self.info.block_size[0])

    def __enter__(self) -> Self:
        """Returns the reader."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the raster."""
        self.close()

    @property
    def may_miss(self) -> bool:
        """Returns whether a pixel can be NoData: by a value, NaN or a mask."""
        declared = any(value is not None for value in self.nodata)
        return declared or self.dtype.kind == "f" or self._alpha_band is not None or bool(self._mask_bands)

    def drop_cached_blocks(self) -> None:
        """Frees the blocks that GDAL keeps of this raster, which are not going to be read again."""
        with gdal_failures():
            self._raster.handle.FlushCache()
        for each in () if self._columns is None else self._columns.opened:
            each.drop_cached_blocks()

    def check_unchanged(self) -> None:
        """Raises RasterError where a file of the raster was changed while it was read. Call it before results take their names."""
        self._raster.check_unchanged()

    def close(self) -> None:
        """Lets the raster go; the reader cannot be used any more."""
        self._raster = None
        if self._columns is not None:
            self._columns.close()

    def read(self, window: Window) -> np.ndarray:
        """Reads a window, which lies inside the raster.

        Returns (bands, height, width), C-contiguous, of `dtype`. Raises RasterError, naming file and window, where a
        block cannot be read.
        """
        pixels = np.empty((len(self.band_numbers), window.height, window.width), self.dtype)
        self.read_into(window, pixels, 0)
        return pixels

    def read_into(self, window: Window, buffer: np.ndarray, row: int) -> None:
        """Reads a window into rows `row` and following of a C-contiguous buffer (bands, rows, window width) of `dtype`.

        All NoData values of a band become its one of `nodata`. Raises RasterError as `read` does.
        """
        if (parts := self._parts(window)) is not None:

            def read(reader: RasterReader, part: Window) -> None:
                columns = slice(part.x - window.x, part.right - window.x)
                buffer[:, row : row + window.height, columns] = reader.read(part)

            self._columns.each(parts, read)
            return
        self._read(window, list(self.band_numbers), gdal_type(self.dtype), buffer, row)
        if not HAS_INT8:
            for position, dtype in enumerate(self._band_dtypes):
                if dtype == "int8" and self.dtype != np.int8:
                    pixels = buffer[position, row : row + window.height]
                    pixels[...] = pixels.astype(np.uint8).view(np.int8)
        if self._nodata_ranges:
            unify_nodata(buffer[:, row : row + window.height], self.nodata, self._nodata_ranges)

    def is_empty(self, window: Window) -> bool:
        """Returns whether the format knows, without reading, that nothing is stored in a window and all is NoData there.

        So it is in mosaics (VRT) where no file lies, and in sparse GeoTIFFs where no block was written.
        """
        is_set = bool(self._raster.settings.nodata)  # what is not stored has the value that the file declares
        if is_set or self._alpha_band is not None or self._mask_bands or None in self.nodata:
            return False
        stored = self._stored(window)
        with gdal_failures(), contextlib.suppress(*GDAL_ERRORS, TypeError):
            return all(self._is_empty(number, stored) for number in self.band_numbers)
        return False

    def share_of_gaps(self, window: Window) -> float:
        """Returns the share (0 to 1) of a window that no file of a mosaic (VRT) covers, and that nothing marks as NoData.

        0 for other rasters.
        """
        is_marked = self._alpha_band is not None or self._mask_bands or None not in self.nodata
        if self.info.driver != "VRT" or self._raster.is_virtual or is_marked:
            return 0.0
        unmarked = {number for number, value in zip(self.band_numbers, self.nodata) if value is None}
        return share_of_gaps(self._raster.handle, unmarked, self._stored(window))

    def _is_empty(self, number: int, stored: Window) -> bool:
        """Returns whether nothing is stored in a window of one band. May raise RuntimeError, or TypeError for None."""
        band = self._raster.handle.GetRasterBand(number)
        flags, _ = band.GetDataCoverageStatus(stored.x, stored.y, stored.width, stored.height)
        return flags == gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY

    def read_mask(self, window: Window) -> np.ndarray | None:
        """Reads the raster's own mask (mask band, or alpha where it is no data band) in a window inside the raster.

        Returns bool (height, width), True where the pixel is valid; None where the raster has no mask. Raises
        RasterError as `read` does.
        """
        if (parts := self._parts(window)) is not None:
            found = self._columns.each(parts, RasterReader.read_mask)
            return None if found[0] is None else np.concatenate(found, axis=1)
        valid = None
        if self._alpha_band is not None:
            alpha = np.empty((1, window.height, window.width), self.info.band_dtypes[self._alpha_band - 1])
            self._read(window, [self._alpha_band], gdal_type(alpha.dtype), alpha)
            valid = alpha[0] > self.info.alpha_threshold
        if self._mask_bands:
            masks = [self._read_mask_band(window, number) for number in self._mask_bands]
            masked = np.logical_or.reduce(masks)
            valid = masked if valid is None else valid & masked
        return valid

    def _parts(self, window: Window) -> list[Window] | None:
        """Returns the parts of a window that several threads read, None where this one reads all of it."""
        parts = [] if self._columns is None else self._columns.parts(window)
        return parts if len(parts) > 1 else None

    def _read_mask_band(self, window: Window, number: int) -> np.ndarray:
        """Returns the mask of one band, bool (height, width), True where valid."""
        mask = np.empty((window.height, window.width), np.uint8)
        band = self._raster.handle.GetRasterBand(number).GetMaskBand()
        with gdal_errors_as(lambda why: self._unreadable(window, why)):
            check_done(
                band.ReadRaster(window.x, window.y, window.width, window.height, buf_type=gdal.GDT_Byte, buf_obj=mask)
            )
        return mask != 0

    def _read(self, window: Window, bands: list[int], buffer_type: int, buffer: np.ndarray, row: int = 0) -> None:
        """Fills rows of a buffer (bands, rows, window width) from `row` on with the pixels of a window."""
        stored = self._stored(window)
        with gdal_errors_as(lambda why: self._unreadable(window, why)), self._raster.decoding():
            done = self._raster.handle.ReadRaster(
                stored.x, stored.y, stored.width, stored.height, buf_type=buffer_type, band_list=bands,
                buf_line_space=buffer.strides[1], buf_band_space=buffer.strides[0],
                buf_obj=buffer.reshape(-1)[row * window.width :],
            )  # fmt: skip
            check_done(done)
        if self._is_mirrored:
            pixels = buffer[:, row : row + window.height]
            columns, rows = (-1 if mirrored else 1 for mirrored in self._raster.mirrored)
            pixels[...] = pixels[:, ::rows, ::columns].copy()

    def _stored(self, window: Window) -> Window:
        """Returns where the pixels of a window are stored: elsewhere in a mirrored raster."""
        if not self._is_mirrored:
            return window
        columns, rows = self._raster.mirrored
        x = self.grid.width - window.right if columns else window.x
        y = self.grid.height - window.bottom if rows else window.y
        return Window(x, y, window.width, window.height)

    def _unreadable(self, window: Window, why: str) -> RasterError:
        """Returns the error for a window that cannot be read."""
        cure = (
            missing_sources(self._raster.handle, self.info.path)
            or "The file may be damaged or incomplete; copy or convert it anew"
        )
        return RasterError(
            f"{self.info.path} cannot be read at columns {window.x} to {window.right - 1}, rows {window.y} to "
            f"{window.bottom - 1}: {why}. {cure}."
        )


def _opened_again(raster: RasterDataset, band_numbers: Sequence[int]) -> RasterReader:
    """Returns a reader of the same bands through a handle of its own."""
    return RasterReader(raster.reopened(), band_numbers)
