"""Features are copied before they are read: whether a result would overwrite its input is checked with the user's own paths."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException


@pytest.mark.parametrize(
    ("name", "result", "layer", "more"),
    [
        ("exporttrainingchips", "FOOTPRINTS", "LABELS", {"CLASS_FIELD": "cover", "OUTPUT": "{folder}/chips"}),
        ("assessclassification", "TABLE", "REFERENCE", {"CLASS_FIELD": "code"}),
        ("classifypixels", "LABEL_NEXT", "MASK", {"MODEL": "{folder}", "OUTPUT": "{folder}/map.tif"}),
        ("drawassessmentsample", "OUTPUT", "MASK", {"SIZE": 20}),
    ],
)
def test_a_result_does_not_overwrite_the_layer_that_it_is_made_from(run, scene, tmp_path, name, result, layer, more):
    path = shutil.copy(scene.polygons, tmp_path / "mine.gpkg")
    before = Path(path).read_bytes()
    given = {key: value.format(folder=tmp_path) if isinstance(value, str) else value for key, value in more.items()}
    raster = scene.label_raster if name in ("assessclassification", "drawassessmentsample") else scene.image
    with pytest.raises(QgsProcessingException, match=f"{result} would overwrite the input .*mine.gpkg"):
        run(name, INPUT=raster, **{layer: f"{path}|layername=polygons", result: str(path)}, **given)
    assert Path(path).read_bytes() == before
