"""The Processing provider: lists the algorithms in the order in which they are used."""

from __future__ import annotations

import configparser
from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..algorithms import supervision
from ..algorithms.assessclassification import AssessClassification
from ..algorithms.checkinstallation import CheckInstallation
from ..algorithms.classifypixels import ClassifyPixels
from ..algorithms.exporttrainingchips import ExportTrainingChips
from ..algorithms.settings import settings
from ..algorithms.setupdeeplearning import SetUpDeepLearning
from ..algorithms.trainpixelclassifier import TrainPixelClassifier

PLUGIN_FOLDER = Path(__file__).resolve().parent.parent
ICON_PATH = str(PLUGIN_FOLDER / "resources" / "icon.svg")


class PixelClassifierProvider(QgsProcessingProvider):
    """Offers the steps from labelled imagery to a classified raster, and to knowing how good it is."""

    def id(self) -> str:
        """Returns the identifier that scripts and models use; it never changes."""
        return "pixelclassifier"

    def name(self) -> str:
        """Returns the short name for the toolbox."""
        return QCoreApplication.translate("PixelClassifier", "Pixel Classifier")

    def longName(self) -> str:
        """Returns the name with the version."""
        return f"{self.name()} ({self.versionInfo()})"

    def versionInfo(self) -> str:
        """Returns the plugin's version, as metadata.txt has it."""
        metadata = configparser.ConfigParser(interpolation=None)
        metadata.read(PLUGIN_FOLDER / "metadata.txt", encoding="utf-8")
        return metadata.get("general", "version", fallback="")

    def icon(self) -> QIcon:
        """Returns the icon for the toolbox."""
        return QIcon(ICON_PATH)

    def svgIconPath(self) -> str:
        """Returns the path of the icon as SVG."""
        return ICON_PATH

    def supportsNonFileBasedOutput(self) -> bool:
        """Returns False: results are files, not memory layers or database tables."""
        return False

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        """Returns the file extensions that class, confidence and probability rasters may have."""
        return ["tif", "tiff"]

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        """Returns the file extensions that footprints may have."""
        return ["gpkg"]

    def load(self) -> bool:
        """Shows the plugin's setting, and lists the algorithms."""
        settings.register()
        return super().load()

    def unload(self) -> None:
        """Ends the engines that are at work, and takes the setting away."""
        supervision.finish()
        settings.unregister()

    def loadAlgorithms(self) -> None:
        """Adds the algorithms."""
        for kind in (
            ExportTrainingChips, TrainPixelClassifier, ClassifyPixels, AssessClassification, SetUpDeepLearning, CheckInstallation,
        ):  # fmt: skip
            self.addAlgorithm(kind())
