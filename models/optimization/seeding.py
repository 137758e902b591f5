"""Random generators of an epoch, which depend on the run's seed and the epoch's number alone.

So a resumed run continues at any epoch with the random numbers it would have had, and a checkpoint holds no generator's
state.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np
import torch

LR_FINDER_EPOCH = 0
"""The epoch number of the learning-rate finder, which runs before the first epoch."""
_CHIPS, _AUGMENTATION, _NETWORK = range(3)
_TORCH_SEED_BITS = 63


def sampling_generator(seed: int, epoch: int) -> np.random.Generator:
    """Returns the generator that samples an epoch's chips."""
    return np.random.default_rng((seed, epoch, _CHIPS))


def augmentation_generator(seed: int, epoch: int) -> torch.Generator:
    """Returns the generator, of the CPU, of an epoch's augmentation."""
    return torch.Generator().manual_seed(_torch_seed(seed, epoch, _AUGMENTATION))


@contextlib.contextmanager
def seeded_network(seed: int, epoch: int, device: torch.device, rank: int = 0) -> Iterator[None]:
    """Seeds torch's global generators (dropout) for an epoch, differently in each rank, and restores their state afterwards."""
    with torch.random.fork_rng([device] if device.type == "cuda" else []):
        torch.manual_seed(_torch_seed(seed, epoch, _NETWORK) + rank)
        yield


def _torch_seed(seed: int, epoch: int, purpose: int) -> int:
    words = np.random.SeedSequence((seed, epoch, purpose)).generate_state(1, np.uint64)
    return int(words[0]) >> (64 - _TORCH_SEED_BITS)
