"""Labels that come from a raster: read as they are where they lie on the image's grid, else resampled to it."""

from __future__ import annotations

import numpy as np
from osgeo import gdal, osr

from ..classes.attribute_table import read_class_styles
from ..classes.class_styles import class_table_of, styles_by_key
from ..classes.class_table import MAX_CLASSES, ClassTable
from ..core.crs import crs_from_wkt, is_same, transform_between, transformed_extent
from ..core.errors import LabelError
from ..core.gdal_calls import gdal_errors_as
from ..core.grid import Grid, Window, describe_extent, overlaps
from ..core.progress import Reporter, stop_if_cancelled
from ..core.tiling import strip_height, strips
from ..reading.dataset import open_raster
from ..reading.nodata import band_missing
from ..reading.reader import RasterReader
from .sources import RasterLabels

_SCANNED_PIXELS = 4_000_000
_WARP_ERROR_PX = 0.02
_INT32 = (-(2**31), 2**31 - 1)


class RasterLabelReader:
    """Reads labels from the first band of a raster, on the image's grid, by its nearest pixel."""

    def __init__(self, source: RasterLabels, grid: Grid, reporter: Reporter, given: ClassTable | None = None) -> None:
        """Opens the raster and looks for the classes it has on the grid.

        Raises LabelError where it does not overlap the grid, holds fractions, too many values, classes that are not in
        the table `given`, or nothing but 0 and nodata; RasterError where it cannot be read; and Cancelled.
        """
        self._path, self._grid = source.path, grid
        self._flip = False
        own = RasterReader(source.path, [1])
        if len(own.info.data_bands) > 1:
            reporter.warning(f"{source.path} has {own.info.band_count} bands; the labels are read from band 1.")
        for note in own.info.notes:
            reporter.info(note)
        self._own_dtype = own.dtype
        self._nodata = own.nodata[0]
        if _same_grid(own.grid, grid):
            self._reader, self._is_warped = own, False
        else:
            self._reader, self._is_warped = self._warped(own, reporter), True
        found = self._scan(reporter)
        self.class_table = given or self._build_table(source, found)
        if given is not None and not found <= set(given.values):
            unknown = ", ".join(str(value) for value in sorted(found - set(given.values))[:8])
            raise LabelError(
                f"The label raster {source.path} has classes that are not there yet: {unknown}. "
                f"Only these can be used: {', '.join(str(value) for value in given.values[:8])}."
            )

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns labels int32 (height, width), 0 where there are none, and bool (height, width): where they are known.

        Not known is what the label raster's nodata or mask excludes, or lies beyond it. Raises RasterError.
        """
        pixels, known = self._read_band(window)
        return np.where(known, pixels, 0).astype(np.int32), known

    def close(self) -> None:
        """Closes the raster."""
        self._reader.close()

    def _read_band(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns the pixels of the label band (height, width) in its dtype, and which of them are known."""
        if self._is_warped:
            if self._flip:
                window = Window(window.x, self._grid.height - window.bottom, window.width, window.height)
            pixels, alpha = self._reader.read(window)
            if self._own_dtype == np.int8:  # GDAL before 3.7 forgets the sign when it warps
                pixels = pixels.astype(np.uint8).view(np.int8)
            known = alpha != 0
            if pixels.dtype.kind == "f":
                known &= np.isfinite(pixels)
            return (pixels[::-1], known[::-1]) if self._flip else (pixels, known)
        pixels = self._reader.read(window)[0]
        missing = band_missing(pixels, self._nodata)
        known = np.ones(pixels.shape, bool) if missing is None else ~missing
        mask = self._reader.read_mask(window)
        return pixels, known if mask is None else known & mask

    def _warped(self, own: RasterReader, reporter: Reporter) -> RasterReader:
        """Returns a reader of the labels resampled to the grid as they are read: label band and coverage."""
        system, target = crs_from_wkt(own.grid.crs_wkt), crs_from_wkt(self._grid.crs_wkt)
        if (system is None) != (target is None):
            reporter.warning(
                f"Of the raster and the label raster {self._path}, only one has a coordinate reference system; "
                "the other is assumed to be in the same."
            )
        way = None if is_same(system, target) else transform_between(system, target)
        extent = transformed_extent(way, own.grid.extent_map())
        if extent is None or not overlaps(extent, self._grid.extent_map()):
            raise LabelError(
                f"The label raster {self._path} does not overlap the raster: labels cover {describe_extent(extent)}, "
                f"the raster covers {describe_extent(self._grid.extent_map())}. Choose labels for this raster."
            )
        own.close()
        dataset = _warp(self._path, own.grid, self._grid, system, target)
        _, a, _, _, _, e = self._grid.geotransform
        if a < 0:
            raise LabelError(
                "The raster runs from east to west, and label rasters cannot be fitted to it. Warp it first."
            )
        self._flip = e > 0
        return RasterReader(self._path, [1, 2], dataset)

    def _scan(self, reporter: Reporter) -> set[int]:
        """Returns all known values on the grid but 0."""
        found: set[int] = set()
        rows = strip_height(self._grid.width, _SCANNED_PIXELS, self._reader.info.block_size[1])
        any_known = False
        for window in strips(self._grid.window, rows):
            stop_if_cancelled(reporter)
            pixels, known = self._read_band(window)
            any_known = any_known or bool(known.any())
            found |= self._values_in(pixels, known)
            if len(found - {0}) > MAX_CLASSES:
                raise LabelError(
                    f"The label raster {self._path} has more than {MAX_CLASSES} different values. "
                    "Is it an image rather than a map of classes? Choose a raster of class values."
                )
        if not found - {0}:
            what = 'holds class 0 only, and 0 means "not labelled"' if any_known else "holds nothing but nodata"
            raise LabelError(
                f"Where the raster lies, the label raster {self._path} {what}. Choose another one, or number classes from 1."
            )
        return found - {0}

    def _values_in(self, pixels: np.ndarray, known: np.ndarray) -> set[int]:
        """Returns the distinct known values. Raises LabelError for fractions and values beyond 32 bits."""
        if pixels.dtype == np.uint8:
            return set(np.flatnonzero(np.bincount(pixels[known], minlength=256)).tolist())
        values = np.unique(pixels[known])
        if values.dtype.kind == "f":
            broken = values[values != np.rint(values)]
            if broken.size:
                raise LabelError(
                    f"The label raster {self._path} holds {broken[0]:g}, which is no class value. "
                    "Choose a raster of whole numbers, or round it first."
                )
        beyond = values[(values < _INT32[0]) | (values > _INT32[1])]
        if beyond.size:
            raise LabelError(
                f"The label raster {self._path} holds {beyond[0]:.15g}; class values must fit into 32 bits. "
                "Renumber them."
            )
        return {int(value) for value in values}

    def _build_table(self, source: RasterLabels, found: set[int]) -> ClassTable:
        """Returns the table of the classes found, styled by the source, else by the raster itself."""
        styles = read_class_styles(source.path)
        given = styles_by_key(source.styles)
        styles.update({value: given[str(value)] for value in found if str(value) in given})
        return class_table_of(found, styles)


def _same_grid(a: Grid, b: Grid) -> bool:
    """Tells whether two grids are the same within a hundredth of a pixel."""
    if (a.width, a.height) != (b.width, b.height):
        return False
    if not is_same(crs_from_wkt(a.crs_wkt), crs_from_wkt(b.crs_wkt)):
        return False
    tolerance = 0.01 * min(b.pixel_size_map)
    return all(
        abs(one - other) <= tolerance
        for corner, other_corner in zip(a.corners_map(a.window), b.corners_map(b.window))
        for one, other in zip(corner, other_corner)
    )


def _warp(
    path: str, own: Grid, grid: Grid, system: osr.SpatialReference | None, target: osr.SpatialReference | None
) -> gdal.Dataset:
    """Returns a virtual raster of the labels on the grid, north up.

    Band 1 holds the labels, band 2 is not 0 where they are known.
    """
    dataset = open_raster(path)
    options = {}
    if system is not None and target is not None:
        options = {"srcSRS": own.crs_wkt, "dstSRS": grid.crs_wkt}
    with gdal_errors_as(lambda why: LabelError(f"The label raster {path} cannot be fitted to the raster: {why}.")):
        if dataset.GetGeoTransform(can_return_null=True) is None or not options:
            # A copy that is placed as this project places it, and unreferenced like the other raster.
            dataset = gdal.Translate("", dataset, format="VRT")
            dataset.SetGeoTransform(own.geotransform)
            if not options:
                dataset.SetProjection("")
        return gdal.Warp(
            "", dataset, format="VRT", outputBounds=grid.extent_map(), width=grid.width, height=grid.height,
            resampleAlg="near", dstAlpha=True, errorThreshold=_WARP_ERROR_PX, **options,
        )  # fmt: skip
