"""Values of parameters from texts, and the sentences for those that cannot be used."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from pixel_classifier.models.engine.parameters import algorithm_parameters, layer_of
from pixel_classifier.rasters.core.errors import SettingsError
from rasters_data import make_layer, make_raster

CLASSIFY = {each.id: each for each in algorithm_parameters("classifypixels").parameters}
TRAIN = {each.id: each for each in algorithm_parameters("trainpixelclassifier").parameters}


@pytest.mark.parametrize(
    ("parameter", "given", "value"),
    [
        (CLASSIFY["TILE_SIZE"], "256", 256),
        (CLASSIFY["TILE_SIZE"], "", None),
        (CLASSIFY["RESAMPLE"], "TRUE", True),
        (CLASSIFY["RESAMPLE"], False, False),
        (CLASSIFY["BANDS"], ["4", "3,2"], (4, 3, 2)),
        (CLASSIFY["BANDS"], "4;3", (4, 3)),
        (CLASSIFY["EXTENT"], "-1,2,-3,4", (-1.0, -3.0, 2.0, 4.0)),
        (TRAIN["EXTRA_CHIPS"], ["a;b", "c"], ("a", "b", "c")),
        (TRAIN["VALIDATION_SHARE"], 20.0, 20.0),
        (TRAIN["IGNORE_CLASS"], "", None),
    ],
)
def test_a_text_becomes_the_value(parameter, given, value):
    assert parameter.value(given) == value


@pytest.mark.parametrize(
    ("parameter", "given", "words"),
    [
        (CLASSIFY["TILE_SIZE"], "8", "TILE_SIZE is 8. Choose 32 or more"),
        (CLASSIFY["TILE_SIZE"], "big", "Give a whole number"),
        (CLASSIFY["RESAMPLE"], "maybe", "true or false"),
        (CLASSIFY["RESAMPLE"], "", "RESAMPLE is empty"),
        (CLASSIFY["FORMAT"], "png", "Choose one of geotiff, cog"),
        (CLASSIFY["EXTENT"], "1,2,3", "xmin,xmax,ymin,ymax"),
        (CLASSIFY["EXTENT"], "2,1,3,4", "xmin,xmax,ymin,ymax"),
        (CLASSIFY["MODEL"], "", "MODEL is empty"),
        (CLASSIFY["OUTPUT"], "maps/a\0.tif", "(NUL)"),
        (TRAIN["EXTRA_CHIPS"], ["a", "b\0"], "(NUL)"),
        (TRAIN["VALIDATION_SHARE"], "70", "Choose 0 to 50"),
        (TRAIN["LEARNING_RATE"], "nan", "Give a number"),
    ],
)
def test_what_cannot_be_used_is_refused_with_value_and_cure(parameter, given, words):
    with pytest.raises(SettingsError, match="^" + parameter.id) as refusal:
        parameter.value(given)
    assert words in str(refusal.value)


def test_an_unknown_parameter_is_named():
    with pytest.raises(SettingsError, match="no parameter TILESIZE"):
        algorithm_parameters("classifypixels").values({"TILESIZE": 3})


def test_layers_are_named_as_qgis_does():
    assert layer_of("a.gpkg") == ("a.gpkg", None)
    assert layer_of("a.gpkg|layername=fields") == ("a.gpkg", "fields")
    with pytest.raises(SettingsError, match="subset=x"):
        layer_of("a.gpkg|subset=x")


@pytest.mark.not_windows
def test_a_file_whose_name_holds_the_sign_before_a_layer_is_a_file(tmp_path):
    for name in ("a|b.gpkg", "a|layername=b.gpkg"):
        path = tmp_path / name
        path.touch()
        assert layer_of(str(path)) == (str(path), None)


def test_archives_are_opened_as_in_qgis(tmp_path):
    image = make_raster(tmp_path / "image.tif", np.ones((4, 5), np.uint8))
    labels = make_layer(tmp_path / "labels.gpkg", [("POINT(500205 5999795)", "a")])
    packed = str(tmp_path / "packed.zip")
    with zipfile.ZipFile(packed, "w") as archive:
        for path in (image, labels):
            archive.write(path, f"data/{Path(path).name}")
        archive.writestr("readme.txt", "What this is.")
    assert CLASSIFY["INPUT"].value(packed) == f"/vsizip/{packed}/data/image.tif"
    assert CLASSIFY["INPUT"].value(image) == image
    assert layer_of(packed) == (f"/vsizip/{packed}/data/labels.gpkg", None)
    assert layer_of(f"{packed}|layername=labels") == (f"/vsizip/{packed}/data/labels.gpkg", "labels")
