"""What the algorithms share: identity, parameter declarations, and the boundary where domain errors become those of Processing."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QUrl
from qgis.PyQt.QtGui import QIcon

from ..models.core.options import DEVICES
from ..models.core.versions import plugin_version
from ..rasters.core.errors import Cancelled, PixelClassifierError
from .engine.reporter import FeedbackReporter
from .engine.run import why_no_engine
from .inputs.containers import unnamed_layer_problem
from .inputs.expressions import expression_problem, with_values
from .inputs.gdal_messages import gdal_to_message_log
from .inputs.layers import overwritten_input
from .inputs.misread_values import is_misread, refused_value
from .inputs.parameter_values import ParameterValues
from .inputs.plain_values import unknown_parameters, with_plain_values
from .inputs.raster_loading import load_rasters, no_raster_problem, with_archives, without_statistics
from .inputs.wrong_layers import wrong_layer_problem

INTEGER = Qgis.ProcessingNumberParameterType.Integer
DOUBLE = Qgis.ProcessingNumberParameterType.Double
FOLDER = Qgis.ProcessingFileParameterBehavior.Folder
RESOURCES = Path(__file__).resolve().parent.parent / "resources"
ICON_PATH = str(RESOURCES / "icon.svg")
VERSION = plugin_version()
HELP_URL = "https://github.com/pixel-classifier/pixel-classifier/blob/main/docs/algorithms.md#"


def reports_errors(method: Callable) -> Callable:
    """Makes a `processAlgorithm` of a method that takes a reporter in place of the feedback.

    A cancelled run returns no results. Errors that users can act on become QgsProcessingException.
    """

    @functools.wraps(method)
    def process(
        self: PixelClassifierAlgorithm, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        reporter = FeedbackReporter(feedback)
        for sentence in unknown_parameters(self, parameters):
            reporter.warning(sentence)
        try:
            return method(self, with_plain_values(parameters), context, reporter)
        except Cancelled as stopped:
            reporter.info(str(stopped))
            return {}
        except PixelClassifierError as error:
            raise QgsProcessingException(reporter.with_aliases(str(error))) from error
        except MemoryError as error:
            raise QgsProcessingException(
                QCoreApplication.translate(
                    "PixelClassifier", "Out of memory. Use smaller chips, tiles or batches, or close other programs."
                )
            ) from error
        except OSError as error:
            raise QgsProcessingException(
                QCoreApplication.translate(
                    "PixelClassifier", "The operating system refused access to a file: {reason}"
                ).format(reason=error)
            ) from error

    return process


def help_html(name: str) -> str:
    """Returns the HTML of resources/help/NAME.html on one line: QGIS turns line ends into paragraphs.

    A page is translated as a whole, so that none is half in English. QGIS shows it without a base address, so pictures get absolute ones.
    """
    page = (RESOURCES / "help" / f"{name}.html").read_text(encoding="utf-8").strip()
    text = QCoreApplication.translate("PixelClassifier", page)
    pictures = QUrl.fromLocalFile(str(RESOURCES / "help")).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return " ".join(text.replace("{pictures}", pictures).splitlines())


class PixelClassifierAlgorithm(QgsProcessingAlgorithm):
    """Base of the algorithms. A subclass sets the texts below and declares its parameters.

    The texts are marked for translation (QT_TRANSLATE_NOOP) and translated when QGIS asks for them.
    """

    NAME = ""
    TITLE = ""
    SUMMARY = ""
    TAGS = ""
    GROUP = QT_TRANSLATE_NOOP("PixelClassifier", "Classification with deep learning")
    GROUP_ID = "deeplearning"
    NEEDS_PYTORCH = False
    IS_STEP_OF_MODELS = True
    BANDS = "BANDS"
    DEVICE = "DEVICE"
    EXTENT = "EXTENT"
    MASK = "MASK"
    REPORT = "REPORT"

    def createInstance(self) -> PixelClassifierAlgorithm:
        """Returns a new algorithm, which may keep the state of one run."""
        return type(self)()

    def tr(self, text: str) -> str:
        """Translates a literal text: its context is the class in which it stands, as lupdate takes it."""
        for owner in type(self).__mro__:
            translated = QCoreApplication.translate(owner.__name__, text)
            if translated != text:
                return translated
        return text

    def name(self) -> str:
        """Returns the identifier that scripts and models use; it never changes."""
        return self.NAME

    def displayName(self) -> str:
        """Returns the name in the toolbox."""
        return QCoreApplication.translate("PixelClassifier", self.TITLE)

    def shortDescription(self) -> str:
        """Returns one sentence on what the algorithm does."""
        return QCoreApplication.translate("PixelClassifier", self.SUMMARY)

    def tags(self) -> list[str]:
        """Returns the search words of the toolbox: in the language of QGIS, then in that of the documentation."""
        translated = QCoreApplication.translate("PixelClassifier", self.TAGS)
        return list(dict.fromkeys([*translated.split(","), *self.TAGS.split(",")]))

    def group(self) -> str:
        """Returns the group of the toolbox."""
        return QCoreApplication.translate("PixelClassifier", self.GROUP)

    def groupId(self) -> str:
        """Returns the identifier of the group; it never changes."""
        return self.GROUP_ID

    def flags(self) -> Qgis.ProcessingAlgorithmFlags:
        """Returns the flags of QGIS; the modeler does not offer what is no step of a model."""
        flags = super().flags()
        return flags if self.IS_STEP_OF_MODELS else flags | Qgis.ProcessingAlgorithmFlag.HideFromModeler

    def icon(self) -> QIcon:
        """Returns the icon for toolbox and modeler."""
        return QIcon(ICON_PATH)

    def svgIconPath(self) -> str:
        """Returns the path of the icon as SVG."""
        return ICON_PATH

    def helpUrl(self) -> str:
        """Returns the address of the algorithm's section in the documentation."""
        return HELP_URL + self.NAME

    def shortHelpString(self) -> str:
        """Returns the HTML beside the dialog."""
        return help_html(self.NAME)

    def canExecute(self) -> tuple[bool, str]:
        """Returns whether all needed Python packages are found, without importing them, and why not."""
        complaint = why_no_engine() if self.NEEDS_PYTORCH else ""
        return not complaint, complaint

    def require_packages(self) -> None:
        """Raises QgsProcessingException where a needed package is missing: only the GUI calls `canExecute`."""
        possible, message = self.canExecute()
        if not possible:
            raise QgsProcessingException(message)

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses files of which a layer must be named, results that would overwrite them, and values that are not valid."""
        with gdal_to_message_log():
            return self._checked(parameters, context)

    def _checked(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Returns whether the values of the parameters are valid, and why not."""
        problem = expression_problem(self, parameters, context)
        if problem:
            return False, problem
        parameters = with_archives(self, with_plain_values(with_values(self, parameters, context)))
        load_rasters(self, parameters, context)
        problem = no_raster_problem(self, parameters) or wrong_layer_problem(self, parameters, context)
        problem = problem or unnamed_layer_problem(self, parameters, context)
        problem = problem or overwritten_input(ParameterValues(self, parameters, context))
        if problem:
            return False, problem
        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name())
            if value is None:
                continue
            if is_misread(definition, value) or not definition.checkValueIsAcceptable(value, context):
                refusal = refused_value(definition, value)
                if refusal:
                    return False, refusal
        return super().checkParameterValues(parameters, context)

    def default_values(self) -> dict[str, Any]:
        """Returns the default of each parameter by id, None for those without one."""
        return {each.name(): each.defaultValue() for each in self.parameterDefinitions()}

    def add(self, definition: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False) -> None:
        """Adds a parameter together with its help."""
        definition = without_statistics(definition)
        definition.setHelp(help_text)
        if advanced:
            definition.setFlags(definition.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(definition)

    def add_percentage(
        self, name: str, label: str, default: float, highest: float, help_text: str, advanced: bool = True
    ) -> None:
        """Adds a percentage."""
        share = QgsProcessingParameterNumber(name, label, DOUBLE, default, minValue=0.0, maxValue=highest)
        share.setMetadata({"widget_wrapper": {"decimals": 1}})
        self.add(share, help_text, advanced)

    def add_choice(
        self, name: str, label: str, options: tuple[str, ...], default: str, help_text: str, advanced: bool = True
    ) -> None:
        """Adds a choice, which scripts and models store by its name."""
        choice = QgsProcessingParameterEnum(name, label, options, defaultValue=default, usesStaticStrings=True)
        self.add(choice, help_text, advanced)

    def add_count(
        self, name: str, label: str, default: int | None, lowest: int, help_text: str, advanced: bool = True
    ) -> None:
        """Adds an integer, which is optional where the default is None."""
        number = QgsProcessingParameterNumber(name, label, INTEGER, default, optional=default is None, minValue=lowest)
        self.add(number, help_text, advanced)

    def add_flag(self, name: str, label: str, default: bool, help_text: str) -> None:
        """Adds an advanced check box."""
        self.add(QgsProcessingParameterBoolean(name, label, defaultValue=default), help_text, advanced=True)

    def add_text(self, name: str, label: str, help_text: str) -> None:
        """Adds an optional, advanced text."""
        self.add(QgsProcessingParameterString(name, label, optional=True), help_text, advanced=True)

    def add_folder(self, name: str, label: str, help_text: str, optional: bool = False) -> None:
        """Adds an existing folder, advanced where it is optional."""
        self.add(QgsProcessingParameterFile(name, label, FOLDER, optional=optional), help_text, advanced=optional)

    def add_bands(self, raster: str, help_text: str, advanced: bool = False) -> None:
        """Adds the choice of bands of a raster parameter."""
        bands = QgsProcessingParameterBand(
            self.BANDS, self.tr("Bands"), parentLayerParameterName=raster, optional=True, allowMultiple=True
        )
        self.add(bands, help_text, advanced)

    def add_area(self, extent_help: str, mask_help: str, extent_is_advanced: bool = True) -> None:
        """Adds an optional extent and optional mask polygons."""
        extent = QgsProcessingParameterExtent(self.EXTENT, self.tr("Extent"), optional=True)
        self.add(extent, extent_help, extent_is_advanced)
        polygons = [Qgis.ProcessingSourceType.VectorPolygon]
        mask = QgsProcessingParameterFeatureSource(self.MASK, self.tr("Mask polygons"), polygons, optional=True)
        self.add(mask, mask_help, advanced=True)

    def add_ignore_class(self, name: str, help_text: str) -> None:
        """Adds the class value of unlabelled pixels: 0 by default, and empty where every value is a class."""
        label = self.tr("Ignore class (unlabelled value)")
        self.add(QgsProcessingParameterNumber(name, label, INTEGER, 0, optional=True), help_text)

    def add_device(self, devices: Sequence[str] = DEVICES, help_text: str = "") -> None:
        """Adds the device on which a network runs."""
        about = self.tr(
            "auto: the first GPU if there is one, else the CPU. cuda:all: all NVIDIA GPUs of this computer, one process on each."
        )
        self.add_choice(self.DEVICE, self.tr("Device"), devices, "auto", " ".join(filter(None, (about, help_text))))

    def add_report(self, label: str, help_text: str) -> None:
        """Adds the HTML report; the Results Viewer lists those of all algorithms by their labels."""
        html = self.tr("HTML files (*.html)")
        self.add(QgsProcessingParameterFileDestination(self.REPORT, label, html, optional=True), help_text)

    def add_csv(self, name: str, label: str, help_text: str, advanced: bool = False) -> None:
        """Adds a CSV file, which is written only on request."""
        csv = QgsProcessingParameterFileDestination(
            name, label, self.tr("CSV files (*.csv)"), optional=True, createByDefault=False
        )
        self.add(csv, help_text, advanced)

    def add_result_layer(self, name: str, label: str, geometry: Qgis.ProcessingSourceType, help_text: str) -> None:
        """Adds a vector layer, which is written only on request."""
        layer = QgsProcessingParameterVectorDestination(name, label, geometry, optional=True, createByDefault=False)
        self.add(layer, help_text)

    def add_result_number(self, name: str, label: str) -> None:
        """Adds a number among the results, for scripts and models."""
        self.addOutput(QgsProcessingOutputNumber(name, label))
