"""Convolutions in 8-bit integers: `FakeQuantize` operations in a graph, which OpenVINO turns into integer kernels.

Weights take 255 symmetric levels per output channel, activations 256 levels between the ends of a measured range. One `FakeQuantize` stands
behind each tensor that a quantised convolution reads and serves all its readers; tensors that meet in a concatenation share their
range, so that it copies bytes.

CPUs without dot products of 8-bit integers (VNNI) add two products of weights and activations in 16 bits, which hold 255 times 128. The
steps of weights are so large that no two which meet there exceed that together. So the labels are the same on all CPUs. Source: Jacob et
al. 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...rasters.core.errors import BackendError, ModelError
from ..runtime.precision import limit_that_crashes_int8
from .package import openvino

_ACTIVATION_LEVELS, _WEIGHT_LEVELS = 256, 255
_LARGEST_WEIGHT, _LARGEST_PAIR = 127, 127
"""Of two weights as whole numbers, the sum. Rounding can raise it by one, to 128."""
_CHANNELS_TOGETHER = 4
"""So many input channels lie side by side in the kernels of oneDNN: the two products are of these, at the same place of the kernel."""
_CONVOLUTION = "Convolution"
_TRANSPARENT = ("MaxPool", "Concat")
"""Operations that pass quantised values on as they are."""

Range = tuple[float, float]


def quantize(graph: Any, ranges: Mapping[str, Range]) -> None:  # noqa: ANN401
    """Quantises in place the convolutions of a graph (openvino.Model) whose inputs' `ranges` are given, by the name of the module.

    Raises ModelError where the graph has no convolution of such a name, BackendError where a limit of instructions makes 8 bits unsafe.
    """
    if limit := limit_that_crashes_int8():
        raise BackendError(
            f"OpenVINO has crashed in 8 bits under the limit of instructions {limit}. Remove this environment variable."
        )
    convolutions = {}
    for node in graph.get_ordered_ops():
        if node.get_type_name() == _CONVOLUTION and module_name(node) in ranges:
            convolutions.setdefault(module_name(node), []).append(node)
    missing = sorted(ranges.keys() - convolutions.keys())
    if missing:
        raise ModelError(f"{len(missing)} quantised layers (such as {missing[0]}) are not in the graph of the network.")
    groups = _Groups()
    for name, nodes in convolutions.items():
        for node in nodes:
            groups.add(_sources(node.input_value(0)), ranges[name])
            _quantize_weights(node)
    for source, limits in groups.members():
        _quantize_activation(source, limits)
    graph.validate_nodes_and_infer_types()


def module_name(node: Any) -> str:  # noqa: ANN401
    """Returns the name of the module of PyTorch that a node comes from, such as "encoder.conv1"."""
    return node.get_friendly_name().partition("/")[0].removeprefix("__module.")


def weight_steps(weights: np.ndarray) -> np.ndarray:
    """Returns the quantisation step of weights (out, in, height, width) for each output channel: float32 (out, 1, 1, 1)."""
    out, channels = weights.shape[:2]
    largest = np.abs(weights).max(axis=(1, 2, 3))
    together = 2 * largest
    if channels % _CHANNELS_TOGETHER == 0:
        ordered = np.sort(weights.reshape(out, -1, _CHANNELS_TOGETHER, *weights.shape[2:]), axis=2)
        pairs = np.maximum(ordered[:, :, -2:].sum(axis=2), -ordered[:, :, :2].sum(axis=2))
        together = pairs.max(axis=(1, 2, 3))
    steps = np.maximum(largest / _LARGEST_WEIGHT, together / _LARGEST_PAIR).astype(np.float32)
    return np.where(steps > 0, steps, np.float32(1)).reshape(-1, 1, 1, 1)


def activation_limits(low: float, high: float) -> Range:
    """Returns a range that holds 0, as one of its levels: padding is exact."""
    low, high = min(low, 0.0), max(high, 1e-6)
    step = (high - low) / (_ACTIVATION_LEVELS - 1)
    below = round(-low / step)
    return -below * step, (_ACTIVATION_LEVELS - 1 - below) * step


class _Groups:
    """Tensors that share a range, since they meet in a concatenation."""

    def __init__(self) -> None:
        self._groups: list[tuple[dict[tuple[str, int], Any], Range]] = []

    def add(self, sources: list[Any], limits: Range) -> None:
        """Joins tensors (openvino.Output), and the groups that they belong to, over the union of the ranges."""
        joined = {(source.get_node().get_friendly_name(), source.get_index()): source for source in sources}
        apart = []
        for members, range_ in self._groups:
            if members.keys() & joined.keys():
                joined = {**members, **joined}
                limits = min(limits[0], range_[0]), max(limits[1], range_[1])
            else:
                apart.append((members, range_))
        self._groups = [*apart, (joined, limits)]

    def members(self) -> list[tuple[Any, Range]]:
        """Returns each tensor with the range of its group."""
        return [(source, limits) for members, limits in self._groups for source in members.values()]


def _sources(output: Any) -> list[Any]:  # noqa: ANN401
    """Returns the tensors (openvino.Output) that an output passes on."""
    node = output.get_node()
    if node.get_type_name() not in _TRANSPARENT:
        return [output]
    inputs = range(node.get_input_size() if node.get_type_name() == "Concat" else 1)
    return [source for number in inputs for source in _sources(node.input_value(number))]


def _quantize_activation(source: Any, limits: Range) -> None:  # noqa: ANN401
    readers = list(source.get_target_inputs())
    low, high = (np.full((1, 1, 1, 1), value, np.float32) for value in activation_limits(*limits))
    quantized = _fake_quantize(source, low, high, _ACTIVATION_LEVELS)
    for reader in readers:
        reader.replace_source_output(quantized)


def _quantize_weights(node: Any) -> None:  # noqa: ANN401
    weights = node.input_value(1)
    if weights.get_node().get_type_name() != "Constant":
        raise ModelError(f"The weights of {module_name(node)} are computed, so they cannot be quantised.")
    high = weight_steps(weights.get_node().get_data()) * np.float32(_LARGEST_WEIGHT)
    node.input(1).replace_source_output(_fake_quantize(weights, -high, high, _WEIGHT_LEVELS))


def _fake_quantize(source: Any, low: np.ndarray, high: np.ndarray, levels: int) -> Any:  # noqa: ANN401
    operations = openvino().opset13
    ends = [operations.constant(value) for value in (low, high, low, high)]
    return operations.fake_quantize(source, *ends, levels).output(0)
