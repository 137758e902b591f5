"""Runs all tiles through the network: one thread reads ahead, this one drives the device, one writes behind.

    read rows, cut tiles  ->  scale, forward, blend, decide (on the device)  ->  write      on a CPU
    read rows, upload them  ->  scale, cut tiles, forward, blend, decide (on the device)  ->  write      on a GPU

Without GDAL, too, where a `reader` of its own gives the pixels. The queues between the threads are short and all buffers are reused, so
memory depends on the raster's width and not on its height.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...rasters.core.errors import Cancelled
from ...rasters.core.progress import Reporter
from ...rasters.reading.nodata import NonFiniteCounter
from ..core.description import ModelDescription
from ..networks.build import pools_over_tiles
from ..runtime.devices import Runtime
from ..runtime.pipeline import BackgroundWriter, Prefetcher
from ..runtime.throughput import Throughput
from .blending import RowMosaic
from .forward import TileForward
from .map_pieces import MapPiece, PieceMaker, WantedMaps
from .tile_reader import MOST_UNCUT_BYTES, RowEnd, TileBatch, TileReader, UncutTiles
from .tiles import TileLayout

if TYPE_CHECKING:
    import torch

    from ...rasters.labels.rasterize import PolygonMask
    from ...rasters.reading.reader import RasterReader
    from .model_grid import ProjectedMask

_PIECES_BEHIND = 4
_MOST_AHEAD = 2
"""What is read ahead at most: batches or, where the device cuts the tiles, pixels of several batches."""
_MOST_HOST_BYTES = 2**30
"""Buffers for tiles, and those for maps, take no more: page-locked memory is lost to all other programs."""
_FEWEST_ROWS = 8


@dataclass(frozen=True)
class TileRun:
    """What a run works on: the raster's `reader`, the `layout` of its tiles, the `model` and how its network runs.

    `polygons` limit what is classified, None for no limit. `missing` are values of each band that count as missing, () for none.
    `factor` is how many of the map's pixels lie along one of the reader's. `cut_on_device` is whether tiles are cut on the device, None
    where it is a GPU.
    """

    reader: RasterReader
    layout: TileLayout
    polygons: PolygonMask | ProjectedMask | None
    model: ModelDescription
    maps: WantedMaps
    runtime: Runtime
    missing: tuple[tuple[float, ...], ...] = ()
    factor: float = 1.0
    cut_on_device: bool | None = None

    @property
    def cuts_on_device(self) -> bool:
        """Returns whether tiles are cut on the device. A CPU would copy their pixels once more."""
        return self.runtime.device.type != "cpu" if self.cut_on_device is None else self.cut_on_device

    def run(
        self, forward: TileForward, write: Callable[[MapPiece], None], reporter: Reporter, rows: range | None = None
    ) -> NonFiniteCounter:
        """Classifies all tiles and calls `write` with each finished piece, on another thread, from top to bottom.

        `rows` are the numbers of the rows of tiles to finish, None for all; their pieces are the same whichever run finishes them.
        Returns the counts of non-finite values. Raises what reading, the network and `write` raise, and Cancelled. No thread is
        left then.
        """
        stopping = threading.Event()
        rows = range(len(self.layout.rows)) if rows is None else rows

        def pause() -> None:
            if stopping.is_set():
                raise Cancelled("Stopped.")

        ahead, pinned = self._reading_ahead(forward.batch_size)
        tiles = TileReader(
            self.reader, self.layout, self.polygons, ahead + 2, pinned, pause, self.missing, self.cuts_on_device
        )
        items = tiles.batches(forward.batch_size, self.layout.lead(rows))
        sent = (forward.ahead(item) if isinstance(item, UncutTiles) else item for item in items)
        with (
            BackgroundWriter(write, _PIECES_BEHIND, reporter) as writer,
            Prefetcher(sent, ahead, reporter, stopping) as batches,
        ):
            self._drive(batches, rows, forward, writer, reporter)
        return tiles.non_finite

    def _reading_ahead(self, batch_size: int) -> tuple[int, bool]:
        """Returns how many items are read ahead, and whether their buffers are page-locked: `_MOST_HOST_BYTES` of them at most."""
        if self.runtime.device.type == "cpu":
            return _MOST_AHEAD, False
        height, width = (max(span.length for span in spans) for spans in (self.layout.rows, self.layout.columns))
        column_values = len(self.reader.band_numbers) * height
        values = batch_size * column_values * width
        if self.cuts_on_device:
            in_row = column_values * sum(column.length for column in self.layout.columns)
            values = min(max(values, MOST_UNCUT_BYTES // 4), in_row)
        item_bytes = values * (self.reader.dtype.itemsize + 1)  # pixels, and whether they are missing
        fitting = _MOST_HOST_BYTES // item_bytes - 2
        return min(max(fitting, 1), _MOST_AHEAD), self.runtime.pinned and fitting >= 1

    def _rows_at_once(self) -> int:
        """Returns the height of the pieces of the maps, whose buffers take about `_MOST_HOST_BYTES` at most."""
        rows = 64 if self.runtime.device.type == "cpu" else 256
        shares = self.model.class_count * (1 if self.maps.probability_bytes else 4) if self.maps.probabilities else 0
        copies = max(_PIECES_BEHIND + 2, self.factor**2)  # of the pieces on their way, or of one on the map's pixels
        row_bytes = self.layout.asked.width * (3 + shares) * copies
        while rows > _FEWEST_ROWS and rows * row_bytes > _MOST_HOST_BYTES:
            rows //= 2
        return rows

    def _drive(
        self,
        batches: Prefetcher,
        rows: range,
        forward: TileForward,
        writer: BackgroundWriter[MapPiece],
        reporter: Reporter,
    ) -> None:
        """Runs the tiles from top to bottom."""
        linear = pools_over_tiles(self.model.architecture)
        computed = self.layout.lead(rows)
        mosaic = RowMosaic(self.layout, self.model.class_count, self.runtime.device, linear, computed.start)
        maker = PieceMaker(self.layout, self.maps, self.runtime, self._rows_at_once(), _PIECES_BEHIND + 2)
        throughput = Throughput(self.layout.pixels_of(computed), reporter)
        for item in batches:
            if not isinstance(item, RowEnd):
                for columns, found in _probabilities(forward, item):
                    for column, probabilities in zip(columns, found):
                        mosaic.add(column, probabilities)
                    throughput.add(len(found) * found.shape[-2] * found.shape[-1])
                continue
            throughput.skip(item.skipped)
            if item.row in rows:  # the one above only reaches into them
                for piece in maker.pieces(item.row, mosaic.finish_row(), item.wanted):
                    writer.put(piece)
            if item.row + 1 < computed.stop:
                mosaic.next_row()


def _probabilities(
    forward: TileForward, item: TileBatch | UncutTiles
) -> Iterable[tuple[tuple[int, ...], torch.Tensor]]:
    """Returns the numbers of the tiles of each batch, and their class probabilities, valid until the next batch."""
    if isinstance(item, UncutTiles):
        return forward.each_batch(item)
    return ((item.columns, forward.probabilities(item.pixels, item.missing)),)
