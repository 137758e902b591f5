"""Finds the largest batch that fits in memory, before training; and the error sentence for memory that has run out."""

from __future__ import annotations

import copy

import torch

from ...rasters.core.errors import SettingsError
from ..data.batches import LabelledChips
from ..data.sampler import SMALLEST_EPOCH_STEPS
from ..networks.build import NetworkSpec
from ..runtime.devices import Runtime
from ..runtime.memory import free_bytes, is_out_of_memory, out_of_memory_as, release_memory
from .losses import SparseLoss

SMALLEST_BATCH = 2
LARGEST_BATCH = {"cuda": 64, "mps": 16, "cpu": 16}
_USED_SHARE = 0.5
"""The share of the CPU's free memory that a batch may take; the rest is for gradients' peaks and for the user."""
_BACKWARD_FACTOR = 1.5
_INPUT_COPIES = 8
"""How often a GPU holds the pixels of a batch beside the network's own tensors, counted in float32: batches read ahead, normalised, augmented."""
_MOMENTS = 2
"""What AdamW keeps for each weight once it has made a step."""


def out_of_memory_message(batch_size: int, side_px: int, device: torch.device) -> str:
    """Returns the error sentence for a batch of that many chips that does not fit, with the cure."""
    cure = (
        f"Choose a batch size below {batch_size}, or 0 for as many as fit"
        if batch_size > SMALLEST_BATCH
        else ("Choose a smaller encoder, such as resnet18, or export smaller chips")
    )
    return (
        f"The memory of {device} does not hold a batch of {batch_size} chips of {side_px} x {side_px} pixels. {cure}."
    )


def fitting_batch(
    network: torch.nn.Module, spec: NetworkSpec, chips: LabelledChips, runtime: Runtime, loss: SparseLoss
) -> int:
    """Returns the largest power of two of chips that can be trained on at once.

    It is at most `LARGEST_BATCH`, and no larger than leaves an epoch `SMALLEST_EPOCH_STEPS` different batches (but
    4 or more where memory allows). On a GPU batches are tried, doubled until memory runs out; on a CPU one is measured. The
    network, on its device, is not changed. Raises SettingsError where not even two chips fit.
    """
    device, side_px = runtime.device, chips.cache.side_px
    with out_of_memory_as(SettingsError(out_of_memory_message(SMALLEST_BATCH, side_px, device))):
        fitting = _tried_batch(network, spec, chips, runtime, loss)
    if fitting < SMALLEST_BATCH:
        raise SettingsError(out_of_memory_message(SMALLEST_BATCH, side_px, device))
    return 1 << (fitting.bit_length() - 1)


def _tried_batch(
    network: torch.nn.Module, spec: NetworkSpec, chips: LabelledChips, runtime: Runtime, loss: SparseLoss
) -> int:
    """Returns how many chips fit, up to the limit of `fitting_batch`, 0 where not even two do."""
    device, side_px = runtime.device, chips.cache.side_px
    limit = min(LARGEST_BATCH[device.type], max(len(chips) // SMALLEST_EPOCH_STEPS, 4))
    probe = copy.deepcopy(network).train()
    if device.type == "cpu":
        needed = _saved_bytes(probe, spec, side_px, runtime) * _BACKWARD_FACTOR / SMALLEST_BATCH
        fitting = int(free_bytes(device) * _USED_SHARE / max(needed, 1))
    else:
        fitting = 0
        moments = [torch.empty_like(weight) for weight in network.parameters() for _ in range(_MOMENTS)]
        while (larger := max(2 * fitting, SMALLEST_BATCH)) <= limit and _runs(
            probe, spec, larger, side_px, runtime, loss
        ):
            fitting = larger
        moments.clear()
    return min(fitting, limit)


def _saved_bytes(network: torch.nn.Module, spec: NetworkSpec, side_px: int, runtime: Runtime) -> int:
    """Returns how many bytes a forward pass of the smallest batch keeps for the backward pass."""
    sizes: dict[int, int] = {}

    def note(tensor: torch.Tensor) -> torch.Tensor:
        sizes[tensor.data_ptr()] = tensor.numel() * tensor.element_size()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor), runtime.autocast():
        network(_zeros(SMALLEST_BATCH, spec, side_px, runtime))
    return sum(sizes.values())


def _runs(
    network: torch.nn.Module, spec: NetworkSpec, batch_size: int, side_px: int, runtime: Runtime, loss: SparseLoss
) -> bool:
    """Returns whether a forward and a backward pass of a batch of that size fit into the GPU's memory."""
    try:
        # Each rank holds the inputs of all of them.
        shape = (_INPUT_COPIES, runtime.ranks.size * batch_size, spec.in_channels, side_px, side_px)
        inputs = torch.empty(shape, device=runtime.device)
        # All classes occur, as some losses need the more memory the more there are.
        labels = torch.arange(batch_size * side_px**2, device=runtime.device).remainder_(spec.classes)
        labels = labels.to(torch.uint8).view(batch_size, side_px, side_px)
        with runtime.autocast():
            logits = network(_zeros(batch_size, spec, side_px, runtime))
        loss(logits, labels).backward()
        del inputs  # held until here
        return True
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        return False
    finally:
        network.zero_grad(set_to_none=True)
        release_memory(runtime.device)


def _zeros(batch_size: int, spec: NetworkSpec, side_px: int, runtime: Runtime) -> torch.Tensor:
    """Returns a batch of zeros on the device, channels last, the layout in which convolutions are fast."""
    shape = (batch_size, spec.in_channels, side_px, side_px)
    return torch.zeros(shape, device=runtime.device).contiguous(memory_format=torch.channels_last)
