from __future__ import annotations

import numpy as np
import torch
from pixel_classifier.models.augmentation import SYMMETRIES, apply_symmetry, augment_batch


def test_the_eight_symmetries_are_all_different():
    square = torch.arange(9).reshape(3, 3)
    assert len({tuple(apply_symmetry(square, n).flatten().tolist()) for n in range(SYMMETRIES)}) == 8


def test_labels_stay_on_their_pixels():
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(256, (32, 8, 8), dtype=torch.uint8, generator=generator)
    pixels = torch.stack((labels.float(), 255 - labels.float()), 1)
    moved_pixels, moved_labels = augment_batch(pixels, labels, generator)
    assert torch.equal(moved_pixels[:, 0], moved_labels.float())
    assert torch.equal(moved_pixels[:, 1], 255 - moved_labels.float())
    assert not torch.equal(moved_labels, labels)
    assert torch.equal(moved_labels.flatten(1).sort(1).values, labels.flatten(1).sort(1).values)


def test_the_same_generator_gives_the_same_augmentation_and_nobody_elses_dice_are_rolled():
    pixels, labels = torch.rand(8, 2, 4, 4), torch.zeros(8, 4, 4, dtype=torch.uint8)
    state, numpy_state = torch.get_rng_state(), np.random.get_state()[1].copy()
    first, _ = augment_batch(pixels, labels, torch.Generator().manual_seed(3))
    second, _ = augment_batch(pixels, labels, torch.Generator().manual_seed(3))
    assert torch.equal(first, second)
    assert torch.equal(torch.get_rng_state(), state)
    assert np.array_equal(np.random.get_state()[1], numpy_state)


def test_the_memory_layout_is_kept():
    pixels = torch.rand(4, 3, 8, 8).contiguous(memory_format=torch.channels_last)
    moved, _ = augment_batch(pixels, torch.zeros(4, 8, 8, dtype=torch.uint8), torch.Generator().manual_seed(0))
    assert moved.is_contiguous(memory_format=torch.channels_last)
