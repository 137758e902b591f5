"""A chip dataset as plain values: scenes, chips, classes and statistics. No files are read here."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from ..classes.class_table import ClassTable
from ..core.band_statistics import BandStatistics
from ..core.grid import Grid, Window
from ..core.options import IMAGES, LABELS
from .lost_labels import LostLabels

MANIFEST = "chips.json"
"""The file by which a training chips folder of our own is recognised."""


@dataclass(frozen=True)
class SceneRecord:
    """A raster that chips were cut from: its name and its pixel grid."""

    name: str
    grid: Grid


@dataclass(frozen=True)
class ChipRecord:
    """One chip: its place, and the counts of its label.

    `window` is in pixels of the scene (position `scene` of the folder's scenes) and may reach beyond it.
    `class_counts` are pairs of class value and number of pixels, for values other than 0; `unlabelled_px` counts the
    valid pixels of value 0; `nodata_px` those that are NoData. The three add up to the chip.
    `placed_for` is the class value whose labels the chip was placed around, None where a sliding window placed it.
    `image_name` and `label_name` are paths inside the folder, empty where they follow from the stem.
    """

    stem: str
    scene: int
    window: Window
    class_counts: tuple[tuple[int, int], ...]
    unlabelled_px: int
    nodata_px: int
    image_name: str = ""
    label_name: str = ""
    placed_for: int | None = None

    def class_pixels(self, values: Collection[int]) -> dict[int, int]:
        """Returns the number of pixels of each class that the chip has; `values` are the classes, of which 0 may be one."""
        counts = {value: count for value, count in self.class_counts if value in values}
        return {0: self.unlabelled_px, **counts} if 0 in values and self.unlabelled_px else counts


@dataclass(frozen=True)
class ChipDataset:
    """The contents of a training chips folder, whichever program wrote it.

    `chip_size_px` is the side of the (square) chips in pixels, `stride_px` their distance (0 where unknown, or where none was placed by a
    sliding window). `band_names`, `band_numbers` and `nodata` describe the bands that are data, in the order of the pixels that `read_chip`
    returns. For folders of our own the numbers (from 1) are those of the first scene's raster, for others those of the chip files.
    `mask_band` is the alpha band of the chip files where it is a mask, in which valid pixels exceed `mask_threshold`. `statistics` are per
    band over the valid pixels of all chips, a pixel in several chips counted in each, as training sees it; () where unknown. `class_table`
    holds the classes that occur; 0 is among them only in folders of other programs. `kind` is "own", "esri" or "bare". `band_scales` are
    scale and offset that the bands of the first scene declare, () where unknown. `label_losses` has what was lost of the labels of each
    class, () where unknown.
    """

    path: str
    chip_size_px: int
    stride_px: int
    band_names: tuple[str, ...]
    band_numbers: tuple[int, ...]
    dtype: str
    nodata: tuple[float | None, ...]
    class_table: ClassTable
    scenes: tuple[SceneRecord, ...]
    chips: tuple[ChipRecord, ...]
    statistics: tuple[BandStatistics, ...]
    kind: str = "own"
    mask_band: int | None = None
    mask_threshold: float = 0.0
    band_scales: tuple[tuple[float, float], ...] = ()
    label_losses: tuple[LostLabels, ...] = ()

    @property
    def pixel_size_map(self) -> tuple[float, float]:
        """Returns width and height of a pixel of the first scene, in map units."""
        return self.scenes[0].grid.pixel_size_map

    @property
    def crs_wkt(self) -> str:
        """Returns the coordinate reference system of the first scene as WKT, '' where unknown."""
        return self.scenes[0].grid.crs_wkt

    def image_path(self, record: ChipRecord) -> str:
        """Returns the path of a chip's image."""
        return os.path.join(self.path, record.image_name or f"{IMAGES}/{record.stem}.tif")

    def label_path(self, record: ChipRecord) -> str:
        """Returns the path of a chip's label."""
        return os.path.join(self.path, record.label_name or f"{LABELS}/{record.stem}.tif")

    def class_pixels(self) -> dict[int, int]:
        """Returns the number of labelled pixels of each class, over all chips (overlaps count more than once)."""
        totals = dict.fromkeys(self.class_table.values, 0)
        for record in self.chips:
            for value, count in record.class_pixels(totals).items():
                totals[value] += count
        return totals


@dataclass(frozen=True)
class Chip:
    """The pixels of one chip.

    `pixels` is (bands, height, width) in the folder's dtype; `values` int32 (height, width), the user's own class values,
    0 = not labelled or, in folders of other programs, perhaps a class. `nodata_mask`, bool (height, width), is True where the image is
    NoData; `label_nodata_mask` where the label is, and wherever the image is.
    """

    pixels: np.ndarray
    values: np.ndarray
    nodata_mask: np.ndarray
    label_nodata_mask: np.ndarray
