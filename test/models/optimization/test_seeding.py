from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.core.requests import MAX_SEED
from pixel_classifier.models.optimization.seeding import augmentation_generator, sampling_generator, seeded_network

SEEDS, EPOCHS = st.integers(0, MAX_SEED), st.integers(0, 1000)


def draws(seed, epoch):
    with seeded_network(seed, epoch, torch.device("cpu")):
        dropped = torch.rand(4)
    turns = torch.rand(4, generator=augmentation_generator(seed, epoch))
    return [*sampling_generator(seed, epoch).random(4), *turns.tolist(), *dropped.tolist()]


@given(SEEDS, EPOCHS)
def test_an_epoch_has_the_same_random_numbers_whatever_was_used_before(seed, epoch):
    first = draws(seed, epoch)
    torch.rand(3)
    assert draws(seed, epoch) == first
    assert draws(seed, epoch + 1) != first
    assert draws((seed + 1) % MAX_SEED, epoch) != first
    assert len(set(first)) == len(first), "chips, turns and dropout draw apart from each other"


def test_torchs_global_generator_is_restored():
    state = torch.get_rng_state()
    with seeded_network(1, 1, torch.device("cpu")):
        torch.rand(5)
    assert torch.equal(torch.get_rng_state(), state)
