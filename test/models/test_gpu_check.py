"""`test/gpu/check.py` works, in small form on the CPU, so that it does on the day when a GPU is at hand."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path

import torch

PROGRAM = Path(__file__).resolve().parents[1] / "gpu" / "check.py"
PARTS = {"environment", "networks", "dtypes", "training", "resuming", "memory", "waits", "cutting", "pinned", "losses", "augmenting", "maps", "trainings", "prediction", "askew", "files", "epochs", "naip"}  # fmt: skip


def test_every_part_runs_on_a_cpu(tmp_path):
    table = tmp_path / "table.json"
    command = [sys.executable, str(PROGRAM), "--device", "cpu", "--small", "--json", str(table)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=540)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = json.loads(table.read_text())
    assert {line["part"] for line in lines} == PARTS
    skipped = {line["part"] for line in lines if line["verdict"] == "skipped"}
    assert skipped == {"waits", "pinned", "naip"}, "what needs CUDA, and data"
    assert {line["part"] for line in lines if line["verdict"] == "ok"} >= PARTS - skipped - {"files", "epochs"}
    assert all(line["note"] for line in lines if line["verdict"] == "skipped"), "with the reason"


def test_a_part_that_fails_is_a_line_and_the_others_go_on(monkeypatch):
    spec = importlib.util.spec_from_file_location("gpu_check", PROGRAM)
    program = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gpu_check", program)
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec.loader.exec_module(program)

    def broken(check):
        raise RuntimeError("no kernel image")

    def fine(check):
        check.correct("one", True)
        check.correct("two", False)

    check = program.Check(torch.device("cpu"), True, None, time.monotonic() + 60)
    for part in (broken, fine):
        check.run(part)
    check.ends = 0
    check.run(fine)
    verdicts = [(line.part, line.verdict) for line in check.lines if line.what != "time of the part"]
    assert verdicts == [("broken", "FAILED"), ("fine", "ok"), ("fine", "FAILED"), ("fine", "skipped")]
