"""Renderers of result layers: footprints, polygons, points to label next, and colour ramps of rasters in percent."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsFillSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRasterShader,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from qgis.PyQt.QtGui import QColor

if TYPE_CHECKING:
    from ...rasters.classes.class_table import ClassEntry

VIRIDIS = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
"""From low to high, in colours that also read in grey (Smith and van der Walt 2015)."""
MAGMA = ("#000004", "#51127c", "#b73779", "#fc8961", "#fcfdbf")
"""The same from dark to light, of the same authors."""
ORANGE_RED = ("#e3e9ed", "#fdbb84", "#ef6548", "#b30000", "#4a0012")
"""A quiet grey for the usual case, then from orange to dark red, as in ColorBrewer (Harrower and Brewer 2003): few steps, far apart."""
_SPLIT_COLORS = ("#7f9db3", "#0a5f8a", "#4a7d9e", "#e8ba70")
"""Of `chip_layers.PARTS`, as in the map of the training report."""
_SPLIT_LABELS = (
    QT_TRANSLATE_NOOP("PixelClassifier", "training"),
    QT_TRANSLATE_NOOP("PixelClassifier", "validation"),
    QT_TRANSLATE_NOOP("PixelClassifier", "training and validation"),
    QT_TRANSLATE_NOOP("PixelClassifier", "left out"),
)
"""The same in words; the field keeps the English ones."""

_ONE_CLASS, _CLASSES, _OR_MORE_CLASSES = (
    QT_TRANSLATE_NOOP("PixelClassifier", "1 class"),
    QT_TRANSLATE_NOOP("PixelClassifier", "{count} classes"),
    QT_TRANSLATE_NOOP("PixelClassifier", "{count} or more classes"),
)

Styling = Callable[[QgsMapLayer], None]
"""Styles a layer after QGIS has loaded it."""


def footprints_by_class(classes: Sequence[ClassEntry]) -> Styling:
    """Returns the styling of chip footprints by dominant class; opacity shows the labelled share."""

    def style(layer: QgsVectorLayer) -> None:
        categories = [QgsRendererCategory(c.value, _chip_symbol(QColor(*c.color)), c.name) for c in classes]
        layer.setRenderer(QgsCategorizedSymbolRenderer("dominant_value", categories))

    return style


def footprints_by_split(layer: QgsVectorLayer) -> None:
    """Styles chip footprints by their part of the split, in the colours of the report's map."""
    from ...rasters.layers.chip_layers import PARTS

    categories = [
        QgsRendererCategory(part, _chip_symbol(QColor(color)), QCoreApplication.translate("PixelClassifier", label))
        for part, color, label in zip(PARTS, _SPLIT_COLORS, _SPLIT_LABELS)
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("part", categories))


def polygons_by_class(polygons: QgsVectorLayer, class_raster: str) -> Styling:
    """Returns the styling of polygons by their field `value`, with the names and colours of the class raster."""
    from ...rasters.classes.attribute_table import read_class_styles
    from ...rasters.classes.class_styles import class_table_of
    from ...rasters.reading.dataset import RasterDataset

    values = polygons.uniqueValues(polygons.fields().lookupField("value"))
    classes = class_table_of(map(int, values), read_class_styles(RasterDataset(class_raster))).classes

    def style(layer: QgsVectorLayer) -> None:
        categories = [QgsRendererCategory(c.value, _polygon_symbol(QColor(*c.color)), c.name) for c in classes]
        layer.setRenderer(QgsCategorizedSymbolRenderer("value", categories))

    return style


def ranked_points(layer: QgsVectorLayer) -> None:
    """Styles places to label next as diamonds with their rank, the most uncertain first: the points of an assessment sample are rings."""
    diamond = QgsMarkerSymbol.createSimple(
        {"name": "diamond", "color": "255,255,255,60", "outline_color": "#ffb300", "outline_width": "0.7", "size": "5"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(diamond))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    text = QgsTextFormat()
    text.setSize(9)
    text.setColor(QColor("#6d4c00"))
    text.setBuffer(halo)
    labels = QgsPalLayerSettings()
    labels.fieldName = "rank"
    labels.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    layer.setLabelsEnabled(True)


def percent_ramp(colors: Sequence[str], highest: float = 100.0) -> QgsSingleBandPseudoColorRenderer:
    """Returns the renderer of the first band from 0 to `highest`, with the colours at equal steps and labels in percent."""
    steps = [highest * number / (len(colors) - 1) for number in range(len(colors))]
    items = [(step, color, f"{100 * step / highest:g} %") for step, color in zip(steps, colors)]
    ramp = QgsColorRampShader(0.0, highest)
    if highest == 100:
        unit = QgsColorRampLegendNodeSettings()
        unit.setSuffix(" %")
        ramp.setLegendSettings(unit)
    return _pseudocolor(ramp, items, (0.0, highest))


def class_count_steps(colors: Sequence[str], classes: int) -> QgsSingleBandPseudoColorRenderer:
    """Returns the renderer of numbers of classes, 1 to `classes`, in the first band: a colour for each, the last for all that are higher."""
    last = max(min(classes, len(colors)), 1)
    translate = QCoreApplication.translate
    texts = [_ONE_CLASS, *[_CLASSES] * (last - 1)]
    texts[-1] = _OR_MORE_CLASSES if classes > last else texts[-1]
    names = [translate("PixelClassifier", text).format(count=count) for count, text in enumerate(texts, 1)]
    items = [(float(count), color, name) for count, (color, name) in enumerate(zip(colors, names), 1)]
    items[-1] = (math.inf, *items[-1][1:])
    ramp = QgsColorRampShader(1.0, last, None, Qgis.ShaderInterpolationMethod.Discrete)
    return _pseudocolor(ramp, items, (1.0, float(last)))


def _pseudocolor(
    ramp: QgsColorRampShader, items: Sequence[tuple[float, str, str]], limits: tuple[float, float]
) -> QgsSingleBandPseudoColorRenderer:
    """Returns the renderer of the first band whose ramp has values with their colours and labels."""
    ramp.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(value, QColor(color), label) for value, color, label in items]
    )
    shader = QgsRasterShader(*limits)
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(None, 1, shader)
    renderer.setClassificationMin(limits[0])
    renderer.setClassificationMax(limits[1])
    return renderer


def _chip_symbol(color: QColor) -> QgsFillSymbol:
    """Returns an outline with a transparent fill."""
    fill = f"{color.red()},{color.green()},{color.blue()},90"
    symbol = QgsFillSymbol.createSimple(
        {"color": fill, "outline_color": color.darker(150).name(), "outline_width": "0.5"}
    )
    opacity = QgsProperty.fromExpression('30 + 70 * coalesce("labelled_share", 1)')
    symbol.setDataDefinedProperty(QgsSymbol.Property.Opacity, opacity)
    return symbol


def _polygon_symbol(color: QColor) -> QgsFillSymbol:
    """Returns an opaque fill with a hairline outline."""
    return QgsFillSymbol.createSimple(
        {"color": color.name(), "outline_color": color.darker(130).name(), "outline_width": "0.1"}
    )
