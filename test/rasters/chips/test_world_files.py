"""World files beside the chips of other programs."""

from __future__ import annotations

import numpy as np
import pytest
from chip_scenes import grid_of, noise
from osgeo import gdal
from pixel_classifier.rasters.chips.files import world_file_endings
from pixel_classifier.rasters.chips.image_label_pairs import read_external_folder
from pixel_classifier.rasters.core.progress import SilentReporter

DRIVERS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "tif": "GTiff", "tiff": "GTiff", "bmp": "BMP"}
WORLD = "10\n0\n0\n-10\n500005\n4999995\n"
CASES = {"small": str.lower, "capital": str.upper, "mixed": str.title}


def write_image(path, driver, pixels):
    memory = gdal.GetDriverByName("MEM").Create("", pixels.shape[2], pixels.shape[1], len(pixels))
    for number, band in enumerate(pixels, 1):
        memory.GetRasterBand(number).WriteArray(band)
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory)


def write_folder(path, ending, world):
    """Writes a chip with world files of image and label; the label is lossless."""
    for subfolder in ("images", "labels"):
        (path / subfolder).mkdir()
        (path / subfolder / f"c0.{world}").write_text(WORLD)
    write_image(path / "images" / f"c0.{ending}", DRIVERS[ending.lower()], noise(3, 32, 32, "uint8"))
    write_image(path / "labels" / "c0.png", "PNG", np.ones((1, 32, 32), "uint8"))
    return str(path)


def spellings(ending):
    return ("wld", f"{ending[0]}{ending[-1]}w", f"{ending}w")


@pytest.mark.parametrize("image_case", ["small", "capital"])
@pytest.mark.parametrize("case", list(CASES))
@pytest.mark.parametrize(("ending", "world"), [(ending, world) for ending in DRIVERS for world in spellings(ending)])
def test_a_world_file_is_no_image_and_places_the_chip(tmp_path, ending, world, case, image_case):
    ending = CASES[image_case](ending)
    folder = read_external_folder(write_folder(tmp_path, ending, CASES[case](world)), SilentReporter())
    assert [chip.image_name for chip in folder.chips] == [f"images/c0.{ending}"]
    if case != "mixed":  # GDAL looks for these in small and in capital letters only
        grid = grid_of(folder, folder.chips[0])
        assert grid.geotransform == (500000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0)


@pytest.mark.parametrize("world", ["tfw", "PGW", "jpegw"])
def test_a_world_file_without_an_image_is_no_image(tmp_path, world):
    path = write_folder(tmp_path, "png", "wld")
    (tmp_path / "images" / f"c1.{world}").write_text(WORLD)
    assert len(read_external_folder(path, SilentReporter()).chips) == 1


def test_the_endings_follow_from_that_of_the_image():
    assert world_file_endings(".PNG") == (".wld", ".pgw", ".pngw")
    assert world_file_endings(".tiff") == (".wld", ".tfw", ".tiffw")
