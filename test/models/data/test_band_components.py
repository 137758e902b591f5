"""Of many bands the pixel network gets principal components: what differs between pixels stays, noise does not, and few bands stay as they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.core.normalization import Scaling
from pixel_classifier.models.data.band_components import MOST_BANDS, band_components
from pixel_classifier.models.data.batches import LabelledChips
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX

SIDE = 16


class Cache:
    """Stands for a chip cache over an array (chips, bands, side, side)."""

    def __init__(self, pixels, missing=None):
        self._pixels, self._missing = pixels, missing
        self.bands, self.side_px, self.reads = pixels.shape[1], pixels.shape[-1], 0

    def read(self, rows):
        self.reads += 1
        return self._pixels[rows], None if self._missing is None else self._missing[rows]


def found(pixels, missing=None, labels=0, **scaling):
    cache = Cache(pixels, missing)
    rows = np.arange(len(pixels))
    chips = LabelledChips(cache, rows, np.zeros((len(pixels), SIDE, SIDE), np.uint8) + np.uint8(labels), rows)
    scale = Scaling(scaling.get("means", (0.0,) * cache.bands), scaling.get("stds", (1.0,) * cache.bands))
    return band_components(chips, scale), cache


def views(bands, sources, noise, seed=0, chips=4):
    """Pixels whose bands are mixtures of a few sources, with noise."""
    draw = np.random.default_rng(seed)
    few = draw.normal(0, 1, (chips, sources, SIDE, SIDE))
    mixed = np.einsum("bs,nsyx->nbyx", draw.normal(0, 1, (bands, sources)), few)
    return (mixed + draw.normal(0, noise, mixed.shape)).astype(np.float32)


@settings(max_examples=25)
@given(bands=st.integers(MOST_BANDS + 1, 90), sources=st.integers(1, 12), seed=st.integers(0, 99))
def test_components_are_perpendicular_and_hold_what_the_bands_show(bands, sources, seed):
    pixels = views(bands, sources, 0.01, seed)
    components, _ = found(pixels)
    assert len(components) == MOST_BANDS and components.directions.shape == (MOST_BANDS, bands)
    np.testing.assert_allclose(components.directions @ components.directions.T, np.eye(MOST_BANDS), atol=1e-4)
    centred = pixels.transpose(1, 0, 2, 3).reshape(bands, -1) - components.means[:, None]
    values = components.directions @ centred
    assert np.all(np.diff(values.var(1)) < 1e-3), "what differs most comes first"
    left = centred - components.directions.T @ values
    assert left.var() / centred.var() == pytest.approx(1 - components.share, abs=1e-4) and components.share > 0.999


def test_dimensions_that_all_differ_such_as_embeddings_stay():
    components, _ = found(np.random.default_rng(0).normal(0, 1, (8, 64, SIDE, SIDE)).astype(np.float32))
    assert len(components) == 64 and components.share == pytest.approx(1)


@pytest.mark.parametrize("bands", [1, MOST_BANDS])
def test_few_bands_are_taken_as_they_are(bands):
    assert found(views(bands, 3, 0.1)[:, :bands])[0] is None


def with_the_same_directions(ours, other):
    """Returns whether the first three directions of both span the same space."""
    return np.allclose(np.linalg.norm(ours.directions[:3] @ other.directions[:3].T, axis=1), 1, atol=1e-3)


@pytest.mark.parametrize("labelled", [True, False])
def test_labelled_pixels_count_or_all_with_a_value_where_they_are_few(labelled):
    pixels = views(40, 3, 0.01)
    missing = np.zeros(pixels.shape, bool)
    missing[:, :, :5] = True
    labels = np.where(missing[:, 0], IGNORED_INDEX, 0) if labelled else np.full((4, SIDE, SIDE), IGNORED_INDEX)
    labels[0, 10, 3] = 1
    ours, _ = found(np.where(missing, np.float32(-32768), pixels), missing, labels)
    clean, _ = found(pixels, None, np.where(missing[:, 0], IGNORED_INDEX, 0))
    np.testing.assert_allclose(ours.means, clean.means, atol=1e-5)
    assert with_the_same_directions(ours, clean)


def test_other_pixels_do_not_count():
    pixels, labels = views(40, 3, 0.01), np.zeros((4, SIDE, SIDE))
    others = views(40, 3, 0.01, seed=1)
    labels[2:] = IGNORED_INDEX
    ours, _ = found(np.concatenate([pixels[:2], others[2:]]), None, labels)
    assert with_the_same_directions(ours, found(pixels[:2])[0]) and not with_the_same_directions(ours, found(others)[0])


def test_a_constant_band_has_no_share():
    pixels = views(40, 3, 0.01)
    pixels[:, 7] = 3.0
    components, _ = found(pixels, means=(0.0,) * 7 + (3.0,) + (0.0,) * 32)
    assert np.isfinite(components.directions).all() and np.abs(components.directions[:3, 7]).max() < 1e-6


def test_of_very_many_chips_some_are_read():
    pixels = np.broadcast_to(views(31, 3, 0.1, chips=1), (5000, 31, SIDE, SIDE))
    components, cache = found(pixels)
    assert len(components) == MOST_BANDS and cache.reads == 500
