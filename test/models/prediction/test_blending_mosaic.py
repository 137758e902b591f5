"""Mosaic: overlapping tiles join into one image, row by row, whatever its size."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.prediction.blending import RowMosaic
from pixel_classifier.models.prediction.tiles import lay_tiles
from pixel_classifier.rasters.core.grid import Window


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
