"""The SLURM script of docs/cluster.md through a real SLURM, a cluster of this machine alone: `make test-slurm`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from cluster_page import environment, script_under, write_project

pytestmark = pytest.mark.skipif(not shutil.which("sbatch"), reason="make test-slurm starts SLURM")


@pytest.fixture
def project(tmp_path):
    """The folder that the script runs in, with the map of one run."""
    write_project(tmp_path)
    (tmp_path / "classify.sh").write_text(script_under("SLURM"))
    one = ["python", "-m", "pixel_classifier", "classify", "--input", "image.tif", "--model", "model"]
    subprocess.run([*one, "--output", "whole.tif"], cwd=tmp_path, env=environment(), check=True)
    return tmp_path


def slurm(project, *words):
    """Runs a command of SLURM; returns the lines that it writes."""
    done = subprocess.run(words, cwd=project, env=environment(), capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def submitted(project, *options):
    """Submits the script, waits for its tasks, and returns the id of the job and what the tasks logged."""
    done = subprocess.run(
        ["sbatch", "--wait", "--parsable", "--output=task-%A-%a.log", *options, "classify.sh"],
        cwd=project, env=environment(), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    number = done.stdout.strip()
    logs = "".join(path.read_text() for path in sorted(project.glob(f"task-{number}-*.log")))
    return number, logs, done.stderr


def accounting(number):
    """Returns SLURM's own lines on the tasks of a job."""
    lines = Path(os.environ["SLURM_COMPLETED"]).read_text().splitlines()
    return [line for line in lines if re.search(rf"\bArrayJobId={number}\b", line)]


def test_the_tasks_of_the_array_make_the_map(project):
    number, logs, errors = submitted(project)
    assert "all parts are there" in logs, logs + errors
    assert (project / "classes.tif").read_bytes() == (project / "whole.tif").read_bytes()
    assert not (project / "classes.tif.strips").exists()
    lines = accounting(number)
    print(*lines, sep="\n")
    assert len(lines) == 4 and all("JobState=COMPLETED" in line for line in lines)


def test_a_smaller_array_computes_what_cancelled_tasks_left(project):
    (held,) = slurm(project, "sbatch", "--parsable", "--hold", "--output=task-%A-%a.log", "classify.sh")
    slurm(project, "scontrol", "release", f"{held}_1", f"{held}_3")
    deadline = time.monotonic() + 120
    while len(accounting(held)) < 2 and time.monotonic() < deadline:
        time.sleep(0.5)
    slurm(project, "scancel", held)
    assert not (project / "classes.tif").exists() and (project / "classes.tif.strips").is_dir()
    number, logs, errors = submitted(project, "--array=1-2")
    assert logs.count("Resuming") == 2 and "all parts are there" in logs, logs + errors
    assert (project / "classes.tif").read_bytes() == (project / "whole.tif").read_bytes()
    assert len(accounting(number)) == 2
