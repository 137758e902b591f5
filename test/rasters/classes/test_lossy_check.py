"""Class values in a file that is compressed with loss, such as a mask as JPEG: refused where it shows, else pointed out."""

from __future__ import annotations

import numpy as np
import pytest
from label_samples import read_all
from listener import Listener
from osgeo import gdal
from pixel_classifier.rasters.chips.image_label_pairs import read_external_folder
from pixel_classifier.rasters.classes.class_raster import ClassRaster
from pixel_classifier.rasters.core.errors import ChipsError, LabelError
from pixel_classifier.rasters.labels.sources import RasterLabels
from pixel_classifier.rasters.reading.dataset import RasterDataset
from rasters_data import make_raster

JPEG = ("COMPRESS=JPEG",)


def mask():
    values = np.zeros((64, 64), np.uint8)
    values[7:30, 9:41] = values[37:51, 3:60] = 255
    return values


def classes():
    values = np.zeros((64, 64), np.uint8)
    values[7:30, 9:41], values[37:51, 3:60] = 1, 2
    return values


def test_a_mask_as_jpeg_is_refused_as_labels_and_as_a_map_with_the_remedy(tmp_path):
    path = make_raster(tmp_path / "mask.tif", mask(), options=JPEG)
    virtual = str(tmp_path / "mask.vrt")
    gdal.BuildVRT(virtual, [path]).FlushCache()
    for given in (path, virtual):
        for read in (lambda given: read_all(RasterLabels(given)), lambda given: ClassRaster(RasterDataset(given))):
            with pytest.raises(LabelError, match=r"loss \(JPEG\).* different values.*LZW"):
                read(given)


def test_classes_in_a_file_with_loss_that_does_not_show_are_pointed_out(tmp_path):
    path = make_raster(tmp_path / "classes.tif", classes(), options=JPEG)
    notes = Listener()
    read_all(RasterLabels(path), notes=notes)
    with ClassRaster(RasterDataset(path)) as opened:
        opened.report(notes)
    assert sum("compressed with loss (JPEG)" in warning for warning in notes.warnings) == 2


@pytest.mark.parametrize("options", [("COMPRESS=DEFLATE",), ("COMPRESS=LZW",), ()])
def test_files_without_loss_are_taken_as_they_are(tmp_path, options):
    notes = Listener()
    table, values, _ = read_all(
        RasterLabels(make_raster(tmp_path / "classes.tif", classes(), options=options)), notes=notes
    )
    assert table.values == (1, 2) and notes.warnings == []
    assert set(np.unique(values)) == {0, 1, 2}


def test_a_folder_of_images_and_jpeg_masks_is_refused(tmp_path):
    for folder, pixels, name in (("images", np.stack([classes()] * 3), "PNG"), ("labels", mask()[None], "JPEG")):
        (tmp_path / folder).mkdir()
        dataset = gdal.GetDriverByName("MEM").Create("", 64, 64, len(pixels), gdal.GDT_Byte)
        for number, band in enumerate(pixels, 1):
            dataset.GetRasterBand(number).WriteRaster(0, 0, 64, 64, band.tobytes())
        for number in range(3):
            gdal.GetDriverByName(name).CreateCopy(str(tmp_path / folder / f"{number}.{name.lower()}"), dataset)
    with pytest.raises(ChipsError, match=r"labels/0\.jpeg .*loss \(JPEG\)"):
        read_external_folder(str(tmp_path), Listener())
