"""The rasters that a classification writes: classes, confidence, probabilities. All of them appear, or none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from ..rasters.classes import IGNORED_INDEX, ClassTable
from ..rasters.errors import OutputError
from ..rasters.grid import Grid, Window
from ..rasters.writer import RasterWriter
from .requests import ClassifyRequest

if TYPE_CHECKING:
    from numpy.typing import DTypeLike
    from typing_extensions import Self

CONFIDENCE_NODATA = 255
PROBABILITY_NODATA = -1.0


class MapWriter:
    """Writes the asked rasters side by side, from top to bottom; a context manager.

    The class raster holds the classes' own values. Confidence is the probability of the class in whole percent (uint8).
    Probabilities have one float32 band per class, 0 to 1, named as the class. Where nothing could be classified they hold
    `ClassTable.nodata_value`, `CONFIDENCE_NODATA` and `PROBABILITY_NODATA`, declared as nodata.
    """

    def __init__(self, request: ClassifyRequest, grid: Grid, classes: ClassTable) -> None:
        """Takes where to write from `request`; `grid` is that of the results."""
        self._request, self._grid, self._classes = request, grid, classes
        self._values = np.full(IGNORED_INDEX + 1, classes.nodata_value(), classes.value_dtype())
        self._values[: len(classes)] = classes.values
        self._counts = np.zeros(IGNORED_INDEX + 1, np.int64)
        self._writers: list[RasterWriter] = []
        self._confidence = self._probabilities = None

    def __enter__(self) -> Self:
        """Opens the rasters under temporary names. Raises OutputError."""
        request, classes = self._request, self._classes
        try:
            self._output = self._open(request.output, classes.value_dtype(), classes.nodata_value(), ("class",))
            self._output.set_classes(classes)
            if request.confidence:
                self._confidence = self._open(request.confidence, np.uint8, CONFIDENCE_NODATA, ("confidence",))
            if request.probabilities:
                self._probabilities = self._open(request.probabilities, np.float32, PROBABILITY_NODATA, classes.names)
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Gives the rasters their final names once all of them are whole; removes them after an error."""
        published: list[str] = []
        try:
            if kind is None:
                for writer in self._writers:
                    writer.complete()
                for writer in self._writers:
                    writer.__exit__(None, None, None)
                    published.append(writer.path)
        except OutputError as failure:
            kind, error = OutputError, failure
            for path in published:
                for name in (path, f"{path}.aux.xml"):
                    with suppress(OSError):
                        os.remove(name)
            raise
        finally:
            if kind is not None:
                for writer in self._writers[len(published) :]:
                    writer.__exit__(kind, error, traceback)

    def _open(self, path: str, dtype: DTypeLike, nodata: float, band_names: Sequence[str]) -> RasterWriter:
        """Opens one raster on the grid of the results."""
        writer = RasterWriter(path, self._grid, np.dtype(dtype), len(band_names), nodata, list(band_names))
        self._writers.append(writer.__enter__())
        return writer

    @property
    def class_count(self) -> int:
        """Returns the number of classes."""
        return len(self._classes)

    @property
    def class_pixels(self) -> dict[int, int]:
        """Returns the number of pixels written of each class value."""
        return {value: int(self._counts[index]) for index, value in enumerate(self._classes.values)}

    def write(self, y: int, index: np.ndarray, best: np.ndarray, probabilities: np.ndarray) -> None:
        """Writes whole rows from row `y` of the results on.

        `index` is uint8 (rows, width) with `IGNORED_INDEX` where nothing is classified, `best` float32 (rows, width) the
        probability of that class, `probabilities` float32 (classes, rows, width).
        """
        window = Window(0, y, index.shape[1], index.shape[0])
        self._counts += np.bincount(index.ravel(), minlength=IGNORED_INDEX + 1)
        self._output.write(window, self._values[index])
        if self._confidence is None and self._probabilities is None:
            return
        nowhere = index == IGNORED_INDEX
        if self._confidence is not None:
            percent = np.rint(np.where(nowhere, 0, best) * 100).clip(0, 100).astype(np.uint8)
            percent[nowhere] = CONFIDENCE_NODATA
            self._confidence.write(window, percent)
        if self._probabilities is not None:
            self._probabilities.write(window, np.where(nowhere, np.float32(PROBABILITY_NODATA), probabilities))
