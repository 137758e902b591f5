"""Whatever toolbox and dialogs show is among the texts that are translated."""

from __future__ import annotations

from qgis.core import QgsApplication
from translation_sources import sources


def test_every_text_that_is_shown_can_be_translated(provider):
    shown = {provider.name()}
    for name in [algorithm.id() for algorithm in provider.algorithms()]:
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(name)
        shown |= {algorithm.displayName(), algorithm.shortDescription(), algorithm.group(), ",".join(algorithm.tags())}
        for definition in algorithm.parameterDefinitions():
            shown |= {definition.description(), definition.help()}
        shown |= {output.description() for output in algorithm.outputDefinitions()}
    assert len(shown) > 250
    assert shown - {""} - sources().keys() == set()
