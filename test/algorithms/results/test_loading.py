"""Results that are loaded get a name that says of what they are, and symbols."""

from __future__ import annotations

import gc

import pytest
from pixel_classifier.algorithms.results.loading import footprints_by_class, present, ranked_places
from pixel_classifier.rasters.classes.class_table import ClassEntry
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)


@pytest.fixture
def context(provider):
    """A context in which the layer “result” is to be loaded under its parameter's own name."""
    context = QgsProcessingContext()
    load(context, "result", "Confidence")
    return context


def load(context, path, name):
    context.addLayerToLoadOnCompletion(
        path, QgsProcessingContext.LayerDetails(name, QgsProject.instance(), "CONFIDENCE")
    )


def presented(context, path, styling=None):
    """Presents a result as Classify Pixels does, and returns what QGIS then knows of it."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:classifypixels")
    present(algorithm, context, "CONFIDENCE", path, "photo", styling)
    return context.layerToLoadOnCompletionDetails(path)


def test_a_result_is_named_after_its_imagery(context):
    assert presented(context, "result").name == "Confidence (photo)"


def test_a_name_that_a_model_gives_is_left_as_it_is(context):
    load(context, "other", "How sure is it?")
    assert presented(context, "other").name == "How sure is it?"


def test_nothing_happens_to_a_result_that_is_not_loaded(context):
    called = []
    present(None, context, "CONFIDENCE", "elsewhere", "photo", called.append)
    assert not context.willLoadLayerOnCompletion("elsewhere") and not called


def test_the_styling_outlives_the_run_and_is_done_once(context):
    styled = []
    details = presented(context, "result", styled.append)
    gc.collect()
    layer = QgsVectorLayer("Point", "memory", "memory")
    processor = details.postProcessor()
    processor.postProcessLayer(layer, context, QgsProcessingFeedback())
    assert styled == [layer]
    assert processor not in type(processor)._kept


def test_footprints_have_a_symbol_for_each_class(provider):
    layer = QgsVectorLayer("Polygon?field=dominant_class:string&field=labelled_share:double", "memory", "memory")
    classes = (ClassEntry(3, "meadow", (1, 200, 3)), ClassEntry(9, "O'Brien's field", (9, 9, 90)))
    footprints_by_class(classes)(layer)
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    assert [(c.value(), c.label()) for c in renderer.categories()] == [(c.name, c.name) for c in classes]
    category = renderer.categories()[0]  # kept: its symbol does not outlive it
    color = category.symbol().color()
    assert (color.red(), color.green(), color.blue()) == (1, 200, 3)


def test_places_to_label_next_show_their_rank(provider):
    layer = QgsVectorLayer("Point?field=rank:integer", "memory", "memory")
    ranked_places(layer)
    assert layer.labelsEnabled() and layer.labeling().settings().fieldName == "rank"
