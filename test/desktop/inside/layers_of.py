"""What QGIS made of the layers that a run gave: names, how they are drawn, and what the legend says."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsLayerTreeModelLegendNode,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsProject,
    QgsVectorLayer,
)
from qgis.utils import iface


def described_layers(layers: list[QgsMapLayer]) -> dict[str, dict]:
    """Returns by layer name how each one is drawn."""
    return {layer.name(): _described(layer) for layer in layers}


def _described(layer: QgsMapLayer) -> dict[str, object]:
    renderer = layer.renderer()
    classes: list[tuple[str, str, str]] = []
    if isinstance(renderer, QgsPalettedRasterRenderer):
        classes = [(str(entry.value), entry.label, entry.color.name()) for entry in renderer.classes()]
    elif isinstance(renderer, QgsCategorizedSymbolRenderer):
        classes = [(str(c.value()), c.label(), c.symbol().color().name()) for c in renderer.categories()]
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    return {
        "renderer": type(renderer).__name__,
        "source": layer.source(),
        "classes": classes,
        "legend": [node.data(0) for node in _legend(layer)],
        "labelled": bool(getattr(layer, "labelsEnabled", bool)()),
        "place": [tree_layer.layerId() for tree_layer in QgsProject.instance().layerTreeRoot().findLayers()].index(
            layer.id()
        ),
        "shown": node is not None and node.isVisible(),
        "valid": layer.isValid(),
        "widgets": _widgets(layer) if isinstance(layer, QgsVectorLayer) else {},
    }


def _widgets(layer: QgsVectorLayer) -> dict[str, dict]:
    """Returns by the name of a field how its values are edited."""
    setups = {field.name(): layer.editorWidgetSetup(index) for index, field in enumerate(layer.fields())}
    return {name: {"type": setup.type(), "config": setup.config()} for name, setup in setups.items()}


def _legend(layer: QgsMapLayer) -> list[QgsLayerTreeModelLegendNode]:
    """Returns the entries of a layer in the legend."""
    return (
        iface.layerTreeView()
        .layerTreeModel()
        .layerLegendNodes(QgsProject.instance().layerTreeRoot().findLayer(layer.id()))
    )
