"""Assess Classification as Processing runs it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsGeometry,
    QgsPalettedRasterRenderer,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor
from spoilt_data import write_image
from tiny_scene import LEFT, MEADOW, TOP, WATER, WIDTH, Log, rectangle

NAME = "assessclassification"


@pytest.fixture
def class_map(scene, tmp_path):
    """Path of a map that takes the five columns of water beside the meadow for meadow, with ten rows of nodata."""
    values = scene.truth.copy()
    values[:, WIDTH // 2 : WIDTH // 2 + 10] = MEADOW
    values[:10] = 0
    return write_image(tmp_path / "map.tif", values[np.newaxis], nodata=0)


def points_layer(rows):
    """Returns a memory layer of points in the middle of pixels, by column, row and class."""
    layer = QgsVectorLayer("Point?crs=EPSG:32633&field=code:integer", "field work", "memory")
    features = []
    for x, y, code in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"Point ({LEFT + 2 * x + 1} {TOP - 2 * y - 1})"))
        feature.setAttribute(0, code)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def test_polygons_give_figures_for_the_modeler_and_both_files(run, scene, class_map, tmp_path):
    log = Log()
    files = {"REPORT": str(tmp_path / "report.html"), "TABLE": str(tmp_path / "table.csv")}
    results = run(NAME, log, INPUT=class_map, REFERENCE=scene.polygons, CLASS_FIELD="code", **files)
    pixels, wrong = 70 * 45 * 2 + 70 * 60 * 2, 5 * (45 + 60)
    assert results == {
        "PIXELS": pixels,
        "ACCURACY": pytest.approx(1 - wrong / pixels),
        "KAPPA": pytest.approx(2 * (1 - wrong / pixels) - 1, abs=0.001),
        "MEAN_IOU": pytest.approx(((pixels / 2) / (pixels / 2 + wrong) + (pixels / 2 - wrong) / (pixels / 2)) / 2),
        **files,
    }
    report = Path(files["REPORT"]).read_text(encoding="utf-8")
    assert "Confusion matrix" in report and f"<h1><bdi>{Path(class_map).stem}</bdi></h1>" in report
    rows = list(csv.DictReader(Path(files["TABLE"]).read_text(encoding="utf-8").splitlines()))
    assert [row["class"] for row in rows] == [str(MEADOW), str(WATER), ""]
    assert any(line.startswith("Overall accuracy: 96.4") for line in log.lines)
    assert log.shares[-1] == 100


def test_without_files_there_are_figures_alone(run, scene, class_map):
    results = run(NAME, INPUT=class_map, REFERENCE_RASTER=scene.label_raster)
    assert set(results) == {"ACCURACY", "KAPPA", "MEAN_IOU", "PIXELS"}
    assert results["ACCURACY"] == pytest.approx(1 - 10 / WIDTH)


def test_points_of_a_memory_layer_as_a_stratified_sample(run, class_map, tmp_path):
    rows = [(x, 50, MEADOW) for x in range(10)] + [(150 - x, 50, WATER) for x in range(10)] + [(85, 60, WATER)]
    log = Log()
    results = run(
        NAME, log, INPUT=class_map, REFERENCE=points_layer([*rows, (500, 500, WATER)]), CLASS_FIELD="code",
        SAMPLING="stratified", REPORT=str(tmp_path / "report.html"),
    )  # fmt: skip
    meadow = 90 / WIDTH
    assert results["ACCURACY"] == pytest.approx(1 - meadow / 11)
    assert results["PIXELS"] == 21
    assert any("1 of 22" in line for line in log.warnings)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "field work" in text and "standard error<br>" in text


def test_only_the_selected_features_judge_when_that_is_asked_for(run, class_map, qgis_new_project):
    layer = points_layer([(1, 50, MEADOW), (85, 50, WATER)])
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression(f'"code" = {MEADOW}')
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert run(NAME, INPUT=class_map, REFERENCE=selected, CLASS_FIELD="code")["PIXELS"] == 1
    assert run(NAME, INPUT=class_map, REFERENCE=layer, CLASS_FIELD="code")["ACCURACY"] == 0.5


def test_names_in_the_maps_legend_are_those_of_the_reference(run, scene, class_map, qgis_new_project, tmp_path):
    layer = QgsRasterLayer(class_map, "map")
    entries = [
        QgsPalettedRasterRenderer.Class(value, QColor(colour), name)
        for value, colour, name in ((MEADOW, "#11aa22", "Meadow"), (WATER, "#2233ff", "Water"))
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, entries))
    QgsProject.instance().addMapLayer(layer)
    table = tmp_path / "table.csv"
    results = run(NAME, INPUT=layer.id(), REFERENCE=scene.polygons, CLASS_FIELD="cover", TABLE=str(table))
    assert results["ACCURACY"] == pytest.approx(0.964, abs=0.001)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [row["name"] for row in rows] == ["Meadow", "Water", "all"]


def test_what_is_asked_reaches_the_domain(request_of, scene, class_map, tmp_path):
    asked = request_of(
        NAME, INPUT=class_map, REFERENCE_RASTER=scene.label_raster, IGNORE_CLASS="", BLOCK_SIZE=7, SAMPLING="stratified",
        EXTENT=f"{LEFT},{LEFT + 50},{TOP - 50},{TOP} [EPSG:32633]", TABLE=str(tmp_path / "t.csv"),
    )  # fmt: skip
    assert asked.reference == RasterLabels(scene.label_raster, ())
    assert asked.ignore_class is None and asked.block_size_px == 7 and asked.sampling == "stratified"
    assert asked.extent_map == (LEFT, TOP - 50, LEFT + 50, TOP)
    assert (asked.report, asked.table, asked.mask) == (None, str(tmp_path / "t.csv"), None)
    asked = request_of(NAME, INPUT=class_map, REFERENCE=scene.polygons, CLASS_FIELD="code", MASK=scene.polygons)
    assert isinstance(asked.reference, VectorLabels) and asked.reference.class_field == "code"
    assert asked.ignore_class == 0 and asked.block_size_px is None and asked.sampling == "none"
    assert asked.mask.path.endswith("mask.gpkg")


def test_a_categorised_reference_names_classes_that_the_map_does_not(request_of, class_map, scene, qgis_new_project):
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    symbol = QgsSymbol.defaultSymbol(Qgis.GeometryType.Polygon)
    symbol.setColor(QColor("#11aa22"))
    layer.setRenderer(QgsCategorizedSymbolRenderer("code", [QgsRendererCategory(MEADOW, symbol, "Wiese")]))
    QgsProject.instance().addMapLayer(layer)
    asked = request_of(NAME, INPUT=class_map, REFERENCE=layer.id(), CLASS_FIELD="code")
    assert [(style.key, style.name) for style in asked.reference.styles] == [(str(MEADOW), "Wiese")]
    assert asked.reference_name == "polygons"


def test_kappa_is_empty_where_there_is_but_one_class(run, class_map):
    results = run(NAME, INPUT=class_map, REFERENCE=points_layer([(1, 50, MEADOW)]), CLASS_FIELD="code")
    assert results["ACCURACY"] == 1 and results["KAPPA"] is None


def test_a_map_assessed_with_its_own_polygons_is_correct(run, scene, qgis_new_project):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633&field=code:integer", "drawn", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(rectangle(5, 15, 75, 60)))
    feature.setAttribute(0, MEADOW)
    layer.dataProvider().addFeature(feature)
    results = run(NAME, INPUT=scene.label_raster, REFERENCE=layer, CLASS_FIELD="code")
    assert (results["ACCURACY"], results["PIXELS"]) == (1, 70 * 45)


def test_an_ignore_class_beside_a_vector_reference_is_warned_of(run, scene, class_map):
    log = Log()
    run(NAME, log, INPUT=class_map, REFERENCE=scene.polygons, CLASS_FIELD="code", IGNORE_CLASS=9)
    assert (
        "IGNORE_CLASS is 9, and is not used: the reference comes from REFERENCE, in which every value is a class."
        in log.warnings
    )
