"""The plugin's one place in QGIS's interface: an entry in the context menu of raster layers that opens Classify Pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QAction, QIcon

from .provider import ICON_PATH

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

ALGORITHM = "pixelclassifier:classifypixels"


class ContextMenu:
    """Adds the entry when it is made; `remove` takes it away."""

    def __init__(self, interface: QgisInterface) -> None:
        """Adds the entry to all raster layers, those that are loaded later too."""
        self._interface = interface
        text = QCoreApplication.translate("PixelClassifier", "Pixel Classifier: Classify Pixels…")
        self._action = QAction(QIcon(ICON_PATH), text, interface.mainWindow())
        self._action.triggered.connect(self._open_dialog)
        interface.addCustomActionForLayerType(self._action, "", Qgis.LayerType.Raster, True)

    def remove(self) -> None:
        """Takes the entry away."""
        self._interface.removeCustomActionForLayerType(self._action)
        self._action.deleteLater()

    def _open_dialog(self) -> None:
        """Opens the dialog for the layer on which the menu was opened, as the toolbox does."""
        from qgis import processing  # is there once the toolbox is, which may be later than this plugin

        processing.execAlgorithmDialog(ALGORITHM, {"INPUT": self._interface.layerTreeView().currentLayer()})
