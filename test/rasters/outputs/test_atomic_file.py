"""Files appear whole or not at all, and nothing of an earlier file is read with the new one."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from pathlib import Path

import pytest
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.outputs.atomic_file import AtomicFile, PendingFile, write_texts
from windows_rules import rules_below


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_appears_when_it_is_whole(tmp_path):
    with AtomicFile(tmp_path / "a.txt") as file:
        file.write_text("neu\nä")
        assert not (tmp_path / "a.txt").exists() and file.temporary.endswith(".txt")
    assert (tmp_path / "a.txt").read_bytes() == "neu\nä".encode() and names(tmp_path) == ["a.txt"]


def test_a_file_that_fails_leaves_the_earlier_one_and_nothing_else(tmp_path):
    (tmp_path / "a.txt").write_text("earlier")
    with pytest.raises(KeyError), AtomicFile(tmp_path / "a.txt") as file:
        file.write_text("new")
        Path(f"{file.temporary}.aux.xml").write_text("")
        raise KeyError
    assert (tmp_path / "a.txt").read_text() == "earlier" and names(tmp_path) == ["a.txt"]


def test_sidecars_are_those_of_the_new_file(tmp_path):
    for name in ("a.tif", "a.tif.ovr", "a.tif.vat.dbf", "a.tif.aux.xml", "a.tif.txt"):
        (tmp_path / name).write_text("earlier")
    with AtomicFile(tmp_path / "a.tif") as file:
        file.write_text("new")
        Path(f"{file.temporary}.aux.xml").write_text("new")
    assert names(tmp_path) == ["a.tif", "a.tif.aux.xml", "a.tif.txt"]
    assert (tmp_path / "a.tif.aux.xml").read_text() == "new"


@pytest.mark.not_windows
def test_a_database_is_not_read_with_the_write_ahead_log_of_the_one_before(tmp_path):
    def make(path: str, name: str) -> sqlite3.Connection:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"CREATE TABLE {name} (a)")
        connection.commit()
        return connection

    path = str(tmp_path / "a.gpkg")
    still_open = make(path, "earlier")
    assert os.path.exists(f"{path}-wal")
    with AtomicFile(path) as file:
        make(file.temporary, "new").close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("new",)]
    connection.close()
    still_open.close()


def test_a_file_that_is_open_stays_and_the_new_one_is_kept_under_the_name_that_the_error_tells(tmp_path):
    (tmp_path / "a.gpkg").write_text("old")
    (tmp_path / "a.gpkg-wal").write_text("old")
    refused = r"a\.gpkg cannot be replaced: .*another process.*kept as .*a \(2\)\.gpkg"
    with (
        rules_below(tmp_path),
        open(tmp_path / "a.gpkg"),
        pytest.raises(OutputError, match=refused),
        AtomicFile(tmp_path / "a.gpkg") as file,
    ):
        file.write_text("new")
        Path(f"{file.temporary}.aux.xml").write_text("new")
    assert names(tmp_path) == ["a (2).gpkg", "a (2).gpkg.aux.xml", "a.gpkg", "a.gpkg-wal"]
    assert (tmp_path / "a.gpkg").read_text() == (tmp_path / "a.gpkg-wal").read_text() == "old"


def test_a_whole_file_that_a_full_disk_refuses_its_name_is_kept_and_no_program_is_blamed(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a.txt").write_text("old")
    monkeypatch.setattr(os, "replace", full)
    told = r"a\.txt cannot be written: No space left on device\. .*kept as .*a \(2\)\.txt\. Free some space there before you rename it\.$"
    with pytest.raises(OutputError, match=told):
        write_texts({tmp_path / "a.txt": "new"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "old", "a (2).txt": "new"}


@pytest.mark.parametrize("held", ["a.txt", "b.txt", "c.txt"])
def test_one_file_that_is_open_keeps_no_other_from_its_place(tmp_path, held):
    texts = {tmp_path / name: "new" for name in ("a.txt", "b.txt", "c.txt")}
    for path in texts:
        path.write_text("old")
    told = r"kept as .* The other results were written: .*txt, .*txt\.$"
    with rules_below(tmp_path), open(tmp_path / held), pytest.raises(OutputError, match=told):
        write_texts(texts)
    assert len(names(tmp_path)) == 4
    assert sorted(path.read_text() for path in tmp_path.iterdir()) == ["new", "new", "new", "old"]
    assert (tmp_path / held).read_text() == "old"


def test_a_file_that_a_virus_scanner_opens_for_a_moment_is_put_in_place(tmp_path):
    with rules_below(tmp_path), AtomicFile(tmp_path / "a.txt") as file:
        file.write_text("new")
        scanner = open(file.temporary)  # noqa: SIM115 (closed by the timer)
        threading.Timer(0.1, scanner.close).start()
    assert names(tmp_path) == ["a.txt"]


def test_a_folder_that_is_not_there_is_an_error_that_names_the_file(tmp_path):
    with pytest.raises(OutputError, match=r"gone/a\.txt cannot be written: No such file"):
        write_texts({tmp_path / "gone" / "a.txt": "x"})


def test_a_pending_file_is_written_when_it_is_completed(tmp_path):
    with PendingFile(str(tmp_path / "a.txt"), lambda path: Path(path).write_text("x")) as file:
        assert names(tmp_path) == []
        file.complete()
        assert "a.txt" not in names(tmp_path)
    assert names(tmp_path) == ["a.txt"]


def test_texts_appear_together_or_not_at_all(tmp_path):
    write_texts({tmp_path / "a.txt": "1", tmp_path / "c.txt": "2"})
    with pytest.raises(OutputError, match=r"b\.txt cannot be written"):
        write_texts({tmp_path / "a.txt": "3", tmp_path / "gone" / "b.txt": "4", tmp_path / "c.txt": "5"})
    assert [(tmp_path / name).read_text() for name in names(tmp_path)] == ["1", "2"]


@pytest.mark.not_windows
def test_long_names_have_a_temporary_name_that_is_not_too_long(tmp_path):
    name = "n" * 250 + ".txt"
    write_texts({tmp_path / name: "x"})
    assert names(tmp_path) == [name]
