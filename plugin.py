"""The plugin object: registers the Processing provider when QGIS starts, and unregisters it."""

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
        """Takes QGIS's interface, None without a window."""
        self._interface = interface
        self._context_menu: ContextMenu | None = None
        self.provider: PixelClassifierProvider | None = None

    def initProcessing(self) -> None:
        """Adds the provider to the Processing registry."""
        provider = PixelClassifierProvider()
        # the registry deletes a provider that it refuses (another copy of the plugin is loaded)
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider

    def initGui(self) -> None:
        """Adds the provider, and an entry in the context menu of raster layers."""
        self.initProcessing()
        if self.provider is not None and self._interface is not None:
            from .provider.context_menu import ContextMenu

            self._context_menu = ContextMenu(self._interface)

    def unload(self) -> None:
        """Removes both, after a running import of PyTorch has ended: QGIS would crash during it."""
        backend.wait_for_import()
        if self._context_menu is not None:
            self._context_menu.remove()
            self._context_menu = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
