"""What a classification is asked, checked before any long work: choices, outputs, extent, tiles, and whether the model fits."""

from __future__ import annotations

import math

from ...rasters.core.band_statistics import statistics_of
from ...rasters.core.errors import SettingsError
from ...rasters.core.grid import Window
from ...rasters.core.pixel_area import centre_latitude, pixel_size_m
from ...rasters.core.progress import Reporter
from ...rasters.outputs.checks import check_distinct, check_file
from ...rasters.reading.dataset import RasterDataset, RasterInfo
from ...rasters.reading.reader import RasterReader
from ...rasters.reading.sample import sample_values
from ...rasters.writing.raster_writer import RASTER_ENDINGS
from ..core.description import ModelDescription
from ..core.options import AUGMENTATIONS, FORMATS, PRECISIONS, PROBABILITY_TYPES, UNCERTAINTY_KINDS
from ..core.requests import ClassifyRequest
from ..networks.build import SIDE_MULTIPLE_PX, default_overlap_px, default_tile_px, tile_multiple_px
from ..networks.model_folder import network_spec
from .raster_checks import check_resolution, check_values, shift_remarks
from .tiles import TileLayout, lay_tiles


def check_outputs(request: ClassifyRequest, raster: RasterDataset) -> None:
    """Raises OutputError where an output cannot be written, equals an input or equals another output.

    The files that a VRT is put together from are inputs, too.
    """
    inputs = [request.raster, *raster.source_files, *([request.mask[0]] if request.mask else [])]
    kinds = {
        request.label_next: ((".gpkg",), "The places to label next"),
        request.areas: ((".csv",), "The table of areas"),
    }
    for path in request.outputs:
        endings, what = kinds.get(path, (RASTER_ENDINGS, "The result"))
        check_file(path, endings, what, inputs)
    check_distinct(request.outputs)


def layout_for(
    request: ClassifyRequest, model: ModelDescription, asked: Window, raster: Window, reporter: Reporter
) -> TileLayout:
    """Lays the tiles; says what of tile size and overlap had to be adjusted. Raises SettingsError for unfit ones."""
    if request.batch_size < 0:
        raise SettingsError(f"The batch size is {request.batch_size}. Choose 1 or more tiles, or 0 for as many as fit.")
    multiple = tile_multiple_px(network_spec(model))
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
        overlap = min(
            max(default_overlap_px(tile_size) // multiple, 1) * multiple, tile_size // 2 // multiple * multiple
        )
    if overlap < 0:
        raise SettingsError(f"The overlap is {overlap} pixels. Choose 0 or more.")
    return lay_tiles(asked, raster, tile_size, overlap, multiple, elastic=request.tile_size_px is None)


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
    if request.label_next_count < 1:
        raise SettingsError(f"The number of places to label next is {request.label_next_count}. Choose 1 or more.")
    if request.label_next_distance_px is not None and request.label_next_distance_px < 1:
        raise SettingsError(
            f"The distance of places to label next is {request.label_next_distance_px} pixels. Choose 1 or more."
        )


def remarks_on(model: ModelDescription, raster: RasterInfo, reader: RasterReader, asked: Window) -> list[str]:
    """Returns the warnings about values and CRS. Raises ModelError where the values cannot be right."""
    sample = sample_values(reader, asked)
    coarse = check_values(model, [statistics_of(values) for values in sample])
    remarks = list(shift_remarks(model, sample, asked.pixels) or coarse)
    if not raster.grid.crs_wkt:
        remarks.append(f"{raster.path} has no coordinate reference system, so neither will the result.")
    return remarks


def resolution_remarks(model: ModelDescription, raster: RasterInfo) -> tuple[str, ...]:
    """Returns what to say where pixels are of another size than those of the training."""
    sizes = pixel_sizes(model, raster)
    return () if sizes is None else check_resolution(*sizes)


def scale_to_model(model: ModelDescription, raster: RasterInfo) -> float:
    """Returns how many of the raster's pixels one pixel of the training is as wide as; 1 where that is not known."""
    sizes = pixel_sizes(model, raster)
    if sizes is None:
        return 1.0
    trained, found = (math.sqrt(math.prod(size)) for size in sizes[:2])
    return trained / found if trained > 0 and found > 0 else 1.0


def pixel_sizes(
    model: ModelDescription, raster: RasterInfo
) -> tuple[tuple[float, float], tuple[float, float], str] | None:
    """Returns width and height of a pixel of the training and of the raster, and their common unit; None without one."""
    latitude = centre_latitude(raster.grid)
    trained = pixel_size_m(model.pixel_size_map, model.crs_wkt, latitude)
    found = pixel_size_m(raster.grid.pixel_size_map, raster.grid.crs_wkt, latitude)
    if trained and found:
        return trained, found, "m"
    if not model.crs_wkt and not raster.grid.crs_wkt:
        return model.pixel_size_map, raster.grid.pixel_size_map, "map units"
    return None
