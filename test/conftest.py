"""What all tests share: the package under its own name, the repository and the real data. Starts neither QGIS nor PyTorch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from plugin_package import ROOT

# Test data are small: one thread is the fastest, and two runs side by side with more would slow each other down many times.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Tests read the English texts of QGIS and of the plugin, whatever the language of this computer.
os.environ["LC_ALL"] = "C.UTF-8"
# Tests import onnxruntime by themselves, too: test_telemetry.py takes this back.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# A busy machine is no failure. What must pass before a change is taken draws the same examples each time: a fault that was there before is no
# reason to refuse it. Everyone else's runs draw others each time, and find it.
settings.register_profile("patient", deadline=None, derandomize="PIXEL_CLASSIFIER_SAME_EXAMPLES" in os.environ)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Declares the setting of pytest-qgis where `-p no:pytest_qgis` has left that out, as pure tests do."""
    if not pluginmanager.has_plugin("pytest_qgis"):
        parser.addini("qgis_gui_enabled", "Unused without pytest-qgis.", type="bool")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Returns the repository root, which is the plugin's folder too."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Returns the folder of real imagery; skips the test where there is none."""
    folder = Path(os.environ.get("PIXEL_CLASSIFIER_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder} (set PIXEL_CLASSIFIER_DATA to its folder)")
    return folder
