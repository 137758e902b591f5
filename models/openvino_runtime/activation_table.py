"""What the inputs of a network's convolutions are like: the file `int8.safetensors` of a model folder, from which its 8-bit form is made.

For each convolution, by the name of its module, the file holds a range and the mean of each channel. It holds neither code nor weights: the
8-bit network is always derived from `model.safetensors`, whose digest the file repeats. That of other weights is not used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file
from torch import nn

from ...rasters.core.errors import ModelError, OutputError
from ...rasters.core.json_text import parse_json
from ...rasters.outputs.atomic_file import AtomicFile
from ..core.digests import digest_of_file
from ..core.int8_trial import Int8Trial, read_trial
from ..core.serialization import to_data
from ..networks.model_folder import TABLE, WEIGHTS
from .quantized_graph import Range, weight_steps

_DIGEST, _TRIAL = "weights_sha256", "trial"
_KEPT_SHARE = 0.9999
"""The share of an input's values that its range holds; the others are clipped, so that the levels lie closer."""
_SAMPLED_PER_IMAGE = 20_000


@dataclass(frozen=True)
class Activations:
    """The inputs of a convolution: the `range` that is quantised, and `means` float32 (channels,)."""

    range: Range
    means: np.ndarray


@dataclass(frozen=True)
class ActivationTable:
    """The inputs of the convolutions that are quantised, by the name of the module, and the `trial` of the network made from them."""

    layers: Mapping[str, Activations]
    trial: Int8Trial | None = None

    @property
    def ranges(self) -> dict[str, Range]:
        """Returns the range of each input."""
        return {name: layer.range for name, layer in self.layers.items()}

    def without_ends(self) -> ActivationTable:
        """Returns the table without the first and the last convolution of each network, which hurt most where they are quantised."""
        networks: dict[str, list[str]] = {}
        for name in self.layers:
            member = re.match(r"members\.\d+\.", name)
            networks.setdefault(member.group() if member else "", []).append(name)
        inner = {name for names in networks.values() for name in names[1:-1]}
        return ActivationTable({name: layer for name, layer in self.layers.items() if name in inner})

    def correct_biases(self, network: nn.Module) -> None:
        """Takes from the biases of a network, in place, by how much rounding its weights shifts each channel's mean.

        Source: Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias Correction", section 4.2. Raises
        ModelError where the network has no such convolution.
        """
        convolutions = dict(network.named_modules())
        for name, layer in self.layers.items():
            module = convolutions.get(name)
            if not _is_quantised(module) or module.in_channels != len(layer.means):
                raise ModelError(f"{TABLE} has a layer {name}, which the network has not.")
            weights = module.weight.detach().numpy()
            steps = weight_steps(weights)
            error = (np.round(weights / steps) * steps - weights).sum((2, 3))
            shift = torch.from_numpy((error @ layer.means).astype(np.float32))
            old = torch.zeros(module.out_channels) if module.bias is None else module.bias.detach()
            module.bias = nn.Parameter(old - shift, requires_grad=False)


def measure(network: nn.Module, images: Iterable[torch.Tensor], seed: int = 0) -> ActivationTable:
    """Returns the table of a network in evaluation mode on the CPU, BatchNorm fused, from images (1, bands, height, width) as it takes them.

    Convolutions in groups stay as they are: they cost little. Raises ModelError where values are not finite.
    """
    generator = torch.Generator().manual_seed(seed)
    found: dict[str, _Measured] = {}

    def note(name: str) -> object:
        return lambda module, inputs: found.setdefault(name, _Measured()).add(inputs[0], generator)

    hooks = [
        module.register_forward_pre_hook(note(name))
        for name, module in network.named_modules()
        if _is_quantised(module)
    ]
    try:
        with torch.inference_mode():
            for image in images:
                network(image)
    finally:
        for hook in hooks:
            hook.remove()
    layers = {name: measured.activations() for name, measured in found.items()}
    for name, layer in layers.items():
        if not np.isfinite((*layer.range, *layer.means)).all():
            raise ModelError(f"The values that reach the layer {name} are not finite, so they have no range.")
    return ActivationTable(layers)


def _is_quantised(module: nn.Module | None) -> bool:
    return type(module) is nn.Conv2d and module.groups == 1


class _Measured:
    """The values of an input so far: random samples, and the mean of each channel in each image."""

    def __init__(self) -> None:
        self._samples: list[torch.Tensor] = []
        self._means: list[torch.Tensor] = []

    def add(self, values: torch.Tensor, generator: torch.Generator) -> None:
        flat = values.flatten()
        self._samples.append(flat[torch.randint(flat.numel(), (_SAMPLED_PER_IMAGE,), generator=generator)])
        self._means.append(values.mean((0, 2, 3)))

    def activations(self) -> Activations:
        low, high = np.quantile(torch.cat(self._samples).numpy(), (1 - _KEPT_SHARE, _KEPT_SHARE)).tolist()
        return Activations((low, high), torch.stack(self._means).mean(0).numpy())


def save_table(folder: str | Path, table: ActivationTable, path: str | Path | None = None) -> None:
    """Writes the table of the network whose weights lie in the folder, whole or not at all; to `path`, or into the folder. Raises OutputError."""
    metadata = {_DIGEST: weights_digest(folder), _TRIAL: json.dumps(to_data(table.trial))}
    arrays = {name: np.array([*layer.range, *layer.means], np.float32) for name, layer in table.layers.items()}
    # Numbered, since safetensors sorts by name.
    numbered = {f"{number:04d} {name}": array for number, (name, array) in enumerate(arrays.items())}
    with AtomicFile(path or Path(folder) / TABLE) as file, file.errors():
        try:
            save_file(numbered, file.temporary, metadata=metadata)
        except SafetensorError as error:
            raise OutputError(f"{file.path} cannot be written: {error}. Free some space there.") from error


def read_table(folder: str | Path) -> ActivationTable | None:
    """Returns the table of a model folder; None where there is none, or that of other weights. Raises ModelError for a damaged one."""
    path = Path(folder) / TABLE
    if not path.is_file():
        return None
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            if metadata.get(_DIGEST) != weights_digest(folder):
                return None
            trial = read_trial(parse_json(metadata.get(_TRIAL, "null")))
            arrays = {key: file.get_tensor(key) for key in sorted(file.keys())}
        return ActivationTable({key.partition(" ")[2]: _activations(array) for key, array in arrays.items()}, trial)
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelError(f"{path} is damaged ({error}). Remove it, or quantise the model again.") from error


def _activations(array: np.ndarray) -> Activations:
    if array.ndim != 1 or len(array) < 3 or not np.isfinite(array).all() or array[0] > array[1]:
        raise ValueError("it holds no range and means")
    return Activations((float(array[0]), float(array[1])), array[2:].astype(np.float32))


def weights_digest(folder: str | Path) -> str:
    """Returns the SHA-256 of the weights of a model folder. Raises OSError."""
    return digest_of_file(Path(folder) / WEIGHTS)
