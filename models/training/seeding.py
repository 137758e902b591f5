"""The draws of an epoch: they depend on the run's seed and the epoch's number alone.

So a run that was interrupted goes on at any epoch with the draws it would have had, and nothing of the generators' state
has to be kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np
import torch

RANGE_TEST_EPOCH = 0
"""The number under which the learning-rate range test, before the first epoch, draws."""
_CHIPS, _AUGMENTATION, _NETWORK = range(3)
_TORCH_SEED_BITS = 63


def chip_draws(seed: int, epoch: int) -> np.random.Generator:
    """Returns the generator of the order in which an epoch sees the chips."""
    return np.random.default_rng((seed, epoch, _CHIPS))


def augmentation_draws(seed: int, epoch: int) -> torch.Generator:
    """Returns the generator, of the CPU, of what an epoch turns its chips into."""
    return torch.Generator().manual_seed(_torch_seed(seed, epoch, _AUGMENTATION))


@contextlib.contextmanager
def network_draws(seed: int, epoch: int, device: torch.device) -> Iterator[None]:
    """Seeds torch's own draws (dropout) for an epoch, and puts its global state back."""
    with torch.random.fork_rng([device] if device.type == "cuda" else []):
        torch.manual_seed(_torch_seed(seed, epoch, _NETWORK))
        yield


def _torch_seed(seed: int, epoch: int, purpose: int) -> int:
    words = np.random.SeedSequence((seed, epoch, purpose)).generate_state(1, np.uint64)
    return int(words[0]) >> (64 - _TORCH_SEED_BITS)
