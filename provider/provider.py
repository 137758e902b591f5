"""The Processing provider: lists the algorithms in the order in which they are used."""

from __future__ import annotations

import configparser
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..algorithms.assess_classification import AssessClassification
from ..algorithms.classify_pixels import ClassifyPixels
from ..algorithms.engine import supervision
from ..algorithms.engine.settings import settings
from ..algorithms.export_training_chips import ExportTrainingChips
from ..algorithms.setup.check_installation import CheckInstallation
from ..algorithms.setup.set_up_deep_learning import SetUpDeepLearning
from ..algorithms.train_pixel_classifier import TrainPixelClassifier
from .shipped_models import MODELS, ShippedModel

PLUGIN_FOLDER = Path(__file__).resolve().parent.parent
ICON_PATH = str(PLUGIN_FOLDER / "resources" / "icon.svg")


class PixelClassifierProvider(QgsProcessingProvider):
    """Offers the steps from labelled imagery to a classified raster, and to knowing how good it is."""

    def __init__(self) -> None:
        super().__init__()
        self._models: list[ShippedModel] = []

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
        QgsApplication.processingRegistry().providerAdded.connect(self._read_models)
        return super().load()

    def unload(self) -> None:
        """Ends the engines that are at work, and takes the setting away."""
        supervision.finish()
        settings.unregister()
        registry = QgsApplication.processingRegistry()  # None where QGIS itself ends
        if self._models and registry is not None:
            registry.providerAdded.disconnect(self._read_models)
        self._models = []

    def loadAlgorithms(self) -> None:
        """Adds the algorithms, and the models that are made of them."""
        for kind in (
            ExportTrainingChips, TrainPixelClassifier, ClassifyPixels, AssessClassification, SetUpDeepLearning, CheckInstallation,
        ):  # fmt: skip
            self.addAlgorithm(kind())
        self._models = [ShippedModel(name) for name in MODELS]
        for model in self._models:
            self.addAlgorithm(model)

    def _read_models(self, provider_id: str) -> None:
        """Has the models find the algorithms of a provider that came after them; the first is this one itself."""
        for model in self._models:
            model.read()
