"""A model and a raster to classify, shared by the tests of prediction."""

from __future__ import annotations

import pytest
from pixel_classifier.models.core.description import write_description
from pixel_classifier.models.prediction import classify, runtime_choice
from prediction_samples import Local, description, write_scene


@pytest.fixture
def setup(tmp_path, monkeypatch):
    """Gives a function that prepares a model folder around a network and returns request arguments."""
    monkeypatch.setattr(runtime_choice, "autocast_dtype", lambda device: None)

    def prepare(pixels=None, network=None, model=None, **scene):
        folder = tmp_path / "model"
        folder.mkdir(exist_ok=True)
        model = model or description()
        network = network or Local()
        write_description(folder, model)
        monkeypatch.setattr(classify, "load_network", lambda source: network)
        if pixels is not None:
            write_scene(tmp_path / "scene.tif", pixels, **scene)
        (tmp_path / "out").mkdir(exist_ok=True)
        return {
            "raster": str(tmp_path / "scene.tif"), "model": str(folder), "output": str(tmp_path / "out" / "map.tif"),
            "tile_size_px": 64, "overlap_px": 32, "device": "cpu",
        }  # fmt: skip

    return prepare
