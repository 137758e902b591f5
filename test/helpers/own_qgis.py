"""Runs a program in a QGIS of its own, with the package importable and Processing's registry at hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

_START = """
import json, sys
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
registry = QgsApplication.processingRegistry()
sys.path.insert(0, {folder!r})
import plugin_package
"""
_END = """
print("RESULT" + json.dumps(result))
app.exitQgis()
"""


def result_of(program: str, **environment: str) -> object:
    """Runs a program that sets `result`, and returns that; further variables of the environment can be given."""
    whole = _START.format(folder=str(Path(__file__).resolve().parent)) + program + _END
    done = subprocess.run(
        [sys.executable, "-c", whole],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))[6:])
