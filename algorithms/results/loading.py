"""Names and styles the layers of results when QGIS loads them; under qgis_process no layer is loaded.

The class raster carries its names and colours wherever it is opened, and other rasters the style file beside them
(`style_files`). Vector layers are styled when they are added to the project.
"""

from __future__ import annotations

from collections.abc import Collection

import qgis.utils
from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
)

from .renderers import Styling

_ADDED_ABOVE_SINCE = 34200


def name_and_style_when_loaded(
    algorithm: QgsProcessingAlgorithm,
    context: QgsProcessingContext,
    output: str,
    path: str,
    subject: str,
    styling: Styling | None = None,
    position: int = 0,
    raster: bool = False,
    is_top: bool = False,
) -> None:
    """Names a result after its `subject` and has it styled, if it is to be loaded. To be called in `processAlgorithm`.

    `position` orders the results of one run, 0 on top; the one that `is_top` of several becomes the active layer. A `raster` is opened with
    the style file beside it. A name that a model gives is kept. A subject that is a result of ours itself gives its own subject.
    """
    if not context.willLoadLayerOnCompletion(path):
        return
    details = context.layerToLoadOnCompletionDetails(path)
    subject = _without_result(subject, algorithm)
    if subject and details.name == algorithm.parameterDefinition(output).description():
        details.name = f"{details.name} ({subject})"
    # QGIS adds layers by rising key: each below the one before until 3.40, above it since 3.42.
    details.layerSortKey = position if Qgis.versionInt() < _ADDED_ABOVE_SINCE else -position
    if raster:
        _open_in_task(path, context)
    if styling is not None or is_top:
        details.setPostProcessor(_Styler.registered(_activating(styling) if is_top else styling))


def _activating(styling: Styling | None) -> Styling:
    """Returns a styling that makes the layer the active one, too.

    QGIS adds the layers of the next run above the active one, which is the lowest of several results: points to interpret would lie
    below the map.
    """

    def style(layer: QgsMapLayer) -> None:
        if styling is not None:
            styling(layer)
        if qgis.utils.iface is not None:
            qgis.utils.iface.setActiveLayer(layer)

    return style


def _without_result(subject: str, algorithm: QgsProcessingAlgorithm) -> str:
    """Returns the subject of the name of one of our results, Wake of “Classes (Wake)”; any other name as it is."""
    provider = algorithm.provider()
    for other in provider.algorithms() if provider else ():
        for definition in other.destinationParameterDefinitions():
            beginning = f"{definition.description()} ("
            if subject.startswith(beginning) and subject.endswith(")"):
                return subject[len(beginning) : -1]
    return subject


def do_not_load(paths: Collection[str], context: QgsProcessingContext) -> None:
    """Has QGIS not load results that a run did not write, which would end with an error about missing layers."""
    others = {path: details for path, details in context.layersToLoadOnCompletion().items() if path not in paths}
    context.setLayersToLoadOnCompletion(others)


def _open_in_task(path: str, context: QgsProcessingContext) -> None:
    """Opens a raster on the thread of the task, with the style file beside it.

    QGIS would open it on the main thread, ignore its style file, and compute histograms of several bands, which blocks the window.
    """
    layer = QgsRasterLayer(path)
    if layer.isValid():
        context.temporaryLayerStore().addMapLayer(layer)


class _Styler(QgsProcessingLayerPostProcessorInterface):
    """Styles one layer after it was loaded. QGIS keeps no reference to it, so the class keeps one until then."""

    _waiting: list[_Styler] = []  # noqa: RUF012 (shared on purpose)

    def __init__(self, styling: Styling) -> None:
        super().__init__()
        self._styling = styling

    @classmethod
    def registered(cls, styling: Styling) -> _Styler:
        """Returns a styler that is kept until it has run."""
        styler = cls(styling)
        cls._waiting.append(styler)
        return styler

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Styles the layer; QGIS calls this on the main thread."""
        self._waiting.remove(self)
        self._styling(layer)
        layer.triggerRepaint()
