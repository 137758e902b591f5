"""The command line does without QGIS what the algorithms do in it, and ends with a status that scripts can rely on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from osgeo import gdal
from pixel_classifier.models.core.requests import ClassifyRequest, ExportModelRequest, TrainRequest
from pixel_classifier.models.engine import command_line
from pixel_classifier.models.engine.commands import COMMANDS
from pixel_classifier.models.engine.parameters import algorithm_parameters
from pixel_classifier.models.sampling.request import DrawRequest
from pixel_classifier.rasters.labels.sources import RasterLabels
from plugin_package import ROOT
from prediction_samples import write_scene

WITHOUT_QGIS = """
import sys
for name in ("qgis", "processing", "PyQt5", "PyQt6"):
    sys.modules[name] = None
import runpy
runpy.run_path({root!r}, run_name="__main__")
"""
"""A Python in which an import of QGIS fails."""


def started(*arguments):
    code = WITHOUT_QGIS.format(root=str(ROOT))
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(*arguments):
    process = started(*arguments)
    output, errors = process.communicate(timeout=300)
    return process.returncode, output, errors


@pytest.fixture
def scene(tmp_path):
    water = np.zeros((128, 160), bool)
    water[:, 80:] = True
    noise = np.random.default_rng(1).normal(500, 50, (2, 128, 160))
    image = write_scene(tmp_path / "image.tif", (noise + 300 * water).clip(1, 2000).astype(np.uint16))
    labels = write_scene(tmp_path / "labels.tif", np.where(water, 7, 3).astype(np.uint8)[None])
    return tmp_path, image, labels


def test_all_four_steps_run_without_qgis(scene):
    folder, image, labels = scene
    chips, model, classes = folder / "chips", folder / "model", folder / "classes.tif"
    request = folder / "export.json"
    request.write_text(json.dumps({"inputs": {"INPUT": image, "LABEL_RASTER": labels, "CHIP_SIZE": 64}}))
    status, output, errors = run("export", "--request", request, "--chip-size=32", "--OUTPUT", chips, "--json")
    assert status == 0, errors
    assert json.loads(output)["result"]["chip_count"] > 20 and "100 %" in errors
    assert json.loads((chips / "chips.json").read_text())["chip_size_px"] == 32
    training = ("--architecture", "pixel", "--EPOCHS", "3", "--LEARNING_RATE", "0.01", "--DEVICE", "cpu")
    status, output, errors = run("train", "--CHIPS", chips, "--OUTPUT", model, *training)
    assert status == 0, errors
    assert f"folder: {model}" in output
    areas = folder / "areas.csv"
    status, output, errors = run("classify", "--INPUT", image, "--MODEL", model, "--OUTPUT", classes, "--AREAS", areas)
    assert status == 0 and areas.exists(), errors
    for number in "12":
        part = ("--INPUT", image, "--MODEL", model, "--OUTPUT", folder / "parts.tif", "--PART", number, "--PARTS", "2")
        status, output, errors = run("classify", *part, "--TILE_SIZE", "32")
        assert status == 0, errors
    assert not (folder / "parts.tif.strips").exists()
    status, output, errors = run("assess", "--INPUT", classes, "--REFERENCE_RASTER", labels, "--json")
    assert status == 0 and json.loads(output)["result"]["accuracy"] > 0.9, errors


def test_an_error_is_a_sentence_and_status_1(scene):
    folder, image, labels = scene
    status, output, errors = run("export", "--INPUT", folder / "gone.tif", "--LABEL_RASTER", labels, "--OUTPUT", "x")
    assert status == 1 and "gone.tif" in errors and "Traceback" not in errors and output == ""
    status, output, errors = run("export", "--INPUT", image, "--OUTPUT", "x", "--json")
    assert status == 1 and "Neither LABELS nor LABEL_RASTER is given" in json.loads(output)["error"]["message"]
    status, _, errors = run("export", "--INPUT", image, "--CHIPSIZE", "3")
    assert status == 1 and "--CHIPSIZE" in errors


def test_a_tiff_of_several_pages_is_refused_with_their_names(scene):
    folder, image, labels = scene
    for options in ([], ["APPEND_SUBDATASET=YES"]):
        gdal.Translate(str(folder / "pages.tif"), image, creationOptions=options)
    for names in (
        ("--INPUT", folder / "pages.tif", "--LABEL_RASTER", labels),
        ("--INPUT", image, "--LABEL_RASTER", folder / "pages.tif"),
    ):
        status, _, errors = run("export", *names, "--OUTPUT", folder / "chips")
        assert status == 1 and f"GTIFF_DIR:2:{folder / 'pages.tif'}" in errors


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_with_status_130_and_leaves_nothing_behind(tmp_path, number):
    pixels = np.random.default_rng(0).integers(1, 900, (2, 3000, 3000)).astype(np.uint16)
    image = write_scene(tmp_path / "image.tif", pixels)
    labels = write_scene(tmp_path / "labels.tif", (pixels[:1] % 3).astype(np.uint8))
    target = tmp_path / "out"
    target.mkdir()
    process = started(
        "export", "--INPUT", image, "--LABEL_RASTER", labels, "--STRIDE", "8", "--OUTPUT", target / "chips", "--json"
    )
    deadline = time.monotonic() + 60
    while not list(target.iterdir()) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert json.loads(output)["error"]["kind"] == "Cancelled" and list(target.iterdir()) == []


def test_help_lists_every_parameter_with_its_default(capsys):
    for name, command in COMMANDS.items():
        with pytest.raises(SystemExit) as ended:
            command_line.run([name, "--help"])
        shown = " ".join(capsys.readouterr().out.split())
        assert ended.value.code == 0
        for parameter in command.described().parameters:
            assert f"--{parameter.id} " in shown and " ".join(parameter.help[:40].split()[:-1]) in shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_request_may_begin_with_the_mark_that_powershell_writes(tmp_path, capsys, encoding):
    request = tmp_path / "request.json"
    request.write_text(json.dumps({"inputs": {"INPUT": str(tmp_path / "gone.tif"), "OUTPUT": "x.gpkg"}}), encoding)
    assert command_line.run(["sample", "--request", str(request)]) == 1
    assert "gone.tif cannot be opened" in capsys.readouterr().err


def test_a_wrong_option_leads_to_the_help_of_its_command(capsys):
    with pytest.raises(SystemExit) as ended:
        command_line.run(["sample", "--sizes", "3"])
    assert ended.value.code == 1
    assert "See pixel_classifier sample --help" in capsys.readouterr().err


def test_options_that_are_not_given_are_the_defaults_of_the_requests():
    values = algorithm_parameters("trainpixelclassifier").values({"CHIPS": "chips", "OUTPUT": "model"})
    assert COMMANDS["train"].request(values) == TrainRequest("chips", "model")
    values = algorithm_parameters("classifypixels").values({"INPUT": "i.tif", "MODEL": "model", "OUTPUT": "o.tif"})
    assert COMMANDS["classify"].request(values) == ClassifyRequest("i.tif", "model", "o.tif")
    values = algorithm_parameters("exportmodel").values({"MODEL": "model", "OUTPUT": "o.onnx"})
    assert COMMANDS["export-model"].request(values) == ExportModelRequest("model", "o.onnx")
    values = algorithm_parameters("drawassessmentsample").values({"INPUT": "i.tif", "OUTPUT": "o.gpkg"})
    assert COMMANDS["sample"].request(values) == DrawRequest(RasterLabels("i.tif", unlabelled=None), "o.gpkg")


def test_options_may_be_written_in_three_ways_and_values_begin_with_a_minus():
    flags = {"CHIP_SIZE": False, "EXTENT": False, "APPEND": True}
    for words in (["--CHIP_SIZE", "64"], ["--chip-size", "64"], ["--chip_size=64"]):
        assert command_line._normalized(["export", *words], flags) == ["export", "--CHIP_SIZE=64"]
    assert command_line._normalized(["--extent", "-5,5,-1,1"], flags) == ["--EXTENT=-5,5,-1,1"]
    assert command_line._normalized(["--append", "--chip-size", "1"], flags) == ["--APPEND", "--CHIP_SIZE=1"]
    assert command_line._normalized(["--append", "false"], flags) == ["--APPEND=false"]


class Recording(dict):
    """Notes which values are asked for."""

    def __init__(self, values):
        super().__init__(values)
        self.asked = set()

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("export", {"INPUT": "i", "LABELS": "l", "OUTPUT": "o"}),
        ("export", {"INPUT": "i", "LABEL_RASTER": "l", "OUTPUT": "o"}),
        ("train", {"CHIPS": "c", "OUTPUT": "o"}),
        ("classify", {"INPUT": "i", "MODEL": "m", "OUTPUT": "o"}),
        ("sample", {"INPUT": "i", "OUTPUT": "o"}),
        ("sample", {"POLYGONS": "p", "OUTPUT": "o"}),
        ("export-model", {"MODEL": "m", "OUTPUT": "o"}),
        ("assess", {"INPUT": "i", "REFERENCE": "r", "CLASS_FIELD": "c"}),
    ],
)
def test_no_option_does_nothing(name, given):
    described = COMMANDS[name].described()
    values = Recording(described.values(given))
    COMMANDS[name].request(values)
    unused = {each.id for each in described.parameters} - values.asked
    of_the_other_kind = {"CLASS_FIELD"} if given.keys().isdisjoint({"LABELS", "POLYGONS", "REFERENCE"}) else set()
    assert unused == (of_the_other_kind if "CLASS_FIELD" in {each.id for each in described.parameters} else set())


@pytest.mark.parametrize(
    ("name", "given", "unused"),
    [
        ("export", {"LABELS": "l", "CLASS_FIELD": "c", "BUFFER": 2}, []),
        ("export", {"LABELS": "l", "UNLABELLED": 9, "CHIPS_PER_CLASS": 7}, ["UNLABELLED is 9", "CHIPS_PER_CLASS is 7"]),
        ("export", {"LABEL_RASTER": "l", "CLASS_FIELD": "c", "BUFFER": 2}, ["CLASS_FIELD is c", "BUFFER is 2.0"]),
        ("export", {"LABEL_RASTER": "l", "UNLABELLED": 9, "PLACEMENT": "labels", "CHIPS_PER_CLASS": 7}, []),
        ("sample", {"INPUT": "i", "CLASS_FIELD": "c", "CELL_SIZE": 2}, ["CLASS_FIELD is c", "CELL_SIZE is 2.0"]),
        ("sample", {"POLYGONS": "p", "CLASS_FIELD": "c", "CELL_SIZE": 2, "MIN_PER_CLASS": 9, "STANDARD_ERROR": 1}, []),
        ("sample", {"INPUT": "i", "SIZE": 99, "STANDARD_ERROR": 1, "EXPECTED_ACCURACY": 70}, ["STANDARD_ERROR is 1.0"]),
        (
            "sample",
            {"INPUT": "i", "DESIGN": "random", "SIZE": 99, "CLASS_ACCURACIES": "1: 70", "ALLOCATION": "equal"},
            ["CLASS_ACCURACIES is 1: 70", "ALLOCATION is equal"],
        ),
        ("sample", {"INPUT": "i", "DESIGN": "systematic", "MIN_PER_CLASS": 9}, ["MIN_PER_CLASS is 9"]),
        ("sample", {"INPUT": "i", "ALLOCATION": "equal", "MIN_PER_CLASS": 9}, ["MIN_PER_CLASS is 9"]),
        ("assess", {"REFERENCE_RASTER": "r", "CLASS_FIELD": "c", "IGNORE_CLASS": 9}, ["CLASS_FIELD is c"]),
        ("assess", {"REFERENCE": "r", "CLASS_FIELD": "c"}, []),
        ("assess", {"REFERENCE": "r", "CLASS_FIELD": "c", "IGNORE_CLASS": 9}, ["IGNORE_CLASS is 9"]),
        ("assess", {"REFERENCE": "r", "CLASS_FIELD": "c", "IGNORE_CLASS": ""}, []),
        ("assess", {"REFERENCE_RASTER": "r", "SAMPLING": "stratified", "BLOCK_SIZE": 9}, ["BLOCK_SIZE is 9"]),
        ("assess", {"REFERENCE_RASTER": "r", "BLOCK_SIZE": 9}, []),
    ],
)
def test_options_of_the_other_kind_are_named(name, given, unused):
    described = COMMANDS[name].described()
    usual = {"export": {"INPUT": "i", "OUTPUT": "o"}, "sample": {"OUTPUT": "o"}, "assess": {"INPUT": "i"}}
    values = described.values({**usual[name], **given})
    found = COMMANDS[name].unused(values, described.defaults)
    assert [sentence.split(",")[0] for sentence in found] == unused


def test_options_that_are_not_used_are_warned_of(scene):
    folder, image, labels = scene
    arguments = (
        "--input",
        image,
        "--label-raster",
        labels,
        "--chip-size",
        64,
        "--buffer",
        3,
        "--output",
        folder / "chips",
    )
    status, _, errors = run("export", *arguments)
    assert status == 0
    assert "BUFFER is 3.0, and is not used: labels come from LABEL_RASTER." in errors
