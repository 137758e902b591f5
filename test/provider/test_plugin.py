"""The plugin comes and goes without a trace, and costs nothing until it is used."""

from __future__ import annotations

from own_qgis import result_of

LOAD = """
before = set(sys.modules)
import pixel_classifier
plugin = pixel_classifier.classFactory(None)
plugin.initProcessing()
result = dict(
    algorithms=[algorithm.id() for algorithm in registry.providerById("pixelclassifier").algorithms()],
    possible=[algorithm.canExecute()[0] for algorithm in plugin.provider.algorithms()],
    modules=sorted(set(sys.modules) - before),
)
"""
UNLOAD = """
import pixel_classifier
before = {provider.id() for provider in registry.providers()}
states = []
for _ in range(2):
    plugin, second = pixel_classifier.classFactory(None), pixel_classifier.classFactory(None)
    plugin.initGui()
    second.initGui()  # a second copy is not taken
    states.append(registry.algorithmById("pixelclassifier:classifypixels") is not None)
    for _ in range(2):  # QGIS may ask twice
        second.unload()
        plugin.unload()
    states.append({provider.id() for provider in registry.providers()} == before)
result = states
"""


def test_loading_the_plugin_imports_nothing_heavy():
    result = result_of(LOAD)
    assert len(result["algorithms"]) == 10
    packages = {name.split(".")[0] for name in result["modules"]}
    heavy = {"torch", "torchvision", "timm", "segmentation_models_pytorch", "numpy", "scipy", "osgeo", "PIL"}
    assert packages.isdisjoint(heavy), packages & heavy


def test_what_is_added_is_removed_again():
    assert result_of(UNLOAD) == [True, True, True, True]


def test_the_raster_formats_are_offered_in_the_spelling_of_each_qgis(monkeypatch):
    """QGIS 3 takes extensions, 4.0 pairs of texts, later versions a class."""
    from dataclasses import dataclass

    from pixel_classifier.provider.provider import PixelClassifierProvider
    from qgis import core

    @dataclass
    class FormatAndExtension:
        format: str
        extension: str

    provider = PixelClassifierProvider()
    expected = [("GTiff", "tif"), ("GTiff", "tiff"), ("COG", "tif"), ("COG", "tiff")]
    assert provider.supportedOutputRasterLayerExtensions() == ["tif", "tiff"]
    monkeypatch.delattr(core, "QgsProcessingFormatExtensionPair", raising=False)
    assert provider.supportedOutputRasterLayerFormatAndExtensions() == expected
    monkeypatch.setattr(core, "QgsProcessingFormatExtensionPair", FormatAndExtension, raising=False)
    pairs = provider.supportedOutputRasterLayerFormatAndExtensions()
    assert [(pair.format, pair.extension) for pair in pairs] == expected
