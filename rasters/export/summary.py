"""What an export finds in image and labels, and the errors, warnings and log lines that report it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..chips.dataset import ChipDataset
from ..chips.lost_labels import LostLabels
from ..classes.class_table import ClassTable
from ..core.errors import LabelError, PixelClassifierError, RasterError, SettingsError
from ..core.grid import Window, describe_extent
from ..core.number_text import count_of, first_of, percent, whole
from ..core.outliers import CORE_SHARES, warn_of_outliers
from ..core.progress import Reporter
from ..core.undeclared_nodata import ThinSample, far_off_values, warn_of_far_off
from ..labels.label_counts import LabelCounts, report_lost
from ..reading.nodata import NonFiniteCounter, band_missing
from ..reading.reader import RasterReader
from .label_codes import labelled_pixels
from .plan import CutPlan


class ExportSummary:
    """What was found so far.

    `has_labels` is True where any pixel has a class, valid in the image or not. `best_px` is the largest number of usable labelled pixels
    in a chip. `image_was_read` and `image_has_pixels` are True where the image was read, and where it had a valid pixel there.
    `labelled_px` counts the labelled pixels where the image was read; `on_nodata_px`, int64 (256,), those of them where it is NoData, by
    class code.
    """

    def __init__(self, nodata: tuple[float | None, ...], window: Window) -> None:
        """Starts with nothing found in a window of an image whose bands have these NoData values."""
        bands = len(nodata)
        self._nodata, self.sample = nodata, ThinSample(bands, window.pixels)
        self.has_labels = self.image_was_read = self.image_has_pixels = False
        self.best_px = 0
        self.non_finite = NonFiniteCounter(bands)
        self.labelled_px = 0
        self.on_nodata_px = np.zeros(256, np.int64)
        self._counted_to = np.full(window.width, window.y)
        """The row up to which the labels of each column are counted."""

    def add_labels(self, codes: np.ndarray, nodata_mask: np.ndarray, column: int, top: int) -> None:
        """Takes class codes, uint8 (height, width), and where the image is NoData there; pixels that come twice count once.

        They begin at a `column` of the window and a row of the image, `top`, which does not go back from call to call.
        """
        counted_to = self._counted_to[column : column + codes.shape[1]]
        known = max(0, int(counted_to.min()) - top)  # rows of which each pixel is counted
        fresh = np.arange(top + known, top + len(codes))[:, np.newaxis] >= counted_to
        np.maximum(counted_to, top + len(codes), out=counted_to)
        self.labelled_px += int(np.count_nonzero(labelled_pixels(codes[known:], False) & fresh))
        fresh &= nodata_mask[known:]
        if fresh.any():
            self.on_nodata_px += np.bincount(codes[known:][fresh], minlength=256)

    def add_image(self, pixels: np.ndarray, nodata_mask: np.ndarray, y0: int) -> None:
        """Takes rows (bands, height, width) from row `y0` on, and where they are NoData; rows may come twice."""
        self.image_was_read = True
        self.image_has_pixels = self.image_has_pixels or not nodata_mask.all()
        self.non_finite.add(pixels, y0)
        self.sample.add(pixels, nodata_mask, y0)

    def valid_values(self) -> list[np.ndarray]:
        """Returns a sample of the values of each band, without missing ones."""
        found = []
        for band, nodata in enumerate(self._nodata):
            values = self.sample.values(band)
            gaps = band_missing(values, nodata)
            found.append(values if gaps is None else values[~gaps])
        return found


def no_chips_error(summary: ExportSummary, plan: CutPlan, reader: RasterReader) -> PixelClassifierError:
    """Returns the error for an image from which no chip could be cut, with the reason and what to do."""
    if summary.image_was_read and not summary.image_has_pixels:
        nodata = {f"{value:g}" for value in reader.nodata if value is not None}
        if summary.non_finite.nan.any():
            nodata.add("nan")
        listed = f" ({', '.join(sorted(nodata))})" if nodata else ""
        return RasterError(
            f"{reader.info.path} has no valid pixel where chips could be cut: all is NoData{listed} or masked. "
            f"Check the raster's NoData value and its mask.{_empty_bands(reader)}"
        )
    if not summary.has_labels:
        return LabelError(
            f"No label lies in the exported part of {reader.info.path} ({describe_extent(reader.grid.extent_map(plan.window))}). "
            "Choose labels, an extent and a mask that overlap."
        )
    if not summary.best_px:
        return LabelError(
            f"All labels lie where {reader.info.path} is NoData or masked. Check its NoData value and the labels."
        )
    best = summary.best_px / plan.chip_size_px**2
    return SettingsError(
        f"No chip has {percent(plan.minimum_share, 2)} of its pixels labelled; the best has {percent(best, 2)}. "
        "Lower the minimum labelled share, choose smaller chips, or label more."
    )


def _empty_bands(reader: RasterReader) -> str:
    """Returns a sentence on the bands that alone decide which pixels are NoData, "" where all bands or none do."""
    declaring = [name for name, value in zip(reader.band_names, reader.nodata) if value is not None]
    if not 0 < len(declaring) < len(reader.band_names):
        return ""
    declare = "declares a NoData value" if len(declaring) == 1 else "declare NoData values"
    return (
        f" Of its {len(reader.band_names)} bands only {first_of(declaring)} {declare}, and pixels without a value there are NoData: where "
        f"{'that band is' if len(declaring) == 1 else 'these bands are'} empty, choose the others (BANDS)."
    )


def warn_of_values(summary: ExportSummary, new: ChipDataset, reporter: Reporter) -> None:
    """Warns of non-finite values, outliers and constant bands of the image that `new`, the chips of this export, were cut from."""
    summary.non_finite.warn(new.band_names, new.nodata, reporter)
    consequence = "They are in the chips like any other value."
    image, sample = f"The image {new.scenes[new.chips[0].scene].name}", summary.valid_values()
    found = [far_off_values(values) for values in sample]
    warn_of_far_off(new.band_names, found, image, consequence, reporter)
    cores = [
        (0.0, 0.0) if far_off or not values.size else tuple(np.quantile(values, CORE_SHARES))
        for far_off, values in zip(found, sample)
    ]
    warn_of_outliers(new.band_names, new.statistics, cores, image, reporter)
    for name, band in zip(new.band_names, new.statistics):
        if not band.count:
            reporter.warning(f"{name} has no valid value in any chip. Training leaves the band out.")
        elif band.minimum == band.maximum:
            reporter.warning(f"{name} is constant ({band.minimum:g}) in all chips and cannot help to separate classes.")


def warn_of_same_names(table: ClassTable, reporter: Reporter) -> None:
    """Warns of classes that have one name, as where a legend repeats it for several values."""
    named: dict[str, list[int]] = {}
    for entry in table.classes:
        named.setdefault(entry.name, []).append(entry.value)
    for name, values in named.items():
        if len(values) > 1:
            reporter.warning(
                f"The classes {first_of(values)} have the same name, “{name}”. They stay {len(values)} classes: give their labels one value to make "
                "one class of them, or other names."
            )


def label_losses(summary: ExportSummary, counts: LabelCounts, table: ClassTable) -> tuple[LostLabels, ...]:
    """Returns what was lost of the labels of each class but 0, without label rasters' classes that lost nothing.

    The value that a label raster declares as NoData is listed, too, which need not be one of the classes.
    """
    on_nodata_px = dict(zip(table.without(0).values, summary.on_nodata_px[1:].tolist()))
    found = (
        LostLabels(
            value,
            counts.features.get(value, 0),
            counts.without_pixel.get(value, 0),
            counts.lost_px(value),
            on_nodata_px.get(value, 0),
            counts.nodata_px.get(value, 0),
        )
        for value in sorted({*on_nodata_px, *counts.nodata_px})
    )
    return tuple(losses for losses in found if losses.features or losses.is_any)


def report_labels(summary: ExportSummary, counts: LabelCounts, new: ChipDataset, reporter: Reporter) -> None:
    """Logs a table of what became of the labels, and warns where many are lost."""
    titles = {entry.value: entry.title for entry in new.class_table.without(0).classes}
    if new.label_losses:
        columns = {
            "features": "features", "without_pixel": "without a pixel", "contested_px": "pixels lost to another class",
            "on_nodata_px": "pixels on NoData",
        }  # fmt: skip
        if any(losses.label_nodata_px for losses in new.label_losses):
            columns["label_nodata_px"] = "pixels that the label raster declares NoData"
        reporter.info(" | ".join(["Class", *columns.values()]))
        for losses in new.label_losses:
            counted = [whole(getattr(losses, column)) for column in columns]
            reporter.info(" | ".join([str(titles.get(losses.value, losses.value)), *counted]))
    counts.report(titles, reporter)
    lost = sum(losses.on_nodata_px for losses in new.label_losses)
    if lost:
        report_lost(
            lost, summary.labelled_px, reporter,
            f"{whole(lost)} of {whole(summary.labelled_px)} labelled pixels ({percent(lost / summary.labelled_px)}) lie where the imagery is NoData "
            "and are left out.",
        )  # fmt: skip


def report_placement(new: ChipDataset, labelled_px: Sequence[int], reporter: Reporter) -> None:
    """Logs how many chips were placed around the labels of each class.

    `labelled_px` has the number of pixels of each class in the raster; it is empty without class-balanced placement.
    """
    for entry, pixels in zip(new.class_table.without(0).classes, labelled_px):
        chips = sum(record.placed_for == entry.value for record in new.chips)
        reporter.info(
            f"Class {entry.title} has {whole(pixels)} labelled pixels; {whole(chips)} chips were placed around them."
        )


def report_folder(folder: ChipDataset, new_chips: int, keep_empty: bool, reporter: Reporter) -> None:
    """Logs what the folder holds now, of which `new_chips` are new; warns where there are too few classes to train.

    With `keep_empty`, 0 is a class.
    """
    size, bands = folder.chip_size_px, len(folder.band_names)
    total = f" ({whole(len(folder.chips))} in the folder)" if len(folder.chips) > new_chips else ""
    reporter.info(f"{whole(new_chips)} chips written{total}: {size} x {size} pixels, {bands} bands of {folder.dtype}.")
    pixels = folder.class_pixels()
    labelled = sum(pixels.values())
    everything = len(folder.chips) * size * size
    for entry in folder.class_table.classes:
        count = pixels[entry.value]
        reporter.info(
            f"Class {entry.title}: {count_of(count, 'pixel', 'pixels')}, {percent(count / max(1, labelled))} of the labelled."
        )
    nodata = sum(record.nodata_px for record in folder.chips)
    reporter.info(f"Labelled: {percent(labelled / everything)} of the pixels. NoData: {percent(nodata / everything)}.")
    unlabelled = sum(record.unlabelled_px for record in folder.chips) if keep_empty else 0
    absent = [entry.title for entry in folder.class_table.classes if not pixels[entry.value]]
    if absent:
        which = f"class {absent[0]}. It" if len(absent) == 1 else f"classes {', '.join(absent)}. They"
        reporter.warning(f"No chip holds a pixel of {which} cannot be learned from these chips.")
    if 0 in pixels:
        reporter.info("0 is a class of its own: train with an empty ignore class (unlabelled value).")
    elif unlabelled:
        reporter.info(
            f"{whole(unlabelled)} pixels have no label. Train with an empty ignore class (unlabelled value) to make them a class of their own."
        )
    if not unlabelled and len(pixels) - len(absent) < 2:
        reporter.warning(
            "There is only one class in the chips, and training needs two. Label more classes, or let training take "
            "unlabelled pixels as a class of their own (an empty ignore class)."
        )
