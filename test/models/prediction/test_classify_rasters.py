"""Rasters of many kinds: mosaics, files behind a web server, other pixel sizes, and huge empty ones."""

from __future__ import annotations

import functools
import http.server
import threading
from dataclasses import replace

import numpy as np
import pytest
from listener import Listener
from osgeo import gdal
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.prediction import classify
from pixel_classifier.rasters.core.errors import Cancelled, RasterError
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.reading.reader import RasterReader
from prediction_samples import CLASSES, Local, description, noise, read, whole_image, write_polygon, write_scene


def labels_of(pixels, network):
    return np.array(CLASSES.values)[whole_image(network, pixels, description()).argmax(0)]


def test_a_mosaic_of_several_files_is_classified_as_one_image(setup, tmp_path):
    pixels, network = noise(200, 300), Local()
    asked = setup(network=network)
    parts = []
    for number, columns in enumerate((slice(0, 110), slice(110, 300))):
        parts.append(str(tmp_path / f"part{number}.tif"))
        left = 500000.0 + 2 * columns.start
        write_scene(parts[-1], pixels[:, :, columns], transform=(left, 2.0, 0.0, 4000000.0, 0.0, -2.0))
    mosaic = str(tmp_path / "mosaic.vrt")
    gdal.BuildVRT(mosaic, parts).FlushCache()
    notes = Listener()
    classify.classify(ClassifyRequest(**{**asked, "raster": mosaic}), notes)
    assert not any("none of its files" in warning for warning in notes.warnings)
    np.testing.assert_array_equal(read(asked["output"])[0], labels_of(pixels, network))


def test_a_black_collar_that_is_not_declared_is_pointed_out_and_one_that_is_gets_no_class(setup, tmp_path):
    pixels = noise(90, 120)
    pixels[:, :, :30] = 0
    notes = Listener()
    asked = setup(pixels)
    classify.classify(ClassifyRequest(**asked), notes)
    assert any(warning.startswith("25.0\N{NO-BREAK SPACE}% ") and "collar" in warning for warning in notes.warnings)
    notes = Listener()
    declared = write_scene(tmp_path / "declared.tif", pixels, nodata=0)
    classify.classify(ClassifyRequest(**{**asked, "raster": declared}), notes)
    assert not any("collar" in warning for warning in notes.warnings)
    assert not read(asked["output"])[0][:, :30].any()


class RangeHandler(http.server.SimpleHTTPRequestHandler):
    """Answers requests for parts of files, as storage in a cloud does, and counts the bytes."""

    sent = 0

    def do_GET(self):
        path, wanted = self.translate_path(self.path), self.headers.get("Range")
        try:
            with open(path, "rb") as file:
                content = file.read()
        except OSError:
            self.send_error(404)
            return
        first, last = 0, len(content) - 1
        if wanted:
            start, _, stop = wanted.partition("=")[2].partition("-")
            first, last = int(start), min(int(stop) if stop else last, last)
        part = content[first : last + 1]
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        self.wfile.write(part)
        RangeHandler.sent += len(part)

    def log_message(self, *_):
        pass


@pytest.fixture
def served(tmp_path):
    """The address of a web server of this computer alone, over the test's folder."""
    handler = functools.partial(RangeHandler, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    gdal.VSICurlClearCache()


def test_a_cloud_optimised_file_behind_a_web_server_is_read_in_parts(setup, tmp_path, served, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    pixels, network = noise(700, 600), Local()
    asked = setup(pixels, network)
    gdal.Translate(str(tmp_path / "cloud.tif"), asked["raster"], format="COG", creationOptions=["COMPRESS=NONE"])
    extent = (500000 + 2 * 100, 4000000 - 2 * 150, 500000 + 2 * 200, 4000000 - 2 * 60)
    request = ClassifyRequest(**{**asked, "raster": f"/vsicurl/{served}/cloud.tif"}, extent_map=extent)
    classify.classify(request, Listener())
    np.testing.assert_array_equal(read(asked["output"])[0], labels_of(pixels, network)[60:150, 100:200])
    assert 0 < RangeHandler.sent < (tmp_path / "cloud.tif").stat().st_size


def test_another_pixel_size_is_resampled_when_asked_and_the_labels_brought_back(setup):
    coarse, network = noise(60, 70), Local(kernel=1)
    fine = coarse.repeat(3, axis=1).repeat(3, axis=2)
    asked = setup(fine, network, transform=(500000.0, 2 / 3, 0.0, 4000000.0, 0.0, -2 / 3))
    journal = Listener()
    classify.classify(ClassifyRequest(**asked, resample=True), journal)
    expected = labels_of(coarse, network).repeat(3, axis=0).repeat(3, axis=1)
    np.testing.assert_array_equal(read(asked["output"])[0], expected)
    assert journal.warnings == [] and any("3 times as large" in line for line in journal.infos)
    assert all(shape[-1] < 210 for shape in network.shapes)


@pytest.mark.parametrize("extent", [None, (500010.0, 3999930.0, 500071.0, 3999991.0)])
def test_a_coarse_raster_is_refined_and_the_map_keeps_its_grid(setup, extent):
    asked = setup(noise(40, 50), Local(kernel=1), transform=(500000.0, 5.0, 0.0, 4000000.0, 0.0, -5.0))
    classify.classify(ClassifyRequest(**asked, resample=True, extent_map=extent), Listener())
    dataset = gdal.Open(asked["output"])
    assert dataset.GetGeoTransform()[1] == 5
    assert (dataset.RasterXSize, dataset.RasterYSize) == ((50, 40) if extent is None else (13, 13))
    assert (read(asked["output"]) > 0).all()


@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
@pytest.mark.parametrize("size", [0.9, 1.7, 3.1, 5.0, 14.0, 60.0])
def test_a_resampled_raster_has_classes_where_it_has_them_without(setup, tmp_path, size, dtype):
    """NoData and the edges of a mask are those of the raster's own pixels, and a polygon smaller than a pixel of the model counts.

    In floats NoData is NaN that nobody declares.
    """
    pixels, nodata = noise(300, 150, dtype=dtype), 0 if dtype == np.uint16 else np.nan
    pixels[:, 43:91, 21:61] = nodata
    pixels[:, 200:203, ::2] = nodata
    field = [(500013, 3999993), (500280, 3999951), (500271, 3999423), (500009, 3999507), (500013, 3999993)]
    parcel = [(500290, 3999420), (500294, 3999420), (500294, 3999416), (500290, 3999420)]
    mask = MaskPolygons(write_polygon(tmp_path / "mask.gpkg", 32633, field, parcel))
    asked = setup(pixels, model=description(pixel_size_map=(size, size)), nodata=None if np.isnan(nodata) else nodata)
    request = ClassifyRequest(**asked, mask=mask, extent_map=(500006, 3999404, 500296, 3999996))
    found = []
    for resample in (False, True):
        classify.classify(replace(request, resample=resample), Listener())
        found.append(read(asked["output"])[0] != 0)
    assert 0 < found[0].sum() < found[0].size
    np.testing.assert_array_equal(*found)


def reading_threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("pixel-classifier-reader")]


@pytest.mark.parametrize("ends", ["whole", "cancelled", "failed"])
def test_pixels_are_resampled_on_several_threads_to_the_same_map_and_the_threads_end(
    setup, tmp_path, monkeypatch, ends
):
    pixels = noise(140, 600)
    pixels[:, 30:60, 200:] = 0
    network = Local()
    asked = setup(pixels, network, nodata=0, transform=(500000.0, 4.0, 0.0, 4000000.0, 0.0, -4.0))
    classify.classify(ClassifyRequest(**asked, resample=True), Listener())
    expected = (tmp_path / "out" / "map.tif").read_bytes()
    (tmp_path / "out" / "map.tif").unlink()
    seen, read_into = [], RasterReader.read_into

    def watched(self, window, buffer, row):
        name = threading.current_thread().name
        seen.append(name)
        if ends == "failed" and name.startswith("pixel-classifier-reader") and window.y > 100:
            raise RasterError("The block is damaged.")
        read_into(self, window, buffer, row)

    monkeypatch.setattr(RasterReader, "read_into", watched)
    monkeypatch.setattr(classify, "decoding_threads", lambda device: 3)
    journal = Listener(cancel_at=0.2 if ends == "cancelled" else None)
    if ends == "whole":
        classify.classify(ClassifyRequest(**asked, resample=True), journal)
        assert (tmp_path / "out" / "map.tif").read_bytes() == expected
    else:
        with pytest.raises(Cancelled if ends == "cancelled" else RasterError):
            classify.classify(ClassifyRequest(**asked, resample=True), journal)
    assert len({name for name in seen if name.startswith("pixel-classifier-reader")}) > 0
    assert reading_threads() == []


def test_undeclared_nodata_is_found_before_it_is_resampled(setup):
    """Pixels in part -9999 have the class that the rest of them has, but for that part."""
    coarse, network = noise(60, 70).astype(np.int16), Local(kernel=1)
    fine = coarse.repeat(3, axis=1).repeat(3, axis=2)
    fine[:, ::3, :] = -9999
    asked = setup(fine, network, transform=(500000.0, 2 / 3, 0.0, 4000000.0, 0.0, -2 / 3))
    journal = Listener()
    classify.classify(ClassifyRequest(**asked, resample=True), journal)
    expected = labels_of(coarse, network).repeat(3, axis=0).repeat(3, axis=1)
    expected[::3] = 0
    np.testing.assert_array_equal(read(asked["output"])[0], expected)
    assert "-9999 in 33." in journal.warnings[0] and "count as missing" in journal.warnings[0]


def test_a_huge_empty_mosaic_is_passed_over_without_a_forward_pass(setup, tmp_path):
    """A small scene in the lower right corner of 20 000 x 20 000 pixels of nothing."""
    pixels, network = noise(64, 64), Local()
    asked = setup(network=network)
    small = write_scene(tmp_path / "small.tif", pixels, nodata=0)
    bands = "".join(
        f'<VRTRasterBand dataType="UInt16" band="{band}"><NoDataValue>0</NoDataValue><ComplexSource>'
        f"<SourceFilename>{small}</SourceFilename><SourceBand>{band}</SourceBand>"
        '<SrcRect xOff="0" yOff="0" xSize="64" ySize="64"/><DstRect xOff="19936" yOff="19936" xSize="64" ySize="64"/>'
        "<NODATA>0</NODATA></ComplexSource></VRTRasterBand>"
        for band in (1, 2)
    )
    path = tmp_path / "huge.vrt"
    path.write_text(
        '<VRTDataset rasterXSize="20000" rasterYSize="20000"><GeoTransform>500000,2,0,4000000,0,-2</GeoTransform>'
        f"{bands}</VRTDataset>"
    )
    journal = Listener()
    result = classify.classify(
        ClassifyRequest(**{**asked, "raster": str(path), "tile_size_px": 512}, batch_size=1), journal
    )
    assert len(network.shapes) <= 4 and sum(result.class_pixels.values()) == 64 * 64
    assert journal.fractions[-1] == 1 and journal.fractions == sorted(journal.fractions)
