"""Finds why the layer of a parameter cannot be used: it is of another kind, its source is gone, or several have its name.

QGIS reports an “invalid value”, and takes any one of several layers of a name.
"""

from __future__ import annotations

import os

from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsProperty,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from .containers import source_of
from .misread_values import is_empty


def wrong_layer_problem(algorithm: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext) -> str:
    """Returns the sentence on the first layer or file that is given for a parameter and cannot be used there, "" without one.

    Files that are given for a raster are left to `no_raster_problem`.
    """
    for definition in algorithm.parameterDefinitions():
        if not isinstance(definition, (QgsProcessingParameterRasterLayer, QgsProcessingParameterFeatureSource)):
            continue
        value = source_of(parameters.get(definition.name()))
        value = value.staticValue() if isinstance(value, QgsProperty) else value
        if is_empty(value):
            continue
        is_raster = isinstance(definition, QgsProcessingParameterRasterLayer)
        layers = _layers(value, context)
        problem = _problem_of_layers(definition.name(), layers, is_raster)
        problem = problem or _problem_of_name(definition.name(), layers, is_raster)
        problem = problem or ("" if is_raster else _problem_of_file(definition.name(), value, context))
        if problem:
            return problem
    return ""


def _layers(value: object, context: QgsProcessingContext) -> list[QgsMapLayer]:
    """Returns the layers that a value may mean: itself, or those of the project with this id or name."""
    if isinstance(value, QgsMapLayer):
        return [value]
    project = context.project()
    if project is None or not isinstance(value, str):
        return []
    found = project.mapLayer(value)
    return [found] if found is not None else project.mapLayersByName(value)


def _problem_of_layers(name: str, layers: list[QgsMapLayer], is_raster: bool) -> str:
    """Returns the sentence on layers of which none can be used, "" where one can, and without layers."""
    kind = QgsRasterLayer if is_raster else QgsVectorLayer
    if not layers or any(isinstance(layer, kind) and layer.isValid() for layer in layers):
        return ""
    layer = next((layer for layer in layers if isinstance(layer, kind)), layers[0])
    if isinstance(layer, kind):
        sentence = QCoreApplication.translate(
            "PixelClassifier", "{name} is the layer “{layer}”, whose source cannot be opened: {source}. Repair the data source of the layer."
        )  # fmt: skip
        return sentence.format(name=name, layer=layer.name(), source=layer.publicSource(True))
    sentence = (
        QCoreApplication.translate(
            "PixelClassifier", "{name} is the layer “{layer}”, which is no raster layer. Choose a raster layer."
        )
        if is_raster
        else QCoreApplication.translate(
            "PixelClassifier", "{name} is the layer “{layer}”, which is no vector layer. Choose a vector layer."
        )
    )
    return sentence.format(name=name, layer=layer.name())


def _problem_of_name(name: str, layers: list[QgsMapLayer], is_raster: bool) -> str:
    """Returns the sentence on several layers of one name that show different data, "" where they show the same."""
    kind = QgsRasterLayer if is_raster else QgsVectorLayer
    sources = {layer.publicSource(): layer.id() for layer in layers if isinstance(layer, kind) and layer.isValid()}
    if len(sources) < 2:
        return ""
    sentence = QCoreApplication.translate(
        "PixelClassifier", "{name} is “{layer}”, the name of {count} layers of the project. Give the id of one of them: {ids}."
    )  # fmt: skip
    ids = ", ".join(f"{layer_id} ({source})" for source, layer_id in sorted(sources.items()))
    return sentence.format(name=name, layer=layers[0].name(), count=len(sources), ids=ids)


def _problem_of_file(name: str, value: object, context: QgsProcessingContext) -> str:
    """Returns the sentence on an existing file that is given for a vector layer and is none, with GDAL's reason; "" without one."""
    from ...rasters.core.gdal_calls import why_no_vector

    path = value.partition("|")[0] if isinstance(value, str) else ""
    if not os.path.isfile(path) or _layers(value, context):
        return ""
    reason = why_no_vector(path)
    sentence = QCoreApplication.translate("PixelClassifier", "{path} ({name}) is no vector layer: {reason}.")
    return sentence.format(path=path, name=name, reason=reason) if reason else ""
