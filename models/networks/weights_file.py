"""Encoder weights from a local file.

A file may hold the state dictionary of an encoder (torchvision, timm, TorchGeo) or of a whole model around it; its keys are
matched by name below the prefix that fits best. A first convolution for another number of bands is adapted as in
segmentation_models_pytorch: summed for one band, otherwise repeated in turn and scaled to keep the size of the sum.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from ...rasters.core.errors import ModelError
from ...rasters.core.progress import Reporter

SMALLEST_SHARE = 0.5
"""A file with less than this share of the encoder's arrays was made for another encoder."""

_DENSE_LAYER = re.compile(r"(denselayer\d+\.(?:norm|relu|conv))\.([12]\.)")
_COUNTER = "num_batches_tracked"
_FOLLOWERS = ("encoder_k.", "momentum_encoder.", "student.")
"""Second copies of an encoder in files of self-supervised training; the first is the one that their authors use."""


@dataclass(frozen=True)
class WeightsSummary:
    """What was loaded from a file into an encoder: the number of arrays, and the names of missing and of unused ones.

    `adapted_from` is the number of bands of the file's first convolution where it was adapted.
    """

    path: str
    loaded: int
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    adapted_from: int | None
    bands: int

    def report(self, reporter: Reporter) -> None:
        """Logs the summary; warns where a part of the encoder starts with random weights."""
        total = self.loaded + len(self.missing)
        sentence = f"Loaded {self.loaded} of the encoder's {total} arrays from {self.path}."
        if self.adapted_from is not None:
            sentence += f" The first convolution, made for {self.adapted_from} bands, was adapted to {self.bands}."
        if self.unused:
            sentence += f" {len(self.unused)} arrays of the file are unused (such as {self.unused[0]})."
        reporter.info(sentence)
        if self.missing:
            reporter.warning(
                f"{len(self.missing)} arrays of the encoder (such as {self.missing[0]}) are not in {self.path}: "
                "they start with random weights."
            )


def load_file_weights(encoder: nn.Module, name: str, path: str) -> WeightsSummary:
    """Loads the weights of a local file into an encoder.

    Raises ModelError where the file cannot be read without running code, and where an array has another shape than the encoder's of that
    name. It raises the same error where less than half of the encoder's arrays are there.
    """
    source = read_arrays(Path(path))
    target = {key: value for key, value in encoder.state_dict().items() if not key.endswith(_COUNTER)}
    first = first_convolution(encoder)
    matched = _match(target, source)
    for key, origin in matched.items():
        if not _fits(source[origin], target[key], key == first):
            raise ModelError(
                f"{path} does not fit the encoder {name}: {origin} has the shape {tuple(source[origin].shape)}, the encoder's "
                f"{tuple(target[key].shape)}. Choose the encoder that the file was made for, or another file."
            )
    if len(matched) < SMALLEST_SHARE * len(target):
        raise ModelError(
            f"{path} does not fit the encoder {name}: {len(matched)} of the encoder's {len(target)} arrays are in it. "
            "Choose the encoder that the file was made for, or another file."
        )
    state = {key: source[origin] for key, origin in matched.items()}
    bands, made_for = target[first].shape[1], None
    if first in state and state[first].shape[1] != bands:
        made_for = state[first].shape[1]
        state[first] = adapt_bands(state[first], bands)
    nn.Module.load_state_dict(encoder, state, strict=False)
    used = set(matched.values())
    return WeightsSummary(
        path=str(path),
        loaded=len(matched),
        missing=tuple(key for key in target if key not in matched),
        unused=tuple(key for key in source if key not in used and not key.endswith(_COUNTER)),
        adapted_from=made_for,
        bands=bands,
    )


def read_arrays(path: Path) -> dict[str, torch.Tensor]:
    """Reads the arrays of a .safetensors, .pth, .pt, .ckpt or .bin file, or of a model folder's model.safetensors.

    Of nested dictionaries, as training programs save them, the one with most arrays is used. Raises ModelError where the file
    is missing, damaged, of another kind, or holds anything that cannot be restored without running code.
    """
    path = weights_path(path)
    if not path.is_file():
        raise ModelError(f"There is no weights file {path}. Choose a .safetensors, .pth or .pt file.")
    suffix = path.suffix.lower()
    if suffix not in (".safetensors", ".pth", ".pt", ".ckpt", ".bin"):
        raise ModelError(f"{path} is not a weights file. Choose a .safetensors, .pth or .pt file.")
    try:
        if suffix == ".safetensors":
            return load_file(path, device="cpu")
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise ModelError(
            f"{path} cannot be read as plain arrays ({reason}). It is damaged, or holds Python objects, which are never "
            "loaded. Save its state dictionary alone, best as .safetensors."
        ) from error
    dictionaries = [content, *content.values()] if isinstance(content, Mapping) else []
    arrays = max((_arrays(entry) for entry in dictionaries), key=len, default={})
    if not arrays:
        raise ModelError(
            f"{path} holds no dictionary of arrays. Save the network's state dictionary, best as .safetensors."
        )
    return arrays


def adapt_bands(weight: torch.Tensor, bands: int) -> torch.Tensor:
    """Adapts a first convolution (out, in, height, width) to another number of input bands.

    One band gets the sum over the old ones; more get the old ones in turn, scaled by old / new number.
    """
    if bands == 1:
        return weight.sum(1, keepdim=True)
    turns = torch.arange(bands) % weight.shape[1]
    return weight[:, turns] * (weight.shape[1] / bands)


def first_convolution(encoder: nn.Module) -> str:
    """Returns the key of the weights of the convolution that takes the bands."""
    return next(f"{name}.weight" for name, module in encoder.named_modules() if isinstance(module, nn.Conv2d))


def weights_path(path: Path) -> Path:
    """Returns the file of a path to a file or a model folder."""
    return path / "model.safetensors" if path.is_dir() else path


def _arrays(content: object) -> dict[str, torch.Tensor]:
    if not isinstance(content, Mapping):
        return {}
    return {str(key): value for key, value in content.items() if isinstance(value, torch.Tensor)}


def _match(target: dict[str, torch.Tensor], source: dict[str, torch.Tensor]) -> dict[str, str]:
    """Returns for each key of the encoder the key of the file of the same name, below the prefix with most matches."""
    names = {_plain_name(key): key for key in target}
    best: dict[str, str] = {}
    for prefix in _prefixes(source):
        below = {_plain_name(key[len(prefix) :]): key for key in source if key.startswith(prefix)}
        found = {key: below[name] for name, key in names.items() if name in below}
        if len(found) > len(best):
            best = found
    return best


def _prefixes(source: dict[str, torch.Tensor]) -> list[str]:
    """Returns every prefix, of up to three names, of the file's keys in a fixed order, short ones first, followers last."""
    parts = [key.split(".")[:-1] for key in source]
    prefixes = {"".join(f"{name}." for name in names[:depth]) for names in parts for depth in range(4)}
    return sorted(prefixes, key=lambda prefix: (prefix.endswith(_FOLLOWERS), len(prefix), prefix))


def _plain_name(key: str) -> str:
    """Returns a key in a spelling common to all libraries: without timm's extra level, levels flattened, DenseNet names unified."""
    return _DENSE_LAYER.sub(r"\1\2", key).removeprefix("model.").replace(".", "_")


def _fits(value: torch.Tensor, goal: torch.Tensor, is_first: bool) -> bool:
    if is_first and value.ndim == goal.ndim == 4:
        return value.shape[0] == goal.shape[0] and value.shape[2:] == goal.shape[2:]
    return value.shape == goal.shape
