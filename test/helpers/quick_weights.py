"""Random weights out of one block of random numbers: to draw a hundred million anew takes longer than most tests of a network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import torch

FEWEST = 1 << 16
"""Smaller tensors are drawn as ever."""
_BLOCK_SIZE = 1 << 22


@contextmanager
def quick_weights() -> Iterator[None]:
    """Fills large tensors with a piece of a block where a normal or uniform distribution is drawn: by the same seed the same piece."""
    generator = torch.Generator().manual_seed(0)
    normal = torch.empty(_BLOCK_SIZE).normal_(generator=generator)
    uniform = torch.empty(_BLOCK_SIZE).uniform_(generator=generator)
    draw_normal, draw_uniform = torch.Tensor.normal_, torch.Tensor.uniform_

    def normal_(tensor: torch.Tensor, mean: float = 0, std: float = 1, *, generator: torch.Generator | None = None):
        if _is_small(tensor) or generator is not None:
            return draw_normal(tensor, mean, std, generator=generator)
        return _fill(tensor, normal, mean, std)

    def uniform_(tensor: torch.Tensor, a: float = 0, b: float = 1, *, generator: torch.Generator | None = None):
        if _is_small(tensor) or generator is not None:
            return draw_uniform(tensor, a, b, generator=generator)
        return _fill(tensor, uniform, a, b - a)

    with mock.patch.multiple(torch.Tensor, normal_=normal_, uniform_=uniform_):
        yield


def _is_small(tensor: torch.Tensor) -> bool:
    return tensor.numel() < FEWEST or tensor.device.type != "cpu" or not tensor.is_contiguous()


def _fill(tensor: torch.Tensor, block: torch.Tensor, offset: float, factor: float) -> torch.Tensor:
    with torch.no_grad():
        piece = block[int(torch.randint(0, _BLOCK_SIZE // 2, ())) :][: _BLOCK_SIZE // 2]
        for part in tensor.view(-1).split(len(piece)):
            part.copy_(piece[: len(part)]).mul_(factor).add_(offset)
    return tensor
