"""The context menu of a layer in the layer panel, as a right click opens it."""

from __future__ import annotations

from qgis.core import QgsMapLayer
from qgis.PyQt.QtGui import QAction
from qgis.utils import iface


def menu_entries(layer: QgsMapLayer) -> list[QAction]:
    """Returns the plugin's entries in the context menu of a layer."""
    view = iface.layerTreeView()
    view.setCurrentLayer(layer)
    menu = view.menuProvider().createContextMenu()
    return [action for action in menu.actions() if "Pixel Classifier" in action.text()]
