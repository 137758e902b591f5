"""Virtual rasters of files that are not there: the error names the files."""

from __future__ import annotations

import numpy as np
import pytest
from listener import Listener
from osgeo import gdal
from pixel_classifier.rasters.core.errors import LabelError, RasterError
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.labels.sources import RasterLabels, open_labels
from pixel_classifier.rasters.reading.reader import RasterReader
from rasters_data import TRANSFORM, UTM, make_raster, system

PIXELS = np.ones((1, 20, 30), np.uint8)


@pytest.fixture
def moved(tmp_path):
    """Paths of a virtual raster, and of one that shows it, in a folder without one of its two files, “right & east.tif”."""
    folder = tmp_path / "before"
    folder.mkdir()
    x0, size, _, y0, _, _ = TRANSFORM
    left = make_raster(folder / "left.tif", PIXELS)
    right = make_raster(folder / "right & east.tif", PIXELS, transform=(x0 + 30 * size, size, 0.0, y0, 0.0, -size))
    for name, files in (("mosaic.vrt", [left, right]), ("of_mosaic.vrt", [str(folder / "mosaic.vrt")])):
        gdal.BuildVRT(str(folder / name), files).FlushCache()
    (folder / "right & east.tif").unlink()
    return folder.rename(tmp_path / "moved")


@pytest.mark.parametrize("name", ["mosaic.vrt", "of_mosaic.vrt"])
def test_the_files_that_a_virtual_raster_lacks_are_named(moved, name):
    with RasterReader(str(moved / name)) as reader, pytest.raises(RasterError) as refused:
        reader.read(reader.grid.window)
    assert f"It shows a file that is not there: {moved / 'right & east.tif'}. Put it back" in str(refused.value)


def test_so_are_those_of_labels_on_another_grid(moved):
    x0, size, _, y0, _, _ = TRANSFORM
    grid = Grid(120, 40, (x0, size / 2, 0.0, y0, 0.0, -size / 2), system(UTM).ExportToWkt())
    with pytest.raises((RasterError, LabelError), match=r"a file that is not there: .*right & east\.tif"):
        open_labels(RasterLabels(str(moved / "mosaic.vrt")), grid, Listener()).read(grid.window)


def test_a_damaged_file_is_still_called_damaged(tmp_path):
    path = tmp_path / "a.tif"
    make_raster(path, np.random.default_rng(0).integers(0, 255, (1, 400, 400), np.uint8))
    path.write_bytes(path.read_bytes()[:90_000])
    with pytest.raises(RasterError, match="damaged"), RasterReader(str(path)) as reader:
        reader.read(reader.grid.window)
