"""Training of one network by several ranks: gradients by DistributedDataParallel, batch normalisation over the batch of all ranks."""

from __future__ import annotations

import torch
from torch import distributed, nn
from torch.nn import functional

from ..networks.build import PatientBatchNorm
from ..runtime.ranks import Ranks

_DROPOUTS = (nn.Dropout, nn.Dropout1d, nn.Dropout2d, nn.Dropout3d, nn.AlphaDropout, nn.FeatureAlphaDropout)


class _NormalisedOverRanks(torch.autograd.Function):
    """Batch normalisation by the statistics of all ranks' images, by torch's own kernels.

    These take mean and variance as constants. Their gradient is linear in each channel's values; its two coefficients
    are sums over the ranks (Ioffe and Szegedy 2015, the gradient of algorithm 1).
    """

    @staticmethod
    def forward(
        ctx: torch.autograd.function.FunctionCtx,
        images: torch.Tensor,
        weight: torch.Tensor,
        bias: torch.Tensor,
        mean: torch.Tensor,
        variance: torch.Tensor,
        count: torch.Tensor,
        eps: float,
    ) -> torch.Tensor:
        """Returns (n, channels, h, w) normalised by the mean and variance, (channels,), of `count` values in all ranks."""
        ctx.save_for_backward(images, weight, bias, mean, variance, count)
        ctx.eps = eps
        return functional.batch_norm(images, mean, variance, weight, bias, eps=eps)

    @staticmethod
    def backward(ctx: torch.autograd.function.FunctionCtx, gradient: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """Returns the gradients of the images, weight and bias, those of weight and bias for this rank's images."""
        images, weight, bias, mean, variance, count = ctx.saved_tensors
        with torch.enable_grad():
            inputs = [each.detach().requires_grad_() for each in (images, weight, bias)]
            output = functional.batch_norm(inputs[0], mean, variance, *inputs[1:], eps=ctx.eps)
            of_images, of_weight, of_bias = torch.autograd.grad(output, inputs, gradient)
        sums = torch.stack((of_weight, of_bias))
        distributed.all_reduce(sums)
        slope, offset = sums * weight * torch.rsqrt(variance + ctx.eps) / count
        of_images -= functional.batch_norm(images, mean, variance, slope, offset, eps=ctx.eps)
        return of_images, of_weight, of_bias, None, None, None, None


class SynchronisedBatchNorm(nn.BatchNorm2d):
    """Batch normalisation over the batches of all ranks, in float32 at least, on a CPU: torch's own `SyncBatchNorm` needs a GPU."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Normalises (n, channels, h, w), in training by the statistics of all ranks' images."""
        if not self.training:
            return super().forward(images)
        mean, variance, count = (each.to(self.weight.dtype) for each in _moments(images.detach()))
        with torch.no_grad():
            self.num_batches_tracked += 1
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * (count / (count - 1).clamp(min=1)), self.momentum)
        return _NormalisedOverRanks.apply(images, self.weight, self.bias, mean, variance, count, self.eps)


def _moments(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Returns mean and variance of each channel of all ranks' images, (n, channels, h, w), and how many values it has, in float64."""
    channels, own = images.shape[1], images.numel() // images.shape[1]
    dtype = torch.promote_types(images.dtype, torch.float32)
    mean, variance = torch.zeros(channels, dtype=dtype), torch.ones(channels, dtype=dtype)
    if own > 1:  # as running statistics that forget all before: torch's fastest way to the moments of 16-bit images
        functional.batch_norm(images, mean, variance, training=True, momentum=1.0)
        variance *= (own - 1) / own
    elif own:
        mean, variance = images.to(dtype).reshape(channels), torch.zeros_like(variance)
    mean, variance = mean.double(), variance.double()
    sums = torch.cat((own * mean, own * (variance + mean.square()), mean.new_tensor([own])))
    distributed.all_reduce(sums)
    count = sums[-1]
    mean, square = sums[:channels] / count, sums[channels:-1] / count
    return mean, (square - mean.square()).clamp(min=0), count


def synchronised(network: nn.Module, ranks: Ranks, device: torch.device) -> tuple[nn.Module, int]:
    """Returns a network whose batch normalisation takes the statistics of all ranks, and how many layers keep those of each rank alone.

    The latter are layers that also do something else, as those of some encoders of timm. The names of the weights stay.
    """
    if not ranks.are_several:
        return network, 0
    kind, left = nn.SyncBatchNorm if device.type == "cuda" else SynchronisedBatchNorm, 0
    for parent in list(network.modules()):
        for name, layer in list(parent.named_children()):
            if type(layer) in (nn.BatchNorm2d, PatientBatchNorm):
                replaced = kind(layer.num_features, layer.eps, layer.momentum, layer.affine, layer.track_running_stats)
                replaced.load_state_dict(layer.state_dict())
                setattr(parent, name, replaced.to(layer.running_mean).train(layer.training))
            elif isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
                left += 1
    return network, left


def drops_at_random(network: nn.Module) -> bool:
    """Returns whether a network in training drops values at random, as dropout and stochastic depth do: each rank draws its own."""
    return any(
        (isinstance(layer, _DROPOUTS) and layer.p > 0) or getattr(layer, "drop_prob", None)
        for layer in network.modules()
    )


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
