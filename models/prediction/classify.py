"""Classifies a raster with a trained model: the whole way from two paths to a map.

The raster is read in rows of overlapping tiles; the network gives each tile class probabilities, these are blended where
tiles overlap, and the rows that are finished are written at once. Memory grows with the raster's width, not its height.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import nn

from ...rasters.core.errors import RasterError, SettingsError
from ...rasters.core.grid import Grid, Window, chosen_window
from ...rasters.core.progress import Reporter
from ...rasters.labels.rasterize import PolygonMask
from ...rasters.reading.dataset import RasterDataset, RasterInfo
from ...rasters.reading.reader import RasterReader
from ...rasters.reading.warped import BackProjection, resampled, resampled_grid
from ..core.description import ModelDescription, read_description
from ..core.requests import ClassifyRequest, ClassifyResult
from ..networks.build import pools_over_tiles
from ..networks.model_folder import load_model
from ..runtime.device_input import DeviceInput
from ..runtime.devices import choose_device, decoding_threads, device_label
from ..runtime.memory import is_out_of_memory, release_memory
from ..runtime.precision import autocast_dtype, precision_name
from .forward import ForwardSettings, RowTooLargeError, TileForward, TileTooLargeError, prepare_network
from .map_pieces import MapPiece, WantedMaps
from .map_writer import MapWriter
from .memory_fallback import Attempt, activation_bytes_per_pixel, batch_for
from .raster_checks import choose_bands
from .request_checks import (
    check_choices,
    check_outputs,
    layout_for,
    remarks_on,
    resolution_remarks,
    scale_to_model,
)
from .tile_run import TileRun
from .tiles import TileLayout

_SAME_SCALE = 0.02
"""Pixels that differ in size by no more than this share are not resampled."""


def classify(request: ClassifyRequest, reporter: Reporter) -> ClassifyResult:
    """Classifies a raster and writes the class raster and, where asked for, confidence, uncertainty and probabilities.

    Raises SettingsError, OutputError, ModelError or RasterError before any long work where something does not fit,
    RasterError for a block that cannot be read and where there is no valid pixel, OutputError for a full disk, and
    Cancelled. Then none of the outputs is there.
    """
    check_choices(request)
    first = attempt = Attempt(choose_device(request.device), request.tile_size_px, request.batch_size)
    dataset = RasterDataset(request.raster, decoding_threads(first.device))
    check_outputs(request, dataset)
    model = read_description(request.model)
    raster = dataset.info
    bands, remarks = choose_bands(model, raster, request.band_numbers)
    asked = chosen_window(raster.grid, request.extent_map, request.raster)
    for note in raster.notes:
        reporter.info(note)
    sight = _Sight.of(request, model, raster, asked, reporter)
    layout = layout_for(request, model, sight.asked, sight.grid.window, reporter)
    with sight.open(dataset, bands) as reader:
        for remark in (*remarks, *remarks_on(model, raster, reader, sight.asked)):
            reporter.warning(remark)
        polygons = PolygonMask(*request.mask, sight.grid, reporter) if request.mask else None
        network, _ = load_model(request.model)
        while True:
            try:
                job = _Job(request, model, reader, layout, polygons, sight, attempt)
                maps = job.run(network, raster.grid.subgrid(asked), reporter)
                break
            except TileTooLargeError as shortage:
                attempt = _after_shortage(attempt, shortage, first, reporter)
            release_memory(attempt.device)
            smaller = replace(request, tile_size_px=attempt.tile_size_px, overlap_px=_fitting_overlap(request, attempt))
            layout = layout_for(smaller, model, sight.asked, sight.grid.window, reporter)
    maps.areas.tell(reporter)
    return ClassifyResult(**request.output_paths, class_pixels=maps.areas.class_pixels)


@dataclass(frozen=True)
class _Sight:
    """How the network sees the raster: the `grid` of the pixels it gets, and of these the window `asked` for.

    `factor` is how many of the raster's pixels one of them is as wide as; `way_back` None where they are the same.
    """

    grid: Grid
    asked: Window
    factor: float = 1.0
    way_back: BackProjection | None = None

    @classmethod
    def of(
        cls, request: ClassifyRequest, model: ModelDescription, raster: RasterInfo, asked: Window, reporter: Reporter
    ) -> _Sight:
        """Returns the pixels of the raster as they are or, where asked for, as large as those of the training."""
        factor = scale_to_model(model, raster) if request.resample else 1.0
        if abs(factor - 1) <= _SAME_SCALE:
            for remark in resolution_remarks(model, raster):
                reporter.warning(remark)
            return cls(raster.grid, asked)
        grid = resampled_grid(raster.grid, factor)
        way_back = BackProjection.of(asked, raster.grid, grid)
        reporter.info(
            f"The raster is seen through pixels {factor:.3g} times as large, those of the training: {grid.width} x "
            f"{grid.height} instead of {raster.grid.width} x {raster.grid.height}."
        )
        return cls(grid, way_back.window, factor, way_back)

    def open(self, raster: RasterDataset, bands: tuple[int, ...]) -> RasterReader:
        """Returns a reader of the raster as the network sees it."""
        return RasterReader(raster if self.way_back is None else resampled(raster, self.grid, self.factor), bands)


@dataclass(frozen=True)
class _Job:
    """One attempt at a classification, on one device with one layout of tiles."""

    request: ClassifyRequest
    model: ModelDescription
    reader: RasterReader
    layout: TileLayout
    polygons: PolygonMask | None
    sight: _Sight
    attempt: Attempt

    @property
    def device(self) -> torch.device:
        """Returns the device on which it runs."""
        return self.attempt.device

    def run(self, network: nn.Module, grid: Grid, reporter: Reporter) -> MapWriter:
        """Writes the maps on `grid`; returns their writer. Raises as `classify`, and TileTooLargeError of any kind."""
        request, model, layout, asked = self.request, self.model, self.layout, self.sight.asked
        prepare_network(network, model.band_count, self.device, request.precision)
        settings = ForwardSettings(self.device, self._batch_size(network), request.precision, request.augmentation)
        reporter.info(
            f"Classifying {asked.width} x {asked.height} pixels in {len(layout.columns)} x {len(layout.rows)} tiles of "
            f"{layout.columns[0].length} x {layout.rows[0].length} pixels, {settings.batch_size} at a time, on "
            f"{device_label(self.device)} in {_precision(self.device, request.precision)}."
        )
        scaled = DeviceInput(model.band_means, model.band_stds, self.device)
        forward = TileForward(network, scaled, settings, reporter)
        run = TileRun.on(
            self.device, self.reader, layout, self.polygons, model.class_count, WantedMaps.of(request),
            even=pools_over_tiles(model.architecture),
        )  # fmt: skip
        try:
            with MapWriter(request, grid, model, reporter.cancelled) as maps:
                odd_values = run.go(forward, lambda piece: self._write(maps, piece), reporter)
                odd_values.warn(self.reader.band_names, self.reader.nodata, reporter)
                if not any(maps.areas.class_pixels.values()):
                    raise RasterError(self._nothing_to_classify())
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise RowTooLargeError((layout.columns[0].length, layout.rows[0].length), forward.batch_size) from error
        finally:
            forward.close()
        return maps

    def _write(self, maps: MapWriter, piece: MapPiece) -> None:
        """Writes a piece, on the raster's own pixels."""
        way_back = self.sight.way_back
        if way_back is not None:
            rows = way_back.rows_of(piece.y, len(piece.index))
            if rows.start == rows.stop:
                return
            piece = piece.taken(rows.start, way_back.rows[rows] - piece.y, way_back.columns)
        maps.write(piece)

    def _batch_size(self, network: nn.Module) -> int:
        """Returns how many tiles are computed at a time."""
        if self.attempt.batch_size:
            return self.attempt.batch_size
        tile = self.layout.rows[0].length * self.layout.columns[0].length
        if self.device.type == "cpu":
            return batch_for(self.device, tile, 0)
        per_pixel = activation_bytes_per_pixel(network.cpu(), self.model.band_count)
        network.to(self.device)
        return batch_for(self.device, tile, per_pixel)

    def _nothing_to_classify(self) -> str:
        """Returns what to say where no pixel was given a class."""
        request = self.request
        where = "the mask polygons" if request.mask else "the extent" if request.extent_map else "it"
        return (
            f"{request.raster} holds no valid pixel inside {where}: all is {_nothing(self.reader)}, masked or outside. "
            "Choose another part, or check the raster's nodata values."
        )


def _after_shortage(attempt: Attempt, shortage: TileTooLargeError, first: Attempt, reporter: Reporter) -> Attempt:
    """Returns what to try next and says so. Raises SettingsError where nothing is left."""
    following = attempt.after_shortage(shortage.side_px, shortage.batch_size, first)
    if following is None:
        raise SettingsError(
            f"The memory of {attempt.device} does not hold {shortage}. Choose a smaller tile size, close other programs, or "
            "take a computer with more memory."
        ) from shortage
    if following.device != attempt.device:
        what = f"the device {following.device}"
    elif shortage.batch_size > 1:
        what = f"{following.batch_size} at a time"
    else:
        what = f"tiles of {following.tile_size_px} pixels"
    reporter.warning(f"The memory of {attempt.device} does not hold {shortage}: starting again with {what}.")
    return following


def _fitting_overlap(request: ClassifyRequest, attempt: Attempt) -> int | None:
    """Returns the overlap that was asked for, as far as smaller tiles leave room for it."""
    if request.overlap_px is None or attempt.tile_size_px is None:
        return request.overlap_px
    return min(request.overlap_px, attempt.tile_size_px // 4)


def _precision(device: torch.device, precision: str) -> str:
    """Returns the precision, "auto" or "float32", in words: what the network computes in on that device."""
    return precision_name(autocast_dtype(device) if precision == "auto" else None)


def _nothing(reader: RasterReader) -> str:
    """Returns what the values of pixels are that hold nothing, for a message."""
    values = {f"{value:g}" for value in reader.nodata if value is not None}
    if reader.dtype.kind == "f":
        values.add("nan")
    return f"nodata ({', '.join(sorted(values))})" if values else "nodata"
