"""Result folders: in place when whole, never over the user's own files, and gone without trace when it fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.outputs import atomic_folder, folder_lock
from pixel_classifier.rasters.outputs.atomic_folder import AppendWriter, FolderWriter, check_folder
from pixel_classifier.rasters.outputs.temporary_names import partial_name
from windows_rules import rules_below

MARKER = "chips.json"


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def fill(folder: str, **files: str) -> None:
    for name, text in {"chips_json": "{}", **files}.items():
        path = Path(folder, name.replace("_", "."))
        path.write_text(text)


def build(final: Path, **files: str) -> None:
    with FolderWriter(str(final), MARKER) as writer:
        fill(writer.path, **files)
        Path(writer.path, "images").mkdir()
        Path(writer.path, "images", "0.tif").write_text(files.get("a_txt", "x"))


def test_a_result_appears_when_it_is_whole(tmp_path):
    final = tmp_path / "chips"
    with FolderWriter(str(final), MARKER) as writer:
        fill(writer.path)
        assert not final.exists()
    assert names(tmp_path) == ["chips"] and names(final) == [MARKER]


def test_missing_parents_are_made_and_removed_again_on_failure(tmp_path):
    with pytest.raises(KeyError), FolderWriter(str(tmp_path / "a" / "b" / "chips"), MARKER):
        raise KeyError
    assert names(tmp_path) == []
    build(tmp_path / "a" / "b" / "chips")
    assert MARKER in names(tmp_path / "a" / "b" / "chips")


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "chips").mkdir()
    (tmp_path / "chips" / ".DS_Store").write_text("")
    build(tmp_path / "chips")
    assert names(tmp_path / "chips") == [".DS_Store", MARKER, "images"]
    assert names(tmp_path) == ["chips"]


def test_an_earlier_result_is_replaced_and_a_note_of_the_user_stays(tmp_path):
    build(tmp_path / "chips", a_txt="old")
    (tmp_path / "chips" / "images" / "1.tif").write_text("old")
    (tmp_path / "chips" / "my notes.txt").write_text("keep")
    build(tmp_path / "chips", a_txt="new")
    assert names(tmp_path / "chips") == ["a.txt", MARKER, "images", "my notes.txt"]
    assert names(tmp_path / "chips" / "images") == ["0.tif"]
    assert (tmp_path / "chips" / "a.txt").read_text() == "new"
    assert names(tmp_path) == ["chips"]


def test_a_failure_leaves_an_earlier_result_as_it_was(tmp_path):
    build(tmp_path / "chips", a_txt="old")
    with pytest.raises(KeyError), FolderWriter(str(tmp_path / "chips"), MARKER) as writer:
        fill(writer.path, a_txt="new")
        raise KeyError
    assert (tmp_path / "chips" / "a.txt").read_text() == "old"
    assert names(tmp_path) == ["chips"]


def test_a_failure_in_the_midst_of_the_exchange_undoes_it(tmp_path, monkeypatch):
    build(tmp_path / "chips", a_txt="old", z_txt="old")
    rename, calls = os.rename, []

    def fragile(source, target):
        if source != target:
            calls.append((source, target))
        if calls[5:6] == [(source, target)]:
            raise PermissionError(13, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(atomic_folder.os, "rename", fragile)
    kept = re.escape(str(tmp_path / "chips (2)"))
    with pytest.raises(OutputError, match=rf"Permission denied.*kept as {kept}.*open in another program"):
        build(tmp_path / "chips", a_txt="new", z_txt="new")
    assert names(tmp_path / "chips") == ["a.txt", MARKER, "images", "z.txt"]
    assert {(tmp_path / "chips" / name).read_text() for name in ("a.txt", "z.txt")} == {"old"}
    assert names(tmp_path) == ["chips", "chips (2)"]
    assert names(tmp_path / "chips (2)") == ["a.txt", MARKER, "images", "z.txt"]
    assert {(tmp_path / "chips (2)" / name).read_text() for name in ("a.txt", "z.txt")} == {"new"}


def test_a_result_with_a_file_that_is_open_is_refused_before_the_work(tmp_path):
    build(tmp_path / "chips", a_txt="old")
    refused = pytest.raises(OutputError, match=r"chips/images cannot be replaced.*Close it")
    with rules_below(tmp_path), open(tmp_path / "chips" / "images" / "0.tif"), refused:
        check_folder(str(tmp_path / "chips"), MARKER)
    check_folder(str(tmp_path / "chips"), MARKER)


def test_a_result_that_is_opened_during_the_work_stays_and_the_new_one_is_kept(tmp_path):
    build(tmp_path / "chips", a_txt="old")
    kept = pytest.raises(OutputError, match=r"kept as .*chips \(2\)\.")
    with rules_below(tmp_path), kept, FolderWriter(str(tmp_path / "chips"), MARKER) as writer:
        fill(writer.path, a_txt="new")
        opened = open(tmp_path / "chips" / "a.txt")  # noqa: SIM115 (another program's)
    opened.close()
    assert names(tmp_path) == ["chips", "chips (2)"]
    assert (tmp_path / "chips" / "a.txt").read_text() == "old"
    assert (tmp_path / "chips (2)" / "a.txt").read_text() == "new"


def test_an_earlier_result_that_cannot_be_put_back_is_not_removed(tmp_path, monkeypatch):
    build(tmp_path / "chips", a_txt="old")
    rename, calls = os.rename, []

    def gone(source, target):
        if source != target:
            calls.append(source)
        if len(calls) > 3:
            raise OSError(5, "Input/output error")
        rename(source, target)

    monkeypatch.setattr(atomic_folder.os, "rename", gone)
    with pytest.raises(OutputError, match=r"Input/output error\. It is complete and was kept as .*partial"):
        build(tmp_path / "chips", a_txt="new")
    monkeypatch.undo()
    assert sorted(path.read_text() for path in tmp_path.rglob("*a.txt")) == ["new", "old"]


def test_a_full_disk_is_not_taken_for_another_program(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_folder.os, "rename", full)
    with pytest.raises(OutputError, match=r"chips: No space left on device\. Free some space there\.$"):
        build(tmp_path / "chips", a_txt="new")
    monkeypatch.undo()
    assert names(tmp_path) == []


def test_chips_are_not_added_to_a_folder_whose_list_is_open(tmp_path):
    build(tmp_path / "chips")
    refused = pytest.raises(OutputError, match=r"chips\.json cannot be replaced")
    with rules_below(tmp_path), open(tmp_path / "chips" / MARKER), refused:
        AppendWriter(str(tmp_path / "chips"), (), MARKER)
    assert names(tmp_path / "chips") == [MARKER, "images"]


def test_a_folder_with_other_things_is_never_touched(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    for use in (lambda: check_folder(str(tmp_path), MARKER), lambda: FolderWriter(str(tmp_path), MARKER)):
        with pytest.raises(OutputError, match=r"thesis\.docx"):
            use()
    assert names(tmp_path) == ["thesis.docx"]


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "chips").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        check_folder(str(tmp_path / "chips"), MARKER)


def test_what_a_killed_run_left_does_not_count(tmp_path):
    (tmp_path / ".chips.partial-0a1b2c3d").mkdir()
    check_folder(str(tmp_path), MARKER)


@pytest.mark.parametrize("place", ["file.txt/chips", "file.txt/a/chips"])
def test_a_place_below_a_file_is_refused(tmp_path, place):
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(OutputError, match="cannot be made"), FolderWriter(str(tmp_path / place), MARKER):
        pass
    assert names(tmp_path) == ["file.txt"]


def test_a_place_that_cannot_be_written_to_is_refused():
    if not os.path.isdir("/proc/self"):
        pytest.skip("no /proc here")
    with pytest.raises(OutputError, match=r"/proc/chips cannot be made"), FolderWriter("/proc/chips", MARKER):
        pass


def test_a_writable_folder_in_a_read_only_one_is_used_all_the_same(tmp_path, monkeypatch):
    final = tmp_path / "mounted" / "chips"
    final.mkdir(parents=True)
    mkdir = os.mkdir

    def guarded(path, *args):
        if os.path.dirname(os.path.abspath(path)) == str(tmp_path / "mounted"):
            raise PermissionError(13, "Permission denied")
        mkdir(path, *args)

    monkeypatch.setattr(atomic_folder.os, "mkdir", guarded)
    with FolderWriter(str(final), MARKER) as writer:
        assert Path(writer.path).parent == final
        fill(writer.path)
    assert names(final) == [MARKER] and names(tmp_path / "mounted") == ["chips"]


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "chips").symlink_to(tmp_path / "real")
    build(tmp_path / "chips")
    assert (tmp_path / "chips").is_symlink() and MARKER in names(tmp_path / "real")


@pytest.mark.parametrize(
    "writer_of", [lambda final: FolderWriter(final, MARKER), lambda final: AppendWriter(final, (), MARKER)]
)
def test_a_failure_names_the_folder_that_was_asked_for_not_the_temporary_one(tmp_path, writer_of):
    final = tmp_path / "chips"
    build(final)
    before = names(final)
    with pytest.raises(OutputError) as caught, writer_of(str(final)) as writer:
        raise OutputError(f"{writer.path}/images/7.tif cannot be written: the disk is full.")
    assert str(caught.value) == f"{final}/images/7.tif cannot be written: the disk is full."
    assert names(final) == before and names(tmp_path) == ["chips"]


def add(final: Path, name: str) -> None:
    """Adds a name to the list of a folder, as a run that started from the list as it is now."""
    before = (final / MARKER).read_bytes()
    with AppendWriter(str(final), (), MARKER, before) as writer:
        fill(writer.path, chips_json=f"{before.decode()} {name}")


def test_of_runs_that_add_at_once_none_is_lost(tmp_path):
    final, arrived, refused = tmp_path / "chips", [], []
    build(final)

    def run(number: int) -> None:
        for step in range(10):
            try:
                add(final, f"{number}.{step}")
            except OutputError as error:
                refused.append(str(error))
            else:
                arrived.append(f"{number}.{step}")

    runs = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert arrived and len(arrived) + len(refused) == 60
    assert sorted((final / MARKER).read_text().split()[1:]) == sorted(arrived)
    assert names(final) == [MARKER, "images"]


def test_of_first_runs_at_once_one_arrives(tmp_path):
    final, arrived, refused, start = tmp_path / "chips", [], [], threading.Barrier(6)
    final.mkdir()

    def run(number: int) -> None:
        try:
            with FolderWriter(str(final), MARKER, is_first=True) as writer:
                fill(writer.path, chips_json=f"{number}")
                start.wait()
        except OutputError as error:
            refused.append(str(error))
        else:
            arrived.append(f"{number}")

    runs = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert [(final / MARKER).read_text()] == arrived
    assert len(refused) == 5 and all(text.startswith("Another run has added to") for text in refused)
    assert names(tmp_path) == ["chips"] and names(final) == [MARKER]


def test_a_lock_of_another_run_is_waited_for_then_named(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_lock, "PATIENCE_S", 0.2)
    final = tmp_path / "chips"
    build(final)
    lock = final / partial_name("lock")
    lock.write_text("")
    with pytest.raises(OutputError, match=rf"^Another run is adding to .*remove the file {re.escape(str(lock))} first"):
        add(final, "a")
    assert names(final) == sorted([lock.name, MARKER, "images"]) and (final / MARKER).read_text() == "{}"
    monkeypatch.setattr(folder_lock, "PATIENCE_S", 30)
    end = threading.Timer(0.3, lock.unlink)
    end.start()
    add(final, "a")
    end.join()
    assert names(final) == [MARKER, "images"] and (final / MARKER).read_text() == "{} a"


def test_a_lock_of_a_dead_run_does_not_block(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_lock, "PATIENCE_S", 0)
    final = tmp_path / "chips"
    build(final)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    lock = final / partial_name("lock").replace(f"-{os.getpid()}-", f"-{ended.pid}-")
    before = (final / MARKER).read_bytes()
    with AppendWriter(str(final), (), MARKER, before) as writer:
        fill(writer.path, chips_json="{} a")
        lock.write_text("")
    assert names(final) == [MARKER, "images"] and (final / MARKER).read_text() == "{} a"
