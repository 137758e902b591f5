"""The eight ways to turn and mirror a square image (the dihedral group), applied to images and undone on maps."""

from __future__ import annotations

from collections.abc import Callable

import torch

Turn = tuple[int, bool]
"""Quarter turns counter-clockwise, and whether the image is mirrored left to right before them."""

TURNS: dict[str, tuple[Turn, ...]] = {
    "none": ((0, False),),
    "4": ((0, False), (1, False), (2, False), (3, False)),
    "8": tuple((quarter, mirrored) for mirrored in (False, True) for quarter in range(4)),
}
"""Which ways each choice of test-time augmentation looks at an image."""


def turned(images: torch.Tensor, turn: Turn) -> torch.Tensor:
    """Returns images (..., h, w) mirrored and turned; odd quarter turns swap height and width."""
    quarters, mirrored = turn
    images = images.flip(-1) if mirrored else images
    return torch.rot90(images, quarters, (-2, -1)) if quarters else images


def turned_back(images: torch.Tensor, turn: Turn) -> torch.Tensor:
    """Undoes `turned`."""
    quarters, mirrored = turn
    images = torch.rot90(images, -quarters, (-2, -1)) if quarters else images
    return images.flip(-1) if mirrored else images


def mean_over_turns(
    predict: Callable[[torch.Tensor], torch.Tensor], images: torch.Tensor, turns: tuple[Turn, ...]
) -> torch.Tensor:
    """Returns the mean of what `predict` says of the images seen in all those ways, each brought back upright.

    `predict` maps (n, c, h, w) to (n, classes, h, w). The mean turns with the image: it does not depend on which way
    up the image was, as long as `turns` is a group.
    """
    if len(turns) == 1:
        return turned_back(predict(turned(images, turns[0])), turns[0])
    total: torch.Tensor | None = None
    for turn in turns:
        part = turned_back(predict(turned(images, turn).contiguous(memory_format=torch.channels_last)), turn)
        total = part.clone(memory_format=torch.contiguous_format) if total is None else total.add_(part)
    return total.div_(len(turns))
