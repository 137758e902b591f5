"""Pretrained weights for encoders: ImageNet's through segmentation_models_pytorch, or any fitting local file.

A file may hold the state dictionary of an encoder (torchvision, timm, TorchGeo) or of a whole model around it; its keys are
matched by name below whatever prefix fits best. A first convolution made for another number of bands is adapted as
segmentation_models_pytorch does: summed for one band, otherwise repeated in turn and scaled to keep the sum's size.

Encoders trained on ImageNet, fetched by segmentation_models_pytorch or timm from their hub, or from its cache here.

Both libraries try again for half a minute where there is no network; a short question to the hub comes first, so that
the answer comes in seconds.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import segmentation_models_pytorch as smp
import timm
import torch
from huggingface_hub import get_hf_file_metadata, hf_hub_url, try_to_load_from_cache
from huggingface_hub.utils import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars
from safetensors.torch import load_file
from torch import nn

from ...rasters.core.errors import BackendError, ModelError, SettingsError
from ...rasters.core.progress import Reporter

SMALLEST_SHARE = 0.5
"""A file that fills less than this share of the encoder's arrays was made for another encoder."""

_DENSE_LAYER = re.compile(r"(denselayer\d+\.(?:norm|relu|conv))\.([12]\.)")
_COUNTER = "num_batches_tracked"


@dataclass(frozen=True)
class WeightsSummary:
    """What a file gave to an encoder: how many of its arrays, and by name what is missing and what was left out.

    `adapted_from` is the number of bands that the file's first convolution was made for where it had to be adapted.
    """

    path: str
    loaded: int
    missing: tuple[str, ...]
    left_out: tuple[str, ...]
    adapted_from: int | None
    bands: int

    def report(self, reporter: Reporter) -> None:
        """Tells the summary, as a warning where a part of the encoder starts at random."""
        total = self.loaded + len(self.missing)
        sentence = f"Loaded {self.loaded} of the encoder's {total} arrays from {self.path}."
        if self.adapted_from is not None:
            sentence += f" The first convolution, made for {self.adapted_from} bands, was adapted to {self.bands}."
        if self.left_out:
            sentence += f" Left out {len(self.left_out)} arrays of the file (such as {self.left_out[0]})."
        reporter.info(sentence)
        if self.missing:
            reporter.warning(
                f"{len(self.missing)} arrays of the encoder (such as {self.missing[0]}) are not in {self.path}: "
                "they start at random."
            )


def load_encoder_weights(encoder: nn.Module, name: str, in_channels: int, weights: str, reporter: Reporter) -> None:
    """Fills an encoder with "imagenet" weights or those of a file, and reports what was done.

    Raises SettingsError or BackendError where there are no ImageNet weights or they cannot be fetched, ModelError for an
    unfit file.
    """
    if weights == "imagenet":
        load_imagenet(encoder, name, in_channels)
        reporter.info(f"Loaded the ImageNet weights of {name}.")
        return
    load_file_weights(encoder, name, weights).report(reporter)


def load_file_weights(encoder: nn.Module, name: str, path: str) -> WeightsSummary:
    """Fills an encoder with the weights of a local file.

    Raises ModelError where the file cannot be read without running code, has an array of another shape than the encoder's of
    that name, or fills less than half of the encoder.
    """
    source = read_arrays(Path(path))
    target = {key: value for key, value in encoder.state_dict().items() if not key.endswith(_COUNTER)}
    first = _first_convolution(encoder)
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
        left_out=tuple(key for key in source if key not in used and not key.endswith(_COUNTER)),
        adapted_from=made_for,
        bands=bands,
    )


def read_arrays(path: Path) -> dict[str, torch.Tensor]:
    """Reads the arrays of a .safetensors, .pth, .pt, .ckpt or .bin file, or of a model folder's model.safetensors.

    Of nested dictionaries, as training programs save them, the one with most arrays counts. Raises ModelError where the
    file is missing, damaged, of another kind, or holds anything that only running code could restore.
    """
    if path.is_dir():
        path = path / "model.safetensors"
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


def _arrays(content: object) -> dict[str, torch.Tensor]:
    if not isinstance(content, Mapping):
        return {}
    return {str(key): value for key, value in content.items() if isinstance(value, torch.Tensor)}


def _first_convolution(encoder: nn.Module) -> str:
    """Returns the key of the weights of the convolution that sees the bands."""
    return next(f"{name}.weight" for name, module in encoder.named_modules() if isinstance(module, nn.Conv2d))


def _match(target: dict[str, torch.Tensor], source: dict[str, torch.Tensor]) -> dict[str, str]:
    """Returns for each key of the encoder the key of the file of the same name, below the prefix that gives most."""
    names = {_plain_name(key): key for key in target}
    best: dict[str, str] = {}
    for prefix in _prefixes(source):
        below = {_plain_name(key[len(prefix) :]): key for key in source if key.startswith(prefix)}
        found = {key: below[name] for name, key in names.items() if name in below}
        if len(found) > len(best):
            best = found
    return best


def _prefixes(source: dict[str, torch.Tensor]) -> list[str]:
    """Returns every beginning, of up to three names, of the file's keys, the empty one first."""
    parts = [key.split(".")[:-1] for key in source]
    return sorted({"".join(f"{name}." for name in names[:depth]) for names in parts for depth in range(4)}, key=len)


def _plain_name(key: str) -> str:
    """Returns a key as all libraries would spell it: timm's extra level gone, flattened levels alike, old DenseNet names."""
    return _DENSE_LAYER.sub(r"\1\2", key).removeprefix("model.").replace(".", "_")


def _fits(value: torch.Tensor, goal: torch.Tensor, is_first: bool) -> bool:
    if is_first and value.ndim == goal.ndim == 4:
        return value.shape[0] == goal.shape[0] and value.shape[2:] == goal.shape[2:]
    return value.shape == goal.shape


REPLY_TIMEOUT_S = 3.0

_CURE = (
    "Connect this computer to the internet once, or choose weights none, or download a file with the encoder's weights "
    "(.safetensors, or .pth from torchvision, timm or TorchGeo) elsewhere and give its path as weights."
)


def load_imagenet(encoder: nn.Module, name: str, in_channels: int) -> None:
    """Fills an encoder with ImageNet weights, its first convolution adapted to the number of bands.

    Raises SettingsError where there are none for this encoder, BackendError, after `REPLY_TIMEOUT_S` at most where there
    is no network, if they cannot be fetched.
    """
    repository, file, revision = _source(name)
    if not isinstance(try_to_load_from_cache(repository, file, revision=revision), str):
        reason = _why_unreachable(hf_hub_url(repository, "config.json", revision=revision))
        if reason:
            raise BackendError(f"The ImageNet weights of {name} cannot be downloaded: {reason}. {_CURE}")
    weights = True if name.startswith("tu-") else "imagenet"
    try:
        with _without_progress_bars():
            source = smp.encoders.get_encoder(name, in_channels=in_channels, depth=encoder._depth, weights=weights)
    except Exception as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise BackendError(f"The ImageNet weights of {name} cannot be downloaded: {reason}. {_CURE}") from error
    nn.Module.load_state_dict(encoder, source.state_dict())


def _source(name: str) -> tuple[str, str, str | None]:
    """Returns the repository of the hub, the file and the revision that hold an encoder's ImageNet weights."""
    if name.startswith("tu-"):
        settings = timm.models.get_pretrained_cfg(name[3:]) if timm.models.is_model_pretrained(name[3:]) else None
        if settings is not None and settings.hf_hub_id:
            return settings.hf_hub_id, settings.hf_hub_filename or "model.safetensors", None
    else:
        settings = smp.encoders.encoders[name]["pretrained_settings"].get("imagenet")
        if settings is not None:
            return settings["repo_id"], "model.safetensors", settings["revision"]
    raise SettingsError(
        f"The hub has no ImageNet weights for {name}. Choose weights none, a local file, or another encoder."
    )


def _why_unreachable(url: str) -> str:
    """Returns why the hub does not answer for a file, '' where it does; takes `REPLY_TIMEOUT_S` at most."""
    reasons: list[str] = []

    def ask() -> None:
        try:
            get_hf_file_metadata(url, timeout=REPLY_TIMEOUT_S)
        except Exception as error:  # noqa: BLE001 (any failure is the answer, and becomes a sentence)
            reasons.append(str(error).strip().split("\n")[0][:200] or type(error).__name__)
        else:
            reasons.append("")

    asking = threading.Thread(target=ask, name="ask the hub", daemon=True)
    asking.start()
    asking.join(REPLY_TIMEOUT_S)
    return reasons[0] if reasons else f"no answer within {REPLY_TIMEOUT_S:g} seconds"


@contextmanager
def _without_progress_bars() -> Iterator[None]:
    """Keeps the hub from drawing on a terminal that a desktop program may not have."""
    if are_progress_bars_disabled():
        yield
        return
    disable_progress_bars()
    try:
        yield
    finally:
        enable_progress_bars()
