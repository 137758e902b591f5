"""The commands of the command line: the parameters of each, the layers that their texts name, and the function that the request goes to."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter
from ..core.parts import JOIN
from ..core.requests import ClassifyRequest, ClassifyResult, ExportModelRequest, TrainRequest
from .build_requests import (
    Values,
    assess_request,
    classify_request,
    draw_request,
    export_model_request,
    export_request,
    join_request,
    train_request,
    unused_in_assessment,
    unused_in_export,
    unused_in_sample,
)
from .jobs import CLASSIFY, TRAIN, export_job, is_one_of_several, perform
from .parameters import AlgorithmParameters, algorithm_parameters, layer_of, mask_of

JOINING = (
    "OUTPUT", "CONFIDENCE", "PROBABILITIES", "UNCERTAINTY", "SET_SIZE", "AREAS", "LABEL_NEXT", "LABEL_NEXT_COUNT", "LABEL_NEXT_DISTANCE", "FORMAT",
)  # fmt: skip
"""The parameters of Classify Pixels that matter for joining, the required one first."""
JOIN_SUMMARY = (
    "Joins the parts of a map that `classify --PART` has computed, as they were asked for or with other outputs."
)


@dataclass(frozen=True)
class Command:
    """A command, which does what the algorithm of this name does in QGIS.

    `request` makes a request from the values of the parameters; `run` is a function of the request and a reporter. `unused`, a function of
    values and defaults, returns sentences on parameters that are given and not used.
    """

    algorithm: str
    request: Callable[[Values], Any]
    run: Callable[[Any, Reporter], Any]
    needs_pytorch: bool
    only: tuple[str, ...] = ()
    unused: Callable[[Values, Values], list[str]] = lambda values, defaults: []

    def described(self) -> AlgorithmParameters:
        """Returns the parameters. Of those in `only`, where there are any, all but the first may be left out."""
        algorithm = algorithm_parameters(self.algorithm)
        if not self.only:
            return algorithm
        by_id = {each.id: each for each in algorithm.parameters}
        first, *others = (by_id[name] for name in self.only)
        optional = (replace(each, default=None, optional=True) for each in others)
        return AlgorithmParameters("Join parts", JOIN_SUMMARY, (first, *optional))


def _export_request(values: Values) -> Any:  # noqa: ANN401 (an ExportRequest, which loads GDAL)
    _check_named(values, "INPUT", "LABEL_RASTER")
    labels = _labels(values, "LABELS", "LABEL_RASTER", values["BUFFER"] or 0.0, values["UNLABELLED"])
    return export_request(_with_mask(values), labels)


def _train_request(values: Values) -> TrainRequest:
    return train_request(values, command=values.get("command", ""))


def _classify_request(values: Values) -> ClassifyRequest:
    return classify_request(_with_mask(values))


def _draw_request(values: Values) -> Any:  # noqa: ANN401 (a DrawRequest, which loads GDAL)
    _check_named(values, "INPUT")
    return draw_request(_with_mask(values), _labels(values, "POLYGONS", "INPUT", unlabelled=None))


def _assess_request(values: Values) -> Any:  # noqa: ANN401 (an AssessRequest, which loads GDAL)
    _check_named(values, "INPUT", "REFERENCE_RASTER")
    return assess_request(_with_mask(values), _labels(values, "REFERENCE", "REFERENCE_RASTER"))


def _check_named(values: Values, *names: str) -> None:
    """Raises RasterError where the file of one of these parameters holds several rasters, none of which is named."""
    from ...rasters.reading.dataset import check_is_named

    for name in names:
        if values.get(name) and os.path.isfile(values[name]):
            check_is_named(values[name])


def _with_mask(values: Values) -> Values:
    """Returns the values with the mask polygons in place of their name."""
    return ChainMap({"MASK": mask_of(values["MASK"])}, values)


def _labels(values: Values, vector: str, raster: str, buffer_map: float = 0.0, unlabelled: int | None = 0) -> Any:  # noqa: ANN401
    """Returns the labels, from the one of two parameters that is given. Raises SettingsError where both are, or none."""
    from ...rasters.labels.sources import RasterLabels, VectorLabels

    if (values[vector] is None) == (values[raster] is None):
        none = values[vector] is None
        found = f"Neither {vector} nor {raster} is given" if none else f"Both {vector} and {raster} are given"
        raise SettingsError(f"{found}. Give one of them: a vector layer or a raster.")
    if values[raster] is not None:
        return RasterLabels(values[raster], unlabelled=unlabelled)
    path, layer = layer_of(values[vector])
    return VectorLabels(path, layer, values["CLASS_FIELD"], buffer_map)


def _unused(
    vector: str, raster: str, further: Callable[[Values, Values, bool], list[str]]
) -> Callable[[Values, Values], list[str]]:
    """Returns the function that finds a class field beside a raster of classes, and what `further` finds."""

    def unused(values: Values, defaults: Values) -> list[str]:
        field, from_raster = values["CLASS_FIELD"], values[raster] is not None
        found = further(values, defaults, from_raster)
        if field is None or not from_raster:
            return found
        return [f"CLASS_FIELD is {field}, and is not used: it belongs to {vector}, and {raster} is given.", *found]

    return unused


def _export(request: Any, reporter: Reporter) -> Any:  # noqa: ANN401
    from ...rasters.core.gdal_calls import gdal_warnings_to
    from ...rasters.export.export import export_chips

    with gdal_warnings_to(reporter.info):
        return export_chips(request, reporter)


def _train(request: TrainRequest, reporter: Reporter) -> object:
    return perform(TRAIN, request, reporter)


def _classify(request: ClassifyRequest, reporter: Reporter, asset: str | None = None, item: bool = False) -> object:
    """Classifies a raster, or all scenes of a folder, a list or STAC items; `item` asks for a STAC item beside the map of a raster."""
    from .scenes import check_item, classify_scenes, scenes_in, write_item

    joins = request.part.strip().lower() == JOIN
    if joins and asset is not None:
        raise SettingsError(
            f"--asset {asset} names a raster of STAC items, which joining parts needs not. Leave --asset out."
        )
    if not request.part and is_one_of_several():
        raise SettingsError(
            "torchrun started several processes, and PART is empty: each would compute the whole map. Choose --part auto."
        )
    scenes = None if joins else scenes_in(request.raster, asset)
    if scenes is not None:
        return classify_scenes(scenes, request, reporter)
    if not joins:
        _check_named({"INPUT": request.raster}, "INPUT")  # which is no list of scenes
    if item:
        check_item(request.output)
    result = perform(CLASSIFY, request, reporter)
    if item and not result.strips:
        write_item(request, reporter)
    return result


def _export_model(request: ExportModelRequest, reporter: Reporter) -> object:
    return perform(export_job(request), request, reporter)


def _draw(request: Any, reporter: Reporter) -> Any:  # noqa: ANN401
    from ...rasters.core.gdal_calls import gdal_warnings_to
    from ..sampling.draw import draw_sample

    with gdal_warnings_to(reporter.info):
        return draw_sample(request, reporter)


def check_only_mosaic(given: Collection[str]) -> None:
    """Raises SettingsError where a virtual raster over the parts is asked for together with outputs of joining."""
    further = sorted(name for name in given if name != "OUTPUT")
    if further:
        raise SettingsError(
            f"--vrt only writes a virtual raster over the parts, and no {', '.join(further)}. Leave out --vrt to join them, or the others."
        )


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
    "export": Command(
        "exporttrainingchips",
        _export_request,
        _export,
        needs_pytorch=False,
        unused=_unused("LABELS", "LABEL_RASTER", unused_in_export),
    ),
    "train": Command("trainpixelclassifier", _train_request, _train, needs_pytorch=True),
    "export-model": Command("exportmodel", export_model_request, _export_model, needs_pytorch=True),
    "classify": Command("classifypixels", _classify_request, _classify, needs_pytorch=True),
    "join": Command("classifypixels", join_request, _join, needs_pytorch=True, only=JOINING),
    "sample": Command(
        "drawassessmentsample",
        _draw_request,
        _draw,
        needs_pytorch=False,
        unused=_unused("POLYGONS", "INPUT", unused_in_sample),
    ),
    "assess": Command(
        "assessclassification",
        _assess_request,
        _assess,
        needs_pytorch=False,
        unused=_unused("REFERENCE", "REFERENCE_RASTER", unused_in_assessment),
    ),
}
"""The commands by name."""
