"""Networks whose batch normalisation has seen data, and their logits."""

from __future__ import annotations

import torch
from torch import nn

BANDS = 3


def lived_in(network: nn.Module) -> nn.Module:
    """Gives every normalisation constants as after a training."""
    generator = torch.Generator().manual_seed(5)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            for tensor, low, high in (
                (module.running_mean, -0.5, 0.5),
                (module.running_var, 0.5, 2.0),
                (module.weight.data, 0.5, 1.5),
                (module.bias.data, -0.5, 0.5),
            ):
                tensor.uniform_(low, high, generator=generator)
    return network.eval()


def logits(network: nn.Module) -> torch.Tensor:
    images = torch.randn(2, BANDS, 96, 64, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        return network(images)
