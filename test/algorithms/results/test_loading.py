"""Results that are loaded are named after their imagery, and styled."""

from __future__ import annotations

import gc
from types import SimpleNamespace

import pytest
import qgis.utils
from pixel_classifier.algorithms.results.loading import name_and_style_when_loaded
from qgis.core import (
    QgsApplication,
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


def test_a_result_of_a_result_is_named_after_the_imagery(context):
    for subject, name in (("Classes (photo)", "Confidence (photo)"), ("Lakes (2020)", "Confidence (Lakes (2020))")):
        load(context, "result", "Confidence")
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:classifypixels")
        name_and_style_when_loaded(algorithm, context, "CONFIDENCE", "result", subject)
        assert context.layerToLoadOnCompletionDetails("result").name == name


def test_the_top_result_becomes_active_so_that_the_next_run_adds_its_layers_above(context, monkeypatch):
    active = []
    monkeypatch.setattr(qgis.utils, "iface", SimpleNamespace(setActiveLayer=active.append))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:classifypixels")
    name_and_style_when_loaded(algorithm, context, "CONFIDENCE", "result", "photo", is_top=True)
    layer = QgsVectorLayer("Point", "memory", "memory")
    processor = context.layerToLoadOnCompletionDetails("result").postProcessor()
    processor.postProcessLayer(layer, context, QgsProcessingFeedback())
    assert active == [layer]


def load(context, path, name):
    context.addLayerToLoadOnCompletion(
        path, QgsProcessingContext.LayerDetails(name, QgsProject.instance(), "CONFIDENCE")
    )


def loaded(context, path, styling=None):
    """Names and styles a result as Classify Pixels does, and returns its layer details."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:classifypixels")
    name_and_style_when_loaded(algorithm, context, "CONFIDENCE", path, "photo", styling)
    return context.layerToLoadOnCompletionDetails(path)


def test_a_result_is_named_after_its_imagery(context):
    assert loaded(context, "result").name == "Confidence (photo)"


def test_a_name_that_a_model_gives_is_left_as_it_is(context):
    load(context, "other", "How sure is it?")
    assert loaded(context, "other").name == "How sure is it?"


def test_nothing_happens_to_a_result_that_is_not_loaded(context):
    called = []
    name_and_style_when_loaded(None, context, "CONFIDENCE", "elsewhere", "photo", called.append)
    assert not context.willLoadLayerOnCompletion("elsewhere") and not called


def test_the_styling_outlives_the_run_and_is_done_once(context):
    styled = []
    details = loaded(context, "result", styled.append)
    gc.collect()
    layer = QgsVectorLayer("Point", "memory", "memory")
    processor = details.postProcessor()
    processor.postProcessLayer(layer, context, QgsProcessingFeedback())
    assert styled == [layer]
    assert processor not in type(processor)._waiting
