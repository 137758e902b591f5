"""Two networks whose calibrated probabilities are averaged: a U-Net, which sees the surroundings, and the pixel network.

A U-Net that learned from few polygons errs where the surroundings differ from the training's; the pixel network errs
where the surroundings decide. Their mean is better than either. Each is calibrated first: otherwise an overconfident
one would decide alone. Averaging probabilities of calibrated networks follows Lakshminarayanan, Pritzel and Blundell
2017, "Simple and scalable predictive uncertainty estimation using deep ensembles", and Guo et al. 2017 for the
calibration.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

_BETTER, _OTHER = 0.55, 0.45
"""What the network that validates better counts, and the other. Near a half each network decides where it is surer; two thirds for the
U-Net cost 0.06 of mean IoU where its validation could not show that it errs farther away (docs/results.md)."""
_LEAST_PROBABILITY = 1e-12


def shares_of(unet_mean_iou: float, pixel_mean_iou: float) -> tuple[float, float]:
    """Returns what U-Net and pixel network count in their mean, from their mean IoUs on validation.

    Where these are equal the pixel network counts more: it cannot have learned the surroundings of the polygons by heart.
    """
    return (_BETTER, _OTHER) if unet_mean_iou > pixel_mean_iou else (_OTHER, _BETTER)


class AveragedNetwork(nn.Module):
    """The logarithm of the mean of its `members`' class probabilities, each at its temperature and weighted by its share.

    `config` has the encoder of the first member, and the configurations of all of them.
    """

    def __init__(
        self,
        members: Sequence[nn.Module],
        configs: Sequence[dict],
        temperatures: Sequence[float],
        shares: Sequence[float],
    ) -> None:
        """Takes two networks with the same bands and classes, their configurations, the temperature and the share of each."""
        super().__init__()
        first = configs[0]
        self.config = {
            "encoder_name": first["encoder_name"],
            "in_channels": first["in_channels"],
            "classes": first["classes"],
            "members": list(configs),
        }
        self.members = nn.ModuleList(members)
        self.register_buffer("temperatures", torch.tensor(temperatures, dtype=torch.float32))
        self.register_buffer("shares", torch.tensor(shares, dtype=torch.float32))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Maps (n, in_channels, h, w) to logits (n, classes, h, w), float32, whose softmax is the mean of the probabilities."""
        mean = sum(
            share * torch.softmax(member(images).float() / temperature, 1)
            for member, temperature, share in zip(self.members, self.temperatures, self.shares)
        )
        return mean.clamp_min(_LEAST_PROBABILITY).log()
