"""Reading rasters: every kind, dtype and mask that GDAL has, and clear words where one cannot be used."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr
from pixel_classifier.rasters.core.errors import RasterError
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.reading.dataset import describe
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.row_reader import RowReader
from plugin_package import ROOT
from rasters_data import make_raster

rng = np.random.default_rng(7)


def ramp(bands: int, height: int, width: int, dtype: str = "uint8") -> np.ndarray:
    return rng.integers(0, 250, (bands, height, width)).astype(dtype)


@pytest.fixture(params=[True, False], ids=["exceptions", "no exceptions"])
def gdal_exceptions(request):
    """Runs a test with GDAL's exceptions on and off, as other code in a QGIS process may have set them."""
    before = [module for module in (osr, ogr, gdal) if module.GetUseExceptions()]
    if not request.param:
        for _ in before:  # GDAL before 3.7 wants them switched off in the reverse order of switching on
            for module in before:
                with contextlib.suppress(RuntimeError):
                    module.DontUseExceptions()
    yield
    for module in before:
        module.UseExceptions()


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "uint32", "int32", "float32", "float64"])
def test_pixels_of_every_dtype_come_back_as_they_are(tmp_path, dtype):
    pixels = ramp(3, 20, 30, dtype)
    path = make_raster(tmp_path / "a.tif", pixels)
    with RasterReader(path) as reader:
        assert reader.dtype == dtype
        read = reader.read(Window(5, 4, 12, 9))
    assert read.flags.c_contiguous and read.flags.writeable
    assert (read == pixels[:, 4:13, 5:17]).all()


def test_signed_bytes_keep_their_sign(tmp_path):
    pixels = np.arange(-60, 60, dtype=np.int8).reshape(10, 12)
    path = make_raster(tmp_path / "a.tif", pixels.view(np.uint8), options=("PIXELTYPE=SIGNEDBYTE",))
    if int(gdal.VersionInfo()) >= 3070000:
        pytest.skip("GDAL 3.7 and later have a dtype of their own for signed bytes")
    with RasterReader(path) as reader:
        assert reader.dtype == np.int8
        assert (reader.read(reader.grid.window)[0] == pixels).all()


def test_64_bit_integers_are_read_as_floats(tmp_path):
    path = make_raster(tmp_path / "a.tif", np.full((4, 4), 2**40, np.int64))
    with RasterReader(path) as reader:
        assert reader.dtype == np.float64
        assert (reader.read(reader.grid.window) == 2**40).all()


def test_bands_are_read_in_the_order_asked_for(tmp_path):
    pixels = ramp(4, 8, 8)
    path = make_raster(tmp_path / "a.tif", pixels, options=("PHOTOMETRIC=MINISBLACK", "ALPHA=NO"))
    with RasterReader(path, [3, 1]) as reader:
        assert (reader.read(reader.grid.window) == pixels[[2, 0]]).all()
        assert reader.band_names == ("Band 3", "Band 1")


def test_a_band_that_is_not_there_is_named(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(2, 8, 8))
    with pytest.raises(RasterError, match=r"2 bands; band 5"):
        RasterReader(path, [1, 5])


def test_bands_of_mixed_dtype_and_nodata_joined_by_a_vrt_keep_their_own(tmp_path):
    floats = np.full((6, 6), -9999.1, np.float32)
    floats[0] = 0.25
    shorts = np.full((6, 6), -32768, np.int16)
    shorts[:, 0] = 7
    paths = [
        make_raster(tmp_path / "f.tif", floats, nodata=-9999.1),
        make_raster(tmp_path / "s.tif", shorts, nodata=-32768),
        make_raster(tmp_path / "i.tif", np.full((6, 6), 2**30 + 1, np.int32)),
    ]
    gdal.BuildVRT(str(tmp_path / "a.vrt"), paths, separate=True).FlushCache()
    info = describe(str(tmp_path / "a.vrt"))
    assert info.band_dtypes == ("float32", "int16", "int32") and info.driver == "VRT"
    with RasterReader(info.path) as reader:
        assert reader.dtype == np.float64
        pixels = reader.read(reader.grid.window)
        _, nothing = RowReader(reader, reader.grid.window).rows(0, 6)
    assert pixels[2, 0, 0] == 2**30 + 1 and pixels[1, 0, 0] == 7
    expected = np.ones((6, 6), bool)
    expected[0] = expected[:, 0] = False
    assert (nothing == expected).all()


def test_a_jpeg_2000_file_reads_like_any_other(tmp_path):
    pixels = ramp(1, 130, 140, "uint16")
    source = gdal.Open(make_raster(tmp_path / "a.tif", pixels))
    options = ["REVERSIBLE=YES", "QUALITY=100", "BLOCKXSIZE=64", "BLOCKYSIZE=64"]
    if gdal.GetDriverByName("JP2OpenJPEG") is None:
        pytest.skip("this GDAL writes no JPEG 2000")
    gdal.GetDriverByName("JP2OpenJPEG").CreateCopy(str(tmp_path / "a.jp2"), source, options=options).FlushCache()
    with RasterReader(str(tmp_path / "a.jp2")) as reader:
        assert (reader.read(Window(50, 60, 70, 60)) == pixels[:, 60:120, 50:120]).all()
        assert reader.info.block_size == (64, 64)


def test_a_cloud_optimised_geotiff_reads_like_any_other(tmp_path):
    pixels = ramp(2, 300, 280, "uint16")
    source = gdal.Open(make_raster(tmp_path / "a.tif", pixels))
    gdal.GetDriverByName("COG").CreateCopy(str(tmp_path / "cog.tif"), source, options=["BLOCKSIZE=128"]).FlushCache()
    with RasterReader(str(tmp_path / "cog.tif")) as reader:
        assert (reader.read(reader.grid.window) == pixels).all()


THREADS = """
import os, sys
sys.path.insert(0, sys.argv[1])
import plugin_package
from pixel_classifier.rasters.reading.reader import RasterReader
with RasterReader(sys.argv[2], threads=int(sys.argv[3]) or None) as reader:
    before = len(os.listdir("/proc/self/task"))
    pixels = reader.read(reader.grid.window)
print(max(0, len(os.listdir("/proc/self/task")) - before), pixels.tobytes().hex())
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not tell a process's threads")
@pytest.mark.parametrize("kind", ["tif", "vrt"])
def test_blocks_are_decoded_on_as_many_threads_as_asked_for(tmp_path, kind):
    """In a process of its own, since GDAL keeps its threads."""
    pixels = ramp(2, 96, 96, "uint16")
    options = ("TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=32", "COMPRESS=DEFLATE")
    path = make_raster(tmp_path / "a.tif", pixels, options=options)
    gdal.BuildVRT(str(tmp_path / "a.vrt"), [path]).FlushCache()
    for asked in (0, 3):
        command = [
            sys.executable,
            "-c",
            THREADS,
            str(ROOT / "test" / "helpers"),
            str(tmp_path / f"a.{kind}"),
            str(asked),
        ]
        started, found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        assert int(started) == asked
        assert bytes.fromhex(found) == pixels.tobytes()


# Masks ---------------------------------------------------------------------------------------------------------------


def test_an_alpha_band_of_on_and_off_is_a_mask_and_no_data(tmp_path):
    pixels = ramp(4, 40, 50)
    pixels[3] = 255
    pixels[3, :10] = 0
    path = make_raster(tmp_path / "a.tif", pixels, alpha=4)
    with RasterReader(path) as reader:
        assert reader.info.alpha_band == 4 and reader.band_numbers == (1, 2, 3)
        mask = reader.read_mask(reader.grid.window)
    assert not mask[:10].any() and mask[10:].all()


def test_a_16_bit_alpha_mask_is_recognised(tmp_path):
    pixels = ramp(2, 20, 20, "uint16")
    pixels[1] = 65535
    pixels[1, 0, 0] = 0
    path = make_raster(tmp_path / "a.tif", pixels, alpha=2)
    with RasterReader(path) as reader:
        assert reader.band_numbers == (1,)
        assert (~reader.read_mask(reader.grid.window)).sum() == 1


def test_an_alpha_band_asked_for_is_data(tmp_path):
    pixels = ramp(2, 8, 8)
    pixels[1] = 255
    pixels[1, 0] = 0
    path = make_raster(tmp_path / "a.tif", pixels, alpha=2)
    with RasterReader(path, [2, 1]) as reader:
        assert (reader.read(reader.grid.window) == pixels[[1, 0]]).all()
        assert reader.read_mask(reader.grid.window) is None


def test_a_mask_band_beside_the_bands_is_read(tmp_path):
    mask = np.ones((20, 20), bool)
    mask[3:7, 5] = False
    path = make_raster(tmp_path / "a.tif", ramp(3, 20, 20), mask=mask)
    with RasterReader(path) as reader:
        assert reader.info.has_mask and reader.info.alpha_band is None
        assert (reader.read_mask(Window(2, 1, 10, 12)) == mask[1:13, 2:12]).all()


def test_a_raster_without_mask_has_none_though_it_declares_nodata(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 8, 8), nodata=0)
    with RasterReader(path) as reader:
        assert not reader.info.has_mask
        assert reader.read_mask(reader.grid.window) is None


# Grids ---------------------------------------------------------------------------------------------------------------


def test_a_south_up_raster_is_read_as_it_is_stored(tmp_path):
    pixels = ramp(1, 8, 8)
    path = make_raster(tmp_path / "a.tif", pixels, transform=(0.0, 1.0, 0.0, 0.0, 0.0, 1.0))
    with RasterReader(path) as reader:
        assert (reader.read(reader.grid.window) == pixels).all()
        assert reader.grid.extent_map(Window(0, 0, 8, 1)) == (0.0, 0.0, 8.0, 1.0)


# What cannot be used -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("gdal_exceptions")
def test_a_missing_file_is_named(tmp_path, capfd):
    with pytest.raises(RasterError, match=r"gone\.tif cannot be opened.*No such file"):
        describe(str(tmp_path / "gone.tif"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("gdal_exceptions")
def test_a_file_that_is_no_raster_is_named(tmp_path):
    (tmp_path / "notes.txt").write_text("not a raster")
    with pytest.raises(RasterError, match=r"notes\.txt cannot be opened"):
        describe(str(tmp_path / "notes.txt"))


@pytest.mark.usefixtures("gdal_exceptions")
def test_an_unreadable_tile_in_the_middle_names_file_and_window(tmp_path, capfd):
    path = make_raster(
        tmp_path / "broken.tif", ramp(1, 256, 256),
        options=("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE"),
    )  # fmt: skip
    content = bytearray((tmp_path / "broken.tif").read_bytes())
    middle = len(content) // 2
    content[middle - 3000 : middle + 3000] = bytes(6000)
    (tmp_path / "broken.tif").write_bytes(content)
    with (
        RasterReader(path) as reader,
        pytest.raises(RasterError, match=r"broken\.tif.*columns 0 to 255, rows 0 to 255"),
    ):
        reader.read(reader.grid.window)
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("gdal_exceptions")
def test_a_vrt_whose_source_has_gone_names_file_and_window(tmp_path):
    source = make_raster(tmp_path / "a.tif", ramp(1, 20, 20))
    gdal.BuildVRT(str(tmp_path / "a.vrt"), [source]).FlushCache()
    (tmp_path / "a.tif").unlink()
    with RasterReader(str(tmp_path / "a.vrt")) as reader, pytest.raises(RasterError, match=r"a\.vrt.*rows 0 to 19"):
        reader.read(reader.grid.window)


@pytest.mark.usefixtures("gdal_exceptions")
@pytest.mark.parametrize("masked", [False, True])
def test_a_read_that_fails_without_a_message_is_an_error_and_not_what_was_in_memory(tmp_path, masked):
    make_raster(tmp_path / "a.tif", ramp(1, 20, 20))
    source = '<SimpleSource><SourceFilename relativeToVRT="1">a.tif</SourceFilename></SimpleSource>'
    difference = (  # of one source: GDAL fails in silence
        f'subClass="VRTDerivedRasterBand"><PixelFunctionType>diff</PixelFunctionType>{source}</VRTRasterBand>'
    )
    path = tmp_path / "a.vrt"
    band = f'<VRTRasterBand dataType="Byte" band="1">{source}</VRTRasterBand>' if masked else ""
    band += f'<MaskBand><VRTRasterBand dataType="Byte" {difference}</MaskBand>' if masked else ""
    band = band or f'<VRTRasterBand dataType="Byte" band="1" {difference}'
    path.write_text(f'<VRTDataset rasterXSize="20" rasterYSize="20">{band}</VRTDataset>')
    with RasterReader(str(path)) as reader, pytest.raises(RasterError, match=r"a\.vrt cannot be read at columns"):
        reader.read_mask(reader.grid.window) if masked else reader.read(reader.grid.window)


# Real imagery --------------------------------------------------------------------------------------------------------


def test_naip_near_infrared_is_used_although_it_is_flagged_as_alpha(shared_data):
    info = describe(str(shared_data / "naip" / "train" / "images" / "13476.tif"))
    assert info.data_bands == (1, 2, 3, 4)


def test_landsat_band_files_of_mixed_type_joined_by_a_vrt_lack_no_more_than_all_bands_lack(shared_data, tmp_path):
    files = [str(shared_data / "nc_landsat7" / f"lsat7_2000_{band}.tif") for band in (10, 20, 30, 40, 50, 70)]
    gdal.BuildVRT(str(tmp_path / "l7.vrt"), files, separate=True).FlushCache()
    with RasterReader(str(tmp_path / "l7.vrt")) as reader:
        assert reader.nodata == (-99999.0,) * 5 + (-32768.0,)
        _, nothing = RowReader(reader, reader.grid.window).rows(0, reader.grid.height)
    assert 0.14 < nothing.mean() < 0.17
