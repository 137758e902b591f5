"""Pretrained encoder weights: ImageNet weights from the Hugging Face hub, or a local file.

What was loaded is recorded in the model: where the weights come from, their checksum, and their licence.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import segmentation_models_pytorch as smp
from safetensors import safe_open
from torch import nn

from ...rasters.core.errors import BackendError, SettingsError
from ...rasters.core.progress import Reporter
from ..core.digests import digest_of_file
from .hub import HubFile, Unavailable, fetch, imagenet_file, licence_of
from .weights_file import first_convolution, load_file_weights, weights_path

AUTO_LIMIT_S = 30.0
"""Weights that were not asked for by name are given up where their download takes longer."""

_CURE = (
    "Connect this computer to the internet once, or choose weights none, or download a file with the encoder's weights "
    "(.safetensors, or .pth from torchvision, timm or TorchGeo) elsewhere and give its path as weights."
)


@dataclass(frozen=True)
class PretrainedWeights:
    """Where the initial weights of an encoder come from, as the model records it.

    `source` is a repository of the hub, or "file"; `licence` None is unknown. `file_bands` is the number of bands that the
    weights were made for, `bands` that of the encoder, to which the first convolution was adapted.
    """

    source: str
    revision: str | None
    file: str
    encoder: str
    sha256: str
    licence: str | None
    file_bands: int
    bands: int


def load_pretrained(encoder: nn.Module, name: str, weights: str, reporter: Reporter) -> PretrainedWeights | None:
    """Loads weights into an encoder: "none", "imagenet", "auto", or the path of a file. Returns what was loaded; logs it.

    "auto" is "imagenet" where that is cached or downloads within `AUTO_LIMIT_S`, else "none". Raises Cancelled; SettingsError or
    BackendError where there are no ImageNet weights or they cannot be downloaded, ModelError for a file that does not fit.
    """
    if weights == "none":
        return None
    if weights == "auto":
        return _load_imagenet_if_possible(encoder, name, reporter)
    if weights == "imagenet":
        return load_imagenet(encoder, name, reporter)
    summary = load_file_weights(encoder, name, weights)
    summary.report(reporter)
    path = weights_path(Path(weights))
    loaded = PretrainedWeights(
        source="file",
        revision=None,
        file=path.name,
        encoder=name,
        sha256=digest_of_file(path),
        licence=_stated_licence(path),
        file_bands=summary.adapted_from or summary.bands,
        bands=summary.bands,
    )
    reporter.info(f"Licence of these weights: {loaded.licence or 'unknown'}.")
    return loaded


def load_imagenet(encoder: nn.Module, name: str, reporter: Reporter) -> PretrainedWeights:
    """Loads ImageNet weights into an encoder, with the first convolution adapted to the number of bands.

    Raises Cancelled, SettingsError where there are none for this encoder, and BackendError, after seconds where there is no
    network, where they cannot be downloaded.
    """
    file = imagenet_file(name)
    if file is None:
        raise SettingsError(
            f"The hub has no ImageNet weights for {name}. Choose weights none, a local file, or another encoder."
        )
    try:
        return _load_hub_file(encoder, name, file, fetch(file, reporter), reporter)
    except Unavailable as error:
        raise BackendError(f"The ImageNet weights of {name} cannot be downloaded: {error}. {_CURE}") from error


def _load_imagenet_if_possible(encoder: nn.Module, name: str, reporter: Reporter) -> PretrainedWeights | None:
    """Loads ImageNet weights; where that is not possible, logs why and leaves the encoder as it is."""
    file = imagenet_file(name)
    try:
        if file is None:
            raise Unavailable(f"the hub has none for {name}")
        return _load_hub_file(encoder, name, file, fetch(file, reporter, AUTO_LIMIT_S), reporter)
    except Unavailable as error:
        reporter.info(
            f"Training starts with random encoder weights, as ImageNet weights cannot be downloaded: {error}."
        )
        return None


def _load_hub_file(encoder: nn.Module, name: str, file: HubFile, path: Path, reporter: Reporter) -> PretrainedWeights:
    """Loads a downloaded file into an encoder. Raises Unavailable where it is damaged."""
    bands = encoder.state_dict()[first_convolution(encoder)].shape[1]
    try:
        if name.startswith("tu-"):
            _load_by_timm(encoder, name, path, bands)
        else:
            summary = load_file_weights(encoder, name, str(path))
            if summary.missing:
                summary.report(reporter)
    except Exception as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise Unavailable(f"their file {path} cannot be used ({reason}); delete it to download it again") from error
    loaded = PretrainedWeights(
        source=file.repository,
        revision=file.revision or path.parent.name,  # the cache has a folder per revision
        file=file.name,
        encoder=name,
        sha256=digest_of_file(path),
        licence=licence_of(file),
        file_bands=file.bands,
        bands=bands,
    )
    adapted = "" if file.bands == bands else f", adapted from {file.bands} bands to {bands}"
    reporter.info(
        f"Loaded the ImageNet weights of {name} from {file.repository}{adapted}; licence: {loaded.licence or 'unknown'}."
    )
    return loaded


def _load_by_timm(encoder: nn.Module, name: str, path: Path, bands: int) -> None:
    """Loads a file by timm, which knows the layouts of the files of its models."""
    stages = len(encoder.out_channels) - 1  # before them comes the image
    source = smp.encoders.get_encoder(
        name, in_channels=bands, depth=stages, weights=True, pretrained_cfg_overlay={"file": str(path)}
    )
    nn.Module.load_state_dict(encoder, source.state_dict())


def _stated_licence(path: Path) -> str | None:
    """Returns the licence that the header of a safetensors file states, None for none and for other files."""
    if path.suffix.lower() != ".safetensors":
        return None
    with safe_open(path, framework="pt") as content:
        stated = content.metadata() or {}
    return stated.get("license") or stated.get("licence")
