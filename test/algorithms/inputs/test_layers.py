"""Raster layers of the project become paths that GDAL opens."""

from __future__ import annotations

import pytest
from pixel_classifier.algorithms.inputs.layers import raster_path
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsRasterLayer
from tiny_scene import Log


def test_open_options_are_left_out_of_the_path_with_a_warning(qgis_app, scene):
    class Feedback(QgsProcessingFeedback):
        def pushWarning(self, text):
            warnings.append(text)

    warnings, feedback = [], Feedback()
    layer = QgsRasterLayer(scene.image + "|option:NUM_THREADS=2|option:GEOREF_SOURCES=NONE", "image")
    assert layer.isValid()
    assert raster_path(layer, feedback) == scene.image
    (warning,) = warnings
    assert "“image”" in warning and "NUM_THREADS=2, GEOREF_SOURCES=NONE" in warning and scene.image in warning
    assert raster_path(QgsRasterLayer(scene.image, "image"), feedback) == scene.image


def test_credentials_are_left_out_of_the_path_with_a_warning_that_keeps_the_secret():
    class Layer:
        """A layer that no provider opens."""

        name, providerType = lambda _: "remote", lambda _: "gdal"
        source = lambda _: "/vsis3/bucket/a.tif|credential:AWS_SECRET_ACCESS_KEY=hidden authcfg='abc1234'"

    log = Log()
    assert raster_path(Layer(), log) == "/vsis3/bucket/a.tif"
    (warning,) = log.warnings
    assert "AWS_SECRET_ACCESS_KEY" in warning and "abc1234" in warning and "hidden" not in warning


def test_a_web_map_is_refused_with_the_remedy(qgis_app):
    layer = QgsRasterLayer("type=xyz&url=file:///nowhere/{z}/{x}/{y}.png&zmax=3&zmin=0", "street map", "wms")
    with pytest.raises(QgsProcessingException, match=r"street map.*wms.*GeoTIFF"):
        raster_path(layer, QgsProcessingFeedback())
