"""Class tables: class values with their names and colours.

Values are the user's own (any integers, in any order); networks count classes from 0. `ClassTable` holds both
and translates between them.
"""

from __future__ import annotations

import colorsys
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from ..core.errors import LabelError
from ..core.number_text import first_of
from ..core.progress import Reporter

RGB = tuple[int, int, int]

MAX_CLASSES = 254
IGNORED_INDEX = 255
"""The class index, in uint8 index arrays, of a pixel without a usable label."""

_FIRST_COLORS: tuple[RGB, ...] = (
    (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167),
    (117, 112, 179), (102, 166, 30), (166, 118, 29), (27, 158, 119), (228, 26, 28),
)  # fmt: skip


def distinct_color(number: int) -> RGB:
    """Returns the `number`-th (from 0) of an endless series of well-distinguishable colours.

    The first eight are the colour-blind-safe palette of Okabe and Ito (2008, "Color Universal Design") without
    black; later ones step around the hue circle by the golden ratio.
    """
    if number < len(_FIRST_COLORS):
        return _FIRST_COLORS[number]
    hue = (0.13 + number * 0.61803398875) % 1.0
    value = (0.9, 0.7, 0.55)[number % 3]
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.65, value)
    return round(red * 255), round(green * 255), round(blue * 255)


@dataclass(frozen=True)
class ClassEntry:
    """One class: the user's own value, its name, and its colour (red, green, blue; 0 to 255)."""

    value: int
    name: str
    color: RGB

    @property
    def is_unnamed(self) -> bool:
        """Returns whether the name is only the value."""
        return self.name in ("", str(self.value))

    @property
    def title(self) -> str:
        """Returns the class for a sentence: 4 (lake), or 4 where it has no name."""
        return str(self.value) if self.is_unnamed else f"{self.value} ({self.name})"


@dataclass(frozen=True)
class ClassTable:
    """Classes in ascending order of value; a class's position is its index in a network's output."""

    classes: tuple[ClassEntry, ...]

    def __post_init__(self) -> None:
        """Raises LabelError for doubled values or more classes than `MAX_CLASSES`; sorts by value."""
        values = [entry.value for entry in self.classes]
        if len(set(values)) != len(values):
            doubled = sorted({value for value in values if values.count(value) > 1})
            raise LabelError(f"The class table has the values {doubled} more than once. Give each class one value.")
        if len(values) > MAX_CLASSES:
            raise LabelError(
                f"There are {len(values)} classes, at most {MAX_CLASSES} can be told apart. "
                "Choose a field or raster with fewer distinct values."
            )
        object.__setattr__(self, "classes", tuple(sorted(self.classes, key=lambda entry: entry.value)))

    def __len__(self) -> int:
        """Returns the number of classes."""
        return len(self.classes)

    @property
    def values(self) -> tuple[int, ...]:
        """Returns the class values in ascending order."""
        return tuple(entry.value for entry in self.classes)

    @property
    def names(self) -> tuple[str, ...]:
        """Returns the class names in the order of the values."""
        return tuple(entry.name for entry in self.classes)

    def without(self, value: int | None) -> ClassTable:
        """Returns the table without the class of that value (unchanged where it has none)."""
        return ClassTable(tuple(entry for entry in self.classes if entry.value != value))

    def indices(self, values: np.ndarray) -> np.ndarray:
        """Translates class values (any shape, any integer dtype) to class indices.

        Returns uint8 of the same shape; `IGNORED_INDEX` where a value is not in the table.
        """
        known = np.asarray(self.values, dtype=np.int64)
        if known.size == 0:
            return np.full(values.shape, IGNORED_INDEX, np.uint8)
        found = np.searchsorted(known, values).clip(max=known.size - 1)
        return np.where(known[found] == values, found, IGNORED_INDEX).astype(np.uint8)

    def value_dtype(self) -> np.dtype:
        """Returns the smallest of uint8, uint16, int16, int32 that holds 0 and all values.

        As there are at most `MAX_CLASSES` classes, every one of these dtypes keeps a free value for nodata.
        """
        lowest, highest = min(self.values, default=0), max(self.values, default=0)
        for dtype in (np.uint8, np.uint16, np.int16, np.int32):
            limits = np.iinfo(dtype)
            if limits.min <= min(lowest, 0) and highest <= limits.max:
                return np.dtype(dtype)
        raise LabelError(
            f"The class values run from {lowest} to {highest}, beyond 32-bit signed integers. Renumber the classes."
        )

    def nodata_value(self) -> int:
        """Returns the NoData value of class rasters: 0 where it is no class, else the largest free value of the dtype."""
        if 0 not in self.values:
            return 0
        limits = np.iinfo(self.value_dtype())
        return next(value for value in range(limits.max, limits.min - 1, -1) if value not in self.values)

    def to_json(self) -> list[dict]:
        """Returns the table as plain values, ready for JSON."""
        return [{"value": e.value, "name": e.name, "color": list(e.color)} for e in self.classes]

    @classmethod
    def from_json(cls, entries: list[dict]) -> ClassTable:
        """Builds a table from what `to_json` returned. Raises KeyError, TypeError or ValueError for anything else."""
        classes = [ClassEntry(int(e["value"]), str(e["name"]), tuple(int(c) for c in e["color"])) for e in entries]
        for each in classes:
            if not -(2**31) <= each.value < 2**31 or len(each.color) != 3 or not all(0 <= c <= 255 for c in each.color):
                raise ValueError(f"class {each.value} has the colour {each.color!r:.60}")
        return cls(tuple(classes))


def check_same_names(
    table: ClassTable, names: Mapping[int, str], used: Collection[int], what: str, reporter: Reporter
) -> None:
    """Raises LabelError where class values that labels use have another name in the folder that the labels are added to.

    `names` are those of the labels, `table` is that of the folder; `what` names the labels. Warns where only the folder has names.
    """
    shared = [entry for entry in table.classes if entry.value in used and not entry.is_unnamed]
    unnamed = []
    for entry in shared:
        name = names.get(entry.value, "").strip()
        if name in ("", str(entry.value)):
            unnamed.append(entry.title)
        elif name.casefold() != entry.name.strip().casefold():
            raise LabelError(
                f'{what} calls the class value {entry.value} "{name}", and the folder calls it "{entry.name}". If both are the same class, '
                "give it the same name; else give one of them another value, or export to another folder."
            )
    if unnamed and len(unnamed) == len(shared):
        reporter.warning(
            f"{what} has numbers without names, which are taken to be the classes {first_of(unnamed)} of the folder. Check that the same number "
            "means the same class."
        )
