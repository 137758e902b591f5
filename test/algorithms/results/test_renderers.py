"""Footprints and places to label next get symbols."""

from __future__ import annotations

from pixel_classifier.algorithms.results.renderers import (
    ORANGE_RED,
    class_count_steps,
    footprints_by_class,
    ranked_points,
)
from pixel_classifier.algorithms.results.sample_style import sample_points
from pixel_classifier.rasters.chips.read import read_chip_folder
from pixel_classifier.rasters.classes.class_table import ClassEntry
from pixel_classifier.rasters.core.progress import SilentReporter
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProject,
    QgsRenderContext,
    QgsRendererCategory,
    QgsVectorLayer,
)
from tiny_scene import MEADOW, WATER


def test_footprints_have_a_symbol_for_each_class(provider):
    layer = QgsVectorLayer("Polygon?field=dominant_value:integer&field=labelled_share:double", "memory", "memory")
    classes = (ClassEntry(3, "meadow", (1, 200, 3)), ClassEntry(9, "O'Brien's field", (9, 9, 90)))
    footprints_by_class(classes)(layer)
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    assert [(c.value(), c.label()) for c in renderer.categories()] == [(c.value, c.name) for c in classes]
    category = renderer.categories()[0]  # kept: its symbol does not outlive it
    color = category.symbol().color()
    assert (color.red(), color.green(), color.blue()) == (1, 200, 3)


def test_footprints_of_two_classes_of_one_name_have_the_colours_of_both(run, scene, tmp_path, qgis_new_project):
    """As where a legend calls the values of a code list alike: the chips of one class had the colour of the other."""
    layer = QgsVectorLayer(f"{scene.polygons}", "labels", "ogr")
    colors = {WATER: "#0000ff", MEADOW: "#00ff00"}
    categories = [QgsRendererCategory(value, fill(color), "vegetation") for value, color in colors.items()]
    layer.setRenderer(QgsCategorizedSymbolRenderer("code", categories))
    QgsProject.instance().addMapLayer(layer)
    footprints = str(tmp_path / "footprints.gpkg")
    asked = {
        "INPUT": scene.image,
        "LABELS": layer.id(),
        "CLASS_FIELD": "code",
        "CHIP_SIZE": 32,
        "FOOTPRINTS": footprints,
    }
    run("exporttrainingchips", **asked, OUTPUT=str(tmp_path / "chips"))
    classes = read_chip_folder(str(tmp_path / "chips"), SilentReporter()).class_table.classes
    shown = QgsVectorLayer(footprints, "footprints", "ogr")
    footprints_by_class(classes)(shown)
    context, found = QgsRenderContext(), {}
    renderer = shown.renderer()
    renderer.startRender(context, shown.fields())
    for feature in shown.getFeatures():
        symbol = renderer.symbolForFeature(feature, context)
        found[feature["dominant_value"]] = symbol.color().name()
    renderer.stopRender(context)
    assert found == colors


def fill(color):
    return QgsFillSymbol.createSimple({"color": color})


def test_places_to_label_next_show_their_rank(provider):
    layer = QgsVectorLayer("Point?field=rank:integer", "memory", "memory")
    ranked_points(layer)
    assert layer.labelsEnabled() and layer.labeling().settings().fieldName == "rank"


def test_places_to_label_next_and_points_to_assess_look_different(provider):
    """Both lie above the same map: equal rings were taken for one another."""
    layers = [QgsVectorLayer("Point?field=rank:int&field=point:int&field=reference:int", "m", "memory") for _ in "12"]
    for layer, styling in zip(layers, (ranked_points, sample_points(()))):
        styling(layer)
    first, second = (layer.renderer().symbol().symbolLayer(0) for layer in layers)
    assert first.shape() != second.shape() and first.strokeColor() != second.strokeColor()


def test_the_legend_of_the_number_of_possible_classes_ends_with_the_classes_of_the_model(provider):
    def labels(classes):
        renderer = class_count_steps(ORANGE_RED, classes)  # kept: its shader does not outlive it
        return [step.label for step in renderer.shader().rasterShaderFunction().colorRampItemList()]

    assert labels(5) == ["1 class", "2 classes", "3 classes", "4 classes", "5 classes"]
    assert labels(7)[-1] == "5 or more classes"
