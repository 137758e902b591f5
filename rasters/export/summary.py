"""What an export learns about image and labels on the way, and how it is told: errors, warnings, a closing summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..chips.dataset import ChipDataset
from ..core.errors import LabelError, PixelClassifierError, RasterError, SettingsError
from ..core.grid import Grid, Window
from ..core.progress import Reporter
from ..reading.nodata import OddValues
from ..reading.reader import RasterReader
from .plan import CutPlan


@dataclass
class Findings:
    """Gathered strip by strip. `bands` is the number of bands of the image.

    `has_labels` tells whether any pixel has a class, whatever the image has there; `best_px` is the largest number of usable
    labelled pixels in a chip; `image_was_read` and `image_has_pixels` tell whether the image was looked at, and whether
    anything was found there.
    """

    bands: int
    has_labels: bool = False
    best_px: int = 0
    image_was_read: bool = False
    image_has_pixels: bool = False
    odd_values: OddValues = field(init=False)

    def __post_init__(self) -> None:
        """Starts with no odd values."""
        self.odd_values = OddValues(self.bands)

    def add_image(self, pixels: np.ndarray, nothing: np.ndarray, y0: int) -> None:
        """Takes rows (bands, height, width) from row `y0` on, and where they hold nothing; rows may come twice."""
        self.image_was_read = True
        self.image_has_pixels = self.image_has_pixels or not nothing.all()
        self.odd_values.add(pixels, y0)


def no_chips_error(findings: Findings, plan: CutPlan, reader: RasterReader) -> PixelClassifierError:
    """Returns the error that says why no chip could be cut from the image, and what to do."""
    if findings.image_was_read and not findings.image_has_pixels:
        nodata = {f"{value:g}" for value in reader.nodata if value is not None}
        if findings.odd_values.nan.any():
            nodata.add("nan")
        listed = f" ({', '.join(sorted(nodata))})" if nodata else ""
        return RasterError(
            f"{reader.info.path} has no valid pixel where chips could be cut: all is nodata{listed} or masked. "
            "Check the raster's nodata value and its mask."
        )
    if not findings.has_labels:
        return LabelError(
            f"No label lies in the exported part of {reader.info.path} ({_extent(reader.grid, plan.window)}). "
            "Choose labels, an extent and a mask that overlap."
        )
    if not findings.best_px:
        return LabelError(
            f"All labels lie where {reader.info.path} has nothing (nodata or masked). Check the nodata value and the labels."
        )
    best = findings.best_px / plan.chip_size_px**2
    return SettingsError(
        f"No chip has {plan.minimum_share:.2%} of its pixels labelled; the best has {best:.2%}. "
        "Lower the minimum labelled share, choose smaller chips, or label more."
    )


def _extent(grid: Grid, window: Window) -> str:
    """Returns a window's extent as text."""
    xmin, ymin, xmax, ymax = grid.extent_map(window)
    return f"x {xmin:.10g} to {xmax:.10g}, y {ymin:.10g} to {ymax:.10g}"


def warn_of_findings(findings: Findings, new: ChipDataset, reporter: Reporter) -> None:
    """Warns of odd values and constant bands of the image that `new`, the chips of this export, were cut from."""
    findings.odd_values.warn(new.band_names, new.nodata, reporter)
    for name, band in zip(new.band_names, new.statistics):
        if not band.count:
            reporter.warning(f"{name} has no valid value in any chip. Leave the band out with the choice of bands.")
        elif band.minimum == band.maximum:
            reporter.warning(f"{name} is constant ({band.minimum:g}) in all chips and tells nothing about the classes.")


def report_drawn(new: ChipDataset, labelled_px: Sequence[int], reporter: Reporter) -> None:
    """Says how many chips were placed around the labels of each class; `labelled_px` counts its pixels in the raster, each once.

    There is nothing to say where `labelled_px` is empty, as chips were placed by the sliding window alone.
    """
    for entry, pixels in zip(new.class_table.classes, labelled_px):
        chips = sum(record.placed_for == entry.value for record in new.chips)
        reporter.info(f"Class {entry.title} has {pixels:,} labelled pixels; {chips:,} chips were placed around them.")


def report_folder(folder: ChipDataset, new_chips: int, keep_empty: bool, reporter: Reporter) -> None:
    """Says what the folder holds now, of which `new_chips` are new; warns where there are too few classes to train.

    With `keep_empty`, 0 is meant to be a class.
    """
    size, bands = folder.chip_size_px, len(folder.band_names)
    total = f" ({len(folder.chips):,} in the folder)" if len(folder.chips) > new_chips else ""
    reporter.info(f"{new_chips:,} chips written{total}: {size} x {size} pixels, {bands} bands of {folder.dtype}.")
    pixels = folder.class_pixels()
    labelled = sum(pixels.values())
    everything = len(folder.chips) * size * size
    for entry in folder.class_table.classes:
        count = pixels[entry.value]
        reporter.info(f"Class {entry.title}: {count:,} pixels, {count / max(1, labelled):.1%} of the labelled.")
    nothing = sum(record.nodata_px for record in folder.chips)
    reporter.info(f"Labelled: {labelled / everything:.1%} of the pixels. Nothing there: {nothing / everything:.1%}.")
    absent = [entry.title for entry in folder.class_table.classes if not pixels[entry.value]]
    if absent:
        reporter.warning(f"No chip holds a pixel of class {', '.join(absent)}. It cannot be learnt from these chips.")
    if keep_empty:
        zeros = sum(record.unlabelled_px for record in folder.chips)
        reporter.info(
            f"{zeros:,} pixels have no label. Train with an empty class to ignore to make them a class of their own."
        )
    elif len(pixels) - len(absent) < 2:
        reporter.warning(
            "There is only one class in the chips, and training needs two. Label more classes, or let training take "
            "unlabelled pixels as a class of their own (an empty class to ignore)."
        )
