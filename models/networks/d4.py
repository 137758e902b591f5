"""The dihedral group D4: the eight rotations and reflections of a square image, for augmentation in training and prediction."""

from __future__ import annotations

from collections.abc import Callable

import torch

Transform = tuple[int, bool]
"""Rotation counter-clockwise, in steps of 90 degrees, and whether the image is mirrored left to right before it."""

TRANSFORMS: dict[str, tuple[Transform, ...]] = {
    "none": ((0, False),),
    "4": ((0, False), (1, False), (2, False), (3, False)),
    "8": tuple((quarter, mirrored) for mirrored in (False, True) for quarter in range(4)),
}
"""The transforms of each choice of test-time augmentation; "8" is the whole group."""


def transformed(images: torch.Tensor, transform: Transform) -> torch.Tensor:
    """Returns images (..., h, w) mirrored and rotated; odd rotations swap height and width."""
    rotations, mirrored = transform
    images = images.flip(-1) if mirrored else images
    return torch.rot90(images, rotations, (-2, -1)) if rotations else images


def restored(images: torch.Tensor, transform: Transform) -> torch.Tensor:
    """Inverts `transformed`."""
    rotations, mirrored = transform
    images = torch.rot90(images, -rotations, (-2, -1)) if rotations else images
    return images.flip(-1) if mirrored else images


def mean_over_transforms(
    predict: Callable[[torch.Tensor], torch.Tensor], images: torch.Tensor, transforms: tuple[Transform, ...]
) -> torch.Tensor:
    """Returns the mean of the predictions for transformed images, each restored: test-time augmentation.

    `predict` maps (n, c, h, w) to (n, classes, h, w). The mean is equivariant: it transforms with the image, as long as
    `transforms` is a group.
    """
    if len(transforms) == 1:
        return restored(predict(transformed(images, transforms[0])), transforms[0])
    total: torch.Tensor | None = None
    for transform in transforms:
        seen = transformed(images, transform).contiguous(memory_format=torch.channels_last)
        part = restored(predict(seen), transform)
        total = part.clone(memory_format=torch.contiguous_format) if total is None else total.add_(part)
    return total.div_(len(transforms))
