"""Training of one network by several ranks: gradients by DistributedDataParallel, batch normalisation over the batch of all ranks."""

from __future__ import annotations

import torch
from torch import distributed, nn

from ..runtime.ranks import Ranks


class _SumOverRanks(torch.autograd.Function):
    """The sum over the ranks, forward and backward: what one rank adds to it counts in the loss of all."""

    @staticmethod
    def forward(_: object, values: torch.Tensor) -> torch.Tensor:
        """Returns the sum of the values of all ranks."""
        total = values.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(_: object, gradient: torch.Tensor) -> torch.Tensor:
        """Returns the sum of the gradients of all ranks."""
        total = gradient.clone()
        distributed.all_reduce(total)
        return total


class SynchronisedBatchNorm(nn.BatchNorm2d):
    """Batch normalisation over the batches of all ranks, in float32 at least, on a CPU: torch's own `SyncBatchNorm` needs a GPU."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Normalises (n, channels, h, w), in training by the statistics of all ranks' images."""
        if not self.training:
            return super().forward(images)
        dimensions = (0, 2, 3)
        values = images.to(torch.promote_types(images.dtype, torch.float32))
        own = values.new_tensor([values.numel() / values.shape[1]])
        sums = _SumOverRanks.apply(torch.cat((values.sum(dimensions), own)))
        count = sums[-1].detach()
        mean = (sums[:-1] / count).view(1, -1, 1, 1)
        centred = values - mean
        variance = _SumOverRanks.apply(centred.square().sum(dimensions)) / count
        with torch.no_grad():
            self.num_batches_tracked += 1
            self.running_mean.lerp_(mean.view(-1), self.momentum)
            self.running_var.lerp_(variance * (count / (count - 1).clamp(min=1)), self.momentum)
        scale = self.weight * torch.rsqrt(variance + self.eps)
        return (centred * scale.view(1, -1, 1, 1) + self.bias.view(1, -1, 1, 1)).to(images.dtype)


def synchronised(network: nn.Module, ranks: Ranks, device: torch.device) -> tuple[nn.Module, int]:
    """Returns a network whose batch normalisation takes the statistics of all ranks, and how many layers keep those of each rank alone.

    The latter are layers that also do something else, as those of some encoders of timm. The names of the weights stay.
    """
    if not ranks.are_several:
        return network, 0
    kind, left = nn.SyncBatchNorm if device.type == "cuda" else SynchronisedBatchNorm, 0
    for parent in list(network.modules()):
        for name, layer in list(parent.named_children()):
            if type(layer) is nn.BatchNorm2d:
                replaced = kind(layer.num_features, layer.eps, layer.momentum, layer.affine, layer.track_running_stats)
                replaced.load_state_dict(layer.state_dict())
                setattr(parent, name, replaced.to(layer.running_mean).train(layer.training))
            elif isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
                left += 1
    return network, left


class GradientSum:
    """Calls a network such that the backward pass leaves the mean of the ranks' gradients in its weights."""

    def __init__(self, network: nn.Module, ranks: Ranks, device: torch.device) -> None:
        """Takes a network that lies on the device; its weights become those of the first rank."""
        self._network, self._ranks = network, ranks
        self._devices = [device.index] if device.type == "cuda" else None
        self._trained: tuple[bool, ...] = ()
        self._parallel: nn.Module = network

    def __call__(self, images: torch.Tensor) -> torch.Tensor:
        """Returns the logits."""
        if self._ranks.are_several:
            trained = tuple(weight.requires_grad for weight in self._network.parameters())
            # DistributedDataParallel waits for the gradients of all weights that it was made with.
            if trained != self._trained:
                self._parallel = nn.parallel.DistributedDataParallel(
                    self._network,
                    device_ids=self._devices,
                    static_graph=True,  # shallow decoders never use the encoder's last stages
                )
                self._trained = trained
        return self._parallel(images)
