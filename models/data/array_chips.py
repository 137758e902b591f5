"""Training chips from arrays, for scripts that have their imagery in memory: no files, no GDAL, no QGIS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...rasters.chips.dataset import Chip, ChipDataset, ChipRecord, SceneRecord
from ...rasters.classes.class_table import ClassEntry, ClassTable, distinct_color
from ...rasters.core.errors import ChipsError, LabelError
from ...rasters.core.grid import Grid, Window

PLACE = "the arrays"


@dataclass(frozen=True)
class ChipArrays:
    """Chips and labels as arrays.

    `pixels` is (chips, bands, side, side) of any integer or float dtype (NaN where a value is missing). `labels` is (chips, side, side) of
    any integer dtype, the class values. `class_names` gives names to some values, `band_names` to the bands. `corners` (chips, 2) are the
    column and row of each chip's upper left pixel in its scene, `scenes` (chips,) the chips' scenes. By these, overlapping chips are kept
    apart in validation; None where each chip is a scene of its own. `pixel_size` is the pixel's width and height in map units.
    """

    pixels: np.ndarray
    labels: np.ndarray
    class_names: dict[int, str] | None = None
    band_names: Sequence[str] = ()
    corners: np.ndarray | None = None
    scenes: np.ndarray | None = None
    pixel_size: tuple[float, float] = (1.0, 1.0)

    def check(self) -> None:
        """Raises ChipsError or LabelError for the first array that does not fit the others."""
        shape = self.pixels.shape
        if self.pixels.ndim != 4 or 0 in shape or shape[2] != shape[3]:
            raise ChipsError(f"The pixels have the shape {shape}. Give (chips, bands, side, side), square chips.")
        if self.labels.shape != (shape[0], *shape[2:]):
            raise LabelError(f"The labels have the shape {self.labels.shape}. Give {(shape[0], *shape[2:])}.")
        if self.labels.dtype.kind not in "iu":
            raise LabelError(f"The labels are {self.labels.dtype}. Give whole numbers, the class values.")
        if self.pixels.dtype.kind not in "iuf":
            raise ChipsError(f"The pixels are {self.pixels.dtype}. Give an integer or float type.")
        if self.band_names and len(self.band_names) != shape[1]:
            raise ChipsError(f"There are {len(self.band_names)} band names for {shape[1]} bands. Give one for each.")
        for name, value, expected in (("corners", self.corners, (shape[0], 2)), ("scenes", self.scenes, (shape[0],))):
            if value is not None and np.shape(value) != expected:
                raise ChipsError(f"The {name} have the shape {np.shape(value)}. Give {expected}.")

    def folder(self) -> ChipDataset:
        """Returns the description of the arrays as a chip dataset. Raises what `check` raises."""
        self.check()
        count, bands, side, _ = self.pixels.shape
        scenes = np.arange(count) if self.corners is None or self.scenes is None else np.asarray(self.scenes)
        if self.corners is not None and self.scenes is None:
            scenes = np.zeros(count, int)
        corners = np.zeros((count, 2), int) if self.corners is None else np.asarray(self.corners)
        numbers = np.unique(scenes, return_inverse=True)[1].reshape(-1)
        records = tuple(self._record(n, int(numbers[n]), corners[n], side) for n in range(count))
        grids = tuple(
            SceneRecord(f"array {scene}", self._grid(corners[numbers == scene], side))
            for scene in range(numbers.max() + 1)
        )
        return ChipDataset(
            path=PLACE,
            chip_size_px=side,
            stride_px=0,
            band_names=tuple(self.band_names) or tuple(f"Band {n + 1}" for n in range(bands)),
            band_numbers=tuple(range(1, bands + 1)),
            dtype=self.pixels.dtype.name,
            nodata=(None,) * bands,
            class_table=self._class_table(),
            scenes=grids,
            chips=records,
            statistics=(),
        )

    def read(self, _: ChipDataset, record: ChipRecord) -> Chip:
        """Returns one chip, as `rasters.chips.read.read_chip` does for files."""
        number = int(record.stem)
        nodata = np.zeros(self.labels.shape[1:], bool)
        return Chip(self.pixels[number], self.labels[number].astype(np.int32), nodata, nodata)

    def _record(self, number: int, scene: int, corner: np.ndarray, side: int) -> ChipRecord:
        values, counts = np.unique(self.labels[number], return_counts=True)
        pairs = tuple((int(value), int(count)) for value, count in zip(values, counts) if value)
        window = Window(int(corner[0]), int(corner[1]), side, side)
        return ChipRecord(str(number), scene, window, pairs, int(counts[values == 0].sum()), 0)

    def _grid(self, corners: np.ndarray, side: int) -> Grid:
        width, height = (int(edge) + side for edge in corners.max(0))
        return Grid(width, height, (0.0, self.pixel_size[0], 0.0, 0.0, 0.0, -self.pixel_size[1]))

    def _class_table(self) -> ClassTable:
        names = self.class_names or {}
        values = [int(value) for value in np.unique(self.labels) if value]
        return ClassTable(tuple(ClassEntry(v, names.get(v, str(v)), distinct_color(n)) for n, v in enumerate(values)))
