"""Walks over an image from top to bottom and cuts the chips that are worth it."""

from __future__ import annotations

import numpy as np

from .chip_cutter import ChipCutter
from .chip_plan import CutPlan, counting_pixels, counts_of_chips, enough_pixels
from .chip_statistics import ChipStatistics
from .drawn_chips import DrawnChips
from .export_findings import Findings
from .label_strips import NOTHING, LabelStrips
from .raster import RasterReader, RowReader
from .reporter import Reporter, stop_if_cancelled


def cut_strips(
    reader: RasterReader,
    strips: LabelStrips,
    cutter: ChipCutter,
    statistics: ChipStatistics,
    plan: CutPlan,
    drawn: DrawnChips,
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

    def cut_drawn(self, drawn: DrawnChips) -> None:
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
