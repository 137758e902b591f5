"""Names and colours that are given for class values."""

from __future__ import annotations

import pytest
from pixel_classifier.rasters.classes.class_styles import ClassStyle, of_layer_and_raster, styles_by_value, whole_number


@pytest.mark.parametrize(
    ("key", "number"),
    [("3", 3), ("-3", -3), ("+3", 3), ("--3", None), ("+-3", None), ("-", None), ("3a", None), ("3.5", None), ("9" * 5000, None)],
)  # fmt: skip
def test_only_whole_numbers_are_class_values(key, number):
    """A key such as --3 ended the run with a traceback, and so did one of thousands of digits."""
    assert whole_number(key) == number


def test_styles_go_by_value():
    styles = tuple(ClassStyle(key, f"class {key}", (1, 2, 3)) for key in ("3.0", "-4", "water", "--5"))
    assert {value: name for value, (name, _) in styles_by_value(styles).items()} == {3: "class 3.0", -4: "class -4"}


def test_a_name_whose_letters_are_lost_in_qgis_is_the_rasters_own():
    own = {1: ("Grünland", (1, 2, 3)), 2: ("Wald", (4, 5, 6)), 3: ("See", (7, 8, 9))}
    styles = (
        ClassStyle("1", "Gr\ufffdnland", (9, 9, 9)),
        ClassStyle("2", "Forest", (8, 8, 8)),
        ClassStyle("4", "\ufffd", (0, 0, 0)),
    )
    assert of_layer_and_raster(styles, own) == {
        1: ("Grünland", (9, 9, 9)), 2: ("Forest", (8, 8, 8)), 3: ("See", (7, 8, 9)), 4: ("\ufffd", (0, 0, 0)),
    }  # fmt: skip
