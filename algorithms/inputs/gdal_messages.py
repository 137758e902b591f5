"""What GDAL reports while QGIS opens the inputs: it goes to the log of the run, not to the terminal.

`processAlgorithm` has `gdal_calls.gdal_warnings_to`; here are the steps before it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager

from qgis.core import Qgis, QgsMessageLog, QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback

_TAG = "Pixel Classifier"


def logs_gdal(method: Callable) -> Callable:
    """Makes a `prepareAlgorithm` of a method, which logs what GDAL reports meanwhile."""

    @functools.wraps(method)
    def prepare(
        self: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        from ...rasters.core.gdal_calls import gdal_warnings_to

        with gdal_warnings_to(feedback.pushInfo):
            return method(self, parameters, context, feedback)

    return prepare


def gdal_to_message_log() -> AbstractContextManager[None]:
    """Passes what GDAL reports in the enclosed calls to the message log of QGIS: a check of parameters has no log of its own."""
    from ...rasters.core.gdal_calls import gdal_warnings_to

    return gdal_warnings_to(lambda line: QgsMessageLog.logMessage(line, _TAG, Qgis.MessageLevel.Info, False))
