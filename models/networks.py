"""Networks: architecture, encoder, input channels and classes become a module that maps images to logits.

Every network takes (n, in_channels, h, w) with sides that are multiples of `SIDE_MULTIPLE_PX` and returns logits
(n, classes, h, w). Networks come from segmentation_models_pytorch; where it refuses an encoder that theory allows, from
`dilated`. A configuration is that library's config.json: the arguments of a network's class as plain values, and the
name of the class under `_model_class`.
"""

from __future__ import annotations

import difflib
import inspect
from dataclasses import dataclass

import segmentation_models_pytorch as smp
import timm
import torch
from segmentation_models_pytorch.decoders.deeplabv3.decoder import ASPPPooling
from torch import nn

from ..rasters.errors import SettingsError
from ..rasters.reporter import Reporter, SilentReporter
from .choices import ARCHITECTURES, ENCODERS
from .description import ModelDescription
from .dilated import PooledDeepLabV3, PooledDeepLabV3Plus, shrinks_by_pooling

SIDE_MULTIPLE_PX = 32
"""The sides of what a network takes are multiples of this, the stride of the deepest features."""

_POOLED_CLASSES = {"deeplabv3": PooledDeepLabV3, "deeplabv3plus": PooledDeepLabV3Plus}
_NETWORK_CLASSES = {
    network.__name__: network
    for network in (*(smp.MODEL_ARCHITECTURES_MAPPING[name] for name in ARCHITECTURES), *_POOLED_CLASSES.values())
}
_OVERLAPS_PX = {"deeplabv3": 128, "deeplabv3plus": 128}
_REFUSALS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RuntimeError)


@dataclass(frozen=True)
class NetworkSpec:
    """What a network is made of; `architecture` as in `choices`, `encoder` as there, or "tu-" and a name of timm."""

    architecture: str
    encoder: str
    in_channels: int
    classes: int

    @classmethod
    def of(cls, description: ModelDescription) -> NetworkSpec:
        """Returns the specification of the network that a model folder describes."""
        return cls(description.architecture, description.encoder, description.band_count, description.class_count)


class PatientBatchNorm(nn.BatchNorm2d):
    """Batch normalisation that uses its running statistics where a batch has one value per channel.

    The pooling branch of DeepLab sees one value per image; in training, a batch of one image has no variance.
    """

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Maps (n, channels, h, w) to the same shape."""
        if self.training and images.shape[0] * images.shape[2] * images.shape[3] == 1:
            return nn.functional.batch_norm(
                images, self.running_mean, self.running_var, self.weight, self.bias, False, 0.0, self.eps
            )
        return super().forward(images)


def default_overlap_px(architecture: str) -> int:
    """Returns the overlap of neighbouring tiles that hides their seams, in pixels.

    128 for the DeepLab family, whose dilated kernels see furthest, 64 for the others.
    """
    return _OVERLAPS_PX.get(architecture, 64)


def build_network(spec: NetworkSpec, weights: str = "none", reporter: Reporter | None = None) -> nn.Module:
    """Builds a network, its encoder with the given weights: "none" (random), "imagenet", or the path of a file.

    What a file gave and what not is told to the reporter. Raises SettingsError for an unknown or unfit architecture or
    encoder, BackendError where ImageNet weights cannot be had, ModelError for an unfit file.
    """
    if spec.architecture not in ARCHITECTURES:
        choices = ", ".join(ARCHITECTURES)
        raise SettingsError(f"There is no architecture '{spec.architecture}'. Choose one of {choices}.")
    pooled = spec.architecture in _POOLED_CLASSES and shrinks_by_pooling(spec.encoder)
    network_class = (_POOLED_CLASSES if pooled else smp.MODEL_ARCHITECTURES_MAPPING)[spec.architecture]
    arguments = {"encoder_name": spec.encoder, "in_channels": spec.in_channels, "classes": spec.classes}
    network = network_from_config({**arguments, "_model_class": network_class.__name__})
    if weights != "none":
        from .pretrained import load_encoder_weights

        load_encoder_weights(network.encoder, spec.encoder, spec.in_channels, weights, reporter or SilentReporter())
    return network


def network_config(network: nn.Module) -> dict:
    """Returns the configuration from which `network_from_config` builds such a network, with no weights to fetch."""
    return {**network.config, "encoder_weights": None, "_model_class": type(network).__name__}


def network_from_config(config: dict) -> nn.Module:
    """Builds a network with random weights from a configuration; arguments that its class does not name are left aside.

    Raises SettingsError for an unknown class or encoder and for arguments that do not fit together.
    """
    network_class = _NETWORK_CLASSES.get(config.get("_model_class"))
    if network_class is None:
        raise SettingsError(f"There is no network class {config.get('_model_class')!r}. Update the plugin.")
    named = [p.name for p in inspect.signature(network_class).parameters.values() if p.kind is not p.VAR_KEYWORD]
    arguments = {name: value for name, value in config.items() if name in named}
    encoder = arguments.get("encoder_name")
    _check_encoder(encoder)
    try:
        network = network_class(**{**arguments, "encoder_weights": None})
        if encoder not in ENCODERS:
            _check_resolution(network, arguments["in_channels"])
    except _REFUSALS as error:
        raise SettingsError(
            f"{network_class.__name__} cannot be built on the encoder '{encoder}' ({error or type(error).__name__}). "
            "Choose another encoder, such as resnet34, or another architecture, such as unet."
        ) from error
    for module in network.modules():
        if isinstance(module, ASPPPooling):
            module[2] = PatientBatchNorm(module[2].num_features)
    return network


def _check_encoder(encoder: object) -> None:
    """Raises SettingsError for an encoder that neither the library nor timm knows; nothing is fetched."""
    known = smp.encoders.get_encoder_names()
    if encoder in known:
        return
    if isinstance(encoder, str) and encoder.startswith("tu-") and ":" not in encoder:
        if timm.is_model(encoder[3:]):
            return
        known = [f"tu-{name}" for name in timm.list_models()]
    close = difflib.get_close_matches(str(encoder), known, 3)
    advice = f"Did you mean {' or '.join(close)}?" if close else "Choose one of the list, or tu- and a name of timm."
    raise SettingsError(f"There is no encoder '{encoder}'. {advice}")


def _check_resolution(network: nn.Module, in_channels: int) -> None:
    """Raises ValueError for a network that does not take images of any size, or gives logits of another size."""
    was_training = network.training
    with torch.no_grad():
        logits = network.eval()(torch.zeros(1, in_channels, 2 * SIDE_MULTIPLE_PX, 3 * SIDE_MULTIPLE_PX))
    network.train(was_training)
    if logits.shape[-2:] != (2 * SIDE_MULTIPLE_PX, 3 * SIDE_MULTIPLE_PX):
        raise ValueError("its features do not have the strides that the architecture needs")
