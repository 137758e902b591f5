"""Shorter epochs for tests: what they assert depends on epochs, hardly ever on their length."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

STEPS = 4
"""The fewest steps of an epoch in tests of networks; users have 16, and 48 for pixels of many bands."""


def shorten() -> None:
    """Shortens the epochs of all trainings in this process from now on."""
    from pixel_classifier.models.data import sampler

    sampler.SMALLEST_EPOCH_STEPS = sampler.SMALLEST_SPECTRAL_EPOCH_STEPS = STEPS


@contextmanager
def shortened() -> Iterator[None]:
    """Shortens the epochs of all trainings in this process meanwhile."""
    from pixel_classifier.models.data import sampler

    before = sampler.SMALLEST_EPOCH_STEPS, sampler.SMALLEST_SPECTRAL_EPOCH_STEPS
    shorten()
    try:
        yield
    finally:
        sampler.SMALLEST_EPOCH_STEPS, sampler.SMALLEST_SPECTRAL_EPOCH_STEPS = before
