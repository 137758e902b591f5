"""The models that come with the plugin: chains of its own and of QGIS's algorithms, in resources/models."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingUtils,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..algorithms.base import ICON_PATH, RESOURCES, help_html
from ..algorithms.engine.run import why_no_engine
from ..algorithms.inputs.gdal_messages import logs_gdal
from ..algorithms.results.loading import name_and_style_when_loaded
from ..algorithms.results.renderers import polygons_by_class

MODELS = ("trainandclassify", "classifycleanandvectorise")
"""Identifiers of the models, and names of their files without .model3; they never change."""


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model in the toolbox, with an identifier like those of the algorithms: QGIS would use its title, with blanks and capitals."""

    def __init__(self, name: str) -> None:
        """Reads the model of that name from resources/models."""
        super().__init__()
        self._name = name
        self._subject = ""
        self._labels_in_file: dict[str, str] = {}
        self.read()

    def read(self) -> None:
        """Reads the file; to be repeated when algorithms are registered, since a model lacks the outputs of unknown ones."""
        self.fromFile(str(RESOURCES / "models" / f"{self._name}.model3"))
        helps = self.helpContent()
        for definition in self.parameterDefinitions():
            self._labels_in_file[definition.name()] = definition.description()
            definition.setDescription(_translated(definition.description()))
            definition.setHelp(_translated(helps.get(definition.name()) or definition.help()))
        for output in self.outputDefinitions():
            output.setDescription(_translated(output.description()))

    def createInstance(self) -> ShippedModel:
        """Returns a new copy of the model."""
        return ShippedModel(self._name)

    def name(self) -> str:
        """Returns the identifier that scripts and models use; it never changes."""
        return self._name

    def displayName(self) -> str:
        """Returns the name in the toolbox."""
        return _translated(super().displayName())

    def shortDescription(self) -> str:
        """Returns one sentence on what the model does."""
        return _translated(super().shortDescription())

    def group(self) -> str:
        """Returns the group of the toolbox."""
        return QCoreApplication.translate("PixelClassifier", "Models")

    def groupId(self) -> str:
        """Returns the identifier of the group; it never changes."""
        return "models"

    def icon(self) -> QIcon:
        """Returns the icon for the toolbox."""
        return QIcon(ICON_PATH)

    def svgIconPath(self) -> str:
        """Returns the path of the icon as SVG."""
        return ICON_PATH

    def tags(self) -> list[str]:
        """Returns the search words of the toolbox."""
        return QCoreApplication.translate(
            "PixelClassifier", "deep learning,model,workflow,land cover,land use,classification,segmentation"
        ).split(",")

    def shortHelpString(self) -> str:
        """Returns the HTML beside the dialog."""
        return help_html(self._name)

    def canExecute(self) -> tuple[bool, str]:
        """Returns whether PyTorch and all algorithms of the model are found, and why not."""
        complaint = why_no_engine()
        return (False, complaint) if complaint else super().canExecute()

    @logs_gdal
    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Refuses to start where something is missing: only the GUI calls `canExecute`, and the first steps may take long."""
        possible, message = self.canExecute()
        if not possible:
            raise QgsProcessingException(message)
        imagery = self.parameterAsRasterLayer(parameters, "imagery", context)
        self._subject = imagery.name() if imagery else ""
        return super().prepareAlgorithm(parameters, context, feedback)

    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, object]:
        """Runs the steps; names the results, and styles the polygons, which come from an algorithm of QGIS."""
        results = super().processAlgorithm(parameters, context, feedback)
        self._name_layers(results, context)
        polygons = results.get("polygons")
        if polygons and context.willLoadLayerOnCompletion(polygons):
            layer = QgsProcessingUtils.mapLayerFromString(polygons, context)
            styling = polygons_by_class(layer, results["classes"])
            name_and_style_when_loaded(self, context, "polygons", polygons, self._subject, styling)
        return results

    def _name_layers(self, results: dict[str, object], context: QgsProcessingContext) -> None:
        """Names the layers that still have their name in the file by the translated label and the imagery."""
        for definition in self.destinationParameterDefinitions():
            path, label = results.get(definition.name()), self._labels_in_file.get(definition.name())
            if path and context.willLoadLayerOnCompletion(path):
                details = context.layerToLoadOnCompletionDetails(path)
                if details.name == label:
                    details.name = f"{definition.description()} ({self._subject})"


def _translated(text: str) -> str:
    """Returns the translation of a text of the file."""
    return QCoreApplication.translate("PixelClassifier", text)
