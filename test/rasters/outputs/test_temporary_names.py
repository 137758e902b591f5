"""What a killed process left is removed, what it had put aside comes back, and nothing else is touched."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import plugin_package
import pytest
from pixel_classifier.rasters.outputs.atomic_file import write_texts
from pixel_classifier.rasters.outputs.atomic_folder import AppendWriter, FolderWriter
from pixel_classifier.rasters.outputs.temporary_names import (
    REPLACED,
    LeftoverFiles,
    partial_name,
    remove_dead_leftovers,
)

DEAD = 4711


def left(name: str, ending: str = "") -> str:
    """Returns a name as the dead process would have made it."""
    return partial_name(name, ending).replace(f"-{os.getpid()}-", f"-{DEAD}-")


def test_files_and_folders_of_that_process_only_are_removed(tmp_path):
    others = [
        partial_name("classes", ".tif"),
        ".classes.partial-47110-00000000.tif",
        f".classes.partial-{DEAD}-ffffffff00000000.tif",
        "classes.tif",
        "own.partial-4711-x",
    ]
    for name in (
        *others,
        left("classes", ".tif"),
        left("classes", ".tif") + ".aux.xml",
        f".report.html.partial-{DEAD}",
    ):
        (tmp_path / name).touch()
    (tmp_path / left("model") / "half").mkdir(parents=True)
    LeftoverFiles([str(tmp_path / "classes.tif"), str(tmp_path / "model")]).remove(DEAD)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)


def test_folders_made_for_the_result_are_removed_when_empty(tmp_path):
    leftovers = LeftoverFiles([str(tmp_path / "a" / "b" / "model"), str(tmp_path / "c" / "model")])
    (tmp_path / "a" / "b" / left("model")).mkdir(parents=True)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "note").touch()
    leftovers.remove(DEAD)
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_folders_that_were_there_stay(tmp_path):
    (tmp_path / "empty").mkdir()
    LeftoverFiles([str(tmp_path / "empty" / "model")]).remove(DEAD)
    assert (tmp_path / "empty").is_dir()


PROGRAM = """
import os, signal, sys
from plugin_package import ROOT
from pixel_classifier.rasters.outputs.atomic_file import AtomicFile
from pixel_classifier.rasters.outputs.atomic_folder import AppendWriter, FolderWriter

kind, path = sys.argv[1:]
if kind == "file":
    AtomicFile(path).write_text("half")
elif kind == "folder":
    folder = FolderWriter(path, "marker").__enter__()
    open(os.path.join(folder.path, "half"), "w").close()
elif kind == "append":
    open(os.path.join(AppendWriter(path, (), "marker").path, "half"), "w").close()
else:
    rename, moves = os.rename, []
    def killing(source, target):
        if len(moves) == int(kind):
            os.kill(os.getpid(), signal.SIGKILL)
        moves.extend([source] if source != target else [])
        rename(source, target)
    with FolderWriter(path, "marker") as folder:
        for name in ("marker", "weights"):
            with open(os.path.join(folder.path, name), "w") as file:
                file.write("new")
        os.rename = killing
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(kind: str, path: Path) -> None:
    """Writes to a path in a process that is killed meanwhile; `kind` may be the number of renames that it lives to see."""
    helpers = str(Path(plugin_package.__file__).parent)
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, kind, str(path)], env={**os.environ, "PYTHONPATH": helpers}, check=False
    )
    assert ended.returncode == -signal.SIGKILL


def write_again(kind: str, path: Path) -> None:
    if kind == "file":
        write_texts({path: "new"})
    elif kind == "append":
        with AppendWriter(str(path), (), "marker") as writer:
            Path(writer.path, "marker").write_text("new")
    else:
        with FolderWriter(str(path), "marker") as writer:
            Path(writer.path, "marker").write_text("new")


@pytest.mark.parametrize("kind", ["file", "folder", "append"])
def test_the_next_run_removes_what_a_killed_one_left(tmp_path, kind):
    path = tmp_path / "result"
    if kind == "append":
        path.mkdir()
        (path / "marker").touch()
    killed(kind, path)
    left_there = list(tmp_path.rglob(".*partial-*"))
    assert len(left_there) == 1
    running = tmp_path / partial_name("result")  # of this process, which lives
    other = tmp_path / re.sub(r"-[0-9a-f]{12}", "-0123456789ab", left_there[0].name)  # of another computer
    running.touch()
    other.touch()
    write_again(kind, path)
    assert sorted(tmp_path.iterdir()) == sorted([path, running, other])
    assert list(path.rglob(".*")) == []


@pytest.mark.parametrize("renames", range(1, 4))
def test_the_next_run_finds_the_earlier_result_where_a_killed_one_had_put_it_aside(tmp_path, renames):
    path = tmp_path / "model"
    with FolderWriter(str(path), "marker") as writer:
        for name in ("marker", "weights"):
            Path(writer.path, name).write_text("old")
    killed(str(renames), path)
    assert (path / "marker").exists() is False
    with contextlib.suppress(KeyError), FolderWriter(str(path), "marker"):
        raise KeyError  # the next run fails, or is cancelled
    assert {entry.name: entry.read_text() for entry in path.iterdir()} == {"marker": "old", "weights": "old"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["model"]


def test_a_run_beside_it_leaves_an_earlier_result_put_aside_to_the_run_that_writes_it(tmp_path):
    path = tmp_path / "model"
    write_again("folder", path)
    killed("1", path)
    write_texts({tmp_path / "table.csv": "x"})
    LeftoverFiles([str(tmp_path / "table.csv")]).remove(
        int(re.search(r"partial-(\d+)", " ".join(os.listdir(tmp_path)))[1])
    )
    assert not (path / "marker").exists()
    remove_dead_leftovers(str(path))
    assert (path / "marker").read_text() == "new"


class Killed(BaseException):
    """Stands for the end of the process: nothing is cleaned up."""


@pytest.mark.parametrize("moves", range(1, 8))
def test_an_earlier_result_is_whole_wherever_its_exchange_was_cut_short(tmp_path, monkeypatch, moves):
    """Three entries are put aside and three put in place: after the last of them the new result is there."""
    final = tmp_path / "model"
    for text in ("old", "new"):
        try:
            with FolderWriter(str(final), "marker") as folder:
                for name in ("marker", "weights", "extra"):
                    with open(os.path.join(folder.path, name), "w") as file:
                        file.write(text)
                if text == "new":
                    kill_after(moves, monkeypatch)
        except Killed:
            pass
    monkeypatch.undo()
    LeftoverFiles([str(final)]).remove(os.getpid())
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    contents = {path.name: path.read_text() for path in final.iterdir()}
    assert contents == dict.fromkeys(("marker", "weights", "extra"), "new" if moves >= 6 else "old")
    assert REPLACED not in " ".join(contents)


def kill_after(moves, monkeypatch):
    """Ends the work after some renames, and lets the writer remove nothing."""
    from pixel_classifier.rasters.outputs import atomic_folder

    rename, count = os.rename, []

    def counted(source, target):
        if len(count) == moves:
            raise Killed
        rename(source, target)
        count.extend([source] if source != target else [])

    def nothing(*_, **__):
        if len(count) >= moves:
            raise Killed

    monkeypatch.setattr(atomic_folder.os, "rename", counted)
    monkeypatch.setattr(atomic_folder.shutil, "rmtree", nothing)
