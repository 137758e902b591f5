"""Chips decoded once: raw pixels and class indices in memory-mapped temporary files, for random access.

The pixels keep their own dtype, so that a uint8 image takes a quarter of its float32 form. Chips whose side does not fit
the networks are padded with NoData up to the next multiple.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from ...rasters.chips.dataset import Chip, ChipDataset, ChipRecord
from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.band_statistics import BandStatistics, RunningStatistics
from ...rasters.core.errors import LabelError, OutputError
from ...rasters.core.number_text import count_of
from ...rasters.core.progress import Reporter, stop_if_cancelled
from ...rasters.core.undeclared_nodata import certain_values, far_off_values, mark_values, warn_of_missing
from ...rasters.reading.nodata import missing_values
from ..core.quantiles import QuantileSample
from .chip_geometry import ChipExtent
from .chip_set import ChipSet, SourceChip

ChipReader = Callable[[ChipDataset, ChipRecord], Chip]
"""Reads one chip, such as `rasters.chips.read.read_chip`."""
_PACK_LEVEL = 1
_SAMPLED_CHIPS, _SAMPLED_STEP = 48, 2
"""The chips, and the step between their rows and columns, in which values are searched that may be undeclared NoData."""


def padded_side(side_px: int, multiple_px: int) -> int:
    """Returns the smallest multiple of `multiple_px` that is at least `side_px`."""
    return -(-side_px // multiple_px) * multiple_px


class ChipCache:
    """The chips that have a labelled pixel. `close` frees their disk space.

    `labels` is uint8 (chips, side_px, side_px), `class_pixels` int64 (chips, classes), `chips` the sources in the same
    order, `band_names` the names of their bands. `kept_bands` are the numbers (from 1) of their bands, () where no band
    is left out. `undeclared_nodata` are values of each band that count as missing though no file declares them.
    `unlabelled_chips` counts the chips without a label, which are left out. `chip_set` is the source of the chips; its
    class table lacks classes without a pixel.
    """

    def __init__(self, chip_set: ChipSet, multiple_px: int, reporter: Reporter, read: ChipReader) -> None:
        """Decodes the chips of a set, each read by `read`; their sides are padded to a multiple of `multiple_px`.

        Raises ChipsError for chips that cannot be read, LabelError where no chip has a labelled pixel, OutputError where the
        disk is too small, Cancelled; nothing is left behind then.
        """
        self.chip_set, self._read = chip_set, read
        self.chip_px = chip_set.first.chip_size_px
        self.side_px = padded_side(self.chip_px, multiple_px)
        self.band_names = chip_set.first.band_names
        self.kept_bands: tuple[int, ...] = ()
        self.chips: tuple[SourceChip, ...] = ()
        self._missing: dict[int, bytes] = {}
        self._files = contextlib.ExitStack()
        try:
            self._decode(chip_set, reporter)
        except BaseException:
            self.close()
            raise

    def _decode(self, chip_set: ChipSet, reporter: Reporter) -> None:
        """Reads all chips that may have a labelled pixel and keeps those that do."""
        promising = [chip for chip in chip_set.chips if _may_be_labelled(chip, chip_set)]
        if not promising:
            raise LabelError(_no_label_message(chip_set))
        self.undeclared_nodata = self._find_undeclared(promising, reporter)
        area = (len(promising), self.side_px, self.side_px)
        self._pixels = self.reserve((area[0], self.bands, *area[1:]), chip_set.first.dtype)
        self.labels = self.reserve(area, "uint8")
        kept: list[SourceChip] = []
        rows: dict[ChipExtent, int] = {}
        joined = 0
        for done, chip in enumerate(promising):
            stop_if_cancelled(reporter)
            pixels, missing, labels = self._padded(chip, chip_set)
            if (labels != IGNORED_INDEX).any():
                row = rows.get(chip.in_scene)
                if row is not None and self._holds(row, pixels, missing):
                    self.labels[row] = _joined_labels(self.labels[row], labels, chip_set.background_index)
                    kept[row] = chip  # whose record mostly counts all labels
                    joined += 1
                else:
                    row = rows[chip.in_scene] = len(kept)
                    kept.append(chip)
                    self._pixels[row], self.labels[row] = pixels, labels
                    if missing.any():
                        self._missing[row] = zlib.compress(np.packbits(missing).tobytes(), _PACK_LEVEL)
            reporter.progress((done + 1) / len(promising))
        if not kept:
            raise LabelError(_no_label_message(chip_set))
        if joined:
            reporter.info(
                f"{count_of(joined, 'chip shows', 'chips show')} the same pixels as an earlier one, as of an image whose labels were added to: their labels "
                "are joined, and where both have one the later counts."
            )
        classes = len(chip_set.class_table)
        self.chips = tuple(kept)
        self.class_pixels = np.array(
            [np.bincount(labels.reshape(-1), minlength=classes)[:classes] for labels in self.labels[: len(kept)]]
        )
        self.unlabelled_chips = len(chip_set.chips) - len(kept) - joined
        self._forget_absent_classes(reporter)

    def _holds(self, row: int, pixels: np.ndarray, missing: np.ndarray) -> bool:
        """Returns whether a row has these pixels, of which the same are missing."""
        (own,), gaps = self._read_all_bands([row])
        if not np.array_equal(missing, np.zeros_like(missing) if gaps is None else gaps[0]):
            return False
        return bool(((own == pixels) | missing).all())

    def _find_undeclared(self, chips: Sequence[SourceChip], reporter: Reporter) -> tuple[tuple[float, ...], ...]:
        """Returns the values of each band that certainly are undeclared NoData, from a sample of the chips; warns of them.

        Returns () where no band has any.
        """
        samples: list[list[np.ndarray]] = [[] for _ in range(self.bands)]
        for chip in chips[:: -(-len(chips) // _SAMPLED_CHIPS)]:
            stop_if_cancelled(reporter)
            raw = self._read(chip.folder, chip.record)
            thin = (slice(None), slice(None, None, _SAMPLED_STEP), slice(None, None, _SAMPLED_STEP))
            valid = ~(missing_values(raw.pixels, chip.folder.nodata) | raw.nodata_mask)[thin]
            for band, values in enumerate(raw.pixels[thin]):
                samples[band].append(values[valid[band]])
        found = [far_off_values(np.concatenate(values)) for values in samples]
        certain = certain_values(found)
        consequences = "They count as missing values, in the model, too.", "They are trained on."
        warn_of_missing(self.chip_set.first.band_names, found, certain, "The training chips", consequences, reporter)
        return certain if any(certain) else ()

    def _forget_absent_classes(self, reporter: Reporter) -> None:
        """Removes the classes without a pixel from the class table and renumbers the labels."""
        present = self.class_pixels.any(0)
        if present.all():
            return
        self.chip_set = self.chip_set.with_classes(present, reporter)
        numbers = np.full(IGNORED_INDEX + 1, IGNORED_INDEX, np.uint8)
        numbers[np.flatnonzero(present)] = np.arange(np.count_nonzero(present))
        self.class_pixels = self.class_pixels[:, present]
        for row in range(len(self.chips)):
            self.labels[row] = numbers[self.labels[row]]

    def _padded(self, chip: SourceChip, chip_set: ChipSet) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Returns a chip's pixels, which of them are missing, and its class indices, padded with NoData."""
        raw = self._read(chip.folder, chip.record)
        missing = missing_values(raw.pixels, chip.folder.nodata) | raw.nodata_mask
        nodata = raw.label_nodata_mask | raw.nodata_mask
        if self.undeclared_nodata:
            mark_values(missing, raw.pixels, self.undeclared_nodata)
            nodata |= missing.all(axis=0)
        labels = chip_set.indices(raw.values, nodata)
        edges = ((0, self.side_px - labels.shape[0]), (0, self.side_px - labels.shape[1]))
        return (
            np.pad(raw.pixels, ((0, 0), *edges)),
            np.pad(missing, ((0, 0), *edges), constant_values=True),
            np.pad(labels, edges, constant_values=IGNORED_INDEX),
        )

    def reserve(self, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        """Returns a new memory-mapped array in an anonymous temporary file with its disk space allocated.

        Writing to a mapped file on a full disk would end the whole process, so the space is allocated beforehand. Raises
        OutputError where there is not enough.
        """
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        place = tempfile.gettempdir()
        try:
            if shutil.disk_usage(place).free < size:
                raise OSError("the disk is too full")
            file = tempfile.TemporaryFile(prefix="pixel_classifier_")  # noqa: SIM115 (open as long as the cache)
            self._files.callback(file.close)
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, size)
            else:
                file.truncate(size)
        except OSError as error:
            raise OutputError(
                f"The decoded chips need {size / 1e9:.2f} GB in {place}: {error}. Free some space there, or let the "
                "environment variable TMPDIR name a folder on a larger disk."
            ) from error
        return np.memmap(file, np.dtype(dtype), "r+", shape=shape)

    def read(self, rows: Sequence[int]) -> tuple[np.ndarray, np.ndarray | None]:
        """Returns pixels (n, bands, side, side) of some chips, and bool of the same shape where they are missing (or None)."""
        pixels, missing = self._read_all_bands(rows)
        if self.kept_bands:
            kept = [number - 1 for number in self.kept_bands]
            pixels, missing = pixels[:, kept], None if missing is None else missing[:, kept]
        return pixels, missing

    def _read_all_bands(self, rows: Sequence[int]) -> tuple[np.ndarray, np.ndarray | None]:
        """Returns the same as `read`, with the bands that are left out."""
        pixels = self._pixels[np.asarray(rows)]
        gaps = [(position, self._missing[row]) for position, row in enumerate(rows) if row in self._missing]
        if not gaps:
            return pixels, None
        missing = np.zeros(pixels.shape, bool)
        for position, packed in gaps:
            bits = np.frombuffer(zlib.decompress(packed), np.uint8)
            missing[position] = np.unpackbits(bits, count=missing[position].size).reshape(missing[position].shape)
        return pixels, missing

    @property
    def bands(self) -> int:
        """Returns the number of bands."""
        return len(self.band_names)

    def shape_of(self, row: int) -> tuple[int, int]:
        """Returns height and width of a chip without padding; chips of other programs need not be square."""
        window = self.chips[row].record.window
        return window.height, window.width

    def leave_out_bands(self, positions: Sequence[int]) -> None:
        """Leaves out the bands at some positions (from 0), at most once; the others are `kept_bands`."""
        kept = [band for band in range(self.bands) if band not in positions]
        self.kept_bands = tuple(band + 1 for band in kept)
        self.band_names = tuple(self.band_names[band] for band in kept)
        if self.undeclared_nodata:
            self.undeclared_nodata = tuple(self.undeclared_nodata[band] for band in kept)

    def statistics(
        self, rows: Iterable[int], reporter: Reporter, sample: QuantileSample | None = None
    ) -> tuple[BandStatistics, ...]:
        """Returns the band statistics over the valid pixels of some chips; they are added to `sample`, too."""
        running = RunningStatistics(self.bands)
        for row in rows:
            stop_if_cancelled(reporter)
            pixels, missing = self.read([int(row)])
            running.add(pixels[0], None if missing is None else missing[0])
            if sample is not None:
                sample.add(pixels[0], None if missing is None else missing[0])
        return running.result()

    def close(self) -> None:
        """Closes the files, which removes them; the system does so where the process is killed."""
        self._files.close()


def _joined_labels(earlier: np.ndarray, later: np.ndarray, background: int | None) -> np.ndarray:
    """Returns the labels of two chips of the same pixels: the later ones, and the earlier ones where these have none or the `background` index."""
    is_later = (later != IGNORED_INDEX) & ((later != background) | (earlier == IGNORED_INDEX))
    return np.where(is_later, later, earlier)


def _may_be_labelled(chip: SourceChip, chip_set: ChipSet) -> bool:
    """Returns whether a chip can have a pixel of one of the classes, by its record."""
    return any(chip.record.class_pixels(chip_set.class_table.values).values())


def _no_label_message(chip_set: ChipSet) -> str:
    """Returns the error sentence for chips without a usable label."""
    folders = ", ".join(folder.path for folder in chip_set.folders)
    if not chip_set.chips:
        return f"There are no chips in {folders}. Export training chips first."
    if chip_set.ignore_class is not None:
        return (
            f"No chip in {folders} has a labelled pixel: all are {chip_set.ignore_class}, the ignore class "
            "(IGNORE_CLASS). Draw labels inside the image and export again, or leave IGNORE_CLASS empty where that value is a class."
        )
    return f"No chip in {folders} has a labelled pixel. Draw labels inside the image and export again."
