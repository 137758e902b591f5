"""Classify Pixels as Processing runs it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import HEIGHT, WIDTH, read_values
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPalettedRasterRenderer,
    QgsProcessingException,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)


@pytest.fixture(scope="module")
def classified(run, scene, model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes")
    return run(
        "classifypixels",
        INPUT=scene.image,
        MODEL=model["OUTPUT"],
        TILE_SIZE=96,
        DEVICE="cpu",
        CONFIDENCE=str(folder / "confidence.tif"),
        OUTPUT=str(folder / "classes.tif"),
    )


def test_the_result_opens_with_class_names_and_colours(classified, qgis_app):
    layer = QgsRasterLayer(classified["OUTPUT"], "classes")
    assert isinstance(layer.renderer(), QgsPalettedRasterRenderer)
    classes = {entry.value: entry for entry in layer.renderer().classes()}
    assert {value: classes[value].label for value in (1, 2)} == {1: "meadow", 2: "water"}
    assert classes[1].color != classes[2].color
    assert set(classes) <= {0, 1, 2}
    assert (layer.width(), layer.height()) == (WIDTH, HEIGHT)
    assert layer.crs().authid() == "EPSG:32633"


def test_every_pixel_with_imagery_has_a_class_and_the_others_are_nodata(classified):
    values = read_values(classified["OUTPUT"])
    assert set(np.unique(values[:10])) == {0}
    assert set(np.unique(values[10:])) <= {1, 2}


def test_confidence_on_request_and_probabilities_not_unasked(classified):
    assert set(classified) == {"OUTPUT", "CONFIDENCE"}
    assert QgsRasterLayer(classified["CONFIDENCE"], "confidence").isValid()


def test_an_extent_gives_a_smaller_raster(run, scene, model, tmp_path):
    extent = QgsReferencedRectangle(
        QgsRectangle(500020, 5399800, 500120, 5399900), QgsCoordinateReferenceSystem("EPSG:32633")
    )
    results = run(
        "classifypixels",
        INPUT=scene.image,
        MODEL=model["OUTPUT"],
        EXTENT=extent,
        DEVICE="cpu",
        OUTPUT=str(tmp_path / "classes.tif"),
    )
    layer = QgsRasterLayer(results["OUTPUT"], "classes")
    assert (layer.width(), layer.height()) == (50, 50)
    assert layer.extent() == QgsRectangle(500020, 5399800, 500120, 5399900)


def test_a_folder_that_is_no_model_is_refused_and_nothing_is_left(run, scene, chips, tmp_path):
    with pytest.raises(QgsProcessingException, match="model"):
        run("classifypixels", INPUT=scene.image, MODEL=chips["OUTPUT"], OUTPUT=str(tmp_path / "classes.tif"))
    assert list(tmp_path.iterdir()) == []


def test_the_input_is_never_overwritten(run, scene, model):
    before = Path(scene.image).read_bytes()
    with pytest.raises(QgsProcessingException, match=r"image\.tif"):
        run("classifypixels", INPUT=scene.image, MODEL=model["OUTPUT"], OUTPUT=scene.image)
    assert Path(scene.image).read_bytes() == before
