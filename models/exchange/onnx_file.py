"""Returns a network as the content of an ONNX file, and tries it in onnxruntime.

PyTorch has two exporters behind `torch.onnx.export`. The one of `torch.export` (`dynamo=True`) is the default and the
one that is developed; that of TorchScript is deprecated. It needs the packages onnx and onnxscript, and writes
operators of opset 18, which onnxruntime reads from version 1.14 on. The version of the file's format is the oldest that
has this opset: older runtimes refuse newer ones.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Mapping
from types import ModuleType

import numpy as np
import torch
from torch import nn

from ...rasters.core.errors import BackendError, ModelError
from ..networks.onnx_network import SET_UP_ONNX, open_session

OPSET = 18
FORMAT_VERSION = 8
"""The IR version of ONNX."""
INPUT, OUTPUT = "input", "output"


def require_exporter() -> ModuleType:
    """Returns the package onnx. Raises BackendError, with the remedy, where it or onnxscript is missing or does not load."""
    try:
        importlib.import_module("onnxscript")
        return importlib.import_module("onnx")
    except ImportError as error:
        raise BackendError(
            f"Writing ONNX needs the Python packages onnx and onnxscript, of which one does not load here ({error}). {SET_UP_ONNX}"
        ) from error


def onnx_bytes(graph: nn.Module, example: torch.Tensor, properties: Mapping[str, str], name: str) -> bytes:
    """Returns the content of an ONNX file with a graph that takes images like `example`, (1, bands, side, side), and its properties.

    Raises BackendError as `require_exporter`, ModelError, naming the model by `name`, where PyTorch cannot export it.
    """
    onnx = require_exporter()
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")  # of the exporter's own parts
            program = torch.onnx.export(
                graph.eval(), (example,), dynamo=True, opset_version=OPSET, input_names=[INPUT], output_names=[OUTPUT],
                verbose=False,
            )  # fmt: skip
        model = program.model_proto
        model.ir_version = FORMAT_VERSION
        onnx.helper.set_model_props(model, dict(properties))
        onnx.checker.check_model(model)
        return model.SerializeToString()
    except (torch.onnx.OnnxExporterError, onnx.checker.ValidationError, ValueError, RuntimeError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:300].rstrip(".")
        raise ModelError(
            f"PyTorch {torch.__version__} cannot export {name} to ONNX: {reason}. Choose another tile size, or train another architecture or "
            "encoder."
        ) from error


def equal_labels(content: bytes, graph: nn.Module, images: torch.Tensor) -> float:
    """Returns the share of pixels to which onnxruntime and PyTorch give the same class. Raises BackendError, ModelError."""
    session = open_session(content, "The exported file")
    with torch.inference_mode():
        expected = graph(images).argmax(1).numpy()
    (found,) = session.run(None, {session.get_inputs()[0].name: images.numpy()})
    return float(np.mean(found.argmax(1) == expected))
