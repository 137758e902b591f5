"""The plugin object: adds the Processing provider when QGIS starts, and takes it away again."""

from __future__ import annotations

from qgis.core import QgsApplication

from .models import backend
from .provider.provider import PixelClassifierProvider


class PixelClassifierPlugin:
    """Registers the provider in the desktop (`initGui`) and under qgis_process (`initProcessing`)."""

    def __init__(self) -> None:
        self.provider: PixelClassifierProvider | None = None

    def initProcessing(self) -> None:
        """Adds the provider to the Processing registry."""
        provider = PixelClassifierProvider()
        # the registry deletes a provider that it does not take (another copy of the plugin is loaded)
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider

    def initGui(self) -> None:
        """Adds the provider; the plugin has no other part in the interface."""
        self.initProcessing()

    def unload(self) -> None:
        """Removes the provider, after an import of PyTorch that may be under way has ended: QGIS would die of it."""
        backend.finish()
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
