"""The models of QGIS's modeler that come with the plugin: chains of its own and of QGIS's algorithms, in resources/models."""

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

from ..algorithms.base import RESOURCES, help_html
from ..algorithms.engine import run
from ..algorithms.results.loading import polygons_by_class, present

MODELS = ("trainandclassify", "classifycleanandvectorise")
"""Identifiers of the models, and names of their files without .model3; they never change."""


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model that stands in the toolbox beside the algorithms, with an identifier like theirs.

    QGIS would make the model's name its identifier, blanks and capitals included.
    """

    def __init__(self, name: str) -> None:
        """Reads the model of that name from resources/models."""
        super().__init__()
        self._name = name
        self._subject = ""
        self.read()

    def read(self) -> None:
        """Reads the file, anew where new algorithms came into the registry: a model has no results of unknown ones."""
        self.fromFile(str(RESOURCES / "models" / f"{self._name}.model3"))
        helps = self.helpContent()
        for definition in self.parameterDefinitions():
            if definition.name() in helps:
                definition.setHelp(helps[definition.name()])

    def createInstance(self) -> ShippedModel:
        """Returns the model, read by itself."""
        return ShippedModel(self._name)

    def name(self) -> str:
        """Returns the identifier that scripts and models use; it never changes."""
        return self._name

    def group(self) -> str:
        """Returns the group of the toolbox."""
        return QCoreApplication.translate("PixelClassifier", "Models")

    def groupId(self) -> str:
        """Returns the identifier of the group; it never changes."""
        return "models"

    def icon(self) -> QIcon:
        """Returns the icon for the toolbox."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Returns the path of the icon as SVG."""
        return str(RESOURCES / "icon.svg")

    def tags(self) -> list[str]:
        """Returns words under which the model is found."""
        return QCoreApplication.translate(
            "PixelClassifier", "deep learning,model,workflow,land cover,land use,classification,segmentation"
        ).split(",")

    def shortHelpString(self) -> str:
        """Returns the HTML beside the dialog."""
        return help_html(self._name)

    def canExecute(self) -> tuple[bool, str]:
        """Tells the toolbox whether PyTorch and all algorithms of the model are there."""
        complaint = run.why_not()
        return (False, complaint) if complaint else super().canExecute()

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Refuses to begin where something is missing: `canExecute` is asked by the GUI only, and the first steps may be long."""
        possible, message = self.canExecute()
        if not possible:
            raise QgsProcessingException(message)
        imagery = self.parameterAsRasterLayer(parameters, "imagery", context)
        self._subject = imagery.name() if imagery else ""
        return super().prepareAlgorithm(parameters, context, feedback)

    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, object]:
        """Runs the steps; names and styles the polygons of one, which QGIS's own algorithms make (ours style their own)."""
        results = super().processAlgorithm(parameters, context, feedback)
        polygons = results.get("polygons")
        if polygons and context.willLoadLayerOnCompletion(polygons):
            layer = QgsProcessingUtils.mapLayerFromString(polygons, context)
            present(self, context, "polygons", polygons, self._subject, polygons_by_class(layer, results["classes"]))
        return results
