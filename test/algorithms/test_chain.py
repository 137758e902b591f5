"""The three steps in a row as a model of QGIS's modeler, saved to a file and run from it."""

from __future__ import annotations

from pathlib import Path

import processing
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
