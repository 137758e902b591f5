"""Labels of a raster: read directly where it has the image's grid, else warped to it (nearest pixel)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from ..classes.attribute_table import read_class_styles
from ..classes.class_styles import ClassStyle, class_table_of, of_layer_and_raster, styles_by_value
from ..classes.class_table import MAX_CLASSES, RGB, ClassTable, check_same_names
from ..classes.class_values import check_class_values
from ..classes.colour_check import check_no_colours
from ..classes.lossy_check import lossy_warning
from ..core.band_scales import warn_of_scaled_classes
from ..core.crs import crs_from_wkt, is_same, reaches, transform_between, transformed_extent, turns
from ..core.errors import LabelError
from ..core.grid import Grid, Window, describe_extent, overlaps
from ..core.number_text import first_of
from ..core.progress import Reporter, stop_if_cancelled
from ..core.tiling import strip_height, strips
from ..reading.dataset import RasterDataset
from ..reading.nodata import band_missing
from ..reading.reader import RasterReader
from ..reading.warped import nearest
from .label_counts import LabelCounts
from .label_nodata import (
    USUAL,
    as_class_value,
    is_named_class,
    is_worth_a_warning,
    nodata_sentence,
    undeclared_nodata,
    undeclared_sentence,
    why_a_class,
)
from .other_coordinates import remedy_in_other_coordinates

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

        `operation` is the coordinate operation to the grid's CRS, as in `core.crs.transform_between`. `unlabelled` is the value of
        unlabelled pixels, None where every value is a class. Raises LabelError where the raster does not overlap the grid, or holds
        fractions, too many values or classes that are not in the `class_table`. Without a window it also does where all pixels are
        unlabelled or NoData. Raises RasterError where it cannot be read, and Cancelled.
        """
        self._unlabelled = unlabelled
        path, own, info = raster.path, raster, raster.info
        operation = _operation_for(operation, info.grid, grid, path, reporter)
        self._path, self._grid, self._operation = path, grid, operation
        check_no_colours(raster, f"The label raster {path}")
        if loss := lossy_warning(raster, f"The label raster {path}"):
            reporter.warning(loss)
        if len(info.data_bands) > 1:
            reporter.warning(f"{path} has {info.band_count} bands; the labels are read from band 1.")
        for note in info.notes:
            reporter.info(note)
        warn_of_scaled_classes(info.band_scales, f"The label raster {path}", reporter)
        if not _same_grid(info.grid, grid):
            self._check_overlap(info.grid, reporter)
            raster = nearest(
                own,
                grid,
                lambda why: LabelError(f"The label raster {path} cannot be fitted to the raster: {why}."),
                operation,
            )
        self._reader = RasterReader(raster, [1])
        self._nodata_value = as_class_value(self._reader.nodata[0])
        self._nodata_px, self._counted_to = 0, -1
        styles_of_own = of_layer_and_raster(styles, read_class_styles(own))
        found = self._find_classes(own, window, styles_of_own, class_table, reporter)
        if class_table is not None and not found <= set(class_table.values):
            unknown = sorted(found - set(class_table.values))
            raise LabelError(
                f"The label raster {path} has classes that are not there yet: {first_of(unknown)}. "
                f"Only these can be used: {first_of(class_table.values)}."
            )
        _warn_of_unlisted(found, styles, path, reporter)
        self.class_table = class_table or class_table_of(found, styles_of_own)
        if class_table is not None:
            names = {value: name for value, (name, _) in styles_of_own.items()}
            check_same_names(class_table, names, found, f"The label raster {path}", reporter)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Returns labels, int32 (height, width), and where they are valid, bool (height, width).

        They are not where the label raster is NoData or masked, and outside of it. Unlabelled pixels are 0; where another value is
        the unlabelled one, they are not valid, and 0 is a class. Raises RasterError.
        """
        pixels, valid, nodata = self._read_band(window)
        self._count(nodata, window)
        if self._unlabelled:
            valid &= pixels != self._unlabelled
        return np.where(valid, pixels, 0).astype(np.int32), valid

    def check_unchanged(self) -> None:
        """Raises RasterError where the label raster was changed while it was read."""
        self._reader.check_unchanged()

    def counts(self) -> LabelCounts:
        """Returns how many pixels of the windows that were read have the NoData value; a raster has no features."""
        if self._nodata_value is None or not self._nodata_px:
            return LabelCounts()
        return LabelCounts(nodata_px={self._nodata_value: self._nodata_px})

    def close(self) -> None:
        """Closes the raster."""
        self._reader.close()

    def _read_band(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Returns the pixels of the label band (height, width) in its dtype, which of them are valid, and which have the NoData value.

        The last is None where no pixel can have it. Pixels outside of the raster's mask, and outside of the raster, are neither.
        """
        pixels = self._reader.read(window)[0]
        missing = band_missing(pixels, self._reader.nodata[0])
        inside = self._reader.read_mask(window)
        inside = np.ones(pixels.shape, bool) if inside is None else inside
        return (pixels, inside, None) if missing is None else (pixels, inside & ~missing, inside & missing)

    def _count(self, nodata: np.ndarray | None, window: Window) -> None:
        """Counts pixels with the NoData value; windows come from top to bottom, and rows that come twice are counted once."""
        fresh = max(0, self._counted_to - window.y)
        self._counted_to = max(self._counted_to, window.bottom)
        if nodata is not None:
            self._nodata_px += int(np.count_nonzero(nodata[fresh:]))

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
        if extent is not None and not any(
            overlaps(turned, own.extent_map()) for turned in (extent, *turns(extent, crs))
        ):
            to_grid = None if same else transform_between(crs, target, self._operation)
            covered = transformed_extent(to_grid, own.extent_map())
            raise LabelError(
                f"The label raster {self._path} does not overlap the raster: labels cover {describe_extent(covered)}, "
                f"the raster covers {describe_extent(self._grid.extent_map())}. {self._how_to_place(own)}"
            )

    def _how_to_place(self, own: Grid) -> str:
        """Returns the remedy for labels that do not overlap the image: georeference them where only that is missing."""
        remedy = remedy_in_other_coordinates(
            own.extent_map(), crs_from_wkt(own.crs_wkt), self._grid, may_be_swapped=False
        )
        is_picture = own.is_without_georeference and not self._grid.is_without_georeference
        if not is_picture or (own.width, own.height) != (self._grid.width, self._grid.height):
            return remedy or "Choose labels for this raster."
        xmin, ymin, xmax, ymax = self._grid.extent_map()
        return (
            f"The labels have as many pixels as the raster, but no georeference. If they are labels of its pixels, give them its extent: "
            f'gdal_edit.py -a_ullr {xmin!r} {ymax!r} {xmax!r} {ymin!r} "{self._path}"'
        )

    def _find_classes(
        self,
        raster: RasterDataset,
        window: Window | None,
        styles: Mapping[int, tuple[str, RGB]],
        table: ClassTable | None,
        reporter: Reporter,
    ) -> set[int]:
        """Returns all valid values but the unlabelled one on the grid, or in a window of it.

        Logs the NoData value of the `raster`. It warns where that may hide a class, such as one of the `table` or one that the `styles`
        name.
        """
        found: set[int] = set()
        rows = strip_height(self._grid.width, _SCANNED_PIXELS, self._reader.info.block_size[1])
        part = window or self._grid.window
        valid_px = nodata_px = 0
        usual_px: Counter[int] = Counter()
        for strip in strips(part, rows):
            stop_if_cancelled(reporter)
            pixels, valid, nodata = self._read_band(strip)
            valid_px += int(np.count_nonzero(valid))
            nodata_px += 0 if nodata is None else int(np.count_nonzero(nodata))
            values = self._values_in(pixels, valid)
            found |= values
            usual_px.update({value: int(np.count_nonzero(valid & (pixels == value))) for value in values & USUAL})
            if len(found - {self._unlabelled}) > MAX_CLASSES:
                raise LabelError(
                    f"The label raster {self._path} has more than {MAX_CLASSES} different values. "
                    "Is it an image rather than a map of classes? Choose a raster of class values."
                )
        classes = found - {self._unlabelled}
        value, why = self._nodata_value, ""
        if value is not None:
            is_known = table is not None and value in table.values
            why = why_a_class(value, classes, self._unlabelled, is_named_class(value, styles), is_known)
        sentence = nodata_sentence(raster, nodata_px / part.pixels, why)
        if window in (None, self._grid.window) and not classes:
            what = f"holds {self._unlabelled} only, the unlabelled value" if valid_px else "holds nothing but NoData"
            raise LabelError(
                f"Where the raster lies, the label raster {self._path} {what}. {sentence}{' ' * bool(sentence)}Choose another one, or another "
                "unlabelled value."
            )
        if sentence:
            (reporter.warning if why and is_worth_a_warning(nodata_px, valid_px) else reporter.info)(sentence)
        unlabelled = self._unlabelled if self._unlabelled in found else 0
        if self._unlabelled and unlabelled == 0:
            reporter.info(
                f"The label raster {self._path} does not hold {self._unlabelled}, the unlabelled value (UNLABELLED): each of its values is a class "
                f"({first_of(sorted(classes))})."
            )
        odd = undeclared_nodata(classes, unlabelled)
        if odd is not None and table is None and not is_named_class(odd, styles):
            reporter.warning(undeclared_sentence(odd, usual_px[odd] / part.pixels, self._path))
        return classes

    def _values_in(self, pixels: np.ndarray, valid: np.ndarray) -> set[int]:
        """Returns the distinct values of valid pixels. Raises LabelError for fractions and values beyond 32 bits."""
        if pixels.dtype == np.uint8:
            return set(np.flatnonzero(np.bincount(pixels[valid], minlength=256)).tolist())
        values = np.unique(pixels[valid])
        check_class_values(values, f"The label raster {self._path}")
        return {int(value) for value in values}


def _operation_for(operation: str, own: Grid, grid: Grid, path: str, reporter: Reporter) -> str:
    """Returns the coordinate operation, "" for PROJ's own choice, which is warned of, where the operation does not reach all of the image."""
    crs, target = crs_from_wkt(own.crs_wkt), crs_from_wkt(grid.crs_wkt)
    if not operation or is_same(crs, target) or reaches(operation, crs, target, grid.extent_map()):
        return operation
    reporter.warning(
        f"{path}: the coordinate operation does not reach all of the image, so PROJ's own choice is used. Labels may lie some metres elsewhere: where "
        "that matters, choose an operation for all of the area in the project's properties (Transformations)."
    )
    return ""


def _warn_of_unlisted(found: set[int], legend: tuple[ClassStyle, ...], path: str, reporter: Reporter) -> None:
    """Warns of classes that the legend of a layer leaves out, so that QGIS does not show them."""
    unlisted = sorted(found - set(styles_by_value(legend)))
    if legend and unlisted:
        reporter.warning(
            f"The legend of the label raster {path} has no entry for {first_of(unlisted)}, so QGIS does not show these pixels. That is display only: "
            "they are used as classes. To leave them out, make them additional NoData values of the layer (Properties > Transparency)."
        )


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
