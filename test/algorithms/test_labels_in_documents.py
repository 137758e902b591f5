"""README and docs name the labels of the dialogs as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication

ROOT = Path(__file__).resolve().parents[2]
OF_QGIS = {
    *("Run", "Cancel", "Help", "Advanced Parameters", "Settings", "Show also experimental plugins", "Install Plugin"),
    *("Install from ZIP", "OSGeo4W Shell", "Sieve", "Polygonize", "Join attributes by field value", "Categorized"),
    "Pixel Classifier: Classify Pixels…",
}
"""Buttons, menus and algorithms of QGIS, and the entry of the context menu."""
EMPHASIS = {"chip", "patience", "engine", "Near-free"}
"""Words in italics that are no labels."""


def names(provider) -> set[str]:
    """Returns the names of algorithms and the labels of all their parameters and outputs."""
    algorithms = [QgsApplication.processingRegistry().createAlgorithmById(a.id()) for a in provider.algorithms()]
    parameters = [p for algorithm in algorithms for p in algorithm.parameterDefinitions()]
    outputs = [o for algorithm in algorithms for o in algorithm.outputDefinitions()]
    return {a.displayName() for a in algorithms} | {p.description() for p in (*parameters, *outputs)}


@pytest.mark.parametrize("name", ["README.md", *(f"docs/{p.name}" for p in sorted((ROOT / "docs").glob("*.md")))])
def test_labels_in_documents_are_those_of_the_dialogs(provider, name):
    text = re.sub(
        r"^```.*?^```|`[^`\n]*`|^\*.*\*$", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    written = {re.sub(r"\s+", " ", label) for label in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)}
    own = {label for label in written if " > " not in label}
    assert own - names(provider) - OF_QGIS - EMPHASIS == set()
