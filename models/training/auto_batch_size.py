"""How many chips fit into a batch, found out before training; and what to say where memory has run out."""

from __future__ import annotations

import copy

import torch

from ...rasters.core.errors import SettingsError
from ..data.batches import SMALLEST_EPOCH_STEPS
from ..runtime.devices import Runtime
from ..runtime.memory import free_bytes, is_out_of_memory
from .losses import SparseLoss

SMALLEST_BATCH = 2
LARGEST_BATCH = {"cuda": 64, "mps": 16, "cpu": 16}
_USED_SHARE = 0.5
"""The part of a processor's free memory that a batch may take; the rest is for gradients' peaks and for the user."""
_BACKWARD_FACTOR = 1.5
_MOMENTS = 2
"""What AdamW keeps for each weight once it has made a step."""


def out_of_memory_message(batch_size: int, side_px: int, device: torch.device) -> str:
    """Returns what went wrong with a batch of that many chips, and the cure."""
    cure = (
        f"Choose a batch size below {batch_size}, or 0 for as many as fit"
        if batch_size > SMALLEST_BATCH
        else ("Choose a smaller encoder, such as resnet18, or export smaller chips")
    )
    return (
        f"The memory of {device} does not hold a batch of {batch_size} chips of {side_px} x {side_px} pixels. {cure}."
    )


def fitting_batch(
    network: torch.nn.Module,
    bands: int,
    classes: int,
    side_px: int,
    chip_count: int,
    runtime: Runtime,
    loss: SparseLoss,
) -> int:
    """Returns the largest power of two of chips that can be trained on at once.

    It is at most `LARGEST_BATCH`, and no larger than leaves an epoch `SMALLEST_EPOCH_STEPS` different batches (but
    4 or more where memory allows). On a GPU batches are tried, doubled until memory runs out; on a CPU one is measured. The
    network, on its device, is left as it was. Raises SettingsError where not even two chips fit.
    """
    limit = min(LARGEST_BATCH[runtime.device.type], max(chip_count // SMALLEST_EPOCH_STEPS, 4))
    probe = copy.deepcopy(network).train()
    if runtime.device.type == "cpu":
        needed = _saved_bytes(probe, bands, side_px, runtime) * _BACKWARD_FACTOR / SMALLEST_BATCH
        fitting = int(free_bytes(runtime.device) * _USED_SHARE / max(needed, 1))
    else:
        fitting = 0
        moments: list[torch.Tensor] = []
        moments.extend(torch.empty_like(weight) for weight in network.parameters() for _ in range(_MOMENTS))
        while 2 * max(fitting, 1) <= limit and _runs(
            probe, max(2 * fitting, 2), bands, classes, side_px, runtime, loss
        ):
            fitting = max(2 * fitting, 2)
        moments.clear()
    if fitting < SMALLEST_BATCH:
        raise SettingsError(out_of_memory_message(SMALLEST_BATCH, side_px, runtime.device))
    largest = min(fitting, limit)
    return 1 << (largest.bit_length() - 1)


def _saved_bytes(network: torch.nn.Module, bands: int, side_px: int, runtime: Runtime) -> int:
    """Returns how many bytes a forward pass of the smallest batch keeps for the backward pass."""
    sizes: dict[int, int] = {}

    def note(tensor: torch.Tensor) -> torch.Tensor:
        sizes[tensor.data_ptr()] = tensor.numel() * tensor.element_size()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor), runtime.autocast():
        network(runtime.upload(torch.zeros(SMALLEST_BATCH, bands, side_px, side_px)))
    return sum(sizes.values())


def _runs(
    network: torch.nn.Module,
    batch_size: int,
    bands: int,
    classes: int,
    side_px: int,
    runtime: Runtime,
    loss: SparseLoss,
) -> bool:
    """Tells whether a forward and a backward pass of a batch of that size fit into the GPU's memory."""
    try:
        # All classes occur, as some losses need the more memory the more there are.
        labels = torch.arange(batch_size * side_px**2, device=runtime.device).remainder_(classes)
        labels = labels.to(torch.uint8).view(batch_size, side_px, side_px)
        with runtime.autocast():
            logits = network(runtime.upload(torch.zeros(batch_size, bands, side_px, side_px)))
        loss(logits, labels).backward()
        return True
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        return False
    finally:
        network.zero_grad(set_to_none=True)
        if runtime.device.type == "cuda":
            torch.cuda.empty_cache()
