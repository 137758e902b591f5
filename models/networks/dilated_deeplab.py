"""DeepLabV3 and DeepLabV3+ on VGG and DenseNet, whose encoders downsample by pooling.

segmentation_models_pytorch dilates encoders that downsample by strided convolutions and refuses these. Here the "algorithme à trous" is
applied to pooling as well (Chen et al. 2015, "Semantic Image Segmentation with Deep Convolutional Nets and Fully Connected CRFs", section
3.1): a 2 x 2 pooling with stride 2 beyond the requested output stride gets stride 1; the dilation of every later kernel, poolings included,
doubles. The weights do not change, so those of the plain encoder load as they are. Each feature, sampled at every second (fourth, ...)
position, equals that of the plain encoder; the dilated one only adds the positions in between.
"""

from __future__ import annotations

import re

import torch
from segmentation_models_pytorch.base import SegmentationHead, SegmentationModel
from segmentation_models_pytorch.base.hub_mixin import supports_config_loading
from segmentation_models_pytorch.decoders.deeplabv3.decoder import DeepLabV3Decoder, DeepLabV3PlusDecoder
from segmentation_models_pytorch.encoders import get_encoder
from torch import nn

_POOLED_ENCODER = re.compile(r"(tu-)?(vgg\d|densenet)")


def shrinks_by_pooling(encoder_name: str) -> bool:
    """Returns whether an encoder (of the library, or "tu-" and a name of timm) is a VGG or a DenseNet."""
    return _POOLED_ENCODER.match(encoder_name) is not None


class DilatedPool(nn.Module):
    """Maximum or mean of each pixel and its neighbours `dilation` to the right, below, and both; stride 1.

    At the lower and right border only the neighbours inside the image count.
    """

    def __init__(self, maximum: bool, dilation: int) -> None:
        """Takes the kind of pooling (maximum, else mean) and the distance to the neighbours in pixels."""
        super().__init__()
        self.maximum, self.dilation = maximum, dilation

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Maps (n, channels, h, w) to the same shape."""
        return self._pooled(self._pooled(images, -1), -2)

    def extra_repr(self) -> str:
        """Returns the parameters for the module's representation."""
        return f"maximum={self.maximum}, dilation={self.dilation}"

    def _pooled(self, images: torch.Tensor, axis: int) -> torch.Tensor:
        distance = min(self.dilation, images.shape[axis])
        inner = images.narrow(axis, distance, images.shape[axis] - distance)
        border = images.narrow(axis, images.shape[axis] - distance, distance)
        neighbours = torch.cat((inner, border), axis)
        return torch.maximum(images, neighbours) if self.maximum else (images + neighbours) / 2


def dilate(encoder: nn.Module, output_stride: int) -> None:
    """Dilates an encoder in place so that no feature is coarser than `output_stride` pixels (8 or 16).

    The encoder's modules must be registered in the order in which they run, as those of VGG and DenseNet are. The
    poolings beyond `output_stride` must be 2 x 2 with stride 2. Raises ValueError where a module beyond it is of
    another kind.
    """
    stride, dilation = 1, 1
    for name, module in list(encoder.named_modules()):
        step = _first(getattr(module, "stride", 1))
        if step > 1 and stride * step > output_stride:
            if not isinstance(module, (nn.MaxPool2d, nn.AvgPool2d)) or _first(module.kernel_size) != 2 or step != 2:
                raise ValueError(f"{name} shrinks the image by {type(module).__name__}, which cannot be dilated")
            parent, _, child = name.rpartition(".")
            pool = DilatedPool(isinstance(module, nn.MaxPool2d), dilation)
            setattr(encoder.get_submodule(parent), child, pool)
            dilation *= step
        elif step > 1:
            stride *= step
        elif isinstance(module, nn.Conv2d) and dilation > 1 and max(module.kernel_size) > 1:
            module.dilation = (dilation, dilation)
            module.padding = tuple(padding * dilation for padding in module.padding)


def dilated_encoder(name: str, in_channels: int, output_stride: int, depth: int = 5) -> nn.Module:
    """Builds a VGG or DenseNet encoder with random weights whose coarsest feature has the given stride, 8 or 16."""
    encoder = get_encoder(name, in_channels=in_channels, depth=depth, weights=None)
    dilate(encoder, output_stride)
    return encoder


class PooledDeepLabV3(SegmentationModel):
    """DeepLabV3 (Chen et al. 2017, "Rethinking Atrous Convolution") on an encoder that shrinks by pooling.

    Defaults are those of the library's DeepLabV3, which are the paper's for output stride 8: rates 12, 24, 36.
    """

    @supports_config_loading
    def __init__(
        self,
        encoder_name: str = "vgg16_bn",
        encoder_depth: int = 5,
        encoder_weights: None = None,
        encoder_output_stride: int = 8,
        decoder_channels: int = 256,
        decoder_atrous_rates: tuple[int, int, int] = (12, 24, 36),
        decoder_aspp_separable: bool = False,
        decoder_aspp_dropout: float = 0.5,
        in_channels: int = 3,
        classes: int = 1,
    ) -> None:
        """Takes the parameters of the library's DeepLabV3; weights are loaded afterwards."""
        super().__init__()
        self.encoder = dilated_encoder(encoder_name, in_channels, encoder_output_stride, encoder_depth)
        self.decoder = DeepLabV3Decoder(
            in_channels=self.encoder.out_channels[-1],
            out_channels=decoder_channels,
            atrous_rates=decoder_atrous_rates,
            aspp_separable=decoder_aspp_separable,
            aspp_dropout=decoder_aspp_dropout,
        )
        stride = min(encoder_output_stride, 2**encoder_depth)
        self.segmentation_head = SegmentationHead(decoder_channels, classes, kernel_size=1, upsampling=stride)
        self.classification_head = None


class PooledDeepLabV3Plus(SegmentationModel):
    """DeepLabV3+ (Chen et al. 2018, "Encoder-Decoder with Atrous Separable Convolution") on such an encoder.

    Defaults are those of the library's DeepLabV3Plus: output stride 16, as in the paper, with rates 12, 24, 36.
    """

    @supports_config_loading
    def __init__(
        self,
        encoder_name: str = "vgg16_bn",
        encoder_depth: int = 5,
        encoder_weights: None = None,
        encoder_output_stride: int = 16,
        decoder_channels: int = 256,
        decoder_atrous_rates: tuple[int, int, int] = (12, 24, 36),
        decoder_aspp_separable: bool = True,
        decoder_aspp_dropout: float = 0.5,
        in_channels: int = 3,
        classes: int = 1,
    ) -> None:
        """Takes the parameters of the library's DeepLabV3Plus; weights are loaded afterwards."""
        super().__init__()
        self.encoder = dilated_encoder(encoder_name, in_channels, encoder_output_stride, encoder_depth)
        self.decoder = DeepLabV3PlusDecoder(
            encoder_channels=self.encoder.out_channels,
            encoder_depth=encoder_depth,
            out_channels=decoder_channels,
            atrous_rates=decoder_atrous_rates,
            output_stride=encoder_output_stride,
            aspp_separable=decoder_aspp_separable,
            aspp_dropout=decoder_aspp_dropout,
        )
        self.segmentation_head = SegmentationHead(decoder_channels, classes, kernel_size=1, upsampling=4)
        self.classification_head = None


def _first(size: int | tuple[int, int]) -> int:
    """Returns the first of a pair, or a single number; 1 where a module has something else."""
    value = size[0] if isinstance(size, (tuple, list)) and size else size
    return value if isinstance(value, int) else 1
