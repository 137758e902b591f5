"""Normalising on the device gives the values of `scale_batch`, bit by bit."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.core.normalization import scale_batch
from pixel_classifier.models.runtime.device_input import DeviceInput

MEANS, STDS = (500.25, 0.1, 30000.0), (100.5, 0.0, 7.0)
DTYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")


@settings(max_examples=40)
@given(
    dtype=st.sampled_from(DTYPES),
    seed=st.integers(0, 2**32 - 1),
    gaps=st.booleans(),
    shapes=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 20), st.integers(1, 20)), min_size=1, max_size=3),
)
def test_any_dtype_is_normalised_as_by_numpy(dtype, seed, gaps, shapes):
    generator = np.random.default_rng(seed)
    device_input = DeviceInput(MEANS, STDS, torch.device("cpu"))
    for count, height, width in shapes:  # one after the other through the same memory
        shape = (count, 3, height, width)
        if dtype.startswith("float"):
            pixels = generator.normal(0, 1e4, shape).astype(dtype)
        else:
            limits = np.iinfo(dtype)
            pixels = generator.integers(limits.min, limits.max, shape, dtype, endpoint=True)
        missing = generator.random(shape) < 0.3 if gaps else None
        if gaps and dtype.startswith("float"):
            pixels[missing] = generator.choice([np.nan, np.inf, -np.inf, -3.4e38])
        with np.errstate(over="ignore", invalid="ignore"):
            expected = scale_batch(pixels, missing, MEANS, STDS)
        images = device_input(pixels, missing)
        assert images.is_contiguous(memory_format=torch.channels_last)
        np.testing.assert_array_equal(images.numpy(), expected)


@pytest.mark.parametrize("dtype", DTYPES)
def test_what_a_gpu_was_sent_ahead_is_normalised_like_an_array(dtype):
    """A GPU's `ahead` gives tensors, whose dtypes have no name: the first batch of every training ended in an error there."""
    pixels = np.arange(48, dtype=dtype).reshape(1, 3, 4, 4)
    missing = pixels % 5 == 0
    device_input = DeviceInput(MEANS, STDS, torch.device("cpu"))
    found = device_input(torch.from_numpy(pixels), torch.from_numpy(missing))
    np.testing.assert_array_equal(found.numpy(), scale_batch(pixels, missing, MEANS, STDS))


@pytest.mark.parametrize("gaps", [False, True])
def test_the_arrays_given_are_not_changed(gaps):
    pixels = np.full((1, 3, 4, 4), 7, np.float32)
    DeviceInput(MEANS, STDS, torch.device("cpu"))(pixels, np.full(pixels.shape, gaps))
    assert (pixels == 7).all()


def test_memory_that_an_evaluation_has_grown_serves_training_too():
    """Else: "Inference tensors cannot be saved for backward"."""
    device_input = DeviceInput(MEANS, STDS, torch.device("cpu"))
    with torch.inference_mode():
        device_input(np.full((2, 3, 8, 8), 7, np.uint8), None)
    layer = torch.nn.Conv2d(3, 2, 1)
    layer(device_input(np.full((1, 3, 8, 8), 7, np.uint8), None)).sum().backward()
    assert layer.weight.grad.isfinite().all()
