"""Check Installation tells what works, and names fault and remedy where something, or everything, is broken."""

from __future__ import annotations

import sys
import zipfile

import pytest
from fake_wheels import write_wheels
from pixel_classifier.algorithms.engine import settings
from pixel_classifier.algorithms.setup.check_installation import CheckInstallation
from pixel_classifier.models.installation import environment
from pixel_classifier.models.reports import page
from tiny_scene import Log

pytestmark = pytest.mark.any_qgis


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


def test_where_all_works_there_is_no_fault(check, tmp_path, monkeypatch):
    monkeypatch.setattr(CheckInstallation, "tr", lambda self, text: "traduit")
    monkeypatch.setattr(CheckInstallation, "displayName", lambda self: "Vérifier l'installation")
    report = tmp_path / "prüfung.html"
    results, lines, warnings = check(sys.executable, REPORT=str(report))
    assert results == {"OK": True, "FAULTS": 0, "REPORT": str(report)}, warnings
    assert "3." in one_of(lines, "QGIS: ")
    assert "megapixels a second" in one_of(lines, "A network on: cpu")
    assert "Training and classification work." in lines
    text = report.read_text(encoding="utf-8")
    assert "<h1>Check Installation</h1>" in text and "traduit" not in text and "Vérifier" not in text
    for subject in ("numpy", "GDAL", "torch", "torchvision", "timm", "CUDA", "Temporary folder"):
        assert f">{subject}<" in text


@pytest.fixture
def bare_python(tmp_path):
    """Returns a Python without numpy, GDAL and PyTorch."""
    python = environment.python_of(tmp_path / "bare")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / "bare" / "pyvenv.cfg").write_text(
        f"home = {sys.base_prefix}/bin\ninclude-system-site-packages = false\n"
    )
    return python


def test_where_all_is_missing_each_package_is_a_fault(check, bare_python):
    results, lines, warnings = check(bare_python)
    assert not results["OK"] and results["FAULTS"] >= 6
    for subject in ("numpy", "GDAL", "torch", "torchvision", "segmentation-models-pytorch", "timm"):
        assert "Set Up Deep Learning" in one_of(warnings, f"{subject}: ")
    assert f"Faults that prevent training and classification: {results['FAULTS']}." in lines


def test_without_jinja2_the_results_are_returned_and_the_missing_report_is_a_warning(
    check, bare_python, tmp_path, monkeypatch
):
    monkeypatch.setattr(page, "find_spec", lambda name: None)
    results, _, warnings = check(bare_python, REPORT=str(tmp_path / "report.html"))
    assert set(results) == {"OK", "FAULTS"} and results["FAULTS"] >= 6
    assert "jinja2 is missing" in one_of(warnings, "A report cannot be written")
    assert not (tmp_path / "report.html").exists()


def test_a_missing_python_is_reported(check, tmp_path, monkeypatch):
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
def test_a_torch_that_crashes_is_reported_after_the_other_findings(check, tmp_path, monkeypatch, code, said):
    packages = tmp_path / "packages"
    for wheel in write_wheels(tmp_path / "wheels", torch=code).iterdir():
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
    monkeypatch.setenv("PYTHONPATH", str(packages))
    results, lines, warnings = check(sys.executable)
    assert results == {"OK": False, "FAULTS": 1}
    assert said in one_of(warnings, "A network on the CPU: failed [fault]")
    assert one_of(lines, "GDAL: ").endswith("with its data")


def test_other_versions_and_builds_are_a_warning_but_no_fault(monkeypatch):
    from pixel_classifier.models.installation import diagnostics
    from pixel_classifier.models.installation.findings import Status

    known = {"torch": "1.0+cpu", "torchvision": "0.1"}
    monkeypatch.setattr(diagnostics, "_version", known.get)
    assert diagnostics._package("torch==2.0").status is Status.WARNING
    assert diagnostics._package("torch==1.0").status is Status.OK
    assert diagnostics._package("timm==1.0").status is Status.FAULT
    assert "different builds" in diagnostics._pair()[0].found
    assert diagnostics._numpy("0.0.1").status is Status.WARNING


def test_a_driver_that_does_not_answer_is_reported_with_the_remedy(monkeypatch):
    from types import SimpleNamespace

    from pixel_classifier.models.installation import diagnostics
    from pixel_classifier.models.installation.findings import Status

    def torch(cuda, available):
        return SimpleNamespace(
            version=SimpleNamespace(cuda=cuda),
            cuda=SimpleNamespace(is_available=lambda: available, device_count=lambda: 2),
        )

    for driver, cuda, available, status, said in (
        (True, "12.0", True, Status.OK, "2 devices"),
        (True, "12.0", False, Status.WARNING, "driver cannot be used"),
        (True, None, False, Status.WARNING, "built without it"),
        (False, "12.0", False, Status.OK, "no NVIDIA driver"),
        (False, None, False, Status.OK, "no NVIDIA driver"),
    ):
        monkeypatch.setattr(diagnostics, "has_nvidia_driver", lambda driver=driver: driver)
        finding = diagnostics.cuda(torch(cuda, available))
        assert finding.status is status and said in finding.found
        assert bool(finding.remedy) == (status is not Status.OK)
