"""Help buttons open a section of the documentation that exists."""

from __future__ import annotations

import re

from pixel_classifier.algorithms.base import HELP_URL


def test_help_buttons_open_a_section_that_exists(provider, repository):
    root = "https://github.com/pixel-classifier/pixel-classifier/blob/main/"
    assert HELP_URL.startswith(root)
    for algorithm in provider.algorithms():
        page, _, anchor = algorithm.helpUrl().removeprefix(root).partition("#")
        assert anchor == algorithm.name(), algorithm.helpUrl()
        anchors = re.findall(r'<a id="([^"]+)"></a>', (repository / page).read_text(encoding="utf-8"))
        assert anchor in anchors, algorithm.helpUrl()


def test_help_pages_name_no_parameter_that_the_dialog_lacks(provider):
    """Labels stand in bold in the help pages."""
    for algorithm in provider.algorithms():
        text = algorithm.shortHelpString()
        assert f"qgis_process run {algorithm.id()}" in text
        command = text[text.index("qgis_process run") :]
        names = re.findall(r"\b([A-Za-z_]+)=", command)
        known = {definition.name() for definition in algorithm.parameterDefinitions()}
        assert set(names) <= known, algorithm.id()
