"""Check Installation lists the devices of OpenVINO and tries them; another version than the tested one is a warning."""

from __future__ import annotations

import pytest
from pixel_classifier.models.installation import diagnostics
from pixel_classifier.models.installation.findings import InspectRequest, Status, TryRequest
from pixel_classifier.rasters.core.progress import SilentReporter


@pytest.fixture(autouse=True)
def short_trials(monkeypatch):
    monkeypatch.setattr(diagnostics, "_TRIAL_S", 0.01)


def test_the_devices_of_openvino_are_listed_and_tried():
    pytest.importorskip("openvino")
    tried = diagnostics.try_device(TryRequest("cpu"), SilentReporter())
    assert "openvino:cpu" in tried.other_devices
    (finding,) = diagnostics.try_device(TryRequest("openvino:cpu"), SilentReporter()).findings
    assert finding.status is Status.OK
    assert finding.found.startswith("openvino:cpu (") and "megapixels a second" in finding.found


@pytest.mark.parametrize(
    ("found", "said"), [(None, "not installed"), ("2024.3.0", "2024.3.0; tested with 20"), ("2099.1.0", "tested with")]
)
def test_another_version_of_openvino_is_a_warning_and_none_is_no_fault(monkeypatch, found, said):
    version = diagnostics._version
    monkeypatch.setattr(diagnostics, "_version", lambda name: found if name == "openvino" else version(name))
    findings = diagnostics.inspect(InspectRequest(), SilentReporter()).findings
    (finding,) = (each for each in findings if each.subject == "OpenVINO")
    assert said in finding.found
    assert finding.status is (Status.OK if found is None else Status.WARNING)
