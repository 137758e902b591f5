"""Folds batch normalisation into the convolutions before it: the same numbers with fewer passes over memory.

After training, batch normalisation multiplies and shifts each channel by constants, which a convolution can do itself
(Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference",
section 3.2). Which convolution feeds which normalisation is read off a run of the network itself, so that it holds for any
network: DenseNet's normalisations before the convolution, whose input others use as well, are left alone.
"""

from __future__ import annotations

from collections import Counter

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

_PROBE_PX = (64, 96)


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
        folded = fuse_conv_bn_eval(convolution.double(), norm.double()).float()
        _replace(network, names[convolution], folded)
        _replace(network, names[norm], nn.Identity())
    return len(pairs)


def _pairs(network: nn.Module, bands: int) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Returns each convolution whose output goes to a normalisation and nowhere else, with that normalisation."""
    produced: dict[object, nn.Conv2d] = {}
    normed: list[tuple[nn.BatchNorm2d, object]] = []
    calls: Counter[nn.Module] = Counter()

    def note(module: nn.Module, _: object, output: torch.Tensor) -> None:
        calls[module] += 1
        if isinstance(module, nn.Conv2d):
            produced[output.grad_fn] = module
        else:
            normed.append((module, output.grad_fn))

    watched = [module for module in network.modules() if isinstance(module, (nn.Conv2d, nn.BatchNorm2d))]
    hooks = [module.register_forward_hook(note) for module in watched]
    try:
        with torch.enable_grad():
            # The graph that is made for gradients tells what each result is used for.
            logits = network(torch.zeros(1, bands, *_PROBE_PX, requires_grad=True))
    finally:
        for hook in hooks:
            hook.remove()
    used = _uses(logits.grad_fn)
    found = []
    for norm, node in normed:
        source = node.next_functions[0][0] if node is not None and node.next_functions else None
        convolution = produced.get(source)
        alone = used[source] == 1 and calls[norm] == 1 and calls[convolution] == 1
        if convolution is not None and alone and _is_plain(convolution, norm):
            found.append((convolution, norm))
    return found


def _is_plain(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> bool:
    """Tells whether the normalisation's constants are known, and the weights are parameters of the convolution itself."""
    return norm.running_var is not None and "weight" in convolution._parameters


def _uses(last: object) -> Counter[object]:
    """Returns how often the result of each node of the graph is used by the others."""
    used: Counter[object] = Counter()
    seen, queue = {last}, [last]
    while queue:
        for node, _ in queue.pop().next_functions:
            if node is None:
                continue
            used[node] += 1
            if node not in seen:
                seen.add(node)
                queue.append(node)
    return used


def _replace(network: nn.Module, name: str, module: nn.Module) -> None:
    """Puts another module in the place of that name."""
    parent, _, child = name.rpartition(".")
    setattr(network.get_submodule(parent), child, module.eval())
