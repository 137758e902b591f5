"""A layer or file of another kind, or without its source, is refused with the reason, not as an “invalid value”."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeatureSourceDefinition, QgsRasterLayer, QgsVectorLayer
from tiny_scene import RECTANGLES


def layer_of(kind, scene):
    """Returns a layer of a kind, named after it."""
    if kind == "raster":
        return QgsRasterLayer(scene.image, kind)
    if kind == "gone":
        return QgsRasterLayer(f"{scene.folder}/no such.tif", kind)
    if kind == "vector gone":
        return QgsVectorLayer(f"{scene.folder}/no such.gpkg", kind)
    return QgsVectorLayer("Polygon?crs=EPSG:32633", kind, "memory")


@pytest.mark.parametrize("is_in_project", [False, True])
@pytest.mark.parametrize("name, kind, said", [
    ("INPUT", "vector", "INPUT is the layer “vector”, which is no raster layer"),
    ("LABEL_RASTER", "vector", "LABEL_RASTER is the layer “vector”, which is no raster layer"),
    ("LABELS", "raster", "LABELS is the layer “raster”, which is no vector layer"),
    ("MASK", "raster", "MASK is the layer “raster”, which is no vector layer"),
    ("INPUT", "gone", r"“gone”, whose source cannot be opened: .*no such\.tif\. Repair the data source"),
    ("LABELS", "vector gone", "“vector gone”, whose source cannot be opened: .*no such.gpkg"),
])  # fmt: skip
def test_layers_that_cannot_be_used(run, scene, qgis_new_project, tmp_path, name, kind, said, is_in_project):
    from qgis.core import QgsProject

    layer = layer_of(kind, scene)
    given = layer
    if is_in_project:
        QgsProject.instance().addMapLayer(layer)
        given = QgsProcessingFeatureSourceDefinition(layer.id()) if name in ("LABELS", "MASK") else layer.id()
    values = {"INPUT": scene.image, "LABELS": scene.polygons, "OUTPUT": str(tmp_path / "chips"), name: given}
    if name == "LABEL_RASTER":
        del values["LABELS"]
    with pytest.raises(QgsProcessingException, match=said):
        run("exporttrainingchips", **values)


@pytest.mark.parametrize("name, said", [
    ("LABELS", r"image\.tif \(LABELS\) is no vector layer: "), ("LABEL_RASTER", r"labels\.gpkg\|layername=polygons \(LABEL_RASTER\) is no raster: "),
])  # fmt: skip
def test_files_of_another_kind(run, scene, tmp_path, name, said):
    given = scene.image if name == "LABELS" else f"{scene.polygons}|layername=polygons"
    with pytest.raises(QgsProcessingException, match=said):
        run("exporttrainingchips", INPUT=scene.image, OUTPUT=str(tmp_path / "chips"), **{name: given})


def test_of_layers_with_one_name_that_of_the_right_kind_is_taken(run, scene, qgis_new_project, tmp_path):
    from qgis.core import QgsProject

    for layer in (layer_of("raster", scene), QgsVectorLayer(f"{scene.polygons}|layername=polygons", "raster")):
        QgsProject.instance().addMapLayer(layer)
    output = str(tmp_path / "chips")
    result = run(
        "exporttrainingchips", INPUT="raster", LABELS="raster", CLASS_FIELD="code", CHIP_SIZE=32, OUTPUT=output
    )
    assert result["CLASS_COUNT"] == len({code for _, code, _ in RECTANGLES})


def test_a_table_is_refused_with_the_cure(run, scene, tmp_path):
    table = QgsVectorLayer("None?field=code:integer", "table", "memory")
    with pytest.raises(QgsProcessingException, match=r"“table” is a table without geometries.*Delimited Text"):
        run("exporttrainingchips", INPUT=scene.image, LABELS=table, OUTPUT=str(tmp_path / "chips"))


@pytest.mark.parametrize("name, given", [("INPUT", "image"), ("LABEL_RASTER", "image"), ("LABELS", "polygons")])
def test_a_name_that_several_layers_have(run, scene, qgis_new_project, tmp_path, name, given):
    from qgis.core import QgsProject

    layers = [
        QgsRasterLayer(scene.image, "image"), QgsRasterLayer(scene.label_raster, "image"),
        QgsVectorLayer(f"{scene.polygons}|subset=code = 3", "polygons"), QgsVectorLayer(scene.polygons, "polygons"),
    ]  # fmt: skip
    QgsProject.instance().addMapLayers(layers)
    values = {"INPUT": scene.image, "LABELS": scene.polygons, "OUTPUT": str(tmp_path / "chips"), name: given}
    if name == "LABEL_RASTER":
        del values["LABELS"]
    with pytest.raises(
        QgsProcessingException, match=f"{name} is “{given}”, the name of 2 layers of the project"
    ) as raised:
        run("exporttrainingchips", **values)
    named = [layer for layer in layers if layer.name() == given]
    assert all(layer.id() in str(raised.value) for layer in named)
    # a name is unique among the layers of its kind, and copies of a layer show the same
    QgsProject.instance().removeMapLayer(named[0].id())
    QgsProject.instance().addMapLayers([named[1].clone(), QgsVectorLayer("Polygon?crs=EPSG:32633", "image", "memory")])
    assert run("exporttrainingchips", CHIP_SIZE=32, **values)["CHIP_COUNT"]
