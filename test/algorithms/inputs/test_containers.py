"""Files with several layers: one must be named, or it is the one that the project shows."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import gdal
from processing.tools.dataobjects import createContext
from qgis.core import (
    QgsApplication,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsVectorLayer,
)
from tiny_scene import MEADOW, WATER, Log

CUT = {"CLASS_FIELD": "cover", "CHIP_SIZE": 32, "STRIDE": 32}


@pytest.fixture
def several(scene, tmp_path):
    """A GeoPackage with two layers of polygons and a table, and a TIFF and a GeoPackage with two rasters."""
    vector, pages, tiles = (str(tmp_path / name) for name in ("fieldwork.gpkg", "pages.tif", "tiles.gpkg"))
    gdal.VectorTranslate(vector, scene.polygons, layerName="draft", where="code = 3")
    gdal.VectorTranslate(vector, scene.polygons, layerName="training", accessMode="update")
    gdal.VectorTranslate(
        vector, scene.polygons, layerName="notes", accessMode="update", SQLStatement="SELECT cover FROM polygons"
    )
    byte = gdal.Translate("", scene.image, format="MEM", outputType=gdal.GDT_Byte)
    for number, (path, options) in enumerate(((pages, []), (tiles, ["TILE_FORMAT=PNG"]))):
        for name in ("first", "second"):
            table = [f"RASTER_TABLE={name}"] if number else []
            more = ["APPEND_SUBDATASET=YES"] if name == "second" else []
            source = byte if number else scene.image
            gdal.Translate(path, source, format=("GTiff", "GPKG")[number], creationOptions=[*options, *table, *more])
    return vector, pages, tiles


@pytest.mark.parametrize("selected", [False, True])
def test_labels_masks_and_references_with_several_layers_are_refused_with_their_names(
    run, scene, several, tmp_path, selected
):
    vector = QgsProcessingFeatureSourceDefinition(several[0], selected) if selected else several[0]
    for given in ({"LABELS": vector}, {"LABELS": scene.polygons, "MASK": vector}):
        with pytest.raises(
            QgsProcessingException, match=r"several layers.*layername=draft.*layername=training"
        ) as error:
            run("exporttrainingchips", INPUT=scene.image, OUTPUT=str(tmp_path / "a"), **CUT, **given)
        assert "notes" not in str(error.value)
    with pytest.raises(QgsProcessingException, match=r"several layers.*layername=training"):
        run("assessclassification", INPUT=scene.label_raster, REFERENCE=vector, CLASS_FIELD="code")


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_an_extent_of_a_file_with_several_layers_is_refused_with_their_names(run, scene, several, tmp_path, kind):
    with pytest.raises(QgsProcessingException, match=r"several layers, and none is named.*: .*, "):
        run(
            "exporttrainingchips", INPUT=scene.image, LABELS=scene.polygons, EXTENT=several[kind], OUTPUT=str(tmp_path / "a"), **CUT
        )  # fmt: skip
    run(
        "exporttrainingchips",
        INPUT=scene.image,
        LABELS=scene.polygons,
        EXTENT=scene.image,
        OUTPUT=str(tmp_path / "b"),
        **CUT,
    )
    named = f"{several[0]}|layername=training"
    run(
        "exporttrainingchips", INPUT=scene.image, LABELS=scene.polygons, EXTENT=named, OUTPUT=str(tmp_path / "c"), **CUT
    )


def test_the_named_layer_is_taken(run, scene, several, tmp_path):
    labels = f"{several[0]}|layername=training"
    assert (
        run("exporttrainingchips", INPUT=scene.image, LABELS=labels, OUTPUT=str(tmp_path / "a"), **CUT)["CLASS_COUNT"]
        == 2
    )


def test_a_layer_of_the_project_is_taken_as_it_is_shown_with_a_warning(run, scene, several, tmp_path, qgis_new_project):
    layer, log = QgsVectorLayer(several[0], "fieldwork"), Log()
    QgsProject.instance().addMapLayer(layer)
    result = run("exporttrainingchips", log, INPUT=scene.image, LABELS=layer, OUTPUT=str(tmp_path / "a"), **CUT)
    assert result["CLASS_COUNT"] == 1
    assert any("draft" in line and "training" in line for line in log.warnings)


@pytest.mark.parametrize("kind", [1, 2])
def test_files_with_several_rasters_are_refused_with_their_names(run, scene, several, tmp_path, kind):
    second = {1: "GTIFF_DIR:2:", 2: "GPKG:.*:second"}[kind]
    with pytest.raises(QgsProcessingException, match=rf"several rasters.*{second}"):
        run("exporttrainingchips", INPUT=several[kind], LABELS=scene.polygons, OUTPUT=str(tmp_path / "a"), **CUT)


@pytest.fixture
def own(scene, tmp_path):
    """The scene in files of this test alone: QGIS keeps layers open of which a step of a model was refused."""
    (tmp_path / "own").mkdir()
    files = {
        name: shutil.copy(getattr(scene, name), tmp_path / "own") for name in ("image", "polygons", "label_raster")
    }
    return SimpleNamespace(**files)


def parameters_of(scene, folder, algorithm):
    """Returns parameters with which an algorithm would run."""
    output = {"OUTPUT": f"{folder}/out"}
    return {
        "exporttrainingchips": {"INPUT": scene.image, "LABELS": scene.polygons, **CUT, **output},
        "classifypixels": {"INPUT": scene.image, "MODEL": f"{folder}/model", **output},
        "assessclassification": {"INPUT": scene.label_raster, "REFERENCE": scene.polygons, "CLASS_FIELD": "code"},
        "drawassessmentsample": {"INPUT": scene.label_raster, "SIZE": 20, "OUTPUT": f"{folder}/out.gpkg"},
    }[algorithm]


RASTERS = [
    ("exporttrainingchips", "INPUT", ()),
    ("exporttrainingchips", "LABEL_RASTER", ("LABELS", "CLASS_FIELD")),
    ("classifypixels", "INPUT", ()),
    ("assessclassification", "INPUT", ()),
    ("assessclassification", "REFERENCE_RASTER", ("REFERENCE", "CLASS_FIELD")),
    ("drawassessmentsample", "INPUT", ()),
]
LAYERS = [
    ("exporttrainingchips", "LABELS", ()),
    ("exporttrainingchips", "MASK", ()),
    ("classifypixels", "MASK", ()),
    ("assessclassification", "REFERENCE", ()),
    ("assessclassification", "MASK", ()),
    ("drawassessmentsample", "POLYGONS", ("INPUT",)),
    ("drawassessmentsample", "MASK", ()),
]
EXTENTS = [(name, "EXTENT", ()) for name in dict.fromkeys(name for name, *_ in LAYERS)]


def refused(run, scene, folder, algorithm, name, value, instead_of):
    """Returns the sentence with which an algorithm refuses a value; it is refused as a step of a model, too, and nothing is written.

    Processing does not check the parameters of the steps of a model.
    """
    given = {key: one for key, one in parameters_of(scene, folder, algorithm).items() if key not in instead_of}
    before = sorted(folder.iterdir())
    with pytest.raises(QgsProcessingException, match="none is named") as error:
        run(algorithm, **{**given, name: value})
    step = QgsApplication.processingRegistry().createAlgorithmById(f"pixelclassifier:{algorithm}")
    log = Log()
    _, done = step.run({**given, name: value}, createContext(), log)
    assert not done and "none is named" in log.textLog()
    assert sorted(folder.iterdir()) == before
    return str(error.value)


@pytest.mark.parametrize("kind", [1, 2])
@pytest.mark.parametrize(("algorithm", "name", "instead_of"), RASTERS)
def test_each_raster_of_each_algorithm_must_be_named(run, own, several, tmp_path, algorithm, name, instead_of, kind):
    sentence = refused(run, own, tmp_path, algorithm, name, several[kind], instead_of)
    assert ("GTIFF_DIR:1:", "second")[kind - 1] in sentence and ("GTIFF_DIR:2:", "first")[kind - 1] in sentence


@pytest.mark.parametrize("selected", [None, False, True])
@pytest.mark.parametrize(("algorithm", "name", "instead_of"), LAYERS)
def test_each_layer_of_each_algorithm_must_be_named(run, own, several, tmp_path, algorithm, name, instead_of, selected):
    value = several[0] if selected is None else QgsProcessingFeatureSourceDefinition(several[0], selected)
    sentence = refused(run, own, tmp_path, algorithm, name, value, instead_of)
    assert "layername=draft" in sentence and "layername=training" in sentence and "notes" not in sentence


@pytest.mark.parametrize("kind", [0, 1, 2])
@pytest.mark.parametrize(("algorithm", "name", "instead_of"), EXTENTS)
def test_each_extent_of_each_algorithm_must_be_named(run, own, several, tmp_path, algorithm, name, instead_of, kind):
    refused(run, own, tmp_path, algorithm, name, several[kind], instead_of)


def test_every_parameter_that_takes_a_layer_is_among_them(provider):
    found = {
        (algorithm.name(), definition.name())
        for algorithm in provider.algorithms()
        if not isinstance(algorithm, QgsProcessingModelAlgorithm)
        for definition in algorithm.parameterDefinitions()
        if definition.type() in ("raster", "source", "vector", "layer", "extent")
    }
    assert found == {entry[:2] for entry in (*RASTERS, *LAYERS, *EXTENTS)}


@pytest.mark.parametrize(("name", "kind"), [("imagery", 1), ("labels", 0)])
def test_a_layer_of_a_shipped_model_must_be_named(run, own, several, tmp_path, name, kind):
    given = {"imagery": own.image, "labels": own.polygons, "class_field": "cover", name: several[kind]}
    results = {key: str(tmp_path / key) for key in ("model_folder", "report")}
    log = Log()
    with pytest.raises(QgsProcessingException, match="Export Training Chips"):
        run("trainandclassify", log, **given, chip_size=32, epochs=1, classes=str(tmp_path / "a.tif"), **results)
    assert "none is named" in log.textLog()
    assert not (tmp_path / "a.tif").exists() and not (tmp_path / "model_folder").exists()


def test_the_named_page_is_the_reference_and_the_assessed_map(run, scene, tmp_path):
    pages = str(tmp_path / "maps.tif")
    swapped = gdal.Translate("", scene.label_raster, format="MEM")
    band = swapped.GetRasterBand(1)
    values = np.where(scene.truth == MEADOW, WATER, MEADOW).astype(np.uint16)
    band.WriteRaster(0, 0, values.shape[1], values.shape[0], values.tobytes())
    gdal.Translate(pages, swapped, format="GTiff")
    gdal.Translate(pages, scene.label_raster, format="GTiff", creationOptions=["APPEND_SUBDATASET=YES"])
    for page, accuracy in ((1, 0), (2, 1)):
        named = f"GTIFF_DIR:{page}:{pages}"
        for given in (
            {"INPUT": named, "REFERENCE_RASTER": scene.label_raster},
            {"INPUT": scene.label_raster, "REFERENCE_RASTER": named},
        ):
            assert run("assessclassification", **given)["ACCURACY"] == accuracy, given


def test_a_page_of_a_tiff_is_taken_when_it_is_named(run, scene, several, tmp_path):
    image = f"GTIFF_DIR:2:{several[1]}"
    assert (
        run("exporttrainingchips", INPUT=image, LABELS=scene.polygons, OUTPUT=str(tmp_path / "a"), **CUT)["CLASS_COUNT"]
        == 2
    )
