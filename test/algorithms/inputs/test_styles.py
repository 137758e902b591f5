"""Class names and colours are read from the styles of layers."""

from __future__ import annotations

import json
import math

import pytest
from memory_layers import SQUARE, memory_layer
from osgeo import gdal
from pixel_classifier.algorithms.inputs.styles import differences_from_legend, raster_styles, vector_styles
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsEditorWidgetSetup,
    QgsFeature,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsInvertedPolygonRenderer,
    QgsMergedFeatureRenderer,
    QgsPalettedRasterRenderer,
    QgsPointClusterRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererCategory,
    QgsRendererRange,
    QgsRuleBasedRenderer,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
)
from qgis.PyQt.QtGui import QColor


def test_names_and_colours_of_a_categorised_layer_are_taken(qgis_app):
    layer = memory_layer("field=code:integer", [(3, SQUARE), (700, SQUARE)])
    layer.setRenderer(
        categorised("code", [(3, "Meadow", "#11aa22"), (700, "Water", "#2233ff"), (None, "others", "#000000")])
    )
    assert vector_styles(layer, "code") == (("3", "Meadow", (17, 170, 34)), ("700", "Water", (34, 51, 255)))
    assert vector_styles(layer, "other") == ()
    assert vector_styles(layer, None) == ()
    assert vector_styles(None, "code") == ()


def categorised(field, entries):
    categories = []
    for value, label, colour in entries:
        symbol = QgsSymbol.defaultSymbol(Qgis.GeometryType.Polygon)
        symbol.setColor(QColor(colour))
        categories.append(QgsRendererCategory(value, symbol, label))
    return QgsCategorizedSymbolRenderer(field, categories)


def test_a_polygon_without_filling_has_the_colour_of_its_outline(qgis_app):
    layer = memory_layer("field=code:integer", [(3, SQUARE)])
    symbol = QgsFillSymbol.createSimple({"style": "no", "color": "0,0,0", "outline_color": "17,170,34"})
    layer.setRenderer(QgsCategorizedSymbolRenderer("code", [QgsRendererCategory(3, symbol, "Meadow")]))
    assert vector_styles(layer, "code") == (("3", "Meadow", (17, 170, 34)),)


@pytest.mark.parametrize("widget", ["ValueMap", "ValueRelation"])
def test_names_that_the_form_of_a_layer_shows_are_taken_where_its_symbology_has_none(
    qgis_app, qgis_new_project, widget
):
    names = memory_layer("field=id:integer&field=name:string", [], kind="NoGeometry")
    features = [QgsFeature(names.fields()) for _ in range(2)]
    for feature, values in zip(features, ([3, "Meadow"], [700, "Water"])):
        feature.setAttributes(values)
    names.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(names)
    layer = memory_layer("field=code:integer", [(700, SQUARE), (3, SQUARE), (9, SQUARE), (None, SQUARE)])
    settings = {
        "ValueMap": {"map": [{"Meadow": "3"}, {"Water": "700"}]},
        "ValueRelation": {"Layer": names.id(), "Key": "id", "Value": "name"},
    }
    layer.setEditorWidgetSetup(0, QgsEditorWidgetSetup(widget, settings[widget]))
    assert [style[:2] for style in vector_styles(layer, "code")] == [("3", "Meadow"), ("9", "9"), ("700", "Water")]
    assert len({style[2] for style in vector_styles(layer, "code")}) == 3
    layer.setRenderer(categorised("code", [(3, "Grass", "#11aa22")]))
    assert vector_styles(layer, "code") == (("3", "Grass", (17, 170, 34)),)
    layer.setEditorWidgetSetup(0, QgsEditorWidgetSetup("Range", {}))
    layer.setRenderer(QgsSingleSymbolRenderer(QgsSymbol.defaultSymbol(Qgis.GeometryType.Polygon)))
    assert vector_styles(layer, "code") == ()


def test_a_quoted_class_attribute_and_merged_categories_are_understood(qgis_app):
    layer = memory_layer("field=cover:string", [("oak", SQUARE), ("beech", SQUARE)])
    layer.setRenderer(categorised('"cover"', [(["oak", "beech"], "Forest", "#004400")]))
    assert [style[:2] for style in vector_styles(layer, "cover")] == [("oak", "Forest"), ("beech", "Forest")]


def test_a_class_attribute_counts_as_qgis_finds_its_field(qgis_app):
    layer = memory_layer("field=Cover:string", [("oak", SQUARE)])
    layer.setRenderer(categorised("COVER", [("oak", "Oak", "#004400")]))
    assert vector_styles(layer, "Cover") == (("oak", "Oak", (0, 68, 0)),)
    layer.setRenderer(categorised("upper(Cover)", [("oak", "Oak", "#004400")]))
    assert vector_styles(layer, "Cover") == ()


@pytest.mark.parametrize("kind", [QgsInvertedPolygonRenderer, QgsMergedFeatureRenderer, QgsPointClusterRenderer])
def test_categories_inside_another_symbology_set_names_and_colours(qgis_app, kind):
    layer = memory_layer("field=cover:string", [("oak", SQUARE)])
    renderer = kind() if kind is QgsPointClusterRenderer else kind(None)
    renderer.setEmbeddedRenderer(categorised("cover", [("oak", "Oak", "#004400")]))
    layer.setRenderer(renderer)
    assert vector_styles(layer, "cover") == (("oak", "Oak", (0, 68, 0)),)


def test_names_and_colours_of_a_paletted_raster_layer_are_taken(qgis_app, scene):
    layer = QgsRasterLayer(scene.label_raster, "labels")
    assert raster_styles(layer) == ()
    classes = [QgsPalettedRasterRenderer.Class(700, QColor("#2233ff"), "Water")]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    assert raster_styles(layer) == (("700", "Water", (34, 51, 255)),)


@pytest.mark.parametrize("kind, names", [("Exact", ["Meadow", "700", "inf"]), ("Interpolated", []), ("Discrete", [])])
def test_names_and_colours_of_a_ramp_of_exact_values_are_taken(run, scene, tmp_path, kind, names):
    layer = QgsRasterLayer(scene.label_raster, "labels")
    ramp, shader = QgsColorRampShader(), QgsRasterShader()
    ramp.setColorRampType(getattr(QgsColorRampShader.Type, kind))
    entries = ((3.0, "#11aa22", "Meadow"), (700.0, "#2233ff", ""), (math.inf, "#000000", ""))
    ramp.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(value, QColor(color), name) for value, color, name in entries]
    )
    shader.setRasterShaderFunction(ramp)
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
    assert [name for _, name, _ in raster_styles(layer)] == names
    run("exporttrainingchips", INPUT=scene.image, LABEL_RASTER=layer, CHIP_SIZE=32, OUTPUT=str(tmp_path / "chips"))
    classes = json.loads((tmp_path / "chips" / "chips.json").read_text(encoding="utf-8"))["classes"]
    assert [entry["name"] for entry in classes] == ["Meadow" if names else "3", "700"]
    assert not names or classes[0]["color"] == [17, 170, 34]


def test_a_blank_entry_of_a_legend_leaves_the_class_its_value_as_name(qgis_app, scene):
    layer = QgsRasterLayer(scene.label_raster, "labels")
    classes = [QgsPalettedRasterRenderer.Class(value, QColor("#2233ff"), name) for value, name in ((3, ""), (700, " "))]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    assert [name for _, name, _ in raster_styles(layer)] == ["3", "700"]
    layer = memory_layer("field=cover:string", [("oak", SQUARE)])
    layer.setRenderer(categorised("cover", [("oak", " ", "#004400")]))
    assert vector_styles(layer, "cover") == (("oak", "oak", (0, 68, 0)),)


@pytest.mark.parametrize("algorithm, name", [
    ("exporttrainingchips", "LABEL_RASTER"), ("assessclassification", "REFERENCE_RASTER"), ("assessclassification", "INPUT"),
    ("drawassessmentsample", "INPUT"),
])  # fmt: skip
def test_a_class_raster_that_shows_another_band_is_refused_with_both_bands(run, scene, tmp_path, algorithm, name):
    path = str(tmp_path / "two.tif")
    gdal.Translate(path, scene.label_raster, bandList=[1, 1])
    shown = QgsRasterLayer(path, "two")
    classes = [QgsPalettedRasterRenderer.Class(700, QColor("#2233ff"), "Water")]
    shown.setRenderer(QgsPalettedRasterRenderer(shown.dataProvider(), 2, classes))
    other = {
        "exporttrainingchips": {"INPUT": scene.image, "OUTPUT": str(tmp_path / "chips")},
        "assessclassification": {"INPUT": scene.label_raster, "REFERENCE": scene.polygons, "CLASS_FIELD": "code"},
        "drawassessmentsample": {"OUTPUT": str(tmp_path / "sample.gpkg")},
    }[algorithm]
    values = {**other, name: shown}
    if name == "REFERENCE_RASTER":
        del values["REFERENCE"]
    log = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException):
        run(algorithm, log, **values)
    assert "“two” shows band 2 in QGIS, and classes are read from band 1." in log.textLog()
    shown.setRenderer(QgsPalettedRasterRenderer(shown.dataProvider(), 1, classes))
    assert raster_styles(shown)[0][1] == "Water"


def test_categories_that_are_hidden_or_merged_in_the_legend_are_named(qgis_app):
    layer = memory_layer("field=cover:string", [("oak", SQUARE), ("beech", SQUARE), ("lake", SQUARE)])
    renderer = categorised(
        "cover", [(["oak", "beech"], "Forest", "#004400"), ("lake", "Water", "#0000ff"), (None, "others", "#0")]
    )
    layer.setRenderer(renderer)
    (merged,) = differences_from_legend(layer, "cover")
    assert "shows oak, beech as one category, “Forest”. They stay 2 classes" in merged
    layer.renderer().updateCategoryRenderState(1, False)
    hidden, _ = differences_from_legend(layer, "cover")
    assert "does not show Water in QGIS" in hidden and "used" in hidden
    assert differences_from_legend(layer, "other") == differences_from_legend(None, "cover") == ()


def test_a_legend_of_one_visible_category_for_each_class_needs_no_word(qgis_app):
    layer = memory_layer("field=code:integer", [(3, SQUARE)])
    layer.setRenderer(categorised("code", [(3, "Meadow", "#11aa22"), ("", "others", "#000000")]))
    assert differences_from_legend(layer, "code") == ()


def test_classes_that_the_legend_has_no_category_for_are_named(qgis_app):
    layer = memory_layer("field=code:integer", [(3, SQUARE), (4, SQUARE), (700, SQUARE), (0, SQUARE), (None, SQUARE)])
    layer.setRenderer(categorised("code", [(3, "Meadow", "#11aa22")]))
    (sentence,) = differences_from_legend(layer, "code")
    assert "no category for 4, 700, so QGIS does not show" in sentence and "they are used" in sentence
    layer.setRenderer(categorised("code", [(3, "Meadow", "#11aa22"), (None, "others", "#000000")]))
    assert differences_from_legend(layer, "code") == ()


def ruled(*rules):
    """Returns a symbology of rules: (condition, label, colour), and those below a rule as a list in the place of its colour."""
    root = QgsRuleBasedRenderer.Rule(None)
    add_rules(root, rules)
    return QgsRuleBasedRenderer(root)


def add_rules(parent, rules):
    for condition, label, colour in rules:
        symbol = None
        if isinstance(colour, str):
            symbol = QgsSymbol.defaultSymbol(Qgis.GeometryType.Polygon)
            symbol.setColor(QColor(colour))
        rule = QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, label)
        parent.appendChild(rule)
        if symbol is None:
            add_rules(rule, colour)


def test_rules_that_show_a_value_each_give_names_and_colours(qgis_app):
    layer = memory_layer("field=code:integer&field=cover:string", [(3, SQUARE), (4, SQUARE), (-7, SQUARE)])
    layer.setRenderer(
        ruled(
            ('"code" = 3', "Meadow", "#11aa22"),
            ("", "a group", [("code IN (4, 5)", "Water", "#2233ff")]),
            ("-7 = CODE", "Bog", "#010203"),
            ("ELSE", "others", "#000000"),
        )
    )
    assert vector_styles(layer, "code") == (
        ("3", "Meadow", (17, 170, 34)), ("4", "Water", (34, 51, 255)), ("5", "Water", (34, 51, 255)), ("-7", "Bog", (1, 2, 3)),
    )  # fmt: skip
    assert vector_styles(layer, "cover") == ()
    assert differences_from_legend(layer, "code") == ()


@pytest.mark.parametrize(
    "condition", ['"code" > 3', '"code" = "size"', '"code" <> 4', '"code" = 4 AND "size" > 1', "TRUE"]
)
def test_a_rule_of_another_kind_may_show_any_value(qgis_app, condition):
    layer = memory_layer("field=code:integer&field=size:integer", [(3, SQUARE), (4, SQUARE)])
    layer.setRenderer(ruled(('"code" = 3', "Meadow", "#11aa22"), (condition, "more", "#000000")))
    assert vector_styles(layer, "code") == (("3", "Meadow", (17, 170, 34)),)
    assert differences_from_legend(layer, "code") == ()


def test_a_value_that_no_rule_shows_is_named(qgis_app):
    layer = memory_layer("field=cover:string", [("oak", SQUARE), ("beech", SQUARE)])
    layer.setRenderer(ruled(("cover = 'oak'", "Oak", "#11aa22")))
    (sentence,) = differences_from_legend(layer, "cover")
    assert "no category for beech" in sentence


def test_ranges_of_one_value_each_give_names_and_colours(qgis_app):
    layer = memory_layer("field=code:integer", [(3, SQUARE)])
    ranges = []
    for low, high, label, colour in ((3, 3, "Meadow", "#11aa22"), (4, 9, "more", "#000000")):
        symbol = QgsSymbol.defaultSymbol(Qgis.GeometryType.Polygon)
        symbol.setColor(QColor(colour))
        ranges.append(QgsRendererRange(low, high, symbol, label))
    layer.setRenderer(QgsGraduatedSymbolRenderer("code", ranges))
    assert vector_styles(layer, "code") == (("3", "Meadow", (17, 170, 34)),)


def test_of_a_selection_only_its_own_classes_are_compared_with_the_legend(qgis_app):
    """The remedy of the warning, a selection, left the warning."""
    layer = memory_layer("field=code:integer", [(3, SQUARE), (4, SQUARE), (5, SQUARE)])
    renderer = categorised("code", [(3, "Meadow", "#11aa22"), (5, "Bog", "#112233")])
    layer.setRenderer(renderer)
    layer.renderer().updateCategoryRenderState(1, False)
    assert len(differences_from_legend(layer, "code")) == 2
    layer.selectByExpression("code = 3")
    context, given = QgsProcessingContext(), QgsProcessingFeatureSourceDefinition(layer.id(), True)
    project = QgsProject()
    project.addMapLayer(layer, False)
    context.setProject(project)
    source = QgsProcessingUtils.variantToSource(given, context)
    assert differences_from_legend(layer, "code", source) == ()
