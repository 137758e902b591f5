"""Writes result rasters with their classes, always as GeoTIFF.

A result is written under a temporary name beside the final one and takes the final name only when it is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..core.errors import OutputError
from ..outputs.atomic_file import AtomicFile
from ..outputs.checks import check_file
from .cog import make_cloud_optimised
from .geotiff import GeoTiffFile, compression_options

if TYPE_CHECKING:
    from typing_extensions import Self

    from ..classes.class_table import ClassTable
    from ..core.grid import Grid, Window

RASTER_ENDINGS = (".tif", ".tiff")
"""How the name of a raster that is written must end."""


class RasterWriter:
    """Writes one GeoTIFF window by window. Use it in a `with` statement: leaving it by an error removes the file.

    Rows are best written from top to bottom in whole widths. `target` is the file under its temporary and its final name.
    """

    def __init__(
        self,
        path: str,
        grid: Grid,
        dtype: np.dtype | str,
        bands: int = 1,
        nodata: float | None = None,
        band_names: Sequence[str] | None = None,
        options: Sequence[str] | None = None,
        cloud_optimised: bool = False,
    ) -> None:
        """Creates the file under a temporary name in the folder of `path`.

        `options` are GeoTIFF creation options that replace the usual compression. With `cloud_optimised` the file gets
        overviews once it is complete. Raises OutputError where the file cannot be created.
        """
        check_file(path, RASTER_ENDINGS, "The result")
        self.path, self.grid, self.dtype, self._bands = path, grid, np.dtype(dtype), bands
        self.target = AtomicFile(path)
        if options is None:
            options = compression_options(self.dtype, classes=self.dtype.kind != "f")
        layout = [
            "TILED=YES",
            "BLOCKXSIZE=256",
            "BLOCKYSIZE=256",
            "BIGTIFF=IF_SAFER",
            "INTERLEAVE=BAND",
            "SPARSE_OK=TRUE",
        ]
        self._is_complete, self._categories, self._cloud_optimised = False, False, cloud_optimised
        self._file = self._created(nodata, band_names, [*layout, *options])

    def _created(self, nodata: float | None, band_names: Sequence[str] | None, options: list[str]) -> GeoTiffFile:
        """Returns the new file, open for writing; leaves none behind where that fails."""
        file = None
        try:
            file = GeoTiffFile(self.target.temporary, self.grid, self.dtype, self._bands, options, shown=self.path)
            file.set_bands(nodata, band_names)
        except OutputError:
            if file is not None:
                file.abandon()
            self.target.discard()
            raise
        return file

    def __enter__(self) -> Self:
        """Returns the writer."""
        return self

    def __exit__(self, error_type: type[BaseException] | None, *_: object) -> None:
        """Finishes the file and gives it its final name, or removes it where an error came up."""
        try:
            if error_type is None:
                self.complete()
                self.target.put_in_place()
        finally:
            self.discard()

    def set_classes(self, classes: ClassTable) -> None:
        """Stores class names and colours, so that QGIS opens the raster styled. To be called before `write`."""
        self._file.set_classes(classes)
        self._categories = True

    def set_counts(self, classes: ClassTable, counts: Mapping[int, int]) -> None:
        """Stores how many pixels each class value has, in the attribute table."""
        self._file.set_counts(classes, counts)

    def set_statistics(self, minimum: float, maximum: float, mean: float, std: float) -> None:
        """Stores statistics of the first band, so that a viewer need not go through it."""
        self._file.set_statistics(minimum, maximum, mean, std)

    def write(self, window: Window, pixels: np.ndarray) -> None:
        """Writes pixels, (height, width) or (bands, height, width), to a window inside the raster.

        Raises OutputError where they cannot be written, ValueError where their shape does not fit.
        """
        pixels = pixels[np.newaxis] if pixels.ndim == 2 else pixels
        if pixels.shape != (self._bands, window.height, window.width):
            raise ValueError(f"Pixels of shape {pixels.shape} do not fit {window} of {self._bands} bands.")
        self._file.write(window, pixels.astype(self.dtype, copy=False))

    def complete(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Writes the last of the file and closes it, still under its temporary name: only renaming it is left.

        For results that appear together or not at all. Raises OutputError where the file cannot be written whole, and
        Cancelled once `stopped` returns True while overviews are made.
        """
        if self._is_complete:
            return
        self._file.close()
        if self._cloud_optimised:
            make_cloud_optimised(self.target.temporary, self.dtype, self._categories, self.path, stopped)
        self._is_complete = True

    def discard(self) -> None:
        """Closes the file, and removes it unless it has its final name."""
        self._file.abandon()
        self.target.discard()
