"""A network of PyTorch as a graph of OpenVINO, tried before it is used."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from ...rasters.core.errors import ModelError
from .package import core, openvino

_EXAMPLE_PX = (64, 96)
_TRIAL_PX = (128, 64)
"""Another size than that of the example: a size that tracing has turned into a constant shows."""
_TOLERANCE = 1e-2
"""Largest difference of logits, as a share of their largest value: rounding stays far below, a constant size far above."""


def float_graph(network: nn.Module, bands: int, pause: Callable[[], None] = lambda: None) -> Any:  # noqa: ANN401
    """Returns the graph (openvino.Model) of a network in evaluation mode on the CPU, in float32, for one image of any size at a time.

    The conversion stops between two layers where `pause` raises. Raises ModelError where OpenVINO cannot convert the network, or the graph
    returns other logits than the network; BackendError.
    """
    package = openvino()
    layers = [module for module in network.modules() if not any(module.children())]
    hooks = [layer.register_forward_pre_hook(lambda *_: pause()) for layer in layers]
    try:
        with warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")  # of tracing, which both packages call deprecated
            graph = package.convert_model(network, example_input=torch.zeros(1, bands, *_EXAMPLE_PX))
        graph.reshape(package.PartialShape([1, bands, -1, -1]))
        difference = _difference(network, graph, bands)
    except Exception as error:
        pause()  # the converter hides what stopped it in an error of its own
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:300].rstrip(".")
        raise ModelError(f"OpenVINO {package.get_version()} cannot compute this network: {reason}. {_CURE}") from error
    finally:
        for hook in hooks:
            hook.remove()
    if not difference <= _TOLERANCE:
        raise ModelError(
            f"OpenVINO {package.get_version()} returns other logits than PyTorch for this network, by {difference:.2g} of their size. {_CURE}"
        )
    return graph


_CURE = "Choose the device cpu, on which PyTorch computes it."


def _difference(network: nn.Module, graph: Any, bands: int) -> float:  # noqa: ANN401
    """Returns the largest difference between the logits of a network and of its graph, as a share of the largest logit."""
    images = torch.randn(1, bands, *_TRIAL_PX, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        expected = network(images).numpy()
    compiled = core().compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1})
    found = compiled({0: images.numpy()})[0]
    if found.shape != expected.shape:
        return float("inf")
    return float(np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-6))
