"""What QGIS knows of a raster layer, and its file does not say, holds in all algorithms: CRS and NoData."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr
from pixel_classifier.algorithms.inputs.raster_settings import raster_settings
from pixel_classifier.rasters.reading.layer_settings import FROM_FILE, BandNodata
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsRasterRange,
    QgsRasterTransparency,
    QgsSingleBandGrayRenderer,
)
from tiny_scene import LEFT, PIXEL, TOP, Log, read_values

UTM, OTHER = "EPSG:32633", "EPSG:32617"
CUT = {"CLASS_FIELD": "cover", "CHIP_SIZE": 32, "STRIDE": 32}


def srs_of(text):
    srs = osr.SpatialReference()
    srs.SetFromUserInput(text)
    return srs


def raster_copy(source, path, crs=None, **options):
    """Writes a copy of a raster with another CRS in the file, none by default."""
    gdal.Translate(str(path), str(source), **options)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetProjection(srs_of(crs).ExportToWkt() if crs else "")
    dataset = None
    Path(f"{path}.aux.xml").unlink(missing_ok=True)
    return str(path)


def layer_of(path, crs=None, name="the layer"):
    layer = QgsRasterLayer(str(path), name)
    assert layer.isValid()
    if crs is not None:
        layer.setCrs(QgsCoordinateReferenceSystem(crs))
    return layer


def nodata_of(path):
    dataset = gdal.Open(path)
    return dataset.GetRasterBand(1).GetNoDataValue()


def label_pixels(folder):
    """Returns how many pixels of each class value the chips of a folder have."""
    manifest = json.loads(next(Path(folder).glob("*.json")).read_text())
    found = {}
    for path in sorted(Path(folder, "labels").glob("*.tif")):
        values, counts = np.unique(read_values(path), return_counts=True)
        for value, count in zip(values.tolist(), counts.tolist()):
            found[value] = found.get(value, 0) + count
    return manifest, found


@pytest.mark.parametrize("in_file", [None, OTHER])
def test_the_crs_set_on_a_layer_places_the_labels_and_is_that_of_the_results(run, scene, model, tmp_path, in_file):
    image = raster_copy(scene.image, tmp_path / "image.tif", in_file)
    log = Log()
    chips = run(
        "exporttrainingchips", log, INPUT=layer_of(image, UTM), LABELS=scene.polygons, OUTPUT=str(tmp_path / "a"), **CUT
    )
    assert any(OTHER in line and UTM in line for line in log.warnings) == (in_file is not None)
    expected = run("exporttrainingchips", INPUT=scene.image, LABELS=scene.polygons, OUTPUT=str(tmp_path / "b"), **CUT)
    assert label_pixels(chips["OUTPUT"])[1] == label_pixels(expected["OUTPUT"])[1]
    chip = next(Path(chips["OUTPUT"], "images").glob("*.tif"))
    assert "32633" in gdal.Open(str(chip)).GetProjection()
    result = run(
        "classifypixels",
        INPUT=layer_of(image, UTM),
        MODEL=model["OUTPUT"],
        OUTPUT=str(tmp_path / "map.tif"),
        DEVICE="cpu",
    )
    assert srs_of(UTM).IsSame(gdal.Open(result["OUTPUT"]).GetSpatialRef())


def test_a_layer_without_its_files_crs_has_none(run, scene, tmp_path):
    log = Log()
    layer = layer_of(scene.image)
    layer.setCrs(QgsCoordinateReferenceSystem())
    assert raster_settings(layer, log).crs_wkt == ""
    assert "no CRS" in log.warnings[0] and UTM in log.warnings[0]


@pytest.mark.parametrize("in_file", [None, OTHER])
def test_the_crs_set_on_label_rasters_masks_and_assessed_maps_is_used(run, scene, tmp_path, in_file):
    labels = raster_copy(scene.label_raster, tmp_path / "labels.tif", in_file)
    counts = []
    for raster in (scene.label_raster, layer_of(labels, UTM)):
        folder = str(tmp_path / f"chips {len(counts)}")
        run("exporttrainingchips", INPUT=scene.image, LABEL_RASTER=raster, OUTPUT=folder, CHIP_SIZE=32, STRIDE=32)
        counts.append(label_pixels(folder)[1])
    assert counts[0] == counts[1]
    result = run(
        "assessclassification",
        INPUT=layer_of(labels, UTM),
        REFERENCE=scene.polygons,
        CLASS_FIELD="code",
        MASK=scene.polygons,
    )
    assert result["ACCURACY"] == 1.0
    other = raster_copy(scene.label_raster, tmp_path / "reference.tif", in_file)
    result = run("assessclassification", INPUT=scene.label_raster, REFERENCE_RASTER=layer_of(other, UTM))
    assert result["ACCURACY"] == 1.0


def test_an_extent_is_read_in_the_crs_set_on_the_layer(run, scene, tmp_path):
    image = raster_copy(scene.image, tmp_path / "image.tif", OTHER)
    extent = f"{LEFT},{LEFT + 64 * PIXEL},{TOP - 64 * PIXEL},{TOP} [{UTM}]"
    chips = run(
        "exporttrainingchips",
        INPUT=layer_of(image, UTM),
        LABELS=scene.polygons,
        EXTENT=extent,
        OUTPUT=str(tmp_path / "a"),
        **CUT,
    )
    assert chips["CHIP_COUNT"] == 4


def collar_layer(scene, tmp_path, nodata):
    """A layer of the scene whose left half is 0, which the file calls NoData or not."""
    path = raster_copy(scene.image, tmp_path / "collar.tif", UTM)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number in (1, 2, 3):
        band = dataset.GetRasterBand(number)
        band.DeleteNoDataValue() if nodata is None else band.SetNoDataValue(nodata)
        band.WriteRaster(0, 0, 80, 128, np.zeros((128, 80), np.uint16).tobytes())
    dataset = None
    return layer_of(path)


@pytest.mark.parametrize("ranges", [[(0, 0)], [(0, 5), (60000, 65535)], [(-10, 0.5)]])
def test_additional_nodata_values_of_a_layer_are_no_labels_and_no_classes(run, scene, model, tmp_path, ranges):
    layer = collar_layer(scene, tmp_path, None)
    for band in (1, 2, 3):
        layer.dataProvider().setUserNoDataValue(band, [QgsRasterRange(*pair) for pair in ranges])
    log = Log()
    chips = run("exporttrainingchips", log, INPUT=layer, LABELS=scene.polygons, OUTPUT=str(tmp_path / "a"), **CUT)
    assert any("additional NoData" in line for line in log.lines)
    assert 1 not in label_pixels(chips["OUTPUT"])[1]
    result = run("classifypixels", INPUT=layer, MODEL=model["OUTPUT"], OUTPUT=str(tmp_path / "map.tif"), DEVICE="cpu")
    values = read_values(result["OUTPUT"])
    nodata = nodata_of(result["OUTPUT"])
    assert (values[:, :80] == nodata).all() and (values[10:, 80:] != nodata).all()


def test_an_unticked_nodata_value_is_data(run, scene, model, tmp_path):
    layer = collar_layer(scene, tmp_path, 0)
    for band in (1, 2, 3):
        layer.dataProvider().setUseSourceNoDataValue(band, False)
    log = Log()
    chips = run("exporttrainingchips", log, INPUT=layer, LABELS=scene.polygons, OUTPUT=str(tmp_path / "a"), **CUT)
    assert any("switched off" in line and "(0)" in line for line in log.warnings)
    assert label_pixels(chips["OUTPUT"])[1][1] == 70 * 105
    result = run("classifypixels", INPUT=layer, MODEL=model["OUTPUT"], OUTPUT=str(tmp_path / "map.tif"), DEVICE="cpu")
    nodata = nodata_of(result["OUTPUT"])
    assert (read_values(result["OUTPUT"]) != nodata).all()


@pytest.mark.parametrize("resolution", [PIXEL, 1.0])
def test_nodata_set_on_a_label_raster_is_not_labelled(run, scene, tmp_path, resolution):
    labels = raster_copy(scene.label_raster, tmp_path / "labels.tif", UTM, xRes=resolution, yRes=resolution)
    layer = layer_of(labels)
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(600, 800)])
    folder = str(tmp_path / "a")
    run("exporttrainingchips", INPUT=scene.image, LABEL_RASTER=layer, OUTPUT=folder, CHIP_SIZE=32, STRIDE=32)
    assert 700 not in label_pixels(folder)[1] and 3 in label_pixels(folder)[1]


def test_nodata_set_on_map_and_reference_is_not_assessed(run, scene):
    layer = layer_of(scene.label_raster)
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(700, 700)])
    half = scene.truth.size // 2
    assert run("assessclassification", INPUT=layer, REFERENCE=scene.polygons, CLASS_FIELD="code")["PIXELS"] < half
    again = layer_of(scene.label_raster, name="again")
    copy = scene.folder / "reference.tif"
    gdal.Translate(str(copy), scene.label_raster)
    assert run("assessclassification", INPUT=again, REFERENCE_RASTER=str(copy))["PIXELS"] == 2 * half
    reference = layer_of(copy)
    reference.dataProvider().setUserNoDataValue(1, [QgsRasterRange(3, 3)])
    assert run("assessclassification", INPUT=again, REFERENCE_RASTER=reference)["PIXELS"] == half


def test_resampling_honours_one_nodata_value_of_a_layer_and_refuses_several(run, scene, model, tmp_path):
    layer = collar_layer(scene, tmp_path, None)
    coarse = layer_of(
        raster_copy(layer.source(), tmp_path / "coarse.tif", UTM, xRes=4.0, yRes=4.0, resampleAlg="nearest")
    )
    asked = {"INPUT": coarse, "MODEL": model["OUTPUT"], "RESAMPLE": True, "DEVICE": "cpu"}
    for band in (1, 2, 3):
        coarse.dataProvider().setUserNoDataValue(band, [QgsRasterRange(0, 0)])
    result = run("classifypixels", OUTPUT=str(tmp_path / "map.tif"), **asked)
    nodata = nodata_of(result["OUTPUT"])
    assert (read_values(result["OUTPUT"])[:, :38] == nodata).all()
    for band in (1, 2, 3):
        coarse.dataProvider().setUserNoDataValue(band, [QgsRasterRange(0, 5)])
    with pytest.raises(QgsProcessingException, match=r"several NoData values.*0 to 5"):
        run("classifypixels", OUTPUT=str(tmp_path / "map2.tif"), **asked)


def test_nodata_in_scaled_units_is_that_of_the_file(qgis_app, scene, tmp_path):
    path = raster_copy(scene.image, tmp_path / "scaled.tif", UTM)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetScale(0.1)
    dataset.GetRasterBand(1).SetOffset(-1)
    dataset = None
    layer = layer_of(path)
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(9.1, 59.3), QgsRasterRange(69.3, 69.3)])
    found = raster_settings(layer, QgsProcessingFeedback()).nodata
    assert found == (BandNodata(True, ((101.0, 603.0), (703.0, 703.0))), BandNodata(), BandNodata())


@pytest.mark.parametrize(("scale", "ends"), [(1.0, (10.0, 20.0)), (0.1, (110.0, 210.0)), (-0.1, (-210.0, -110.0))])
def test_the_ends_that_a_range_leaves_out_are_data(qgis_app, scene, tmp_path, scale, ends):
    path = raster_copy(scene.image, tmp_path / "scaled.tif", UTM)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetScale(scale)
    dataset.GetRasterBand(1).SetOffset(0 if scale == 1 else -1)
    dataset = None
    try:
        layer = layer_of(path)
    except Exception as error:  # noqa: BLE001 (of QGIS 3.44, which names no type)
        pytest.skip(f"this QGIS cannot open a raster with a scale of {scale:g}: {error}")
    kinds = QgsRasterRange.BoundsType
    for kind, inside in (
        (kinds.IncludeMinAndMax, (True, True)),
        (kinds.Exclusive, (False, False)),
        (kinds.IncludeMin, (True, False)),
    ):
        layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(10, 20, kind)])
        ((low, high),) = raster_settings(layer, QgsProcessingFeedback()).nodata[0].ranges
        wanted = inside if scale > 0 else inside[::-1]
        assert (low == ends[0], high == ends[1]) == wanted
        assert ends[0] <= low < ends[0] + 1e-6 and ends[1] - 1e-6 < high <= ends[1]


def test_values_that_are_transparent_in_the_layer_are_named_as_data_that_is_used(scene):
    layer = layer_of(scene.label_raster)
    renderer = QgsSingleBandGrayRenderer(layer.dataProvider(), 1)
    transparency = QgsRasterTransparency()
    values = [(5.0, 5.0, 0.0), (7.0, 9.5, 0.0), (11.0, 11.0, 0.5)]
    transparency.setTransparentSingleValuePixelList(
        [QgsRasterTransparency.TransparentSingleValuePixel(*value) for value in values]
    )
    renderer.setRasterTransparency(transparency)
    layer.setRenderer(renderer)
    log = Log()
    assert raster_settings(layer, log) == FROM_FILE
    (warning,) = log.warnings
    assert "shows 5, 7 to 9.5 as transparent" in warning and "11" not in warning and "used as data" in warning


def test_colours_that_are_transparent_in_the_layer_are_named_as_data_that_is_used(scene):
    layer = layer_of(scene.image)
    transparency = QgsRasterTransparency()
    colour = QgsRasterTransparency.TransparentThreeValuePixel(0.0, 0.0, 255.0, 0.0)
    transparency.setTransparentThreeValuePixelList([colour])
    layer.renderer().setRasterTransparency(transparency)
    log = Log()
    raster_settings(layer, log)
    assert layer.renderer().type() == "multibandcolor" and "shows (0, 0, 255) as transparent" in log.warnings[0]


def test_a_transparency_band_of_the_layer_is_named_as_data_unless_the_file_declares_it_alpha(scene, tmp_path):
    gdal.Translate(str(tmp_path / "alpha.tif"), scene.image, options=["-colorinterp", "red,green,alpha"])
    for path, expected in ((scene.image, 1), (tmp_path / "alpha.tif", 0)):
        layer, log = layer_of(path), Log()
        layer.renderer().setAlphaBand(3)
        raster_settings(layer, log)
        assert len(log.warnings) == expected and all("Band 3 is the transparency band" in line for line in log.warnings)


def test_the_default_style_of_a_layer_warns_of_nothing(scene):
    for path in (scene.image, scene.label_raster):
        log = Log()
        raster_settings(layer_of(path), log)
        assert not log.warnings and not log.lines
