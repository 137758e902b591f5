"""Inputs stay as they are, byte for byte: no sidecars, no statistics written into a VRT, no locks left."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
from osgeo import gdal
from pixel_classifier.algorithms.inputs.gdal_messages import gdal_to_message_log, logs_gdal
from pixel_classifier.algorithms.inputs.raster_loading import load_raster
from qgis.core import Qgis, QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingUtils
from tiny_scene import QUICK, Log, read_values


def snapshot(folder):
    """Returns content and time of change of all files and folders in a folder, by their paths."""
    return {
        path.relative_to(folder).as_posix(): (path.is_file() and path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(Path(folder).rglob("*"))
    }


@pytest.fixture
def inputs(scene, chips, model, tmp_path):
    """A folder with images and labels of several formats, chips and a model."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    for path in (scene.image, scene.polygons, scene.label_raster):
        shutil.copy(path, folder)
    image, labels = folder / "image.tif", folder / "labels.tif"
    gdal.Translate(str(folder / "image.vrt"), str(image), format="VRT")
    gdal.Translate(str(folder / "labels.vrt"), str(labels), format="VRT")
    dataset = gdal.Open(str(labels), gdal.GA_Update)
    dataset.GetRasterBand(1).SetCategoryNames(["", "", "", "meadow"])  # into a sidecar without statistics
    dataset = None
    shutil.copytree(chips["OUTPUT"], folder / "chips")
    shutil.copytree(model["OUTPUT"], folder / "model")
    return folder


@pytest.mark.parametrize("ending", ["tif", "vrt"])
def test_no_algorithm_touches_its_inputs(run, inputs, tmp_path, ending):
    image, labels, polygons = (str(inputs / name) for name in (f"image.{ending}", f"labels.{ending}", "labels.gpkg"))
    before = snapshot(inputs)
    cut = {"INPUT": image, "CHIP_SIZE": 32, "STRIDE": 32, "EXTENT": image}
    run("exporttrainingchips", LABELS=polygons, CLASS_FIELD="cover", MASK=polygons, OUTPUT=str(tmp_path / "a"), **cut)
    assert changed(before, inputs) == []
    run("exporttrainingchips", LABEL_RASTER=labels, OUTPUT=str(tmp_path / "b"), **cut)
    assert changed(before, inputs) == []
    run("trainpixelclassifier", CHIPS=str(inputs / "chips"), OUTPUT=str(tmp_path / "model"), **{**QUICK, "EPOCHS": 1})
    assert changed(before, inputs) == []
    result = run(
        "classifypixels", INPUT=image, MODEL=str(inputs / "model"), OUTPUT=str(tmp_path / "c.tif"), DEVICE="cpu"
    )
    assert changed(before, inputs) == []
    run("assessclassification", INPUT=labels, REFERENCE=polygons, CLASS_FIELD="code")
    run(
        "assessclassification",
        INPUT=labels,
        REFERENCE_RASTER=str(inputs / "labels.tif" if ending == "vrt" else inputs / "labels.vrt"),
    )
    assert changed(before, inputs) == []
    shutil.copytree(tmp_path / "a", inputs / "again")
    for sidecar in ("", ".aux.xml"):
        shutil.copy(result["OUTPUT"] + sidecar, inputs / f"map.tif{sidecar}")
    before = snapshot(inputs)
    run("assessclassification", INPUT=str(inputs / "map.tif"), REFERENCE=polygons, CLASS_FIELD="cover", MASK=polygons)
    assert changed(before, inputs) == []
    drawn = {"SIZE": 20, "MIN_PER_CLASS": 2, "MASK": polygons, "EXTENT": image}
    for number, source in enumerate(
        ({"INPUT": labels}, {"INPUT": str(inputs / "map.tif")}, {"POLYGONS": polygons, "CLASS_FIELD": "cover"})
    ):
        run("drawassessmentsample", **source, **drawn, OUTPUT=str(tmp_path / f"{number}.gpkg"))
        assert changed(before, inputs) == []


EXPORTS = {
    "onnx": ("onnxscript", "m.onnx", {"TILE_SIZE": 64}),
    "stac": ("json", "m.json", {}),
    "dlpk": ("onnxscript", "m.dlpk", {"TILE_SIZE": 64}),
    "int8": ("openvino", "m.safetensors", {}),
}
"""The package that each format needs, the name of a file, and more parameters."""


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_leaves_model_and_chips_as_they_are(run, inputs, tmp_path, kind):
    package, name, more = EXPORTS[kind]
    pytest.importorskip(package, reason=f"{package} is an optional package")
    model, chips, before = str(inputs / "model"), str(inputs / "chips"), snapshot(inputs)
    more = {**more, "CHIPS": chips} if kind == "int8" else more
    run("exportmodel", MODEL=model, FORMAT=kind, OUTPUT=str(tmp_path / name), **more)
    assert (tmp_path / name).stat().st_size > 0 and changed(before, inputs) == []


def test_a_classification_by_openvino_adds_its_cache_to_the_model_folder_and_changes_no_file(run, inputs, tmp_path):
    pytest.importorskip("openvino", reason="OpenVINO is an optional package")
    asked = {"INPUT": str(inputs / "image.tif"), "MODEL": str(inputs / "model"), "DEVICE": "openvino:cpu"}
    before = snapshot(inputs)
    run("classifypixels", **asked, PRECISION="float32", OUTPUT=str(tmp_path / "a.tif"))
    names = set(changed(before, inputs))
    assert {"model", "model/openvino"} < names
    assert all(name.startswith("model/openvino/") for name in names - {"model", "model/openvino"})
    before = snapshot(inputs)
    run("classifypixels", **asked, PRECISION="float32", OUTPUT=str(tmp_path / "b.tif"))
    assert changed(before, inputs) == []


def test_the_snapshot_sees_files_of_one_name_in_several_folders_and_new_folders(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0.tif").write_text(name)
    before = snapshot(tmp_path)
    (tmp_path / "a" / "0.tif").write_text("c")
    (tmp_path / "b" / "new").mkdir()
    assert set(changed(before, tmp_path)) >= {"a/0.tif", "b/new"}


def changed(before, folder):
    """Returns the names of files that are new, gone or different."""
    after = snapshot(folder)
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def test_a_raster_is_loaded_once_and_has_its_own_style(provider, scene):
    context = QgsProcessingContext()
    load_raster(scene.image, context)
    layer = QgsProcessingUtils.mapLayerFromString(scene.image, context)
    assert layer.source() == scene.image and layer.name() == "image" and layer.bandCount() == 3
    load_raster(scene.image, context)
    assert len(context.temporaryLayerStore().mapLayers()) == 1
    for nothing in (None, "", "/nowhere.tif", scene.polygons, "1,2,3,4 [EPSG:4326]", 7):
        load_raster(nothing, context)
    assert len(context.temporaryLayerStore().mapLayers()) == 1


NO_RASTERS = ["labels.gpkg", "missing.tif", "text.tif"]


@pytest.mark.parametrize("name", NO_RASTERS)
@pytest.mark.parametrize("parameter", ["INPUT", "LABEL_RASTER", "EXTENT"])
def test_what_gdal_reports_on_an_input_that_is_no_raster_is_not_on_the_terminal(
    run, scene, tmp_path, capfd, name, parameter
):
    (tmp_path / "text.tif").write_text("no raster")
    path = scene.polygons if name == "labels.gpkg" else str(tmp_path / name)
    given = {"INPUT": scene.image, "LABEL_RASTER": scene.label_raster, "CHIP_SIZE": 32, parameter: path}
    fails = parameter != "EXTENT" or name != "labels.gpkg"
    is_named = parameter != "EXTENT" and name != "missing.tif"
    with (
        pytest.raises(QgsProcessingException, match="is no raster" if is_named else parameter)
        if fails
        else contextlib.nullcontext()
    ):
        run("exporttrainingchips", **given, OUTPUT=str(tmp_path / "chips"))
    assert "GDAL" not in capfd.readouterr().err


def test_a_warning_of_gdal_on_an_input_is_in_the_log(scene):
    messages = []

    @logs_gdal
    def prepare(algorithm, parameters, context, feedback):
        gdal.Error(gdal.CE_Warning, 1, "an odd tag")
        return True

    log = Log()
    assert prepare(None, {}, None, log) and log.lines == ["GDAL: an odd tag."]
    QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(
        lambda *found: messages.append(found[:2])
    )
    with gdal_to_message_log():
        gdal.Error(gdal.CE_Warning, 1, "an odd tag")
    assert messages == [("GDAL: an odd tag.", "Pixel Classifier")]


def test_archives_that_are_given_by_their_path_are_read_and_not_touched(run, scene, tmp_path):
    folder = tmp_path / "inputs"
    folder.mkdir()
    with zipfile.ZipFile(folder / "image.zip", "w") as archive:
        archive.write(scene.image, "image.tif")
    with gzip.open(folder / "labels.tif.gz", "wb") as file:
        file.write(Path(scene.label_raster).read_bytes())
    gdal.VectorTranslate(str(tmp_path / "polygons.shp"), scene.polygons, format="ESRI Shapefile")
    with zipfile.ZipFile(folder / "polygons.zip", "w") as archive:
        for path in tmp_path.glob("polygons.*"):
            archive.write(path, path.name)
    before = snapshot(folder)
    plain, packed = str(tmp_path / "plain"), str(tmp_path / "packed")
    asked = {"CLASS_FIELD": "code", "CHIP_SIZE": 32, "STRIDE": 32}
    run("exporttrainingchips", INPUT=scene.image, LABELS=scene.polygons, OUTPUT=plain, **asked)
    run(
        "exporttrainingchips",
        INPUT=str(folder / "image.zip"), LABELS=str(folder / "polygons.zip"), OUTPUT=packed, **asked
    )  # fmt: skip
    found = [
        [read_values(path).tolist() for path in sorted(Path(chips).glob("labels/*.tif"))] for chips in (plain, packed)
    ]
    assert found[0] == found[1] and found[0]
    labels = str(folder / "labels.tif.gz")
    result = run("assessclassification", INPUT=labels, REFERENCE=scene.polygons, CLASS_FIELD="code")
    assert result["ACCURACY"] == 1.0
    assert changed(before, folder) == []
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        archive.write(scene.image, "a.tif")
        archive.write(scene.image, "b.tif")
    with pytest.raises(QgsProcessingException, match=r"two\.zip/a\.tif, .*two\.zip/b\.tif"):
        run("exporttrainingchips", INPUT=str(folder / "two.zip"), LABELS=scene.polygons, OUTPUT=packed, **asked)


@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz", ".tgz"])
def test_an_archive_may_hold_more_than_the_layer(run, scene, tmp_path, ending):
    readme, sidecar = tmp_path / "readme.txt", tmp_path / "image.tif.aux.xml"
    readme.write_text("What this is.")
    sidecar.write_text("<PAMDataset/>")
    images, labels = tmp_path / f"images{ending}", tmp_path / f"labels{ending}"
    for archive, layer, name in ((images, scene.image, "data/image.tif"), (labels, scene.polygons, "data/labels.gpkg")):
        files = {name: layer, "readme.txt": readme, "data/image.tif.aux.xml": sidecar}
        if ending == ".zip":
            with zipfile.ZipFile(archive, "w") as file:
                for inside, path in files.items():
                    file.write(path, inside)
        else:
            with tarfile.open(archive, "w:gz" if "gz" in ending else "w") as file:
                for inside, path in files.items():
                    file.add(path, inside)
    asked = {"CLASS_FIELD": "code", "CHIP_SIZE": 32, "STRIDE": 32}
    plain, packed = str(tmp_path / "plain"), str(tmp_path / "packed")
    run("exporttrainingchips", INPUT=scene.image, LABELS=scene.polygons, OUTPUT=plain, **asked)
    run("exporttrainingchips", INPUT=str(images), LABELS=str(labels), OUTPUT=packed, **asked)
    found = [
        [read_values(path).tolist() for path in sorted(Path(chips).glob("labels/*.tif"))] for chips in (plain, packed)
    ]
    assert found[0] == found[1] and found[0]


def test_an_archive_without_a_raster_is_refused_by_its_name(run, scene, tmp_path):
    with zipfile.ZipFile(tmp_path / "texts.zip", "w") as archive:
        archive.writestr("readme.txt", "What this is.")
    with pytest.raises(QgsProcessingException, match=r"texts\.zip \(INPUT\) is no raster"):
        run("exporttrainingchips", INPUT=str(tmp_path / "texts.zip"), LABELS=scene.polygons, OUTPUT=str(tmp_path / "a"))
