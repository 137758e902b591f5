"""The run over all tiles: one thread reads ahead, this one drives the network, one writes behind.

    read rows, cut tiles  ->  scale, forward, blend, decide (on the device)  ->  write

The queues between them are short and everything lies in memory that is used again, so that what is needed depends on the
raster's width and not on its height.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import torch

from ...rasters.core.errors import Cancelled
from ...rasters.core.progress import Reporter
from ...rasters.labels.rasterize import PolygonMask
from ...rasters.reading.nodata import NonFiniteCounter
from ...rasters.reading.reader import RasterReader
from ..runtime.pipeline import BackgroundWriter, Prefetcher
from ..runtime.throughput import Throughput
from .blending import RowMosaic
from .forward import TileForward
from .map_pieces import MapPiece, PieceMaker, WantedMaps
from .tile_reader import RowEnd, TileSource
from .tiles import TileLayout


@dataclass(frozen=True)
class TileRun:
    """What a run works on: the raster's `reader`, the `layout` of its tiles, and how wide the queues are.

    `polygons` limit what is classified, None for no limit; `even` is how tiles blend, as for `RowMosaic`. `batches_ahead`
    tiles' batches are read ahead, `pieces_behind` pieces of `rows_at_once` rows written behind.
    """

    reader: RasterReader
    layout: TileLayout
    polygons: PolygonMask | None
    class_count: int
    maps: WantedMaps
    device: torch.device
    batches_ahead: int
    pieces_behind: int
    rows_at_once: int
    even: bool = False

    @classmethod
    def on(
        cls,
        device: torch.device,
        reader: RasterReader,
        layout: TileLayout,
        polygons: PolygonMask | None,
        class_count: int,
        maps: WantedMaps,
        even: bool = False,
    ) -> TileRun:
        """Returns a run with queues that suit the device: a GPU must never wait, on a processor memory counts."""
        ahead, behind, rows = (2, 4, 64) if device.type == "cpu" else (6, 4, 256)
        return cls(reader, layout, polygons, class_count, maps, device, ahead, behind, rows, even)

    def go(self, forward: TileForward, write: Callable[[MapPiece], None], reporter: Reporter) -> NonFiniteCounter:
        """Classifies all tiles and gives each finished piece to `write`, on a thread of its own, from top to bottom.

        Returns what odd values were read. Raises what reading, the network and `write` raise, and Cancelled. Then no thread
        is left.
        """
        stopping = threading.Event()

        def pause() -> None:
            if stopping.is_set():
                raise Cancelled("Stopped.")

        pinned = self.device.type == "cuda"
        source = TileSource(self.reader, self.layout, self.polygons, self.batches_ahead + 2, pinned, pause)
        walk = source.walk(forward.batch_size)
        with (
            BackgroundWriter(write, self.pieces_behind, reporter) as writer,
            Prefetcher(walk, self.batches_ahead, reporter, stopping) as batches,
        ):
            self._drive(batches, forward, writer, reporter)
        return source.odd_values

    def _drive(
        self, batches: Prefetcher, forward: TileForward, writer: BackgroundWriter[MapPiece], reporter: Reporter
    ) -> None:  # fmt: skip
        """Goes through the tiles from top to bottom."""
        mosaic = RowMosaic(self.layout, self.class_count, self.device, self.even)
        maker = PieceMaker(self.layout, self.maps, self.device, self.rows_at_once, self.pieces_behind + 2)
        throughput, numberless = Throughput(self.layout.pixels, reporter), 0
        for item in batches:
            if not isinstance(item, RowEnd):
                for column, probabilities in zip(item.columns, forward.probabilities(item.pixels, item.missing)):
                    mosaic.add(column, probabilities)
                throughput.add(len(item.pixels) * item.pixels.shape[-2] * item.pixels.shape[-1])
                continue
            throughput.skip(item.skipped)
            for piece in maker.pieces(item.row, mosaic.finish_row(), item.wanted):
                numberless += piece.numberless
                writer.put(piece)
            if item.row + 1 < len(self.layout.rows):
                mosaic.next_row()
        if numberless:
            reporter.warning(
                f"For {numberless} pixels the network gave no number, so they are nodata: the raster holds values there "
                "that are far beyond those of the training. If they mean nodata, declare them as such."
            )
