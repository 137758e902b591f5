"""Mosaic: overlapping tiles join into one image, row by row, whatever its size."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.prediction.blending import RowMosaic
from pixel_classifier.models.prediction.tiles import lay_tiles
from pixel_classifier.rasters.core.grid import Window


def test_nan_where_a_tile_has_no_weight_stays_in_that_tile():
    window = Window(0, 0, 224, 128)
    layout = lay_tiles(window, window, 128, 32, 32)
    mosaic = RowMosaic(layout, 1)
    first, second = layout.columns
    overlap = first.stop - second.start
    assert overlap == 32
    mosaic.add(0, torch.ones(1, 128, first.length))
    mosaic.add(1, torch.full((1, 128, second.length), torch.nan))
    spoilt = mosaic.finish_row()[0].isnan()
    assert not spoilt[:, : second.start + overlap // 4].any() and spoilt[:, second.start + overlap // 4 :].all()


@settings(max_examples=30, deadline=None)
@given(width=st.integers(1, 300), height=st.integers(1, 300), overlap=st.sampled_from([0, 32, 64]))
def test_tiles_of_one_image_join_to_that_image(width, height, overlap):
    window = Window(0, 0, width, height)
    layout = lay_tiles(window, window, 128, overlap, 32)
    image = np.random.default_rng(0).random((3, layout.rows[-1].stop, layout.columns[-1].stop), np.float32)
    mosaic, parts = RowMosaic(layout, 3), []
    for number, row in enumerate(layout.rows):
        for k, column in enumerate(layout.columns):
            mosaic.add(k, torch.from_numpy(image[:, row.start : row.stop, column.start : column.stop]))
        parts.append(mosaic.finish_row().numpy().copy())
        if number + 1 < len(layout.rows):
            mosaic.next_row()
    joined = np.concatenate(parts, axis=1)
    np.testing.assert_allclose(joined, image[:, :height, :width], rtol=1e-6)
    assert mosaic._sums.shape[1] <= 128
