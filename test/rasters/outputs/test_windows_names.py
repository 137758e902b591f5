"""Names that Windows does not take are found on any system."""

from __future__ import annotations

import ntpath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.rasters.outputs.windows_names import LONGEST_PATH, windows_problem


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (r"C:\maps\classes.tif", ""),
        (r"C:\maps\.classes.partial-1-2.tif", ""),
        (r"\\server\share\maps\classes.tif", ""),
        ("C:/maps/classes.tif", ""),
        (r"C:\maps\..\classes.tif", ""),
        (r"C:\maps\console.tif", ""),
        (r"C:\maps\con.tif", "'con.tif' is the name of a device"),
        (r"C:\maps\NUL", "device"),
        (r"C:\aux\classes.tif", "'aux' is the name of a device"),
        (r"C:\maps\com1.tar.gz", "device"),
        (r"C:\maps\Lpt9 .tif", "device"),
        (r"C:\maps\CONOUT$.tif", "device"),
        (r"C:\maps\COM².tif", "device"),
        (r"C:\maps\com10.tif", ""),
        (r"C:\maps\a:b.tif", "':'"),
        (r"C:\maps\what?.tif", "'?'"),
        ("C:\\maps\\a\tb.tif", r"'\t'"),
        (r"C:\maps\model.", "ends in a full stop"),
        (r"C:\maps \classes.tif", "ends in a space"),
    ],
)
def test_what_windows_refuses_in_a_name(path, problem):
    found = windows_problem(path)
    assert problem in found and bool(found) == bool(problem)


def test_the_whole_path_counts_with_what_is_written_beside_it():
    path = "C:\\" + "x" * (LONGEST_PATH - 3)
    assert windows_problem(path) == ""
    assert "has 260 characters, and Windows takes 259" in windows_problem(path + "x")
    emoji = "C:\\" + "\N{DECIDUOUS TREE}" * 129  # Windows counts each as two
    assert "has 261 characters" in windows_problem(emoji) and windows_problem(emoji[:-1]) == ""
    assert "less 8 for temporary files" in windows_problem(path[:-7], 8) and windows_problem(path[:-8], 8) == ""


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=5, max_size=20), min_size=1, max_size=5))
def test_plain_names_are_good_in_every_folder(names):
    assert windows_problem(ntpath.join("D:\\", *names)) == ""
