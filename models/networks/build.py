"""Builds networks: from architecture, encoder, input channels and classes to a module that maps images to logits.

Every network takes (n, in_channels, h, w) with sides that are multiples of `SIDE_MULTIPLE_PX` and returns logits
(n, classes, h, w). Networks come from segmentation_models_pytorch; where it refuses an encoder that would work, from
`dilated_deeplab`. A configuration is that library's config.json: the arguments of a network's class as plain values, and
the name of the class under `_model_class`.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass, replace

import segmentation_models_pytorch as smp
import timm
import torch
from segmentation_models_pytorch.decoders.deeplabv3.decoder import ASPPPooling
from torch import nn

from ...rasters.core.errors import SettingsError
from ..core.options import ARCHITECTURES, BOTH, ENCODERS, NO_ENCODER, PIXEL
from .averaged_network import AveragedNetwork
from .dilated_deeplab import PooledDeepLabV3, PooledDeepLabV3Plus, shrinks_by_pooling
from .pixel_network import PixelNetwork

SIDE_MULTIPLE_PX = 32
"""The sides of input images are multiples of this, the stride of the deepest features."""
PROBE_PX = (2 * SIDE_MULTIPLE_PX, 3 * SIDE_MULTIPLE_PX)
"""Height and width of a small image that shows what a network does. They differ, so that none is taken for the other."""

_POOLED_CLASSES = {"deeplabv3": PooledDeepLabV3, "deeplabv3plus": PooledDeepLabV3Plus}
_CLASSES = {**{name: smp.MODEL_ARCHITECTURES_MAPPING.get(name) for name in ARCHITECTURES}, PIXEL: PixelNetwork}
_OTHER_CLASSES = {name: network for name, network in smp.MODEL_ARCHITECTURES_MAPPING.items() if name not in _CLASSES}
"""Architectures of the library that are not trained here; models of other programs may have them."""
_NETWORK_CLASSES = {
    network.__name__: network
    for network in (*_CLASSES.values(), *_POOLED_CLASSES.values(), *_OTHER_CLASSES.values(), AveragedNetwork)
}
_DEEPEST = 5
_MEMBERS = 2
_SMALLEST_FEATURE_MAP_PX = 4
_SHALLOW_DECODERS = dict.fromkeys(("unet", "unetplusplus", BOTH), (256, 128, 64, 32, 16))
"""Channels of the decoders that fit an encoder of any depth: a shallower one takes the last of them."""
_POOLING = ("pspnet", "deeplabv3", "deeplabv3plus", "upernet")
_REFUSALS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RuntimeError)


@dataclass(frozen=True)
class NetworkSpec:
    """What a network is built from. `architecture` is one of `options`, `encoder` too, or "tu-" and a name of timm.

    `depth` is the number of times that a U-Net's encoder halves the image (3 to 5); other architectures have a fixed depth. `pixel` has no
    encoder: `encoder` is "none" there.
    """

    architecture: str
    encoder: str
    in_channels: int
    classes: int
    depth: int = _DEEPEST


class PatientBatchNorm(nn.BatchNorm2d):
    """BatchNorm that uses its running statistics where a batch has one value per channel.

    Where memory is short a step computes one image at a time. The pooling branches of DeepLab and UPerNet have one value per image, as have
    the deepest features of small chips: there is no variance then, and torch's own raises ValueError.
    """

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Maps (n, channels, h, w) to the same shape."""
        if self.training and images.shape[0] * images.shape[2] * images.shape[3] == 1:
            return nn.functional.batch_norm(
                images, self.running_mean, self.running_var, self.weight, self.bias, False, 0.0, self.eps
            )
        return super().forward(images)


def suitable_depth(architecture: str, chip_size_px: int) -> int:
    """Returns how many times the encoder may halve chips of that size: their deepest features keep 4 x 4 positions.

    A network trained with a single deepest feature sees padding all around. It has not learned to use the neighbours that it meets in a
    whole raster. A U-Net of depth 5 on chips of 32 pixels had an accuracy of 22 % there, and of 95 % on its validation chips. 5 for chips
    of 128 pixels and more, and for architectures of fixed depth.
    """
    depth = _DEEPEST
    while architecture in _SHALLOW_DECODERS and depth > 3 and chip_size_px < _SMALLEST_FEATURE_MAP_PX << depth:
        depth -= 1
    return depth


def is_cramped(architecture: str, chip_size_px: int) -> bool:
    """Returns whether chips of that size leave an architecture of fixed depth less than 4 x 4 deepest features."""
    fixed = architecture not in (*_SHALLOW_DECODERS, "pspnet", PIXEL)
    return fixed and chip_size_px < _SMALLEST_FEATURE_MAP_PX * SIDE_MULTIPLE_PX


def stride_px(architecture: str, chip_size_px: int) -> int:
    """Returns the stride of the deepest features: origins and sides of tiles are multiples of it."""
    if architecture == PIXEL:
        return 1
    depth = suitable_depth(architecture, chip_size_px)
    return 1 << depth if architecture in _SHALLOW_DECODERS else SIDE_MULTIPLE_PX


def sees_surroundings(architecture: str) -> bool:
    """Returns whether the logits of a pixel depend on the pixels around it."""
    return architecture != PIXEL


def encoder_of(architecture: str, encoder: str) -> str:
    """Returns the encoder that a network of that architecture is built on where `encoder` is asked for: "none" without one."""
    return NO_ENCODER if architecture == PIXEL else encoder


def pools_over_tiles(architecture: str) -> bool:
    """Returns whether the logits of a pixel depend on the mean over the whole tile."""
    return architecture in _POOLING


def build_network(spec: NetworkSpec) -> nn.Module:
    """Builds a network with random weights. Raises SettingsError for an unknown or unfit architecture or encoder."""
    if spec.architecture == BOTH:
        members = [build_network(replace(spec, architecture="unet")), build_network(pixel_spec(spec))]
        return averaged(members)
    if spec.architecture not in ARCHITECTURES:
        choices = ", ".join(ARCHITECTURES)
        raise SettingsError(f"There is no architecture '{spec.architecture}'. Choose one of {choices}.")
    pooled = spec.architecture in _POOLED_CLASSES and shrinks_by_pooling(spec.encoder)
    network_class = (_POOLED_CLASSES if pooled else _CLASSES)[spec.architecture]
    arguments = {"encoder_name": spec.encoder, "in_channels": spec.in_channels, "classes": spec.classes}
    if spec.architecture in _SHALLOW_DECODERS:
        channels = _SHALLOW_DECODERS[spec.architecture][-spec.depth :]
        arguments.update(encoder_depth=spec.depth, decoder_channels=channels)
    return network_from_config({**arguments, "_model_class": network_class.__name__})


def pixel_spec(spec: NetworkSpec) -> NetworkSpec:
    """Returns the specification of the pixel network with the same bands and classes."""
    return replace(spec, architecture=PIXEL, encoder=NO_ENCODER, depth=_DEEPEST)


def averaged(
    members: Sequence[nn.Module], temperatures: Sequence[float] = (1.0, 1.0), shares: Sequence[float] = (0.5, 0.5)
) -> AveragedNetwork:
    """Returns the network that averages the probabilities of two others, each at its temperature and weighted by its share."""
    return AveragedNetwork(members, [network_config(member) for member in members], temperatures, shares)


def network_config(network: nn.Module) -> dict:
    """Returns the configuration from which `network_from_config` builds such a network, without pretrained weights."""
    return {**network.config, "encoder_weights": None, "_model_class": type(network).__name__}


def architecture_of(config: dict) -> str:
    """Returns the architecture of a configuration, that of its class. Raises SettingsError for an unknown class."""
    network_class = _network_class(config)
    known = {**_CLASSES, **_OTHER_CLASSES, BOTH: AveragedNetwork}
    found = next((name for name, each in known.items() if each is network_class), None)
    return found or next(name for name, each in _POOLED_CLASSES.items() if each is network_class)


def _network_class(config: dict) -> type[nn.Module]:
    network_class = _NETWORK_CLASSES.get(str(config.get("_model_class")))
    if network_class is None:
        raise SettingsError(f"There is no network class {config.get('_model_class')!r}. Update the plugin.")
    return network_class


def network_from_config(config: dict) -> nn.Module:
    """Builds a network with random weights from a configuration; arguments that its class does not have are ignored.

    Raises SettingsError for an unknown class or encoder and for arguments that do not fit together.
    """
    network_class = _network_class(config)
    if network_class is AveragedNetwork:
        return _averaged_from_config(config)
    named = [p.name for p in inspect.signature(network_class).parameters.values() if p.kind is not p.VAR_KEYWORD]
    arguments = {name: value for name, value in {**config, "encoder_weights": None}.items() if name in named}
    encoder = arguments.get("encoder_name")
    if "encoder_name" in named:
        _check_encoder(encoder)
    try:
        network = network_class(**arguments)
        if encoder not in ENCODERS:
            _check_resolution(network, arguments["in_channels"])
    except _REFUSALS as error:
        raise SettingsError(
            f"{network_class.__name__} cannot be built on the encoder '{encoder}' ({error or type(error).__name__}). "
            "Choose another encoder, such as resnet34, or another architecture, such as unet."
        ) from error
    for module in network.modules():
        if type(module) is nn.BatchNorm2d:
            module.__class__ = PatientBatchNorm  # it adds no state
        if isinstance(module, ASPPPooling):
            module.register_forward_hook(_in_the_layout_of_the_input)
    return network


def _averaged_from_config(config: dict) -> AveragedNetwork:
    """Builds the members of a configuration, whose temperatures and shares come with the weights. Raises SettingsError."""
    configs = config.get("members")
    keys = ("in_channels", "classes")
    fit = isinstance(configs, list) and all(
        isinstance(member, dict)
        and member.get("_model_class") != AveragedNetwork.__name__
        and [member.get(key) for key in keys] == [config.get(key) for key in keys]
        for member in configs
    )
    if not fit or len(configs) != _MEMBERS:
        raise SettingsError(f"{AveragedNetwork.__name__} needs {_MEMBERS} members with its bands and classes.")
    members = [network_from_config(member) for member in configs]
    return averaged(members)


def _in_the_layout_of_the_input(_: nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> torch.Tensor:
    """Gives DeepLab's pooled branch the memory layout of the others, which would all take its own when concatenated."""
    last = inputs[0].is_contiguous(memory_format=torch.channels_last)
    return output.contiguous(memory_format=torch.channels_last if last else torch.contiguous_format)


def _check_encoder(encoder: object) -> None:
    """Raises SettingsError for an encoder that neither the library nor timm has; downloads nothing."""
    known = smp.encoders.get_encoder_names()
    if isinstance(encoder, str) and encoder in known:
        return
    if isinstance(encoder, str) and encoder.startswith("tu-") and ":" not in encoder:
        if timm.is_model(encoder[3:]):
            return
        known = [f"tu-{name}" for name in timm.list_models()]
    close = difflib.get_close_matches(str(encoder), known, 3)
    advice = f"Did you mean {' or '.join(close)}?" if close else "Choose one of the list, or tu- and a name of timm."
    raise SettingsError(f"There is no encoder '{encoder}'. {advice}")


def _check_resolution(network: nn.Module, in_channels: int) -> None:
    """Raises ValueError for a network that does not take images of any size, or whose logits have another size."""
    was_training = network.training
    with torch.no_grad():
        logits = network.eval()(torch.zeros(1, in_channels, *PROBE_PX))
    network.train(was_training)
    if logits.shape[-2:] != PROBE_PX:
        raise ValueError("its features do not have the strides that the architecture needs")
