"""Chips with a manifest, as the tests of their formats describe them."""

from __future__ import annotations

import math
from dataclasses import replace

from pixel_classifier.rasters.chips.dataset import ChipDataset, ChipRecord, SceneRecord
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.band_statistics import BandStatistics
from pixel_classifier.rasters.core.grid import Grid, Window

CLASSES = ClassTable((ClassEntry(-5, "Süß", (1, 2, 3)), ClassEntry(700, "b", (4, 5, 6))))


def described(path, **changes):
    """Describes a folder of two chips of two bands."""
    folder = ChipDataset(
        path=str(path),
        chip_size_px=32,
        stride_px=16,
        band_names=("red", "nir"),
        band_numbers=(1, 4),
        dtype="float32",
        nodata=(-9999.0, math.nan),
        class_table=CLASSES,
        scenes=(SceneRecord("a", Grid(100, 80, (5.0, 0.1, 0.0, 7.0, 0.0, -0.1), "")),),
        chips=(
            ChipRecord("000000000000", 0, Window(0, 0, 32, 32), ((-5, 10), (700, 4)), 1000, 10),
            ChipRecord("000000000001", 0, Window(16, 0, 32, 32), ((700, 24),), 1000, 0),
        ),
        statistics=(BandStatistics(-1.5, 2.0, 0.1 + 0.2, 12.0, 2038), BandStatistics(0.0, 1.0, 0.5, 3.0, 2000)),
    )
    return replace(folder, **changes)
