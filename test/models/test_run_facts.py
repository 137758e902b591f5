from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st
from pixel_classifier.models.run_facts import command_text

VALUES = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"))


@given(st.dictionaries(st.sampled_from(["CHIPS", "OUTPUT", "CLASSES"]), VALUES))
def test_a_shell_reads_the_values_that_were_written(parameters):
    words = shlex.split(command_text("p:a", parameters))
    assert words == ["qgis_process", "run", "p:a", "--", *(f"{name}={value}" for name, value in parameters.items())]


def test_lists_repeat_the_name_and_nothing_is_empty():
    text = command_text("", {"A": ["x", "y z"], "B": None, "C": True, "D": 0.001, "E": {"a": 1}})
    assert shlex.split(text) == ["A=x", "A=y z", "B=", "C=true", "D=0.001", 'E={"a": 1}']
