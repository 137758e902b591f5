"""Pixel Classifier: deep-learning land-cover and land-use classification of rasters, as Processing algorithms."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .plugin import PixelClassifierPlugin


def classFactory(iface: QgisInterface | None) -> PixelClassifierPlugin:
    """Returns the plugin; QGIS calls this once, with None for the interface under qgis_process."""
    from .plugin import PixelClassifierPlugin

    return PixelClassifierPlugin(iface)
