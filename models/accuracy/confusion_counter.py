"""Counts a map against its reference, strip by strip, into one confusion matrix per block of ground. Pure numpy.

The classes need not be known before: values are numbered as they come. The whole matrix is the sum of the blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...rasters.classes.class_styles import class_table_of
from ...rasters.classes.class_table import MAX_CLASSES, RGB, ClassTable
from ...rasters.core.errors import LabelError

if TYPE_CHECKING:
    from ...rasters.classes.class_raster import ClassStrip
    from ...rasters.core.pixel_area import PixelAreas

_LARGEST_LOOKUP = 1 << 20
_KEY_BASE = 1 << 10
"""More than there can be values of map or reference, so that block and both numbers make one key."""
_LARGEST_BLOCKS_BYTES = 256 * 2**20


class Numbering:
    """Numbers the values of arrays from 0 on, in the order in which they first come."""

    def __init__(self, what: str) -> None:
        """Calls the values' source `what` where there are too many of them."""
        self._what = what
        self.numbers: dict[int, int] = {}

    def of(self, values: np.ndarray) -> np.ndarray:
        """Returns the numbers of values, int32 (n,), as int64 (n,).

        Raises LabelError for more values than a class table can hold.
        """
        if not values.size:
            return np.zeros(0, np.int64)
        low, high = int(values.min()), int(values.max())
        if high - low < _LARGEST_LOOKUP:
            offsets = values - np.int32(low) if low else values
            found = np.flatnonzero(np.bincount(offsets, minlength=1))
            lookup = np.zeros(high - low + 1, np.int64)
            lookup[found] = self._registered(found + low)
            return lookup[offsets]
        found, positions = np.unique(values, return_inverse=True)
        return self._registered(found)[positions]

    def _registered(self, values: np.ndarray) -> np.ndarray:
        """Returns the numbers of distinct values, new ones included."""
        numbers = np.array([self.numbers.setdefault(value, len(self.numbers)) for value in values.tolist()], np.int64)
        if len(self.numbers) > MAX_CLASSES:
            raise LabelError(
                f"{self._what} has more than {MAX_CLASSES} different values. Is it an image rather than a map of classes? "
                "Choose a raster of class values."
            )
        return numbers


@dataclass(frozen=True)
class Counts:
    """Pixel and sample counts, classes in the order of the table.

    `class_table` has all classes of the map and of the evaluated samples. `block_confusions` int64 (blocks, classes,
    classes) has one matrix per block of `block_px` pixels with a sample, rows the reference, columns the map. `map_pixels`
    int64 (classes,) are the map's own, `map_areas_m2` float64 (classes,) their area, None where unknown. `on_nodata` is the
    number of samples where the map is NoData. `only_map` and `only_reference` are the values that the other lacks.
    """

    class_table: ClassTable
    block_confusions: np.ndarray
    block_px: int
    map_pixels: np.ndarray
    map_areas_m2: np.ndarray | None
    on_nodata: int
    only_map: tuple[int, ...]
    only_reference: tuple[int, ...]

    @property
    def confusion(self) -> np.ndarray:
        """Returns the whole matrix, int64 (classes, classes), rows the reference, columns the map."""
        return self.block_confusions.sum(0)

    @property
    def evaluated(self) -> int:
        """Returns the number of samples on pixels of the map with a class."""
        return int(self.block_confusions.sum())


class ConfusionCounter:
    """Counts strips of a map and the reference samples in them."""

    def __init__(self, map_name: str, reference_name: str, width_px: int, block_px: int) -> None:
        """Counts strips of `width_px` columns, in square blocks of `block_px`; names are for messages."""
        self._map, self._reference = Numbering(map_name), Numbering(reference_name)
        self._width, self._block = width_px, block_px
        self._columns = -(-width_px // block_px)
        self._pixels = np.zeros(MAX_CLASSES + 1, np.int64)
        self._areas = np.zeros(MAX_CLASSES + 1)
        self._pairs: dict[int, int] = {}
        self.on_nodata = 0

    @property
    def map_pixels(self) -> int:
        """Returns the number of pixels with a class that were counted."""
        return int(self._pixels.sum())

    @property
    def map_values(self) -> frozenset[int]:
        """Returns the class values that occur in the map."""
        return frozenset(self._map.numbers)

    def add_map(self, values: np.ndarray, valid: np.ndarray, row_areas: np.ndarray | None) -> None:
        """Counts the classes of rows of the map: int32 and bool (rows, width), areas (rows,) of a pixel of each row."""
        numbers = self._map.of(values[valid])
        self._pixels += np.bincount(numbers, minlength=len(self._pixels))
        if row_areas is None:
            return
        if row_areas.min() == row_areas.max():
            self._areas += np.bincount(numbers, minlength=len(self._areas)) * row_areas[0]
        else:
            weights = np.repeat(row_areas, valid.sum(1))
            self._areas += np.bincount(numbers, weights, minlength=len(self._areas))

    def add_strip(self, strip: ClassStrip, areas: PixelAreas | None) -> None:
        """Counts the classes of rows of the map with the `areas` of its pixels, None where these are unknown."""
        if areas is None:
            self.add_map(strip.values, strip.valid, None)
            return
        for columns, of_rows in areas.of(strip.window):
            self.add_map(strip.values[:, columns], strip.valid[:, columns], of_rows)

    def add_samples(
        self, top: int, values: np.ndarray, valid: np.ndarray, positions: np.ndarray, reference: np.ndarray
    ) -> None:
        """Counts the samples of rows of the map, the first of which is row `top` of the evaluated part.

        `values` and `valid` are as in `add_map`, `positions` (n,) are of pixels in these rows, `reference` (n,) the true
        class values.
        """
        usable = valid.ravel()[positions]
        self.on_nodata += int(usable.size - np.count_nonzero(usable))
        positions, reference = positions[usable], reference[usable]
        rows, columns = np.divmod(positions, self._width)
        blocks = (rows + top) // self._block * self._columns + columns // self._block
        truth, mapped = self._reference.of(reference), self._map.of(values.ravel()[positions])
        keys, counts = _counted(blocks, truth, mapped, len(self._reference.numbers), len(self._map.numbers))
        for key, count in zip(keys.tolist(), counts.tolist()):
            self._pairs[key] = self._pairs.get(key, 0) + count

    def counts(self, styles: Mapping[int, tuple[str, RGB]], has_areas: bool) -> Counts:
        """Returns the counts; `styles` name and colour classes by value.

        Blocks are made twice as wide, and again, where their matrices would need too much memory. Raises LabelError for
        more classes in map and reference together than a class table can hold.
        """
        table = class_table_of({*self._map.numbers, *self._reference.numbers}, styles)
        position = {value: index for index, value in enumerate(table.values)}
        by_map = np.array([position[value] for value in self._map.numbers], np.int64)
        by_reference = np.array([position[value] for value in self._reference.numbers], np.int64)
        keys = np.fromiter(self._pairs, np.int64, len(self._pairs))
        amounts = np.fromiter(self._pairs.values(), np.int64, len(self._pairs))
        blocks, pairs = np.divmod(keys, _KEY_BASE**2)
        reference, mapped = np.divmod(pairs, _KEY_BASE)
        positions, block_px = self._block_positions(blocks, len(table))
        confusions = np.zeros((int(positions.max(initial=-1)) + 1, len(table), len(table)), np.int64)
        np.add.at(confusions, (positions, by_reference[reference], by_map[mapped]), amounts)
        pixels, areas = np.zeros(len(table), np.int64), np.zeros(len(table))
        pixels[by_map], areas[by_map] = self._pixels[: len(by_map)], self._areas[: len(by_map)]
        return Counts(
            class_table=table,
            block_confusions=confusions,
            block_px=block_px,
            map_pixels=pixels,
            map_areas_m2=areas if has_areas else None,
            on_nodata=self.on_nodata,
            only_map=tuple(value for value in table.values if value not in self._reference.numbers),
            only_reference=tuple(value for value in table.values if value not in self._map.numbers),
        )

    def _block_positions(self, blocks: np.ndarray, classes: int) -> tuple[np.ndarray, int]:
        """Returns the blocks numbered from 0 on without gaps, joined until they fit into memory, and their side."""
        rows, columns = np.divmod(blocks, self._columns)
        side = self._block
        while True:
            distinct, positions = np.unique(rows * self._columns + columns, return_inverse=True)
            if len(distinct) * classes**2 * 8 <= _LARGEST_BLOCKS_BYTES or len(distinct) <= 1:
                return positions, side
            rows, columns, side = rows // 2, columns // 2, side * 2


def _counted(
    blocks: np.ndarray, truth: np.ndarray, mapped: np.ndarray, truths: int, maps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Returns the distinct keys of block and both numbers, and how often each occurs.

    `truths` and `maps` are one more than the largest numbers. Where the blocks lie close together they are counted in a
    table, which is faster than sorting.
    """
    if not blocks.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    first = int(blocks.min())
    if (int(blocks.max()) - first + 1) * truths * maps > _LARGEST_LOOKUP:
        return np.unique((blocks * _KEY_BASE + truth) * _KEY_BASE + mapped, return_counts=True)
    table = np.bincount(((blocks - first) * truths + truth) * maps + mapped)
    found = np.flatnonzero(table)
    rest, mapped = np.divmod(found, maps)
    blocks, truth = np.divmod(rest, truths)
    return ((blocks + first) * _KEY_BASE + truth) * _KEY_BASE + mapped, table[found]
