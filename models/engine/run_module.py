"""The script that child processes run: `python run_module.py MODULE ...` calls `main` of a module of `models`.

The plugin's folder may have any name and path, and the child's Python does not find it by import, so this script registers the
package by its path. It is run by its path, never imported.
"""

from __future__ import annotations

import importlib.util
import os
import sys

PACKAGE = "pixel_classifier"


def start() -> None:
    """Registers the package and calls `main` of the module that the command line names."""
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
