"""Opens a network for OpenVINO: from what is kept in the model folder, or else converted, quantised, compiled and kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ...rasters.core.progress import Reporter, stop_if_cancelled
from ..core.options import INT8
from ..core.versions import plugin_version
from ..networks.batch_norm_folding import fuse_batch_norms
from .activation_table import ActivationTable
from .compiled_cache import keep_compiled, read_compiled
from .compiled_network import ANY_SIZE, CompiledNetwork, Compiler, properties_of
from .conversion import float_graph
from .package import full_name, version
from .quantized_graph import quantize

_TRIED_SIDE_PX = 64


@dataclass(frozen=True)
class Form:
    """How OpenVINO computes a network: on a `device` such as "CPU", in a `precision` such as "float32", and where there is a `table` in 8 bits."""

    device: str
    precision: str
    table: ActivationTable | None = None


def graph_of(
    network: nn.Module, bands: int, table: ActivationTable | None, pause: Callable[[], None] = lambda: None
) -> Any:  # noqa: ANN401
    """Returns the graph (openvino.Model) of a network on the CPU, which is changed in place; stops where `pause` raises.

    Raises ModelError, BackendError.
    """
    fuse_batch_norms(network.eval().float(), bands)
    if table is not None:
        table.correct_biases(network)
    graph = float_graph(network, bands, pause)
    if table is not None:
        quantize(graph, table.ranges)
    pause()
    return graph


def open_compiled(
    load: Callable[[], nn.Module],
    bands: int,
    form: Form,
    reporter: Reporter,
    folder: Path | None = None,
    digest: str = "",
) -> CompiledNetwork:
    """Returns a network compiled for a device.

    `load` returns the network on the CPU. Compiled for any size it is kept in the model `folder`, if one is given, for the files whose
    content `digest` stands for. Raises ModelError where OpenVINO cannot compute it, BackendError.
    """
    made_of = _made_of(form, digest)
    name = f"{form.device.lower()}-{INT8 if form.table else form.precision}"

    def pause() -> None:
        stop_if_cancelled(reporter)

    keep = folder is not None and form.device == "CPU"
    if keep:
        kept = read_compiled(folder, name, made_of, form.device, properties_of(form.device, form.precision))
        if kept is not None:
            return _tried(CompiledNetwork(lambda _: kept, pause), bands)
    compiler = Compiler(graph_of(load(), bands, form.table, pause), form.device, form.precision)
    if keep:
        problem = keep_compiled(folder, name, made_of, compiler(ANY_SIZE))
        if problem:
            reporter.info(f"The compiled network is not kept for the next run: {problem}.")
    compiled = CompiledNetwork(compiler, pause)
    return _tried(compiled, bands) if form.device == "CPU" else compiled


def _tried(network: CompiledNetwork, bands: int) -> CompiledNetwork:
    """Returns a network that has computed a small tile, so that what cannot be computed here is known before the work. Raises ModelError."""
    network(torch.zeros(1, bands, _TRIED_SIDE_PX, _TRIED_SIDE_PX))
    return network


def _made_of(form: Form, digest: str) -> dict[str, object]:
    """Returns what a compiled network depends on."""
    return {
        "model": digest,
        "device": full_name(form.device),
        "instructions": os.environ.get("ONEDNN_MAX_CPU_ISA", ""),
        "precision": form.precision,
        "int8": form.table is not None,
        "OpenVINO": version(),
        "PyTorch": torch.__version__,
        "plugin": plugin_version(),
    }
