"""How results look once QGIS has loaded them: names that say of what they are, and symbols for those that carry none themselves.

The class raster brings its names and colours along wherever it is opened, and other rasters the style beside them (`style_files`). Vector
layers are styled here when they arrive in a project; under qgis_process nothing is loaded and nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProperty,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

if TYPE_CHECKING:
    from ...rasters.classes.class_table import ClassEntry

_PART_COLORS = ("#7f9db3", "#0a5f8a", "#4a7d9e", "#e8ba70")

Styling = Callable[[QgsMapLayer], None]

_EACH_ABOVE_SINCE = 34200


def present(
    algorithm: QgsProcessingAlgorithm,
    context: QgsProcessingContext,
    output: str,
    path: str,
    subject: str,
    styling: Styling | None = None,
    place: int = 0,
    raster: bool = False,
) -> None:
    """Sees to it that a result is named after its `subject`, and styled, if it is to be loaded.

    `place` counts the results of one run from the top. A `raster` is opened with the style beside it. A name that a model
    gives is left as it is. To be called in `processAlgorithm`.
    """
    if not context.willLoadLayerOnCompletion(path):
        return
    details = context.layerToLoadOnCompletionDetails(path)
    if subject and details.name == algorithm.parameterDefinition(output).description():
        details.name = f"{details.name} ({subject})"
    # QGIS adds them by rising key above the selected layer: each below the one before at first, above it in later releases.
    details.layerSortKey = place if Qgis.versionInt() < _EACH_ABOVE_SINCE else -place
    if raster:
        _open_here(path, context)
    if styling is not None:
        details.setPostProcessor(_Styler.waiting(styling))


def _open_here(path: str, context: QgsProcessingContext) -> None:
    """Opens a raster on the thread of the task, with the style beside it.

    QGIS would open it on the main thread, pass over its style, and compute histograms of several bands, for which the window
    stands still.
    """
    layer = QgsRasterLayer(path)
    if layer.isValid():
        context.temporaryLayerStore().addMapLayer(layer)


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Styles one layer after it was loaded. QGIS keeps no reference to it, so it is kept here until then."""

    _kept: list[_Styler] = []  # noqa: RUF012 (shared on purpose)

    def __init__(self, styling: Styling) -> None:
        super().__init__()
        self._styling = styling

    @classmethod
    def waiting(cls, styling: Styling) -> _Styler:
        """Returns a styler that is kept until it has done its work."""
        styler = cls(styling)
        cls._kept.append(styler)
        return styler

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Styles the layer; QGIS calls this on the main thread."""
        self._kept.remove(self)
        self._styling(layer)
        layer.triggerRepaint()


def footprints_by_class(classes: Sequence[ClassEntry]) -> Styling:
    """Returns what draws each chip in the colour of the class that covers most of it, the fuller the more of it is labelled."""

    def style(layer: QgsVectorLayer) -> None:
        layer.setRenderer(
            QgsCategorizedSymbolRenderer(
                "dominant_class", [QgsRendererCategory(c.name, _chip_symbol(QColor(*c.color)), c.name) for c in classes]
            )
        )

    return style


def polygons_by_class(polygons: QgsVectorLayer, class_raster: str) -> Styling:
    """Returns what draws polygons by their field `value`, in the colours and by the names of the class raster that they were made of."""
    from ...rasters.classes.attribute_table import read_class_styles
    from ...rasters.classes.class_styles import class_table_of

    values = polygons.uniqueValues(polygons.fields().lookupField("value"))
    classes = class_table_of(map(int, values), read_class_styles(class_raster)).classes

    def style(layer: QgsVectorLayer) -> None:
        categories = [QgsRendererCategory(c.value, _patch_symbol(QColor(*c.color)), c.name) for c in classes]
        layer.setRenderer(QgsCategorizedSymbolRenderer("value", categories))

    return style


def _patch_symbol(color: QColor) -> QgsFillSymbol:
    """Returns a full area with a hairline around it."""
    return QgsFillSymbol.createSimple(
        {"color": color.name(), "outline_color": color.darker(130).name(), "outline_width": "0.1"}
    )


def footprints_by_split(layer: QgsVectorLayer) -> None:
    """Draws each chip of a training by what it did, in the colours of the report's map."""
    from ...rasters.layers.chip_layers import PARTS

    categories = [
        QgsRendererCategory(part, _chip_symbol(QColor(color)), part) for part, color in zip(PARTS, _PART_COLORS)
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("part", categories))


def _chip_symbol(color: QColor) -> QgsFillSymbol:
    """Returns an outline with a thin wash."""
    fill = f"{color.red()},{color.green()},{color.blue()},90"
    symbol = QgsFillSymbol.createSimple(
        {"color": fill, "outline_color": color.darker(150).name(), "outline_width": "0.5"}
    )
    symbol.setDataDefinedProperty(
        QgsSymbol.Property.Opacity, QgsProperty.fromExpression('30 + 70 * coalesce("labelled_share", 1)')
    )
    return symbol


def ranked_places(layer: QgsVectorLayer) -> None:
    """Draws places to label next as rings with their rank, the most doubtful first."""
    ring = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "255,255,255,60", "outline_color": "#d81b60", "outline_width": "0.7", "size": "4"}
    )
    layer.setRenderer(QgsSingleSymbolRenderer(ring))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    text = QgsTextFormat()
    text.setSize(9)
    text.setColor(QColor("#880e4f"))
    text.setBuffer(halo)
    labels = QgsPalLayerSettings()
    labels.fieldName = "rank"
    labels.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    layer.setLabelsEnabled(True)
