"""Makes the repository root importable as package `pixel_classifier`, whatever the checkout's folder is called.

Importing this module is enough. It loads neither QGIS nor PyTorch.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "pixel_classifier"


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
