"""Jobs run in an engine process or in this one, with the same results."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pixel_classifier.algorithms.engine import run, settings
from pixel_classifier.models.engine import jobs
from pixel_classifier.models.installation import environment
from qgis.core import QgsApplication, QgsProcessingException
from tiny_scene import Log


@pytest.fixture
def choice(monkeypatch, qgis_app):
    """Returns `choice(platform, setting)`: where jobs would be done."""

    def choice(platform, setting=None):
        monkeypatch.setattr(QgsApplication, "platform", lambda: platform)
        if setting is None:
            monkeypatch.delenv(settings.VARIABLE, raising=False)
        else:
            monkeypatch.setenv(settings.VARIABLE, setting)
        return run.choose_engine()

    return choice


def test_the_desktop_uses_a_process_and_scripts_this_one(choice):
    python = choice("desktop").python
    assert python is not None and Path(python).is_file()
    assert choice("qgis_process") == choice("external") == run.EngineChoice()


def test_without_pytorch_in_this_process_scripts_use_the_environment(choice, monkeypatch, tmp_path):
    python = tmp_path / "python"
    monkeypatch.setattr(environment, "is_complete_here", lambda: False)
    monkeypatch.setattr(environment, "environment_python", lambda: python)
    assert choice("qgis_process") == run.EngineChoice(str(python))


def test_where_qgis_itself_has_pytorch_its_own_python_is_the_engine(choice, monkeypatch):
    monkeypatch.setattr(environment, "environment_python", lambda: None)
    place = choice("desktop")
    assert place.python == str(environment.own_python())
    assert place.package_folders, "it is told where QGIS found the packages"


def test_the_setting_decides(choice, tmp_path):
    python = tmp_path / "my python"
    python.touch()
    assert choice("qgis_process", str(python)) == run.EngineChoice(str(python))
    assert choice("desktop", "in_process") == run.EngineChoice()
    assert str(tmp_path / "none") in choice("desktop", str(tmp_path / "none")).complaint


def test_an_environment_without_its_python_is_reported(choice, monkeypatch):
    monkeypatch.setattr(environment, "is_complete_here", lambda: False)
    monkeypatch.setattr(environment, "environment_python", lambda: None)
    monkeypatch.setattr(environment, "missing_packages", lambda: ())
    assert choice("desktop").complaint


@pytest.fixture
def in_engine(monkeypatch):
    """Lets jobs run in an engine process with the Python that runs the tests."""
    monkeypatch.setenv(settings.VARIABLE, sys.executable)
    monkeypatch.setattr(jobs, "perform", None)  # nothing is done here


def test_an_engine_gives_the_same_bytes(run, scene, model, tmp_path, in_engine, monkeypatch):
    log = Log()
    inputs = {"INPUT": scene.image, "MODEL": model["OUTPUT"], "MASK": scene.polygons, "DEVICE": "cpu"}
    there = run("classifypixels", log, OUTPUT=str(tmp_path / "über da.tif"), **inputs)
    monkeypatch.undo()
    here = run("classifypixels", OUTPUT=str(tmp_path / "here.tif"), **inputs)
    assert Path(there["OUTPUT"]).read_bytes() == Path(here["OUTPUT"]).read_bytes()
    assert any(line.startswith("Classifying") for line in log.lines)
    assert log.shares[-1] == 100.0
    assert {path.name for path in tmp_path.iterdir()} == {
        "here.tif", "here.tif.aux.xml", "über da.tif", "über da.tif.aux.xml",
    }  # fmt: skip


def test_an_error_of_the_work_is_qgis_own(run, scene, model, tmp_path, in_engine):
    with pytest.raises(QgsProcessingException, match="cuda:7 does not exist"):
        run("classifypixels", INPUT=scene.image, MODEL=model["OUTPUT"], DEVICE="cuda:7", OUTPUT=str(tmp_path / "a.tif"))
    assert list(tmp_path.iterdir()) == []
