"""Writes rasters: results with their classes (`RasterWriter`) and single chips (`write_chip`), always as GeoTIFF.

A result is written under a temporary name beside the final one and takes the final name only when it is whole.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..core.errors import OutputError
from ..outputs.atomic_folder import check_writable
from ..outputs.temporary_names import partial_name
from .cog import make_cloud_optimised
from .geotiff import GeoTiffFile, chip_options, compression_options

if TYPE_CHECKING:
    from typing_extensions import Self

    from ..classes.class_table import ClassTable
    from ..core.grid import Grid, Window

_SIDECARS = (".aux.xml", ".ovr", ".msk", ".msk.ovr")


def check_output(path: str, inputs: Sequence[str] = ()) -> None:
    """Checks, before any work, that a raster can be written to `path` and that this destroys no input.

    Raises OutputError for a name that does not end in .tif or .tiff, a folder that is missing or cannot be written to,
    and for one of the `inputs` (paths), also where a link leads to it.
    """
    if os.path.splitext(path)[1].lower() not in (".tif", ".tiff"):
        raise OutputError(
            f"The result can only be written as GeoTIFF, not as {path}. Give it a name that ends in .tif."
        )
    if os.path.isdir(path):
        raise OutputError(f"{path} is a folder. Give the result a file name that is not taken.")
    for given in inputs:
        if _same_file(path, given):
            raise OutputError(f"The result would overwrite the input {given}. Choose another name for the result.")
    check_writable(os.path.dirname(os.path.abspath(path)))


def _same_file(path: str, other: str) -> bool:
    """Tells whether two paths lead to the same file; `other` need not be a file."""
    try:
        return os.path.realpath(path) == os.path.realpath(other) or os.path.samefile(path, other)
    except (OSError, ValueError):
        return False


class RasterWriter:
    """Writes one GeoTIFF window by window. Use it in a `with` statement: leaving it by an error removes the file.

    Rows are best written from top to bottom in whole widths.
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
        check_output(path)
        self.path, self.grid, self.dtype, self._bands = path, grid, np.dtype(dtype), bands
        folder, name = os.path.split(os.path.abspath(path))
        self._temporary = os.path.join(folder, partial_name(os.path.splitext(name)[0], ".tif"))
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
            file = GeoTiffFile(self._temporary, self.grid, self.dtype, self._bands, options, shown=self.path)
            file.set_bands(nodata, band_names)
        except OutputError:
            if file is not None:
                file.abandon()
            self._remove()
            raise
        return file

    def __enter__(self) -> Self:
        """Returns the writer."""
        return self

    def __exit__(self, error_type: type[BaseException] | None, *_: object) -> None:
        """Finishes the file and gives it its final name, or removes it where an error came up."""
        if error_type is not None:
            self._discard()
            return
        try:
            self._finish()
        except BaseException:
            self._discard()
            raise

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
        Cancelled once `stopped` says so while overviews are made.
        """
        if self._is_complete:
            return
        self._file.close()
        if self._cloud_optimised:
            make_cloud_optimised(self._temporary, self.dtype, self._categories, self.path, stopped)
        self._is_complete = True

    def _finish(self) -> None:
        """Closes the file and renames it. Raises OutputError where the last of it cannot be written."""
        self.complete()
        try:
            os.replace(self._temporary, self.path)
            for ending in _SIDECARS:  # those of a file that was there before
                with contextlib.suppress(FileNotFoundError):
                    os.remove(self.path + ending)
            with contextlib.suppress(FileNotFoundError):
                os.replace(self._temporary + ".aux.xml", self.path + ".aux.xml")
        except OSError as error:
            raise OutputError(
                f"The result cannot be put in place as {self.path}: {error.strerror}. "
                "Is the file open in another program, or a layer in QGIS?"
            ) from error

    def _discard(self) -> None:
        """Closes and removes the unfinished file."""
        self._file.abandon()
        self._remove()

    def _remove(self) -> None:
        """Removes what lies under the temporary name."""
        for name in (self._temporary, self._temporary + ".aux.xml"):
            with contextlib.suppress(OSError):
                os.remove(name)


def write_chip(
    path: str,
    grid: Grid,
    pixels: np.ndarray,
    nodata: float | None = None,
    mask: np.ndarray | None = None,
    band_names: Sequence[str] | None = None,
    classes: ClassTable | None = None,
    labels: bool = False,
) -> None:
    """Writes one small GeoTIFF at once: pixels (bands, height, width) of an image or `labels`, and which of them are valid.

    `mask` is bool (height, width), True where valid; it becomes an internal mask band unless all is valid. `classes`
    are stored as in a class raster. Raises OutputError where the file cannot be written whole.
    """
    masked = mask is not None and not mask.all()
    options = chip_options(pixels.shape, pixels.dtype, labels)
    file = GeoTiffFile(path, grid, pixels.dtype, len(pixels), options, check_options=False)
    try:
        with file.watched():
            file.set_bands(nodata, band_names)
            if classes is not None:
                file.set_classes(classes)
            if masked:
                file.create_mask()
            file.write(grid.window, pixels)
            if masked:
                file.write_mask(mask)
    except OutputError:
        file.abandon()
        raise
    file.close()
