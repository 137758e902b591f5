"""Draw Assessment Sample as Processing runs it, and what QGIS makes of its points."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsSingleSymbolRenderer,
    QgsValueMapFieldFormatter,
    QgsVariantUtils,
    QgsVectorLayer,
)
from qgis.gui import QgsGui
from qgis.PyQt.QtGui import QColor
from tiny_scene import LEFT, MEADOW, TOP, WATER, WIDTH, Log

NAME = "drawassessmentsample"
HIDDEN = {"fid", "stratum", "stratum_name", "stratum_pixels", "stratum_share", "stratum_ha", "inclusion"}
EMPTY = {"–": QgsValueMapFieldFormatter.NULL_VALUE}


@pytest.fixture
def output(tmp_path):
    return str(tmp_path / "sample.gpkg")


def fill(layer, true_class):
    """Enters the true class of each point, a function of column and row, as an interpreter does."""
    assert layer.startEditing()
    index = layer.fields().indexOf("reference")
    for feature in layer.getFeatures():
        point = feature.geometry().asPoint()
        column, row = int((point.x() - LEFT) / 2), int((TOP - point.y()) / 2)
        layer.changeAttributeValue(feature.id(), index, true_class(column, row))
    assert layer.commitChanges()


def test_points_open_with_a_list_of_classes_and_without_the_maps_class(run, scene, output):
    log = Log()
    results = run(NAME, log, INPUT=scene.label_raster, SIZE=120, OUTPUT=output)
    assert results == {"OUTPUT": output, "POINT_COUNT": 120, "STRATUM_COUNT": 2}
    layer = QgsVectorLayer(output, "again", "ogr")
    fields = layer.fields()
    widget = layer.editorWidgetSetup(fields.indexOf("reference"))
    assert widget.type() == "ValueMap"
    assert widget.config()["map"] == [{str(MEADOW): str(MEADOW)}, {str(WATER): str(WATER)}, EMPTY]
    assert {f.name() for i, f in enumerate(fields) if layer.editorWidgetSetup(i).type() == "Hidden"} == HIDDEN
    assert {column.name for column in layer.attributeTableConfig().columns() if column.hidden} >= HIDDEN
    assert isinstance(layer.renderer(), QgsSingleSymbolRenderer) and layer.displayExpression() == '"point"'
    assert layer.editFormConfig().readOnly(fields.indexOf("point"))
    assert log.shares[-1] == 100
    assert [path.name for path in Path(output).parent.iterdir()] == ["sample.gpkg"]


def test_a_class_chosen_by_mistake_can_be_taken_back(run, scene, output, qgis_new_project):
    """QGIS lists NULL for an empty field only: a point that cannot be interpreted kept the class once chosen."""
    run(NAME, INPUT=scene.label_raster, SIZE=20, MIN_PER_CLASS=2, OUTPUT=output)
    layer = QgsVectorLayer(output, "again", "ogr")
    fill(layer, lambda column, row: MEADOW)
    QgsGui.editorWidgetRegistry().initEditors()
    index = layer.fields().indexOf("reference")
    assert layer.startEditing()
    wrapper = QgsGui.editorWidgetRegistry().create(layer, index, None, None)
    wrapper.setValues(MEADOW, [])
    combo = wrapper.widget()
    assert combo.currentText() == str(MEADOW)
    combo.setCurrentText("–")
    assert QgsVariantUtils.isNull(wrapper.value())


def test_an_assessment_uses_the_points_of_a_project_by_their_design(run, scene, output, qgis_new_project):
    run(NAME, INPUT=scene.label_raster, SIZE=120, ALLOCATION="equal", OUTPUT=output)
    layer = QgsVectorLayer(output, "my points", "ogr")
    QgsProject.instance().addMapLayer(layer)
    fill(layer, lambda column, row: None if row < 10 else MEADOW if column < WIDTH // 2 else WATER)
    log = Log()
    results = run("assessclassification", log, INPUT=scene.label_raster, REFERENCE=layer, CLASS_FIELD="reference")
    assert results["ACCURACY"] == 1 and results["PIXELS"] < 120
    assert any("2 strata, 120 points" in line.replace("\u00a0", " ") for line in log.lines)
    assert any("of 120 drawn points have no reference" in line.replace("\u00a0", " ") for line in log.warnings)


def test_polygons_with_names_give_references_of_names(run, scene, output, qgis_new_project):
    run(NAME, POLYGONS=scene.polygons, CLASS_FIELD="cover", SIZE=40, MIN_PER_CLASS=5, OUTPUT=output)
    layer = QgsVectorLayer(output, "again", "ogr")
    widget = layer.editorWidgetSetup(layer.fields().indexOf("reference"))
    assert widget.config()["map"] == [{"meadow": "meadow"}, {"water": "water"}, EMPTY]
    assert layer.featureCount() == 40 and layer.crs().authid() == "EPSG:32633"
    fill(layer, lambda column, row: "meadow" if column < WIDTH // 2 else "water")
    named = QgsRasterLayer(scene.label_raster, "map")
    entries = [
        QgsPalettedRasterRenderer.Class(value, QColor(color), name)
        for value, color, name in ((MEADOW, "#11aa22", "Meadow"), (WATER, "#2233ff", "Water"))
    ]
    named.setRenderer(QgsPalettedRasterRenderer(named.dataProvider(), 1, entries))
    QgsProject.instance().addMapLayer(named)
    log = Log()
    results = run("assessclassification", log, INPUT=named.id(), REFERENCE=output, CLASS_FIELD="reference")
    assert results["PIXELS"] == 40 and results["ACCURACY"] == 1
    assert any("the map, or its assessed part, has" in line for line in log.warnings), "polygons cover a part of it"


def test_the_layer_is_named_and_styled_when_it_is_loaded(provider, scene, output, qgis_new_project, monkeypatch):
    import processing
    from processing.gui import Postprocessing

    monkeypatch.setattr(Postprocessing, "iface", None, raising=False)  # QGIS 3.44 takes no stub for the layer tree

    layer = QgsRasterLayer(scene.label_raster, "my map")
    QgsProject.instance().addMapLayer(layer)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    asked = {"INPUT": layer, "SIZE": 20, "MIN_PER_CLASS": 2, "OUTPUT": output}
    results = processing.runAndLoadResults(f"pixelclassifier:{NAME}", asked, context=context)
    (points,) = QgsProject.instance().mapLayersByName("Assessment sample (my map)")
    assert points.source().startswith(results["OUTPUT"])
    assert points.editorWidgetSetup(points.fields().indexOf("stratum")).type() == "Hidden"
    assert QgsProcessingUtils.mapLayerFromString(output, context) is not None


def test_a_sample_does_not_overwrite_the_layers_that_it_is_drawn_from(run, scene, tmp_path):
    polygons = shutil.copy(scene.polygons, tmp_path / "polygons.gpkg")
    before = Path(polygons).read_bytes()
    for asked in (
        {"POLYGONS": str(polygons), "CLASS_FIELD": "cover"},
        {"INPUT": scene.label_raster, "MASK": str(polygons)},
    ):
        with pytest.raises(QgsProcessingException, match="would overwrite the input"):
            run(NAME, **asked, SIZE=40, OUTPUT=str(polygons))
    assert Path(polygons).read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"INPUT": None}, "Neither POLYGONS nor INPUT"),
        ({"POLYGONS": "{polygons}"}, "Both"),
        ({"SIZE": 3}, "at least 4"),
        ({"STANDARD_ERROR": 0}, "standard error is 0 %"),
        ({"EXPECTED_ACCURACY": 0}, "expected accuracy is 0 %"),
        ({"CLASS_ACCURACIES": "bog: 50"}, "bog"),
        ({"MIN_DISTANCE": 500, "SIZE": 50}, "500 m"),
        ({"INPUT": "{image}"}, "image rather than a map"),
        ({"EXTENT": "0,10,0,10 [EPSG:32633]"}, "does not overlap"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(run, scene, output, changes, said):
    asked = {"INPUT": scene.label_raster, "OUTPUT": output}
    for name, value in changes.items():
        asked[name] = value.format(image=scene.image, polygons=scene.polygons) if isinstance(value, str) else value
    with pytest.raises(QgsProcessingException, match=said):
        run(NAME, **asked)
    assert not Path(output).exists()


def test_options_of_another_design_are_warned_of(run, scene, output):
    log = Log()
    run(
        NAME,
        log,
        INPUT=scene.label_raster,
        SIZE=20,
        DESIGN="random",
        ALLOCATION="equal",
        STANDARD_ERROR=1,
        OUTPUT=output,
    )
    assert "ALLOCATION is equal, and is not used: DESIGN is random." in log.warnings
    assert "STANDARD_ERROR is 1.0, and is not used: SIZE is 20." in log.warnings
