"""Names and styles the layers of results when QGIS loads them; under qgis_process no layer is loaded.

The class raster carries its names and colours wherever it is opened, and other rasters the style file beside them
(`style_files`). Vector layers are styled when they are added to the project.
"""

from __future__ import annotations

from collections.abc import Collection

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
) -> None:
    """Names a result after its `subject` and has it styled, if it is to be loaded. To be called in `processAlgorithm`.

    `position` orders the results of one run, 0 on top. A `raster` is opened with the style file beside it. A name that a model
    gives is kept.
    """
    if not context.willLoadLayerOnCompletion(path):
        return
    details = context.layerToLoadOnCompletionDetails(path)
    if subject and details.name == algorithm.parameterDefinition(output).description():
        details.name = f"{details.name} ({subject})"
    # QGIS adds layers by rising key: each below the one before until 3.40, above it since 3.42.
    details.layerSortKey = position if Qgis.versionInt() < _ADDED_ABOVE_SINCE else -position
    if raster:
        _open_in_task(path, context)
    if styling is not None:
        details.setPostProcessor(_Styler.registered(styling))


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
