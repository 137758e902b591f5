"""Makes the repository root importable as package `pixel_classifier`, whatever the checkout's folder is called.

Knows no QGIS: the pure tests and the torch tests run without starting it.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "pixel_classifier"


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Declares the setting of pytest-qgis where `-p no:pytest_qgis` has left that out, as pure tests do."""
    if not pluginmanager.has_plugin("pytest_qgis"):
        parser.addini("qgis_gui_enabled", "Unused without pytest-qgis.", type="bool")


def register_package() -> None:
    """Puts the repository root into `sys.modules` under the plugin's own name."""
    if PACKAGE in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(PACKAGE, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    if (ROOT / "__init__.py").exists():
        spec.loader.exec_module(module)


register_package()


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
