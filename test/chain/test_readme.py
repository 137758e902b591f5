"""Runs the examples of README and docs: shell blocks through `qgis_process`, Python blocks in QGIS's Python and without QGIS.

They run on a small version of the demo's scene, with one epoch and small batches.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytest.importorskip("osgeo")


def block(document: str, language: str, word: str) -> str:
    """Returns the one fenced block of a document in a language that holds a word, with less training."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    (one,) = (block for block in found if word in block)
    return _with_less_training(one)


def _with_less_training(block: str) -> str:
    for many, few in (
        ("EPOCHS=12 BATCH_SIZE=4", "EPOCHS=1 BATCH_SIZE=2"),
        ("epochs=12 batch_size=4", "epochs=1 batch_size=2"),
        ('"EPOCHS": 12, "BATCH_SIZE": 4', '"EPOCHS": 1, "BATCH_SIZE": 2'),
        ("epochs=12, batch_size=4", "epochs=1, batch_size=2"),
        ('"epochs": 12,', '"epochs": 1,'),
        ('"batch_size": 4,', '"batch_size": 2,'),
    ):
        block = block.replace(many, few)
    return block


@pytest.fixture
def folder(tmp_path) -> Path:
    """Returns a folder with the files that the examples name."""
    import scene

    files = scene.write_scene(tmp_path, scene.make_scene(320))
    shutil.copy(files.labels, tmp_path / "reference.gpkg")
    return tmp_path


@pytest.fixture
def environment(tmp_path_factory) -> dict[str, str]:
    """Returns the environment of a fresh profile in which the plugin is installed, not yet enabled."""
    from headless import Headless

    headless = Headless(tmp_path_factory.mktemp("profile"), environment=Path(sys.prefix))
    (headless.folder / "profiles" / "default" / "QGIS" / "QGIS3.ini").unlink()
    return headless.environment


@pytest.fixture
def enabled(tmp_path_factory) -> dict[str, str]:
    """Returns the environment of a profile in which the plugin is enabled."""
    from headless import Headless

    return Headless(tmp_path_factory.mktemp("profile"), environment=Path(sys.prefix)).environment


def run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Runs a command in the folder and returns what it said; fails where the command does."""
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


def assert_map(folder: Path) -> None:
    """Asserts that classes.tif is a map of the scene with the classes of the training polygons."""
    from osgeo import gdal

    raster = gdal.Open(str(folder / "classes.tif"))
    assert (raster.RasterXSize, raster.RasterYSize) == (320, 320)
    raster.GetGeoTransform()  # GDAL 3.6 reads the sidecar with the category names only now
    names = raster.GetRasterBand(1).GetRasterCategoryNames()
    assert {"forest", "orchard", "water"} <= set(names)


def test_the_lines_for_the_command_line_work(folder, environment):
    lines = block("README.md", "sh", "plugins enable")
    run(["bash", "-euxo", "pipefail", "-c", lines], folder, environment)
    assert_map(folder)
    assert (folder / "confidence.tif").is_file()
    assert "<svg" in (folder / "report.html").read_text(encoding="utf-8")
    assert "Confusion matrix" in (folder / "assessment.html").read_text(encoding="utf-8")


def test_the_lines_for_the_models_work(folder, enabled):
    from osgeo import ogr

    lines = block("docs/modeler.md", "sh", "trainandclassify")
    run(["bash", "-euxo", "pipefail", "-c", lines], folder, enabled)
    assert_map(folder)
    file = ogr.Open(str(folder / "cover.gpkg"))
    names = {feature["name"] for feature in file.GetLayer(0)}
    assert names and names <= {"building", "crop rows", "forest", "meadow", "orchard", "road", "water"}


def test_the_lines_for_the_installation_work(tmp_path, enabled):
    """On a computer without PyTorch and without a network, where pip finds small packages of the same names."""
    from fake_wheels import write_wheels

    text = (ROOT / "docs" / "installation.md").read_text(encoding="utf-8")
    set_up, check = (
        re.search(rf"^(qgis_process run pixelclassifier:{name} .*)$", text, re.MULTILINE)[1]
        for name in ("setupdeeplearning", "checkinstallation")
    )
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(write_wheels(tmp_path / "wheels")),
        "PIP_CONFIG_FILE": os.devnull,
    }
    elsewhere = {"XDG_DATA_HOME": str(tmp_path / "data"), "HOME": str(tmp_path)}
    said = run(["bash", "-c", set_up], tmp_path, {**enabled, **offline, **elsewhere})
    assert "Installing collected packages" in said
    profile = Path(enabled["QGIS_CUSTOM_CONFIG_PATH"], "profiles", "default")
    assert (profile / "pixel_classifier" / "pixel_classifier-1" / "pyvenv.cfg").is_file()
    run(["bash", "-c", check], tmp_path, enabled)
    assert "torch" in (tmp_path / "installation.html").read_text(encoding="utf-8")


def run_in_qgis(lines: str, folder: Path, environment: dict[str, str]) -> str:
    """Runs lines as in QGIS's Python console and returns the output."""
    from headless import START_QGIS

    script = folder / "script.py"
    script.write_text(START_QGIS.format(plugins=environment["QGIS_PLUGINPATH"]) + lines, encoding="utf-8")
    return run([sys.executable, str(script)], folder, environment)


def test_the_lines_for_qgis_python_work(folder, environment):
    output = run_in_qgis(block("README.md", "python", "processing.run"), folder, environment)
    assert "classes.tif" in output.splitlines()
    assert_map(folder)
    assert (folder / "model" / "model.safetensors").is_file()


def test_the_lines_for_each_step_in_qgis_python_work(folder, environment):
    output = run_in_qgis(block("docs/python.md", "python", "processing.run"), folder, environment)
    assert re.search(r"mean IoU 0\.\d\d, accuracy 0\.\d\d", output)
    assert re.search(r"kappa -?0\.\d\d", output)
    assert_map(folder)


@pytest.mark.parametrize(("word", "model"), [("export_chips", "model"), ("train_arrays", "model_of_arrays")])
def test_the_lines_without_qgis_work(folder, environment, word, model):
    guard = "import sys\nsys.modules['qgis'] = None\n"
    script = folder / "script.py"
    script.write_text(guard + block("docs/python.md", "python", word), encoding="utf-8")
    output = run([sys.executable, str(script)], folder, {**environment, "PYTHONPATH": environment["QGIS_PLUGINPATH"]})
    assert 0 <= float(output.split()[-1]) <= 1
    assert (folder / model / "model.safetensors").is_file()
    assert (folder / "classes.tif").is_file() == (word == "export_chips")
