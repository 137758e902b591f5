"""What a raster is: its grid, masks and NoData, and clear words where it cannot be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from pixel_classifier.rasters.core.crs import crs_from_wkt
from pixel_classifier.rasters.core.errors import RasterError
from pixel_classifier.rasters.reading.dataset import RasterDataset, check_is_named, describe
from rasters_data import TRANSFORM, UTM, make_raster, system, write_envi

rng = np.random.default_rng(7)


def ramp(bands: int, height: int, width: int, dtype: str = "uint8") -> np.ndarray:
    return rng.integers(0, 250, (bands, height, width)).astype(dtype)


def test_a_vrt_is_read_by_the_blocks_of_its_files(tmp_path):
    fine = ramp(1, 400, 300)
    options = ("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=48")
    coarse_transform = (TRANSFORM[0], 20.0, 0.0, TRANSFORM[3], 0.0, -20.0)
    files = [
        make_raster(tmp_path / "fine.tif", fine, options=("BLOCKYSIZE=7",)),
        make_raster(tmp_path / "coarse.tif", ramp(1, 200, 150), transform=coarse_transform, options=options),
    ]
    gdal.BuildVRT(str(tmp_path / "a.vrt"), files, separate=True, resolution="highest").FlushCache()
    assert describe(str(tmp_path / "a.vrt")).block_size == (300, 96)


def test_nodata_that_the_dtype_cannot_hold_is_ignored_and_said(tmp_path):
    info = describe(make_raster(tmp_path / "a.tif", ramp(1, 4, 4), nodata=-9999))
    assert info.nodata == (None,)
    assert "-9999" in info.notes[0] and "uint8" in info.notes[0]


def test_nan_nodata_of_floats_is_kept(tmp_path):
    info = describe(make_raster(tmp_path / "a.tif", ramp(1, 4, 4, "float32"), nodata=float("nan")))
    assert np.isnan(info.nodata[0])


def test_near_infrared_flagged_as_alpha_stays_a_band_and_is_said(tmp_path):
    info = describe(make_raster(tmp_path / "a.tif", ramp(4, 40, 50), alpha=4))
    assert info.alpha_band is None and info.data_bands == (1, 2, 3, 4) and not info.has_mask
    assert "Band 4" in info.notes[0] and "alpha" in info.notes[0]


def test_near_infrared_flagged_as_alpha_is_found_in_the_middle_of_a_large_empty_collar(tmp_path):
    pixels = np.zeros((4, 1000, 900), np.uint8)
    pixels[:, 300:700, 300:600] = ramp(4, 400, 300) + 1
    info = describe(make_raster(tmp_path / "a.tif", pixels, alpha=4, options=("COMPRESS=DEFLATE",)))
    assert info.alpha_band is None


def test_a_raster_without_georeference_lies_where_qgis_shows_it(tmp_path):
    grid = describe(make_raster(tmp_path / "a.tif", ramp(1, 8, 6), transform=None, epsg=None)).grid
    assert grid.extent_map() == (0.0, -8.0, 6.0, 0.0) and grid.crs_wkt == ""


def test_a_raster_with_its_sides_swapped_is_refused_with_the_cure(tmp_path):
    path = make_raster(tmp_path / "r.tif", np.ones((1, 1), np.uint8), transform=(0.0, 0.0, 10.0, 0.0, -10.0, 0.0))
    with pytest.raises(RasterError, match=r"rotated.*-10\.0.*gdalwarp"):
        describe(path)


def test_a_rotated_raster_is_refused_with_the_cure(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 8, 8), transform=(0.0, 1.0, 0.3, 0.0, 0.3, -1.0))
    with pytest.raises(RasterError, match=r"rotated.*0\.3.*gdalwarp"):
        describe(path)


def test_a_rotation_too_small_to_see_is_no_rotation(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 8, 8), transform=(0.0, 1.0, 1e-12, 0.0, 1e-12, -1.0))
    assert describe(path).grid.geotransform == (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)


def test_control_points_only_are_refused_with_the_cure(tmp_path):
    path = make_raster(tmp_path / "a.tif", ramp(1, 8, 8), transform=None)
    dataset = gdal.Open(path, gdal.GA_Update)
    points = [gdal.GCP(x, y, 0, x, y) for x, y in ((0, 0), (8, 0), (0, 8))]
    dataset.SetGCPs(points, "")
    dataset = None
    with pytest.raises(RasterError, match=r"control points.*gdalwarp"):
        describe(path)


RPC = {
    "LINE_OFF": "4", "SAMP_OFF": "4", "LAT_OFF": "48", "LONG_OFF": "9", "HEIGHT_OFF": "0", "LINE_SCALE": "4", "SAMP_SCALE": "4",
    "LAT_SCALE": "1", "LONG_SCALE": "1", "HEIGHT_SCALE": "100", "LINE_NUM_COEFF": "0 0 -1" + " 0" * 17,
    "LINE_DEN_COEFF": "1" + " 0" * 19, "SAMP_NUM_COEFF": "0 1" + " 0" * 18, "SAMP_DEN_COEFF": "1" + " 0" * 19,
}  # fmt: skip


@pytest.mark.parametrize(
    "domain, metadata, cure",
    [("RPC", RPC, r"RPC.*gdalwarp -rpc"), ("GEOLOCATION", {"X_DATASET": "x", "Y_DATASET": "y"}, "gdalwarp -geoloc")],
)
def test_a_scene_placed_by_its_sensor_model_only_is_refused_with_the_cure(tmp_path, domain, metadata, cure):
    source = gdal.Open(make_raster(tmp_path / "a.tif", ramp(1, 8, 8), transform=None, epsg=None))
    path = str(tmp_path / "a.vrt")
    virtual = gdal.Translate(path, source, format="VRT")
    virtual.SetMetadata(metadata, domain)
    virtual = None
    with pytest.raises(RasterError, match=cure):
        describe(path)


def test_the_files_of_virtual_rasters_of_virtual_rasters_are_all_known(tmp_path):
    image = make_raster(tmp_path / "a.tif", ramp(1, 8, 8))
    inner, outer = str(tmp_path / "in.vrt"), str(tmp_path / "out.VRT")
    gdal.BuildVRT(inner, [image]).FlushCache()
    gdal.Warp(outer, inner, format="VRT", dstSRS="EPSG:4326").FlushCache()
    assert {outer, inner, image} <= set(RasterDataset(outer).source_files)


def test_complex_numbers_are_refused_with_the_cure(tmp_path):
    path = make_raster(tmp_path / "a.tif", np.ones((4, 4), np.complex64))
    with pytest.raises(RasterError, match=r"CFloat32.*raster calculator"):
        describe(path)


def test_a_file_of_several_rasters_is_refused_with_their_names(tmp_path):
    source = gdal.Open(make_raster(tmp_path / "a.tif", ramp(1, 20, 20)))
    path = str(tmp_path / "two.gpkg")
    for name, options in (("one", []), ("two", ["APPEND_SUBDATASET=YES"])):
        options = [*options, f"RASTER_TABLE={name}"]
        gdal.GetDriverByName("GPKG").CreateCopy(path, source, options=options).FlushCache()
    with pytest.raises(RasterError, match=r"several rasters.*:one.*:two"):
        describe(path)


@pytest.mark.parametrize("transform", [(1e300, 1, 0, 0, 0, -1), (0, float("nan"), 0, 0, 0, -1)])
def test_a_geotransform_that_cannot_be_computed_with_is_named(tmp_path, transform):
    path = make_raster(tmp_path / "a.tif", ramp(1, 4, 4), transform=transform)
    with pytest.raises(RasterError, match=r"geotransform|rotated"):
        _ = describe(path).grid


def test_a_directory_of_a_geotiff_that_is_found_damaged_late_is_a_sentence(tmp_path):
    path = tmp_path / "a.tif"
    whole = Path(make_raster(path, ramp(1, 20, 20))).read_bytes()
    refused = 0
    for place in range(100, 700, 2):
        path.write_bytes(whole[:place] + b"\xff" + whole[place + 1 :])
        try:
            describe(str(path))
        except RasterError as error:
            refused += "is damaged" in str(error)
    assert refused


@pytest.mark.parametrize(("offset", "interleave"), [(0, "BSQ"), (0, "BIP"), (128, "BIL")])
def test_a_file_of_envi_that_was_cut_is_refused_as_gdal_reads_zeros_there(tmp_path, offset, interleave):
    source, path = make_raster(tmp_path / "a.tif", ramp(3, 8, 6, "uint16")), tmp_path / "cube.img"
    gdal.Translate(str(path), source, format="ENVI", creationOptions=[f"INTERLEAVE={interleave}"])
    content, header = path.read_bytes(), path.with_suffix(".hdr")
    header.write_text(header.read_text().replace("header offset = 0", f"header offset = {offset}"))
    path.write_bytes(bytes(offset) + content)
    path.with_name("cube.img.aux.xml").unlink(missing_ok=True)  # it repeats the header
    assert describe(str(path)).band_count == 3
    path.write_bytes((bytes(offset) + content)[:-1])
    with pytest.raises(
        RasterError, match=rf"cube\.img is incomplete: it has {287 + offset} bytes, and {288 + offset} by"
    ):
        describe(str(path))


def test_a_page_of_a_tiff_must_be_named(tmp_path):
    pages = str(tmp_path / "pages.tif")
    pixels = make_raster(tmp_path / "one.tif", np.ones((4, 4), np.uint8))
    check_is_named(pixels)
    gdal.Translate(pages, pixels)
    check_is_named(pages)
    gdal.Translate(pages, pixels, creationOptions=["APPEND_SUBDATASET=YES"])
    with pytest.raises(RasterError, match=r"several rasters.*GTIFF_DIR:1.*GTIFF_DIR:2"):
        check_is_named(pages)
    check_is_named(f"GTIFF_DIR:2:{pages}")
    check_is_named(str(tmp_path / "none.tif"))


def test_band_names_in_another_encoding_than_utf_8_are_read(tmp_path):
    path = write_envi(tmp_path, np.ones((2, 4, 4), np.uint8), "band names = {Grün, 0.9 µm}")
    assert describe(path).band_names == ("Grün", "0.9 µm")


def test_a_crs_whose_name_is_not_utf_8_is_known(tmp_path):
    """The raster counted as one without a CRS, so that labels in another one lay elsewhere."""
    (tmp_path / "a.asc").write_text("ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 10\n1 2\n3 4\n")
    stated = system(UTM).ExportToWkt(["FORMAT=WKT1_ESRI"]).replace("WGS_1984_UTM_Zone_33N", "Système")
    (tmp_path / "a.prj").write_bytes(stated.encode("latin-1"))
    crs = crs_from_wkt(describe(str(tmp_path / "a.asc")).grid.crs_wkt)
    assert crs is not None and crs.GetName() == "Système" and crs.GetUTMZone() == 33
