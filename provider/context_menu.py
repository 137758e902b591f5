"""The plugin's only entry in QGIS's interface: one in the context menu of raster layers, which opens Classify Pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QAction, QIcon

from ..algorithms.base import ICON_PATH
from ..algorithms.classify_pixels import ClassifyPixels

if TYPE_CHECKING:
    from qgis.gui import QgisInterface


class ContextMenu:
    """Adds the entry when it is created; `remove` removes it."""

    def __init__(self, interface: QgisInterface) -> None:
        """Adds the entry to all raster layers, present and future."""
        self._interface = interface
        text = QCoreApplication.translate("PixelClassifier", "Pixel Classifier: Classify Pixels…")
        self._action = QAction(QIcon(ICON_PATH), text, interface.mainWindow())
        self._action.triggered.connect(self._open_dialog)
        interface.addCustomActionForLayerType(self._action, "", Qgis.LayerType.Raster, True)

    def remove(self) -> None:
        """Removes the entry."""
        self._interface.removeCustomActionForLayerType(self._action)
        self._action.deleteLater()

    def _open_dialog(self) -> None:
        """Opens the dialog of the algorithm with the current layer."""
        from qgis import processing  # available once the Processing plugin is loaded, perhaps after this one

        layer = self._interface.layerTreeView().currentLayer()
        processing.execAlgorithmDialog(f"pixelclassifier:{ClassifyPixels.NAME}", {ClassifyPixels.INPUT: layer})
