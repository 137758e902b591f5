"""Cuts an image and its labels into chips, from top to bottom, and writes those with enough labels."""

from __future__ import annotations

import os

import numpy as np

from ..chips.dataset import ChipRecord
from ..chips.files import write_chip
from ..classes.class_table import ClassTable
from ..core.grid import Grid, Window
from ..core.options import IMAGES, LABELS
from ..core.progress import Reporter, stop_if_cancelled
from ..reading.reader import RasterReader
from ..reading.row_reader import RowReader
from .label_codes import NODATA_CODE, LabelStrips, count_by_chip, count_by_code, decoder, labelled_pixels
from .placement import ClassBalancedChips
from .plan import CutPlan
from .statistics import ChipStatistics
from .summary import ExportSummary


def cut_chips(
    reader: RasterReader,
    strips: LabelStrips,
    plan: CutPlan,
    balanced: ClassBalancedChips,
    writer: ChipWriter,
    statistics: ChipStatistics,
    reporter: Reporter,
) -> ExportSummary:
    """Cuts all chips of the sliding window and the `balanced` ones; image rows without a chip to keep are not read.

    Raises RasterError, LabelError, OutputError, Cancelled.
    """
    cutter = _Cutter(reader, strips, plan, writer, statistics)
    window, stops = plan.window, [plan.window.y + row for row in reversed(plan.rows)]
    while stops or balanced.top is not None:
        stop_if_cancelled(reporter)
        top = min(row for row in (stops[-1] if stops else None, balanced.top) if row is not None)
        if stops and stops[-1] == top:
            cutter.cut_strip(stops.pop(), reporter)
        while balanced.top == top:
            stop_if_cancelled(reporter)
            cutter.cut_balanced(balanced)
        reporter.progress(min(1.0, (top + plan.chip_size_px - window.y) / window.height))
    reporter.progress(1.0)
    stop_if_cancelled(reporter)
    return cutter.summary


class _Cutter:
    """Reads rows of image and labels from top to bottom, each once, and cuts chips out of them."""

    def __init__(
        self,
        reader: RasterReader,
        strips: LabelStrips,
        plan: CutPlan,
        writer: ChipWriter,
        statistics: ChipStatistics,
    ) -> None:
        self.summary = ExportSummary(reader.nodata, plan.window)
        self._image = RowReader(reader, plan.window, self.summary.add_image)
        self._strips, self._plan, self._writer, self._statistics = strips, plan, writer, statistics
        self._columns = np.array(plan.columns, np.int64)

    def cut_strip(self, top: int, reporter: Reporter) -> None:
        """Cuts the chips of the sliding window whose first row is `top`."""
        plan, size = self._plan, self._plan.chip_size_px
        bottom = min(top + size, plan.window.bottom)
        codes = self._strips.rows(top, bottom)
        self.summary.has_labels = self.summary.has_labels or bool(labelled_pixels(codes, False).any())
        counts = count_by_chip(labelled_pixels(codes, plan.keep_empty), self._columns, size)
        if counts.max() < plan.minimum_px:
            self.summary.best_px = max(self.summary.best_px, int(counts.max()))
            return
        pixels, nodata_mask = self._image.rows(top, bottom)
        self.summary.add_labels(codes, nodata_mask, 0, top)
        has_nodata = nodata_mask.any()
        if has_nodata:
            codes = np.where(nodata_mask, np.uint8(NODATA_CODE), codes)
            counts = count_by_chip(labelled_pixels(codes, plan.keep_empty), self._columns, size)
        self.summary.best_px = max(self.summary.best_px, int(counts.max()))
        columns = self._columns[counts >= plan.minimum_px]
        for column in columns.tolist():
            stop_if_cancelled(reporter)
            part = slice(column, column + size)
            mask = nodata_mask[:, part] if has_nodata else None
            self._writer.write(plan.window.x + column, top, pixels[:, :, part], mask, codes[:, part])
        self._statistics.add_strip(pixels, nodata_mask, columns, top)

    def cut_balanced(self, balanced: ClassBalancedChips) -> None:
        """Cuts the next class-balanced chip; asks for a spare where the image is NoData on the labels, or too few are there."""
        chip, plan, size = balanced.take(), self._plan, self._plan.chip_size_px
        bottom = min(chip.y + size, plan.window.bottom)
        part = slice(chip.x - plan.window.x, chip.x - plan.window.x + size)
        codes = self._strips.rows(chip.y, bottom, part)
        pixels, nodata_mask = self._image.rows(chip.y, bottom, part)
        self.summary.add_labels(codes, nodata_mask, part.start, chip.y)
        codes = np.where(nodata_mask, np.uint8(NODATA_CODE), codes)
        labelled_px = int(labelled_pixels(codes, plan.keep_empty).sum())
        self.summary.has_labels = True  # at least the pixel for which it was placed
        self.summary.best_px = max(self.summary.best_px, labelled_px)
        if labelled_px >= plan.minimum_px and (codes == chip.code).any():
            self._writer.write(chip.x, chip.y, pixels, nodata_mask, codes, chip.code)
            self._statistics.add_chip(pixels, nodata_mask)
        else:
            balanced.replace(chip)


class ChipWriter:
    """Writes the chips of one scene into a folder that has the two subfolders; `records` lists them."""

    def __init__(
        self,
        path: str,
        grid: Grid,
        chip_size_px: int,
        classes: ClassTable,
        nodata: tuple[float | None, ...],
        band_names: tuple[str, ...],
        scene: int,
        first_number: int,
    ) -> None:
        """Writes chips of an image whose grid is `grid`; they are named by numbers from `first_number`."""
        self._path, self._grid, self._size = path, grid, chip_size_px
        self._classes, self._values = classes, decoder(classes)
        self._codes_are_values = classes.values == tuple(range(1, len(classes) + 1))
        self._band_names = band_names
        declared = {repr(value) for value in nodata}  # by text, as NaN never equals itself
        # A GeoTIFF has one nodata value for all its bands, so it is set only where all bands of the image have the same.
        self._file_nodata = nodata[0] if len(declared) == 1 else None
        self._fill = np.array([0 if value is None else value for value in nodata])[:, np.newaxis, np.newaxis]
        self._scene, self._number = scene, first_number
        self.records: list[ChipRecord] = []

    def write(
        self, x: int, y: int, pixels: np.ndarray, nodata_mask: np.ndarray | None, codes: np.ndarray, placed_for: int = 0
    ) -> None:
        """Writes the chip whose upper left pixel is column `x`, row `y` of the image.

        `pixels` (bands, height, width), `nodata_mask` (height, width; where the image is NoData, None if all is valid) and `codes` (uint8
        class codes) are what lies inside the image and may be smaller than a chip: the rest becomes NoData. `placed_for` is the code
        of the class whose labels it was placed around, 0 for none. Raises OutputError.
        """
        if codes.shape != (self._size, self._size):
            pixels, nodata_mask, codes = self._padded(pixels, nodata_mask, codes)
        codes = np.ascontiguousarray(codes)
        window = Window(x, y, self._size, self._size)
        grid, stem = self._grid.subgrid(window), f"{self._number:012d}"
        image_mask = ~nodata_mask if nodata_mask is not None and nodata_mask.any() else None
        counts = count_by_code(codes, len(self._classes))
        label_mask = codes != NODATA_CODE if counts[NODATA_CODE] else None
        values = codes if self._codes_are_values and label_mask is None else self._values.take(codes)
        write_chip(
            os.path.join(self._path, IMAGES, f"{stem}.tif"),
            grid, pixels, nodata=self._file_nodata, mask=image_mask, band_names=self._band_names,
        )  # fmt: skip
        write_chip(
            os.path.join(self._path, LABELS, f"{stem}.tif"),
            grid, values[np.newaxis], mask=label_mask, labels=True,
        )  # fmt: skip
        self.records.append(
            ChipRecord(
                stem,
                self._scene,
                window,
                tuple((value, int(count)) for value, count in zip(self._classes.values, counts[1:]) if count),
                int(counts[0]),
                int(counts[NODATA_CODE]),
                placed_for=self._classes.values[placed_for - 1] if placed_for else None,
            )
        )
        self._number += 1

    def _padded(
        self, pixels: np.ndarray, nodata_mask: np.ndarray | None, codes: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Returns the three arrays enlarged to a whole chip."""
        size, (height, width) = self._size, codes.shape
        whole_pixels = np.empty((len(pixels), size, size), pixels.dtype)
        whole_pixels[:] = self._fill
        whole_pixels[:, :height, :width] = pixels
        edges = ((0, size - height), (0, size - width))
        inner_mask = np.zeros(codes.shape, bool) if nodata_mask is None else nodata_mask
        whole_mask = np.pad(inner_mask, edges, constant_values=True)
        return whole_pixels, whole_mask, np.pad(codes, edges, constant_values=NODATA_CODE)
