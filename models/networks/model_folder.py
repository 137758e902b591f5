"""The model folder: `config.json` and `model.safetensors` as in segmentation_models_pytorch, and `model.json`.

`segmentation_models_pytorch.from_pretrained(folder)` opens it wherever that library has the network; those of
`dilated_deeplab` have a class name of their own. Reading the folder cannot run any code in it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import nn

from ...rasters.core.errors import ModelError, OutputError, SettingsError
from ...rasters.core.json_text import parse_json
from ...rasters.outputs.renaming import flush_to_disk
from ..core.description import DESCRIPTION, ModelDescription, read_description, write_description
from ..core.options import ENCODERS
from .build import NetworkSpec, network_config, network_from_config, suitable_depth

CONFIG = "config.json"
WEIGHTS = "model.safetensors"
TABLE = "int8.safetensors"
"""What the network is computed by in 8 bits, where it was shown to be as accurate (openvino_runtime.activation_table)."""

_LEAST_WIDE = 1024
_CURE = "Restore the folder from a copy, or train the model again."


def network_spec(description: ModelDescription) -> NetworkSpec:
    """Returns the specification of the network that a model folder describes."""
    return NetworkSpec(
        description.architecture,
        description.encoder,
        description.band_count,
        description.class_count,
        suitable_depth(description.architecture, description.chip_size_px),
    )


def save_model(folder: str | Path, network: nn.Module, spec: NetworkSpec, description: ModelDescription) -> None:
    """Writes a network, on any device, and its description into an existing folder.

    Raises ModelError where network, specification and description do not belong together, OutputError where a file
    cannot be written.
    """
    if network_spec(description) != spec:
        raise ModelError(f"The description is of {network_spec(description)}, the network is {spec}.")
    state = {key: value.detach().to("cpu", copy=True).contiguous() for key, value in network.state_dict().items()}
    config = json.dumps(network_config(network), sort_keys=True, indent=2)
    try:
        save_file(state, Path(folder) / WEIGHTS, metadata={"format": "pt"})
        (Path(folder) / CONFIG).write_text(config, encoding="utf-8")
        # safetensors makes the file readable by its owner alone; a model is for all who may read its folder.
        shutil.copymode(Path(folder) / CONFIG, Path(folder) / WEIGHTS)
        write_description(folder, description)
        for name in (WEIGHTS, CONFIG, DESCRIPTION):
            flush_to_disk(os.path.join(folder, name))
    except (OSError, SafetensorError) as error:
        raise OutputError(
            f"The model cannot be written into {folder}: {error}. "
            "Check that the folder can be written and that the disk has room."
        ) from error


def load_model(folder: str | Path) -> tuple[nn.Module, ModelDescription]:
    """Reads a model folder; returns the network, on the CPU in evaluation mode, and its description.

    Raises ModelError as `read_description` does, and where a file is missing, truncated or damaged, or the weights do not fit the network.
    """
    description = read_description(folder)
    return load_network(folder, description), description


def load_network(folder: str | Path, description: ModelDescription) -> nn.Module:
    """Reads the network of a model folder whose `description` is known. Raises ModelError as `load_model`."""
    network = _network(Path(folder), network_spec(description))
    load_weights(folder, network)
    return network.eval()


def load_weights(folder: str | Path, network: nn.Module) -> None:
    """Loads the weights of a folder into its network, which is allocated now if it was not. Raises ModelError where they are missing, damaged or do not fit."""
    state = _state(Path(folder))
    _check_fit(Path(folder), network.state_dict(), state)
    if any(parameter.is_meta for parameter in network.parameters()):
        network.to_empty(device="cpu")
    nn.Module.load_state_dict(network, state)


def read_config(folder: Path) -> dict:
    """Reads the configuration of the network in a folder. Raises ModelError where it is missing, damaged or incomplete.

    Its whole numbers, such as channels, are at most as large as the longest side of a weight. A larger network would not fit its weights,
    but could take all memory before that is found.
    """
    path = folder / CONFIG
    try:
        config = parse_json(path.read_text(encoding="utf-8"))
        for key in ("encoder_name", "in_channels", "classes"):
            config[key]
    except FileNotFoundError as error:
        raise ModelError(f"The model folder {folder} lacks {CONFIG}. {_CURE}") from error
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read: {error.strerror or error}. Check the folder's permissions."
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(
            f"The model folder {folder} is damaged: {CONFIG} is not a network's configuration. {_CURE}"
        ) from error
    largest, widest = max(_whole_numbers(config)), _widest(folder)
    if largest > widest:
        raise ModelError(
            f"The model folder {folder} contradicts itself: {CONFIG} holds the number {largest}, and no array of {WEIGHTS} is wider "
            f"than {widest}. {_CURE}"
        )
    return config


def _network(folder: Path, spec: NetworkSpec) -> nn.Module:
    """Builds the network of config.json, which must match model.json; it is allocated when its weights are loaded."""
    config = read_config(folder)
    stated = (config["encoder_name"], config["in_channels"], config["classes"])
    if stated != (spec.encoder, spec.in_channels, spec.classes):
        raise ModelError(
            f"The model folder {folder} contradicts itself: {CONFIG} has encoder, bands, classes {stated}, model.json "
            f"{(spec.encoder, spec.in_channels, spec.classes)}. {_CURE}"
        )
    # Without random initial weights, which take seconds and half a gigabyte for VGG; other encoders need them.
    known = spec.encoder in ENCODERS
    try:
        with torch.device("meta" if known else "cpu"):
            return network_from_config(config)
    except SettingsError as error:
        raise ModelError(f"The network of the model folder {folder} cannot be built here: {error}") from error


def _state(folder: Path) -> dict[str, torch.Tensor]:
    with _weights_of(folder) as path:
        return load_file(path, device="cpu")


def _widest(folder: Path) -> int:
    """Returns the longest side of the weights that hold anything, no less than networks have anyway; reads their header only."""
    with _weights_of(folder) as path, safe_open(path, framework="pt") as file:
        shapes = [file.get_slice(key).get_shape() for key in file.keys()]  # noqa: SIM118 (no mapping)
    return max((_LEAST_WIDE, *(side for shape in shapes if 0 not in shape for side in shape)))


@contextlib.contextmanager
def _weights_of(folder: Path) -> Iterator[Path]:
    """Gives the file of the weights; turns errors of reading it into ModelError."""
    path = folder / WEIGHTS
    if not path.is_file():
        raise ModelError(f"The model folder {folder} lacks {WEIGHTS}, the network's weights. {_CURE}")
    try:
        yield path
    except (SafetensorError, ValueError) as error:
        raise ModelError(f"{path} is truncated or damaged ({error}). {_CURE}") from error
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read: {error.strerror or error}. Check the folder's permissions."
        ) from error


def _whole_numbers(content: object) -> Iterator[int]:
    """Yields 0 and the size of each whole number in plain data, and the length of each list."""
    yield 0
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        yield len(content)
        for entry in content:
            yield from _whole_numbers(entry)
    elif isinstance(content, int):
        yield abs(content)


def _check_fit(folder: Path, expected: dict[str, torch.Tensor], found: dict[str, torch.Tensor]) -> None:
    """Raises ModelError where the weights' names or shapes are not the network's."""
    missing, foreign = sorted(expected.keys() - found.keys()), sorted(found.keys() - expected.keys())
    shapes = [key for key in expected.keys() & found.keys() if expected[key].shape != found[key].shape]
    if not (missing or foreign or shapes):
        return
    example = (missing + foreign + sorted(shapes))[0]
    raise ModelError(
        f"{folder / WEIGHTS} does not fit the network of {CONFIG}: {len(missing)} arrays are missing, {len(foreign)} "
        f"are foreign, {len(shapes)} have another shape (such as {example}). {_CURE}"
    )
