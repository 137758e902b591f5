"""Whatever toolbox and dialogs show is among the texts that are translated, in a context in which it is looked up."""

from __future__ import annotations

from qgis.core import QgsApplication
from translation_sources import CONTEXT, sources


def test_every_text_that_is_shown_can_be_translated(provider):
    texts = sources()
    shown = {(CONTEXT, provider.name())}
    missing = []
    for name in [algorithm.id() for algorithm in provider.algorithms()]:
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(name)
        contexts = (CONTEXT, *(owner.__name__ for owner in type(algorithm).__mro__))
        found = {algorithm.displayName(), algorithm.shortDescription(), algorithm.group(), ",".join(algorithm.tags())}
        for definition in algorithm.parameterDefinitions():
            found |= {definition.description(), definition.help()}
        found |= {output.description() for output in algorithm.outputDefinitions()}
        missing += [(name, text) for text in found - {""} if not any((context, text) in texts for context in contexts)]
        shown |= {(name, text) for text in found}
    assert len(shown) > 250
    assert missing == []
    assert (CONTEXT, provider.name()) in texts
