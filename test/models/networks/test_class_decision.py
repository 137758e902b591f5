"""Decisions: the most probable class, and how much in doubt it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.networks.class_decision import as_percent, calibrated, most_probable, set_size, uncertainty

SHAPES = (st.integers(1, 30), st.integers(1, 30), st.integers(0, 2**32 - 1))


def decided(values):
    index = torch.full(values.shape[1:], 77, dtype=torch.uint8)
    best = torch.empty(values.shape[1:])
    most_probable(torch.from_numpy(values), index, best)
    return index.numpy(), best.numpy()


def shares(classes, rows, width, seed):
    values = np.random.default_rng(seed).random((classes, rows, width)).astype(np.float32) ** 3 + 1e-6
    return torch.from_numpy(values / values.sum(axis=0))


@given(st.integers(1, 40), *SHAPES)
def test_the_most_probable_class_is_that_of_argmax(classes, rows, width, seed):
    values = np.random.default_rng(seed).integers(0, 5, (classes, rows, width)).astype(np.float32)
    index, best = decided(values)
    np.testing.assert_array_equal(index, values.argmax(axis=0))
    np.testing.assert_array_equal(best, values.max(axis=0))


def test_no_number_stays_no_number():
    index, best = decided(np.array([[[0.2, np.nan, 0.1]], [[0.8, 0.3, np.nan]]], np.float32))
    assert index[0, 0] == 1 and np.isnan(best[0, 1:]).all()


@given(st.integers(2, 9), *SHAPES)
def test_the_margin_is_what_the_first_class_lacks_to_be_alone(classes, rows, width, seed):
    probabilities = shares(classes, rows, width, seed)
    ordered = probabilities.sort(dim=0).values
    torch.testing.assert_close(uncertainty(probabilities, "margin"), 1 - (ordered[-1] - ordered[-2]))


@given(st.integers(2, 9), *SHAPES)
def test_the_entropy_is_shannons_as_a_share_of_its_maximum(classes, rows, width, seed):
    probabilities = shares(classes, rows, width, seed)
    expected = -(probabilities * probabilities.log()).sum(dim=0) / math.log(classes)
    torch.testing.assert_close(uncertainty(probabilities, "entropy"), expected, atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("kind", ["margin", "entropy"])
def test_equal_classes_are_wholly_uncertain_and_a_sure_one_not_at_all(kind):
    probabilities = torch.tensor([[[0.25, 1.0]], [[0.25, 0.0]], [[0.25, 0.0]], [[0.25, 0.0]]])
    torch.testing.assert_close(uncertainty(probabilities, kind), torch.tensor([[1.0, 0.0]]))
    assert (uncertainty(torch.ones(1, 2, 3), kind) == 0).all()


@given(st.integers(2, 9), *SHAPES)
def test_the_set_has_the_classes_as_probable_as_asked_and_the_most_probable(classes, rows, width, seed):
    probabilities = shares(classes, rows, width, seed)
    lowest = torch.from_numpy(np.random.default_rng(seed).random(classes).astype(np.float32))
    possible = probabilities >= lowest[:, None, None]
    possible |= probabilities == probabilities.amax(0)
    assert torch.equal(set_size(probabilities, lowest.tolist()), possible.sum(0).to(torch.uint8))


def test_percent_are_rounded_and_keep_within_their_bounds():
    values = torch.tensor([0.0, 0.004, 0.006, 0.994, 0.996, 1.0000002, math.nan])
    assert as_percent(values).tolist() == [0, 0, 1, 99, 100, 100, 0]


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_calibration_divides_the_logits_and_leaves_the_class(temperature):
    logits = torch.randn(4, 30, 30, generator=torch.Generator().manual_seed(0))
    found = calibrated(logits.softmax(0), temperature)
    assert torch.allclose(found, (logits / temperature).softmax(0), atol=1e-6)
    assert torch.equal(found.argmax(0), logits.argmax(0))


def test_calibration_of_nothing_is_nothing_and_of_nan_nan():
    assert not calibrated(torch.zeros(3, 2, 2), 2.0).any()
    assert calibrated(torch.full((3, 2, 2), torch.nan), 2.0).isnan().all()
