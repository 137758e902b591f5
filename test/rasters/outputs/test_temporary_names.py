"""What a killed process left is removed, what it had put aside comes back, and nothing else is touched."""

from __future__ import annotations

import os

import pytest
from pixel_classifier.rasters.outputs.atomic_folder import FolderWriter
from pixel_classifier.rasters.outputs.temporary_names import REPLACED, LeftoverFiles, partial_name

DEAD = 4711


def left(name: str, ending: str = "") -> str:
    """Returns a name as the dead process would have made it."""
    return partial_name(name, ending).replace(f"-{os.getpid()}-", f"-{DEAD}-")


def test_files_and_folders_of_that_process_only_are_removed(tmp_path):
    others = [
        partial_name("classes", ".tif"),
        ".classes.partial-47110-00000000.tif",
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
        count.append(source)

    def nothing(*_, **__):
        if len(count) >= moves:
            raise Killed

    monkeypatch.setattr(atomic_folder.os, "rename", counted)
    monkeypatch.setattr(atomic_folder.shutil, "rmtree", nothing)
