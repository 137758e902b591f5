"""Packs the weights of convolutions once in the order in which the processor takes them, and rectifies as they compute.

PyTorch brings a convolution's weights into oneDNN's order at each pass, and a ReLU that follows goes over the whole result
again. What `torch.compile` does about both at the price of half a minute and a compiler, PyTorch's own operators do at once.
They are not promised to stay: what they give is compared with what the network gave, which stays as it was where they differ
or are missing. And they make 0 of what is no number, which would hide an overflow: images with values of a size that could
lead to one are rectified as before.
"""

from __future__ import annotations

import platform

import torch
from torch import nn

from .fuse import replace_module
from .trial import Trial

_PROCESSORS = ("x86_64", "AMD64")
"""Where it was measured."""
_TOLERANCE = {torch.float32: 1e-4, torch.bfloat16: 2e-2}
"""By how much of the largest logit packing may change one."""
_LARGEST = 1e6
"""Scaled values beyond this, which no training has, may overflow on their way through the network."""


class _Range:
    """Whether what the network is given at the moment lies in the range in which no overflow is to be feared."""

    is_usual = True

    def look(self, _: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
        """Looks at the images, before the network runs."""
        images = given[0]
        self.is_usual = bool((images.amin() >= -_LARGEST) & (images.amax() <= _LARGEST))


class _PackedConv2d(nn.Module):
    """A convolution whose weights are packed. It stays on the processor and in its precision, whatever is asked of it."""

    def __init__(self, convolution: nn.Conv2d, shape: tuple[int, ...], rectifies: bool, values: _Range) -> None:
        """Packs the weights for images of that shape; others are as right, if less quick. It rectifies usual `values` only."""
        super().__init__()
        weight, bias = convolution.weight.detach(), convolution.bias
        self._dtype, self._rectifies, self._values = weight.dtype, rectifies, values
        self._way = convolution.padding, convolution.stride, convolution.dilation, convolution.groups
        self._weight = torch.ops.mkldnn._reorder_convolution_weight(weight, *self._way, shape)
        self._bias = None if bias is None else bias.detach()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Returns what the convolution does, of `images` in any precision, negative values made 0 where it rectifies."""
        rectifies = self._rectifies and self._values.is_usual
        activation = "relu" if rectifies else "none"
        output = torch.ops.mkldnn._convolution_pointwise(
            images.to(self._dtype), self._weight, self._bias, *self._way, activation, [], ""
        )
        output.is_rectified = rectifies
        return output


class _RestOfReLU(nn.Module):
    """A ReLU that leaves alone what a convolution has rectified; one ReLU may serve several places."""

    def __init__(self, relu: nn.ReLU) -> None:
        """Takes the ReLU for the other places."""
        super().__init__()
        self._relu = relu

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Returns the values, negative ones made 0."""
        if values.__dict__.pop("is_rectified", False):
            return values
        return self._relu(values)


def pack_convolutions(network: nn.Module, bands: int, tile_px: tuple[int, int]) -> int:
    """Packs in place what can be packed of a network in evaluation mode, on the processor; returns how many convolutions.

    `bands` is the number of its input channels, `tile_px` (height, width) of the tiles that it is to be quick with: packed for
    others, some networks are slower than unpacked. Convolutions whose weights are bfloat16 are taken to run under autocast.
    The network gives the same logits up to the rounding of its precision; it can neither be trained nor leave the processor.
    """
    names = {module: name for name, module in network.named_modules() if name}
    convolutions = [module for module in names if _can_be_packed(module)]
    if platform.machine() not in _PROCESSORS or not convolutions:
        return 0
    dtype = convolutions[0].weight.dtype
    replaced: list[nn.Module] = []
    values = _Range()
    looking = network.register_forward_pre_hook(values.look)
    with torch.autocast("cpu", torch.bfloat16, enabled=dtype is torch.bfloat16):
        trial = Trial.of(network, bands, nn.ReLU)
        rectified = _rectified(trial)
        try:
            for convolution in convolutions:
                if convolution in trial.calls:
                    shape = trial.shape_in(convolution, tile_px)
                    packed = _PackedConv2d(convolution, shape, convolution in rectified, values)
                    replace_module(network, names[convolution], packed)
                    replaced.append(convolution)
            for relu in {relu for relu, before in trial.fed.items() if rectified.intersection(before)}:
                replace_module(network, names[relu], _RestOfReLU(relu))
                replaced.append(relu)
            agrees = _agree(network, trial, _TOLERANCE[dtype])
        except (AttributeError, RuntimeError, TypeError):  # another PyTorch, which has no such operators
            agrees = False
    if agrees and replaced:
        return sum(isinstance(module, nn.Conv2d) for module in replaced)
    looking.remove()
    for module in replaced:
        replace_module(network, names[module], module)
    return 0


def _can_be_packed(module: nn.Module) -> bool:
    """Tells whether a module is a plain convolution, whose weights are its own parameters."""
    return (
        type(module) is nn.Conv2d
        and "weight" in module._parameters
        and module.padding_mode == "zeros"
        and not isinstance(module.padding, str)
        and module.weight.dtype in _TOLERANCE
    )


def _rectified(trial: Trial) -> set[nn.Conv2d]:
    """Returns the convolutions that run once, and whose result goes to a ReLU and nowhere else."""
    return {
        convolution
        for before in trial.fed.values()
        for convolution in before
        if convolution is not None and trial.calls[convolution] == 1 and _can_be_packed(convolution)
    }


@torch.no_grad()
def _agree(network: nn.Module, trial: Trial, tolerance: float) -> bool:
    """Tells whether a network gives the logits that it gave in the trial."""
    difference = (network(trial.image) - trial.logits).abs().max()
    return bool(difference <= tolerance * trial.logits.abs().max())
