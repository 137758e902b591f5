"""Loads rasters that are given by their path as layers without touching them.

QGIS computes statistics for the first display of a raster, and GDAL writes them to a sidecar (.aux.xml) or into the VRT itself. A
layer that changes its data source keeps its renderer and needs none. Processing finds the layer by its source.

qgis_process opens the layer before the algorithm is asked anything, to check the value of the parameter: there the parameters load it.
"""

from __future__ import annotations

import os
from typing import Any

from qgis.core import (
    QgsDataProvider,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

_EMPTY = (
    '<VRTDataset rasterXSize="1" rasterYSize="1"><GeoTransform>0, 1, 0, 0, 0, -1</GeoTransform>{bands}</VRTDataset>'
)
_BAND = '<VRTRasterBand dataType="Byte" band="{number}"/>'


class _UntouchedRaster(QgsProcessingParameterRasterLayer):
    """A raster layer whose file stays as it is when the value is checked."""

    def checkValueIsAcceptable(self, value: object, context: QgsProcessingContext | None = None) -> bool:
        """Returns whether the value is one of a raster layer."""
        value = with_archive(value)
        if context is not None:
            load_raster(value, context)
        return super().checkValueIsAcceptable(value, context)


class _UntouchedExtent(QgsProcessingParameterExtent):
    """An extent; where it is that of a raster, its file stays as it is when the value is checked."""

    def checkValueIsAcceptable(self, value: object, context: QgsProcessingContext | None = None) -> bool:
        """Returns whether the value is one of an extent."""
        if context is not None:
            load_raster(value, context)
        return super().checkValueIsAcceptable(value, context)


def without_statistics(definition: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Returns a parameter that loads rasters without touching them where it takes rasters, else the parameter itself."""
    if type(definition) is QgsProcessingParameterRasterLayer:
        return _UntouchedRaster(definition)
    if type(definition) is QgsProcessingParameterExtent:
        return _UntouchedExtent(definition)
    return definition


def with_archive(value: object, is_vector: bool = False) -> object:
    """Returns the name of the raster, or vector file, in an archive that is given by its path, any other value as it is.

    QGIS opens such a path, too, but does not find the layer again by it: it would load another one, and compute statistics for it. It
    finds no vector file that lies beside others, or in a folder of the archive.
    """
    from ...rasters.core.gdal_calls import name_in_archive

    return name_in_archive(value, is_vector) if isinstance(value, str) and os.path.isfile(value) else value


def with_archives(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any]) -> dict[str, Any]:
    """Returns the parameters, those for layers with the names by which GDAL opens what archives hold."""
    kinds = (QgsProcessingParameterRasterLayer, QgsProcessingParameterFeatureSource)
    found = {
        each.name(): with_archive(parameters[each.name()], isinstance(each, QgsProcessingParameterFeatureSource))
        for each in algorithm.parameterDefinitions()
        if isinstance(each, kinds) and each.name() in parameters
    }
    return {**parameters, **found}


def load_rasters(algorithm: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext) -> None:
    """Loads the rasters of all parameters that are given by their path, each once in a context."""
    for definition in algorithm.parameterDefinitions():
        if isinstance(definition, (QgsProcessingParameterRasterLayer, QgsProcessingParameterExtent)):
            load_raster(parameters.get(definition.name()), context)


def load_raster(value: object, context: QgsProcessingContext) -> None:
    """Loads a raster into the context where `value` is the path of one that is not loaded yet."""
    if not isinstance(value, str) or not value or _is_extent(value):
        return
    if QgsProcessingUtils.mapLayerFromString(value, context, False) is not None:
        return
    if _why_no_raster(value):  # a vector file that is given for an extent
        return
    provider = QgsProviderRegistry.instance().createProvider("gdal", value, QgsDataProvider.ProviderOptions())
    count = provider.bandCount() if provider is not None and provider.isValid() else 0
    if not count:
        return
    name = os.path.splitext(os.path.basename(value.split("|")[0]))[0]
    bands = "".join(_BAND.format(number=number) for number in range(1, count + 1))
    layer = QgsRasterLayer(_EMPTY.format(bands=bands), name, "gdal")
    layer.setDataSource(value, name, "gdal", QgsDataProvider.ProviderOptions(), False)
    if layer.isValid():
        layer.loadDefaultStyle()  # a style file beside the raster names its classes
        context.temporaryLayerStore().addMapLayer(layer)


def no_raster_problem(algorithm: QgsProcessingAlgorithm, parameters: dict) -> str:
    """Returns the sentence on the first file that is given for a raster and is none, with GDAL's reason; "" without one.

    QGIS gives no reason but on the terminal, and reports that the file is not found.
    """
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if isinstance(definition, QgsProcessingParameterRasterLayer) and isinstance(value, str):
            reason = _why_no_raster(value if os.path.isfile(value) else value.partition("|")[0])
            if reason:
                sentence = QCoreApplication.translate("PixelClassifier", "{path} ({name}) is no raster: {reason}.")
                return sentence.format(path=value, name=definition.name(), reason=reason)
    return ""


def _why_no_raster(path: str) -> str:
    """Returns why GDAL opens no raster from an existing file, "" where it opens one and for all else than a path."""
    from ...rasters.core.gdal_calls import why_no_raster

    return why_no_raster(path) if os.path.isfile(path) else ""


def _is_extent(value: str) -> bool:
    """Returns whether a text lists coordinates."""
    return value.count(",") >= 3 and not os.path.exists(value)
