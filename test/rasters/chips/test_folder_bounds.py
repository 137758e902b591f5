"""A training chips folder does not lead out of itself: by formats that name other files, by masks, or by links."""

from __future__ import annotations

import shutil
import struct
from dataclasses import replace

import numpy as np
import pytest
from chip_scenes import add_esri_files, make_bare, write_raster
from listener import Listener
from osgeo import gdal
from pixel_classifier.rasters.chips import image_label_pairs
from pixel_classifier.rasters.chips.files import open_chip, write_chip
from pixel_classifier.rasters.chips.read import read_chip_folder
from pixel_classifier.rasters.core.errors import ChipsError
from pixel_classifier.rasters.core.gdal_calls import option_of_thread
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels
from rasters_data import TRANSFORM, UTM, system

GRID = Grid(32, 32, TRANSFORM, system(UTM).ExportToWkt())
META_RASTER = '<MRF_META><Raster><Size x="32" y="32" c="1"/><PageSize x="32" y="32" c="1"/><Compression>NONE</Compression>{more}</Raster></MRF_META>'


def labels():
    first, second = np.zeros((32, 32), np.uint8), np.zeros((32, 32), np.uint8)
    first[:8], second[:, :4] = 1, 2
    return {"a": first, "b": second}


def test_formats_of_several_files_are_read_where_all_lie_in_the_folder_only(tmp_path):
    folder, other = tmp_path / "chips", tmp_path / "elsewhere"
    folder.mkdir()
    other.mkdir()
    pixels = np.arange(1024, dtype=np.uint8).reshape(1, 32, 32)
    write_chip(str(tmp_path / "a.tif"), GRID, pixels)
    write_chip(str(tmp_path / "without_crs.tif"), replace(GRID, crs_wkt=""), pixels)
    for driver, source, ending in (("ERS", "without_crs.tif", "ers"), ("PDS4", "a.tif", "xml")):
        path = str(folder / f"a.{ending}")  # for a CRS, ERS asks files of GDAL that not each system has
        gdal.GetDriverByName(driver).CreateCopy(path, gdal.Open(str(tmp_path / source)))
        assert open_chip(path).GetDriver().ShortName == driver
    shutil.move(folder / "a.img", other / "a.img")
    text = (folder / "a.xml").read_text().replace("<file_name>a.img", "<file_name>../elsewhere/a.img")
    (folder / "a.xml").write_text(text)
    assert gdal.Open(str(folder / "a.xml")).ReadRaster() == pixels.tobytes()
    with pytest.raises(ChipsError, match="elsewhere"):
        open_chip(str(folder / "a.xml"))


def test_a_meta_raster_that_names_any_other_file_is_refused(tmp_path):
    (tmp_path / "secret.txt").write_text("S" * 1024)
    folder = tmp_path / "chips"
    folder.mkdir()
    (folder / "a.idx").write_bytes(struct.pack(">QQ", 0, 1024))
    (folder / "a.mrf").write_text(META_RASTER.format(more=f"<DataFile>{tmp_path / 'secret.txt'}</DataFile>"))
    assert gdal.Open(str(folder / "a.mrf")).ReadRaster() == b"S" * 1024
    with pytest.raises(ChipsError, match=r"a\.mrf names other files"):
        open_chip(str(folder / "a.mrf"))
    write_chip(str(folder / "b.tif"), GRID, np.ones((1, 32, 32), np.uint8))
    gdal.GetDriverByName("MRF").CreateCopy(str(folder / "b.mrf"), gdal.Open(str(folder / "b.tif")))
    assert open_chip(str(folder / "b.mrf")).RasterXSize == 32


def test_a_mask_beside_a_chip_that_names_other_files_is_refused(tmp_path):
    path = str(make_bare(tmp_path / "chips", labels()) / "images" / "a.tif")
    with option_of_thread("GDAL_TIFF_INTERNAL_MASK", "NO"):
        image = gdal.Open(path, gdal.GA_Update)
        image.CreateMaskBand(gdal.GMF_PER_DATASET)
        image = None
    assert open_chip(path).GetRasterBand(1).GetMaskFlags() & gdal.GMF_PER_DATASET
    shutil.move(f"{path}.msk", tmp_path / "elsewhere.msk")
    gdal.Translate(f"{path}.msk", str(tmp_path / "elsewhere.msk"), format="VRT")
    with pytest.raises(ChipsError, match=r"a\.tif\.msk is a VRT file"):
        read_chip_folder(str(tmp_path / "chips"), Listener())


def test_the_styles_of_labels_are_read_from_chip_files_only(tmp_path, monkeypatch):
    folder = make_bare(tmp_path, labels())
    for name in ("a", "b"):
        gdal.Translate(str(tmp_path / f"{name}.vrt"), str(folder / "labels" / f"{name}.tif"), format="VRT")
    opened = []
    monkeypatch.setattr(image_label_pairs, "open_chip", lambda path: opened.append(path) or open_chip(path))
    read_chip_folder(str(folder), Listener())
    assert set(opened) == {str(folder / "labels" / "a.tif")}


def linked(path, target):
    """Replaces a file or folder by a link to where it is moved."""
    shutil.move(path, target)
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("no symbolic links here")


def folder_of(kind, path):
    """Writes a folder of chips of one kind; returns its first image."""
    if kind == "own":
        image = write_raster(
            path.parent / "image.tif", np.random.default_rng(0).integers(1, 200, (3, 64, 64), np.uint8)
        )
        marks = write_raster(
            path.parent / "labels.tif", np.random.default_rng(0).integers(1, 3, (64, 64)).astype(np.uint8)
        )
        export_chips(ExportRequest(str(image), RasterLabels(str(marks)), str(path), chip_size_px=32), Listener())
    else:
        make_bare(path, labels())
        if kind == "esri":
            add_esri_files(path, "images/a.tif labels/a.tif\nimages/b.tif labels/b.tif\n", [])
    return min((path / "images").glob("*.tif"))


@pytest.mark.parametrize("kind", ["own", "esri", "bare"])
@pytest.mark.parametrize("what", ["image", "label", "folder"])
def test_links_that_lead_out_of_the_folder_are_refused_with_their_target(tmp_path, kind, what):
    chips, elsewhere = tmp_path / "chips", tmp_path / "elsewhere"
    image = folder_of(kind, chips)
    link = {"image": image, "label": chips / "labels" / image.name, "folder": chips / "labels"}[what]
    linked(link, elsewhere)
    with pytest.raises(ChipsError, match="elsewhere, which is not in the folder"):
        read_chip_folder(str(chips), Listener())


@pytest.mark.parametrize("kind", ["own", "esri", "bare"])
def test_links_inside_of_the_folder_and_a_link_to_the_folder_are_followed(tmp_path, kind):
    chips = tmp_path / "chips"
    image = folder_of(kind, chips)
    (chips / "pool").mkdir()
    linked(image, chips / "pool" / image.name)
    linked(chips / "labels", chips / "pool" / "labels")
    count = len(read_chip_folder(str(chips), Listener()).chips)
    linked(chips, tmp_path / "elsewhere")
    assert len(read_chip_folder(str(chips), Listener()).chips) == count


def test_a_world_file_that_is_a_link_out_of_the_folder_is_refused(tmp_path):
    folder = make_bare(tmp_path / "chips", labels(), origin=None, epsg=None)
    beside = folder / "images" / "a.tfw"
    beside.write_text("1\n0\n0\n-1\n0\n0\n")
    linked(beside, tmp_path / "elsewhere")
    with pytest.raises(ChipsError, match="elsewhere"):
        read_chip_folder(str(folder), Listener())
