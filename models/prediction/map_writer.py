"""Writes the results of a classification: rasters, table of areas, points to label next. All of them are written, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.grid import Grid, Window
from ...rasters.layers.label_next_layer import write_label_next
from ...rasters.outputs.atomic_file import AtomicFile, PendingFile, put_all_in_place
from ...rasters.writing.raster_writer import RasterWriter
from ..core.description import ModelDescription
from ..core.requests import ClassifyRequest
from ..runtime.buffers import Ring
from .active_learning import UncertaintySampler
from .class_areas import AreaCounter
from .map_pieces import BYTE_MAPS, BYTE_NODATA, MapPiece

if TYPE_CHECKING:
    from numpy.typing import DTypeLike
    from typing_extensions import Self

PROBABILITY_NODATA = -1.0


class MapWriter:
    """Writes the requested rasters in parallel, from top to bottom; a context manager.

    The class raster holds class values. Confidence is the probability of the class in whole percent (uint8), and uncertainty is
    in percent too; the size of the prediction set (uint8) is a number of classes. Probabilities have one band per class, named as
    the class: float32 from 0 to 1, or percent. Their NoData values are `ClassTable.nodata_value`, `BYTE_NODATA` and `PROBABILITY_NODATA`.
    """

    def __init__(
        self, request: ClassifyRequest, grid: Grid, model: ModelDescription, stopped: Callable[[], bool] = lambda: False
    ) -> None:
        """Takes where to write from `request`; `grid` is that of the results. `stopped` returns whether to stop."""
        self._stopped = stopped
        classes = model.class_table
        self._request, self._grid, self._classes = request, grid, classes
        self.areas = AreaCounter(grid, classes)
        distance = request.label_next_distance_px or model.chip_size_px
        self._sampler = UncertaintySampler(grid, classes, distance) if request.label_next else None
        self._values = np.full(IGNORED_INDEX + 1, classes.nodata_value(), classes.value_dtype())
        self._values[: len(classes)] = classes.values
        self._byte_counts: defaultdict[str, np.ndarray] = defaultdict(lambda: np.zeros(256, np.int64))
        self._values_written = Ring(1, self._values.dtype)
        self._writers: list[RasterWriter | PendingFile] = []
        self._files: list[AtomicFile] = []
        self._of_bytes: dict[str, RasterWriter] = {}
        self._probabilities: RasterWriter | None = None

    def __enter__(self) -> Self:
        """Opens the rasters under temporary names. Raises OutputError."""
        request, classes = self._request, self._classes
        try:
            self._output = self._open(request.output, classes.value_dtype(), classes.nodata_value(), ("class",))
            self._output.set_classes(classes)
            names = ("confidence", f"uncertainty ({request.uncertainty_kind})", "number of possible classes")
            for kind, name in zip(BYTE_MAPS, names):
                path = getattr(request, kind)
                if path:
                    self._of_bytes[kind] = self._open(path, np.uint8, BYTE_NODATA, (name,))
            if request.probabilities and request.probability_type == "byte":
                self._probabilities = self._open(request.probabilities, np.uint8, BYTE_NODATA, classes.names)
            elif request.probabilities:
                self._probabilities = self._open(request.probabilities, np.float32, PROBABILITY_NODATA, classes.names)
            if request.areas:
                self._add(PendingFile(request.areas, self.areas.write_csv))
            if self._sampler is not None:
                self._add(PendingFile(request.label_next, self._write_label_next))
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Gives the files their final names once all of them are complete; removes them after an error.

        Raises OutputError. A complete file that cannot have its final name is kept under another one.
        """
        try:
            if kind is None:
                self._write_statistics()
                for writer in self._writers:
                    writer.complete(self._stopped)
                put_all_in_place(self._files)
        finally:
            for writer in self._writers:
                writer.discard()

    def _open(self, path: str, dtype: DTypeLike, nodata: float, band_names: Sequence[str]) -> RasterWriter:
        """Opens one raster on the grid of the results."""
        writer = RasterWriter(
            path, self._grid, np.dtype(dtype), len(band_names), nodata, list(band_names),
            cloud_optimised=self._request.format == "cog",
        )  # fmt: skip
        self._writers.append(writer.__enter__())
        self._files.append(writer.target)
        return writer

    def _add(self, file: PendingFile) -> None:
        """Adds a file that is written once the rasters are complete."""
        self._writers.append(file)
        self._files.append(file)

    def write(self, piece: MapPiece) -> None:
        """Writes a piece of all maps. Raises OutputError."""
        index = piece.index
        window = Window(0, piece.y, index.shape[1], index.shape[0])
        self.areas.add(piece)
        if self._sampler is not None:
            self._sampler.add(piece)
        self._output.write(window, self._values.take(index, out=self._values_written.next(index.shape), mode="clip"))
        for kind, writer in self._of_bytes.items():
            values = getattr(piece, kind)
            self._byte_counts[kind] += _counts(values)
            writer.write(window, values)
        if self._probabilities is not None:
            nodata = BYTE_NODATA if piece.probabilities.dtype == np.uint8 else PROBABILITY_NODATA
            np.copyto(piece.probabilities, nodata, where=index == IGNORED_INDEX, casting="unsafe")
            self._probabilities.write(window, piece.probabilities)

    def _write_label_next(self, path: str) -> None:
        """Writes the points to label next."""
        write_label_next(path, self._sampler.most_uncertain(self._request.label_next_count), self._grid.crs_wkt)

    def _write_statistics(self) -> None:
        """Stores counts and statistics in the rasters."""
        self._output.set_counts(self._classes, self.areas.class_pixels)
        for kind, writer in self._of_bytes.items():
            counts = self._byte_counts[kind][:BYTE_NODATA]
            if counts.any():
                writer.set_statistics(*_statistics(counts))


def _counts(values: np.ndarray) -> np.ndarray:
    """Returns the histogram of bytes, 256 counts; numpy's own function would widen them to 64 bits first."""
    return torch.bincount(torch.from_numpy(values).view(-1), minlength=256).numpy()


def _statistics(counts: np.ndarray) -> tuple[float, float, float, float]:
    """Returns minimum, maximum, mean and standard deviation of whole numbers from their histogram."""
    values, present = np.arange(len(counts)), np.flatnonzero(counts)
    mean = float(np.average(values, weights=counts))
    std = float(np.sqrt(np.average((values - mean) ** 2, weights=counts)))
    return float(present[0]), float(present[-1]), mean, std
