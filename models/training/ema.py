"""A running average of the weights, which judges and is kept in place of the last ones where it is asked for.

The average of the weights along the way lies in a flatter, wider valley of the loss than any of them (Izmailov et al. 2018,
"Averaging weights leads to wider optima"; with a decay as in Tarvainen and Valpola 2017, "Mean teachers").
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

LONGEST_MEMORY = 0.999
"""The share of the average that a step leaves as it was, once the run is long enough."""
_EARLY_STEPS = 10


def memory_after(steps: int) -> float:
    """Returns which share of the average the next step leaves as it was.

    It grows with the steps averaged so far, (1 + n) / (10 + n), so that the random first weights are soon forgotten, up to
    `LONGEST_MEMORY`.
    """
    return min(LONGEST_MEMORY, (1 + steps) / (_EARLY_STEPS + steps))


def averaged_copy(network: nn.Module) -> AveragedModel:
    """Returns a copy of the network, on its device, whose weights follow those of the network as `update_parameters` is called.

    Statistics of batch normalisation are the network's latest.
    """
    return AveragedModel(network, multi_avg_fn=_blend)


@torch.no_grad()
def _blend(average: Sequence[torch.Tensor], current: Sequence[torch.Tensor], steps: torch.Tensor | int) -> None:
    """Moves the average, in place, towards the current weights."""
    torch._foreach_lerp_(average, current, 1 - memory_after(int(steps)))
