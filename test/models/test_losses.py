from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.losses import HIGHEST_WEIGHT, inverse_root_weights, sparse_cross_entropy
from torch.nn import functional

CLASSES = 3


def random_case(seed, share):
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(2, CLASSES, 6, 5, generator=generator, requires_grad=True)
    labels = torch.randint(CLASSES, (2, 6, 5), generator=generator, dtype=torch.uint8)
    labels[torch.rand(labels.shape, generator=generator) >= share] = 255
    return logits, labels


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.floats(0.05, 1), st.booleans())
def test_the_loss_equals_the_dense_loss_of_the_labelled_pixels_alone(seed, share, weighted):
    logits, labels = random_case(seed, share)
    labels[0, 0, 0] = 1
    weights = torch.tensor([0.5, 1.0, 4.0]) if weighted else None
    loss = sparse_cross_entropy(logits, labels, weights)
    labelled = labels != 255
    alone = logits.permute(0, 2, 3, 1)[labelled]
    assert loss.item() == pytest.approx(
        functional.cross_entropy(alone, labels[labelled].long(), weights).item(), rel=1e-5
    )
    loss.backward()
    assert torch.all(logits.grad.permute(0, 2, 3, 1)[~labelled] == 0)
    assert torch.all(torch.isfinite(logits.grad))


@pytest.mark.parametrize("weights", [None, torch.tensor([1.0, 2.0, 3.0])])
def test_a_batch_without_a_label_gives_zero_and_no_nan(weights):
    logits, labels = random_case(0, 0.0)
    loss = sparse_cross_entropy(logits, labels, weights)
    loss.backward()
    assert loss.item() == 0
    assert torch.all(logits.grad == 0)


def test_the_loss_does_not_depend_on_how_many_pixels_lack_a_label():
    logits, labels = random_case(1, 1.0)
    half = labels.clone()
    half[1] = 255
    assert sparse_cross_entropy(logits, half).item() == pytest.approx(
        sparse_cross_entropy(logits[:1], labels[:1]).item()
    )


def test_logits_of_reduced_precision_are_summed_in_full():
    logits = torch.zeros(1, 2, 256, 256, dtype=torch.bfloat16)
    labels = torch.zeros(1, 256, 256, dtype=torch.uint8)
    assert sparse_cross_entropy(logits, labels).item() == pytest.approx(np.log(2), rel=1e-4)


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=8).filter(any))
def test_rare_classes_weigh_more_but_never_without_limit(pixels):
    weights = inverse_root_weights(pixels)
    assert sum(w * p for w, p in zip(weights, pixels)) == pytest.approx(sum(pixels))
    assert max(weights) <= HIGHEST_WEIGHT * min(weights) * (1 + 1e-9)
    for w1, p1 in zip(weights, pixels):
        assert all(w1 >= w2 for w2, p2 in zip(weights, pixels) if p1 < p2)
