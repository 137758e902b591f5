"""Classifies a raster with a trained model: the whole way from two paths to a map.

The raster is read in rows of overlapping tiles; the network gives each tile class probabilities, these are blended where
tiles overlap, and the rows that are finished are written at once. Memory grows with the raster's width, not its height.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import torch
from torch import nn

from ..rasters.cog import FORMATS
from ..rasters.errors import OutputError, RasterError, SettingsError
from ..rasters.grid import Window
from ..rasters.ground import centre_latitude, pixel_area_m2, pixel_size_m
from ..rasters.masks import PolygonMask
from ..rasters.raster import RasterInfo, RasterReader, describe
from ..rasters.reference_systems import describe_extent
from ..rasters.reporter import Reporter
from ..rasters.sampling import sample_statistics
from ..rasters.sources import source_files
from ..rasters.writer import check_output
from .choices import AUGMENTATIONS, PRECISIONS, PROBABILITY_TYPES, UNCERTAINTY_KINDS
from .compatibility import check_resolution, check_values, choose_bands
from .description import ModelDescription, read_description
from .devices import choose_device, device_label, precision_label
from .fit import Attempt, activation_bytes_per_pixel, batch_for
from .inference import ForwardSettings, TileForward, TileTooLargeError, prepare_network
from .map_pieces import WantedMaps
from .maps import MapWriter
from .model_folder import load_model
from .networks import SIDE_MULTIPLE_PX, NetworkSpec, default_overlap_px, default_tile_px, tile_multiple_px
from .requests import ClassifyRequest, ClassifyResult
from .tile_input import TileInput
from .tile_run import TileRun
from .tiles import TileLayout, lay_tiles


def classify(request: ClassifyRequest, reporter: Reporter) -> ClassifyResult:
    """Classifies a raster and writes the class raster and, where asked for, confidence, uncertainty and probabilities.

    Raises SettingsError, OutputError, ModelError or RasterError before any long work where something does not fit,
    RasterError for a block that cannot be read and where there is no valid pixel, OutputError for a full disk, and
    Cancelled. Then none of the outputs is there.
    """
    check_outputs(request)
    check_choices(request)
    model = read_description(request.model)
    first = attempt = Attempt(choose_device(request.device), request.tile_size_px)
    raster = describe(request.raster)
    bands, remarks = choose_bands(model, raster, request.band_numbers)
    asked = asked_window(request, raster)
    layout = layout_for(request, model, asked, raster.grid.window, reporter)
    with RasterReader(request.raster, bands) as reader:
        for note in raster.notes:
            reporter.info(note)
        for remark in (*remarks, *_remarks(model, raster, reader, asked)):
            reporter.warning(remark)
        polygons = PolygonMask(*request.mask, raster.grid, reporter) if request.mask else None
        network, _ = load_model(request.model)
        while True:
            try:
                job = _Job(request, model, reader, layout, polygons, asked, attempt.device)
                class_pixels = job.run(network, reporter)
                break
            except TileTooLargeError as shortage:
                attempt = _after_shortage(attempt, shortage, first, reporter)
            smaller = replace(request, tile_size_px=attempt.tile_size_px, overlap_px=_fitting_overlap(request, attempt))
            layout = layout_for(smaller, model, asked, raster.grid.window, reporter)
    _tell_shares(model, raster, class_pixels, reporter)
    return ClassifyResult(request.output, request.confidence, request.probabilities, request.uncertainty, class_pixels)


@dataclass(frozen=True)
class _Job:
    """One attempt at a classification, on one device with one layout of tiles."""

    request: ClassifyRequest
    model: ModelDescription
    reader: RasterReader
    layout: TileLayout
    polygons: PolygonMask | None
    asked: Window
    device: torch.device

    def run(self, network: nn.Module, reporter: Reporter) -> dict[int, int]:
        """Writes the maps; returns the pixels of each class value. Raises as `classify`, and TileTooLargeError."""
        request, model, layout, asked = self.request, self.model, self.layout, self.asked
        prepare_network(network, model.band_count, self.device)
        settings = ForwardSettings(self.device, self._batch_size(network), request.precision, request.augmentation)
        reporter.info(
            f"Classifying {asked.width} x {asked.height} pixels in {len(layout.columns)} x {len(layout.rows)} tiles of "
            f"{layout.columns[0].length} x {layout.rows[0].length} pixels, {settings.batch_size} at a time, on "
            f"{device_label(self.device)} in {precision_label(self.device, request.precision)}."
        )
        scaled = TileInput(model.band_means, model.band_stds, self.device)
        forward = TileForward(network, scaled, settings, reporter)
        run = TileRun.on(
            self.device, self.reader, layout, self.polygons, model.class_count, WantedMaps.of(request)
        )  # fmt: skip
        try:
            with MapWriter(request, self.reader.grid.subgrid(asked), model.class_table, reporter.cancelled) as maps:
                odd_values = run.go(forward, maps.write, reporter)
                odd_values.warn(self.reader.band_names, self.reader.nodata, reporter)
                if not any(maps.class_pixels.values()):
                    raise RasterError(self._nothing_to_classify())
        finally:
            forward.close()
        return maps.class_pixels

    def _batch_size(self, network: nn.Module) -> int:
        """Returns how many tiles are computed at a time."""
        if self.request.batch_size:
            return self.request.batch_size
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
    following = attempt.after_shortage(shortage.side_px, first)
    if following is None:
        raise SettingsError(
            f"The memory of {attempt.device} does not hold {shortage}. Choose a smaller tile size, close other programs, or "
            "take a computer with more memory."
        ) from shortage
    what = (
        f"tiles of {following.tile_size_px} pixels"
        if following.device == attempt.device
        else f"the device {following.device}"
    )
    reporter.warning(f"The memory of {attempt.device} does not hold {shortage}: starting again with {what}.")
    return following


def _fitting_overlap(request: ClassifyRequest, attempt: Attempt) -> int | None:
    """Returns the overlap that was asked for, as far as smaller tiles leave room for it."""
    if request.overlap_px is None or attempt.tile_size_px is None:
        return request.overlap_px
    return min(request.overlap_px, attempt.tile_size_px // 4)


def check_choices(request: ClassifyRequest) -> None:
    """Raises SettingsError for a word that is no choice."""
    for name, value, choices in (
        ("precision", request.precision, PRECISIONS),
        ("test-time augmentation", request.augmentation, AUGMENTATIONS),
        ("type of probabilities", request.probability_type, PROBABILITY_TYPES),
        ("format", request.format, FORMATS),
        ("kind of uncertainty", request.uncertainty_kind, UNCERTAINTY_KINDS),
    ):
        if value not in choices:
            raise SettingsError(f"The {name} is '{value}'. Choose one of {', '.join(choices)}.")


def check_outputs(request: ClassifyRequest) -> None:
    """Raises OutputError where an output cannot be written, equals an input or equals another output.

    The files that a VRT is put together from are inputs, too. Raises RasterError where the raster cannot be opened.
    """
    inputs = [request.raster, *source_files(request.raster), *([request.mask[0]] if request.mask else [])]
    outputs = request.outputs
    places = [os.path.normcase(os.path.realpath(path)) for path in outputs]
    for number, (path, place) in enumerate(zip(outputs, places)):
        check_output(path, inputs)
        if place in places[:number]:
            raise OutputError(f"Two outputs have the same path {path}. Give each its own.")


def asked_window(request: ClassifyRequest, raster: RasterInfo) -> Window:
    """Returns the pixels to classify: the raster, or the part of it that the extent covers.

    Raises SettingsError where extent and raster do not meet.
    """
    if request.extent_map is None:
        return raster.grid.window
    window = raster.grid.window_of_extent(request.extent_map)
    if window is None:
        raise SettingsError(
            f"The extent {describe_extent(request.extent_map)} does not meet the raster, which covers "
            f"{describe_extent(raster.grid.extent_map())}. Choose an extent inside it, in the raster's CRS."
        )
    return window


def layout_for(
    request: ClassifyRequest, model: ModelDescription, asked: Window, raster: Window, reporter: Reporter
) -> TileLayout:
    """Lays the tiles; says what of tile size and overlap had to be adjusted. Raises SettingsError for unfit ones."""
    if request.batch_size < 0:
        raise SettingsError(f"The batch size is {request.batch_size}. Choose 1 or more tiles, or 0 for as many as fit.")
    multiple = tile_multiple_px(NetworkSpec.of(model))
    wanted = request.tile_size_px
    if wanted is None:
        wanted = default_tile_px(model.architecture, model.chip_size_px)
    elif wanted < SIDE_MULTIPLE_PX:
        raise SettingsError(f"The tile size is {wanted} pixels. Choose at least {SIDE_MULTIPLE_PX}.")
    tile_size = wanted // multiple * multiple
    if tile_size != wanted and request.tile_size_px is not None:
        reporter.warning(
            f"Tiles have {tile_size} pixels instead of {wanted}: the network needs multiples of {multiple}."
        )
    overlap = request.overlap_px
    if overlap is None:
        overlap = min(default_overlap_px(model.architecture, tile_size), tile_size // 2 // multiple * multiple)
    if overlap < 0:
        raise SettingsError(f"The overlap is {overlap} pixels. Choose 0 or more.")
    return lay_tiles(asked, raster, tile_size, overlap, multiple)


def _nothing(reader: RasterReader) -> str:
    """Returns what the values of pixels are that hold nothing, for a message."""
    values = {f"{value:g}" for value in reader.nodata if value is not None}
    if reader.dtype.kind == "f":
        values.add("nan")
    return f"nodata ({', '.join(sorted(values))})" if values else "nodata"


def _remarks(model: ModelDescription, raster: RasterInfo, reader: RasterReader, asked: Window) -> list[str]:
    """Returns the warnings about values, resolution and CRS. Raises ModelError where the values cannot be right."""
    remarks = list(check_values(model, sample_statistics(reader, asked)))
    if not raster.grid.crs_wkt:
        remarks.append(f"{raster.path} has no coordinate reference system, so neither will the result.")
    latitude = centre_latitude(raster.grid)
    sizes = [
        pixel_size_m(size, wkt, latitude)
        for size, wkt in (
            (model.pixel_size_map, model.crs_wkt),
            (raster.grid.pixel_size_map, raster.grid.crs_wkt),
        )
    ]
    if sizes[0] and sizes[1]:
        remarks.extend(check_resolution(sizes[0], sizes[1], "m"))
    elif not model.crs_wkt and not raster.grid.crs_wkt:
        remarks.extend(check_resolution(model.pixel_size_map, raster.grid.pixel_size_map, "map units"))
    return remarks


def _tell_shares(model: ModelDescription, raster: RasterInfo, class_pixels: dict[int, int], reporter: Reporter) -> None:
    """Tells the pixels and share of each class, and the area where the CRS measures in lengths."""
    total = sum(class_pixels.values())
    pixel_area = pixel_area_m2(raster.grid.pixel_size_map, raster.grid.crs_wkt)
    for entry in model.class_table.classes:
        pixels = class_pixels[entry.value]
        area = f", {pixels * pixel_area / 1e4:.4g} ha" if pixel_area else ""
        reporter.info(f"{entry.value} {entry.name}: {pixels} pixels, {pixels / total:.1%}{area}")
