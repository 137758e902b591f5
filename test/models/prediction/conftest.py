"""A model and a raster to classify, shared by the tests of prediction."""

from __future__ import annotations

import pytest
from pixel_classifier.models.core.description import write_description
from pixel_classifier.models.prediction import classify, runtime_choice
from prediction_samples import Local, description, write_scene
from strip_samples import CASES, SETS, mask, scene_with_gaps


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


@pytest.fixture
def request_of(setup, tmp_path):
    def prepare(case="plain"):
        size = {"finer": (1.3, 1.3), "coarser": (3.1, 3.1)}.get(case, (2.0, 2.0))
        asked = setup(scene_with_gaps(), Local(), description(pixel_size_map=size, **SETS), nodata=0)
        changes = dict(CASES[case])
        if case == "mask and extent":
            changes["mask"] = mask(tmp_path / "mask.gpkg")
        return {**asked, **changes}

    return prepare
