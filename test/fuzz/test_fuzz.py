"""A short campaign with hostile files, the same inputs each time: `make fuzz` tries more of them."""

from __future__ import annotations

import faulthandler
import os
import resource
from pathlib import Path

import pytest
from fuzz import prepared
from guard import campaign
from pixel_classifier.rasters.core.errors import SettingsError
from targets import TARGETS

LONGEST_S = 60
INPUTS = {
    "model.json": 150, "config.json and weights": 12, "classification": 12, "checkpoints and .pt files": 50, "chips.json": 150,
    "Esri's files": 20, "chip pixels": 30, "rasters": 150, "virtual rasters": 100, "exports": 15, "class tables and reports": 40,
    "GeoJSON": 40, "GeoPackage": 30, "geometries": 10, "request files": 100, "STAC items": 150, "records of strips": 30, "ONNX files": 60,
}  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_hostile_files_are_refused_with_a_sentence(target, tmp_path):
    if target == "ONNX files":
        pytest.importorskip("onnx", reason="onnx is an optional package, which Set Up Deep Learning installs with ONNX")
    work = tmp_path / "work"
    work.mkdir()
    outcome = campaign(target, prepared(target, tmp_path), work, seed=1, seconds=LONGEST_S, most=INPUTS[target])
    assert outcome.findings == {}
    assert outcome.tried == INPUTS[target]


@pytest.mark.parametrize(
    ("attempt", "finding"),
    [
        (lambda folder, random: 1 / 0, "ZeroDivisionError"),
        (lambda folder, random: (folder.parents[1] / "outside").write_text(""), "did open"),
        (lambda folder, random: os.system("true"), "did os.system"),
        (lambda folder, random: _abort(), "SIGABRT"),
        (lambda folder, random: bytearray(b"x") * 2**26, "took"),
        (lambda folder, random: bytearray(2**34), "MemoryError"),
        (lambda folder, random: _refused("no"), "no sentence"),
    ],
)
def test_the_guard_finds_what_must_not_happen(attempt, finding, tmp_path, monkeypatch):
    if finding == "took" and _peak_bytes() - _held_bytes() > 2**24:
        pytest.skip("this process once held more than now, so that 64 MiB do not raise its peak")
    monkeypatch.setattr("guard.MOST_BYTES", 2**25)
    work = tmp_path / "work"
    work.mkdir()
    outcome = campaign("guard", attempt, work, seed=1, seconds=LONGEST_S, most=1)
    assert [text for text in outcome.findings if finding in text], outcome.findings


def test_the_guard_ends_what_does_not_answer(tmp_path, monkeypatch):
    def endless(folder, random):
        while True:
            pass

    monkeypatch.setattr("guard.LONGEST_S", 0.3)
    work = tmp_path / "work"
    work.mkdir()
    outcome = campaign("guard", endless, work, seed=1, seconds=LONGEST_S, most=2)
    assert outcome.counts["no answer within 0.3 s"] == 2


def _refused(text):
    raise SettingsError(text)


def _peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _held_bytes():
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def _abort():
    """Crashes without the stack that the test runner would print, as though a test had crashed."""
    faulthandler.disable()
    os.abort()
