"""Refuses files with several layers of which none is named: QGIS takes the first without a word."""

from __future__ import annotations

import os

from qgis.core import (
    Qgis,
    QgsDataProvider,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsProviderRegistry,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

_SHOWN = 10


def unnamed_layer_problem(algorithm: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext) -> str:
    """Returns the sentence on the first input whose file holds several layers, none of which is named; "" without one.

    Layers of the project are left out: the user sees which layer they show.
    """
    for definition in algorithm.parameterDefinitions():
        name, value = definition.name(), parameters.get(definition.name())
        sentence = ""
        if isinstance(definition, QgsProcessingParameterRasterLayer):
            layer = algorithm.parameterAsRasterLayer(parameters, name, context)
            sentence = _several_rasters(layer, value)
        elif isinstance(definition, QgsProcessingParameterFeatureSource):
            layer = algorithm.parameterAsVectorLayer({name: source_of(value)}, name, context)
            sentence = _several_layers(layer)
        elif isinstance(definition, QgsProcessingParameterExtent) and isinstance(value, str) and os.path.isfile(value):
            layer, sentence = None, _several_in_file(value)
        if sentence and not _is_in_project(layer, context):
            return sentence
    return ""


def check_layer_is_named(
    layer: QgsMapLayer | None, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> None:
    """Raises QgsProcessingException where the layer's file holds several layers, none is named, and the project has it not.

    Where the project has the layer, it is used with a warning.
    """
    sentence = _several_rasters(layer, None) if isinstance(layer, QgsRasterLayer) else _several_layers(layer)
    if sentence and not _is_in_project(layer, context):
        raise QgsProcessingException(sentence)
    if sentence:
        feedback.pushWarning(f"{sentence}. The layer “{layer.name()}” of the project shows the first, which is used.")


def source_of(value: object) -> object:
    """Returns the layer of a feature source, which may be given with a selection."""
    return value.source if isinstance(value, QgsProcessingFeatureSourceDefinition) else value


def _several_layers(layer: QgsMapLayer | None) -> str:
    """Returns the sentence on a vector file with several layers with geometries, "" for any other."""
    if layer is None or layer.providerType() != "ogr":
        return ""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    if parts.get("layerName") or parts.get("layerId") is not None:
        return ""
    found = [text.split(QgsDataProvider.sublayerSeparator()) for text in layer.dataProvider().subLayers()]
    names = list(dict.fromkeys(part[1] for part in found if part[3] != "None"))
    if not names or (len(names) == 1 and names[0] == found[0][1]):
        return ""
    path = parts.get("path") or layer.source()
    return _sentence_on_layers(path, [f"{path}|layername={name}" for name in names])


def _sentence_on_layers(path: str, names: list[str]) -> str:
    sentence = QCoreApplication.translate(
        "PixelClassifier", "{path} holds several layers, and none is named. Give one of them: {names}"
    )
    return sentence.format(path=path, names=_listed(names))


def _several_rasters(layer: QgsMapLayer | None, value: object) -> str:
    """Returns the sentence on a file with several rasters, such as the pages of a TIFF; "" for any other.

    `value` is what was given for a layer that could not be opened.
    """
    if layer is not None and layer.isValid():
        names = [text.split(QgsDataProvider.sublayerSeparator())[0] for text in layer.dataProvider().subLayers()]
        path = layer.source()
    elif isinstance(value, str) and value:
        found = QgsProviderRegistry.instance().querySublayers(value)
        names, path = [entry.uri() for entry in found if entry.providerKey() == "gdal"], value
    else:
        return ""
    if len(names) < 2 or path in names:
        return ""
    sentence = QCoreApplication.translate(
        "PixelClassifier", "{path} holds several rasters, and none is named. Give one of them: {names}"
    )
    return sentence.format(path=path, names=_listed(names))


def _several_in_file(path: str) -> str:
    """Returns the sentence on a file that is given for an extent and holds several layers with a place; "" for any other."""
    found = QgsProviderRegistry.instance().querySublayers(path)
    tables = Qgis.WkbType.NoGeometry
    names = [entry.uri() for entry in found if entry.providerKey() == "gdal" or entry.wkbType() != tables]
    return _sentence_on_layers(path, names) if len(names) > 1 else ""


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _is_in_project(layer: QgsMapLayer | None, context: QgsProcessingContext) -> bool:
    project = context.project()
    return layer is not None and project is not None and project.mapLayer(layer.id()) is not None
