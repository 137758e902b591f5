"""Classifies a raster with a trained model: the whole way from two paths to a map.

The raster is read in rows of overlapping tiles; the network gives each tile class probabilities, these are blended where
tiles overlap, and the rows that are finished are written at once. Memory grows with the raster's width, not its height.
"""

from __future__ import annotations

import os

import numpy as np

from ..rasters.classes import IGNORED_INDEX
from ..rasters.errors import OutputError, RasterError, SettingsError
from ..rasters.grid import Window
from ..rasters.ground import centre_latitude, pixel_area_m2, pixel_size_m
from ..rasters.masks import PolygonMask
from ..rasters.raster import RasterInfo, RasterReader, describe
from ..rasters.reference_systems import describe_extent
from ..rasters.reporter import Reporter, stop_if_cancelled
from ..rasters.sampling import sample_statistics
from ..rasters.sources import source_files
from ..rasters.writer import check_output
from .compatibility import check_resolution, check_values, choose_bands
from .description import ModelDescription, read_description
from .devices import choose_device, device_label
from .inference import TileForward
from .maps import MapWriter
from .model_folder import load_model
from .mosaic import RowMosaic, most_probable
from .networks import SIDE_MULTIPLE_PX, NetworkSpec, default_overlap_px, default_tile_px, tile_multiple_px
from .requests import ClassifyRequest, ClassifyResult
from .tile_source import TileRow, TileSource
from .tiles import TileLayout, equal_batches, lay_tiles

_ROWS_AT_ONCE = 64


def classify(request: ClassifyRequest, reporter: Reporter) -> ClassifyResult:
    """Classifies a raster and writes the class raster and, where asked for, confidence and probabilities.

    Raises SettingsError, OutputError, ModelError or RasterError before any long work where something does not fit,
    RasterError for a block that cannot be read and where there is no valid pixel, OutputError for a full disk, and
    Cancelled. Then none of the outputs is there.
    """
    check_outputs(request)
    model = read_description(request.model)
    device = choose_device(request.device)
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
        source = TileSource(reader, layout, model, polygons)
        network, _ = load_model(request.model)
        forward = TileForward(network, device, request.batch_size, reporter)
        reporter.info(
            f"Classifying {asked.width} x {asked.height} pixels in {len(layout.columns)} x {len(layout.rows)} tiles of "
            f"{layout.columns[0].length} x {layout.rows[0].length} pixels on {device_label(device)}."
        )
        with MapWriter(request, raster.grid.subgrid(asked), model.class_table) as maps:
            _classify_rows(layout, source, forward, maps, reporter)
            source.odd_values.warn(reader.band_names, reader.nodata, reporter)
            if not any(maps.class_pixels.values()):
                where = "the mask polygons" if request.mask else "the extent" if request.extent_map else "it"
                raise RasterError(
                    f"{request.raster} holds no valid pixel inside {where}: all is {_nothing(reader)}, masked or outside. "
                    "Choose another part, or check the raster's nodata values."
                )
    _tell_shares(model, raster, maps.class_pixels, reporter)
    return ClassifyResult(request.output, request.confidence, request.probabilities, maps.class_pixels)


def check_outputs(request: ClassifyRequest) -> None:
    """Raises OutputError where an output cannot be written, equals an input or equals another output.

    The files that a VRT is put together from are inputs, too. Raises RasterError where the raster cannot be opened.
    """
    inputs = [request.raster, *source_files(request.raster), *([request.mask[0]] if request.mask else [])]
    outputs = [path for path in (request.output, request.confidence, request.probabilities) if path]
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
    if request.batch_size < 1:
        raise SettingsError(f"The batch size is {request.batch_size}. Choose 1 or more tiles.")
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


def _classify_rows(
    layout: TileLayout, source: TileSource, forward: TileForward, maps: MapWriter, reporter: Reporter
) -> None:
    """Goes through the rows of tiles from top to bottom."""
    mosaic = RowMosaic(layout, maps.class_count)
    before = numberless = 0
    for number, span in enumerate(layout.rows):
        stop_if_cancelled(reporter)
        row = source.read_row(number)
        needed = [k for k, column in enumerate(layout.columns) if row.wanted[:, column.start : column.stop].any()]
        done = before
        for batch in equal_batches(needed, layout.columns, forward.batch_size):
            tiles = np.stack([source.tile(row, layout.columns[column], span.length) for column in batch])
            for column, probabilities in zip(batch, forward.probabilities(tiles)):
                mosaic.add(column, probabilities)
            done += tiles.size // tiles.shape[1]
            reporter.progress(done / layout.pixels)
        numberless += _write_finished(layout, number, mosaic.finish_row(), row, maps, reporter)
        before += span.length * sum(column.length for column in layout.columns)
        reporter.progress(before / layout.pixels)
        if number + 1 < len(layout.rows):
            mosaic.next_row()
    if numberless:
        reporter.warning(
            f"For {numberless} pixels the network gave no number, so they are nodata: the raster holds values there that are "
            "far beyond those of the training. If they mean nodata, declare them as such."
        )


def _write_finished(
    layout: TileLayout, number: int, probabilities: np.ndarray, row: TileRow, maps: MapWriter, reporter: Reporter
) -> int:
    """Writes the finished rows of a row of tiles, as far as asked for; returns the number of pixels without a number."""
    finished, window, asked = layout.finished(number), layout.window, layout.asked
    first, last = max(window.y + finished.start, asked.y), min(window.y + finished.stop, asked.bottom)
    columns = slice(asked.x - window.x, asked.right - window.x)
    numberless = 0
    y = first
    while y < last:
        stop_if_cancelled(reporter)
        # Up to the next multiple of 64 rows of the result, so that it gets whole rows of blocks.
        stop = min(last, y + _ROWS_AT_ONCE - (y - asked.y) % _ROWS_AT_ONCE)
        rows = slice(y - window.y - finished.start, stop - window.y - finished.start)
        part, wanted = probabilities[:, rows, columns], row.wanted[rows, columns]
        index, best = most_probable(part)
        index[~wanted] = IGNORED_INDEX
        if np.isnan(best.max()):
            without = np.isnan(best)
            index[without] = IGNORED_INDEX
            numberless += int((without & wanted).sum())
        maps.write(y - asked.y, index, best, part)
        y = stop
    return numberless


def _tell_shares(model: ModelDescription, raster: RasterInfo, class_pixels: dict[int, int], reporter: Reporter) -> None:
    """Tells the pixels and share of each class, and the area where the CRS measures in lengths."""
    total = sum(class_pixels.values())
    pixel_area = pixel_area_m2(raster.grid.pixel_size_map, raster.grid.crs_wkt)
    for entry in model.class_table.classes:
        pixels = class_pixels[entry.value]
        area = f", {pixels * pixel_area / 1e4:.4g} ha" if pixel_area else ""
        reporter.info(f"{entry.value} {entry.name}: {pixels} pixels, {pixels / total:.1%}{area}")
