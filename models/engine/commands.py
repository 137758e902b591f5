"""The commands of the command line: which parameters each has, the request that they make, and the function that it goes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter
from ..core.normalization import parse_scaling
from ..core.parts import JOIN
from ..core.requests import ClassifyRequest, ClassifyResult, ExportModelRequest, TrainRequest
from .jobs import CLASSIFY, EXPORT_MODEL, TRAIN, perform
from .parameters import AlgorithmParameters, algorithm_parameters, layer_of, mask_of

JOINING = (
    "OUTPUT", "CONFIDENCE", "PROBABILITIES", "UNCERTAINTY", "AREAS", "LABEL_NEXT", "LABEL_NEXT_COUNT", "LABEL_NEXT_DISTANCE", "FORMAT",
)  # fmt: skip
"""The parameters of Classify Pixels that matter for joining, the required one first."""
JOIN_SUMMARY = (
    "Joins the parts of a map that `classify --PART` has computed, as they were asked for or with other outputs."
)
Values = Mapping[str, Any]
"""The values of an algorithm's parameters by id, from `AlgorithmParameters.values`."""


@dataclass(frozen=True)
class Command:
    """A command, which does what the algorithm of this name does in QGIS.

    `request` makes a request from the values of the parameters; `run` is a function of the request and a reporter.
    """

    algorithm: str
    request: Callable[[Values], Any]
    run: Callable[[Any, Reporter], Any]
    needs_pytorch: bool
    only: tuple[str, ...] = ()

    def described(self) -> AlgorithmParameters:
        """Returns the parameters. Of those in `only`, where there are any, all but the first may be left out."""
        algorithm = algorithm_parameters(self.algorithm)
        if not self.only:
            return algorithm
        by_id = {each.id: each for each in algorithm.parameters}
        first, *others = (by_id[name] for name in self.only)
        optional = (replace(each, default=None, optional=True) for each in others)
        return AlgorithmParameters("Join parts", JOIN_SUMMARY, (first, *optional))


def export_request(values: Values) -> Any:  # noqa: ANN401 (an ExportRequest, which loads GDAL)
    """Returns the request for an export of training chips."""
    from ...rasters.export.export import ExportRequest

    return ExportRequest(
        raster=values["INPUT"],
        labels=_labels(values, "LABELS", "LABEL_RASTER", values["BUFFER"] or 0.0, values["UNLABELLED"]),
        output=values["OUTPUT"],
        band_numbers=values["BANDS"],
        chip_size_px=values["CHIP_SIZE"],
        stride_px=values["STRIDE"],
        extent_map=values["EXTENT"],
        mask=mask_of(values["MASK"]),
        minimum_labelled_share=values["MIN_LABELLED"] / 100,
        keep_empty=values["KEEP_EMPTY"],
        append=values["APPEND"],
        footprints=values["FOOTPRINTS"],
        placement=values["PLACEMENT"],
        chips_per_class=values["CHIPS_PER_CLASS"],
        seed=values["SEED"],
    )


def train_request(values: Values) -> TrainRequest:
    """Returns the request for a training. Raises SettingsError where weights are chosen in two ways."""
    from ..optimization.class_weights import parse_class_weights

    from_file, file = values["WEIGHTS"] == "file", values["WEIGHTS_FILE"]
    if from_file != (file is not None):
        given = f"WEIGHTS_FILE is {file}" if file else "WEIGHTS_FILE is empty"
        raise SettingsError(f"WEIGHTS is {values['WEIGHTS']}, and {given}. Give both (WEIGHTS=file), or neither.")
    return TrainRequest(
        chips=values["CHIPS"],
        output=values["OUTPUT"],
        extra_chips=tuple(folder for folder in dict.fromkeys(values["EXTRA_CHIPS"] or ()) if folder != values["CHIPS"]),
        architecture=values["ARCHITECTURE"],
        encoder=values["OTHER_ENCODER"] or values["ENCODER"],
        weights=file if from_file else values["WEIGHTS"],
        start_model=values["START_MODEL"],
        freeze_epochs=values["FREEZE_EPOCHS"],
        epochs=values["EPOCHS"],
        batch_size=values["BATCH_SIZE"],
        loss=values["LOSS"],
        class_weighting=values["CLASS_WEIGHTING"],
        class_weights=tuple(parse_class_weights(values["CLASS_WEIGHTS"] or "").items()),
        balance=values["BALANCE"],
        learning_rate=values["LEARNING_RATE"],
        patience=values["PATIENCE"],
        average=values["AVERAGE_WEIGHTS"],
        augment=values["AUGMENT"],
        scale_jitter=values["SCALE_JITTER"] / 100,
        gain_jitter=values["GAIN_JITTER"] / 100,
        offset_jitter=values["OFFSET_JITTER"] / 100,
        noise=values["NOISE"] / 100,
        validation_share=values["VALIDATION_SHARE"] / 100,
        refit=values["REFIT"],
        ignore_class=values["IGNORE_CLASS"],
        seed=values["SEED"],
        device=values["DEVICE"],
        resume=values["RESUME"],
        report=values["REPORT"],
        table=values["TABLE"],
        footprints=values["FOOTPRINTS"],
        command=values.get("command", ""),
    )


def classify_request(values: Values) -> ClassifyRequest:
    """Returns the request for a classification."""
    return ClassifyRequest(
        raster=values["INPUT"],
        model=values["MODEL"],
        output=values["OUTPUT"],
        band_numbers=values["BANDS"],
        extent_map=values["EXTENT"],
        mask=mask_of(values["MASK"]),
        tile_size_px=values["TILE_SIZE"],
        overlap_px=values["OVERLAP"],
        batch_size=values["BATCH_SIZE"],
        device=values["DEVICE"],
        precision=values["PRECISION"],
        augmentation=values["TEST_TIME_AUGMENTATION"],
        resample=values["RESAMPLE"],
        band_scaling=parse_scaling(values["BAND_SCALING"] or ""),
        format=values["FORMAT"],
        confidence=values["CONFIDENCE"],
        probabilities=values["PROBABILITIES"],
        probability_type=values["PROBABILITY_TYPE"],
        uncertainty=values["UNCERTAINTY"],
        uncertainty_kind=values["UNCERTAINTY_KIND"],
        areas=values["AREAS"],
        label_next=values["LABEL_NEXT"],
        label_next_count=values["LABEL_NEXT_COUNT"],
        label_next_distance_px=values["LABEL_NEXT_DISTANCE"],
        part=values["PART"] or "",
        parts=values["PARTS"],
    )


def join_request(values: Values) -> ClassifyRequest:
    """Returns the request that joins the parts of a map: that of the parts, with the outputs that are given in place of theirs.

    Raises SettingsError where there are no parts.
    """
    from ..prediction.strip_run import request_of_parts

    fields = {
        "CONFIDENCE": "confidence", "PROBABILITIES": "probabilities", "UNCERTAINTY": "uncertainty", "AREAS": "areas",
        "LABEL_NEXT": "label_next", "LABEL_NEXT_COUNT": "label_next_count", "LABEL_NEXT_DISTANCE": "label_next_distance_px",
        "FORMAT": "format",
    }  # fmt: skip
    given = {field: values[name] for name, field in fields.items() if values[name] is not None}
    return replace(request_of_parts(values["OUTPUT"]), part="join", output=values["OUTPUT"], **given)


def draw_request(values: Values) -> Any:  # noqa: ANN401 (a DrawRequest, which loads GDAL)
    """Returns the request for an assessment sample."""
    from ..sampling.request import DrawRequest, parse_accuracies

    return DrawRequest(
        source=_labels(values, "POLYGONS", "INPUT", unlabelled=None),
        output=values["OUTPUT"],
        extent_map=values["EXTENT"],
        mask=mask_of(values["MASK"]),
        design=values["DESIGN"],
        size=values["SIZE"],
        standard_error=values["STANDARD_ERROR"] / 100,
        expected_accuracy=values["EXPECTED_ACCURACY"] / 100,
        class_accuracies=parse_accuracies(values["CLASS_ACCURACIES"] or ""),
        allocation=values["ALLOCATION"],
        floor=values["MIN_PER_CLASS"],
        minimum_distance_m=values["MIN_DISTANCE"],
        cell_map=values["CELL_SIZE"],
        seed=values["SEED"],
    )


def assess_request(values: Values) -> Any:  # noqa: ANN401 (an AssessRequest, which loads GDAL)
    """Returns the request for an assessment."""
    from ..assessment.assess import AssessRequest

    return AssessRequest(
        raster=values["INPUT"],
        reference=_labels(values, "REFERENCE", "REFERENCE_RASTER"),
        ignore_class=values["IGNORE_CLASS"],
        extent_map=values["EXTENT"],
        mask=mask_of(values["MASK"]),
        sampling=values["SAMPLING"],
        block_size_px=values["BLOCK_SIZE"],
        report=values["REPORT"],
        table=values["TABLE"],
    )


def export_model_request(values: Values) -> ExportModelRequest:
    """Returns the request for an export of a model."""
    return ExportModelRequest(
        model=values["MODEL"], output=values["OUTPUT"], format=values["FORMAT"], tile_size_px=values["TILE_SIZE"]
    )


def _labels(values: Values, vector: str, raster: str, buffer_map: float = 0.0, unlabelled: int | None = 0) -> Any:  # noqa: ANN401
    """Returns the labels, from the one of two parameters that is given. Raises SettingsError where both are, or none."""
    from ...rasters.labels.sources import RasterLabels, VectorLabels

    if (values[vector] is None) == (values[raster] is None):
        which = "Neither" if values[vector] is None else "Both"
        joint = "nor" if values[vector] is None else "and"
        raise SettingsError(f"{which} {vector} {joint} {raster} given. Give one of them: a vector layer or a raster.")
    if values[raster] is not None:
        return RasterLabels(values[raster], unlabelled=unlabelled)
    path, layer = layer_of(values[vector])
    return VectorLabels(path, layer, values["CLASS_FIELD"], buffer_map)


def _export(request: Any, reporter: Reporter) -> Any:  # noqa: ANN401
    from ...rasters.core.gdal_calls import gdal_warnings_to
    from ...rasters.export.export import export_chips

    with gdal_warnings_to(reporter.info):
        return export_chips(request, reporter)


def _train(request: TrainRequest, reporter: Reporter) -> object:
    return perform(TRAIN, request, reporter)


def _classify(request: ClassifyRequest, reporter: Reporter, asset: str | None = None, item: bool = False) -> object:
    """Classifies a raster, or all scenes of a folder, a list or STAC items; `item` asks for a STAC item beside the map of a raster."""
    from .scenes import classify_scenes, scenes_in, write_item

    scenes = None if request.part.strip().lower() == JOIN else scenes_in(request.raster, asset)
    if scenes is not None:
        return classify_scenes(scenes, request, reporter)
    result = perform(CLASSIFY, request, reporter)
    if item and not result.strips:
        write_item(request, reporter)
    return result


def _export_model(request: ExportModelRequest, reporter: Reporter) -> object:
    return perform(EXPORT_MODEL, request, reporter)


def _draw(request: Any, reporter: Reporter) -> Any:  # noqa: ANN401
    from ...rasters.core.gdal_calls import gdal_warnings_to
    from ..sampling.draw import draw_sample

    with gdal_warnings_to(reporter.info):
        return draw_sample(request, reporter)


def _join(request: ClassifyRequest, reporter: Reporter, vrt: str | None = None) -> object:
    """Joins parts; with the path of a virtual raster, `vrt`, it only writes that over the parts, which stay."""
    from ..prediction.strip_run import write_mosaic
    from ..prediction.strips import strips_folder

    if vrt is None:
        return perform(CLASSIFY, request, reporter)
    write_mosaic(request.output, vrt)
    return ClassifyResult(vrt, strips=strips_folder(request.output))


def _assess(request: Any, reporter: Reporter) -> Any:  # noqa: ANN401
    from ...rasters.core.gdal_calls import gdal_warnings_to
    from ..assessment.assess import assess

    with gdal_warnings_to(reporter.info):
        return assess(request, reporter)


COMMANDS: dict[str, Command] = {
    "export": Command("exporttrainingchips", export_request, _export, needs_pytorch=False),
    "train": Command("trainpixelclassifier", train_request, _train, needs_pytorch=True),
    "export-model": Command("exportmodel", export_model_request, _export_model, needs_pytorch=True),
    "classify": Command("classifypixels", classify_request, _classify, needs_pytorch=True),
    "join": Command("classifypixels", join_request, _join, needs_pytorch=True, only=JOINING),
    "sample": Command("drawassessmentsample", draw_request, _draw, needs_pytorch=False),
    "assess": Command("assessclassification", assess_request, _assess, needs_pytorch=False),
}
"""The commands by name."""
