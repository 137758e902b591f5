"""What another Python runs to do the plugin's work: `python run_module.py MODULE ...` calls `main` of a module of `models`.

The plugin's folder may have any name and lie anywhere, and this Python knows neither QGIS nor the plugin, so the package is
made known to it by its place. To be run by its path only, never imported.
"""

from __future__ import annotations

import importlib.util
import os
import sys

PACKAGE = "pixel_classifier"


def start() -> None:
    """Makes the package known and hands over to the module that the command line names."""
    here = os.path.dirname(os.path.abspath(__file__))
    # Python put this script's folder first; "" is any folder.
    sys.path[:] = [entry for entry in sys.path if entry and os.path.abspath(entry) != here]
    root = os.path.dirname(os.path.dirname(here))
    spec = importlib.util.spec_from_file_location(
        PACKAGE, os.path.join(root, "__init__.py"), submodule_search_locations=[root]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    importlib.import_module(f"{PACKAGE}.models.{sys.argv[1]}").main(sys.argv[2:])


if __name__ == "__main__":
    start()
