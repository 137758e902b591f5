"""The files that a classification writes: rasters, the table of areas, places to label next. All of them appear, or none."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.errors import Cancelled, OutputError
from ...rasters.core.grid import Grid, Window
from ...rasters.layers.label_next_layer import write_label_next
from ...rasters.outputs.atomic_file import PendingFile
from ...rasters.writing.raster_writer import RasterWriter
from ..core.description import ModelDescription
from ..core.requests import ClassifyRequest
from ..runtime.buffers import Ring
from .active_learning import DoubtfulPlaces
from .class_areas import AreaCounter
from .map_pieces import NO_PERCENT, MapPiece

if TYPE_CHECKING:
    from numpy.typing import DTypeLike
    from typing_extensions import Self

PROBABILITY_NODATA = -1.0


class MapWriter:
    """Writes the asked rasters side by side, from top to bottom; a context manager.

    The class raster holds the classes' own values. Confidence is the probability of the class in whole percent (uint8), and
    so is uncertainty. Probabilities have one band per class, named as the class: float32 from 0 to 1, or percent. Where
    nothing could be classified they hold `ClassTable.nodata_value`, `NO_PERCENT` and `PROBABILITY_NODATA`, declared as nodata.
    """

    def __init__(
        self, request: ClassifyRequest, grid: Grid, model: ModelDescription, stopped: Callable[[], bool] = lambda: False
    ) -> None:
        """Takes where to write from `request`; `grid` is that of the results. `stopped` tells of the wish to stop."""
        self._stopped = stopped
        classes = model.class_table
        self._request, self._grid, self._classes = request, grid, classes
        self.areas = AreaCounter(grid, classes)
        distance = request.label_next_distance_px or model.chip_size_px
        self._places = DoubtfulPlaces(grid, classes, distance) if request.label_next else None
        self._values = np.full(IGNORED_INDEX + 1, classes.nodata_value(), classes.value_dtype())
        self._values[: len(classes)] = classes.values
        self._percents: defaultdict[str, np.ndarray] = defaultdict(lambda: np.zeros(256, np.int64))
        self._values_written = Ring(1, self._values.dtype)
        self._writers: list[RasterWriter | PendingFile] = []
        self._confidence = self._probabilities = self._uncertainty = None

    def __enter__(self) -> Self:
        """Opens the rasters under temporary names. Raises OutputError."""
        request, classes = self._request, self._classes
        try:
            self._output = self._open(request.output, classes.value_dtype(), classes.nodata_value(), ("class",))
            self._output.set_classes(classes)
            if request.confidence:
                self._confidence = self._open(request.confidence, np.uint8, NO_PERCENT, ("confidence",))
            if request.uncertainty:
                name = f"uncertainty ({request.uncertainty_kind})"
                self._uncertainty = self._open(request.uncertainty, np.uint8, NO_PERCENT, (name,))
            if request.probabilities and request.probability_type == "byte":
                self._probabilities = self._open(request.probabilities, np.uint8, NO_PERCENT, classes.names)
            elif request.probabilities:
                self._probabilities = self._open(request.probabilities, np.float32, PROBABILITY_NODATA, classes.names)
            if request.areas:
                self._writers.append(PendingFile(request.areas, self.areas.write_csv))
            if self._places is not None:
                self._writers.append(PendingFile(request.label_next, self._write_places))
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
                self._tell_figures()
                for writer in self._writers:
                    writer.complete(self._stopped)
                for writer in self._writers:
                    writer.__exit__(None, None, None)
                    published.append(writer.path)
        except (OutputError, Cancelled) as failure:
            kind, error = type(failure), failure
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
        writer = RasterWriter(
            path, self._grid, np.dtype(dtype), len(band_names), nodata, list(band_names),
            cloud_optimised=self._request.format == "cog",
        )  # fmt: skip
        self._writers.append(writer.__enter__())
        return writer

    def write(self, piece: MapPiece) -> None:
        """Writes a piece of all maps. Raises OutputError."""
        index = piece.index
        window = Window(0, piece.y, index.shape[1], index.shape[0])
        self.areas.add(piece)
        if self._places is not None:
            self._places.add(piece)
        self._output.write(window, self._values.take(index, out=self._values_written.next(index.shape), mode="clip"))
        for writer, percent in ((self._confidence, piece.confidence), (self._uncertainty, piece.uncertainty)):
            if writer is not None:
                self._percents[writer.path] += _counts(percent)
                writer.write(window, percent)
        if self._probabilities is not None:
            nowhere = index == IGNORED_INDEX
            nothing = NO_PERCENT if piece.probabilities.dtype == np.uint8 else PROBABILITY_NODATA
            np.copyto(piece.probabilities, nothing, where=nowhere, casting="unsafe")
            self._probabilities.write(window, piece.probabilities)

    def _write_places(self, path: str) -> None:
        """Writes the places to label next."""
        write_label_next(path, self._places.most_doubtful(self._request.label_next_count), self._grid.crs_wkt)

    def _tell_figures(self) -> None:
        """Stores counts and statistics in the rasters."""
        self._output.set_counts(self._classes, self.areas.class_pixels)
        for writer in (self._confidence, self._uncertainty):
            counts = None if writer is None else self._percents.get(writer.path)
            if counts is not None and counts[:NO_PERCENT].any():
                writer.set_statistics(*_statistics(counts[:NO_PERCENT]))


def _counts(values: np.ndarray) -> np.ndarray:
    """Returns how often each of the 256 values of a byte occurs; numpy's own would widen them to 64 bits first."""
    return torch.bincount(torch.from_numpy(values).view(-1), minlength=256).numpy()


def _statistics(counts: np.ndarray) -> tuple[float, float, float, float]:
    """Returns minimum, maximum, mean and standard deviation of whole numbers from how often each occurs."""
    values, present = np.arange(len(counts)), np.flatnonzero(counts)
    mean = float(np.average(values, weights=counts))
    std = float(np.sqrt(np.average((values - mean) ** 2, weights=counts)))
    return float(present[0]), float(present[-1]), mean, std
