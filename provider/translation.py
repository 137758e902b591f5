"""The language of the plugin's texts: that of QGIS, where resources/i18n has it, otherwise English."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ..algorithms.base import RESOURCES

FOLDER = RESOURCES / "i18n"
PREFIX = "pixel_classifier"


class Translation:
    """Translates the texts of names, labels and help while it is installed."""

    def __init__(self) -> None:
        self._translator: QTranslator | None = None

    def install(self) -> None:
        """Takes the language from QGIS's settings, or from the system where they do not override it.

        Qt chooses the file by the names of the language: de for de_AT, zh_Hans for zh_CN. Texts that were asked for
        before stay as they are.
        """
        translator = QTranslator()
        if translator.load(QLocale(QgsApplication.locale()), PREFIX, "_", str(FOLDER), ".qm"):
            QCoreApplication.installTranslator(translator)
            self._translator = translator

    def remove(self) -> None:
        """Goes back to English; QGIS may have ended meanwhile."""
        if self._translator is not None and QCoreApplication.instance() is not None:
            QCoreApplication.removeTranslator(self._translator)
        self._translator = None
