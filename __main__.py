"""The command line of the package: `python -m pixel_classifier COMMAND ...` beside the plugin's folder, or `python FOLDER COMMAND ...`.

The plugin's folder may have any name and path, and Python need not find it by import: started by its path, this script registers
the package first. So the processes of QGIS start it.
"""

from __future__ import annotations

import importlib.util
import os
import sys

PACKAGE = "pixel_classifier"


def start() -> None:
    """Calls the command line with the arguments of the process."""
    package = __package__ or _registered()
    importlib.import_module(f"{package}.models.engine.command_line").main(sys.argv[1:])


def _registered() -> str:
    """Registers the package by its path and returns its name."""
    root = os.path.dirname(os.path.abspath(__file__))
    # Python put this folder first, in which packages have common names; "" is any folder.
    sys.path[:] = [entry for entry in sys.path if entry and os.path.abspath(entry) != root]
    spec = importlib.util.spec_from_file_location(
        PACKAGE, os.path.join(root, "__init__.py"), submodule_search_locations=[root]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    return PACKAGE


if __name__ == "__main__":
    start()
