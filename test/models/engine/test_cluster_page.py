"""The scripts of docs/cluster.md do what the page tells: parts of queues are joined to the map of one run."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess

import numpy as np
import pytest
import yaml
from chip_samples import bare_folder, scene
from cluster_page import environment, script_under, training_scripts, words_of, write_project
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.engine import command_line
from pixel_classifier.models.prediction import classify
from torchrun import needs_torchrun

QUEUES = ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "JOB_COMPLETION_INDEX", "RANK")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The folder that the page's commands run in, with the map of one run."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in QUEUES:
        monkeypatch.delenv(name, raising=False)
    assert run(["classify", "--input", "image.tif", "--model", "model", "--output", "whole.tif"]) == 0
    return tmp_path


def run(words):
    return command_line.run([*words, "--device", "cpu"] if words[0] == "classify" else words)


def assert_joined(project):
    assert (project / "classes.tif").read_bytes() == (project / "whole.tif").read_bytes()
    assert not (project / "classes.tif.strips").exists()


def slurm_task(monkeypatch, number, first, count):
    for name, value in (("ID", number), ("MIN", first), ("MAX", first + count - 1), ("COUNT", count), ("STEP", 1)):
        monkeypatch.setenv(f"SLURM_ARRAY_TASK_{name}", str(value))


@pytest.mark.parametrize("first", [0, 1, 7])
def test_the_tasks_of_a_slurm_array_make_the_map(project, monkeypatch, first):
    script = script_under("SLURM")
    count = int(re.search(r"^#SBATCH --array=1-(\d+)$", script, re.MULTILINE)[1])
    for number in [*range(first + 1, first + count), first]:
        assert not (project / "classes.tif").exists()
        slurm_task(monkeypatch, number, first, count)
        assert run(words_of(script)) == 0
    assert_joined(project)


def test_a_smaller_array_computes_what_failed_tasks_left(project, monkeypatch, capsys):
    words = words_of(script_under("SLURM"))
    for number in (1, 3):
        slurm_task(monkeypatch, number, 1, 4)
        run(words)
    capsys.readouterr()
    for number in (1, 2):
        slurm_task(monkeypatch, number, 1, 2)
        assert run(words) == 0
        assert re.search(r"Resuming: 1 of 2\sstrips", capsys.readouterr().err)
    assert_joined(project)


def test_the_pods_of_an_indexed_job_make_the_map(project, monkeypatch):
    job = yaml.safe_load(script_under("Kubernetes"))["spec"]
    assert job["completionMode"] == "Indexed"
    (container,) = job["template"]["spec"]["containers"]
    words = container["command"][3:]
    assert container["command"][:3] == ["python", "-m", "pixel_classifier"]
    assert words[words.index("--parts") + 1] == str(job["completions"])
    mounted = {each["name"] for each in container["volumeMounts"]}
    assert mounted == {each["name"] for each in job["template"]["spec"]["volumes"]}
    for index in reversed(range(job["completions"])):
        monkeypatch.setenv("JOB_COMPLETION_INDEX", str(index))
        assert run(words) == 0
    assert_joined(project)


def test_parts_whose_last_task_was_killed_while_it_joined_are_joined_by_hand(project, monkeypatch, capsys):
    words = words_of(script_under("SLURM"))
    with monkeypatch.context() as killed:
        killed.setattr(classify, "join_if_whole", lambda *_: classify.ClassifyResult(""))
        for number in (1, 2, 3):
            slurm_task(monkeypatch, number, 1, 4)
            run(words)
        assert run(words_of(script_under("Joining by hand"))) == 1
        assert "missing or not whole: 4" in capsys.readouterr().err
        slurm_task(monkeypatch, 4, 1, 4)
        run(words)
    assert run(words_of(script_under("Joining by hand"))) == 0
    assert_joined(project)


def test_the_shell_loop_makes_the_map(project):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script_under("A shell loop")],
        cwd=project, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Missing parts") == 3 and "Part 4 of 4 is finished, and all parts are there" in done.stderr
    assert_joined(project)


def test_processes_of_torchrun_share_a_map_and_are_refused_where_each_would_compute_all(project, monkeypatch, capsys):
    words = words_of(script_under("SLURM"))
    for name, value in {
        "TORCHELASTIC_RUN_ID": "1",
        "WORLD_SIZE": "2",
        "LOCAL_RANK": "0",
        "LOCAL_WORLD_SIZE": "2",
    }.items():
        monkeypatch.setenv(name, value)
    for rank in ("1", "0"):
        monkeypatch.setenv("RANK", rank)
        assert run(words[: words.index("--part")]) == 1
        assert "each would compute the whole map. Choose --part auto." in capsys.readouterr().err
        assert run(words) == 0
    assert_joined(project)


def test_the_commands_for_training_are_those_of_torchrun_and_of_the_command_line(capsys):
    from torch.distributed.run import get_args_parser

    for script in training_scripts():
        (line,) = (line for line in script.splitlines() if "-m pixel_classifier" in line)
        words = line.split("torch.distributed.run", 1)[1].replace('"$SLURM_JOB_NUM_NODES"', "2").split()
        options = get_args_parser().parse_args(words)
        assert options.module and options.training_script == "pixel_classifier"
        with pytest.raises(SystemExit) as ended:
            command_line.run([*options.training_script_args, "--help"])
        assert ended.value.code == 0
        batch = options.training_script_args[options.training_script_args.index("--batch-size") + 1]
        nodes = int(options.nnodes.split(":")[-1])
        assert int(batch) % (nodes * int(options.nproc_per_node)) == 0


@needs_torchrun
def test_the_command_for_two_computers_trains_one_model(tmp_path, repository):
    pixels, values = scene(96, seed=4)
    values[np.random.default_rng(0).random(values.shape) > 0.3] = 0
    bare_folder(tmp_path / "chips", pixels, values)
    (tmp_path / "pixel_classifier").symlink_to(repository, target_is_directory=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = (
        training_scripts()[1]
        .replace("node1:29500", f"127.0.0.1:{port}")
        .replace("--nproc-per-node 4", "--nproc-per-node 1")
    )
    command = (
        command.strip() + " --architecture pixel --epochs 1 --learning-rate 0.001 --refit never --device cpu --json"
    )
    computers = [
        subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        told = [each.communicate(timeout=240) for each in computers]
    finally:
        for each in computers:
            if each.poll() is None:
                each.send_signal(signal.SIGKILL)
    assert [each.returncode for each in computers] == [0, 0], "\n".join(errors[-2000:] for _, errors in told)
    results = [json.loads(output) for output, _ in told if output.strip()]
    assert len(results) == 1 and "2 processes" in "".join(errors for _, errors in told)
    assert len(read_description(tmp_path / "model").training["history"]) == 1
