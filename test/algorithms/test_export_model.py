"""Export Model as Processing runs it, and Classify Pixels with what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pixel_classifier.models.core.requests import ExportModelRequest
from qgis.core import QgsProcessingException
from tiny_scene import Log, read_values


@pytest.fixture(scope="module")
def exported(run, model, tmp_path_factory):
    """The results of an export of the model of the tests, and its log."""
    for package in ("onnx", "onnxscript", "onnxruntime"):
        pytest.importorskip(
            package, reason=f"{package} is an optional package, which Set Up Deep Learning installs with ONNX"
        )
    log = Log()
    path = tmp_path_factory.mktemp("exported") / "my model.onnx"
    return run("exportmodel", log, MODEL=model["OUTPUT"], TILE_SIZE=64, OUTPUT=str(path)), log


def test_the_file_is_tried_and_described(exported):
    results, log = exported
    assert results["EQUAL_LABELS"] >= 99.9
    assert any("Tried in onnxruntime" in line for line in log.lines)
    import onnxruntime

    session = onnxruntime.InferenceSession(results["OUTPUT"], providers=["CPUExecutionProvider"])
    metadata = session.get_modelmeta().custom_metadata_map
    assert json.loads(metadata["class_names"]) == {"0": "meadow", "1": "water"}
    assert session.get_inputs()[0].shape == [1, 3, 64, 64]


def test_classify_pixels_takes_the_file_in_place_of_the_folder(exported, run, scene, model, tmp_path):
    labels = {}
    for name, path in (("folder", model["OUTPUT"]), ("file", exported[0]["OUTPUT"])):
        output = str(tmp_path / f"{name}.tif")
        run(
            "classifypixels",
            INPUT=scene.image,
            MODEL=path,
            DEVICE="cpu",
            TILE_SIZE=64,
            PRECISION="float32",
            OUTPUT=output,
        )
        labels[name] = read_values(output)
    assert np.array_equal(labels["folder"] == 0, labels["file"] == 0)
    assert np.mean(labels["folder"] == labels["file"]) >= 0.97, (
        "the tiles of the file have one size, those of the folder fit the raster"
    )


def test_the_defaults_and_every_choice_reach_the_domain(request_of, tmp_path):
    output = str(tmp_path / "m.onnx")
    assert request_of("exportmodel", MODEL="m", OUTPUT=output) == ExportModelRequest("m", output)
    assert request_of(
        "exportmodel", MODEL="m", OUTPUT=output, FORMAT="onnx_geodeep", TILE_SIZE=96
    ) == ExportModelRequest("m", output, "onnx_geodeep", 96)


def test_a_temporary_file_has_the_ending_of_its_format(request_of, tmp_path):
    for form, ending in (("onnx", ".onnx"), ("stac", ".json"), ("dlpk", ".dlpk"), ("int8", ".safetensors")):
        asked = request_of("exportmodel", MODEL="m", FORMAT=form, OUTPUT="TEMPORARY_OUTPUT")
        assert Path(asked.output).suffix == ending
    chosen = str(tmp_path / "m.onnx")
    assert request_of("exportmodel", MODEL="m", FORMAT="dlpk", OUTPUT=chosen).output == chosen


def test_a_temporary_item_is_written(run, model):
    item = run("exportmodel", MODEL=model["OUTPUT"], FORMAT="stac", OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    assert json.loads(Path(item).read_text(encoding="utf-8"))["type"] == "Feature"


def test_what_is_wrong_is_a_sentence_before_the_work(run, model, tmp_path):
    for said, changes in (
        (r"ends in \.onnx", {"OUTPUT": str(tmp_path / "m.pt")}),
        ("no model folder", {"MODEL": str(tmp_path / "nothing")}),
        ("GeoDeep takes.*Choose the format onnx", {"FORMAT": "onnx_geodeep"}),
    ):
        with pytest.raises(QgsProcessingException, match=said):
            run("exportmodel", **{"MODEL": model["OUTPUT"], "OUTPUT": str(tmp_path / "m.onnx"), **changes})
    assert list(tmp_path.iterdir()) == []
