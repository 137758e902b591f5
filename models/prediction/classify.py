"""Classifies a raster with a trained model: from a request to finished maps.

The request is checked, raster and model are opened once, and the tiles are planned. Then they run through the network while the maps are
written. Memory grows with the raster's width, not with its height.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import nn

from ...rasters.core.errors import RasterError
from ...rasters.core.grid import Grid, Window, chosen_window
from ...rasters.core.progress import Reporter
from ...rasters.labels.rasterize import PolygonMask
from ...rasters.reading.collar import find_collar, warn_of_collar
from ...rasters.reading.dataset import RasterDataset
from ...rasters.reading.gaps import warn_of_gaps
from ...rasters.reading.palette import imagery
from ...rasters.reading.reader import RasterReader
from ...rasters.reading.sample import sample_values
from ..core.description import ModelDescription
from ..core.parts import JOIN, part_of
from ..core.requests import ClassifyRequest, ClassifyResult
from ..networks.model_source import ModelSource
from ..networks.open_model import load_network, open_model
from ..openvino_runtime.package import device_of
from ..runtime.device_input import DeviceInput
from ..runtime.devices import Runtime, choose_device, decoding_threads, fastest_convolutions
from ..runtime.memory import is_out_of_memory, release_memory
from ..runtime.ranks import device_name_of_rank
from .forward import TileForward
from .map_pieces import WantedMaps
from .map_writer import MapWriter
from .memory_fallback import Attempt, DeviceOutOfMemory, fitting_batch_size, next_attempt
from .model_grid import ModelGrid, OwnPixels
from .raster_checks import check_raster, check_scaling, choose_bands, find_missing
from .request_checks import check_model, check_outputs, check_settings, cpu_for
from .run_record import RunRecord, identity_of, kept_request, strips_of
from .runtime_choice import RuntimeChoice, place_of
from .strip_run import StripRun, join, join_if_whole, output_state
from .strips import StripStore, strips_folder
from .tile_run import TileRun
from .tiles import TileLayout, plan_tiles

KEEP_AFTER_S = 10.0
"""Finished strips of a whole map are kept once it has taken so long, in seconds: a short run is soon repeated."""


def classify(request: ClassifyRequest, reporter: Reporter) -> ClassifyResult:
    """Classifies a raster and writes the class raster and, where requested, further maps of its uncertainty.

    A longer run keeps its finished strips until the map is whole, and the same run resumes behind them. A part of a map
    leaves its strips there; the run that finishes the last part joins them. Raises SettingsError, OutputError,
    ModelError or RasterError before any long work where something does not fit. Later it raises RasterError for a block
    that cannot be read and where no pixel is valid, OutputError for a full disk, and Cancelled. Then none of the
    outputs is there.
    """
    check_settings(request)
    if request.part.strip().lower() == JOIN:
        return join(request, reporter)
    before = output_state(request)
    openvino = device_of(request.device)
    device = torch.device("cpu") if openvino else choose_device(device_name_of_rank(request.device), reporter)
    first = attempt = Attempt(device, request.tile_size_px, request.batch_size)
    raster = RasterDataset(request.raster, decoding_threads(first.device), request.raster_settings)
    check_outputs(request, raster)
    raster = imagery(raster, request.band_numbers)
    source = open_model(request.model, request.band_scaling, reporter)
    model = source.description
    check_model(request, model)
    if source.runs_on_cpu_only:
        first = attempt = replace(first, device=cpu_for(source, request.device, first.device, reporter))

    for note in raster.info.notes:
        reporter.info(note)
    bands, warnings = choose_bands(model, raster.info, request.band_numbers)
    check_scaling(source, raster.info, bands)
    window = chosen_window(raster.info.grid, request.extent_map, request.raster, reporter.info, reporter.warning)
    model_grid = ModelGrid.of(model, raster.info, window, request.resample, reporter)
    layout = _layout(request, source, model_grid, attempt, reporter)

    for warning in warnings:
        reporter.warning(warning)
    with RasterReader(raster, bands) as stored:
        gaps = stored.share_of_gaps(window)
        warn_of_gaps(gaps, request.raster, reporter)
        warn_of_collar(None if gaps else find_collar(stored, window), request.raster, reporter)
        sample = sample_values(stored, window)
        missing = find_missing(model, stored, sample, reporter)
    with model_grid.reader(raster, bands, missing) as reader:
        if model_grid.back_projection is not None:
            sample = sample_values(reader, model_grid.window)
        check_raster(model, reader, model_grid.window, sample, missing, reporter)
        polygons = PolygonMask(request.mask, raster.info.grid, reporter) if request.mask else None
        run = _Classification(
            request,
            source,
            RuntimeChoice(request, source, openvino),
            raster,
            reader,
            missing,
            polygons,
            model_grid,
            window,
        )
        while True:
            try:
                maps = run.write_maps(attempt, layout, reporter)
                break
            except DeviceOutOfMemory as error:
                following = next_attempt(attempt, error, first, reporter, source.tiles is not None)
            # Here, outside the handler, the failed attempt's tensors are no longer held by the traceback.
            release_memory(attempt.device)
            attempt = following
            layout = _layout(request, source, model_grid, attempt, reporter)
    if maps is None:
        return join_if_whole(request, reporter, before) if request.joins else ClassifyResult("")
    maps.areas.report(reporter)
    return ClassifyResult(**request.output_paths, class_pixels=maps.areas.class_pixels)


def _layout(
    request: ClassifyRequest, source: ModelSource, model_grid: ModelGrid, attempt: Attempt, reporter: Reporter
) -> TileLayout:
    """Returns the tiles of an attempt; smaller tiles than requested overlap by a quarter at most."""
    overlap_px = request.overlap_px
    if overlap_px is not None and attempt.tile_size_px not in (None, request.tile_size_px):
        overlap_px = min(overlap_px, attempt.tile_size_px // 4)
    tile_size_px, windows = attempt.tile_size_px, (model_grid.window, model_grid.grid.window)
    return plan_tiles(source.description, *windows, tile_size_px, overlap_px, reporter, source.tiles)


@dataclass(frozen=True)
class _Classification:
    """A checked request and what was opened for it.

    `missing` are values of each band that count as missing, `polygons` those of the mask on the raster's own grid, and `window` is that of
    the maps on it.
    """

    request: ClassifyRequest
    source: ModelSource
    choice: RuntimeChoice
    raster: RasterDataset
    reader: RasterReader
    missing: tuple[tuple[float, ...], ...]
    polygons: PolygonMask | None
    model_grid: ModelGrid
    window: Window

    @property
    def output_grid(self) -> Grid:
        """Returns the grid of the maps."""
        return self.raster.info.grid.subgrid(self.window)

    @property
    def model(self) -> ModelDescription:
        """Returns the description of the model."""
        return self.source.description

    def write_maps(self, attempt: Attempt, layout: TileLayout, reporter: Reporter) -> MapWriter | None:
        """Runs the network over the tiles and writes the maps, or the strips of a part (None).

        Raises as `classify`, and DeviceOutOfMemory.
        """
        request, model, window = self.request, self.model, self.model_grid.window
        width, height = layout.columns[0].length, layout.rows[0].length
        network, runtime = self._prepared(attempt, width * height, reporter)
        reporter.info(
            f"Classifying {window.width} x {window.height} pixels in {len(layout.columns)} x {len(layout.rows)} tiles of "
            f"{width} x {height} pixels, {runtime.batch_size} at a time, on {place_of(runtime)} in "
            f"{runtime.precision_name}."
        )
        device_input = DeviceInput(model.band_means, model.band_stds, runtime.device)
        wanted = WantedMaps.of(request, model.temperature, model.possible_from)
        if wanted.has_shares and not model.calibration:
            reporter.info(
                "Confidence is not calibrated: the model was trained without validation, by an earlier version or by another "
                "program."
            )
        forward = TileForward(network, device_input, runtime, request.augmentation, reporter)
        polygons = self.model_grid.polygons(self.polygons, self.window)
        tiles = TileRun(self.reader, layout, polygons, model, wanted, runtime, self.missing, self.model_grid.factor)
        own = None
        if self.model_grid.back_projection is not None:
            own = OwnPixels(self.raster, self.reader.band_numbers, self.missing, self.polygons, self.window)
        strips = StripRun(self._store(layout, runtime), part_of(request), self.model_grid, tiles, forward, own)
        strips.report_others(reporter)
        sums = f"also the sums that blend a row of tiles of {width} x {height} pixels"
        try:
            with fastest_convolutions(runtime.device):
                if strips.part is not None:
                    strips.run(None, reporter, KEEP_AFTER_S)
                    return None
                with MapWriter(request, self.output_grid, model, reporter.cancelled) as maps:
                    strips.run(maps, reporter, KEEP_AFTER_S)
                    self.reader.check_unchanged()
                    if not any(maps.areas.class_pixels.values()):
                        raise RasterError(self._no_valid_pixel())
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise DeviceOutOfMemory(sums, (width, height), forward.batch_size) from error
        finally:
            forward.close()
        strips.store.remove(every_run=True)
        return maps

    def _store(self, layout: TileLayout, runtime: Runtime) -> StripStore:
        """Returns the store of the strips of this run."""
        request, bands = self.request, self.reader.band_numbers
        identity = identity_of(request, self.raster, bands, self.missing, self.polygons, layout, runtime)
        record = RunRecord(
            identity,
            strips_of(layout, self.model_grid),
            kept_request(request),
            self.output_grid,
            self.model,
            None if self.polygons is None else self.raster.info.grid,
        )
        return StripStore(record, strips_folder(request.output))

    def _prepared(self, attempt: Attempt, tile_pixels: int, reporter: Reporter) -> tuple[nn.Module, Runtime]:
        """Returns the network ready for the attempt's device, and how it runs there."""
        # Loaded anew for each attempt and runtime: they change its weights in place.
        network, runtime = self.choice.prepared(lambda: load_network(self.source), attempt.device, reporter)
        batch_size = attempt.batch_size or fitting_batch_size(
            network, self.model.band_count, attempt.device, tile_pixels
        )
        return network, replace(runtime, batch_size=batch_size)

    def _no_valid_pixel(self) -> str:
        """Returns the message where no pixel got a class."""
        request, reader = self.request, self.reader
        where = "the mask polygons" if request.mask else "the extent" if request.extent_map else "it"
        values = {f"{value:g}" for value in reader.nodata if value is not None}
        if reader.dtype.kind == "f":
            values.add("nan")
        nodata = f"NoData ({', '.join(sorted(values))})" if values else "NoData"
        return (
            f"{request.raster} holds no valid pixel inside {where}: all is {nodata}, masked or outside. "
            "Choose another part, or check the raster's NoData values."
        )
