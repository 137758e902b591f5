"""Export Training Chips as Processing runs it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import tiny_scene
from pixel_classifier.rasters.chips.read import read_chip_folder
from pixel_classifier.rasters.core.progress import SilentReporter
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsRendererCategory,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor
from tiny_scene import MEADOW, RECTANGLES, WATER, Log, read_values

SMALL = {"CHIP_SIZE": 32, "STRIDE": 32}


def label_values(folder):
    """Returns the set of all values in the label chips."""
    paths = sorted(Path(folder, "labels").glob("*.tif"))
    return {value for path in paths for value in np.unique(read_values(path)).tolist()}


@pytest.fixture
def project_layer(qgis_app, qgis_new_project, scene):
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_a_folder_of_chips_with_counts_for_the_modeler(chips):
    folder = Path(chips["OUTPUT"])
    images, labels = sorted(folder.glob("images/*.tif")), sorted(folder.glob("labels/*.tif"))
    assert [path.name for path in images] == [path.name for path in labels]
    assert chips["CHIP_COUNT"] == len(images) == 20
    assert chips["CLASS_COUNT"] == 2
    assert label_values(folder) == {0, 1, 2}
    table = read_chip_folder(str(folder), SilentReporter()).class_table
    assert table.names == ("meadow", "water")


def test_footprints_are_a_layer_with_one_polygon_per_chip(chips, qgis_app):
    layer = QgsVectorLayer(chips["FOOTPRINTS"], "footprints", "ogr")
    assert layer.isValid()
    assert layer.featureCount() == chips["CHIP_COUNT"]
    assert layer.crs().authid() == "EPSG:32633"


def test_footprints_are_not_written_unless_wanted(run, scene, tmp_path):
    results = run(
        "exporttrainingchips",
        INPUT=scene.image,
        LABEL_RASTER=scene.label_raster,
        OUTPUT=str(tmp_path / "chips"),
        **SMALL,
    )
    assert set(results) == {"OUTPUT", "CHIP_COUNT", "CLASS_COUNT"}
    assert [path.name for path in tmp_path.iterdir()] == ["chips"]
    assert label_values(results["OUTPUT"]) - {0} == {MEADOW, WATER}


def test_only_the_selected_features_when_that_is_asked_for(run, scene, project_layer, tmp_path):
    project_layer.selectByExpression(f'"code" = {WATER}')
    results = run(
        "exporttrainingchips",
        INPUT=scene.image,
        LABELS=QgsProcessingFeatureSourceDefinition(project_layer.id(), True),
        CLASS_FIELD="code",
        OUTPUT=str(tmp_path / "chips"),
        **SMALL,
    )
    assert results["CLASS_COUNT"] == 1
    assert label_values(results["OUTPUT"]) == {0, WATER}


def test_names_and_colours_of_the_categorised_layer_reach_the_chips(run, scene, project_layer, tmp_path):
    categories = []
    for value, name, colour in ((MEADOW, "Wiese", "#11aa22"), (WATER, "Wasser", "#2233ff")):
        symbol = QgsSymbol.defaultSymbol(Qgis.GeometryType.Polygon)
        symbol.setColor(QColor(colour))
        categories.append(QgsRendererCategory(value, symbol, name))
    project_layer.setRenderer(QgsCategorizedSymbolRenderer("code", categories))
    # a selection is given as a definition, the layer as its id: both lead to the renderer
    for number, labels in enumerate(
        (project_layer.id(), QgsProcessingFeatureSourceDefinition(project_layer.id(), False))
    ):
        results = run(
            "exporttrainingchips",
            INPUT=scene.image,
            LABELS=labels,
            CLASS_FIELD="code",
            OUTPUT=str(tmp_path / str(number)),
            **SMALL,
        )
        table = read_chip_folder(results["OUTPUT"], SilentReporter()).class_table
        assert [(c.value, c.name, c.color) for c in table.classes] == [
            (MEADOW, "Wiese", (17, 170, 34)),
            (WATER, "Wasser", (34, 51, 255)),
        ]


def test_points_of_a_memory_layer_in_another_crs_with_a_buffer(run, scene, qgis_new_project, tmp_path):
    degrees, metres = QgsCoordinateReferenceSystem("EPSG:3857"), QgsCoordinateReferenceSystem("EPSG:32633")
    transform = QgsCoordinateTransform(metres, degrees, QgsProject.instance())
    layer = QgsVectorLayer("Point?crs=EPSG:3857&field=cover:string", "points", "memory")
    features = []
    for wkt, _, cover in RECTANGLES:
        feature = QgsFeature(layer.fields())
        feature.setAttribute(0, cover)
        centre = QgsGeometry.fromWkt(wkt).centroid()
        centre.transform(transform)
        feature.setGeometry(centre)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    results = run(
        "exporttrainingchips",
        INPUT=scene.image,
        LABELS=layer,
        CLASS_FIELD="cover",
        BUFFER=15,
        OUTPUT=str(tmp_path / "chips"),
        **SMALL,
    )
    labelled = sum((read_values(path) > 0).sum() for path in Path(results["OUTPUT"], "labels").glob("*.tif"))
    assert 4 * 15 < labelled < 4 * 200, "four discs of about ten metres, of pixels of two metres"


def test_extent_and_mask_limit_the_chips(run, scene, tmp_path):
    left_half = QgsReferencedRectangle(
        QgsRectangle(500000, 5399744, 500160, 5400000), QgsCoordinateReferenceSystem("EPSG:32633")
    )
    mask = QgsVectorLayer("Polygon?crs=EPSG:32633", "mask", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(RECTANGLES[0][0]))
    mask.dataProvider().addFeature(feature)
    results = run(
        "exporttrainingchips",
        INPUT=scene.image,
        LABELS=scene.polygons,
        CLASS_FIELD="code",
        EXTENT=left_half,
        MASK=mask,
        OUTPUT=str(tmp_path / "chips"),
        **SMALL,
    )
    labelled = sum((read_values(path) > 0).sum() for path in Path(results["OUTPUT"], "labels").glob("*.tif"))
    assert label_values(results["OUTPUT"]) == {0, MEADOW}
    assert labelled <= 70 * 45 * 1.5, "the lower polygons lie outside the mask"


def test_bands_are_taken_in_the_order_given(run, scene, tmp_path):
    results = run(
        "exporttrainingchips",
        INPUT=scene.image,
        BANDS=[3, 1],
        LABELS=scene.polygons,
        OUTPUT=str(tmp_path / "chips"),
        **SMALL,
    )
    assert results["CLASS_COUNT"] == 1, "without a field every feature is of class 1"
    folder = read_chip_folder(results["OUTPUT"], SilentReporter())
    assert folder.band_numbers == (3, 1)
    assert read_values(Path(folder.image_path(folder.chips[-1]))).mean() < 600, "band 3 is dark on water"


def test_labels_beside_the_raster_are_refused_and_nothing_is_left(run, scene, qgis_new_project, tmp_path):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633", "elsewhere", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("Polygon ((0 0, 0 10, 10 10, 10 0, 0 0))"))
    layer.dataProvider().addFeature(feature)
    with pytest.raises(QgsProcessingException, match=r"“elsewhere”.*500000") as caught:
        run("exporttrainingchips", INPUT=scene.image, LABELS=layer, OUTPUT=str(tmp_path / "chips"), **SMALL)
    assert "processing_" not in str(caught.value), "the temporary copy is not the user's business"
    assert list(tmp_path.iterdir()) == []


def test_chips_around_labels_are_equally_many_for_each_class(run, scene, tmp_path):
    chosen = {"INPUT": scene.image, "LABELS": scene.polygons, "CLASS_FIELD": "cover", "CHIPS_PER_CLASS": 7, **SMALL}
    results = run("exporttrainingchips", PLACEMENT="labels", OUTPUT=str(tmp_path / "chips"), **chosen)
    assert results["CHIP_COUNT"] == 14
    folder = read_chip_folder(results["OUTPUT"], SilentReporter())
    drawn = [record.placed_for for record in folder.chips]
    assert {folder.class_table.names[folder.class_table.values.index(value)] for value in drawn} == {"meadow", "water"}
    assert all(drawn.count(value) == 7 for value in folder.class_table.values)
    again = run("exporttrainingchips", PLACEMENT="labels", SEED=1, OUTPUT=str(tmp_path / "other"), **chosen)
    assert read_chip_folder(again["OUTPUT"], SilentReporter()).chips != folder.chips
    both = run("exporttrainingchips", PLACEMENT="both", OUTPUT=str(tmp_path / "both"), **chosen)
    window = run("exporttrainingchips", OUTPUT=str(tmp_path / "window"), **chosen)
    assert both["CHIP_COUNT"] == window["CHIP_COUNT"] + 14


@pytest.mark.parametrize(
    ("values", "words"),
    [({"CHIPS_PER_CLASS": 0}, "CHIPS_PER_CLASS is 0"), ({"PLACEMENT": "random"}, "PLACEMENT is random")],
)
def test_placements_that_cannot_work_are_refused(run, scene, tmp_path, values, words):
    with pytest.raises(QgsProcessingException, match=words):
        run(
            "exporttrainingchips",
            INPUT=scene.image,
            LABELS=scene.polygons,
            OUTPUT=str(tmp_path / "chips"),
            **SMALL,
            **values,
        )


def test_a_temporary_folder_will_do(run, scene):
    results = run("exporttrainingchips", INPUT=scene.image, LABELS=scene.polygons, OUTPUT="TEMPORARY_OUTPUT", **SMALL)
    assert Path(results["OUTPUT"], "images").is_dir()


def test_points_lines_and_polygons_in_one_layer_all_label_and_gdal_is_silent(run, scene, tmp_path, capfd):
    path = str(tmp_path / "mixed.geojson")
    place = tiny_scene.LEFT, tiny_scene.TOP
    shapes = [
        {"type": "Point", "coordinates": [place[0] + 41, place[1] - 101]},
        {"type": "LineString", "coordinates": [[place[0] + 21, place[1] - 61], [place[0] + 21, place[1] - 121]]},
        {"type": "MultiPolygon", "coordinates": [[[[place[0] + x, place[1] - y] for x, y in _RING]]]},
    ]
    features = [{"type": "Feature", "properties": {"k": n}, "geometry": g} for n, g in enumerate(shapes, 1)]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}
    Path(path).write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    folder = tmp_path / "chips"
    run("exporttrainingchips", INPUT=scene.image, LABELS=path, CLASS_FIELD="k", OUTPUT=str(folder), **SMALL)
    assert label_values(folder) == {0, 1, 2, 3}
    assert "Warning" not in "".join(capfd.readouterr())


_RING = ((201, 101), (241, 101), (241, 141), (201, 101))


def test_parameters_of_the_other_kind_of_labels_are_named_as_not_used(run, scene, tmp_path):
    log, base = Log(), {"INPUT": scene.image, "CHIP_SIZE": 32, "STRIDE": 32}
    other = {"CLASS_FIELD": "cover", "BUFFER": 5, "CHIPS_PER_CLASS": 30}
    run("exporttrainingchips", log, **base, LABEL_RASTER=scene.label_raster, OUTPUT=str(tmp_path / "a"), **other)
    unused = [line for line in log.warnings if "is not used" in line]
    assert [line.split(",")[0] for line in unused] == ["CLASS_FIELD is cover", "BUFFER is 5.0", "CHIPS_PER_CLASS is 30"]
    assert "PLACEMENT is window" in unused[2]
    for unlabelled, text in ((-1, "UNLABELLED is -1, and is not used"), (None, "UNLABELLED is empty, and is not used")):
        log = Log()
        labels = {"LABELS": scene.polygons, "CLASS_FIELD": "cover", "UNLABELLED": unlabelled}
        run("exporttrainingchips", log, **base, **labels, OUTPUT=str(tmp_path / f"b{unlabelled}"))
        assert next(line for line in log.warnings if "is not used" in line).startswith(text)


def test_parameters_at_their_defaults_are_not_named_as_not_used(run, scene, tmp_path):
    log = Log()
    run("exporttrainingchips", log, INPUT=scene.image, LABEL_RASTER=scene.label_raster, OUTPUT=str(tmp_path / "a"))
    assert not any("is not used" in line for line in log.warnings)
