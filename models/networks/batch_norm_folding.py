"""Fuses BatchNorm into the convolutions before it: the same logits with fewer passes over memory.

In evaluation mode BatchNorm scales and shifts each channel by constants, which a convolution can do itself (Jacob et al. 2018,
"Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", section 3.2). The autograd graph
of one forward pass shows which convolution feeds which BatchNorm, so any encoder will do; symbolic tracing (`torch.fx`) fails
on many. A BatchNorm before a convolution, as in DenseNet, and one whose input has other uses stay as they are.
"""

from __future__ import annotations

from collections import Counter

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .build import PROBE_PX


def fuse_batch_norms(network: nn.Module, bands: int) -> int:
    """Fuses in place what can be fused of a network in evaluation mode, on the CPU; returns the number of BatchNorms.

    `bands` is the number of input channels. The logits stay the same up to float32 rounding. The network cannot be trained
    any more.
    """
    if not any(isinstance(module, nn.BatchNorm2d) for module in network.modules()):
        return 0
    names = {module: name for name, module in network.named_modules()}
    pairs = _fusible_pairs(network, bands)
    for convolution, norm in pairs:
        _replace(network, names[convolution], fuse_conv_bn_eval(convolution, norm))
        _replace(network, names[norm], nn.Identity())
    return len(pairs)


def _fusible_pairs(network: nn.Module, bands: int) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Returns each convolution that runs once and whose output only a BatchNorm uses, with that BatchNorm."""
    calls: Counter[nn.Module] = Counter()
    producers: dict[object, nn.Conv2d] = {}
    inputs: dict[nn.BatchNorm2d, object] = {}

    def note(module: nn.Module, _: object, output: torch.Tensor) -> None:
        calls[module] += 1
        if isinstance(module, nn.Conv2d):
            producers[output.grad_fn] = module
        elif output.grad_fn is not None:
            inputs[module] = output.grad_fn.next_functions[0][0]

    hooks = [
        module.register_forward_hook(note)
        for module in network.modules()
        if isinstance(module, (nn.Conv2d, nn.BatchNorm2d))
    ]
    try:
        with torch.enable_grad():
            logits = network(torch.zeros(1, bands, *PROBE_PX, requires_grad=True))
    finally:
        for hook in hooks:
            hook.remove()
    uses = _uses(logits.grad_fn)
    pairs = [(producers.get(node), norm) for norm, node in inputs.items() if uses[node] == 1]
    return [
        (convolution, norm)
        for convolution, norm in pairs
        if convolution is not None
        and calls[convolution] == calls[norm] == 1
        and norm.running_var is not None
        and "weight" in dict(convolution.named_parameters(recurse=False))  # not computed, as by weight normalization
    ]


def _uses(output: object | None) -> Counter[object]:
    """Returns how many nodes of the autograd graph of `output` use the result of each node."""
    uses: Counter[object] = Counter()
    waiting = [output] if output is not None else []
    while waiting:
        for node, _ in waiting.pop().next_functions:
            if node is not None:
                if node not in uses:
                    waiting.append(node)
                uses[node] += 1
    return uses


def _replace(network: nn.Module, name: str, module: nn.Module) -> None:
    """Puts another module in the place of the one with that name."""
    parent, _, child = name.rpartition(".")
    setattr(network.get_submodule(parent), child, module.eval())
