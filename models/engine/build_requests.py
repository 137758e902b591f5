"""The request of each algorithm from the values of its parameters by id: in QGIS and on the command line.

A field of a request takes the parameter of its name (`batch_size`: BATCH_SIZE), a share (`PERCENT`) a hundredth of it. So
a new option is written in two places: the request and the declaration of the parameter. The functions below map only
what differs in name or type. Layers come as the domain reads them: INPUT as a path, MASK as MaskPolygons, labels as VectorLabels or
RasterLabels.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...rasters.core.errors import SettingsError
from ...rasters.core.options import IMAGES, LABELS
from ..core.normalization import parse_scaling
from ..core.options import FLOOR, STRATIFIED
from ..core.requests import PERCENT, ClassifyRequest, ExportModelRequest, TrainRequest

if TYPE_CHECKING:
    from ...rasters.export.export import ExportRequest
    from ...rasters.labels.sources import RasterLabels, VectorLabels
    from ..assessment.assess import AssessRequest
    from ..sampling.request import DrawRequest

Values = Mapping[str, Any]
"""The values of an algorithm's parameters by id, None for what was left empty."""


def export_request(values: Values, labels: VectorLabels | RasterLabels, **known: object) -> ExportRequest:
    """Returns the request for an export of training chips. `known` are fields that no parameter holds, here and below."""
    from ...rasters.export.export import ExportRequest

    return _request(
        ExportRequest,
        values,
        raster=values["INPUT"],
        labels=labels,
        band_numbers=values["BANDS"],
        chip_size_px=values["CHIP_SIZE"],
        stride_px=values["STRIDE"],
        extent_map=values["EXTENT"],
        minimum_labelled_share=values["MIN_LABELLED"] / 100,
        **known,
    )


def unused_in_export(values: Values, defaults: Values, from_raster: bool) -> list[str]:
    """Returns a sentence on each parameter that differs from its default and belongs to the other kind of labels or of placement."""
    cases = (
        ("BUFFER", not from_raster, "labels come from LABEL_RASTER"),
        ("UNLABELLED", from_raster, "labels come from LABELS, in which 0 is unlabelled"),
        ("CHIPS_PER_CLASS", values["PLACEMENT"] != "window", f"PLACEMENT is {values['PLACEMENT']}"),
    )
    return _unused(cases, values, defaults)


def unused_in_sample(values: Values, defaults: Values, from_raster: bool) -> list[str]:
    """Returns a sentence on each parameter that differs from its default and belongs to another design, size, allocation or kind of map."""
    design, allocation, size = values["DESIGN"], values["ALLOCATION"], values["SIZE"]
    is_stratified = design == STRATIFIED
    of_design, of_size = f"DESIGN is {design}", f"SIZE is {size}"
    cases = (
        ("STANDARD_ERROR", size is None, of_size),
        ("EXPECTED_ACCURACY", size is None or is_stratified, of_size),
        ("CLASS_ACCURACIES", size is None or is_stratified, of_size),
        ("ALLOCATION", is_stratified, of_design),
        ("MIN_PER_CLASS", is_stratified and allocation == FLOOR, f"ALLOCATION is {allocation}" if is_stratified else of_design),
        ("CELL_SIZE", not from_raster, "points are drawn from INPUT, whose pixels are the cells"),
    )  # fmt: skip
    return _unused(cases, values, defaults)


def unused_in_assessment(values: Values, defaults: Values, from_raster: bool) -> list[str]:
    """Returns a sentence on each parameter that differs from its default and belongs to the other kind of reference or of sampling."""
    is_used = from_raster or values["IGNORE_CLASS"] is None
    cases = (
        ("IGNORE_CLASS", is_used, "the reference comes from REFERENCE, in which every value is a class"),
        ("BLOCK_SIZE", values["SAMPLING"] != STRATIFIED, f"SAMPLING is {values['SAMPLING']}"),
    )
    return _unused(cases, values, defaults)


def _unused(cases: Iterable[tuple[str, bool, str]], values: Values, defaults: Values) -> list[str]:
    """Returns a sentence on each parameter that is given and not used; `cases` are names, whether they are used, and why they are not."""
    return [
        f"{name} is {'empty' if values[name] is None else values[name]}, and is not used: {what}."
        for name, is_used, what in cases
        if not is_used and values[name] != defaults[name]
    ]


def train_request(values: Values, **known: object) -> TrainRequest:
    """Returns the request for a training. Raises SettingsError where weights are chosen in two ways."""
    from ..optimization.class_weights import parse_class_weights

    extra = dict.fromkeys(map(chips_folder_of, values["EXTRA_CHIPS"] or ()))
    return _request(
        TrainRequest,
        values,
        extra_chips=tuple(folder for folder in extra if folder != values["CHIPS"]),
        encoder=values["OTHER_ENCODER"] or values["ENCODER"],
        weights=_weights(values),
        class_weights=tuple(parse_class_weights(values["CLASS_WEIGHTS"] or "").items()),
        average=values["AVERAGE_WEIGHTS"],
        **known,
    )


def classify_request(values: Values, **known: object) -> ClassifyRequest:
    """Returns the request for a classification."""
    return _request(
        ClassifyRequest,
        values,
        raster=values["INPUT"],
        band_numbers=values["BANDS"],
        extent_map=values["EXTENT"],
        tile_size_px=values["TILE_SIZE"],
        overlap_px=values["OVERLAP"],
        augmentation=values["TEST_TIME_AUGMENTATION"],
        band_scaling=parse_scaling(values["BAND_SCALING"] or ""),
        label_next_distance_px=values["LABEL_NEXT_DISTANCE"],
        part=values["PART"] or "",
        **known,
    )


def join_request(values: Values) -> ClassifyRequest:
    """Returns the request that joins the parts of a map: that of the parts, with the outputs that are given in place of theirs.

    Raises SettingsError where there are no parts.
    """
    from ..prediction.strip_run import request_of_parts

    parts = request_of_parts(values["OUTPUT"])
    given = {name: value for name, value in values.items() if value is not None}
    distance = given.get("LABEL_NEXT_DISTANCE", parts.label_next_distance_px)
    return replace(parts, **_named(ClassifyRequest, given), part="join", label_next_distance_px=distance)


def draw_request(values: Values, source: VectorLabels | RasterLabels, **known: object) -> DrawRequest:
    """Returns the request for an assessment sample of the map `source`."""
    from ..sampling.request import DrawRequest, parse_accuracies

    return _request(
        DrawRequest,
        values,
        source=source,
        extent_map=values["EXTENT"],
        class_accuracies=parse_accuracies(values["CLASS_ACCURACIES"] or ""),
        floor=values["MIN_PER_CLASS"],
        minimum_distance_m=values["MIN_DISTANCE"],
        cell_map=values["CELL_SIZE"],
        **known,
    )


def assess_request(values: Values, reference: VectorLabels | RasterLabels, **known: object) -> AssessRequest:
    """Returns the request for an assessment."""
    from ..assessment.assess import AssessRequest

    return _request(
        AssessRequest,
        values,
        raster=values["INPUT"],
        reference=reference,
        extent_map=values["EXTENT"],
        block_size_px=values["BLOCK_SIZE"],
        **known,
    )


def export_model_request(values: Values) -> ExportModelRequest:
    """Returns the request for an export of a model."""
    return _request(ExportModelRequest, values, tile_size_px=values["TILE_SIZE"])


def chips_folder_of(path: str) -> str:
    """Returns the training chips folder of a path: itself, or the one that contains the file.

    The dialog for several folders lets users choose files only, so chips.json or any chip stands for its folder.
    """
    if not os.path.isfile(path):  # Path.is_file raises for a name that is too long
        return path
    parent = Path(path).parent
    return str(parent.parent if parent.name in (IMAGES, LABELS) else parent)


def _request(kind: type, values: Values, **given: object) -> Any:  # noqa: ANN401 (a request of this kind)
    """Returns a request with the fields `given`, and for the other fields the parameters of their names."""
    return kind(**{**_named(kind, values), **given})


def _named(kind: type, values: Values) -> dict[str, Any]:
    """Returns the values of the fields of a request that parameters are named after; of percentages the shares."""
    named = [field for field in fields(kind) if field.name.upper() in values]
    return {
        field.name: values[field.name.upper()] / 100 if field.metadata == PERCENT else values[field.name.upper()]
        for field in named
    }


def _weights(values: Values) -> str:
    """Returns the name or the file of the pretrained weights. Raises SettingsError where they are chosen in two ways."""
    chosen, file = values["WEIGHTS"], values["WEIGHTS_FILE"]
    if (chosen == "file") != (file is not None):
        given = f"WEIGHTS_FILE is {file}" if file else "WEIGHTS_FILE is empty"
        raise SettingsError(f"WEIGHTS is {chosen}, and {given}. Give both (WEIGHTS=file), or neither.")
    return file or chosen
