"""The Processing provider: lists the algorithms and the shipped models."""

from __future__ import annotations

from qgis import core
from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..algorithms.assess_classification import AssessClassification
from ..algorithms.base import ICON_PATH, VERSION
from ..algorithms.classify_pixels import ClassifyPixels
from ..algorithms.draw_assessment_sample import DrawAssessmentSample
from ..algorithms.engine.settings import settings
from ..algorithms.engine.supervision import finish
from ..algorithms.export_model import ExportModel
from ..algorithms.export_training_chips import ExportTrainingChips
from ..algorithms.setup.check_installation import CheckInstallation
from ..algorithms.setup.set_up_deep_learning import SetUpDeepLearning
from ..algorithms.train_pixel_classifier import TrainPixelClassifier
from .shipped_models import MODELS, ShippedModel
from .translation import Translation

ALGORITHMS = (
    ExportTrainingChips, TrainPixelClassifier, ClassifyPixels, DrawAssessmentSample, AssessClassification, ExportModel,
    SetUpDeepLearning, CheckInstallation,
)  # fmt: skip
"""The algorithms in the order of use."""

RASTER_FORMATS = (("GTiff", "tif"), ("GTiff", "tiff"), ("COG", "tif"), ("COG", "tiff"))
"""Formats, by GDAL's short names, and file extensions of rasters; the first is the default."""


class PixelClassifierProvider(QgsProcessingProvider):
    """Offers the steps from labelled imagery to a class raster and its accuracy assessment."""

    def __init__(self) -> None:
        super().__init__()
        self._models: list[ShippedModel] = []
        self._translation = Translation()

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
        """Returns the version of the plugin in metadata.txt."""
        return VERSION

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
        """Returns the file extensions for rasters."""
        return list(dict.fromkeys(extension for _, extension in RASTER_FORMATS))

    def supportedOutputRasterLayerFormatAndExtensions(self) -> list:
        """Returns the formats and file extensions for rasters, of which a dialog of QGIS 4 offers the choice.

        QGIS 4.0 takes pairs of texts, later versions a class of their own; QGIS 3 does not ask.
        """
        pair = getattr(core, "QgsProcessingFormatExtensionPair", None)
        return [pair(*entry) if pair is not None else entry for entry in RASTER_FORMATS]

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        """Returns the file extensions for vector layers."""
        return ["gpkg"]

    def load(self) -> bool:
        """Installs the translation, registers the setting, and loads the algorithms."""
        self._translation.install()
        settings.register()
        QgsApplication.processingRegistry().providerAdded.connect(self._read_models)
        return super().load()

    def unload(self) -> None:
        """Ends the running engines, unregisters the setting, and removes the translation."""
        finish()
        settings.unregister()
        self._translation.remove()
        registry = QgsApplication.processingRegistry()  # None while QGIS exits
        if self._models and registry is not None:
            registry.providerAdded.disconnect(self._read_models)
        self._models = []

    def loadAlgorithms(self) -> None:
        """Adds the algorithms and the shipped models."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        self._models = [ShippedModel(name) for name in MODELS]
        for model in self._models:
            self.addAlgorithm(model)

    def _read_models(self, provider_id: str) -> None:
        """Reads the models again: they use algorithms of providers that are added later, and of this one."""
        for model in self._models:
            model.read()
