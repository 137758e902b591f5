"""Quantises a model after its training: from its folder and training chips to the file of its 8-bit form."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter, SilentReporter
from ...rasters.outputs.checks import check_file, lies_in
from ..core.description import ModelDescription, read_description
from ..core.options import INT8, MODEL_ENDINGS
from ..core.requests import ExportModelRequest, ExportModelResult, TrainRequest
from ..data.chip_cache import ChipCache
from ..data.chip_set import ChipSet, join_folders
from ..networks.build import SIDE_MULTIPLE_PX
from ..networks.model_folder import TABLE
from ..openvino_runtime import package
from ..openvino_runtime.activation_table import save_table
from .dataset import prepare
from .int8 import best_form


def quantize_model(request: ExportModelRequest, reporter: Reporter) -> ExportModelResult:
    """Writes the 8-bit form of a model, tried on the chips that validate: those of the training where the chips are the same.

    Raises SettingsError where the chips are missing, are of other classes or bands, or none can validate; OutputError,
    ModelError, ChipsError or BackendError, and Cancelled.
    """
    from ...rasters.chips.read import read_chip, read_chip_folder

    model = read_description(request.model)
    check_file(request.output, (MODEL_ENDINGS[INT8],), "The quantised form")
    if lies_in(request.output, request.model) and Path(request.output).name != TABLE:
        raise SettingsError(
            f"{request.output} lies in the model folder, where the quantised form is called {TABLE}. Choose that name."
        )
    if not request.chips:
        raise SettingsError(
            "The format int8 needs the training chips folder (CHIPS). Give the one that the model was trained on."
        )
    if request.tile_size_px is not None:
        reporter.warning(
            f"TILE_SIZE is {request.tile_size_px}, and is not used: the form in 8-bit integers takes tiles of any size."
        )
    package.openvino()
    chip_set = join_folders([read_chip_folder(request.chips, reporter)], model.ignore_class, reporter)
    _check_chips(chip_set, model, request.chips)
    with contextlib.closing(ChipCache(chip_set, SIDE_MULTIPLE_PX, reporter, read_chip)) as cache:
        _check_classes(cache.chip_set, model, request.chips)  # without those of which no chip has a pixel
        data = prepare(cache, _split_request(request, model), SilentReporter())
        if cache.kept_bands != model.source_bands:
            raise SettingsError(
                f"{request.chips} has values in other bands than the model was trained on. Give the chips of the training."
            )
        if data.validation is None:
            raise SettingsError(
                f"{request.chips} has too few labels to keep some for validation. Give the chips of the training."
            )
        if not _is_split_of(model, data.validation_pixels):
            reporter.warning(
                f"{request.chips} does not hold the same labels as the chips of the training, so the network may have learned what it is tried "
                "on, or the ground is another one. Give the chips of the training."
            )
        table = best_form(request.model, model, data.training, data.validation, 0, reporter)
    save_table(request.model, table, request.output)
    reporter.info(table.trial.sentence("final_training" in model.training or not _validated_pixels(model)))
    if Path(request.output).name != TABLE or not lies_in(request.output, request.model):
        reporter.info(f"Classify Pixels finds it as {TABLE} in the model folder.")
    reporter.progress(1)
    return ExportModelResult(request.output, table.trial.equal_labels)


def _split_request(request: ExportModelRequest, model: ModelDescription) -> TrainRequest:
    """Returns a training request that splits chips as the training of the model did, or as the defaults where it kept none for validation."""
    asked = TrainRequest(request.chips or "", request.model)
    settings = model.training.get("request") or {}
    known = {name: settings[name] for name in ("validation_share", "seed") if settings.get(name)}
    return replace(asked, ignore_class=model.ignore_class, **known)


def _validated_pixels(model: ModelDescription) -> int:
    """Returns how many labelled pixels validated the model; 0 where it was trained on all."""
    return sum(dict(model.split.get("validation_pixels") or {}).values())


def _is_split_of(model: ModelDescription, validation_pixels: Sequence[int]) -> bool:
    """Returns whether chips that validate, by their pixels of each class, can be those of the training; so where it had none."""
    recorded = dict(model.split.get("validation_pixels") or {})
    return not any(recorded.values()) or list(recorded.values()) == list(validation_pixels)


def _check_classes(chip_set: ChipSet, model: ModelDescription, path: str) -> None:
    """Raises SettingsError where chips have other classes than the model."""
    found = chip_set.class_table.values
    if found != model.class_table.values:
        raise SettingsError(
            f"{path} has the classes {found}, the model {model.class_table.values}. Give the chips of the training."
        )


def _check_chips(chip_set: ChipSet, model: ModelDescription, path: str) -> None:
    """Raises SettingsError where chips lack classes of the model, or have another number of bands than its training."""
    if not set(model.class_table.values) <= set(chip_set.class_table.values):
        _check_classes(chip_set, model, path)
    bands, wanted = len(chip_set.first.band_names), model.source_band_count or model.band_count
    if bands != wanted:
        raise SettingsError(f"{path} has {bands} bands, the model {wanted}. Give the chips of the training.")
