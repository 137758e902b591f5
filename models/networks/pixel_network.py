"""A network that sees one pixel at a time: a multilayer perceptron over its bands, as convolutions of 1 x 1 pixel.

It suits imagery whose pixels carry the information themselves, such as hyperspectral bands and embeddings. It is also
the baseline that a network with a view of the surroundings has to beat. Convolutions of 1 x 1 pixel let it take images
of any size, and train, run and be saved like the others; what it learns does not depend on chips, tiles or their edges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import nn

from ..core.options import NO_ENCODER

HIDDEN_CHANNELS = (128, 128)
DROPOUT = 0.5
STRIP_PIXELS = 4096
"""The pixels of a strip, about: the values between the layers stay in the cache of a CPU, which halves the time."""


class BandComponentsLayer(nn.Conv2d):
    """The principal components of the bands as a convolution that is not trained. It is never quantised, as small components are what it is for."""

    def __init__(self, bands: int, components: int) -> None:
        """Takes the numbers of bands and components."""
        super().__init__(bands, components, 1)
        self.requires_grad_(False)


class PixelNetwork(nn.Module):
    """Two hidden layers with batch normalisation and dropout (`encoder`), and a linear classifier (`segmentation_head`).

    They take principal components of the bands, a layer that is not trained (`components`), or the bands themselves. `config`
    holds the arguments, as in segmentation_models_pytorch. With `computes_strips`, which is for classification on a CPU, an image
    is computed strip by strip; each layer runs several times then.
    """

    def __init__(
        self,
        in_channels: int,
        classes: int,
        hidden_channels: Sequence[int] = HIDDEN_CHANNELS,
        dropout: float = DROPOUT,
        components: int = 0,
    ) -> None:
        """Takes the numbers of bands, classes and hidden channels, the share of these that training drops, and the number of components.

        0 components take the bands themselves. Others are random until `set_components`.
        """
        super().__init__()
        self.computes_strips = False
        self.config = {
            "encoder_name": NO_ENCODER,
            "in_channels": in_channels,
            "classes": classes,
            "hidden_channels": list(hidden_channels),
            "dropout": dropout,
            "components": components,
        }
        self.components = BandComponentsLayer(in_channels, components) if components else nn.Identity()
        layers: list[nn.Module] = []
        for width, following in zip((components or in_channels, *hidden_channels), hidden_channels):
            layers += [
                nn.Conv2d(width, following, 1, bias=False),
                nn.BatchNorm2d(following),
                nn.ReLU(inplace=True),
                nn.Dropout(dropout),
            ]
        self.encoder = nn.Sequential(*layers)
        self.segmentation_head = nn.Sequential(nn.Conv2d(hidden_channels[-1], classes, 1))

    def set_components(self, directions: torch.Tensor, means: torch.Tensor) -> None:
        """Takes the components' directions (components, bands) and the bands' means (bands,), both of normalised bands."""
        with torch.no_grad():
            self.components.weight.copy_(directions[:, :, None, None])
            self.components.bias.copy_(-directions @ means)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Maps (n, in_channels, h, w) of any size to logits (n, classes, h, w)."""
        count, _, height, width = images.shape
        rows = max(1, STRIP_PIXELS // (count * width))
        if not self.computes_strips or rows >= height:
            return self._whole(images)
        return torch.cat([self._whole(strip) for strip in images.split(rows, 2)], 2)

    def _whole(self, images: torch.Tensor) -> torch.Tensor:
        return self.segmentation_head(self.encoder(self.components(images)))


def components_in(weights: Mapping[str, torch.Tensor]) -> int:
    """Returns how many components of the bands a pixel network with these weights takes, 0 for the bands themselves."""
    projection = weights.get("components.weight")
    return 0 if projection is None else len(projection)
