"""Reads training chips folders: our own, ArcGIS's, and pairs of images and labels.

A label of 0 means "not labelled" in folders of our own. NoData, also beyond the raster, is kept apart from that in the
mask band of the chip files. So it is never taken for class 0 where 0 is a real class.
"""

from __future__ import annotations

import os

import numpy as np

from ..core.errors import ChipsError
from ..core.gdal_calls import gdal_exceptions_as
from ..core.options import IMAGES, LABELS
from ..core.progress import Reporter
from ..reading.nodata import missing_values, nodata_pixels
from .dataset import MANIFEST, Chip, ChipDataset, ChipRecord
from .files import open_chip, read_bands, read_label, read_mask, unusable
from .image_label_pairs import read_external_folder
from .manifest import read_manifest


def read_chip_folder(path: str, reporter: Reporter) -> ChipDataset:
    """Reads a training chips folder, without the pixels of our own chips.

    In folders of other programs all labels are read once. Raises ChipsError where the folder is missing, empty, damaged or
    inconsistent, with the names of files; Cancelled.
    """
    if os.path.isfile(path):
        raise ChipsError(
            f"{path} is a file, not a training chips folder. Choose the folder that holds images and labels, such as "
            f"{_folder_around(path)}."
        )
    if not os.path.isdir(path):
        raise ChipsError(
            f"The chips folder {path} does not exist. Run Export Training Chips first, or choose another folder."
        )
    if os.path.isfile(os.path.join(path, MANIFEST)):
        return read_manifest(path)
    return read_external_folder(path, reporter)


def _folder_around(path: str) -> str:
    """Returns the folder that a file lies in, the one around it where that is one of images or of labels."""
    folder = os.path.dirname(os.path.abspath(path))
    return os.path.dirname(folder) if os.path.basename(folder) in (IMAGES, LABELS) else folder


def read_chip(folder: ChipDataset, record: ChipRecord) -> Chip:
    """Reads the pixels of one chip. May be called from several threads at once.

    A chip of another program that is not square is padded to `chip_size_px` with NoData. Raises ChipsError with the name of a
    file that cannot be opened or read.
    """
    with gdal_exceptions_as(lambda why: unusable(folder.image_path(record), f"it or its label is damaged: {why}")):
        return _read(folder, record)


def _read(folder: ChipDataset, record: ChipRecord) -> Chip:
    """Reads the pixels of one chip."""
    own = folder.kind == "own"
    image_path, label_path = folder.image_path(record), folder.label_path(record)
    image, label = open_chip(image_path, own), open_chip(label_path, own)
    if (image.RasterXSize, image.RasterYSize) != (label.RasterXSize, label.RasterYSize):
        raise ChipsError(f"{image_path} and {label_path} differ in size. Export the chips again.")
    numbers = tuple(range(1, len(folder.band_names) + 1)) if own else folder.band_numbers
    if image.RasterCount < max(numbers):
        raise ChipsError(
            f"{image_path} has {image.RasterCount} bands, band {max(numbers)} is needed. Export the chips again."
        )
    pixels = read_bands(image, numbers, folder.dtype, image_path)
    mask = read_mask(image, image_path)
    if own:
        values, label_mask = read_bands(label, (1,), "int32", label_path)[0], read_mask(label, label_path)
        nodata_mask = np.zeros(values.shape, bool) if mask is None else ~mask
        return Chip(pixels, values, nodata_mask, nodata_mask if label_mask is None else nodata_mask | ~label_mask)
    if folder.mask_band is not None and mask is None:
        mask = read_bands(image, (folder.mask_band,), "float64", image_path)[0] > folder.mask_threshold
    nodata_mask = nodata_pixels(missing_values(pixels, folder.nodata), folder.nodata, mask)
    values, label_nodata = read_label(label, label_path)
    values = np.where(label_nodata, 0, values).astype(np.int32)
    chip = Chip(pixels, values, nodata_mask, nodata_mask | label_nodata)
    return _squared(chip, folder.chip_size_px)


def _squared(chip: Chip, size: int) -> Chip:
    """Pads a chip with NoData, at the right and the bottom, to `size` rows and columns."""
    height, width = chip.values.shape
    if height == width == size:
        return chip
    edges = ((0, size - height), (0, size - width))
    return Chip(
        np.pad(chip.pixels, ((0, 0), *edges)),
        np.pad(chip.values, edges),
        np.pad(chip.nodata_mask, edges, constant_values=True),
        np.pad(chip.label_nodata_mask, edges, constant_values=True),
    )
