"""Opens a model for classification, whatever it is: a model folder, an .onnx file or its folder, a folder of segmentation_models_pytorch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from torch import nn

from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter
from ..core.description import DESCRIPTION, read_description
from . import model_folder
from .model_folder import CONFIG, TABLE, WEIGHTS
from .model_source import ModelSource
from .onnx_network import ONNX, open_onnx
from .smp_folder import open_smp_folder


def open_model(model: str, band_scaling: Sequence[tuple[float, float]], reporter: Reporter) -> ModelSource:
    """Returns the model at a path; the network of a folder is not read yet.

    `band_scaling` is mean and standard deviation of each band for models that do not state them. Raises ModelError where there is no model
    or it is damaged. Raises SettingsError where the scaling is missing or not wanted, BackendError where a package is missing.
    """
    path = Path(model)
    if path.is_file() and path.suffix.lower() == f".{ONNX}":
        return open_onnx(path, band_scaling, reporter)
    if path.is_dir() and not (path / DESCRIPTION).is_file():
        if (path / CONFIG).is_file() and (path / WEIGHTS).is_file():
            return open_smp_folder(path, band_scaling, reporter)
        graphs = _graphs(path)
        if len(graphs) == 1:
            return open_onnx(graphs[0], band_scaling, reporter)
    description = read_description(model)
    if band_scaling:
        raise SettingsError(f"{model} holds the scaling of its bands. Leave the band scaling (BAND_SCALING) empty.")
    return ModelSource(model, description, lambda: model_folder.load_network(model, description))


def load_network(source: ModelSource) -> nn.Module:
    """Returns the network of a model, in evaluation mode on the CPU. Raises ModelError where it is damaged."""
    return source.load()


def model_files(model: str) -> tuple[Path, ...]:
    """Returns the existing files of the model at a path: those whose content it depends on."""
    path = Path(model)
    graphs = [path] if path.is_file() else [] if (path / DESCRIPTION).is_file() else _graphs(path)
    return tuple(
        each for each in (*(path / name for name in (DESCRIPTION, CONFIG, WEIGHTS, TABLE)), *graphs) if each.is_file()
    )


def _graphs(folder: Path) -> list[Path]:
    return sorted(each for each in folder.glob("*") if each.suffix.lower() == f".{ONNX}")
