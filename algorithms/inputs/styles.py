"""Reads class names and colours from the styles of layers; for `prepareAlgorithm`, on the thread of the project's layers."""

from __future__ import annotations

from qgis.core import (
    QgsApplication,
    QgsColorRampShader,
    QgsPalettedRasterRenderer,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsRasterLayer,
    QgsRasterRenderer,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSingleBandPseudoColorRenderer,
    QgsSymbol,
    QgsVariantUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime
from qgis.PyQt.QtGui import QColor

from .categories import categories_of

Style = tuple[str, str, tuple[int, int, int]]
"""Class value as text, class name, colour (red, green, blue; 0 to 255)."""
_NAMING_WIDGETS = ("ValueMap", "ValueRelation", "RelationReference")
"""Widgets of forms that show a name for a value."""
_SHOWN = 8
_MOST_VALUES = 300
"""More different values than that are no classes."""


def vector_styles(layer: QgsVectorLayer | None, class_field: str | None) -> tuple[Style, ...]:
    """Returns class names and colours of a vector layer whose symbology is by its class field, else the names that its form shows, else ().

    The symbology is one of categories, or of rules and ranges each of which shows a value of the field.
    """
    categories = categories_of(layer, class_field)
    if not categories:
        return _names_in_form(layer, class_field)
    return tuple(
        (key, category.label().strip() or key, _rgb(_shown_color(category.symbol())))
        for category in categories
        for key in _keys(category)
    )


def _names_in_form(layer: QgsVectorLayer | None, class_field: str | None) -> tuple[Style, ...]:
    """Returns the names that attribute table and form show for the values of the class field, () where they show the values themselves."""
    from ...rasters.classes.class_table import distinct_color

    index = -1 if layer is None or class_field is None else layer.fields().lookupField(class_field)
    setup = None if index < 0 else layer.editorWidgetSetup(index)
    if setup is None or setup.type() not in _NAMING_WIDGETS:
        return ()
    values = [value for value in layer.uniqueValues(index, _MOST_VALUES) if not QgsVariantUtils.isNull(value)]
    if len(values) >= _MOST_VALUES:
        return ()
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
    named = []
    for number, value in enumerate(sorted(values)):
        key, name = value_key(value), formatter.representValue(layer, index, setup.config(), None, value).strip()
        named.append((key, key if name in ("", f"({key})") else name, distinct_color(number)))  # "(7)" for an unknown 7
    return tuple(named)


def _shown_color(symbol: QgsSymbol) -> QColor:
    """Returns the colour in which a symbol is seen: that of the outline where a polygon has no filling."""
    layer = symbol.symbolLayer(0) if symbol.symbolLayerCount() else None
    is_outline = isinstance(layer, QgsSimpleFillSymbolLayer) and layer.brushStyle() == Qt.BrushStyle.NoBrush
    return layer.strokeColor() if is_outline else symbol.color()


def differences_from_legend(
    layer: QgsVectorLayer | None, class_field: str | None, source: QgsProcessingFeatureSource | None = None
) -> tuple[str, ...]:
    """Returns sentences on classes that are not as the legend shows them: hidden, without a category, or several values merged into one category.

    Those of the features of `source` count, such as a selection of the layer, by default of the whole layer.
    """
    sentences = []
    categories = categories_of(layer, class_field)
    present = _present_keys(layer if source is None else source, class_field) if categories else set()
    if present is None:
        return ()
    shown = [(category, [key for key in _keys(category) if key in present]) for category in categories]
    hidden = [category.label() or keys[0] for category, keys in shown if keys and not category.renderState()]
    if hidden:
        sentences.append(
            f"The layer “{layer.name()}” does not show {_listed(hidden)} in QGIS. That is display only: their features are used. Filter the layer "
            "or select features to leave them out."
        )
    known = {key for category in categories for key in _keys(category)}
    without = sorted(present - known - {"0"})  # 0 is unlabelled
    if without and not any(_shows_others(category) for category in categories):
        sentences.append(
            f"The legend of the layer “{layer.name()}” has no category for {_listed(without)}, so QGIS does not show their features. That is display "
            "only: they are used. Filter the layer or select features to leave them out."
        )
    for category, keys in shown:
        if len(keys) > 1:
            sentences.append(
                f"The layer “{layer.name()}” shows {_listed(keys)} as one category, “{category.label()}”. They stay {len(keys)} classes; give their "
                f"features one value of {class_field} to make one class of them."
            )
    return tuple(sentences)


def _present_keys(source: QgsVectorLayer | QgsProcessingFeatureSource, class_field: str) -> set[str] | None:
    """Returns the values of the class field as text, None where they are too many for classes."""
    values = source.uniqueValues(source.fields().lookupField(class_field), _MOST_VALUES)
    if len(values) >= _MOST_VALUES:
        return None
    return {value_key(value) for value in values if not QgsVariantUtils.isNull(value) and value != ""}


def _keys(category: QgsRendererCategory) -> list[str]:
    """Returns the values of a category as text, none for the category of all other values."""
    values = category.value() if isinstance(category.value(), list) else [category.value()]
    return [value_key(value) for value in values if not QgsVariantUtils.isNull(value) and value != ""]


def _shows_others(category: QgsRendererCategory) -> bool:
    """Returns whether a category is that of all values without a category of their own."""
    value = category.value()
    return not isinstance(value, list) and (QgsVariantUtils.isNull(value) or value == "")


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def raster_styles(layer: QgsRasterLayer) -> tuple[Style, ...]:
    """Returns class names and colours of a raster layer with paletted values, or with a ramp of exact values, else ().

    Raises QgsProcessingException where the layer shows another band than the first, from which classes are read.
    """
    renderer = layer.renderer()
    bands = [] if renderer is None else renderer.usesBands()
    if len(bands) == 1 and bands[0] > 1:
        raise QgsProcessingException(
            f"The layer “{layer.name()}” shows band {bands[0]} in QGIS, and classes are read from band 1. Save band {bands[0]} as a raster of its own "
            "first (Processing Toolbox, Rearrange bands), or let the layer show band 1."
        )
    entries = renderer.classes() if isinstance(renderer, QgsPalettedRasterRenderer) else _exact_entries(renderer)
    return tuple(
        (value_key(entry.value), entry.label.strip() or value_key(entry.value), _rgb(entry.color)) for entry in entries
    )


def _exact_entries(renderer: QgsRasterRenderer | None) -> list[QgsColorRampShader.ColorRampItem]:
    """Returns the entries of a ramp that colours exact values only, as older class rasters have it, none for any other renderer."""
    shader = renderer.shader() if isinstance(renderer, QgsSingleBandPseudoColorRenderer) else None
    ramp = None if shader is None else shader.rasterShaderFunction()
    is_exact = isinstance(ramp, QgsColorRampShader) and ramp.colorRampType() == QgsColorRampShader.Type.Exact
    return ramp.colorRampItemList() if is_exact else []


def value_key(value: object) -> str:
    """Returns a field value as text, whole numbers without decimals, dates and times as ISO 8601 writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (QDate, QTime, QDateTime)):
        return value.toString(Qt.DateFormat.ISODate)
    return str(value)


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
