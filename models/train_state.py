"""The tensors that a training run goes on from, by name: weights, running average, and the optimiser's moments."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn

_NETWORK, _AVERAGE, _OPTIMIZER = "network/", "average/", "optimizer/"


def collect(network: nn.Module, average: nn.Module | None, optimizer: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    """Returns all tensors of a run by name; they share the memory of the run's own."""
    state = {f"{_NETWORK}{key}": value for key, value in network.state_dict().items()}
    if average is not None:
        state.update((f"{_AVERAGE}{key}", value) for key, value in average.state_dict().items())
    for number, moments in optimizer.state_dict()["state"].items():
        state.update((f"{_OPTIMIZER}{number}/{key}", value) for key, value in moments.items())
    return state


def restore(
    tensors: Mapping[str, torch.Tensor], network: nn.Module, average: nn.Module | None, optimizer: torch.optim.Optimizer
) -> None:
    """Puts the tensors that `collect` returned back into a run that was set up in the same way.

    Raises RuntimeError or KeyError where they are of another network.
    """
    nn.Module.load_state_dict(network, _part(tensors, _NETWORK))
    if average is not None:
        nn.Module.load_state_dict(average, _part(tensors, _AVERAGE))
    weights = [weight for group in optimizer.param_groups for weight in group["params"]]
    moments: dict[int, dict[str, torch.Tensor]] = {}
    for key, value in _part(tensors, _OPTIMIZER).items():
        number, name = key.split("/")
        weight = weights[int(number)]
        # The fused optimiser walks weight and moments in step: they must lie in memory in the same order.
        alike = torch.empty_like(weight).copy_(value) if value.shape == weight.shape else value
        moments.setdefault(int(number), {})[name] = alike
    optimizer.load_state_dict({"state": moments, "param_groups": optimizer.state_dict()["param_groups"]})


def _part(tensors: Mapping[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {key[len(prefix) :]: value for key, value in tensors.items() if key.startswith(prefix)}
