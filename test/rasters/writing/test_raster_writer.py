"""Writing rasters: whole or not at all, with classes that programs show, and never over an input."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from pixel_classifier.rasters.classes.attribute_table import read_class_styles
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.writing.raster_writer import RasterWriter
from plugin_package import ROOT
from rasters_data import TRANSFORM, UTM, make_raster, system

GRID = Grid(90, 70, TRANSFORM, system(UTM).ExportToWkt())
CLASSES = ClassTable((ClassEntry(3, "wood", (1, 120, 3)), ClassEntry(12, "Wasser ä", (0, 0, 250))))


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_raster_written_in_windows_reads_back_with_its_place(tmp_path):
    pixels = np.arange(70 * 90, dtype=np.int32).reshape(70, 90)
    path = str(tmp_path / "a.tif")
    with RasterWriter(path, GRID, "int32", nodata=-1, band_names=["labels"]) as writer:
        for top in range(0, 70, 32):
            rows = pixels[top : top + 32]
            writer.write(Window(0, top, 90, len(rows)), rows)
    with RasterReader(path) as reader:
        assert (reader.read(GRID.window)[0] == pixels).all()
        assert reader.grid.geotransform == TRANSFORM and "33N" in reader.grid.crs_wkt
        assert reader.nodata == (-1.0,) and reader.band_names == ("labels",)


def test_several_bands_of_probabilities_are_written_at_once(tmp_path):
    pixels = np.random.default_rng(1).random((3, 70, 90)).astype(np.float32)
    path = str(tmp_path / "p.tif")
    with RasterWriter(path, GRID, np.float32, bands=3, nodata=-1) as writer:
        writer.write(GRID.window, pixels)
    with RasterReader(path) as reader:
        assert (reader.read(GRID.window) == pixels).all()


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int32"])
def test_classes_are_found_again_by_other_programs(tmp_path, dtype):
    path = str(tmp_path / "a.tif")
    with RasterWriter(path, GRID, dtype, nodata=0) as writer:
        writer.set_classes(CLASSES)
        writer.write(GRID.window, np.full((70, 90), 12, dtype))
    styles = read_class_styles(RasterDataset(path))
    assert styles[3] == ("wood", (1, 120, 3)) and styles[12] == ("Wasser ä", (0, 0, 250))
    dataset = gdal.Open(path)
    table = dataset.GetRasterBand(1).GetDefaultRAT()
    usages = [table.GetUsageOfCol(column) for column in range(table.GetColumnCount())]
    assert usages == [gdal.GFU_MinMax, gdal.GFU_Name, gdal.GFU_Red, gdal.GFU_Green, gdal.GFU_Blue]


@pytest.mark.parametrize("values", [(-5, 300), (1, 70_000), (1, 2000)])
def test_negative_and_large_class_values_keep_their_names(tmp_path, values):
    classes = ClassTable(tuple(ClassEntry(value, f"class {value}", (5, 6, 7)) for value in values))
    path = str(tmp_path / "a.tif")
    with RasterWriter(path, GRID, classes.value_dtype(), nodata=classes.nodata_value()) as writer:
        writer.set_classes(classes)
    styles = read_class_styles(RasterDataset(path))
    assert all(styles[value] == (f"class {value}", (5, 6, 7)) for value in values)


def test_an_unfinished_raster_never_has_the_final_name(tmp_path):
    path = tmp_path / "a.tif"
    with RasterWriter(str(path), GRID, "uint8") as writer:
        writer.write(GRID.window, np.ones((70, 90), np.uint8))
        assert not path.exists()
    assert names(tmp_path) == ["a.tif"]


def test_a_failure_leaves_nothing_behind_and_an_earlier_result_as_it_was(tmp_path):
    path = make_raster(tmp_path / "a.tif", np.full((4, 4), 9, np.uint8))
    before = Path(path).read_bytes()
    with pytest.raises(KeyError), RasterWriter(path, GRID, "uint8") as writer:
        writer.set_classes(CLASSES)
        writer.write(Window(0, 0, 90, 10), np.ones((10, 90), np.uint8))
        raise KeyError("cancelled")
    assert names(tmp_path) == ["a.tif"] and Path(path).read_bytes() == before


def test_sidecars_of_an_overwritten_raster_do_not_haunt_the_new_one(tmp_path):
    path = str(tmp_path / "a.tif")
    with RasterWriter(path, GRID, "uint8") as writer:
        writer.set_classes(CLASSES)
    gdal.Open(path).BuildOverviews("NEAREST", [2])
    assert names(tmp_path) == ["a.tif", "a.tif.aux.xml", "a.tif.ovr"]
    with RasterWriter(path, GRID, "uint8") as writer:
        writer.write(GRID.window, np.ones((70, 90), np.uint8))
    assert names(tmp_path) == ["a.tif"] and read_class_styles(RasterDataset(path)) == {}


def test_pixels_of_another_shape_are_refused(tmp_path):
    with pytest.raises(ValueError, match="do not fit"), RasterWriter(str(tmp_path / "a.tif"), GRID, "uint8") as writer:
        writer.write(Window(0, 0, 10, 10), np.zeros((10, 11), np.uint8))
    assert names(tmp_path) == []


def test_only_geotiff_is_written(tmp_path):
    with pytest.raises(OutputError, match=r"map\.png.*\.tif"):
        RasterWriter(str(tmp_path / "map.png"), GRID, "uint8")


_FILL_THE_DISK = """
import resource, sys
sys.path[:0] = [{test!r}]
import plugin_package
import numpy as np
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.writing.raster_writer import RasterWriter
from pixel_classifier.rasters.chips.files import write_chip
grid = Grid(1024, 1024, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
pixels = np.random.default_rng(0).integers(0, 255, (1024, 1024)).astype(np.uint8)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
if {without}:
    from osgeo import gdal
    gdal.DontUseExceptions()
try:
    {action}
except OutputError as error:
    print(error)
"""
_WRITE_RASTER = """with RasterWriter({path!r}, grid, "uint8") as writer:
        writer.write(grid.window, pixels)"""
_WRITE_CHIP = "write_chip({path!r}, grid, pixels[None])"


@pytest.mark.parametrize("limit", [1000, 300_000, 1_040_000])
@pytest.mark.parametrize("without", [True, False], ids=["exceptions off", "exceptions on"])
@pytest.mark.parametrize("action", [_WRITE_RASTER, _WRITE_CHIP], ids=["raster", "chip"])
def test_a_full_disk_is_said_and_leaves_no_raster(tmp_path, limit, without, action):
    pytest.importorskip("resource")
    path = str(tmp_path / "a.tif")
    code = textwrap.dedent(_FILL_THE_DISK).format(
        test=str(ROOT / "test" / "helpers"), limit=limit, without=without, action=action.format(path=path)
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "a.tif cannot be written" in done.stdout and "disk full" in done.stdout, done.stderr
    if action is _WRITE_RASTER:
        assert names(tmp_path) == []
