"""Reads a map of classes strip by strip: whole numbers in the first band of a raster, and what its classes are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..core.errors import LabelError
from ..core.grid import Window
from ..core.progress import Reporter, stop_if_cancelled
from ..core.tiling import strip_height, strips
from ..reading.reader import RasterReader
from ..reading.row_reader import RowReader
from .attribute_table import read_class_styles
from .class_styles import ClassStyle, styles_by_key
from .class_table import RGB

if TYPE_CHECKING:
    from typing_extensions import Self

_STRIP_PIXELS = 2_000_000
_INT32 = (-(2**31), 2**31 - 1)


@dataclass(frozen=True)
class MapStrip:
    """Rows of a map: where they lie, class values int32 (height, width), and where there is a class, bool of that shape."""

    window: Window
    values: np.ndarray
    valid: np.ndarray


class ClassMap:
    """An open map of classes. Use it in a `with` statement."""

    def __init__(self, path: str, styles: Sequence[ClassStyle] = ()) -> None:
        """Opens a raster; `styles` name and colour its classes before what the raster itself says.

        Raises RasterError where it cannot be opened.
        """
        self._reader = RasterReader(path, [1])
        self.info, self.grid = self._reader.info, self._reader.grid
        self.nodata = self._reader.nodata[0]
        own = read_class_styles(path)
        shown = {int(key): style for key, style in styles_by_key(tuple(styles)).items() if _is_whole(key)}
        self.styles: dict[int, tuple[str, RGB]] = {**own, **shown}
        self.names: dict[str, int] = {
            name: value for table in (own, shown) for value, (name, _) in table.items() if name != str(value)
        }

    def __enter__(self) -> Self:
        """Returns the map."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the raster."""
        self._reader.close()

    def report(self, reporter: Reporter) -> None:
        """Says what was decided about the raster."""
        for note in self.info.notes:
            reporter.info(note)
        if len(self.info.data_bands) > 1:
            reporter.warning(f"{self.info.path} has {self.info.band_count} bands; the classes are read from band 1.")

    def strips(self, window: Window, reporter: Reporter) -> Iterator[MapStrip]:
        """Yields the rows of a window from top to bottom, each read once.

        Raises RasterError where a block cannot be read, LabelError for fractions and for values beyond 32 bits, and
        Cancelled.
        """
        rows = RowReader(self._reader, window)
        height = strip_height(window.width, _STRIP_PIXELS, self.info.block_size[1])
        for part in strips(window, height):
            stop_if_cancelled(reporter)
            pixels, nothing = rows.rows(part.y, part.bottom)
            values, valid = pixels[0], ~nothing
            yield MapStrip(part, self._whole(values, valid), valid)
            reporter.progress((part.bottom - window.y) / window.height)

    def _whole(self, pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Returns pixels (height, width) as int32, 0 where they are not valid."""
        if pixels.dtype.kind in "iu" and pixels.dtype.itemsize < 4:
            return pixels.astype(np.int32)
        known = pixels[valid]
        broken = known[known != np.rint(known)] if pixels.dtype.kind == "f" else known[:0]
        if broken.size:
            raise LabelError(
                f"The class raster {self.info.path} holds {broken[0]:g}, which is no class value. Choose a raster of whole "
                "numbers, as Classify Pixels writes it, or round it first."
            )
        beyond = known[(known < _INT32[0]) | (known > _INT32[1])]
        if beyond.size:
            raise LabelError(
                f"The class raster {self.info.path} holds {beyond[0]:.15g}; class values must fit into 32 bits. "
                "Renumber them."
            )
        return np.where(valid, pixels, 0).astype(np.int32)


def _is_whole(key: str) -> bool:
    """Tells whether a key is a whole number."""
    return key.lstrip("+-").isdecimal()
