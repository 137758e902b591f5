"""A compiled graph as a network: what runs a network of PyTorch runs it, too."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from ...rasters.core.errors import ModelError
from .package import core, openvino

ANY_SIZE = (-1, -1)
_POLL_MS = 20
"""How often a running forward pass asks whether to stop."""


class CompiledNetwork(nn.Module):
    """Maps images (n, bands, height, width) on the CPU to logits (n, classes, height, width), one image after the other.

    A forward pass stops between two layers where `pause` raises.
    """

    def __init__(self, compile_for: Callable[[tuple[int, int]], Any], pause: Callable[[], None]) -> None:
        """Takes a function that returns the compiled graph (openvino.CompiledModel) for a height and width, and `pause`."""
        super().__init__()
        self._compile_for, self._pause = compile_for, pause
        self._requests: dict[int, Any] = {}

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Returns the logits, float32; of a single image they are valid until the next call."""
        request = self._request(images.shape[-2:])
        if len(images) == 1:
            return self._run(request, images)
        return torch.cat([self._run(request, image).clone() for image in images.split(1)])

    def _request(self, size_px: tuple[int, int]) -> Any:  # noqa: ANN401
        compiled = self._compile_for(tuple(size_px))
        if id(compiled) not in self._requests:
            self._requests[id(compiled)] = compiled.create_infer_request()
        return self._requests[id(compiled)]

    def _run(self, request: Any, image: torch.Tensor) -> torch.Tensor:  # noqa: ANN401
        """Returns the logits of one image. Raises ModelError where OpenVINO fails."""
        values = image.float().contiguous().numpy()
        try:
            request.set_input_tensor(openvino().Tensor(values, shared_memory=True))
            request.start_async()
            while not request.wait_for(_POLL_MS):
                self._pause()
        except RuntimeError as error:  # also of an operator that this CPU or device lacks
            raise _cannot_compute(error) from error
        except BaseException:
            request.cancel()
            with contextlib.suppress(RuntimeError):  # that it was cancelled
                request.wait()
            raise
        return torch.from_numpy(request.get_output_tensor(0).data)


def _cannot_compute(error: RuntimeError) -> ModelError:
    reason = (str(error).strip() or type(error).__name__).splitlines()[-1].rstrip(".")
    return ModelError(
        f"OpenVINO cannot compute the network here: {reason}. Choose the device cpu and the precision float32."
    )


class Compiler:
    """Compiles a graph for a device: once for all sizes where the device takes that, else for each size of tiles."""

    def __init__(self, graph: Any, device: str, precision: str) -> None:  # noqa: ANN401
        """Takes a graph (openvino.Model), a device such as "CPU", and the name of the precision of what is not quantised."""
        self._graph, self._device, self._properties = graph, device, properties_of(device, precision)
        self._any_size = device in _TAKE_ANY_SIZE
        self._compiled: dict[tuple[int, int], Any] = {}

    def __call__(self, size_px: tuple[int, int]) -> Any:  # noqa: ANN401
        """Returns the graph compiled for images of that height and width (openvino.CompiledModel). Raises ModelError where OpenVINO fails."""
        key = ANY_SIZE if self._any_size else size_px
        if key not in self._compiled:
            graph = self._graph.clone()
            graph.reshape(openvino().PartialShape([1, graph.input(0).partial_shape[1], *key]))
            try:
                self._compiled[key] = core().compile_model(graph, self._device, self._properties)
            except RuntimeError as error:
                raise _cannot_compute(error) from error
        return self._compiled[key]


_TAKE_ANY_SIZE = ("CPU", "GPU")
_HINTS = {"float32": "f32", "bfloat16": "bf16", "float16": "f16"}


def properties_of(device: str, precision: str) -> dict[str, Any]:
    """Returns the settings with which a graph is compiled: precision, and on the CPU the threads of PyTorch."""
    properties: dict[str, Any] = {"INFERENCE_PRECISION_HINT": _HINTS[precision]}
    if device == "CPU":
        properties |= {
            "INFERENCE_NUM_THREADS": torch.get_num_threads(),
            "NUM_STREAMS": 1,
            "ENABLE_CPU_PINNING": False,
        }
    return properties


def own_precision(device: str) -> str:
    """Returns the name of the precision in which a device computes what is not quantised, by what OpenVINO reports of it."""
    able = core().get_property(device, "OPTIMIZATION_CAPABILITIES")
    return next((name for name, flag in (("bfloat16", "BF16"), ("float16", "FP16")) if flag in able), "float32")
