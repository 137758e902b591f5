"""Pixel Classifier: deep-learning land-cover and land-use classification of rasters, as Processing algorithms."""

from __future__ import annotations


def classFactory(iface):  # noqa: N802 (the name is QGIS's)
    """Returns the plugin; QGIS calls this once, with None for the interface under qgis_process."""
    from .plugin import PixelClassifierPlugin

    return PixelClassifierPlugin(iface)
