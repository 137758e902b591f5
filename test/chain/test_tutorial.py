"""Follows the tutorial: its commands run as they stand there, say what it says that they do, and give its pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytest.importorskip("osgeo")

_LESS_TRAINING = "EPOCHS=10 BATCH_SIZE=4 REFIT=never"
"""Half of the automatic number of epochs, the fewest with which the learning rate is sought, and smaller steps."""


def test_the_tutorial_can_be_followed(tmp_path):
    import tutorial
    from PIL import Image

    before = tutorial.TUTORIAL.read_text(encoding="utf-8")
    results, text = tutorial.follow(tmp_path / "checkout", _LESS_TRAINING)
    assert tutorial.without_figures(text) == tutorial.without_figures(before)
    assert tutorial.TUTORIAL.read_text(encoding="utf-8") == before, "a test leaves the document alone"
    accuracy = float(re.search(r"^ACCURACY:\t([\d.]+)$", text, re.MULTILINE)[1])
    assert accuracy > 0.45, "it has learned something"
    tutorial.draw(results, tmp_path / "pictures")
    for name in tutorial.PICTURES:
        assert f"](images/{name})" in before
        with Image.open(tmp_path / "pictures" / name) as picture, Image.open(ROOT / "docs" / "images" / name) as shown:
            assert picture.size == shown.size
            assert len(picture.convert("RGB").getcolors(1 << 20)) > 20


def test_a_line_that_was_not_said_is_found_out():
    import tutorial

    said = "\n  Labelled: 27.2 % of the pixels.\n4 792 pixels\nKAPPA:\t1\nrate 3.00e-03, found\n"
    assert tutorial.said_line("Labelled: 3 % of the pixels.", said) == "Labelled: 27.2 % of the pixels."
    assert tutorial.said_line("12 pixels", said) == "4 792 pixels"
    assert tutorial.said_line("KAPPA:\t0.63", said) == "KAPPA:\t1"
    assert tutorial.said_line("rate 1.17e-05, found", said) == "rate 3.00e-03, found"
    assert tutorial.said_line("Split: 3 chips", "...70Split: 12 chips\n") == "Split: 12 chips"
    with pytest.raises(tutorial.TutorialError, match="Unlabelled"):
        tutorial.said_line("Unlabelled: 3 % of the pixels.", said)


def test_figures_of_other_lengths_do_not_change_the_tutorial():
    import tutorial

    said = "    class   share\n   9.5 %   8 % building\n"
    assert tutorial.without_figures(said) == tutorial.without_figures("    class share\n 12 048 %  8 % building\n")
    assert tutorial.without_figures(said) != tutorial.without_figures(said.replace("building", "water"))
    assert tutorial.without_figures(said) != tutorial.without_figures(said.replace("    class", "class"))
