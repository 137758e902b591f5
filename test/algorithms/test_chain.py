"""The three steps in a row as a model of QGIS's modeler, saved to a file and run from it."""

from __future__ import annotations

from pathlib import Path

import processing
import pytest
from chain_model import Source, add_step
from pixel_classifier.models.training import train
from pixel_classifier.rasters.core.errors import Cancelled
from qgis.core import QgsPalettedRasterRenderer, QgsProcessingModelAlgorithm, QgsRasterLayer


def test_from_polygons_to_map_in_one_model(model_file, scene, tmp_path):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(model_file))
    results = processing.run(
        model,
        {
            "image": scene.image,
            "polygons": scene.polygons,
            "field": "cover",
            "classes": str(tmp_path / "classes.tif"),
            "report": str(tmp_path / "report.html"),
        },
    )
    layer = QgsRasterLayer(results["classes"], "classes")
    assert isinstance(layer.renderer(), QgsPalettedRasterRenderer)
    assert {"meadow", "water"} <= {entry.label for entry in layer.renderer().classes()}
    assert Path(results["report"]).is_file()


@pytest.mark.parametrize(("stored", "meant"), [(None, None), ("", None), (5, 5), ("absent", 0)])
def test_an_emptied_number_in_a_saved_model_stays_empty(provider, monkeypatch, tmp_path, stored, meant):
    asked = []

    def keep(request, reporter):
        asked.append(request.ignore_class)
        raise Cancelled("Only asked.")

    monkeypatch.setattr(train, "train", keep)
    model, path = QgsProcessingModelAlgorithm("empty", "test"), str(tmp_path / "empty.model3")
    ignored = {} if stored == "absent" else {"IGNORE_CLASS": Source.fromStaticValue(stored)}
    add_step(model, "train", "trainpixelclassifier", {"CHIPS": Source.fromStaticValue("chips"), **ignored})
    assert model.toFile(path)
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(path)
    processing.run(loaded, {})
    assert asked == [meant]
