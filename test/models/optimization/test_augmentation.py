from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.core.requests import MAX_JITTER, TrainRequest
from pixel_classifier.models.optimization.augmentation import Augmentation, transform_each
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX

EVERYTHING = Augmentation(scale=0.25, gain=0.1, offset=0.1, noise=0.05)
SEEDS = st.integers(0, 2**32)


def generator_of(seed=0):
    return torch.Generator().manual_seed(seed)


def blobs(seed, count=6, side=24, patch=6):
    """Returns labels (count, side, side) of patches, some of them ignored, and two bands that follow the labels."""
    coarse = torch.randint(4, (count, side // patch, side // patch), generator=generator_of(seed), dtype=torch.uint8)
    coarse[coarse == 3] = IGNORED_INDEX
    labels = coarse.repeat_interleave(patch, 1).repeat_interleave(patch, 2)
    return torch.stack((labels.float() + 1, 400 - labels.float()), 1), labels


def interior(labels):
    """Tells which pixels have neighbours of their own label only, and all of them: interpolation mixes nothing there."""
    padded = torch.nn.functional.pad(labels.float()[:, None], (1, 1, 1, 1), value=-1)
    high = torch.nn.functional.max_pool2d(padded, 3, 1)
    low = -torch.nn.functional.max_pool2d(-padded, 3, 1)
    return (high == low)[:, 0]


def test_labels_stay_on_their_pixels():
    generator = generator_of()
    labels = torch.randint(256, (32, 8, 8), dtype=torch.uint8, generator=generator)
    pixels = torch.stack((labels.float(), 255 - labels.float()), 1)
    moved_pixels, moved_labels = transform_each(pixels, labels, generator)
    assert torch.equal(moved_pixels[:, 0], moved_labels.float())
    assert torch.equal(moved_pixels[:, 1], 255 - moved_labels.float())
    assert not torch.equal(moved_labels, labels)
    assert torch.equal(moved_labels.flatten(1).sort(1).values, labels.flatten(1).sort(1).values)


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.floats(0, 1))
def test_an_image_that_shows_its_labels_shows_them_after_zooming_too(seed, scale):
    pixels, labels = blobs(seed)
    moved_pixels, moved_labels = Augmentation(scale=scale)(pixels, labels, generator_of(seed + 1))
    sure = interior(moved_labels) & (moved_labels != IGNORED_INDEX)
    assert torch.allclose(moved_pixels[:, 0][sure], moved_labels[sure].float() + 1, atol=1e-4)
    assert torch.allclose(moved_pixels[:, 1][sure], 400 - moved_labels[sure].float(), atol=1e-3)


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.floats(0.01, 1))
def test_zooming_invents_no_label_and_no_value_and_loses_no_samples_last_label(seed, scale):
    pixels, labels = blobs(seed)
    labels[0] = IGNORED_INDEX
    labels[0, seed % 24, (seed // 24) % 24] = 7
    labels[1] = IGNORED_INDEX
    moved_pixels, moved_labels = Augmentation(d4=False, scale=scale)(pixels, labels, generator_of(seed))
    for before, after in zip(labels, moved_labels):
        assert set(after.unique().tolist()) <= {*before.unique().tolist(), IGNORED_INDEX}
        assert (before != IGNORED_INDEX).any() == (after != IGNORED_INDEX).any()
    assert moved_pixels.min() >= pixels.min() - 1e-3 and moved_pixels.max() <= pixels.max() + 1e-3


def test_a_sample_that_zooming_would_leave_without_labels_keeps_its_scale_wholly():
    labels = torch.full((64, 16, 16), IGNORED_INDEX, dtype=torch.uint8)
    labels[:, 0, 0] = 1
    pixels = torch.rand((64, 1, 16, 16), generator=generator_of(1))
    moved_pixels, moved_labels = Augmentation(d4=False, scale=1.0)(pixels, labels, generator_of())
    kept = (moved_labels == labels).flatten(1).all(1) & (moved_labels[:, 0, 0] == 1)
    assert (moved_labels == 1).flatten(1).any(1).all()
    same = torch.isclose(moved_pixels, pixels, atol=1e-5).flatten(1).all(1)
    assert 8 < int(same.sum()) < 60
    assert kept[same].all()


def test_zooming_out_leaves_what_lies_beyond_the_edge_unlabelled_and_mirrored():
    labels = torch.ones((64, 32, 32), dtype=torch.uint8)
    pixels = torch.full((64, 1, 32, 32), 5.0)
    moved_pixels, moved_labels = Augmentation(d4=False, scale=0.5)(pixels, labels, generator_of())
    beyond = (moved_labels == IGNORED_INDEX).float().mean((1, 2))
    assert 0.3 < float((beyond > 0).float().mean()) < 0.7
    assert float(beyond.max()) < 1 - 1 / 1.5**2 + 0.05
    assert torch.allclose(moved_pixels, pixels)


def test_zoom_factors_are_even_on_a_logarithmic_scale_and_within_their_limits():
    ramp = torch.linspace(0, 1, 64).expand(2000, 1, 64, 64).clone()
    labels = torch.zeros((2000, 64, 64), dtype=torch.uint8)
    seen, _ = Augmentation(d4=False, scale=0.25)(ramp, labels, generator_of())
    middle = seen[:, 0, 32]
    windows = (middle[:, 36] - middle[:, 28]) / (ramp[0, 0, 32, 36] - ramp[0, 0, 32, 28])
    logs = windows[windows > 0.5].log() / math.log(1.25)
    assert float(logs.abs().max()) <= 1 + 1e-3
    assert abs(float(logs.mean())) < 0.06 and float(logs.std()) == pytest.approx(1 / math.sqrt(3), abs=0.04)


def test_gain_and_offset_are_random_for_each_band_and_keep_their_bounds():
    generator = generator_of(3)
    pixels = torch.randn((400, 3, 16, 16), generator=generator)
    labels = torch.zeros((400, 16, 16), dtype=torch.uint8)
    shaded, _ = Augmentation(d4=False, gain=0.2, offset=0.3)(pixels, labels, generator)
    first, second = pixels[:, :, 0, 0], pixels[:, :, 7, 9]
    gains = (shaded[:, :, 7, 9] - shaded[:, :, 0, 0]) / (second - first)
    offsets = shaded[:, :, 0, 0] - gains * first
    told = (second - first).abs() > 0.1
    assert float(gains[told].min()) >= 0.799 and float(gains[told].max()) <= 1.201
    assert float(offsets[told].min()) >= -0.301 and float(offsets[told].max()) <= 0.301
    assert float(gains[told].std()) == pytest.approx(0.2 / math.sqrt(3), rel=0.1)
    assert float(offsets[told].std()) == pytest.approx(0.3 / math.sqrt(3), rel=0.1)
    assert abs(float(torch.corrcoef(gains[told.all(1)].T)[0, 1])) < 0.2


def test_gain_turns_about_the_mean_of_the_band():
    pixels = torch.zeros((4, 2, 8, 8))
    pixels[:, :, 0, 0], pixels[:, :, 0, 1] = 1, -1
    shaded, _ = Augmentation(d4=False, gain=0.5)(pixels, torch.zeros((4, 8, 8), dtype=torch.uint8), generator_of())
    assert torch.equal(shaded[:, :, 0, 0], -shaded[:, :, 0, 1])


def test_noise_has_its_spread_is_new_for_each_sample_and_each_band():
    pixels = torch.ones((8, 3, 64, 64))
    shaded, _ = Augmentation(d4=False, noise=0.05)(pixels, torch.zeros((8, 64, 64), dtype=torch.uint8), generator_of())
    noise = shaded - 1
    assert float(noise.std()) == pytest.approx(0.05, rel=0.03) and abs(float(noise.mean())) < 0.002
    planes = noise.flatten(0, 1).flatten(1)
    alike = torch.corrcoef(planes) - torch.eye(24)
    assert float(alike.abs().max()) < 0.1


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_missing_values_stay_missing_whatever_is_switched_on(seed):
    pixels = torch.randn((4, 3, 32, 32), generator=generator_of(seed)) + 2
    labels = torch.zeros((4, 32, 32), dtype=torch.uint8)
    pixels[:, 1, :, :16] = 0
    shaded, _ = Augmentation(False, gain=0.3, offset=0.5, noise=0.2)(pixels, labels, generator_of(seed))
    assert torch.equal(shaded == 0, pixels == 0)
    pixels[:] = 0
    moved, _ = EVERYTHING(pixels, labels, generator_of(seed))
    assert not moved.any()


@pytest.mark.parametrize("layout", [torch.channels_last, torch.contiguous_format])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("kind", [EVERYTHING, *map(EVERYTHING.only, EVERYTHING.active)], ids=str)
def test_sizes_types_and_memory_layout_are_kept_and_the_batch_given_is_left_alone(layout, dtype, kind):
    pixels, labels = blobs(0)
    pixels = pixels.to(dtype).contiguous(memory_format=layout)
    before_pixels, before_labels = pixels.clone(), labels.clone()
    moved_pixels, moved_labels = kind(pixels, labels, generator_of())
    assert moved_pixels.shape == pixels.shape and moved_pixels.dtype == dtype
    assert moved_labels.shape == labels.shape and moved_labels.dtype == torch.uint8
    assert moved_pixels.is_contiguous(memory_format=layout)
    assert torch.equal(pixels, before_pixels) and torch.equal(labels, before_labels)


def test_the_memory_layout_does_not_change_the_values():
    pixels, labels = blobs(0)
    packed = pixels.contiguous(memory_format=torch.channels_last)
    assert torch.allclose(
        EVERYTHING(pixels, labels, generator_of())[0], EVERYTHING(packed, labels, generator_of())[0], atol=1e-6
    )


def test_with_everything_off_the_batch_comes_back_and_no_random_number_is_used():
    pixels, labels = blobs(0)
    generator = generator_of()
    same_pixels, same_labels = Augmentation(d4=False)(pixels, labels, generator)
    assert same_pixels is pixels and same_labels is labels
    assert torch.equal(generator.get_state(), generator_of().get_state())


def test_the_same_generator_gives_the_same_augmentation_and_no_other_generator_is_used():
    pixels, labels = blobs(0)
    state, numpy_state = torch.get_rng_state(), np.random.get_state()[1].copy()
    first, second, other = (EVERYTHING(pixels, labels, generator_of(seed)) for seed in (3, 3, 4))
    assert torch.equal(first[0], second[0]) and torch.equal(first[1], second[1])
    assert not torch.equal(first[0], other[0]) and not torch.equal(first[1], other[1])
    assert torch.equal(torch.get_rng_state(), state)
    assert np.array_equal(np.random.get_state()[1], numpy_state)


def test_the_kinds_that_are_on_are_named_and_can_be_had_alone():
    some = Augmentation(scale=0.25, noise=0.05)
    assert some.active == ("d4", "scale", "noise")
    assert some.only("scale") == Augmentation(d4=False, scale=0.25)
    assert some.to_json() == {"symmetries": True, "scale": 0.25, "gain": 0.0, "offset": 0.0, "noise": 0.05}


@pytest.mark.parametrize("name", ["scale", "gain", "offset", "noise"])
def test_the_strongest_augmentation_of_the_dialog_does_not_end_a_training(name):
    """A contrast augmentation of more than 90 % was refused only after all chips had been read."""
    TrainRequest("chips", "model", **{name if name == "noise" else f"{name}_jitter": MAX_JITTER}).check()
    pixels, labels = blobs(0)
    moved, _ = Augmentation(**{name: MAX_JITTER})(pixels, labels, generator_of())
    assert moved.isfinite().all()
