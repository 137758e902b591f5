"""Checks a classification request before any work: settings and output paths."""

from __future__ import annotations

import torch

from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter
from ...rasters.layers.replaced_file import check_replaced_file
from ...rasters.outputs.checks import check_distinct, check_file
from ...rasters.reading.dataset import RasterDataset
from ...rasters.writing.raster_writer import RASTER_ENDINGS
from ..core.description import ModelDescription
from ..core.options import AUGMENTATIONS, FORMATS, PRECISIONS, PROBABILITY_TYPES, UNCERTAINTY_KINDS
from ..core.parts import part_of
from ..core.requests import ClassifyRequest
from ..networks.build import SIDE_MULTIPLE_PX
from ..networks.model_source import ModelSource


def check_outputs(request: ClassifyRequest, raster: RasterDataset | None = None) -> None:
    """Raises OutputError where an output cannot be written, equals an input or equals another output.

    The source files of a VRT, `raster`, count as inputs.
    """
    inputs = [request.raster, *(raster.source_files if raster else ()), *([request.mask.path] if request.mask else [])]
    kinds = {
        request.label_next: ((".gpkg",), "The places to label next"),
        request.areas: ((".csv",), "The table of areas"),
    }
    for path in request.outputs:
        endings, what = kinds.get(path, (RASTER_ENDINGS, "The result"))
        check_file(path, endings, what, inputs)
    if request.label_next:
        check_replaced_file(request.label_next, "The layer of places to label next")
    check_distinct(request.outputs)


def check_settings(request: ClassifyRequest) -> None:
    """Raises SettingsError naming the first value that cannot work."""
    for name, value, choices in (
        ("precision", request.precision, PRECISIONS),
        ("test-time augmentation", request.augmentation, AUGMENTATIONS),
        ("type of probabilities", request.probability_type, PROBABILITY_TYPES),
        ("format", request.format, FORMATS),
        ("kind of uncertainty", request.uncertainty_kind, UNCERTAINTY_KINDS),
    ):
        if value not in choices:
            raise SettingsError(f"The {name} is '{value}'. Choose one of {', '.join(choices)}.")
    part_of(request)
    if request.label_next_count < 1:
        raise SettingsError(f"The number of places to label next is {request.label_next_count}. Choose 1 or more.")
    if request.label_next_distance_px is not None and request.label_next_distance_px < 1:
        raise SettingsError(
            f"The distance of places to label next is {request.label_next_distance_px} pixels. Choose 1 or more."
        )
    if request.batch_size < 0:
        raise SettingsError(f"The batch size is {request.batch_size}. Choose 1 or more tiles, or 0 for as many as fit.")
    if request.tile_size_px is not None and request.tile_size_px < SIDE_MULTIPLE_PX:
        raise SettingsError(f"The tile size is {request.tile_size_px} pixels. Choose at least {SIDE_MULTIPLE_PX}.")
    if request.overlap_px is not None and request.overlap_px < 0:
        raise SettingsError(f"The overlap is {request.overlap_px} pixels. Choose 0 or more.")


def check_model(request: ClassifyRequest, model: ModelDescription) -> None:
    """Raises SettingsError where the model lacks what a map needs."""
    if request.set_size and not model.possible_from:
        raise SettingsError(
            f"{request.model} has no thresholds for the number of possible classes: it was trained without validation, by an earlier "
            "version or by another program. Train it again with validation, or leave SET_SIZE empty."
        )


def cpu_for(source: ModelSource, asked: str, chosen: torch.device, reporter: Reporter) -> torch.device:
    """Returns the CPU for a model that runs there only; logs where "auto" chose another device. Raises SettingsError where it was asked for."""
    cpu = torch.device("cpu")
    if chosen != cpu and asked != "auto":
        raise SettingsError(f"{source.name} runs on the CPU only, and the device is {asked}. Choose auto or cpu.")
    if chosen != cpu:
        reporter.info(f"{source.name} runs on the CPU, not on {chosen}.")
    return cpu
