"""Gaps of a mosaic are zeros that look like data: they are pointed out unless NoData or a mask marks them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from listener import Listener
from osgeo import gdal
from pixel_classifier.rasters.classes.class_raster import ClassRaster
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.gaps import share_of_gaps, warn_of_gaps
from pixel_classifier.rasters.reading.reader import RasterReader
from rasters_data import TRANSFORM, make_raster


def mosaic(folder, **options):
    """Writes a mosaic of 30 x 20 pixels, whose first 10 columns lie in no file."""
    files = []
    for number in (1, 2):
        place = (TRANSFORM[0] + 100.0 * number, *TRANSFORM[1:])
        files.append(make_raster(folder / f"{number}.tif", np.full((2, 20, 10), 7, np.uint8), transform=place))
    left, top = TRANSFORM[0], TRANSFORM[3]
    path = str(folder / "a.vrt")
    gdal.BuildVRT(path, files, outputBounds=(left, top - 200.0, left + 300.0, top), **options).FlushCache()
    return path


def warnings_on(path, window=None):
    notes = Listener()
    with RasterReader(path) as reader:
        warn_of_gaps(reader.share_of_gaps(window or reader.grid.window), path, notes)
    return notes.warnings


def test_gaps_are_pointed_out_with_their_share_and_the_cure(tmp_path):
    (found,) = warnings_on(mosaic(tmp_path))
    assert found.startswith("33.3\N{NO-BREAK SPACE}%") and "a.vrt" in found and "-addalpha" in found
    assert warnings_on(str(tmp_path / "a.vrt"), Window(10, 0, 20, 20)) == []
    assert warnings_on(str(tmp_path / "1.tif")) == []


@pytest.mark.parametrize("options", [{"VRTNodata": 0}, {"addAlpha": True}])
def test_gaps_that_are_marked_are_not(tmp_path, options):
    assert warnings_on(mosaic(tmp_path, **options)) == []


def test_gaps_of_a_map_of_classes_are_pointed_out(tmp_path):
    notes = Listener()
    with ClassRaster(RasterDataset(mosaic(tmp_path))) as classes:
        classes.report(notes)
    assert any(warning.startswith("33.3\N{NO-BREAK SPACE}%") for warning in notes.warnings)


def mosaic_text(places):
    sources = "".join(
        f'<SimpleSource><DstRect xOff="{x}" yOff="{y}" xSize="{width}" ySize="{height}"/></SimpleSource>'
        for x, y, width, height in places
    )
    return f'<VRTDataset><VRTRasterBand dataType="Byte" band="1">{sources}</VRTRasterBand></VRTDataset>'


def test_the_share_of_gaps_is_that_of_the_pixels_that_no_rectangle_covers():
    generator = np.random.default_rng(7)
    for _ in range(100):
        window = Window(*generator.integers(0, 20, 2).tolist(), *generator.integers(1, 30, 2).tolist())
        places = np.column_stack([generator.integers(0, 40, (5, 2)), generator.integers(1, 20, (5, 2))])
        covered = np.zeros((60, 60), bool)
        for x, y, width, height in places:
            covered[y : y + height, x : x + width] = True
        wanted = 1 - covered[window.y : window.bottom, window.x : window.right].mean()
        text = mosaic_text(places)
        assert share_of_gaps(SimpleNamespace(GetMetadata=lambda _, text=text: [text]), [1], window) == pytest.approx(
            wanted
        )


def test_gaps_are_found_among_any_number_of_files_on_a_grid_or_anywhere():
    on_a_grid = [(16 * x, 16 * y, 16, 16) for x in range(80) for y in range(80) if (x, y) not in ((40, 40), (3, 70))]
    dataset = SimpleNamespace(GetMetadata=lambda _: [mosaic_text(on_a_grid)])
    assert share_of_gaps(dataset, [1], Window(0, 0, 1280, 1280)) == pytest.approx(2 / 6400)
    starts = np.random.default_rng(7).integers(0, 90_000, (5000, 2)).tolist()  # at more places than are told apart
    anywhere = [(0, 0, 50_000, 100_000), *((x // 2, y, 9, 9) for x, y in starts)]
    dataset = SimpleNamespace(GetMetadata=lambda _: [mosaic_text(anywhere)])
    assert share_of_gaps(dataset, [1], Window(0, 0, 100_000, 100_000)) == pytest.approx(0.5, abs=0.001)


def test_gaps_of_any_band_are_pointed_out(tmp_path):
    whole = make_raster(tmp_path / "whole.tif", np.full((20, 30), 7, np.uint8))
    half = make_raster(tmp_path / "half.tif", np.full((20, 15), 7, np.uint8))
    path = str(tmp_path / "bands.vrt")
    gdal.BuildVRT(path, [whole, half], separate=True).FlushCache()
    (found,) = warnings_on(path)
    assert found.startswith("50.0\N{NO-BREAK SPACE}%")
    with RasterReader(path, [1]) as reader:
        assert reader.share_of_gaps(reader.grid.window) == 0
