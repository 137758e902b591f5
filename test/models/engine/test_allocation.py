from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = Path(__file__).resolve().parents[3] / "models" / "engine" / "allocation.py"
PROGRAM = """
import resource, runpy, sys
import numpy as np
if sys.argv[2] == "keep":
    runpy.run_path(sys.argv[1])["keep_freed_memory"]()
np.ones(50_000_000, np.uint8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    np.ones(50_000_000, np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(way: str) -> int:
    """Returns how often the system had to bring in a page while large arrays came and went."""
    command = [sys.executable, "-c", PROGRAM, str(MODULE), way]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library has no mallopt")
def test_memory_that_was_freed_is_used_again_without_asking_the_system():
    assert page_faults("keep") < page_faults("leave") / 4
