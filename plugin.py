"""The plugin object: adds the Processing provider when QGIS starts, and takes it away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from .models.installation import backend
from .provider.provider import PixelClassifierProvider

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .provider.context_menu import ContextMenu


class PixelClassifierPlugin:
    """Registers the provider in the desktop (`initGui`) and under qgis_process (`initProcessing`)."""

    def __init__(self, interface: QgisInterface | None = None) -> None:
        """Takes QGIS's interface, None where there is no window."""
        self._interface = interface
        self._context_menu: ContextMenu | None = None
        self.provider: PixelClassifierProvider | None = None

    def initProcessing(self) -> None:
        """Adds the provider to the Processing registry."""
        provider = PixelClassifierProvider()
        # the registry deletes a provider that it does not take (another copy of the plugin is loaded)
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider

    def initGui(self) -> None:
        """Adds the provider, and an entry to the context menu of raster layers: nothing else in the interface."""
        self.initProcessing()
        if self.provider is not None and self._interface is not None:
            from .provider.context_menu import ContextMenu

            self._context_menu = ContextMenu(self._interface)

    def unload(self) -> None:
        """Removes all that was added, after an import of PyTorch that may be under way has ended: QGIS would die of it."""
        backend.finish()
        if self._context_menu is not None:
            self._context_menu.remove()
            self._context_menu = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
