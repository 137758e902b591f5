"""The demo's program as `make demo` calls it, on small scenes and with one epoch."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "test" / "demo" / "demo.py"


def run(*arguments: object) -> subprocess.CompletedProcess:
    """Runs the demo."""
    return subprocess.run(
        [sys.executable, str(DEMO), *map(str, arguments)], capture_output=True, text=True, check=False
    )


def assert_picture(path: Path) -> None:
    """Asserts that a picture of some size with more than one colour was drawn."""
    from PIL import Image

    with Image.open(path) as picture:
        assert min(picture.size) > 200
        assert len(picture.convert("RGB").getcolors(1 << 20)) > 20


def test_the_invented_scene_is_evaluated_beside_a_random_forest(tmp_path):
    done = run("--size", 320, "--epochs", 1, "--folder", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = re.search(r"overall accuracy +([\d.]+) +([\d.]+)", done.stdout)
    network, forest = map(float, figures.groups())
    assert 0 < network < 1
    assert 0.4 < forest < 0.9
    for command in ("exporttrainingchips", "trainpixelclassifier", "classifypixels"):
        assert f"qgis_process run pixelclassifier:{command} --" in done.stdout
    assert_picture(tmp_path / "demo.png")
    assert f"qgis {tmp_path}/scene/image.tif {tmp_path}/classes.tif" in done.stdout


def test_own_data_are_evaluated_beside_a_random_forest_where_labels_were_kept_apart(tmp_path):
    import scene

    files = scene.write_scene(tmp_path / "my data", scene.make_scene(512))
    labels = ["--labels", files.labels, "--field", "class"]
    done = run("--raster", files.image, *labels, "--epochs", 1, "--folder", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"The labels in the (north|east|south|west) are kept apart", done.stdout)
    assert re.search(r"Pixel Classifier +per-pixel random forest", done.stdout)
    accuracies = re.search(r"overall accuracy +(0\.\d+) +(0\.\d+)", done.stdout)
    assert float(accuracies[2]) > 0.3, "the forest knows what it does"
    assert_picture(tmp_path / "out" / "demo.png")


def test_lines_of_the_log_are_told_from_what_else_qgis_process_prints():
    from headless import log_lines

    rule = "----------------\n"
    printed = [
        "\n", rule, "Inputs\n", rule, "\n", "EPOCHS:\t2\n", "INPUT:\t/a/b.tif\n", "\n", "11 chips of 128 pixels\n",
        "0...10...20...Epoch 1/2: training loss 1.3933\n", "  1 (building): 424 pixels\n", "50.The weights are kept.\n",
        "...90...100 - done.\n", "10 chips\n", "1 (building) | 3 | 0\n", "\n", rule, "Results\n", rule, "\n", "ACCURACY:\t0.9\n",
    ]  # fmt: skip
    assert list(log_lines(printed)) == [
        "11 chips of 128 pixels", "Epoch 1/2: training loss 1.3933", "  1 (building): 424 pixels", "The weights are kept.", "10 chips",
        "1 (building) | 3 | 0",
    ]  # fmt: skip


def test_each_line_of_the_log_is_shown_when_it_comes(tmp_path, monkeypatch):
    from headless import Headless, HeadlessError

    program = tmp_path / "bin" / "qgis_process"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho Epoch 1\necho Epoch 2\ncat "$HOME/goes_on" && echo end\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    os.mkfifo(tmp_path / "goes_on")
    seen = []

    def show(line):
        seen.append(line)
        if line == "Epoch 2":  # the program waits until both epochs are shown
            (tmp_path / "goes_on").write_text("")

    headless = Headless(tmp_path / "profile")
    headless.stream("trainpixelclassifier", {}, show)
    assert seen == ["Epoch 1", "Epoch 2", "end"]
    program.write_text("#!/bin/sh\necho refused\nexit 3\n")
    with pytest.raises(HeadlessError, match="trainpixelclassifier ended with status 3"):
        headless.stream("trainpixelclassifier", {}, seen.append)
    assert seen[-1] == "refused"


def test_the_ground_of_the_evaluation_lies_apart_from_what_trains(tmp_path):
    import own_data

    chips = [
        {"window": [x, y, 64, 64], "classes": [[3, 10], [7, 5]] if x < 256 else [[3, 8], [7, 9]]}
        for x in range(0, 384, 64)
        for y in range(0, 128, 64)
    ]
    scene = {"width": 384, "height": 128, "geotransform": [100, 2, 0, 900, 0, -2]}
    manifest = {"chip_size_px": 64, "classes": [{"value": 3}, {"value": 7}], "scenes": [scene], "chips": chips}
    (tmp_path / "chips.json").write_text(json.dumps(manifest))
    parting = own_data.part_by_space(tmp_path)
    (left, top, right, bottom), (west, north, east, south) = parting.training, parting.evaluated
    apart = max(west - right, left - east, north - bottom, top - south)
    assert apart >= own_data.GAP_PX
    xmin, xmax, ymin, ymax = map(float, parting.extent(parting.training).split(","))
    assert (xmin, xmax) == (100 + 2 * left, 100 + 2 * right) and (ymin, ymax) == (900 - 2 * bottom, 900 - 2 * top)
    for chip in chips:
        chip["classes"] = [[3, 10]]
    chips[0]["classes"] = [[7, 10]]  # whichever side that is on, the other has nothing to compare with
    (tmp_path / "chips.json").write_text(json.dumps(manifest))
    assert own_data.part_by_space(tmp_path) is None


def test_a_failure_is_one_sentence_and_a_status(tmp_path):
    done = run("--raster", tmp_path / "none.tif", "--labels", tmp_path / "none.gpkg", "--folder", tmp_path / "out")
    assert done.returncode == 1
    assert "none.tif" in done.stderr
    assert "Traceback" not in done.stderr
