"""Augmentation on whole batches, on the device: what a chip may be turned into without becoming untrue.

Seen from above there is no up or down: the eight symmetries of the square (the dihedral group) leave imagery true.
Labels are moved with their pixels, never interpolated.
"""

from __future__ import annotations

import torch

SYMMETRIES = 8


def apply_symmetry(batch: torch.Tensor, number: int) -> torch.Tensor:
    """Returns the batch (..., h, w; h = w) turned by `number` % 4 quarter turns, then mirrored where `number` >= 4."""
    turned = torch.rot90(batch, number % 4, (-2, -1))
    return turned.flip(-1) if number >= SYMMETRIES // 2 else turned


def augment_batch(
    pixels: torch.Tensor, labels: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Applies to each sample of a batch a symmetry of its own, drawn from `generator` (of the CPU).

    `pixels` is (n, bands, h, w), `labels` (n, h, w), h = w. Returns new tensors of the same shapes, dtypes and
    memory layout.
    """
    numbers = torch.randint(SYMMETRIES, (len(pixels),), generator=generator)
    turned_pixels, turned_labels = torch.empty_like(pixels), torch.empty_like(labels)
    for number in numbers.unique().tolist():
        samples = (numbers == number).nonzero().flatten().to(pixels.device)
        turned_pixels[samples] = apply_symmetry(pixels[samples], number)
        turned_labels[samples] = apply_symmetry(labels[samples], number)
    return turned_pixels, turned_labels
