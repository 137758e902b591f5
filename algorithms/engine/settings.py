"""The plugin's one setting: which Python trains and classifies. Results do not depend on it."""

from __future__ import annotations

import os

from qgis.core import QgsSettingsEntryString, QgsSettingsTree
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

IN_PROCESS = "in_process"
VARIABLE = "PIXEL_CLASSIFIER_ENGINE"
"""The environment variable that overrides the setting, for machines without a display."""
_TREE, _KEY = "pixel_classifier", "engine"
_DESCRIPTION = QT_TRANSLATE_NOOP(
    "PixelClassifier",
    "Where Pixel Classifier trains and classifies: the path of a Python that has PyTorch and GDAL; in_process for the process of "
    "QGIS; empty for an engine process with the environment of Set Up Deep Learning."
)  # fmt: skip


class Settings:
    """Registers the setting plugins/pixel_classifier/engine in QGIS's advanced settings while the plugin is loaded."""

    def __init__(self) -> None:
        self._entry: QgsSettingsEntryString | None = None

    def register(self) -> None:
        """Adds the setting to QGIS's tree of settings."""
        if self._entry is None:
            node = QgsSettingsTree.createPluginTreeNode(_TREE)
            self._entry = QgsSettingsEntryString(
                _KEY, node, "", QCoreApplication.translate("PixelClassifier", _DESCRIPTION)
            )

    def unregister(self) -> None:
        """Removes it from the tree; its value stays in the profile."""
        if self._entry is not None:
            self._entry = None
            QgsSettingsTree.unregisterPluginTreeNode(_TREE)

    def engine(self) -> str:
        """Returns the path of a Python, `IN_PROCESS`, or "" for the plugin's own choice."""
        chosen = os.environ.get(VARIABLE)
        if chosen is None:
            chosen = self._entry.value() if self._entry is not None else ""
        return chosen.strip()


settings = Settings()
