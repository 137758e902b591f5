"""Exports a model folder as a file that other programs read: from a request to the finished file."""

from __future__ import annotations

from pathlib import Path

import torch

from ...rasters.core.errors import BackendError, ModelError, SettingsError
from ...rasters.core.number_text import percent
from ...rasters.core.pixel_area import pixel_size_m
from ...rasters.core.progress import Reporter, stop_if_cancelled
from ...rasters.outputs.atomic_file import AtomicFile
from ...rasters.outputs.checks import check_file, lies_in
from ..core.description import ModelDescription, read_description
from ..core.options import INT8, MODEL_ENDING, MODEL_ENDINGS, MODEL_FORMATS, NETWORK_NAMES, NO_ENCODER
from ..core.requests import ExportModelRequest, ExportModelResult
from ..networks.build import SIDE_MULTIPLE_PX, sees_surroundings, stride_px
from ..networks.model_folder import load_network
from ..networks.onnx_metadata import DEEPNESS_UNIT, LARGEST_TILE_PX, OwnGraph, properties_of
from ..prediction.tiles import default_overlap_px, default_tile_px
from ..runtime.memory import out_of_memory_as
from .esri_package import write_package
from .exported_graph import ExportedGraph
from .onnx_file import equal_labels, onnx_bytes, require_exporter
from .stac_item import item_text, model_name

FEWEST_EQUAL_LABELS = 0.999
"""A file whose labels agree less with PyTorch's is not written."""
STAC, DLPK = "stac", "dlpk"
_GEODEEP_BANDS = 3


def export_model(request: ExportModelRequest, reporter: Reporter) -> ExportModelResult:
    """Writes a model in another format.

    Raises SettingsError, OutputError, ModelError or BackendError before any work where something does not fit or a package is missing.
    Raises ModelError where the network cannot be exported, and Cancelled. Then the file is not there.
    """
    if request.format not in MODEL_FORMATS:
        raise SettingsError(f"The format is '{request.format}'. Choose one of {', '.join(MODEL_FORMATS)}.")
    model = read_description(request.model)
    check_file(request.output, (MODEL_ENDINGS.get(request.format, MODEL_ENDING),), "The exported model")
    if lies_in(request.output, request.model):
        raise SettingsError(f"{request.output} lies in the model folder, which stays as it is. Choose another folder.")
    if request.chips:
        reporter.warning(f"CHIPS is {request.chips}, and is not used: it belongs to the format {INT8}.")
    if request.format == STAC:
        return _write_item(request, model, reporter)
    graph = _graph(model, request.format)
    tile_px = _tile_px(model, request.tile_size_px, reporter)
    require_exporter()

    name = NETWORK_NAMES[model.architecture]
    if model.encoder != NO_ENCODER:
        name += f" on the encoder {model.encoder}"
    reporter.info(
        f"Exporting {name}: {model.band_count} bands, {model.class_count} classes, tiles of {tile_px} pixels."
    )
    with out_of_memory_as(
        SettingsError(f"The memory does not hold a tile of {tile_px} pixels. Choose a smaller tile size.")
    ):
        return _write_graph(request, model, graph, tile_px, name, reporter)


def _write_graph(
    request: ExportModelRequest, model: ModelDescription, graph: OwnGraph, tile_px: int, name: str, reporter: Reporter
) -> ExportModelResult:
    """Writes a network as a graph for tiles of one size; `name` is that of the network in errors."""
    exported = ExportedGraph(load_network(request.model, model), graph)
    reporter.progress(0.1)
    stop_if_cancelled(reporter)
    images = _trial_images(model, graph, tile_px)
    overlap_px = default_overlap_px(tile_px) if sees_surroundings(model.architecture) else 0
    properties = properties_of(graph, tile_px, overlap_px)
    _report_metadata(model, properties, reporter)
    with AtomicFile(request.output) as file:
        content = onnx_bytes(exported, images, properties, name)
        reporter.progress(0.8)
        stop_if_cancelled(reporter)
        share = _checked(content, exported, images, reporter)
        with file.errors():
            if request.format == DLPK:
                label = model_name(Path(request.output).with_suffix("")).replace(" ", "_")
                write_package(file.temporary, content, model, label, tile_px, overlap_px // 2)
            else:
                Path(file.temporary).write_bytes(content)
    if request.format == DLPK:
        reporter.warning("The package follows Esri's description of model packages and was never run in ArcGIS Pro.")
    reporter.progress(1)
    return ExportModelResult(request.output, share)


def _write_item(request: ExportModelRequest, model: ModelDescription, reporter: Reporter) -> ExportModelResult:
    """Writes the STAC item of a model folder, once its network loads."""
    if request.tile_size_px is not None:
        raise SettingsError(
            f"The tile size is {request.tile_size_px} pixels, but a STAC item has none. Leave it empty."
        )
    parameters = sum(each.numel() for each in load_network(request.model, model).parameters())
    stop_if_cancelled(reporter)
    with AtomicFile(request.output) as file:
        file.write_text(item_text(Path(request.model).absolute(), model, Path(request.output).absolute(), parameters))
    reporter.info(f"The item refers to the files in {request.model}: move both together.")
    reporter.progress(1)
    return ExportModelResult(request.output)


def _graph(model: ModelDescription, form: str) -> OwnGraph:
    """Returns what the graph adds to the network. Raises ModelError where the format does not have the model's bands."""
    if form in ("onnx", DLPK):
        return OwnGraph(model, 1.0, model.temperature, background=False)
    if model.band_count != _GEODEEP_BANDS or model.dtype != "uint8":
        raise ModelError(
            f"GeoDeep takes rasters of {_GEODEEP_BANDS} bands of bytes (uint8) only; the model was trained on {model.band_count} bands of "
            f"{model.dtype}. Choose the format onnx."
        )
    return OwnGraph(model, DEEPNESS_UNIT, model.temperature, background=True)


def _tile_px(model: ModelDescription, wanted_px: int | None, reporter: Reporter) -> int:
    """Returns the side of the tiles: the wanted one, as a multiple of the network's stride, or the one that suits the model."""
    stride = stride_px(model.architecture, model.chip_size_px)
    wanted = wanted_px or default_tile_px(model.architecture, model.chip_size_px)
    if not SIDE_MULTIPLE_PX <= wanted <= LARGEST_TILE_PX:
        raise SettingsError(f"The tile size is {wanted} pixels. Choose {SIDE_MULTIPLE_PX} to {LARGEST_TILE_PX}.")
    if wanted_px is not None and wanted % stride:
        reporter.warning(
            f"Tiles have {wanted // stride * stride} pixels instead of {wanted}: the network needs multiples of {stride}."
        )
    return wanted // stride * stride


def _trial_images(model: ModelDescription, graph: OwnGraph, tile_px: int) -> torch.Tensor:
    """Returns an image (1, bands, side, side) of values as the graph takes them, distributed about as those of the training."""
    noise = torch.randn(1, model.band_count, tile_px, tile_px, generator=torch.Generator().manual_seed(0))
    means, stds = (torch.tensor(values).view(1, -1, 1, 1) for values in (model.band_means, model.band_stds))
    return ((noise * stds + means) / graph.unit).float()


def _report_metadata(model: ModelDescription, properties: dict[str, str], reporter: Reporter) -> None:
    """Logs what the metadata cannot state exactly."""
    if "resolution" not in properties:
        reporter.warning(
            "The model has no pixel size in metres, so the file states none: set it in the other program. GeoDeep would assume 10 cm."
        )
    elif model.crs_is_geographic:
        width, height = pixel_size_m(model.pixel_size_map, model.crs_wkt)
        reporter.warning(
            f"The model was trained in degrees. The file states the pixel size at the equator, {width:.4g} x {height:.4g} m: change it in the "
            "other program."
        )


def _checked(content: bytes, exported: ExportedGraph, images: torch.Tensor, reporter: Reporter) -> float | None:
    """Returns the share of equal labels in onnxruntime, None without it. Raises ModelError where it is too small."""
    try:
        share = equal_labels(content, exported, images)
    except BackendError as error:
        reporter.warning(f"The file was not tried: {error}")
        return None
    if share < FEWEST_EQUAL_LABELS:
        raise ModelError(
            f"onnxruntime gives {percent(share, 2)} of the pixels of a trial image the class that PyTorch gives them; {percent(FEWEST_EQUAL_LABELS)} are needed. "
            "The file was not written. Please report it, with the versions from Check Installation."
        )
    reporter.info(f"Tried in onnxruntime: {percent(share, 2)} of the pixels have the same class as in PyTorch.")
    return share
