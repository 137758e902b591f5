"""Area of each class in pixels and hectares, for the log and as a table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from ...rasters.classes.class_table import ClassTable
from ...rasters.core.grid import Grid, Window
from ...rasters.core.number_text import count_of, percent, whole
from ...rasters.core.pixel_area import EQUAL_AREA_TOLERANCE, map_to_ground_area, pixel_areas
from ...rasters.core.progress import Reporter
from ..core.text_files import csv_text
from .map_pieces import MapPiece

_CODES = 256


@dataclass(frozen=True)
class ClassArea:
    """Pixels and hectares (None without a CRS) of one class, and its share of all classified pixels."""

    value: int
    name: str
    pixels: int
    share: float
    hectares: float | None


class AreaCounter:
    """Adds up the pixels of each class and their ground area, piece by piece.

    Pixels of a geographic CRS and of many projected ones shrink or grow from row to row: each counts with its own area on the ground.
    """

    def __init__(self, grid: Grid, classes: ClassTable) -> None:
        """Prepares to count a map on `grid`."""
        self._classes = classes
        self._areas, self._scale = pixel_areas(grid), map_to_ground_area(grid)
        self._counts, self._square_metres = np.zeros(_CODES, np.int64), np.zeros(_CODES)

    def add(self, piece: MapPiece) -> None:
        """Counts a piece of the map."""
        height, width = piece.index.shape
        if self._areas is None:
            self._counts += _counted(piece.index)
            return
        for columns, areas in self._areas.of(Window(0, piece.y, width, height)):
            part = piece.index[:, columns]
            is_equal = bool(np.ptp(areas) == 0)
            for row, area in zip(part.reshape(1, -1) if is_equal else part, areas):
                counts = _counted(row)
                self._counts += counts
                self._square_metres += counts * area

    @property
    def class_pixels(self) -> dict[int, int]:
        """Returns the number of pixels of each class value."""
        return {value: int(self._counts[index]) for index, value in enumerate(self._classes.values)}

    def areas(self) -> list[ClassArea]:
        """Returns the area of each class, in the order of the class table."""
        total = max(sum(self.class_pixels.values()), 1)
        return [
            ClassArea(
                entry.value,
                entry.name,
                int(self._counts[index]),
                int(self._counts[index]) / total,
                None if self._areas is None else float(self._square_metres[index]) / 1e4,
            )
            for index, entry in enumerate(self._classes.classes)
        ]

    def report(self, reporter: Reporter) -> None:
        """Logs pixels, share and, where it is known, area of each class."""
        if self._scale is not None and abs(self._scale - 1) > EQUAL_AREA_TOLERANCE:
            reporter.info(
                f"Hectares are those on the ground; in the CRS of the raster areas are {self._scale:.3g} times as large."
            )
        for area in self.areas():
            ground = "" if area.hectares is None else f", {_in_words(area.hectares)} ha"
            title = area.name if area.name == str(area.value) else f"{area.value} {area.name}"
            reporter.info(f"Class {title}: {count_of(area.pixels, 'pixel', 'pixels')}, {percent(area.share)}{ground}.")

    def write_csv(self, path: str) -> None:
        """Writes the table: value, name, pixels, share, hectares (empty where it is not known). Raises OSError."""
        rows = [("value", "name", "pixels", "share", "hectares")]
        for area in self.areas():
            ground = "" if area.hectares is None else f"{area.hectares:.6f}"
            rows.append((area.value, area.name, area.pixels, f"{area.share:.6f}", ground))
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(csv_text(rows))


def _counted(index: np.ndarray) -> np.ndarray:
    """Returns how many pixels have each class index, int64 (256,)."""
    return torch.bincount(torch.from_numpy(np.ascontiguousarray(index).reshape(-1)), minlength=_CODES).numpy()


def _in_words(hectares: float) -> str:
    """Returns hectares with four significant digits, and all digits before the point."""
    return whole(round(hectares)) if hectares >= 1000 else f"{hectares:.4g}"
