"""Raster layers of the project become paths that GDAL opens."""

from __future__ import annotations

import pytest
from pixel_classifier.algorithms.inputs.layers import raster_path
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsRasterLayer


def test_open_options_are_left_out_of_the_path_with_a_warning(qgis_app, scene):
    class Feedback(QgsProcessingFeedback):
        def pushWarning(self, text):
            warnings.append(text)

    warnings, feedback = [], Feedback()
    layer = QgsRasterLayer(scene.image + "|option:NUM_THREADS=2", "image")
    assert layer.isValid()
    assert raster_path(layer, feedback) == scene.image
    assert "image" in warnings[0]
    assert raster_path(QgsRasterLayer(scene.image, "image"), feedback) == scene.image


def test_a_web_map_is_refused_with_the_remedy(qgis_app):
    layer = QgsRasterLayer("type=xyz&url=file:///nowhere/{z}/{x}/{y}.png&zmax=3&zmin=0", "street map", "wms")
    with pytest.raises(QgsProcessingException, match=r"street map.*wms.*GeoTIFF"):
        raster_path(layer, QgsProcessingFeedback())
