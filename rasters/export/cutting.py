"""Walks over an image from top to bottom and cuts the chips that are worth it.

Cuts chips out of strips of image and labels, writes them, and keeps count of their labels.
"""

from __future__ import annotations

import os

import numpy as np

from ..chips.dataset import IMAGES, LABELS, ChipRecord
from ..classes.class_table import ClassTable
from ..core.grid import Grid, Window
from ..core.progress import Reporter, stop_if_cancelled
from ..reading.reader import RasterReader
from ..reading.row_reader import RowReader
from ..writing.raster_writer import write_chip
from .label_codes import NOTHING, LabelStrips, decoder
from .placement import ClassBalancedChips
from .plan import CutPlan, counting_pixels, counts_of_chips, counts_of_codes, enough_pixels
from .statistics import ChipStatistics
from .summary import Findings


def cut_strips(
    reader: RasterReader,
    strips: LabelStrips,
    cutter: ChipCutter,
    statistics: ChipStatistics,
    plan: CutPlan,
    drawn: ClassBalancedChips,
    reporter: Reporter,
) -> Findings:
    """Cuts all chips of the plan and those drawn; rows without a chip worth it are not read from the image.

    Raises RasterError, LabelError, OutputError, Cancelled.
    """
    walk = _Walk(reader, strips, cutter, statistics, plan)
    window, stops = plan.window, [plan.window.y + row for row in reversed(plan.rows)]
    while stops or drawn.top is not None:
        stop_if_cancelled(reporter)
        top = min(row for row in (stops[-1] if stops else None, drawn.top) if row is not None)
        if stops and stops[-1] == top:
            walk.cut_strip(stops.pop(), reporter)
        while drawn.top == top:
            stop_if_cancelled(reporter)
            walk.cut_drawn(drawn)
        reporter.progress(min(1.0, (top + plan.chip_size_px - window.y) / window.height))
    reporter.progress(1.0)
    stop_if_cancelled(reporter)
    return walk.findings


class _Walk:
    """Reads rows of image and labels on the way down, each once, and cuts chips out of them."""

    def __init__(
        self,
        reader: RasterReader,
        strips: LabelStrips,
        cutter: ChipCutter,
        statistics: ChipStatistics,
        plan: CutPlan,
    ) -> None:
        self.findings = Findings(len(reader.band_names))
        self._image = RowReader(reader, plan.window, self.findings.add_image)
        self._strips, self._cutter, self._statistics, self._plan = strips, cutter, statistics, plan
        self._columns = np.array(plan.columns, np.int64)
        self._enough = enough_pixels(plan.chip_size_px, plan.minimum_share)

    def cut_strip(self, top: int, reporter: Reporter) -> None:
        """Cuts the chips of the sliding window whose first row is `top`."""
        plan, size = self._plan, self._plan.chip_size_px
        bottom = min(top + size, plan.window.bottom)
        codes = self._strips.rows(top, bottom)
        self.findings.has_labels = self.findings.has_labels or bool(counting_pixels(codes, False).any())
        counts = counts_of_chips(counting_pixels(codes, plan.keep_empty), self._columns, size)
        if counts.max() < self._enough:
            self.findings.best_px = max(self.findings.best_px, int(counts.max()))
            return
        pixels, nothing = self._image.rows(top, bottom)
        if nothing.any():
            codes = np.where(nothing, np.uint8(NOTHING), codes)
            counts = counts_of_chips(counting_pixels(codes, plan.keep_empty), self._columns, size)
        self.findings.best_px = max(self.findings.best_px, int(counts.max()))
        columns = self._columns[counts >= self._enough]
        for column in columns.tolist():
            stop_if_cancelled(reporter)
            part = slice(column, column + size)
            self._cutter.cut(plan.window.x + column, top, pixels[:, :, part], nothing[:, part], codes[:, part])
        self._statistics.add_strip(top, pixels, nothing, columns)

    def cut_drawn(self, drawn: ClassBalancedChips) -> None:
        """Cuts the next drawn chip; asks for another one where the image has nothing on the labels, or too few are there."""
        chip, plan, size = drawn.take(), self._plan, self._plan.chip_size_px
        bottom = min(chip.y + size, plan.window.bottom)
        part = slice(chip.x - plan.window.x, chip.x - plan.window.x + size)
        codes = self._strips.rows(chip.y, bottom, part)
        pixels, nothing = self._image.rows(chip.y, bottom, part)
        codes = np.where(nothing, np.uint8(NOTHING), codes)
        counting = int(counting_pixels(codes, plan.keep_empty).sum())
        self.findings.has_labels = True  # at least the one that it was drawn for
        self.findings.best_px = max(self.findings.best_px, counting)
        if counting >= self._enough and (codes == chip.code).any():
            self._cutter.cut(chip.x, chip.y, pixels, nothing, codes, chip.code)
            self._statistics.add_chip(pixels, nothing)
        else:
            drawn.replace(chip)


class ChipCutter:
    """Writes the chips of one scene into a folder that has the two subfolders, and gathers their records."""

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
        """Cuts chips of `grid`, the image's; they are named by numbers from `first_number`."""
        self._path, self._grid, self._size = path, grid, chip_size_px
        self._classes, self._values = classes, decoder(classes)
        numbers = np.arange(len(classes) + 1, dtype=np.uint8)
        self._codes_are_values = self._values.dtype == np.uint8 and np.array_equal(
            self._values[: len(numbers)], numbers
        )
        self._nodata, self._band_names = nodata, band_names
        declared = {repr(value) for value in nodata}  # by text, as NaN never equals itself
        # A GeoTIFF has one nodata value for all its bands: it is set only where that is true of the image.
        self._file_nodata = nodata[0] if len(declared) == 1 else None
        self._fill = np.array([0 if value is None else value for value in nodata])[:, np.newaxis, np.newaxis]
        self._scene, self._number = scene, first_number
        self.records: list[ChipRecord] = []

    def cut(
        self, x: int, y: int, pixels: np.ndarray, nothing: np.ndarray, codes: np.ndarray, placed_for: int = 0
    ) -> None:
        """Writes the chip whose upper left pixel is column `x`, row `y` of the image.

        `pixels` (bands, height, width), `nothing` (height, width; where the image has nothing) and `codes` (uint8 class codes)
        are what lies inside the image and may be smaller than a chip: the rest becomes "nothing here". `placed_for` is the code
        of the class whose labels it was placed around, 0 for none. Raises OutputError.
        """
        if codes.shape != (self._size, self._size):
            pixels, nothing, codes = self._padded(pixels, nothing, codes)
        pixels, codes = np.ascontiguousarray(pixels), np.ascontiguousarray(codes)
        window = Window(x, y, self._size, self._size)
        grid, stem = self._grid.subgrid(window), f"{self._number:012d}"
        image_mask = ~nothing if nothing.any() else None
        counts = counts_of_codes(codes, len(self._classes))
        label_mask = codes != NOTHING if counts[NOTHING] else None
        write_chip(
            os.path.join(self._path, IMAGES, f"{stem}.tif"),
            grid, pixels, nodata=self._file_nodata, mask=image_mask, band_names=self._band_names,
        )  # fmt: skip
        write_chip(
            os.path.join(self._path, LABELS, f"{stem}.tif"),
            grid, self._decoded(codes, label_mask is None)[np.newaxis], mask=label_mask, labels=True,
        )  # fmt: skip
        found = np.flatnonzero(counts[1 : len(self._classes) + 1])
        self.records.append(
            ChipRecord(
                stem,
                self._scene,
                window,
                tuple((self._classes.values[position], int(counts[position + 1])) for position in found),
                int(counts[0]),
                int(counts[NOTHING]),
                placed_for=self._classes.values[placed_for - 1] if placed_for else None,
            )
        )
        self._number += 1

    def _decoded(self, codes: np.ndarray, is_whole: bool) -> np.ndarray:
        """Returns the class values of codes; `is_whole` where none of them means that there is nothing."""
        return codes if is_whole and self._codes_are_values else self._values.take(codes)

    def _padded(
        self, pixels: np.ndarray, nothing: np.ndarray, codes: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Returns the three arrays enlarged to a whole chip."""
        size, (height, width) = self._size, codes.shape
        whole_pixels = np.empty((len(pixels), size, size), pixels.dtype)
        whole_pixels[:] = self._fill
        whole_pixels[:, :height, :width] = pixels
        edges = ((0, size - height), (0, size - width))
        whole_nothing = np.pad(nothing, edges, constant_values=True)
        return whole_pixels, whole_nothing, np.pad(codes, edges, constant_values=NOTHING)
