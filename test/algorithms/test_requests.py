"""In QGIS and on the command line the same values of parameters make the same request."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pixel_classifier.models.engine.commands import COMMANDS
from pixel_classifier.rasters.reading.layer_settings import FROM_FILE

EVERYTHING = {
    "train": {
        "IGNORE_CLASS": None, "ARCHITECTURE": "pspnet", "ENCODER": "resnet18", "WEIGHTS": "imagenet",
        "FREEZE_EPOCHS": 1, "EPOCHS": 7, "BATCH_SIZE": 4, "VALIDATION_SHARE": 12.5, "REFIT": "always", "LEARNING_RATE": 0.002,
        "PATIENCE": 3, "AVERAGE_WEIGHTS": True, "LOSS": "dice", "CLASS_WEIGHTING": "given", "CLASS_WEIGHTS": "1: 1.5, 2: 5",
        "BALANCE": False, "AUGMENT": False, "SCALE_JITTER": 10.0, "GAIN_JITTER": 20.0, "OFFSET_JITTER": 30.0, "NOISE": 40.0,
        "RESUME": True, "SEED": 5, "DEVICE": "cpu",
    },
    "classify": {
        "BANDS": [2, 1], "TILE_SIZE": 96, "OVERLAP": 0, "BATCH_SIZE": 3, "DEVICE": "cpu", "PRECISION": "float32",
        "TEST_TIME_AUGMENTATION": "4", "RESAMPLE": True, "BAND_SCALING": "100 20; 90 10", "FORMAT": "cog",
        "PROBABILITY_TYPE": "byte", "UNCERTAINTY_KIND": "entropy", "LABEL_NEXT_COUNT": 9, "LABEL_NEXT_DISTANCE": 20, "PART": "2",
        "PARTS": 3,
    },
    "export": {
        "BANDS": [1], "UNLABELLED": 255, "CHIP_SIZE": 64, "STRIDE": 16, "PLACEMENT": "both", "CHIPS_PER_CLASS": 7,
        "MIN_LABELLED": 25.0, "KEEP_EMPTY": True, "SEED": 3, "APPEND": True,
    },
    "assess": {"IGNORE_CLASS": 9, "SAMPLING": "stratified", "BLOCK_SIZE": 8},
    "export-model": {"FORMAT": "stac", "TILE_SIZE": 64},
}  # fmt: skip


@pytest.fixture
def paths(scene, chips, model, tmp_path):
    """The parameters of each command that are paths."""
    raster = {"INPUT": scene.image}
    results = lambda **names: {name: str(tmp_path / path) for name, path in names.items()}
    return {
        "train": {
            "CHIPS": chips["OUTPUT"],
            **results(OUTPUT="model", REPORT="r.html", TABLE="t.csv", FOOTPRINTS="f.gpkg"),
        },
        "classify": {
            **raster, "MODEL": model["OUTPUT"],
            **results(OUTPUT="c.tif", CONFIDENCE="s.tif", PROBABILITIES="p.tif", UNCERTAINTY="u.tif", SET_SIZE="n.tif", AREAS="a.csv", LABEL_NEXT="l.gpkg"),
        },
        "export": {**raster, "LABEL_RASTER": scene.label_raster, **results(OUTPUT="chips", FOOTPRINTS="f.gpkg")},
        "assess": {
            "INPUT": scene.label_raster, "REFERENCE_RASTER": scene.label_raster, **results(REPORT="r.html", TABLE="t.csv"),
        },
        "export-model": {"MODEL": model["OUTPUT"], **results(OUTPUT="m.json")},
    }  # fmt: skip


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("all_given", [True, False], ids=["all given", "defaults"])
def test_qgis_and_the_command_line_make_the_same_request(request_of, paths, name, all_given):
    given = {**paths[name], **(EVERYTHING[name] if all_given else {})}
    command = COMMANDS[name]
    on_the_line = command.request(command.described().values(given))
    in_qgis = request_of(command.algorithm, **given)
    known = {"command": "", "raster_settings": FROM_FILE, "styles": (), "map_name": "", "reference_name": ""}
    in_qgis = replace(in_qgis, **{field: value for field, value in known.items() if hasattr(in_qgis, field)})
    for field in {"labels", "reference"} & vars(in_qgis).keys():  # their styles are the layer's
        source = replace(getattr(in_qgis, field), styles=(), settings=FROM_FILE, operation="")
        in_qgis = replace(in_qgis, **{field: source})
    assert in_qgis == on_the_line
