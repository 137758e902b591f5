"""Child processes get the environment variables of QGIS, less what only holds for its own Python."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest
from pixel_classifier.algorithms.engine import child_process

PROGRAM = """
import resource
import numpy as np
np.ones(50_000_000, np.uint8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    np.ones(50_000_000, np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def test_the_settings_of_qgis_own_python_stay_with_it(monkeypatch, tmp_path):
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "pyvenv.cfg").touch()
    for name in ("PYTHONHOME", "PYTHONEXECUTABLE", "PYTHONPATH", "LD_LIBRARY_PATH", "GDAL_DATA", "OMP_NUM_THREADS"):
        monkeypatch.setenv(name, "/somewhere")
    inherited = child_process.child_environment(str(venv / "bin" / "python"), "/passing files")
    assert not inherited.contains("PYTHONHOME") and not inherited.contains("PYTHONEXECUTABLE")
    assert {inherited.value(name) for name in ("TMPDIR", "TEMP", "TMP")} == {"/passing files"}
    for name in ("PYTHONPATH", "LD_LIBRARY_PATH", "GDAL_DATA", "OMP_NUM_THREADS"):
        assert inherited.value(name) == "/somewhere"
    assert inherited.value("PYTORCH_ENABLE_MPS_FALLBACK") == "1"
    monkeypatch.setenv("PYTORCH_ENABLE_MPS_FALLBACK", "0")
    assert child_process.child_environment(str(venv / "bin" / "python")).value("PYTORCH_ENABLE_MPS_FALLBACK") == "0"
    own = child_process.child_environment(str(Path(sys.base_prefix, "bin", "python3")))
    assert own.value("PYTHONHOME") == "/somewhere"


def page_faults(variables: dict[str, str]) -> int:
    """Returns the number of page faults of a process that allocates and frees large arrays."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=variables, check=True, capture_output=True, text=True)
    return int(done.stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library has no mallopt")
def test_freed_memory_is_used_again_without_page_faults():
    inherited = child_process.child_environment(sys.executable)
    kept = {name: inherited.value(name) for name in list(inherited.keys())}
    returned = {name: value for name, value in kept.items() if not name.startswith("MALLOC_")}
    assert page_faults(kept) < page_faults(returned) / 4
