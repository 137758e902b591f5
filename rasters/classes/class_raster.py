"""Reads class rasters strip by strip: whole numbers in the first band, with the names and colours of their classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..core.band_scales import warn_of_scaled_classes
from ..core.grid import Window
from ..core.progress import Reporter, stop_if_cancelled
from ..core.tiling import strip_height, strips
from ..reading.dataset import RasterDataset
from ..reading.gaps import warn_of_gaps
from ..reading.reader import RasterReader
from ..reading.row_reader import RowReader
from .attribute_table import read_class_styles
from .class_styles import ClassStyle, of_layer_and_raster
from .class_table import RGB
from .class_values import check_class_values, fits_class_values
from .colour_check import check_no_colours
from .lossy_check import lossy_warning

if TYPE_CHECKING:
    from typing_extensions import Self

_STRIP_PIXELS = 2_000_000


@dataclass(frozen=True)
class ClassStrip:
    """Rows of a class raster: `values` int32 (height, width), and `valid`, bool of that shape: which of them are a class."""

    window: Window
    values: np.ndarray
    valid: np.ndarray


class ClassRaster:
    """A class raster that is read. Use it in a `with` statement."""

    def __init__(self, raster: RasterDataset, styles: Sequence[ClassStyle] = ()) -> None:
        """Prepares to read; `styles` name and colour classes, those that they leave out are styled by the raster itself.

        Raises RasterError as `RasterDataset.info` does, LabelError where it holds colours, or is compressed with loss that shows.
        """
        check_no_colours(raster, f"The class raster {raster.path}")
        self._loss = lossy_warning(raster, f"The class raster {raster.path}")
        self._reader = RasterReader(raster, [1])
        self.info, self.grid = self._reader.info, self._reader.grid
        self.nodata = self._reader.nodata[0]
        own = read_class_styles(raster)
        self.styles: dict[int, tuple[str, RGB]] = of_layer_and_raster(tuple(styles), own)
        self.names: dict[str, int] = {
            name: value for table in (own, self.styles) for value, (name, _) in table.items() if name != str(value)
        }
        named = Counter(name for name, _ in self.styles.values())
        self.shared_names = frozenset(name for name, count in named.items() if count > 1)
        """The names that several values have."""

    def __enter__(self) -> Self:
        """Returns the class raster."""
        return self

    def __exit__(self, *_: object) -> None:
        """Lets the raster go."""
        self._reader.close()

    def report(self, reporter: Reporter) -> None:
        """Logs the decisions made about the raster."""
        for note in self.info.notes:
            reporter.info(note)
        if self._loss:
            reporter.warning(self._loss)
        warn_of_scaled_classes(self.info.band_scales, f"The class raster {self.info.path}", reporter)
        warn_of_gaps(self._reader.share_of_gaps(self.grid.window), self.info.path, reporter)
        if len(self.info.data_bands) > 1:
            reporter.warning(f"{self.info.path} has {self.info.band_count} bands; the classes are read from band 1.")

    def strips(self, window: Window, reporter: Reporter) -> Iterator[ClassStrip]:
        """Yields the rows of a window from top to bottom, each read once.

        Raises RasterError where a block cannot be read or the file was changed meanwhile, LabelError for fractions and
        for values beyond 32 bits, and Cancelled.
        """
        rows = RowReader(self._reader, window)
        for part in strips(window, strip_height(window.width, _STRIP_PIXELS, self.info.block_size[1])):
            stop_if_cancelled(reporter)
            pixels, nodata = rows.rows(part.y, part.bottom)
            values, valid = pixels[0], ~nodata
            if not fits_class_values(values.dtype):
                check_class_values(values[valid], f"The class raster {self.info.path}")
                values = np.where(valid, values, 0)
            yield ClassStrip(part, values.astype(np.int32), valid)
            reporter.progress((part.bottom - window.y) / window.height)
        self._reader.check_unchanged()
