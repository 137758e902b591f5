from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pixel_classifier.models.reports.images import (
    chip_picture,
    class_picture,
    fitted,
    hatch,
    png_bytes,
    png_data_uri,
    stretched,
    visible_bands,
)
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX, ClassEntry, ClassTable

TABLE = ClassTable((ClassEntry(5, "a", (255, 0, 0)), ClassEntry(9, "b", (0, 0, 254))))


def opened(uri):
    head, data = uri.split(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


@pytest.mark.parametrize("colors", [2, 200, 3000])
def test_a_picture_comes_back_as_it_was(colors):
    rng = np.random.default_rng(0)
    palette = rng.integers(0, 256, (colors, 3), np.uint8)
    picture = palette[rng.integers(0, colors, (64, 60))]
    assert np.array_equal(opened(png_data_uri(picture)), picture)


def test_a_grey_picture_comes_back_as_it_was():
    picture = np.arange(64, dtype=np.uint8).reshape(8, 8)
    assert np.array_equal(opened(png_data_uri(picture))[..., 0], picture)


def test_classes_have_their_colours_and_the_rest_is_hatched():
    indices = np.array([[0, 1], [IGNORED_INDEX, 0]], np.uint8)
    picture = class_picture(indices, TABLE)
    assert picture[0, 0].tolist() == [255, 0, 0]
    assert picture[0, 1].tolist() == [0, 0, 254]
    assert picture[1, 0].tolist() == hatch(2, 2)[1, 0].tolist()
    assert len(np.unique(hatch(32, 32).reshape(-1, 3), axis=0)) == 2


def test_the_stretch_leaves_out_the_extremes_and_the_unusable():
    band = np.linspace(1000, 2000, 400).reshape(20, 20)
    band[0, 0], band[0, 1] = 1e9, np.nan
    usable = np.ones((20, 20), bool)
    usable[0, 0] = False
    (result,) = stretched(band[None], usable)
    assert result[0, 0] == result[0, 1] == 128
    assert result[0, 2] == 0 and result[-1, -1] == 255
    assert float(result[10, 10]) == pytest.approx(128, abs=8)


def test_constant_and_empty_bands_can_be_shown():
    pixels = np.stack([np.full((4, 4), 7, np.int16), np.zeros((4, 4), np.int16)])
    usable = np.stack([np.ones((4, 4), bool), np.zeros((4, 4), bool)])
    first, second = stretched(pixels, usable)
    assert (first == 128).all() and (second == 128).all()


@pytest.mark.parametrize(
    ("names", "bands"),
    [
        (["Blue", "Green", "Red", "NIR"], (2, 1, 0)),
        (["Band 1", "Band 2", "Band 3", "Band 4"], (0, 1, 2)),
        (["B01", "B02", "B03", "B04", "B05"], (3, 2, 1)),
        (["Red edge", "Red", "Green", "Blue"], (1, 2, 3)),
        (["coastal", "blue", "green", "red", "red edge 1"], (3, 2, 1)),
        (["B", "G", "R", "NIR"], (2, 1, 0)),
        (["pan"], (0, 0, 0)),
        (["VV", "VH"], (0, 0, 0)),
    ],
)
def test_the_bands_that_look_natural_are_shown(names, bands):
    assert visible_bands(names) == bands


def test_a_hyperspectral_chip_is_shown_in_three_different_bands():
    chosen = visible_bands([f"Band {i}" for i in range(1, 205)])
    assert len(set(chosen)) == 3 and max(chosen) < 204


def test_nodata_is_white_in_a_chip():
    usable = np.ones((8, 8), bool)
    usable[:, :4] = False
    picture = chip_picture(
        np.random.default_rng(1).integers(0, 4000, (4, 8, 8)).astype(np.uint16), list("rgbn"), usable
    )
    assert picture.shape == (8, 8, 3) and picture.dtype == np.uint8
    assert (picture[:, :4] == 255).all() and not (picture[:, 4:] == 255).all()


@pytest.mark.parametrize(("side", "shown"), [(13, 260), (64, 256), (256, 256), (300, 300), (1024, 512)])
def test_chips_are_shown_at_a_sensible_size(side, shown):
    assert fitted(np.zeros((side, side), np.uint8)).shape == (shown, shown)


def test_enlarging_mixes_no_classes():
    indices = np.array([[0, 1], [1, 0]], np.uint8)
    assert set(np.unique(fitted(indices))) == {0, 1}


def test_a_pixel_with_one_band_missing_is_shown_without_that_band():
    pixels = np.arange(192, dtype=np.uint16).reshape(3, 8, 8)
    usable = np.ones((3, 8, 8), bool)
    usable[0, 2, 2] = False
    picture = chip_picture(pixels, ("red", "green", "blue"), usable)
    assert picture[2, 2, 0] == 128
    assert picture[2, 2, 1] == picture[2, 2, 2] < 128


@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.integers(1, 20))
def test_pictures_are_read_as_they_were_written(seed, height, width):
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    image = Image.open(io.BytesIO(png_bytes(picture)))
    image.load()
    assert (np.asarray(image.convert("RGB")) == picture).all()
