"""Folds batch normalisation into the convolutions before it: the same numbers with fewer passes over memory.

After training, batch normalisation multiplies and shifts each channel by constants, which a convolution can do itself
(Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference",
section 3.2). Which convolution feeds which normalisation is read off a run of the network itself, so that it holds for any
network: DenseNet's normalisations before the convolution, whose input others use as well, are left alone.
"""

from __future__ import annotations

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .trial import Trial


def fold_batch_norms(network: nn.Module, bands: int) -> int:
    """Folds in place what can be folded of a network in evaluation mode, on the processor; returns how many.

    `bands` is the number of its input channels. The network gives the same logits up to float32's rounding; it cannot
    be trained any more.
    """
    if not any(isinstance(module, nn.BatchNorm2d) for module in network.modules()):
        return 0
    names = {module: name for name, module in network.named_modules()}
    pairs = _pairs(network, bands)
    for convolution, norm in pairs:
        folded = fuse_conv_bn_eval(convolution, norm)
        replace_module(network, names[convolution], folded)
        replace_module(network, names[norm], nn.Identity())
    return len(pairs)


def _pairs(network: nn.Module, bands: int) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Returns each convolution whose output goes to a normalisation and nowhere else, with that normalisation."""
    trial = Trial.of(network, bands, nn.BatchNorm2d)
    found = []
    for norm, before in trial.fed.items():
        convolution = before[0] if len(before) == 1 else None
        if convolution is not None and trial.calls[convolution] == 1 and _is_plain(convolution, norm):
            found.append((convolution, norm))
    return found


def _is_plain(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> bool:
    """Tells whether the normalisation's constants are known, and the weights are parameters of the convolution itself."""
    return norm.running_var is not None and "weight" in convolution._parameters


def replace_module(network: nn.Module, name: str, module: nn.Module) -> None:
    """Puts another module in the place of that name."""
    parent, _, child = name.rpartition(".")
    setattr(network.get_submodule(parent), child, module.eval())
