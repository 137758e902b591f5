"""Networks in .onnx files: opened with onnxruntime, described by their metadata, and run as a network of PyTorch.

Segmentation networks of Deepness and GeoDeep take one image (batch, bands, side, side) and return one (batch, classes, side, side) of
probabilities; one channel is the probability of a class against the background. Reading a file runs no code of its own.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import nn

from ...rasters.classes.class_table import ClassEntry, ClassTable, distinct_color
from ...rasters.core.errors import BackendError, ModelError, SettingsError
from ...rasters.core.pixel_area import metre_crs_wkt
from ...rasters.core.progress import Reporter
from ..core.description import ModelDescription
from ..core.normalization import Scaling, scaling_for
from ..core.options import NO_ENCODER
from ..core.telemetry import turn_telemetry_off
from .model_source import ModelSource, TileRules
from .onnx_metadata import DEEPNESS_UNIT, OnnxMetadata, OwnGraph, read_properties

ONNX = "onnx"
"""The ending of the files, and the architecture of a network of which no more is known."""
SET_UP_ONNX = "Run Set Up Deep Learning with ONNX (Packages for ONNX models), which installs it."

_DTYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(double)": np.float64}
_NEEDED = (
    "A segmentation model takes one image (batch, bands, height, width) and returns one (batch, classes, height, width)"
)
_TOLERANCE = 1e-3
_TRIAL_IMAGES, _TRIAL_SIDE_PX = 2, 512
_MOST_VALUES = 2**27
"""The numbers in the images that a graph takes at once: files of half a GiB of input are damaged, or no use."""
_UNKNOWN_SIDE_PX = 256
"""The side of the trial image, and of the tiles, where a network takes images of any size and states none."""


def onnxruntime() -> ModuleType:
    """Returns the package onnxruntime, without its telemetry. Raises BackendError, with the remedy, where it is missing or does not load."""
    turn_telemetry_off()
    try:
        package = importlib.import_module("onnxruntime")
    except ImportError as error:
        raise BackendError(
            f"An .onnx file needs the Python package onnxruntime, which does not load here ({error}). {SET_UP_ONNX}"
        ) from error
    package.disable_telemetry_events()  # those of Windows' own tracing, too
    return package


def open_session(model: str | bytes, name: str) -> Any:  # noqa: ANN401 (of a package that may be missing)
    """Returns an inference session on the CPU for a file or its content. Raises ModelError where it cannot be read, BackendError."""
    runtime = onnxruntime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3  # errors: warnings of its optimizer help nobody
    try:
        return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(
            f"{name} cannot be read as a model by onnxruntime {runtime.__version__}: {_first_line(error)}. Restore the file from a copy, or "
            "export it again."
        ) from error


def open_onnx(path: Path, band_scaling: Sequence[tuple[float, float]], reporter: Reporter) -> ModelSource:
    """Opens an .onnx file for classification; logs what its metadata do not state and is assumed.

    `band_scaling` is mean and standard deviation of each band, () for what the file states. Raises ModelError where the file is no
    segmentation model, BackendError without onnxruntime, SettingsError for a scaling that does not fit.
    """
    session = open_session(str(path), path.name)
    try:
        metadata = read_properties(session.get_modelmeta().custom_metadata_map, path.name)
        graph = _Graph.of(session, metadata, path.name)
    except UnicodeDecodeError as error:
        raise ModelError(
            f"{path.name} has names that are no UTF-8 text ({error.reason}). Restore the file from a copy, or export it again."
        ) from error
    if metadata.model_type not in (None, "Segmentor"):
        raise ModelError(
            f"{path.name} is a model of the type {metadata.model_type}. Choose a segmentation model (Segmentor)."
        )
    if metadata.own is not None:
        return _own_source(path, graph, metadata, band_scaling)
    output = graph.trial()
    form = output_form(output)
    reporter.info(f"{path.name}: {_FORMS[form]}")
    names = _class_names(metadata, output.shape[1], path.name, reporter)
    scaling, is_for_bytes = _scaling(metadata, band_scaling, graph.bands, path.name, reporter)
    threshold = metadata.threshold if metadata.threshold is not None else 0.5
    if form.startswith("one_") and not 0 < threshold < 1:
        raise ModelError(f"The metadata of {path.name} have the threshold {threshold:g}. It must lie between 0 and 1.")
    if threshold > 0 and metadata.threshold is not None and not form.startswith("one_"):
        reporter.info(
            f"The threshold of {path.name}, {threshold:g}, is not used: each pixel gets its most probable class."
        )
    if metadata.resolution_m is None:
        reporter.info(f"{path.name} states no pixel size, so that of the raster is not compared with it.")
    description = ModelDescription(
        architecture=ONNX,
        encoder=NO_ENCODER,
        class_table=ClassTable(
            tuple(ClassEntry(index, each, distinct_color(index)) for index, each in enumerate(names))
        ),
        band_names=tuple(f"Band {number}" for number in range(1, graph.bands + 1)),
        dtype="",
        band_means=scaling.means,
        band_stds=scaling.stds,
        band_minimums=scaling.means,
        band_maximums=scaling.means,
        pixel_size_map=(metadata.resolution_m or 0.0,) * 2,
        crs_wkt=metre_crs_wkt() if metadata.resolution_m else "",
        chip_size_px=graph.side_px,
        ignore_class=None,
    )
    network = OnnxNetwork(graph, form, threshold)
    return ModelSource(path.name, description, lambda: network, _tiles(graph, metadata), is_for_bytes, True)


def _own_source(
    path: Path, graph: _Graph, metadata: OnnxMetadata, band_scaling: Sequence[tuple[float, float]]
) -> ModelSource:
    """Returns the source of a file that Export Model wrote. Raises ModelError where it contradicts itself, SettingsError for a scaling."""
    own = metadata.own
    channels = own.description.class_count + own.background
    if graph.bands != own.description.band_count or graph.trial().shape[1] != channels:
        raise ModelError(
            f"{path.name} contradicts itself: its description is of {own.description.band_count} bands and {own.description.class_count} "
            "classes, its graph of others. Export the model again."
        )
    if band_scaling:
        raise SettingsError(f"{path.name} holds the scaling of its bands. Leave the band scaling (BAND_SCALING) empty.")
    network = OwnOnnxNetwork(graph, own)
    return ModelSource(path.name, own.description, lambda: network, _tiles(graph, metadata), False, True)


def _tiles(graph: _Graph, metadata: OnnxMetadata) -> TileRules | None:
    """Returns the rules of a graph for tiles of one size, None where it takes any."""
    if not graph.is_fixed:
        return None
    overlap = metadata.tiles_overlap
    return TileRules(graph.side_px, None if overlap is None else round(graph.side_px * overlap / 100))


@dataclass(frozen=True)
class _Graph:
    """The graph of a session: its `input_name` and `dtype`, `bands`, the side of its tiles (the only one where it `is_fixed`), and images per batch (None: any)."""

    session: Any
    name: str
    input_name: str
    dtype: type
    bands: int
    side_px: int
    is_fixed: bool
    batch: int | None

    @classmethod
    def of(cls, session: Any, metadata: OnnxMetadata, name: str) -> _Graph:  # noqa: ANN401
        """Reads what a graph takes. Raises ModelError where it is not one image of a known number of bands, in a known form."""
        inputs, outputs = session.get_inputs(), session.get_outputs()
        shapes = ", ".join(str(each.shape) for each in (*inputs, *outputs))
        if len(inputs) != 1 or len(outputs) != 1 or len(inputs[0].shape) != 4 or len(outputs[0].shape) != 4:
            raise ModelError(f"{name} has inputs and outputs of the shapes {shapes}. {_NEEDED}.")
        if inputs[0].type not in _DTYPES:
            raise ModelError(
                f"{name} takes {inputs[0].type}. Export it with an input of 32-bit floating point numbers."
            )
        batch, bands, height, width = (each if isinstance(each, int) else None for each in inputs[0].shape)
        if bands is None or height != width:
            raise ModelError(
                f"{name} takes images of the shape {inputs[0].shape}. {_NEEDED}, with a fixed number of bands, and square."
            )
        side = height or metadata.tile_px or _UNKNOWN_SIDE_PX
        graph = cls(session, name, inputs[0].name, _DTYPES[inputs[0].type], bands, side, height is not None, batch)
        if max(batch or 1, _TRIAL_IMAGES) * bands * graph.trial_side_px**2 > _MOST_VALUES:
            raise ModelError(
                f"{name} takes {bands} bands in tiles of {side} pixels, {batch or 'some'} at a time, which takes too much memory. Export it with "
                "smaller tiles."
            )
        return graph

    @property
    def trial_side_px(self) -> int:
        """Returns the side of the trial image: the only one, or a smaller one that is a multiple of what halves as often."""
        if self.is_fixed or self.side_px <= _TRIAL_SIDE_PX:
            return self.side_px
        unit = min(self.side_px & -self.side_px, _TRIAL_SIDE_PX)
        return _TRIAL_SIDE_PX // unit * unit

    def run(self, images: np.ndarray) -> np.ndarray:
        """Returns the output for images (n, bands, side, side) as float32 (n, channels, side, side)."""
        size = self.batch or len(images)
        parts = []
        for start in range(0, len(images), size):
            part = images[start : start + size].astype(self.dtype, copy=False)
            lacking = size - len(part)
            if lacking:
                part = np.concatenate([part, np.zeros((lacking, *part.shape[1:]), part.dtype)])
            (found,) = self.session.run(None, {self.input_name: part})
            parts.append(found[: size - lacking].astype(np.float32, copy=False))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def trial(self) -> np.ndarray:
        """Returns the output for an image of zeros and one of noise. Raises ModelError where it is no image of the same size."""
        side = self.trial_side_px
        images = np.random.default_rng(0).standard_normal((_TRIAL_IMAGES, self.bands, side, side)).astype(np.float32)
        images[0] = 0
        try:
            found = self.run(images)
        except Exception as error:
            raise ModelError(
                f"{self.name} does not run on a tile of {side} pixels: {_first_line(error)}. Export it with a fixed tile size."
            ) from error
        if found.ndim != 4 or found.shape[2:] != (side, side):
            raise ModelError(
                f"{self.name} returns {found.shape[1:]} for a tile of {side} pixels. {_NEEDED}, of the same height and width."
            )
        return found


_FORMS = {
    "probabilities": "its output is taken as class probabilities.",
    "scores": "its output lies between 0 and 1 and does not add up to 1, so the classes are taken as independent: the probabilities of "
    "a pixel are divided by their sum.",
    "logits": "its output is taken as logits, of which the softmax is the class probabilities.",
    "one_probability": "its single output channel is taken as the probability of class 1 against the background, 0.",
    "one_logit": "its single output channel is taken as the logit of class 1 against the background, 0.",
}
"""What the output of a network can be, and how the log calls it."""


def output_form(output: np.ndarray) -> str:
    """Returns what an output is, one of `_FORMS`, from its values for some images: metadata do not state it."""
    shares = bool(output.min() >= -_TOLERANCE and output.max() <= 1 + _TOLERANCE)
    if output.shape[1] == 1:
        return "one_probability" if shares else "one_logit"
    if not shares:
        return "logits"
    return "probabilities" if np.allclose(output.sum(axis=1), 1, atol=10 * _TOLERANCE) else "scores"


def _class_names(metadata: OnnxMetadata, channels: int, name: str, reporter: Reporter) -> tuple[str, ...]:
    """Returns the names of the classes. Raises ModelError where the metadata have another number."""
    count = max(channels, 2)
    names = metadata.class_names
    if not names:
        reporter.info(f"{name} states no class names: its classes are called by their numbers, 0 to {count - 1}.")
        return tuple(map(str, range(count)))
    if len(names) == 1 and channels == 1:
        return ("background", *names)
    if len(names) != count:
        raise ModelError(
            f"The metadata of {name} name {len(names)} classes ({', '.join(names[:5])}), but its output has {channels} channels. Correct "
            "class_names with the program that wrote the file."
        )
    return names


def _scaling(
    metadata: OnnxMetadata, band_scaling: Sequence[tuple[float, float]], bands: int, name: str, reporter: Reporter
) -> tuple[Scaling, bool]:
    """Returns the scaling of the bands in units of the raster, and whether it is assumed for bytes.

    Raises ModelError where none is given and the metadata state one for other bands, SettingsError for another number of pairs.
    """
    means = tuple(DEEPNESS_UNIT * mean for mean in metadata.means or (0.0,))
    stds = tuple(DEEPNESS_UNIT * std for std in metadata.stds or (1.0,))
    is_stated = bool(metadata.means or metadata.stds)
    if band_scaling:
        given = scaling_for(band_scaling, bands, name)
        if is_stated:
            reporter.warning(
                f"The band scaling that was given (means {_listed(given.means)}, standard deviations {_listed(given.stds)}) is used in place "
                f"of that of {name} (means {_listed(means)}, standard deviations {_listed(stds)})."
            )
        return given, False
    if {len(means), len(stds)} - {1, bands}:
        raise ModelError(
            f"The metadata of {name} have {len(means)} means and {len(stds)} standard deviations for {bands} bands. Correct them with the "
            "program that wrote the file, or give the band scaling (BAND_SCALING)."
        )
    if not is_stated:
        reporter.info(f"{name} states no scaling of its bands: values are divided by 255.")
    return Scaling(means * (bands // len(means)), stds * (bands // len(stds))), not is_stated


class OnnxNetwork(nn.Module):
    """A graph as a network: maps images (n, bands, side, side) to logits (n, classes, side, side) on their device."""

    def __init__(self, graph: _Graph, form: str, threshold: float) -> None:
        """Takes the graph, what its output is (`output_form`), and the probability from which class 1 of two wins."""
        super().__init__()
        self._graph, self._form = graph, form
        self._shift = math.log(threshold / (1 - threshold)) if form.startswith("one_") else 0.0

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Returns logits, whose softmax is what the graph returns as probabilities."""
        output = torch.from_numpy(self._graph.run(images.cpu().numpy())).to(images.device)
        if self._form in ("probabilities", "scores"):
            return log_of(output)
        if self._form == "logits":
            return output
        logit = output if self._form == "one_logit" else log_of(output) - log_of(1 - output)
        return torch.cat([torch.zeros_like(logit), logit - self._shift], 1)


class OwnOnnxNetwork(nn.Module):
    """A graph that Export Model wrote, as the network that it was exported from."""

    def __init__(self, graph: _Graph, own: OwnGraph) -> None:
        """Takes the graph, and how it differs from the network."""
        super().__init__()
        self._graph, self._own = graph, own
        stds = [std if std > 0 else 1.0 for std in own.description.band_stds]
        self._means, self._stds = (
            np.array(values, np.float32).reshape(1, -1, 1, 1) for values in (own.description.band_means, stds)
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Returns the network's logits up to a constant per pixel."""
        values = (images.cpu().numpy() * self._stds + self._means) / np.float32(self._own.unit)
        probabilities = torch.from_numpy(self._graph.run(values)).to(images.device)
        return log_of(probabilities[:, 1:] if self._own.background else probabilities) * self._own.temperature


def log_of(probabilities: torch.Tensor) -> torch.Tensor:
    """Returns logarithms that are finite where a probability is 0."""
    return probabilities.clamp_min(torch.finfo(torch.float32).tiny).log()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300].rstrip(".")


def _listed(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.6g}" for value in values)
