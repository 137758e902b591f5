"""Labels of a raster: read directly where it has the image's grid, else warped to it (nearest pixel)."""

from __future__ import annotations

import numpy as np

from ..classes.attribute_table import read_class_styles
from ..classes.class_styles import ClassStyle, class_table_of, styles_by_key
from ..classes.class_table import MAX_CLASSES, ClassTable
from ..classes.class_values import check_class_values
from ..classes.colour_check import check_no_colours
from ..core.crs import crs_from_wkt, is_same, transform_between, transformed_extent
from ..core.errors import LabelError
from ..core.grid import Grid, Window, describe_extent, overlaps
from ..core.number_text import percent
from ..core.progress import Reporter, stop_if_cancelled
from ..core.tiling import strip_height, strips
from ..reading.dataset import RasterDataset
from ..reading.nodata import band_missing
from ..reading.reader import RasterReader
from ..reading.warped import nearest
from .label_counts import LabelCounts

_SCANNED_PIXELS = 4_000_000


class RasterLabelReader:
    """Reads labels from the first band of a raster, on the image's grid, by its nearest pixel."""

    def __init__(
        self,
        raster: RasterDataset,
        styles: tuple[ClassStyle, ...],
        grid: Grid,
        reporter: Reporter,
        class_table: ClassTable | None = None,
        window: Window | None = None,
        operation: str = "",
        unlabelled: int | None = 0,
    ) -> None:
        """Finds the classes of a raster on the grid, or in a `window` of the grid outside of which nothing is read.

        `operation` is the coordinate operation to the grid's CRS, as in `core.crs.transform_between`. `unlabelled` is
        the value of unlabelled pixels, None where every value is a class. Raises LabelError where the raster does not overlap the grid, holds fractions, too many values, classes that are not
        in the `class_table`, or (without a window) nothing but unlabelled
        pixels and NoData; RasterError where it cannot be read; Cancelled.
        """
        self._unlabelled = unlabelled
        self._path, self._grid, self._operation = raster.path, grid, operation
        path, own, info = raster.path, raster, raster.info
        check_no_colours(raster, f"The label raster {path}")
        if len(info.data_bands) > 1:
            reporter.warning(f"{path} has {info.band_count} bands; the labels are read from band 1.")
        for note in info.notes:
            reporter.info(note)
        if not _same_grid(info.grid, grid):
            self._check_overlap(info.grid, reporter)
            raster = nearest(
                own,
                grid,
                lambda why: LabelError(f"The label raster {path} cannot be fitted to the raster: {why}."),
                operation,
            )
        self._reader = RasterReader(raster, [1])
        found = self._find_classes(window, reporter)
        if class_table is not None and not found <= set(class_table.values):
            unknown = ", ".join(str(value) for value in sorted(found - set(class_table.values))[:8])
            raise LabelError(
                f"The label raster {path} has classes that are not there yet: {unknown}. "
                f"Only these can be used: {', '.join(str(value) for value in class_table.values[:8])}."
            )
        self.class_table = class_table or _class_table(found, own, styles)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns labels, int32 (height, width), and where they are valid, bool (height, width).

        They are not where the label raster is NoData or masked, and outside of it. Unlabelled pixels are 0; where another value is
        the unlabelled one, they are not valid, and 0 is a class. Raises RasterError.
        """
        pixels, valid = self._read_band(window)
        if self._unlabelled:
            valid &= pixels != self._unlabelled
        return np.where(valid, pixels, 0).astype(np.int32), valid

    def check_unchanged(self) -> None:
        """Raises RasterError where the label raster was changed while it was read."""
        self._reader.check_unchanged()

    def counts(self) -> LabelCounts:
        """Returns no counts: a raster has no features."""
        return LabelCounts()

    def close(self) -> None:
        """Closes the raster."""
        self._reader.close()

    def _read_band(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns the pixels of the label band (height, width) in its dtype, and which of them are valid."""
        pixels = self._reader.read(window)[0]
        missing = band_missing(pixels, self._reader.nodata[0])
        valid = np.ones(pixels.shape, bool) if missing is None else ~missing
        mask = self._reader.read_mask(window)
        return pixels, valid if mask is None else valid & mask

    def _check_overlap(self, own: Grid, reporter: Reporter) -> None:
        """Raises LabelError where the labels do not overlap the image; warns where only one of them has a CRS.

        The image's extent is compared in the CRS of the labels: an image lies in most CRS, global labels only in theirs.
        """
        crs, target = crs_from_wkt(own.crs_wkt), crs_from_wkt(self._grid.crs_wkt)
        if (crs is None) != (target is None):
            reporter.warning(
                f"Of the raster and the label raster {self._path}, only one has a coordinate reference system; "
                "the other is assumed to be in the same."
            )
        same = is_same(crs, target)
        to_own = None if same else transform_between(target, crs, self._operation, inverse=True)
        extent = transformed_extent(to_own, self._grid.extent_map())
        if extent is not None and not overlaps(extent, own.extent_map()):
            to_grid = None if same else transform_between(crs, target, self._operation)
            covered = transformed_extent(to_grid, own.extent_map())
            raise LabelError(
                f"The label raster {self._path} does not overlap the raster: labels cover {describe_extent(covered)}, "
                f"the raster covers {describe_extent(self._grid.extent_map())}. Choose labels for this raster."
            )

    def _find_classes(self, window: Window | None, reporter: Reporter) -> set[int]:
        """Returns all valid values but the unlabelled one on the grid, or in a window of it; logs what is NoData."""
        found: set[int] = set()
        rows = strip_height(self._grid.width, _SCANNED_PIXELS, self._reader.info.block_size[1])
        part = window or self._grid.window
        valid_px = 0
        for strip in strips(part, rows):
            stop_if_cancelled(reporter)
            pixels, valid = self._read_band(strip)
            valid_px += int(np.count_nonzero(valid))
            found |= self._values_in(pixels, valid)
            if len(found - {self._unlabelled}) > MAX_CLASSES:
                raise LabelError(
                    f"The label raster {self._path} has more than {MAX_CLASSES} different values. "
                    "Is it an image rather than a map of classes? Choose a raster of class values."
                )
        classes = found - {self._unlabelled}
        nodata = self._nodata_sentence(1 - valid_px / part.pixels)
        if window in (None, self._grid.window) and not classes:
            what = f"holds {self._unlabelled} only, the unlabelled value" if valid_px else "holds nothing but NoData"
            raise LabelError(
                f"Where the raster lies, the label raster {self._path} {what}. {nodata}Choose another one, or another unlabelled value."
            )
        if nodata:
            (reporter.warning if len(classes) == 1 else reporter.info)(nodata.strip())
        return classes

    def _nodata_sentence(self, share: float) -> str:
        """Returns a sentence on the NoData value of the raster and its share of the pixels, "" where it has none there."""
        value = self._reader.nodata[0]
        if value is None or not share:
            return ""
        return (
            f"The label raster {self._path} declares {value:g} as NoData: {percent(share)} of the pixels are NoData there, neither "
            f"labelled nor background. Where {value:g} is a class, such as the background of QGIS's Rasterize, remove that declaration "
            f"(gdal_edit.py -unsetnodata {self._path}) and leave the unlabelled value empty. "
        )

    def _values_in(self, pixels: np.ndarray, valid: np.ndarray) -> set[int]:
        """Returns the distinct values of valid pixels. Raises LabelError for fractions and values beyond 32 bits."""
        if pixels.dtype == np.uint8:
            return set(np.flatnonzero(np.bincount(pixels[valid], minlength=256)).tolist())
        values = np.unique(pixels[valid])
        check_class_values(values, f"The label raster {self._path}")
        return {int(value) for value in values}


def _class_table(found: set[int], raster: RasterDataset, styles: tuple[ClassStyle, ...]) -> ClassTable:
    """Returns the table of the classes found, with the given styles, else those of the raster's own tables."""
    given = styles_by_key(styles)
    named = {value: given[str(value)] for value in found if str(value) in given}
    return class_table_of(found, {**read_class_styles(raster), **named})


def _same_grid(a: Grid, b: Grid) -> bool:
    """Returns whether two grids are the same within a hundredth of a pixel."""
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
