"""Files with several layers: one must be named, or it is the one that the project shows."""

from __future__ import annotations

import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from tiny_scene import Log

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


def test_a_page_of_a_tiff_is_taken_when_it_is_named(run, scene, several, tmp_path):
    image = f"GTIFF_DIR:2:{several[1]}"
    assert (
        run("exporttrainingchips", INPUT=image, LABELS=scene.polygons, OUTPUT=str(tmp_path / "a"), **CUT)["CLASS_COUNT"]
        == 2
    )
