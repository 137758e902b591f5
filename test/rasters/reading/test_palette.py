"""Paletted imagery is read as its colours, not as indices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.layer_settings import BandNodata, LayerSettings
from pixel_classifier.rasters.reading.palette import imagery
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.warped import resampled, resampled_grid
from rasters_data import make_raster

BYTES = st.integers(0, 255)
COLOURS = st.lists(st.tuples(BYTES, BYTES, BYTES), min_size=2, max_size=256)


def make_paletted(path: Path, indices: np.ndarray, colours, **options) -> str:
    """Writes indices (height, width) with a palette: entries of three or four parts."""
    path = make_raster(path, indices, options=("PHOTOMETRIC=PALETTE",), **options)
    table = gdal.ColorTable()
    for index, colour in enumerate(colours):
        table.SetColorEntry(index, tuple(colour) if len(colour) == 4 else (*colour, 255))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetRasterColorTable(table)
    dataset = None
    return path


def read(raster):
    with RasterReader(raster) as reader:
        return reader.read(reader.grid.window), reader.read_mask(reader.grid.window)


@settings(max_examples=25, deadline=None)
@given(colours=COLOURS, nodata=st.none() | BYTES, seed=st.integers(0, 99), dtype=st.sampled_from(["uint8", "uint16"]))
def test_a_picture_is_the_same_by_whichever_palette(tmp_path_factory, colours, nodata, seed, dtype):
    folder = tmp_path_factory.mktemp("p")
    rng = np.random.default_rng(seed)
    indices = rng.integers(0, len(colours), (9, 11)).astype(dtype)
    order = rng.permutation(len(colours))
    shuffled = [colours[number] for number in order]
    place = np.argsort(order)
    other = None if nodata is None else int(place[nodata]) if nodata < len(colours) else nodata
    expected = np.moveaxis(np.array(colours)[indices], -1, 0)
    valid = indices != (-1 if nodata is None else nodata)
    for name, image, table, gap in (
        ("a", indices, colours, nodata),
        ("b", place[indices].astype(dtype), shuffled, other),
    ):
        raster = imagery(RasterDataset(make_paletted(folder / f"{name}.tif", image, table, nodata=gap)), None)
        pixels, mask = read(raster)
        assert "palette" in raster.info.notes[-1]
        assert valid.all() if mask is None else (mask == valid).all()
        assert (pixels == expected[: len(pixels)])[:, valid].all()
        is_grey = all(len(set(colour)) == 1 for number, colour in enumerate(colours) if number != nodata)
        assert len(pixels) == (1 if is_grey else 3)


def test_colours_that_are_transparent_are_nodata(tmp_path):
    indices = np.random.default_rng(0).integers(0, 3, (9, 11)).astype(np.uint8)
    path = make_paletted(tmp_path / "a.vrt.tif", indices, [(1, 2, 3), (50, 60, 70), (9, 9, 9)], nodata=1)
    raster = RasterDataset(path, settings=LayerSettings(nodata=(BandNodata(False, ((2, 2),)),)))  # set so in QGIS
    pixels, mask = read(imagery(raster, None))
    assert (mask == (indices != 2)).all() and (pixels[0] == np.array([1, 50, 0])[indices]).all()


def test_indices_are_used_where_their_band_is_chosen(tmp_path):
    indices = np.random.default_rng(0).integers(0, 3, (9, 11)).astype(np.uint8)
    raster = RasterDataset(make_paletted(tmp_path / "a.tif", indices, [(1, 2, 3), (50, 60, 70), (9, 9, 0)]))
    seen = imagery(raster, (1,))
    assert seen is raster and (read(seen)[0] == indices).all() and "indices" in seen.info.notes[-1]


def test_a_ramp_of_greys_is_no_palette(tmp_path):
    indices = np.random.default_rng(0).integers(0, 255, (9, 11)).astype(np.uint8)
    raster = RasterDataset(make_paletted(tmp_path / "a.tif", indices, [(grey,) * 3 for grey in range(256)]))
    assert imagery(raster, None) is raster and not raster.info.notes


@pytest.mark.parametrize("factor", [0.5, 2])
def test_colours_not_indices_are_averaged_when_they_are_resampled(tmp_path, factor):
    indices = np.zeros((20, 30), np.uint8)
    indices[:, 15:] = 1
    raster = imagery(RasterDataset(make_paletted(tmp_path / "a.tif", indices, [(250, 0, 0), (0, 0, 250)])), None)
    other = resampled_grid(raster.info.grid, factor)
    pixels, _ = read(resampled(raster, other, factor))
    assert len(pixels) == 3 and (pixels[1] == 0).all() and (pixels[0] + pixels[2].astype(int) >= 249).all()
