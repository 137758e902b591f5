"""Outputs are refused before any work where they cannot be written, destroy an input, or are the same file twice."""

from __future__ import annotations

import ntpath
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.outputs import checks, renaming
from pixel_classifier.rasters.outputs.atomic_file import AtomicFile
from pixel_classifier.rasters.outputs.atomic_folder import FolderWriter, check_folder
from pixel_classifier.rasters.outputs.checks import (
    check_distinct,
    check_file,
    check_name,
    check_replaceable,
    is_below,
    lies_in,
)
from pixel_classifier.rasters.outputs.temporary_names import LONGER_BY
from pixel_classifier.rasters.outputs.windows_names import LONGEST_PATH
from windows_rules import rules_below

TIF = (".tif", ".tiff")


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_name_with_another_ending_is_refused(tmp_path):
    with pytest.raises(OutputError, match=r"The map cannot be written as .*map\.png\. .* ends in \.tif or \.tiff"):
        check_file(str(tmp_path / "map.png"), TIF, "The map")
    check_file(str(tmp_path / "map.TIFF"), TIF, "The map")
    check_file(str(tmp_path / "map"), (), "The map")


@pytest.mark.parametrize("folder", ["gone", "file.txt"])
def test_a_folder_that_is_not_there_is_named(tmp_path, folder):
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(OutputError, match=folder):
        check_file(str(tmp_path / folder / "a.tif"), TIF, "The map")


def test_a_place_that_only_gdal_reaches_is_refused_and_no_folder_of_its_name_is_made():
    with pytest.raises(OutputError, match=r"^/vsis3/bucket/a\.tif is no place on a disk\..*copy them"):
        check_file("/vsis3/bucket/a.tif", TIF, "The map")
    with pytest.raises(OutputError, match=r"^/vsis3/bucket/model is no place on a disk"):
        check_folder("/vsis3/bucket/model", "model.json")
    assert not os.path.exists("/vsis3")


def test_a_folder_that_cannot_be_written_to_is_named():
    if not os.path.isdir("/proc/self"):
        pytest.skip("no /proc here")
    with pytest.raises(OutputError, match=r"Nothing can be written to the folder /proc"):
        check_file("/proc/a.tif", TIF, "The map")


def test_the_input_is_never_overwritten_not_even_through_a_link(tmp_path):
    path = tmp_path / "in.tif"
    path.write_text("")
    (tmp_path / "link.tif").symlink_to(path)
    os.link(path, tmp_path / "hard.tif")
    for output in (path, tmp_path / "link.tif", tmp_path / "hard.tif", tmp_path / "." / "in.tif"):
        with pytest.raises(OutputError, match="The map would overwrite the input"):
            check_file(str(output), TIF, "The map", ["/elsewhere/b.tif", str(path)])
    check_file(str(tmp_path / "out.tif"), TIF, "The map", [str(path), 'NETCDF:"x.nc":band'])
    assert names(tmp_path) == ["hard.tif", "in.tif", "link.tif"]


def test_two_outputs_of_one_path_are_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OutputError, match=r"same path .*a\.csv"):
        check_distinct([str(tmp_path / "b.csv"), str(tmp_path / "a.csv"), str(tmp_path / "link" / "a.csv")])
    check_distinct([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")])


def test_a_path_lies_in_a_folder_through_links_but_not_by_the_start_of_its_name(tmp_path):
    (tmp_path / "chips").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "chips")
    assert lies_in(str(tmp_path / "link" / "a.tif"), str(tmp_path / "chips"))
    assert lies_in(str(tmp_path / "chips"), str(tmp_path / "link"))
    assert not lies_in(str(tmp_path / "chips-2" / "a.tif"), str(tmp_path / "chips"))


@pytest.mark.parametrize(
    ("path", "folder", "below"),
    [
        (r"c:\chips\a.tif", r"c:\chips", True),
        (r"c:\chips", r"c:\chips", True),
        (r"c:\chips-2\a.tif", r"c:\chips", False),
        (r"c:\a.tif", "c:\\", True),
        (r"d:\a.tif", "c:\\", False),
        (r"\\server\share\a.tif", r"\\server\share", True),
    ],
)
def test_a_path_of_windows_lies_below_a_folder(path, folder, below):
    assert is_below(path, folder, ntpath.sep) is below


def test_a_file_that_is_open_or_write_protected_is_refused_before_the_work(tmp_path, monkeypatch):
    path = tmp_path / "a.tif"
    path.touch()
    with rules_below(tmp_path), open(path), pytest.raises(OutputError, match=r"a\.tif cannot be replaced: .*Close it"):
        check_file(str(path), TIF, "The map")
    check_file(str(path), TIF, "The map")
    monkeypatch.setattr(renaming, "IS_WINDOWS", True)
    check_replaceable(str(path))
    path.chmod(0o444)
    with pytest.raises(OutputError, match="write-protected"):
        check_replaceable(str(path))


def test_what_windows_refuses_in_a_name_is_refused_there_before_the_work(tmp_path, monkeypatch):
    check_name(str(tmp_path / "a:b.tif"))
    monkeypatch.setattr(checks, "IS_WINDOWS", True)
    with pytest.raises(OutputError, match=r"'a:b\.tif' holds the character ':'"):
        check_name(str(tmp_path / "a:b.tif"))
    room = LONGEST_PATH - len(str(tmp_path)) - 1
    check_name(str(tmp_path / ("x" * (room - 60))))
    with pytest.raises(OutputError, match="less 60 for temporary"):
        check_name(str(tmp_path / ("x" * (room - 50))), inside=60 - LONGER_BY)


@pytest.mark.not_windows
@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("x" * 243 + ".tif", True),
        ("x" * 244 + ".tif", False),
        ("ä" * 121 + ".tif", True),
        ("ä" * 122 + ".tif", False),
        ("x" * 250 + ".gpkg", False),
        ("x" * 250 + ".html", True),
        ("x" * 251 + ".html", False),
    ],
)
def test_a_name_that_the_file_system_does_not_take_is_refused_before_the_work(tmp_path, name, fits):
    path = str(tmp_path / name)
    if fits:
        check_file(path, (), "The result")
        with AtomicFile(path) as file:
            file.write_text("whole")
        assert (tmp_path / name).read_text() == "whole"
        return
    with pytest.raises(OutputError, match=r"too long.*Choose a shorter one"):
        check_file(path, (), "The result")


@pytest.mark.not_windows
@pytest.mark.parametrize("letter", ["x", "界", "🌲"])
def test_folders_and_files_with_the_longest_names_are_written(tmp_path, letter):
    folder = tmp_path / (letter * (255 // len(letter.encode())))
    with FolderWriter(str(folder), "marker.json") as writer:
        Path(writer.path, "marker.json").write_text("{}")
    assert (folder / "marker.json").exists()
    with pytest.raises(OutputError, match="too long"):
        check_folder(f"{folder}{letter}", "marker.json")


def test_what_a_killed_check_leaves_is_removed_by_the_next_run(tmp_path):
    """SIGKILL between making and removing the file by which a folder is tried left .HEX.partial for good."""
    code = (
        "import os; os.remove = lambda path: os._exit(1); import plugin_package; "
        f"from pixel_classifier.rasters.outputs.checks import check_writable; check_writable({str(tmp_path)!r})"
    )
    helpers = Path(__file__).resolve().parents[2] / "helpers"
    subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": str(helpers)})
    assert len(list(tmp_path.iterdir())) == 1
    AtomicFile(tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []
