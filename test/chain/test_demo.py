"""The demo's program as `make demo` calls it, on small scenes and with one epoch."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "test"), str(ROOT / "test" / "demo")]
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


def test_the_invented_scene_is_judged_beside_a_random_forest(tmp_path):
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


def test_own_data_are_judged_by_the_validation(tmp_path):
    import scene

    files = scene.write_scene(tmp_path / "my data", scene.make_scene(320))
    labels = ["--labels", files.labels, "--field", "class"]
    done = run("--raster", files.image, *labels, "--epochs", 1, "--folder", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"overall accuracy +0\.\d+", done.stdout)
    assert "random forest" not in done.stdout
    assert_picture(tmp_path / "out" / "demo.png")


def test_a_failure_is_one_sentence_and_a_status(tmp_path):
    done = run("--raster", tmp_path / "none.tif", "--labels", tmp_path / "none.gpkg", "--folder", tmp_path / "out")
    assert done.returncode == 1
    assert "none.tif" in done.stderr
    assert "Traceback" not in done.stderr
