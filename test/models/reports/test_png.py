from __future__ import annotations

import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.reports.png import png_bytes


@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.integers(1, 20))
def test_pictures_are_read_as_they_were_written(seed, height, width):
    from PIL import Image

    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    image = Image.open(io.BytesIO(png_bytes(picture)))
    image.load()
    assert (np.asarray(image) == picture).all()
