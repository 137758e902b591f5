"""A trial run of a network, which shows what the network's code does not tell: whose results go where, and of what shape."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import torch
from torch import nn

_PROBE_PX = (64, 96)


@dataclass
class Trial:
    """What a run has shown of the convolutions and of the modules of one other kind, the followers.

    `calls` is how often each of them ran. `fed` holds, for each run of a follower, the convolution whose result it took, None
    where it took another's or where that result is used elsewhere too. `logits` is what the network gave for `image`.
    """

    image: torch.Tensor
    logits: torch.Tensor
    calls: Counter[nn.Module] = field(default_factory=Counter)
    fed: defaultdict[nn.Module, list[nn.Conv2d | None]] = field(default_factory=lambda: defaultdict(list))
    shapes: dict[nn.Conv2d, tuple[int, ...]] = field(default_factory=dict)
    """Those of what each convolution was given last."""

    @classmethod
    def of(cls, network: nn.Module, bands: int, follower: type[nn.Module]) -> Trial:
        """Runs a network in evaluation mode, on the processor, over a small image of that many bands."""
        produced: dict[object, nn.Conv2d] = {}
        followed: list[tuple[nn.Module, object]] = []
        calls: Counter[nn.Module] = Counter()
        shapes = {}

        def note(module: nn.Module, given: tuple[torch.Tensor], output: torch.Tensor) -> None:
            calls[module] += 1
            if isinstance(module, nn.Conv2d):
                produced[output.grad_fn] = module
                shapes[module] = tuple(given[0].shape)
            else:
                followed.append((module, output.grad_fn))

        image = torch.randn(1, bands, *_PROBE_PX, generator=torch.Generator().manual_seed(0))
        watched = [module for module in network.modules() if isinstance(module, (nn.Conv2d, follower))]
        hooks = [module.register_forward_hook(note) for module in watched]
        try:
            with torch.enable_grad():
                # The graph that is made for gradients tells what each result is used for.
                logits = network(image.clone().requires_grad_())
        finally:
            for hook in hooks:
                hook.remove()
        trial, used = cls(image, logits.detach(), calls, shapes=shapes), _uses(logits.grad_fn)
        for module, node in followed:
            source = node.next_functions[0][0] if node is not None and node.next_functions else None
            trial.fed[module].append(produced.get(source) if used[source] == 1 else None)
        return trial

    def shape_in(self, convolution: nn.Conv2d, tile_px: tuple[int, int]) -> tuple[int, ...]:
        """Returns the shape of what a convolution is given, more or less, where the network is given a tile of (height, width)."""
        count, channels, *sides = self.shapes[convolution]
        return count, channels, *(max(1, side * tile // px) for side, tile, px in zip(sides, tile_px, _PROBE_PX))


def _uses(last: object | None) -> Counter[object]:
    """Returns how often the result of each node of the graph is used by the others; nothing where there is no graph."""
    used: Counter[object] = Counter()
    seen, queue = {last}, [last]
    while queue and last is not None:
        for node, _ in queue.pop().next_functions:
            if node is None:
                continue
            used[node] += 1
            if node not in seen:
                seen.add(node)
                queue.append(node)
    return used
