"""The pixels that a step of a pixel network takes: labelled ones first, then unlabelled ones with data."""

from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.data.pixel_sample import FEWEST_PIXELS, sample_pixels
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX

SHAPE = (3, 4, 10, 10)
PIXELS = 300


def batch(labelled, empty, seed=0):
    """Returns pixels whose first band is their number from 1, and labels, number modulo 5; the last `empty` are NoData."""
    generator = torch.Generator().manual_seed(seed)
    numbers = torch.arange(1, PIXELS + 1)
    order = torch.randperm(PIXELS - empty, generator=generator)
    labels = torch.full((PIXELS,), IGNORED_INDEX, dtype=torch.uint8)
    labels[order[:labelled]] = (numbers[order[:labelled]] % 5).to(torch.uint8)
    bands = torch.stack([numbers.float()] * SHAPE[1])
    bands[:, PIXELS - empty :] = 0
    pixels = bands.view(SHAPE[1], SHAPE[0], *SHAPE[2:]).transpose(0, 1)
    return pixels.contiguous(memory_format=torch.channels_last), labels.view(SHAPE[0], *SHAPE[2:])


@given(labelled=st.integers(0, 200), empty=st.integers(0, 100), most=st.integers(64, 400), seed=st.integers(0, 99))
def test_labelled_pixels_come_first_then_those_with_data_each_once_with_its_label(labelled, empty, most, seed):
    pixels, labels = sample_pixels(*batch(labelled, empty, seed), torch.Generator().manual_seed(seed), most)
    count = min(max(labelled, FEWEST_PIXELS), most)
    assert pixels.shape == (1, SHAPE[1], 1, count) and labels.shape == (1, 1, count) and labels.dtype == torch.uint8
    assert pixels.is_contiguous(memory_format=torch.channels_last)
    number, label = pixels[0, 0, 0], labels[0, 0]
    known, data = label != IGNORED_INDEX, number > 0
    assert int(known.sum()) == min(labelled, count)
    assert data.all()  # there are always enough
    assert torch.equal(label[known].float(), number[known] % 5)
    assert len(number[data].unique()) == int(data.sum())


def test_a_padded_batch_without_enough_data_gives_what_there_is():
    pixels, labels = sample_pixels(*batch(3, 290), torch.Generator().manual_seed(0))
    assert pixels.shape[-1] == labels.shape[-1] == FEWEST_PIXELS
    assert int((pixels[0, 0, 0] > 0).sum()) == 10 and int((labels != IGNORED_INDEX).sum()) == 3


def test_the_sample_follows_the_generator_alone():
    samples = [sample_pixels(*batch(250, 0), torch.Generator().manual_seed(seed), 100)[0] for seed in (1, 1, 2)]
    assert torch.equal(samples[0], samples[1]) and not torch.equal(samples[0], samples[2])
