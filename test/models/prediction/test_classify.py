"""Classify: from a raster and a model folder to a map, whatever the raster's size, gaps and faults."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
import torch
from listener import Listener
from osgeo import gdal, ogr, osr
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.prediction import classify, request_checks, runtime_choice
from pixel_classifier.models.prediction.map_writer import MapWriter
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import Cancelled, ModelError, OutputError, RasterError, SettingsError
from pixel_classifier.rasters.core.number_text import count_of, percent
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.row_reader import RowReader
from prediction_samples import (
    BANDS,
    CLASSES,
    TRANSFORM,
    Local,
    description,
    left_behind,
    noise,
    read,
    whole_image,
    write_polygon,
    write_scene,
)
from torch import nn
from windows_rules import rules_below


def nodata_of(path):
    dataset = gdal.Open(path)
    return dataset.GetRasterBand(1).GetNoDataValue()


@pytest.mark.parametrize("size", [(37, 5), (1, 1), (1, 200), (200, 1), (64, 64), (97, 130), (260, 100), (33, 161)])
def test_tiles_give_exactly_the_labels_of_one_pass_over_the_whole_image(setup, size):
    pixels, network = noise(*size), Local()
    asked = setup(pixels, network)
    result = classify.classify(ClassifyRequest(**asked, batch_size=3), Listener())
    expected = np.array(CLASSES.values)[whole_image(network, pixels, description()).argmax(0)]
    np.testing.assert_array_equal(read(asked["output"])[0], expected)
    values, counts = np.unique(expected, return_counts=True)
    assert {k: v for k, v in result.class_pixels.items() if v} == dict(zip(values.tolist(), counts.tolist()))


def test_the_map_carries_values_names_colours_and_place(setup):
    asked = setup(noise(50, 40))
    classify.classify(ClassifyRequest(**asked), Listener())
    dataset = gdal.Open(asked["output"])
    assert dataset.GetGeoTransform() == TRANSFORM
    assert osr.SpatialReference(wkt=dataset.GetProjection()).GetAuthorityCode(None) == "32633"
    band = dataset.GetRasterBand(1)
    assert band.DataType == gdal.GDT_Int32 and band.GetNoDataValue() == 0
    table = band.GetDefaultRAT()
    rows = [[table.GetValueAsString(row, column) for column in range(2)] for row in range(table.GetRowCount())]
    assert rows == [["3", "water"], ["300", "forest"], ["70000", "town"]]


def test_zero_as_a_real_class_keeps_apart_from_nodata(setup):
    classes = ClassTable((ClassEntry(0, "background", (0, 0, 0)), ClassEntry(1, "house", (9, 9, 9))))
    pixels = noise(40, 40)
    pixels[:, :10] = 0
    asked = setup(pixels, Local(classes=2), description(class_table=classes), nodata=0)
    classify.classify(ClassifyRequest(**asked), Listener())
    labels = read(asked["output"])[0]
    assert nodata_of(asked["output"]) == 255 and (labels[:10] == 255).all()
    assert set(np.unique(labels[10:])) <= {0, 1}


def test_the_image_nodata_is_nodata_pixel_by_pixel_and_partly_missing_pixels_are_classified(setup):
    pixels = noise(70, 90)
    rng = np.random.default_rng(3)
    nothing, partly = rng.random((70, 90)) < 0.2, rng.random((70, 90)) < 0.1
    pixels[:, nothing] = 0
    pixels[0, partly] = 0
    asked = setup(pixels, Local(kernel=1), nodata=0)
    classify.classify(ClassifyRequest(**asked), Listener())
    labels = read(asked["output"])[0]
    np.testing.assert_array_equal(labels == 0, nothing)
    filled = pixels.astype(np.float32)
    filled[0, partly] = 500  # the mean of the training, which is 0 after scaling
    expected = np.array(CLASSES.values)[whole_image(Local(kernel=1), filled, description()).argmax(0)]
    np.testing.assert_array_equal(labels[~nothing], expected[~nothing])


def test_nan_and_infinities_in_floats_are_missing_and_counted_in_a_warning(setup):
    pixels = noise(40, 40, dtype=np.float32)
    pixels[:, 5, 5], pixels[0, 6, 6], pixels[1, 7, 7] = np.nan, np.nan, np.inf
    asked = setup(pixels)
    journal = Listener()
    result = classify.classify(ClassifyRequest(**asked), journal)
    labels = read(asked["output"])[0]
    assert labels[5, 5] == 0 and (labels == 0).sum() == 1
    assert sum(result.class_pixels.values()) == 1599
    assert [line.split(" in the rows")[0] for line in journal.warnings] == [
        "Band 1 has 2 NaN and 0 infinite values",
        "Band 2 has 1 NaN and 1 infinite values",
    ]


def test_tiles_without_a_valid_pixel_are_not_computed(setup):
    pixels = noise(256, 256)
    pixels[:, :, 70:] = 0
    network = Local()
    asked = setup(pixels, network, nodata=0)
    journal = Listener()
    classify.classify(ClassifyRequest(**asked, batch_size=1), journal)
    assert len(network.shapes) < 3 * 8
    assert journal.fractions[-1] == 1 and journal.fractions == sorted(journal.fractions)
    labels = read(asked["output"])[0]
    assert (labels[:, 70:] == 0).all() and (labels[:, :70] != 0).all()


def test_an_extent_is_classified_as_in_the_whole_raster(setup, tmp_path):
    asked = setup(noise(200, 300))
    classify.classify(ClassifyRequest(**asked), Listener())
    whole = read(asked["output"])[0]
    part = str(tmp_path / "out" / "part.tif")
    extent = (500000 + 2 * 101, 4000000 - 2 * 133, 500000 + 2 * 170, 4000000 - 2 * 45)
    classify.classify(ClassifyRequest(**{**asked, "output": part}, extent_map=extent), Listener())
    np.testing.assert_array_equal(read(part)[0], whole[45:133, 101:170])
    assert gdal.Open(part).GetGeoTransform() == (500202, 2, 0, 4000000 - 90, 0, -2)


def test_an_extent_beside_the_raster_is_refused_with_both(setup, tmp_path):
    asked = setup(noise(20, 20))
    with pytest.raises(SettingsError, match=r"x 0 to 1, y 0 to 1 does not overlap.*x 500000 to 500040"):
        classify.classify(ClassifyRequest(**asked, extent_map=(0, 0, 1, 1)), Listener())
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("temperature", [0.6, 2.5])
def test_the_model_s_temperature_calibrates_the_probabilities_and_leaves_the_classes(setup, tmp_path, temperature):
    maps, pixels = {}, noise(90, 70)
    pixels[:, :4] = 0
    for name, calibration in (("plain", {}), ("calibrated", {"temperature": temperature})):
        asked = setup(pixels, Local(), description(calibration=calibration), nodata=0)
        paths = {
            kind: str(tmp_path / "out" / f"{name}_{kind}.tif")
            for kind in ("confidence", "uncertainty", "probabilities")
        }
        journal = Listener()
        classify.classify(
            ClassifyRequest(**{**asked, **paths, "output": str(tmp_path / "out" / f"{name}.tif")}), journal
        )
        assert any("not calibrated" in line for line in journal.infos) is not bool(calibration)
        maps[name] = read(str(tmp_path / "out" / f"{name}.tif"))[0], *(read(path) for path in paths.values())
    np.testing.assert_array_equal(maps["plain"][0], maps["calibrated"][0])
    powers = maps["plain"][3][:, 4:] ** (1 / temperature)
    expected = powers / powers.sum(0)
    np.testing.assert_allclose(maps["calibrated"][3][:, 4:], expected, atol=1e-5)
    np.testing.assert_allclose(maps["calibrated"][1][0, 4:], expected.max(0) * 100, atol=0.51)
    assert (maps["calibrated"][2][0, 4:].astype(int) - maps["plain"][2][0, 4:] > 0).mean() > 0.5 or temperature < 1
    assert (maps["calibrated"][3][:, :4] == -1).all()


@pytest.mark.parametrize("temperature", [1.0, 2.5])
def test_the_size_of_the_prediction_set_counts_the_classes_that_are_as_probable_as_asked(setup, tmp_path, temperature):
    pixels, lowest = noise(90, 70), (0.3, 0.1, 0.6)
    pixels[:, :4] = 0
    sets = {"classes": [{"possible_from": each} for each in lowest]}
    about = description(calibration={"temperature": temperature}, prediction_sets=sets)
    paths = {kind: str(tmp_path / "out" / f"{kind}.tif") for kind in ("set_size", "probabilities")}
    asked = {**setup(pixels, Local(), about, nodata=0), **paths}
    assert classify.classify(ClassifyRequest(**asked), Listener()).set_size == paths["set_size"]
    sizes, shares = read(paths["set_size"])[0], read(paths["probabilities"])[:, 4:]
    possible = (shares >= np.array(lowest, np.float32)[:, None, None]) | (shares == shares.max(0))
    np.testing.assert_array_equal(sizes[4:], possible.sum(0))
    assert len(np.unique(sizes[4:])) > 1
    assert (sizes[:4] == 255).all() and nodata_of(paths["set_size"]) == 255


def test_a_model_without_validation_has_no_sets_and_is_refused_before_any_work(setup, tmp_path):
    asked = setup(noise(20, 20))
    with pytest.raises(SettingsError, match=r"trained without validation.*or leave SET_SIZE empty"):
        classify.classify(ClassifyRequest(**asked, set_size=str(tmp_path / "out" / "sizes.tif")), Listener())
    assert left_behind(tmp_path) == []


def test_confidence_and_probabilities_tell_of_the_same_classes(setup, tmp_path):
    pixels = noise(90, 70)
    pixels[:, :4] = 0
    network = Local()
    asked = setup(pixels, network, nodata=0)
    confidence, probabilities = str(tmp_path / "out" / "c.tif"), str(tmp_path / "out" / "p.tif")
    result = classify.classify(ClassifyRequest(**asked, confidence=confidence, probabilities=probabilities), Listener())
    assert (result.confidence, result.probabilities) == (confidence, probabilities)
    labels, percent, shares = read(asked["output"])[0], read(confidence)[0], read(probabilities)
    assert percent.dtype == np.uint8 and shares.dtype == np.float32 and shares.shape[0] == 3
    assert (percent[:4] == 255).all() and (shares[:, :4] == -1).all()
    np.testing.assert_allclose(shares[:, 4:].sum(0), 1, atol=1e-5)
    np.testing.assert_array_equal(np.array(CLASSES.values)[shares[:, 4:].argmax(0)], labels[4:])
    np.testing.assert_array_equal(percent[4:], np.rint(shares[:, 4:].max(0) * 100))
    with RasterReader(probabilities) as reader:
        assert reader.band_names == ("water", "forest", "town")
    assert nodata_of(probabilities) == -1 and nodata_of(confidence) == 255
    assert [name for name in left_behind(tmp_path) if "xml" not in name] == ["c.tif", "map.tif", "p.tif"]


def test_outside_the_mask_polygons_is_nodata_and_far_tiles_are_not_computed(setup, tmp_path):
    pixels, network = noise(200, 300), Local()
    asked = setup(pixels, network)
    left, top = 500000 + 2 * 20, 4000000 - 2 * 30
    ring = [(left, top), (left + 100, top), (left + 100, top - 60), (left, top - 60), (left, top)]
    polygon = write_polygon(tmp_path / "area.gpkg", 32633, ring)
    result = classify.classify(ClassifyRequest(**asked, mask=MaskPolygons(polygon), batch_size=1), Listener())
    computed = len(network.shapes)
    labels = read(asked["output"])[0]
    inside = np.zeros((200, 300), bool)
    inside[30:60, 20:70] = True
    expected = np.array(CLASSES.values)[whole_image(network, pixels, description()).argmax(0)]
    np.testing.assert_array_equal(labels, np.where(inside, expected, 0))
    assert sum(result.class_pixels.values()) == 1500 and computed <= 6


def test_mask_polygons_beside_the_raster_are_refused(setup, tmp_path):
    asked = setup(noise(20, 20))
    polygon = write_polygon(tmp_path / "area.gpkg", 4326, [(0, 0), (1, 0), (1, 1), (0, 0)])
    with pytest.raises(SettingsError, match="mask polygons"):
        classify.classify(ClassifyRequest(**asked, mask=MaskPolygons(polygon)), Listener())
    assert left_behind(tmp_path) == []


def test_bands_are_taken_in_the_order_asked_for(setup):
    pixels = noise(40, 40, bands=4)
    asked = setup(pixels)
    classify.classify(ClassifyRequest(**asked, band_numbers=(4, 2)), Listener())
    expected = whole_image(Local(), pixels[[3, 1]], description()).argmax(0)
    np.testing.assert_array_equal(read(asked["output"])[0], np.array(CLASSES.values)[expected])


def test_the_log_tells_pixels_share_and_area_of_each_class(setup):
    asked = setup(noise(50, 50))
    journal = Listener()
    result = classify.classify(ClassifyRequest(**asked), journal)
    pixels = result.class_pixels[300]
    assert (
        f"Class 300 forest: {count_of(pixels, 'pixel', 'pixels')}, {percent(pixels / 2500)}, {pixels * 4 / 1e4:.4g} ha."
        in journal.infos
    )


def test_a_raster_without_crs_works_with_a_warning(setup):
    asked = setup(noise(40, 40), crs=False, transform=(0, 1, 0, 0, 0, 1))
    journal = Listener()
    classify.classify(ClassifyRequest(**asked), journal)
    assert any("no coordinate reference system" in warning for warning in journal.warnings)
    assert gdal.Open(asked["output"]).GetProjection() == ""


def test_another_pixel_size_and_other_values_are_warned_of_before_the_model_is_loaded(setup, monkeypatch):
    asked = setup(noise(40, 40) + np.uint16(1500), transform=(500000, 10, 0, 4000000, 0, -10))
    monkeypatch.setattr(classify, "load_network", lambda *_: pytest.fail("loaded"))
    journal = Listener()
    with pytest.raises(pytest.fail.Exception):
        classify.classify(ClassifyRequest(**asked), journal)
    assert any("10 m" in warning and "2 m" in warning for warning in journal.warnings)
    assert any("a: 150" in warning and "0 to 1000" in warning for warning in journal.warnings)


def test_degrees_are_compared_in_metres(setup):
    pixels = noise(40, 40)
    asked = setup(pixels)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    dataset = gdal.GetDriverByName("GTiff").Create(asked["raster"], 40, 40, 2, gdal.GDT_UInt16)
    dataset.SetGeoTransform((15, 2 / 111320, 0, 0.1, 0, -2 / 111320))
    dataset.SetProjection(crs.ExportToWkt())
    dataset.WriteRaster(0, 0, 40, 40, pixels.tobytes())
    dataset = None
    journal = Listener()
    classify.classify(ClassifyRequest(**asked), journal)
    assert journal.warnings == []


def test_too_few_bands_are_refused_before_anything_is_written(setup, tmp_path):
    asked = setup(noise(40, 40, bands=1))
    with pytest.raises(ModelError, match=r"2 bands .*has 1\b"):
        classify.classify(ClassifyRequest(**asked), Listener())
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("where", ["whole", "extent"])
def test_an_image_that_is_all_nodata_is_refused_and_leaves_nothing(setup, tmp_path, where):
    pixels = noise(100, 100)
    pixels[:, :50] = 0
    if where == "whole":
        pixels[:] = 0
    asked = setup(pixels, nodata=0)
    extent = (500000, 3999920, 500200, 4000000) if where == "extent" else None
    request = ClassifyRequest(**asked, extent_map=extent, confidence=str(tmp_path / "out" / "c.tif"))
    with pytest.raises(RasterError, match="no valid pixel inside"):
        classify.classify(request, Listener())
    assert left_behind(tmp_path) == []


def test_an_unreadable_tile_in_the_middle_leaves_nothing_behind(setup, tmp_path):
    options = ("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE")
    asked = setup(noise(400, 128) % 4 + np.uint16(498), options=options)
    with open(asked["raster"], "r+b") as file:
        file.seek(0, 2)
        middle = file.tell() // 2
        file.seek(middle)
        file.write(b"\xff" * 4000)
    with pytest.raises(RasterError, match="cannot be read at columns"):
        classify.classify(ClassifyRequest(**asked, probabilities=str(tmp_path / "out" / "p.tif")), Listener())
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("ends", ["cancelled", "failed"])
def test_a_run_that_is_cancelled_or_fails_at_whichever_piece_ends_and_leaves_nothing(
    setup, tmp_path, monkeypatch, ends
):
    """Cancelling while the last pieces were written waited for ever: writing is slow, so that its queue is full."""
    asked = setup(noise(330, 60))
    written, write, queued = [], MapWriter.write, 6

    def slow(self, piece):
        written.append(piece.y)
        time.sleep(0.03)
        if len(written) == moment and ends == "failed":
            raise OutputError("The disk is full.")
        write(self, piece)

    class AtMoment(Listener):
        def cancelled(self):
            return ends == "cancelled" and len(written) >= moment

    monkeypatch.setattr(MapWriter, "write", slow)
    moment = 1000
    classify.classify(ClassifyRequest(**asked), Listener())
    pieces = len(written)
    (tmp_path / "out" / "map.tif").unlink()
    (tmp_path / "out" / "map.tif.aux.xml").unlink()
    assert pieces > queued + 2
    for moment in range(1, pieces + 1):
        written.clear()
        raised = []

        def run(raised=raised):
            try:
                classify.classify(ClassifyRequest(**asked), AtMoment())
            except (Cancelled, OutputError) as error:
                raised.append(error)

        running = threading.Thread(target=run, daemon=True)
        running.start()
        running.join(60)
        assert not running.is_alive(), f"it waits for ever at piece {moment}"
        if (
            moment < pieces - queued or ends == "failed"
        ):  # later, all that is left to do is written already or waits in the queue
            assert raised, f"at piece {moment} nothing was raised"
        if raised:
            assert left_behind(tmp_path) == []


def test_an_earlier_map_survives_a_failure(setup, tmp_path):
    asked = setup(noise(200, 64))
    classify.classify(ClassifyRequest(**asked), Listener())
    before = read(asked["output"]).copy()
    with pytest.raises(Cancelled):
        classify.classify(ClassifyRequest(**asked, batch_size=1), Listener(patience=8))
    np.testing.assert_array_equal(read(asked["output"]), before)
    assert [name for name in left_behind(tmp_path) if "xml" not in name] == ["map.tif"]


def test_cancel_is_heard_between_two_layers(setup, tmp_path, monkeypatch):
    network = Local()
    asked = setup(noise(64, 64), network)

    class Stopping(Listener):
        def cancelled(self):
            return len(network.shapes) > 0  # the forward pass has begun

    seen, prepare = [], runtime_choice.prepare_network

    def prepared(network, *arguments):
        ready = prepare(network, *arguments)
        ready.second.register_forward_hook(lambda *_: seen.append("second layer"))
        return ready

    monkeypatch.setattr(runtime_choice, "prepare_network", prepared)
    with pytest.raises(Cancelled):
        classify.classify(ClassifyRequest(**asked), Stopping())
    assert seen == [] and left_behind(tmp_path) == []


@pytest.mark.parametrize(("batch", "augmentation", "layers"), [(1, "none", 1), (4, "none", 40), (2, "8", 7)])
def test_no_layer_of_a_real_network_runs_once_cancel_is_wished(
    setup, tmp_path, monkeypatch, batch, augmentation, layers
):
    from pixel_classifier.models.networks.build import NetworkSpec, build_network

    asked = setup(noise(64, 300), build_network(NetworkSpec("unet", "resnet18", BANDS, 3)))
    done, prepare = [], runtime_choice.prepare_network

    def prepared(network, *arguments):
        ready = prepare(network, *arguments)
        for module in ready.modules():
            if not any(module.children()):
                module.register_forward_hook(lambda *_: done.append("layer"))
        return ready

    class Stopping(Listener):
        def cancelled(self):
            return len(done) >= layers

    monkeypatch.setattr(runtime_choice, "prepare_network", prepared)
    with pytest.raises(Cancelled):
        classify.classify(ClassifyRequest(**asked, batch_size=batch, augmentation=augmentation), Stopping())
    assert len(done) == layers and left_behind(tmp_path) == []


def test_a_batch_too_large_for_the_memory_is_halved_and_said_so(setup):
    pixels, network = noise(64, 300), Local(most=1)
    asked = setup(pixels, network)
    journal = Listener()
    classify.classify(ClassifyRequest(**asked, batch_size=4), journal)
    expected = np.array(CLASSES.values)[whole_image(Local(), pixels, description()).argmax(0)]
    np.testing.assert_array_equal(read(asked["output"])[0], expected)
    assert [w for w in journal.warnings if "does not hold" in w] == [
        "The memory of cpu does not hold 4 tiles at once: continuing with 2.",
        "The memory of cpu does not hold 2 tiles at once: continuing with 1.",
    ]


def test_a_tile_too_large_for_the_memory_is_refused(setup, tmp_path):
    asked = setup(noise(64, 300), Local(most=0))
    with pytest.raises(SettingsError, match=r"one tile of 64 x 64 pixels.*smaller tile size"):
        classify.classify(ClassifyRequest(**asked), Listener())
    assert left_behind(tmp_path) == []


def test_another_fault_of_the_network_is_not_taken_for_lack_of_memory(setup):
    asked = setup(noise(64, 64), Local(bands=7))
    with pytest.raises(RuntimeError, match="channels"):
        classify.classify(ClassifyRequest(**asked), Listener())


class LayerUponLayer(Local):
    """Nothing leads past its ReLUs, which are modules."""

    def __init__(self):
        super().__init__(kernel=1)
        self.between = nn.Sequential(*(nn.Sequential(nn.ReLU(), nn.Conv2d(8, 8, 1)) for _ in range(3)), nn.ReLU())

    def forward(self, x):
        return self.second(self.between(self.first(x)))


@pytest.mark.parametrize("network", [Local(kernel=1), LayerUponLayer()])
def test_pixels_with_nan_logits_are_nodata_with_a_warning(setup, network):
    pixels = noise(64, 64, dtype=np.float32)
    pixels[0, 10, 10] = 9e35  # divided by the deviation beyond float32
    asked = setup(pixels, network, description(dtype="float32", band_stds=(1e-5, 300.0), band_maximums=(1e38,) * 2))
    journal = Listener()
    classify.classify(ClassifyRequest(**asked), journal)
    labels = read(asked["output"])[0]
    assert labels[10, 10] == 0 and (labels == 0).sum() == 1
    assert any(warning.startswith("For 1\u00a0pixel the network returned NaN") for warning in journal.warnings)


def test_output_paths_are_checked_first(setup, tmp_path):
    asked = setup(noise(40, 40))
    out = tmp_path / "out"
    for changes, words in [
        ({"output": asked["raster"]}, "overwrite the input"),
        ({"output": str(out / "map.png")}, "ends in .tif"),
        ({"confidence": asked["output"]}, "same path"),
        ({"probabilities": str(tmp_path / "absent" / "p.tif")}, "does not exist"),
    ]:
        with pytest.raises(OutputError, match=words):
            classify.classify(ClassifyRequest(**{**asked, **changes, "model": "absent"}), Listener())
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("depth", [1, 3])
def test_a_file_that_a_vrt_is_made_of_is_not_overwritten(setup, tmp_path, depth):
    asked = setup(noise(40, 40))
    virtual = asked["raster"]
    for number in range(depth):
        source, virtual = virtual, str(tmp_path / f"scene{number}.vrt")
        gdal.Translate(virtual, source, format="VRT")
    with pytest.raises(OutputError, match="overwrite the input"):
        classify.classify(ClassifyRequest(**{**asked, "raster": virtual, "output": asked["raster"]}), Listener())


def test_places_to_label_next_never_replace_a_geopackage_with_other_layers(setup, tmp_path):
    asked = setup(noise(40, 40))
    path = str(tmp_path / "labels.gpkg")
    ogr.GetDriverByName("GPKG").CreateDataSource(path).CreateLayer("my labels", None, ogr.wkbPolygon)
    with pytest.raises(OutputError, match="other layers that would be lost: my labels"):
        classify.classify(ClassifyRequest(**{**asked, "label_next": path, "model": "absent"}), Listener())


def test_an_output_that_cannot_be_replaced_at_the_end_is_kept_and_the_others_are_written(setup, tmp_path, monkeypatch):
    asked = setup(noise(40, 40))
    probabilities = tmp_path / "out" / "p.tif"
    probabilities.mkdir()  # renaming onto a folder fails at the very end
    monkeypatch.setattr(request_checks, "check_file", lambda *_: None)
    monkeypatch.setattr("pixel_classifier.rasters.writing.raster_writer.check_file", lambda *_: None)
    with pytest.raises(OutputError, match=r"kept as .*p \(2\)\.tif\..* The other results were written: .*map\.tif\."):
        classify.classify(ClassifyRequest(**asked, probabilities=str(probabilities)), Listener())
    assert left_behind(tmp_path) == ["map.tif", "map.tif.aux.xml", "p (2).tif", "p.tif"]


def test_an_output_that_is_open_is_refused_before_the_work(setup, tmp_path):
    asked = setup(noise(40, 40))
    classify.classify(ClassifyRequest(**asked), Listener())
    with (
        rules_below(tmp_path),
        open(asked["output"], "rb"),
        pytest.raises(OutputError, match=r"cannot be replaced.*Close"),
    ):
        classify.classify(ClassifyRequest(**asked), Listener())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tile_size_px": 31}, "tile size is 31"),
        ({"overlap_px": -1}, "overlap is -1"),
        ({"overlap_px": 40}, "Tiles of 64 pixels are too small for an overlap of 40"),
        ({"batch_size": -1}, "batch size is -1"),
        ({"device": "cuda:7"}, "cuda:7"),
    ],
)
def test_settings_that_cannot_work_are_refused_naming_the_value(setup, changes, words):
    asked = setup(noise(200, 200))
    with pytest.raises(SettingsError, match=words):
        classify.classify(ClassifyRequest(**{**asked, **changes}), Listener())


def test_an_adjusted_tile_size_is_said(setup):
    asked = setup(noise(200, 200))
    journal = Listener()
    classify.classify(ClassifyRequest(**{**asked, "tile_size_px": 100, "overlap_px": None}), journal)
    assert any("96 pixels instead of 100" in warning for warning in journal.warnings)


def test_memory_does_not_grow_with_the_height_and_every_row_is_read_once(setup, monkeypatch, tmp_path):
    def tall_vrt(rows):
        write_scene(tmp_path / "part.tif", noise(64, 96))
        sources = [str(tmp_path / "part.tif")]
        bands = "".join(
            f'<VRTRasterBand dataType="UInt16" band="{band}">'
            + "".join(
                f"<SimpleSource><SourceFilename>{sources[0]}</SourceFilename><SourceBand>{band}</SourceBand>"
                f'<SrcRect xOff="0" yOff="0" xSize="96" ySize="64"/><DstRect xOff="0" yOff="{y}" xSize="96" ySize="64"/>'
                "</SimpleSource>"
                for y in range(0, rows, 64)
            )
            + "</VRTRasterBand>"
            for band in (1, 2)
        )
        text = f'<VRTDataset rasterXSize="96" rasterYSize="{rows}"><SRS>EPSG:32633</SRS><GeoTransform>{str(TRANSFORM)[1:-1]}'
        path = tmp_path / f"tall{rows}.vrt"
        path.write_text(f"{text}</GeoTransform>{bands}</VRTDataset>")
        return str(path)

    reads, held, original = [], [], RasterReader.read_into

    def read_into(self, window, buffer, row):
        reads.append(window)
        original(self, window, buffer, row)

    monkeypatch.setattr(RasterReader, "read_into", read_into)
    monkeypatch.setattr(classify, "sample_values", lambda reader, window: ())
    monkeypatch.setattr(classify, "find_collar", lambda reader, window: None)
    rows_of = RowReader.rows

    def rows_held(self, y0, y1):
        found = rows_of(self, y0, y1)
        held.append(len(self._nodata))
        return found

    monkeypatch.setattr(RowReader, "rows", rows_held)
    peaks = []
    for rows in (640, 6400):
        asked = setup(network=Local(kernel=1))
        reads.clear(), held.clear()
        classify.classify(ClassifyRequest(**{**asked, "raster": tall_vrt(rows)}, batch_size=8), Listener())
        ends = [(window.y, window.bottom) for window in reads]
        assert ends[0][0] == 0 and ends[-1][1] == rows
        assert all(earlier[1] == later[0] for earlier, later in zip(ends, ends[1:]))
        peaks.append(max(held))
    assert peaks[0] == peaks[1] <= 4 * 128


def test_gdal_keeps_no_blocks_of_what_is_done(setup):
    asked = setup(np.tile(noise(160, 256), (1, 50, 1)), Local(kernel=1), options=("TILED=YES",))
    kept = []

    class Watching(Listener):
        def progress(self, fraction):
            kept.append(gdal.GetCacheUsed())

    classify.classify(ClassifyRequest(**{**asked, "tile_size_px": 256}), Watching())
    decoded, written = 8000 * 256 * 2 * 2, 8000 * 256 * 4
    assert max(kept) < (decoded + written) / 10


def test_a_trained_network_of_the_real_kind_classifies_in_its_own_precision(tmp_path):
    from pixel_classifier.models.networks.build import build_network
    from pixel_classifier.models.networks.model_folder import network_spec, save_model

    torch.manual_seed(0)
    model = description(chip_size_px=128)
    spec = network_spec(model)
    network, folder = build_network(spec).eval(), tmp_path / "model"
    folder.mkdir()
    save_model(folder, network, spec, model)
    pixels = noise(70, 100)
    raster = write_scene(tmp_path / "scene.tif", pixels)
    output = str(tmp_path / "map.tif")
    classify.classify(ClassifyRequest(raster, str(folder), output, device="cpu"), Listener())
    expected = whole_image(network, pixels, model)
    sure = np.sort(expected, axis=0)[-1] - np.sort(expected, axis=0)[-2] > 0.05
    labels = read(output)[0]
    agreement = (labels == np.array(CLASSES.values)[expected.argmax(0)])[sure].mean()
    assert agreement > 0.98


def test_uncertainty_is_high_where_two_classes_are_close(setup, tmp_path):
    pixels, network = noise(70, 90), Local()
    pixels[:, :5] = 0
    asked = setup(pixels, network, nodata=0)
    maps = {kind: str(tmp_path / "out" / f"{kind}.tif") for kind in ("margin", "entropy")}
    for kind, path in maps.items():
        result = classify.classify(ClassifyRequest(**asked, uncertainty=path, uncertainty_kind=kind), Listener())
        assert result.uncertainty == path and nodata_of(path) == 255
    filled = pixels.astype(np.float32)
    filled[0, :5], filled[1, :5] = 500, 400
    shares = np.sort(whole_image(network, filled, description()), axis=0)[:, 5:]
    np.testing.assert_allclose(read(maps["margin"])[0, 5:], 100 * (1 - shares[-1] + shares[-2]), atol=0.51)
    entropy = -(shares * np.log(shares)).sum(0) / np.log(3)
    np.testing.assert_allclose(read(maps["entropy"])[0, 5:], 100 * entropy, atol=0.51)
    assert all((read(path)[0, :5] == 255).all() for path in maps.values())


def test_probabilities_as_bytes_are_percent(setup, tmp_path):
    pixels = noise(40, 50)
    pixels[:, :3] = 0
    asked = setup(pixels, nodata=0)
    fine, coarse = str(tmp_path / "out" / "f.tif"), str(tmp_path / "out" / "b.tif")
    classify.classify(ClassifyRequest(**asked, probabilities=fine), Listener())
    classify.classify(ClassifyRequest(**asked, probabilities=coarse, probability_type="byte"), Listener())
    assert read(coarse).dtype == np.uint8 and nodata_of(coarse) == 255
    np.testing.assert_array_equal(read(coarse)[:, 3:], np.rint(read(fine)[:, 3:] * 100))
    assert (read(coarse)[:, :3] == 255).all()


def test_the_maps_carry_counts_and_statistics(setup, tmp_path):
    asked = setup(noise(50, 60))
    confidence = str(tmp_path / "out" / "c.tif")
    result = classify.classify(ClassifyRequest(**asked, confidence=confidence), Listener())
    dataset = gdal.Open(asked["output"])
    table = dataset.GetRasterBand(1).GetDefaultRAT()
    column = table.GetColOfUsage(gdal.GFU_PixelCount)
    assert [table.GetValueAsDouble(row, column) for row in range(3)] == list(result.class_pixels.values())
    values = read(confidence)[0].astype(float)
    dataset = gdal.Open(confidence)
    stored = dataset.GetRasterBand(1).GetStatistics(False, False)
    np.testing.assert_allclose(stored, [values.min(), values.max(), values.mean(), values.std()], atol=1e-6)


def test_a_cloud_optimised_result_holds_the_same_with_overviews_classes_and_colours(setup, tmp_path):
    asked = setup(noise(600, 700), Local(classes=2), description(class_table=ClassTable(CLASSES.classes[:2])))
    plain, cloud, confidence = (str(tmp_path / "out" / f"{name}.tif") for name in ("plain", "cloud", "sure"))
    classify.classify(ClassifyRequest(**{**asked, "output": plain}), Listener())
    classify.classify(ClassifyRequest(**{**asked, "output": cloud}, confidence=confidence, format="cog"), Listener())
    np.testing.assert_array_equal(read(cloud), read(plain))
    for path in (cloud, confidence):
        dataset = gdal.Open(path)
        assert dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == "COG"
        assert dataset.GetRasterBand(1).GetOverviewCount() >= 1
    dataset = gdal.Open(cloud)
    band = dataset.GetRasterBand(1)
    assert band.GetDefaultRAT().GetRowCount() == 2 and band.GetRasterColorTable().GetColorEntry(3) == (0, 0, 255, 255)
    overview = band.GetOverview(0)
    seen = np.frombuffer(overview.ReadRaster(buf_type=gdal.GDT_Int32), np.int32)
    assert set(np.unique(seen)) <= {3, 300}  # never a mean of two classes
    assert {name.partition(".")[0] for name in left_behind(tmp_path)} == {"plain", "cloud", "sure"}


def test_cancel_while_overviews_are_made_leaves_nothing(setup, tmp_path, monkeypatch):
    from pixel_classifier.rasters.writing import raster_writer

    asked = setup(noise(600, 600))
    journal = Listener()
    make = raster_writer.make_cloud_optimised
    monkeypatch.setattr(
        raster_writer, "make_cloud_optimised", lambda *given: setattr(journal, "patience", 0) or make(*given)
    )
    with pytest.raises(Cancelled):
        classify.classify(ClassifyRequest(**asked, format="cog"), journal)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"precision": "half"},
        {"augmentation": "6"},
        {"probability_type": "int"},
        {"uncertainty_kind": "x"},
        {"format": "y"},
    ],
)
def test_words_that_are_no_choice_are_refused(setup, changes):
    asked = setup(noise(40, 40))
    with pytest.raises(SettingsError, match=f"'{next(iter(changes.values()))}'. Choose one of"):
        classify.classify(ClassifyRequest(**asked, **changes), Listener())


@pytest.mark.parametrize("choice", ["4", "8"])
def test_looking_from_several_sides_costs_as_many_passes_and_gives_their_mean(setup, choice):
    from pixel_classifier.models.networks.d4 import TRANSFORMS, mean_over_transforms

    pixels, network = noise(64, 64), Local()
    asked = setup(pixels, network)
    classify.classify(ClassifyRequest(**asked, augmentation=choice), Listener())
    assert len(network.shapes) == int(choice)
    scaled = (pixels - np.array([500, 400], np.float32)[:, None, None]) / np.array([100, 300], np.float32)[
        :, None, None
    ]
    expected = mean_over_transforms(lambda x: network(x).softmax(1), torch.from_numpy(scaled)[None], TRANSFORMS[choice])
    np.testing.assert_array_equal(read(asked["output"])[0], np.array(CLASSES.values)[expected.argmax(1)[0]])


def test_a_tile_too_large_for_the_memory_starts_again_with_smaller_ones(setup):
    class Greedy(Local):
        def forward(self, x):
            if x.shape[-1] * x.shape[-2] > 128 * 128:
                raise RuntimeError("CUDA out of memory. Tried to allocate 20 GiB.")
            return super().forward(x)

    pixels = noise(300, 290)
    asked = setup(pixels, Greedy())
    journal = Listener()
    classify.classify(ClassifyRequest(**{**asked, "tile_size_px": 256}, batch_size=1), journal)
    expected = np.array(CLASSES.values)[whole_image(Local(), pixels, description()).argmax(0)]
    np.testing.assert_array_equal(read(asked["output"])[0], expected)
    assert any("starting again with tiles of" in warning for warning in journal.warnings)


@pytest.mark.parametrize("known", [(), ((-32768.0,), (-32768.0,), ())])
def test_undeclared_nodata_counts_as_missing_and_is_warned_of(setup, known):
    pixels = noise(70, 90, dtype=np.int16)
    partly = np.random.default_rng(3).random((70, 90)) < 0.1
    pixels[0, partly] = -32768
    pixels[:, :9] = -32768
    known = known[: description().band_count] and tuple((known + ((),) * 9)[: description().band_count])
    asked = setup(pixels, Local(kernel=1), description(undeclared_nodata=known))
    journal = Listener()
    classify.classify(ClassifyRequest(**asked), journal)
    filled = pixels.astype(np.float32)
    filled[0, partly] = 500  # the mean of the training, which is 0 after scaling
    expected = np.array(CLASSES.values)[whole_image(Local(kernel=1), filled, description()).argmax(0)]
    expected[:9] = 0  # where all bands are missing, a pixel is NoData
    np.testing.assert_array_equal(read(asked["output"])[0], expected)
    assert any("-32768" in line and "count as missing" in line for line in journal.warnings)


def test_undeclared_nodata_of_the_training_is_logged_where_the_raster_has_hardly_any(setup):
    pixels = noise(70, 90, dtype=np.int16)
    pixels[:, 3, 4] = -32768
    asked = setup(pixels, Local(kernel=1), description(undeclared_nodata=((-32768.0,),) * 2))
    journal = Listener()
    classify.classify(ClassifyRequest(**asked), journal)
    found = read(asked["output"])[0]
    assert found[3, 4] == 0 and np.count_nonzero(found == 0) == 1
    assert any("these values count as missing (Band 1: -32768; Band 2: -32768)" in line for line in journal.infos)
