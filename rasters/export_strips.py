"""Walks over an image in strips of chips and cuts those that are worth it."""

from __future__ import annotations

import numpy as np

from .chip_cutter import ChipCutter
from .chip_plan import CutPlan, counting_pixels, counts_of_chips, enough_pixels
from .export_findings import Findings
from .grid import chip_positions
from .label_strips import NOTHING, LabelStrips
from .raster import RasterReader, RowReader
from .reporter import Reporter, stop_if_cancelled


def cut_strips(
    reader: RasterReader, strips: LabelStrips, cutter: ChipCutter, plan: CutPlan, reporter: Reporter
) -> Findings:
    """Cuts all chips of the plan; strips without a chip worth it are not read from the image.

    Raises RasterError, LabelError, OutputError, Cancelled.
    """
    window, size = plan.window, plan.chip_size_px
    columns = chip_positions(window.width, size, plan.stride_px)
    starts = chip_positions(window.height, size, plan.stride_px)
    enough = enough_pixels(size, plan.minimum_share)
    rows, findings = RowReader(reader, window), Findings(len(reader.band_names))
    for done, start in enumerate(starts):
        stop_if_cancelled(reporter)
        top = window.y + start
        bottom = min(top + size, window.bottom)
        codes = strips.rows(top, bottom)
        findings.labelled_px += int(counting_pixels(codes, False).sum())
        possible = counts_of_chips(counting_pixels(codes, plan.keep_empty), columns, size)
        if possible.max() < enough:
            findings.best_px = max(findings.best_px, int(possible.max()))
        else:
            pixels, nothing = rows.rows(top, bottom)
            findings.add_image(pixels, nothing, top)
            codes = np.where(nothing, np.uint8(NOTHING), codes)
            counts = counts_of_chips(counting_pixels(codes, plan.keep_empty), columns, size)
            findings.best_px = max(findings.best_px, int(counts.max()))
            for column in np.asarray(columns)[counts >= enough].tolist():
                stop_if_cancelled(reporter)
                part = slice(column, column + size)
                cutter.cut(window.x + column, top, pixels[:, :, part], nothing[:, part], codes[:, part])
        reporter.progress((done + 1) / len(starts))
    stop_if_cancelled(reporter)
    return findings
