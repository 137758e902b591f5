"""Reads the rows of a raster once and cuts from them the tiles that hold a pixel to classify. A GPU cuts them itself.

Pixels keep the raster's dtype: they are smaller so, and the device scales them. This runs on a thread of its own, ahead of
the network.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...rasters.core.grid import Window
from ...rasters.core.tiling import Span
from ...rasters.core.undeclared_nodata import mark_values
from ...rasters.reading.nodata import NonFiniteCounter, missing_values
from ...rasters.reading.row_reader import RowReader
from ..runtime.buffers import Ring
from .tiles import TileLayout, equal_batches

if TYPE_CHECKING:
    import torch

    from ...rasters.labels.rasterize import PolygonMask
    from ...rasters.reading.reader import RasterReader
    from .model_grid import ProjectedMask

MOST_UNCUT_BYTES = 128 * 2**20
"""Tiles that the device cuts come in pixels that take no more as float32, unless one batch does: these are 32 tiles of 512 pixels, four bands."""


@dataclass(frozen=True)
class TileBatch:
    """A batch of tiles of one size from one row of tiles.

    `row` is the number of the row of tiles, `columns` the numbers of its tiles. `pixels` is (n, bands, height, width) of the
    raster's dtype; beyond the raster's edge they are mirrored. `missing` is bool of the same shape, None where no value is
    missing.
    """

    row: int
    columns: tuple[int, ...]
    pixels: np.ndarray
    missing: np.ndarray | None


@dataclass(frozen=True)
class TilePlaces:
    """Where a batch of tiles lies in pixels: the numbers of its tiles, the columns at which they begin, and their width."""

    columns: tuple[int, ...]
    lefts: tuple[int, ...]
    width: int


@dataclass(frozen=True)
class UncutTiles:
    """Batches of tiles of one row of tiles, which the device cuts from their pixels.

    `pixels` is (bands, height, width) of the raster's dtype; beyond the raster's edge they are mirrored. `missing` is bool of the
    same shape, None where no value is missing. Both may be on the device.
    """

    row: int
    batches: tuple[TilePlaces, ...]
    pixels: np.ndarray | torch.Tensor
    missing: np.ndarray | torch.Tensor | None


@dataclass(frozen=True)
class RowEnd:
    """Follows the last tile of the `row`-th row of tiles.

    `wanted` is bool (rows, width of the layout's window): the pixels to classify, valid ones in the requested window and
    inside the mask polygons. `skipped` is the number of pixels of tiles without any.
    """

    row: int
    wanted: np.ndarray
    skipped: int


class TileReader:
    """Reads the tiles of a layout from a raster, from top to bottom."""

    def __init__(
        self,
        reader: RasterReader,
        layout: TileLayout,
        polygons: PolygonMask | ProjectedMask | None,
        buffers: int,
        pinned: bool = False,
        pause: Callable[[], None] | None = None,
        missing: Sequence[Sequence[float]] = (),
        cut_on_device: bool = False,
    ) -> None:
        """Reads the bands of `reader`, which are in the model's order; only inside `polygons`, where there are any.

        An item is valid until `buffers` more have been yielded. `pause` is called between reads and may raise to stop.
        `missing` are values of each band that count as missing beside its NoData; where all bands are missing, a pixel is NoData.
        With `cut_on_device` tiles are not cut here, so that pixels of several tiles are copied and uploaded once.
        """
        self._missing_numbers = missing
        self._reader, self._layout, self._polygons = reader, layout, polygons
        self._rows = RowReader(reader, layout.window, pause=pause)
        self._pause, self._cut_on_device = pause, cut_on_device
        self._pixels, self._missing = Ring(buffers, reader.dtype, pinned), Ring(buffers, bool, pinned)
        self._wanted = Ring(buffers, bool)
        self.non_finite = NonFiniteCounter(len(reader.band_numbers))
        self._may_miss = reader.dtype.kind == "f" or bool(missing)
        self._may_miss = self._may_miss or any(nodata is not None for nodata in reader.nodata)

    def batches(self, batch_size: int, rows: range | None = None) -> Iterator[TileBatch | UncutTiles | RowEnd]:
        """Yields batches of at most `batch_size` tiles of one size, and the end of each row of tiles.

        Where the device cuts the tiles, several batches come at once. `rows` are the numbers of the rows of tiles, None for all. Those
        without a pixel to classify are not read. Raises RasterError.
        """
        for number in range(len(self._layout.rows)) if rows is None else rows:
            span = self._layout.rows[number]
            inside = self._layout.rows_inside(number)
            wanted = self._wanted.next((inside.length, self._layout.window.width))
            pixels, missing = self._read(inside, wanted)
            columns = self._layout.columns
            needed = [k for k, column in enumerate(columns) if wanted[:, column.start : column.stop].any()]
            # Where tiles are left out, other ones are in each row; full rows are all alike.
            few_sizes = self._cut_on_device and len(needed) < len(columns)
            batches = equal_batches(needed, columns, batch_size, few_sizes)
            for batch in self._together(batches, span.length) if self._cut_on_device else batches:
                if self._pause is not None:
                    self._pause()
                cut = self._uncut if self._cut_on_device else self._cut
                yield cut(number, batch, pixels, missing, span.length)
            left_out = sum(column.length for column in columns) - sum(columns[k].length for k in needed)
            yield RowEnd(number, wanted, left_out * span.length)

    def _read(self, inside: Span, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Returns the pixels of the rows `inside` of the layout's window, and which values are missing; fills `wanted`.

        Missing values are found once here, not in each tile: tiles overlap. None where no value is missing.
        """
        window, asked = self._layout.window, self._layout.asked
        part = Window(window.x, window.y + inside.start, window.width, inside.length)
        wanted[...] = False
        common = part.intersection(asked)
        if common is not None:
            inner = wanted[common.y - part.y : common.bottom - part.y, common.x - part.x : common.right - part.x]
            inner[...] = True if self._polygons is None else self._polygons.read(common)
        if not wanted.any():
            return np.empty((len(self._reader.band_numbers), 0, 0), self._reader.dtype), None
        pixels, nodata = self._rows.rows(part.y, part.bottom)
        missing = missing_values(pixels, self._reader.nodata) if self._may_miss else None
        if missing is not None and missing.any():
            self.non_finite.add(pixels, part.y)
        if any(self._missing_numbers):
            mark_values(missing, pixels, self._missing_numbers)
            nodata = nodata | missing.all(axis=0)
        np.greater(wanted, nodata, out=wanted)  # wanted and not NoData
        if nodata.any():
            missing = (
                np.broadcast_to(nodata, pixels.shape)
                if missing is None
                else np.logical_or(missing, nodata, out=missing)
            )
        return pixels, missing if missing is not None and missing.any() else None

    def _together(self, batches: Iterator[list[int]], height: int) -> Iterator[list[list[int]]]:
        """Yields as many batches at once as `MOST_UNCUT_BYTES` hold, at least one."""
        most = MOST_UNCUT_BYTES // (4 * len(self._reader.band_numbers) * height)
        together, width = [], 0
        for batch in batches:
            added = sum(self._layout.columns[column].length for column in batch)
            if together and width + added > most:
                yield together
                together, width = [], 0
            together.append(batch)
            width += added
        if together:
            yield together

    def _uncut(
        self, number: int, batches: list[list[int]], pixels: np.ndarray, missing: np.ndarray | None, height: int
    ) -> UncutTiles:
        """Copies the columns of the tiles of these batches, each once, `height` rows of them."""
        spans = [self._layout.columns[column] for batch in batches for column in batch]
        runs, places = side_by_side(spans, self._layout.window.width)
        stops = [min(run.stop, self._layout.window.width) for run, _ in runs]
        shape = (len(pixels), height, runs[-1][1] + runs[-1][0].length)

        def copied(values: np.ndarray, ring: Ring) -> np.ndarray:
            copy = ring.next(shape)
            for (run, place), stop in zip(runs, stops):
                _fill(copy[:, :, place : place + run.length], values[:, :, run.start : stop])
            return copy

        gaps = None
        if missing is not None and any(missing[:, :, run.start : stop].any() for (run, _), stop in zip(runs, stops)):
            gaps = copied(missing, self._missing)
        lefts = iter(places)
        placed = tuple(
            TilePlaces(tuple(batch), tuple(itertools.islice(lefts, len(batch))), self._layout.columns[batch[0]].length)
            for batch in batches
        )
        return UncutTiles(number, placed, copied(pixels, self._pixels), gaps)

    def _cut(
        self, number: int, batch: list[int], pixels: np.ndarray, missing: np.ndarray | None, height: int
    ) -> TileBatch:  # fmt: skip
        """Cuts the tiles of those columns, `height` rows tall."""
        spans = [self._layout.columns[column] for column in batch]
        inside = [slice(span.start, min(span.stop, self._layout.window.width)) for span in spans]
        shape = (len(batch), len(pixels), height, spans[0].length)
        tiles, gaps = self._pixels.next(shape), None
        for tile, columns in zip(tiles, inside):
            _fill(tile, pixels[:, :, columns])
        if missing is not None and any(missing[:, :, columns].any() for columns in inside):
            gaps = self._missing.next(shape)
            for tile, columns in zip(gaps, inside):
                _fill(tile, missing[:, :, columns])
        return TileBatch(number, tuple(batch), tiles, gaps)


def side_by_side(spans: Sequence[Span], length: int) -> tuple[list[tuple[Span, int]], list[int]]:
    """Lays the columns of tiles side by side, without those that none of them covers.

    Returns runs of columns, each with its place, and the place of each tile. `spans` are in order and may overlap. One that
    reaches beyond `length` is a run of its own, since it is mirrored by itself.
    """
    runs: list[tuple[Span, int]] = []
    places, width = [], 0
    for span in spans:
        if runs and span.start <= runs[-1][0].stop and span.stop <= length:
            run, place = runs[-1]
            runs[-1] = Span(run.start, span.stop), place
            width += span.stop - run.stop
        else:
            runs.append((span, width))
            width += span.length
        places.append(width - span.length)
    return runs, places


def _fill(target: np.ndarray, inner: np.ndarray) -> None:
    """Copies an image (bands, height, width) into the upper left of a larger one, and mirrors it into the rest."""
    below, beside = target.shape[1] - inner.shape[1], target.shape[2] - inner.shape[2]
    if below or beside:
        target[...] = np.pad(inner, ((0, 0), (0, below), (0, beside)), mode="reflect")
    else:
        target[...] = inner
