"""Features of every kind of layer are copied to files that GDAL reads."""

from __future__ import annotations

import json

import numpy as np
import pytest
from memory_layers import SQUARE, memory_layer
from osgeo import gdal, ogr
from pixel_classifier.algorithms.engine.reporter import FeedbackReporter
from pixel_classifier.algorithms.inputs.feature_copy import copy_features, working_folder
from pixel_classifier.algorithms.inputs.parameter_values import ParameterValues
from pixel_classifier.rasters.core.errors import Cancelled, LabelError
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QMetaType, QTime
from qgis.PyQt.QtGui import QTransform
from tiny_scene import HEIGHT, LEFT, PIXEL, TOP, WIDTH, Log, read_values
from windows_rules import rules_below


@pytest.fixture
def copied(provider, qgis_new_project):
    """Returns `copied(layer, field, definition=None)`: copies and reads back type, CRS name, values and WKTs."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:exporttrainingchips")

    def copied(layer, class_field, definition=None):
        if layer.id() not in QgsProject.instance().mapLayers():
            QgsProject.instance().addMapLayer(layer)
        source = algorithm.parameterAsSource({"LABELS": definition or layer.id()}, "LABELS", context)
        with working_folder(context) as folder:
            path = copy_features(
                source, folder / "labels.gpkg", class_field, context, FeedbackReporter(QgsProcessingFeedback())
            )
            dataset = ogr.Open(path)
            result = dataset.GetLayer(0)
            srs = result.GetSpatialRef()
            field = result.GetLayerDefn().GetFieldDefn(0)
            rows = [(f.GetField(0) if field else None, f.GetGeometryRef().ExportToWkt()) for f in result]
            crs_name, field_name = srs.GetName() if srs else "", field.GetName() if field else None
            dataset = None
        assert not folder.exists()
        return field_name, crs_name, [row[0] for row in rows], [row[1] for row in rows]

    return copied


def test_a_memory_layer_keeps_order_values_and_crs(copied):
    layer = memory_layer("field=code:integer", [(7, SQUARE), (None, SQUARE), (1, SQUARE)])
    name, crs, values, _ = copied(layer, "code")
    assert (name, values) == ("code", [7, None, 1])
    assert "32633" in crs or "UTM zone 33N" in crs


@pytest.mark.parametrize(
    ("declared", "given", "stored"),
    [
        ("class:string", "Wald und Wiese é", "Wald und Wiese é"),
        ("class:double", 2.5, 2.5),
        ("class:int8", 12345678901, 12345678901),
        ("class:bool", True, "true"),
        ("class:bool", False, "false"),
        ("class:date", QDate(2020, 1, 2), "2020-01-02"),
        ("class:datetime", QDateTime(QDate(2020, 1, 2), QTime(3, 4, 5)), "2020-01-02T03:04:05"),
        ("fid:integer", 4, 4),
        ("geom:string", "a", "a"),
    ],
)
def test_fields_of_any_type_and_name_are_copied(copied, declared, given, stored):
    layer = memory_layer(f"field={declared}", [(given, SQUARE)])
    field = declared.split(":")[0]
    name, _, values, _ = copied(layer, field)
    assert (name, values) == (field, [stored])


def test_only_the_selected_features_are_copied_when_that_is_asked_for(copied):
    layer = memory_layer("field=code:integer", [(1, SQUARE), (2, SQUARE), (3, SQUARE)])
    ids = [feature.id() for feature in layer.getFeatures()]
    layer.selectByIds(ids[1:2])
    QgsProject.instance().addMapLayer(layer)
    definition = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert copied(layer, "code", definition)[2] == [2]
    assert copied(layer, "code")[2] == [1, 2, 3]


def test_a_filter_of_the_layer_is_honoured(copied, scene):
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    layer.setSubsetString("\"cover\" = 'water'")
    assert copied(layer, "cover")[2] == ["water", "water"]


def test_curves_become_polygons_and_empty_geometries_are_left_out(copied):
    curve = "CurvePolygon (CompoundCurve (CircularString (0 0, 1 1, 2 0), (2 0, 0 0)))"
    layer = memory_layer("field=code:integer", [(1, curve), (2, None)], kind="CurvePolygon")
    _, _, values, geometries = copied(layer, "code")
    assert values == [1]
    assert geometries[0].startswith(("POLYGON", "MULTIPOLYGON")) and geometries[0].count(",") > 20


def test_invalid_polygons_reach_the_domain_which_knows_what_to_do(copied):
    layer = memory_layer("field=code:integer", [(1, "Polygon ((0 0, 2 2, 0 2, 2 0, 0 0))")])
    assert copied(layer, "code")[2] == [1]


def test_a_layer_without_features_is_refused_with_its_name(copied):
    layer = memory_layer("field=code:integer", [])
    with pytest.raises(LabelError, match=r"memory.*no feature"):
        copied(layer, "code")


@pytest.mark.parametrize("ends", ["cancelled", "failed"])
def test_the_copy_is_closed_while_its_error_is_handled(provider, qgis_new_project, tmp_path, monkeypatch, ends):
    """Windows removes no open file: the traceback held the writer, and with it the temporary folder."""
    layer = memory_layer("field=code:integer", [(1, SQUARE)])
    QgsProject.instance().addMapLayer(layer)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:exporttrainingchips")
    source = algorithm.parameterAsSource({"LABELS": layer.id()}, "LABELS", context)
    if ends == "cancelled":
        monkeypatch.setattr(FeedbackReporter, "cancelled", lambda _: True)
    else:
        monkeypatch.setattr(QgsVectorFileWriter, "addFeature", lambda *_: False)
    path = tmp_path / "labels.gpkg"
    with rules_below(tmp_path):
        with pytest.raises((Cancelled, QgsProcessingException)) as caught:
            copy_features(source, path, "code", context, FeedbackReporter(QgsProcessingFeedback()))
        path.unlink()
    assert caught.value.__traceback__ is not None  # it is still there, with all of its frames


def test_a_field_that_is_not_there_is_named(copied):
    with pytest.raises(LabelError, match="no field “landuse”"):
        copied(memory_layer("field=code:integer", [(1, SQUARE)]), "landuse")


def test_edits_that_are_not_saved_virtual_fields_and_joins_are_copied(copied):
    layer = memory_layer("field=code:integer", [(1, SQUARE), (2, SQUARE)])
    layer.addExpressionField("code * 10", QgsField("tenfold", QMetaType.Type.Int))
    other = memory_layer("field=key:integer&field=cover:string", [])
    for key, cover in ((1, "wood"), (2, "water"), (3, "sand")):
        feature = QgsFeature(other.fields())
        feature.setAttributes([key, cover])
        other.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayers([layer, other])
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(other)
    join.setJoinFieldName("key")
    join.setTargetFieldName("code")
    join.setPrefix("other_")
    layer.addJoin(join)
    layer.startEditing()
    layer.changeAttributeValue(next(layer.getFeatures()).id(), 0, 3)
    assert copied(layer, "code")[2] == [3, 2]
    assert copied(layer, "tenfold")[2] == [30, 20]
    assert copied(layer, "other_cover")[2] == ["sand", "water"]


def test_the_crs_set_on_a_vector_layer_is_that_of_the_copy(copied, scene):
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32617"))
    assert "17N" in copied(layer, "cover")[1]


BOW = "POLYGON((0 0,1 1,1 0,0 1,0 0))"
CHECKS = [("NoCheck", 2, []), ("SkipInvalid", 1, ["1 feature of “labels” has an invalid geometry and is left out."])]


def labels_of(geometries):
    """Returns a memory layer of these geometries, in the project."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633&field=code:integer", "labels", "memory")
    for geometry in geometries:
        feature = QgsFeature(layer.fields())
        feature.setAttribute(0, 1)
        if geometry is not None:
            feature.setGeometry(QgsGeometry.fromWkt(geometry))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


def copied_with(given, log, tmp_path):
    """Copies the labels of a parameter; returns the number of features."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:exporttrainingchips")
    values = ParameterValues(algorithm, {"LABELS": given}, context)
    check = values.geometry_check("LABELS")
    path = copy_features(
        values.source("LABELS"), tmp_path / "l.gpkg", "code", context, FeedbackReporter(log), geometry_check=check
    )
    dataset = ogr.Open(path)
    return dataset.GetLayer(0).GetFeatureCount()


def checked(layer, name):
    flag = Qgis.ProcessingFeatureSourceDefinitionFlag.OverrideDefaultGeometryCheck
    return QgsProcessingFeatureSourceDefinition(layer.id(), False, -1, flag, getattr(Qgis.InvalidGeometryCheck, name))


@pytest.mark.parametrize(("name", "count", "warnings"), CHECKS)
def test_what_is_set_for_invalid_geometries_of_an_input_counts(
    provider, qgis_new_project, tmp_path, name, count, warnings
):
    log = Log()
    assert copied_with(checked(labels_of([BOW, SQUARE]), name), log, tmp_path) == count
    assert log.warnings == warnings


def test_an_invalid_geometry_stops_the_run_where_the_input_is_set_so_and_not_otherwise(
    provider, qgis_new_project, tmp_path
):
    layer, log = labels_of([SQUARE, BOW]), Log()
    with pytest.raises(QgsProcessingException, match="Feature 2 of “labels” has an invalid geometry"):
        copied_with(checked(layer, "AbortOnInvalid"), log, tmp_path)
    (tmp_path / "l.gpkg").unlink()
    assert copied_with(layer.id(), log, tmp_path) == 2 and not log.warnings


def test_features_without_a_geometry_are_counted(provider, qgis_new_project, tmp_path):
    log = Log()
    assert copied_with(labels_of([None, SQUARE, None]).id(), log, tmp_path) == 1
    assert log.warnings == ["2 features of “labels” have no geometry and are left out."]


def test_a_layer_of_geometry_collections_which_qgis_gives_no_crs_keeps_that_of_its_file(run, scene, tmp_path):
    lonlat = str(tmp_path / "lonlat.geojson")
    gdal.VectorTranslate(lonlat, scene.polygons, format="GeoJSON", dstSRS="EPSG:4326", reproject=True)
    with open(lonlat, encoding="utf-8") as file:
        document = json.load(file)
    for feature in document["features"]:
        feature["geometry"] = {"type": "GeometryCollection", "geometries": [feature["geometry"]]}
    collections = tmp_path / "collections.geojson"
    collections.write_text(json.dumps(document))
    assert not QgsVectorLayer(str(collections), "collections", "ogr").crs().isValid()
    asked = {"INPUT": scene.image, "CHIP_SIZE": 32, "STRIDE": 32}
    for name, labels in (("a", lonlat), ("b", str(collections))):
        run("exporttrainingchips", LABELS=labels, CLASS_FIELD="code", OUTPUT=str(tmp_path / name), **asked)
    expected = {path.name: read_values(path) for path in tmp_path.glob("a/labels/*.tif")}
    found = {path.name: read_values(path) for path in tmp_path.glob("b/labels/*.tif")}
    assert found.keys() == expected.keys() and expected
    assert all((found[name] == values).all() for name, values in expected.items())
    log = Log()
    masked = run(
        "assessclassification",
        log,
        INPUT=scene.label_raster,
        REFERENCE=str(collections),
        CLASS_FIELD="code",
        MASK=lonlat,
    )
    assert masked["ACCURACY"] == 1.0 and not any("no coordinate reference system" in line for line in log.warnings)


@pytest.mark.parametrize("units", ["km", "us-ft"])
def test_labels_and_footprints_in_utm_with_other_units_lie_in_place(run, scene, tmp_path, units):
    metres = {"km": 1000.0, "us-ft": 1200 / 3937}[units]
    crs = QgsCoordinateReferenceSystem.fromProj(f"+proj=utm +zone=33 +datum=WGS84 +units={units} +type=crs")
    layer = QgsVectorLayer("Polygon?field=cover:string", "labels", "memory")
    layer.setCrs(crs)
    features = []
    for feature in QgsVectorLayer(scene.polygons, "own").getFeatures():
        geometry = feature.geometry()
        geometry.transform(QTransform.fromScale(1 / metres, 1 / metres))
        copy = QgsFeature(layer.fields())
        copy.setGeometry(geometry)
        copy.setAttribute(0, feature["cover"])
        features.append(copy)
    layer.dataProvider().addFeatures(features)
    image = tmp_path / "image.tif"
    left, top, pixel = (value / metres for value in (LEFT, TOP, PIXEL))
    gdal.Translate(
        str(image),
        scene.image,
        outputSRS=crs.toWkt(),
        outputBounds=(left, top, left + WIDTH * pixel, top - HEIGHT * pixel),
    )
    results = run(
        "exporttrainingchips", INPUT=str(image), LABELS=layer, CLASS_FIELD="cover", CHIP_SIZE=32, STRIDE=32,
        FOOTPRINTS=str(tmp_path / "footprints.gpkg"), OUTPUT=str(tmp_path / "chips"),
    )  # fmt: skip
    labels = [read_values(str(chip)) for chip in sorted((tmp_path / "chips" / "labels").glob("*.tif"))]
    assert sum(np.count_nonzero(chip == 1) for chip in labels) == 70 * 45 + 70 * 60
    footprints = QgsVectorLayer(results["FOOTPRINTS"], "footprints")
    assert footprints.crs().mapUnits() == QgsRasterLayer(str(image)).crs().mapUnits() == crs.mapUnits()
