"""What the algorithms share: identity, parameter helpers, and the seam where domain errors become Processing's."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsVariantUtils,
)
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QIcon

from ..models.installation import backend
from ..rasters.core.errors import Cancelled, PixelClassifierError
from .engine import run
from .engine.reporter import FeedbackReporter

_NO_MAXIMUM = 1e300  # QGIS gives parameters without a limit the largest float
RESOURCES = Path(__file__).resolve().parent.parent / "resources"
HELP_URL = "https://github.com/pixel-classifier/pixel-classifier#"


def seam(method: Callable) -> Callable:
    """Turns a method that speaks to a reporter into a `processAlgorithm`.

    A run that was cancelled returns no results, and errors that users can understand become QgsProcessingException.
    """

    @functools.wraps(method)
    def process(
        self: PixelClassifierAlgorithm, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        reporter = FeedbackReporter(feedback)
        try:
            return method(self, parameters, context, reporter)
        except Cancelled as stopped:
            reporter.info(str(stopped))
            return {}
        except PixelClassifierError as error:
            raise QgsProcessingException(reporter.worded(str(error))) from error
        except MemoryError as error:
            raise QgsProcessingException(
                self.tr("There is not enough memory. Use smaller chips, tiles or batches, or close other programs.")
            ) from error
        except OSError as error:
            raise QgsProcessingException(
                self.tr("The operating system refused a file: {reason}").format(reason=error)
            ) from error

    return process


def help_html(name: str) -> str:
    """Returns the HTML of resources/help/NAME.html, on one line: QGIS turns ends of lines into paragraphs.

    QGIS shows it without a base address, so pictures are named by their whole one.
    """
    text = (RESOURCES / "help" / f"{name}.html").read_text(encoding="utf-8")
    pictures = QUrl.fromLocalFile(str(RESOURCES / "help")).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return " ".join(text.replace("{pictures}", pictures).split())


class PixelClassifierAlgorithm(QgsProcessingAlgorithm):
    """Base of the algorithms; a subclass declares NAME, parameters and its two steps."""

    NAME = ""
    NEEDS_BACKEND = False
    EXTENT = "EXTENT"
    MASK = "MASK"

    def createInstance(self) -> PixelClassifierAlgorithm:
        """Returns a fresh algorithm, on which the state of one run may be kept."""
        return type(self)()

    def tr(self, text: str) -> str:
        """Translates a literal text."""
        return QCoreApplication.translate("PixelClassifier", text)

    def name(self) -> str:
        """Returns the identifier that scripts and models use; it never changes."""
        return self.NAME

    def group(self) -> str:
        """Returns the group of the toolbox."""
        return self.tr("Classification with deep learning")

    def groupId(self) -> str:
        """Returns the identifier of the group; it never changes."""
        return "deeplearning"

    def icon(self) -> QIcon:
        """Returns the icon for toolbox and modeler."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Returns the path of the icon as SVG."""
        return str(RESOURCES / "icon.svg")

    def helpUrl(self) -> str:
        """Returns the address of the longer description."""
        return HELP_URL + self.displayName().lower().replace(" ", "-")

    def shortHelpString(self) -> str:
        """Returns the HTML beside the dialog."""
        return help_html(self.NAME)

    def canExecute(self) -> tuple[bool, str]:
        """Tells the toolbox whether all needed Python packages are there, without importing them."""
        complaint = run.why_not() if self.NEEDS_BACKEND else ""
        return not complaint, complaint

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses numbers out of range and unknown choices, naming value and cure, which QGIS's own message does not."""
        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name())
            if value is not None and not definition.checkValueIsAcceptable(value, context):
                cure = self._range_of(definition)
                if cure:
                    return False, self.tr("{name} is {value}. {cure}").format(
                        name=definition.name(), value=value, cure=cure
                    )
        return super().checkParameterValues(parameters, context)

    def _range_of(self, definition: QgsProcessingParameterDefinition) -> str:
        """Returns the sentence that says what a number or a choice may be, "" for parameters of other kinds."""
        if isinstance(definition, QgsProcessingParameterEnum):
            return self.tr("Choose one of: {options}.").format(options=", ".join(definition.options()))
        if not isinstance(definition, QgsProcessingParameterNumber):
            return ""
        low, high = definition.minimum(), definition.maximum()
        if high < _NO_MAXIMUM:
            return self.tr("Choose a number from {low:g} to {high:g}.").format(low=low, high=high)
        return self.tr("Choose a number of at least {low:g}.").format(low=low)

    def require_packages(self) -> None:
        """Raises QgsProcessingException where a needed package is missing; `canExecute` is asked by the GUI only."""
        possible, message = self.canExecute()
        if not possible:
            raise QgsProcessingException(message)

    def add(self, definition: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False) -> None:
        """Adds a parameter together with its help."""
        definition.setHelp(help_text)
        if advanced:
            definition.setFlags(definition.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(definition)

    def add_percentage(
        self, name: str, label: str, default: float, highest: float, help_text: str, advanced: bool = True
    ) -> None:
        """Adds a share of a hundred."""
        share = QgsProcessingParameterNumber(
            name, label, Qgis.ProcessingNumberParameterType.Double, default, minValue=0.0, maxValue=highest
        )
        share.setMetadata({"widget_wrapper": {"decimals": 1}})
        self.add(share, help_text, advanced=advanced)

    def add_choice(
        self, name: str, label: str, options: tuple[str, ...], default: str, help_text: str, advanced: bool = True
    ) -> None:
        """Adds a choice, which scripts and models keep by its own name."""
        choice = QgsProcessingParameterEnum(name, label, options, defaultValue=default, usesStaticStrings=True)
        self.add(choice, help_text, advanced=advanced)

    def add_count(
        self, name: str, label: str, default: int, lowest: int, help_text: str, advanced: bool = True
    ) -> None:
        """Adds a whole number."""
        number = QgsProcessingParameterNumber(
            name, label, Qgis.ProcessingNumberParameterType.Integer, default, minValue=lowest
        )
        self.add(number, help_text, advanced=advanced)

    def add_flag(self, name: str, label: str, default: bool, help_text: str) -> None:
        """Adds a choice of yes and no."""
        self.add(QgsProcessingParameterBoolean(name, label, defaultValue=default), help_text, advanced=True)

    def add_area(self, extent_help: str, mask_help: str, extent_is_advanced: bool = True) -> None:
        """Adds an extent and mask polygons, which may be left empty."""
        extent = QgsProcessingParameterExtent(self.EXTENT, self.tr("Extent"), optional=True)
        self.add(extent, extent_help, advanced=extent_is_advanced)
        polygons = [Qgis.ProcessingSourceType.VectorPolygon]
        mask = QgsProcessingParameterFeatureSource(self.MASK, self.tr("Mask polygons"), polygons, optional=True)
        self.add(mask, mask_help, advanced=True)

    def optional_int(self, parameters: dict, name: str, context: QgsProcessingContext) -> int | None:
        """Returns an integer, or None where the parameter was left empty on purpose.

        A parameter that is not given at all has its default; None and an empty text (`NAME=` under qgis_process)
        mean empty, which `parameterAsInt` cannot tell from the default.
        """
        if name not in parameters:
            default = self.parameterDefinition(name).defaultValue()
            return None if QgsVariantUtils.isNull(default) else int(default)
        value = parameters[name]
        if QgsVariantUtils.isNull(value) or (isinstance(value, str) and not value.strip()):
            return None
        return self.parameterAsInt(parameters, name, context)

    def optional_number(self, parameters: dict, name: str, context: QgsProcessingContext) -> float | None:
        """Returns a number, or None where the parameter is empty (see `optional_int`)."""
        value = parameters.get(name, self.parameterDefinition(name).defaultValue())
        if QgsVariantUtils.isNull(value) or (isinstance(value, str) and not value.strip()):
            return None
        return self.parameterAsDouble(parameters, name, context)

    def share(self, parameters: dict, name: str, context: QgsProcessingContext) -> float:
        """Returns a parameter in percent as a share, 0 to 1."""
        return self.parameterAsDouble(parameters, name, context) / 100.0

    def optional_text(self, parameters: dict, name: str, context: QgsProcessingContext) -> str | None:
        """Returns a text without surrounding blanks, None where it is empty."""
        return self.parameterAsString(parameters, name, context).strip() or None

    def optional_output_file(self, parameters: dict, name: str, context: QgsProcessingContext) -> str | None:
        """Returns the path of an optional file to be written, None where it is not wanted."""
        return self.parameterAsFileOutput(parameters, name, context) or None

    def optional_output_layer(self, parameters: dict, name: str, context: QgsProcessingContext) -> str | None:
        """Returns the path of an optional layer to be written, None where it is not wanted."""
        return self.parameterAsOutputLayer(parameters, name, context) or None


class InstallationAlgorithm(PixelClassifierAlgorithm):
    """Base of the algorithms that look after the packages which the others need."""

    def group(self) -> str:
        """Returns the group of the toolbox."""
        return self.tr("Installation")

    def groupId(self) -> str:
        """Returns the identifier of the group; it never changes."""
        return "installation"

    def helpUrl(self) -> str:
        """Returns the address of the longer description."""
        return HELP_URL + "installing-pytorch"

    def require_python(self) -> None:
        """Raises QgsProcessingException where QGIS's Python is older than PyTorch needs."""
        if backend.is_too_old():
            raise QgsProcessingException(backend.why_not())
