"""One GeoTIFF that is being written: the calls into GDAL, each of whose failures becomes an OutputError.

A full disk often shows only when GDAL writes out its cache or closes the file, so both are checked here.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal

from ..classes.attribute_table import write_class_counts, write_classes
from ..core.dtypes import gdal_type
from ..core.errors import OutputError
from ..core.gdal_calls import check_done, gdal_errors_as, gdal_errors_ignored, option_of_thread

if TYPE_CHECKING:
    from ..classes.class_table import ClassTable
    from ..core.grid import Grid, Window

_STRIP_BYTES = 128 * 1024
_UNWATCHED = contextlib.nullcontext()


def compression_options(dtype: np.dtype, *, classes: bool = False) -> list[str]:
    """Returns the GeoTIFF creation options of fast compression for pixels of that dtype.

    Class rasters (`classes`) get Deflate, which every program reads, and no predictor. Images get ZSTD where GDAL has it, with the
    predictor that suits the dtype: it makes aerial and satellite images of one byte a third to a half smaller, too.
    """
    if classes:
        return ["COMPRESS=DEFLATE", "ZLEVEL=1"]
    return [*fastest_compression(), f"PREDICTOR={3 if dtype.kind == 'f' else 2}"]


@functools.lru_cache(maxsize=8)
def chip_options(shape: tuple[int, int, int], dtype: np.dtype, labels: bool) -> tuple[str, ...]:
    """Returns the GeoTIFF creation options for a chip of a shape (bands, height, width), `labels` or an image's.

    Labels are so plain that a predictor would only cost time. Strips are small enough for memory that is used again and again:
    larger ones are asked of the operating system, and given back to it, for each chip. The chip is appended to an empty file,
    as GDAL asks each of its drivers how to delete the file that it replaces, even where there is none.
    """
    bands, height, width = shape
    compression = fastest_compression() if labels else compression_options(dtype)
    rows = min(height, max(8, _STRIP_BYTES // (bands * width * dtype.itemsize)))
    return (*compression, f"BLOCKYSIZE={rows}", "INTERLEAVE=PIXEL", "APPEND_SUBDATASET=YES")


def fastest_compression() -> list[str]:
    """Returns the options of the fastest compression that GDAL has."""
    return ["COMPRESS=ZSTD", "ZSTD_LEVEL=1"] if _has_zstd() else ["COMPRESS=DEFLATE", "ZLEVEL=1"]


@functools.lru_cache(maxsize=1)
def _has_zstd() -> bool:
    """Returns whether this GDAL writes GeoTIFFs compressed by ZSTD."""
    return "ZSTD" in (gdal.GetDriverByName("GTiff").GetMetadataItem("DMD_CREATIONOPTIONLIST") or "")


def _ignore(_: object) -> None:
    """Replaces Python's printing of an exception in a destructor; GDAL's failure messages hold it."""


class _Watch:
    """Watches calls into GDAL for a file. A class, as generators are slower and this is entered many times for each chip."""

    def __init__(self, file: GeoTiffFile) -> None:
        """Takes the file that the calls are for."""
        self._file = file

    def __enter__(self) -> None:
        """Collects failures until the end; the file's own methods watch no more."""
        self._file._is_watched = True
        self._failures = gdal_errors_as(self._file._not_written)
        self._failures.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raises OutputError where a call failed."""
        self._file._is_watched = False
        if isinstance(raised, RuntimeError):
            traceback.clear_frames(raised.__traceback__)  # GDAL's own frames hold the dataset
        self._failures.__exit__(kind, raised, trace)


class GeoTiffFile:
    """A GeoTIFF open for writing. `close` finishes it, `abandon` only lets it go; neither removes the file."""

    def __init__(
        self,
        path: str,
        grid: Grid,
        dtype: np.dtype,
        bands: int,
        options: Sequence[str],
        shown: str | None = None,
        check_options: bool = True,
    ) -> None:
        """Creates the file. `shown` is its name in messages. Raises OutputError where it cannot be created.

        Without `check_options` GDAL does not look them up in its list, which takes as long as the rest of it.
        """
        self._shown = shown or path
        self._dataset: gdal.Dataset | None = None
        self._is_watched = False
        options = [*options, "ALPHA=NO"]  # else the fourth of four byte bands would count as alpha
        if dtype == np.int8 and gdal_type(dtype) == gdal.GDT_Byte:  # GDAL before 3.7
            options = [*options, "PIXELTYPE=SIGNEDBYTE"]
        with self.watched(), option_of_thread("GDAL_VALIDATE_CREATION_OPTIONS", None if check_options else "NO"):
            self._dataset = gdal.GetDriverByName("GTiff").Create(
                path, grid.width, grid.height, bands, gdal_type(dtype), options=list(options)
            )
            self._opened().SetGeoTransform(grid.geotransform)
            if grid.crs_wkt:
                self._opened().SetProjection(grid.crs_wkt)

    def set_bands(self, nodata: float | None, band_names: Sequence[str] | None) -> None:
        """Sets one NoData value for all bands, and their names."""
        with self.watched():
            for number in range(1, self._opened().RasterCount + 1):
                band = self._opened().GetRasterBand(number)
                if nodata is not None:
                    band.SetNoDataValue(float(nodata))
                if band_names is not None:
                    band.SetDescription(band_names[number - 1])

    def set_classes(self, classes: ClassTable) -> None:
        """Stores class names and colours. To be called before pixels are written."""
        with self.watched():
            write_classes(self._opened(), classes)

    def set_counts(self, classes: ClassTable, counts: Mapping[int, int]) -> None:
        """Stores how many pixels each class value has."""
        with self.watched():
            write_class_counts(self._opened(), classes, counts)

    def set_statistics(self, minimum: float, maximum: float, mean: float, std: float) -> None:
        """Stores statistics of the first band, so that a viewer need not go through it."""
        with self.watched():
            self._opened().GetRasterBand(1).SetStatistics(minimum, maximum, mean, std)

    def create_mask(self) -> None:
        """Adds an internal mask. To be called before pixels are written."""
        with self.watched(), option_of_thread("GDAL_TIFF_INTERNAL_MASK", "YES"):
            self._opened().CreateMaskBand(gdal.GMF_PER_DATASET)

    def write(self, window: Window, pixels: np.ndarray) -> None:
        """Writes pixels (bands, height, width) to a window inside the raster. Raises OutputError where that fails.

        Whole rows that end with a row of blocks are put on the disk at once, or GDAL would keep them in memory.
        """
        buffer = np.ascontiguousarray(pixels)
        with self.watched():
            # No name is given to the dataset here: the traceback of an error would keep it open.
            done = self._opened().WriteRaster(
                window.x, window.y, window.width, window.height, buffer, buf_type=gdal_type(buffer.dtype)
            )
            check_done(done)
            if window.bottom == self._opened().RasterYSize:  # closing follows
                return
            block_rows = self._opened().GetRasterBand(1).GetBlockSize()[1]
            if window.width == self._opened().RasterXSize and window.bottom % block_rows == 0:
                for number in range(1, self._opened().RasterCount + 1):
                    self._opened().GetRasterBand(number).FlushCache()

    def write_mask(self, valid: np.ndarray) -> None:
        """Writes the whole mask from bool (height, width), True where valid. Raises OutputError where that fails."""
        height, width = valid.shape
        values = np.where(valid, np.uint8(255), np.uint8(0))
        with self.watched():
            mask = self._opened().GetRasterBand(1).GetMaskBand()
            check_done(mask.WriteRaster(0, 0, width, height, values, buf_type=gdal.GDT_Byte))

    def close(self) -> None:
        """Writes out what GDAL still holds and closes the file. Raises OutputError where that fails."""
        try:
            with self.watched():
                self._opened().FlushCache()
                self._release()
        except OutputError:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Closes the file without minding whether it is whole."""
        with gdal_errors_ignored():
            self._release()

    def _release(self) -> None:
        """Closes the file, also where a traceback still holds the dataset. May raise RuntimeError."""
        dataset, self._dataset = self._dataset, None
        if hasattr(dataset, "Close"):  # GDAL 3.8 or later; that of Debian 12 is older
            try:
                dataset.Close()
            except RuntimeError:
                dataset.thisown = False  # or the destructor would close it again, in memory that is free already
                raise
            return
        hook, sys.unraisablehook = sys.unraisablehook, _ignore  # an exception cannot leave a destructor
        try:
            del dataset
        finally:
            sys.unraisablehook = hook

    def _opened(self) -> gdal.Dataset:
        """Returns the dataset. Raises OutputError where the file was closed already."""
        if self._dataset is None:
            raise OutputError(f"{self._shown} is not open for writing any more.")
        return self._dataset

    def watched(self) -> AbstractContextManager[None]:
        """Turns any failure of the enclosed GDAL calls into an OutputError.

        Around several calls at once it is faster, and raises only after the last of them.
        """
        return _UNWATCHED if self._is_watched else _Watch(self)

    def _not_written(self, why: str) -> OutputError:
        return not_written(self._shown, why)


def not_written(path: str, why: str) -> OutputError:
    """Returns the error for a file that cannot be written whole."""
    return OutputError(f"{path} cannot be written: {why}. Is the disk full, or the folder write-protected?")
