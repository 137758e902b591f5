"""Reads class names and colours from the styles of layers; for `prepareAlgorithm`, on the thread of the project's layers."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsVariantUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

Style = tuple[str, str, tuple[int, int, int]]
"""Class value as text, class name, colour (red, green, blue; 0 to 255)."""


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
    """Returns class names and colours of a raster layer with paletted values, else ()."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsPalettedRasterRenderer):
        return ()
    return tuple((value_key(entry.value), entry.label, _rgb(entry.color)) for entry in renderer.classes())


def value_key(value: object) -> str:
    """Returns a field value as text, whole numbers without decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
