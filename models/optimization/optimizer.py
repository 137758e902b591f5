"""The optimizer, AdamW without decay of norms and biases, and its one-cycle learning rate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch

WEIGHT_DECAY = 1e-2
HIGHEST_GRADIENT_NORM = 1.0
WARM_UP_SHARE = 0.2
"""The share of a run's steps in which the learning rate rises."""
FIRST_SHARE, LAST_SHARE = 1 / 25, 1e-3
"""The learning rate at the first and the last step, as shares of the highest."""


def make_optimizer(network: torch.nn.Module) -> torch.optim.AdamW:
    """Returns AdamW (Loshchilov and Hutter 2019) over the trainable weights, decaying matrices and kernels only.

    Set its learning rate before each step, by `set_learning_rate`.
    """
    trainable = [weight for weight in network.parameters() if weight.requires_grad]
    groups = [
        {"params": [weight for weight in trainable if weight.ndim > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [weight for weight in trainable if weight.ndim <= 1], "weight_decay": 0.0},
    ]
    fused = all(weight.device.type in ("cpu", "cuda") for weight in trainable)
    return torch.optim.AdamW([group for group in groups if group["params"]], fused=fused)


def on_this_device(state: Mapping[str, Any], optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Returns a `state_dict` with the implementation (fused or not) that the optimizer has on its device.

    A run may resume on another device, and `load_state_dict` would take over the one of the first.
    """
    fused = [{"fused": group["fused"]} for group in optimizer.param_groups]
    return {**state, "param_groups": [{**old, **own} for old, own in zip(state["param_groups"], fused)]}


def one_cycle(step: int, steps: int, highest: float) -> float:
    """Returns the learning rate of a step (from 0) of a run of `steps`.

    It follows half cosines: from `highest` / 25 it rises over the first fifth of the run, and falls to `highest` / 1000 at the last step.
    (After Smith and Topin 2019, "Super-convergence".)
    """
    peak = max(1, round(WARM_UP_SHARE * steps)) if steps > 1 else 0
    if step < peak:
        return highest * _between(FIRST_SHARE, 1.0, step / peak)
    return highest * _between(1.0, LAST_SHARE, (step - peak) / max(steps - 1 - peak, 1))


def _between(start: float, stop: float, share: float) -> float:
    """Returns the value at `share` (0 to 1) of half a cosine wave from `start` to `stop`."""
    return stop + (start - stop) * (1 + math.cos(math.pi * share)) / 2


def set_learning_rate(optimizer: torch.optim.Optimizer, learning_rate: float) -> None:
    """Sets the learning rate of all groups."""
    for group in optimizer.param_groups:
        group["lr"] = learning_rate
