"""Alpha bands with soft or lossy edges are masks; near infrared that is flagged as alpha is not."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.rasters.reading.alpha import count_values, mask_threshold
from pixel_classifier.rasters.reading.reader import RasterReader
from rasters_data import make_raster

ON = {"uint8": (1, 255), "uint16": (1, 255, 65535), "float32": (1.0, 255.0)}


def threshold(values: np.ndarray) -> float | None:
    counts: Counter[float] = Counter()
    count_values(counts, values)
    return mask_threshold(counts, values.dtype.name)


def soft(height: int, width: int, edge: float, feather: float) -> np.ndarray:
    """Returns the opacity (0 to 1) of an image that begins at a slanted edge, feathered over some pixels."""
    y, x = np.mgrid[:height, :width]
    return np.clip((x - edge - 0.3 * y) / max(feather, 0.01) + 0.5, 0, 1)


@given(st.data(), st.floats(0, 30), st.floats(0, 20), st.integers(60, 300))
def test_a_mask_is_a_mask_whatever_its_edge_dtype_and_size(data, edge, feather, side):
    dtype = data.draw(st.sampled_from(sorted(ON)))
    on = data.draw(st.sampled_from(ON[dtype]))
    opacity = soft(side, side + 40, edge, feather)
    values = (opacity * on if on > 1 or dtype == "float32" else opacity >= 0.5).astype(dtype)
    found = threshold(values)
    assert found == pytest.approx(on / 2)
    assert ((values > found) == (opacity > 0.5))[abs(opacity - 0.5) > 0.02].all()


@pytest.mark.parametrize("seed", range(5))
def test_noise_of_a_lossy_compression_is_no_hole_in_a_mask(seed):
    opacity = soft(120, 160, 40.05, 0)
    values = np.clip(opacity * 255 + np.random.default_rng(seed).normal(0, 3, opacity.shape), 0, 255).astype(np.uint8)
    assert ((values > threshold(values)) == (opacity > 0.5)).all()


@given(st.integers(0, 99), st.floats(20, 150), st.floats(8, 60), st.floats(0, 0.9))
def test_near_infrared_is_no_mask(seed, mean, spread, collar):
    values = np.random.default_rng(seed).normal(mean, spread, (80, 100)).clip(1, 255).astype(np.uint8)
    values[:, : int(100 * collar)] = 0
    assert threshold(values) is None


@pytest.mark.parametrize("size", [(40, 60), (700, 5000)])
def test_alpha_with_soft_edges_masks_and_is_no_data_band(tmp_path, size):
    alpha = (soft(*size, size[1] / 4, 6) * 255).astype(np.uint8)
    pixels = np.concatenate([np.full((3, *size), 90, np.uint8), alpha[None]])
    path = make_raster(tmp_path / "a.tif", pixels, alpha=4)
    for bands in (None, (1, 2, 3)):
        with RasterReader(path, bands) as reader:
            assert reader.band_numbers == (1, 2, 3)
            valid = reader.read_mask(reader.grid.window)
            assert (valid == (alpha > 127.5)).all() and not valid[alpha == 0].any()
