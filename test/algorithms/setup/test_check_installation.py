"""Check Installation tells what works, and names fault and cure where something, or everything, is broken."""

from __future__ import annotations

import sys
import zipfile

import pytest
from fake_wheels import write_wheels
from pixel_classifier.algorithms.engine import settings
from pixel_classifier.models.installation import environment
from tiny_scene import Log


@pytest.fixture
def check(run, monkeypatch):
    """Returns `check(python)`: results and log of a check with that Python for the engine."""

    def check(python, **parameters):
        monkeypatch.setenv(settings.VARIABLE, str(python))
        log = Log()
        results = run("checkinstallation", log, **parameters)
        return results, log.lines, log.warnings

    return check


def one_of(lines, beginning):
    return next(line for line in lines if line.startswith(beginning))


def test_where_all_works_it_says_so(check, tmp_path):
    report = tmp_path / "prüfung.html"
    results, lines, warnings = check(sys.executable, REPORT=str(report))
    assert results == {"OK": True, "FAULTS": 0, "REPORT": str(report)}, warnings
    assert "3." in one_of(lines, "QGIS: ")
    assert "megapixels a second" in one_of(lines, "A network on: cpu")
    assert "Training and classification work." in lines
    text = report.read_text(encoding="utf-8")
    for subject in ("numpy", "GDAL", "torch", "torchvision", "timm", "CUDA", "Temporary folder"):
        assert f">{subject}<" in text


def test_where_nothing_is_there_everything_is_told(check, tmp_path):
    """A Python without numpy, GDAL and PyTorch."""
    python = environment.python_of(tmp_path / "bare")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / "bare" / "pyvenv.cfg").write_text(
        f"home = {sys.base_prefix}/bin\ninclude-system-site-packages = false\n"
    )
    results, lines, warnings = check(python)
    assert not results["OK"] and results["FAULTS"] >= 6
    for subject in ("numpy", "GDAL", "torch", "torchvision", "segmentation-models-pytorch", "timm"):
        assert "Set Up Deep Learning" in one_of(warnings, f"{subject}: ")
    assert "Faults that prevent training and classification: 6." in lines


def test_a_python_that_is_not_there_is_told(check, tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "is_complete_here", lambda: False)
    monkeypatch.setattr(environment, "environment_folders", lambda: ())
    monkeypatch.setattr(environment, "own_python", lambda: None)
    results, _, warnings = check(tmp_path / "none")
    assert results == {"OK": False, "FAULTS": 1}
    assert str(tmp_path / "none") in one_of(warnings, "Engine: none [fault]")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; os.abort()", "crashed"),
        ("raise OSError('libcudart.so.99: cannot open shared object file')", "libcudart.so.99"),
    ],
)
def test_a_torch_that_dies_is_told_and_what_was_found_before_stays(check, tmp_path, monkeypatch, code, said):
    packages = tmp_path / "packages"
    for wheel in write_wheels(tmp_path / "wheels", torch=code).iterdir():
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
    monkeypatch.setenv("PYTHONPATH", str(packages))
    results, lines, warnings = check(sys.executable)
    assert results == {"OK": False, "FAULTS": 1}
    assert said in one_of(warnings, "A network on the CPU: failed [fault]")
    assert one_of(lines, "GDAL: ").endswith("with its data")


def test_other_versions_and_builds_are_doubtful_but_no_fault(monkeypatch):
    from pixel_classifier.models.installation import diagnostics
    from pixel_classifier.models.installation.findings import Verdict

    known = {"torch": "1.0+cpu", "torchvision": "0.1"}
    monkeypatch.setattr(diagnostics, "_version", known.get)
    assert diagnostics._package("torch==2.0").verdict is Verdict.DOUBTFUL
    assert diagnostics._package("torch==1.0").verdict is Verdict.GOOD
    assert diagnostics._package("timm==1.0").verdict is Verdict.BAD
    assert "different builds" in diagnostics._pair()[0].found
    assert diagnostics._numpy("0.0.1").verdict is Verdict.DOUBTFUL


def test_a_driver_that_does_not_answer_is_told_with_the_cure(monkeypatch):
    from types import SimpleNamespace

    from pixel_classifier.models.installation import diagnostics
    from pixel_classifier.models.installation.findings import Verdict

    def torch(cuda, available):
        return SimpleNamespace(
            version=SimpleNamespace(cuda=cuda),
            cuda=SimpleNamespace(is_available=lambda: available, device_count=lambda: 2),
        )

    for driver, cuda, available, verdict, said in (
        (True, "12.0", True, Verdict.GOOD, "2 devices"),
        (True, "12.0", False, Verdict.DOUBTFUL, "driver cannot be used"),
        (True, None, False, Verdict.DOUBTFUL, "built without it"),
        (False, "12.0", False, Verdict.GOOD, "no NVIDIA driver"),
        (False, None, False, Verdict.GOOD, "no NVIDIA driver"),
    ):
        monkeypatch.setattr(diagnostics, "has_nvidia_driver", lambda driver=driver: driver)
        finding = diagnostics.cuda(torch(cuda, available))
        assert finding.verdict is verdict and said in finding.found
        assert bool(finding.cure) == (verdict is not Verdict.GOOD)
