"""Turns QGIS layers into what the domain reads: paths, extents, styles and temporary vector files.

The functions on map layers belong into `prepareAlgorithm`; the copying of features into `processAlgorithm`.
"""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsPalettedRasterRenderer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVariantUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

Style = tuple[str, str, tuple[int, int, int]]
"""Class value as text, class name, colour (red, green, blue; 0 to 255)."""


@dataclass(frozen=True)
class RasterInput:
    """The imagery of a run: what GDAL opens, band numbers (from 1; None for all), the extent in the raster's CRS, and its name."""

    path: str
    band_numbers: tuple[int, ...] | None
    extent_map: tuple[float, float, float, float] | None
    name: str


def raster_layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict, name: str, context: QgsProcessingContext
) -> QgsRasterLayer:
    """Returns the raster layer of a parameter. Raises QgsProcessingException where it cannot be opened."""
    layer = algorithm.parameterAsRasterLayer(parameters, name, context)
    if layer is None or not layer.isValid():
        raise QgsProcessingException(algorithm.invalidRasterError(parameters, name))
    return layer


def raster_path(layer: QgsRasterLayer, feedback: QgsProcessingFeedback) -> str:
    """Returns the name under which GDAL opens the layer.

    Raises QgsProcessingException for layers that are no GDAL raster (web services, on-the-fly rasters).
    """
    if layer.providerType() != "gdal":
        raise QgsProcessingException(
            f"The layer “{layer.name()}” comes from “{layer.providerType()}”, which cannot be read as a raster file. "
            "Save it as GeoTIFF first (Export > Save As…) and use that."
        )
    registry = QgsProviderRegistry.instance()
    parts = registry.decodeUri("gdal", layer.source())
    dropped = [key for key in ("openOptions", "credentialOptions") if parts.pop(key, None)]
    if dropped:
        feedback.pushWarning(f"The layer “{layer.name()}” is opened without its open options.")
    return registry.encodeUri("gdal", parts)


def read_raster(
    algorithm: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> RasterInput:
    """Reads the parameters INPUT, BANDS and EXTENT. Raises QgsProcessingException where the raster cannot be used."""
    layer = raster_layer(algorithm, parameters, "INPUT", context)
    rectangle = algorithm.parameterAsExtent(parameters, "EXTENT", context, layer.crs())
    extent = (rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum())
    return RasterInput(
        path=raster_path(layer, feedback),
        band_numbers=tuple(algorithm.parameterAsInts(parameters, "BANDS", context)) or None,
        extent_map=None if rectangle.isNull() else extent,
        name=layer.name(),
    )


def vector_layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict, name: str, context: QgsProcessingContext
) -> QgsVectorLayer | None:
    """Returns the layer behind a feature source, which may be a selection of it; None where there is no layer."""
    value = parameters[name]
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        parameters = {name: value.source}
    return algorithm.parameterAsVectorLayer(parameters, name, context)


def value_key(value: object) -> str:
    """Returns a field value as text, whole numbers without decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def vector_styles(layer: QgsVectorLayer | None, class_field: str | None) -> tuple[Style, ...]:
    """Returns class names and colours of a vector layer that is categorised by its class field, else ()."""
    if layer is None or class_field is None:
        return ()
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer) or renderer.classAttribute().strip('"') != class_field:
        return ()
    styles = []
    for category in renderer.categories():
        values = category.value() if isinstance(category.value(), list) else [category.value()]
        for value in values:
            if QgsVariantUtils.isNull(value) or value == "":  # the category of all other values
                continue
            key = value_key(value)
            styles.append((key, category.label() or key, _rgb(category.symbol().color())))
    return tuple(styles)


def raster_styles(layer: QgsRasterLayer) -> tuple[Style, ...]:
    """Returns class names and colours of a raster layer that is drawn with a palette, else ()."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsPalettedRasterRenderer):
        return ()
    return tuple((value_key(entry.value), entry.label, _rgb(entry.color)) for entry in renderer.classes())


def given(parameters: dict, name: str) -> bool:
    """Tells whether an optional layer or path was given."""
    value = parameters.get(name)
    return not QgsVariantUtils.isNull(value) and value != ""


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
