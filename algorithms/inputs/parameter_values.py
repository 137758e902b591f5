"""Reads the parameters of one run as the requests take them: paths, numbers, choices, None for what was left empty."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterNumber,
    QgsProperty,
)
from qgis.PyQt.QtCore import QCoreApplication

from .expressions import expression_problem, with_values
from .misread_values import is_empty, is_misread, refused_value
from .plain_values import with_plain_values
from .raster_loading import with_archives

_READERS = {
    "band": "parameterAsInts", "boolean": "parameterAsBool", "enum": "parameterAsEnumString", "string": "parameterAsString",
    "file": "parameterAsFile", "multilayer": "parameterAsFileList",
    "fileDestination": "parameterAsFileOutput", "folderDestination": "parameterAsFileOutput",
    "rasterDestination": "parameterAsOutputLayer", "vectorDestination": "parameterAsOutputLayer",
}  # fmt: skip
_OF_LAYERS = ("raster", "source", "field", "band", "extent")
"""The types of parameters that belong to layers of the project, which are read on the project's thread."""


class ParameterValues:
    """The parameters of one run of an algorithm."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext) -> None:
        """Takes what QGIS hands to `prepareAlgorithm` and `processAlgorithm`; expressions are replaced by their values."""
        self.algorithm, self.context = algorithm, context
        given = with_plain_values(with_values(algorithm, parameters, context))
        self.parameters = with_archives(algorithm, given)

    def by_id(self) -> dict[str, Any]:
        """Returns the values of all parameters by id, as the requests take them, but those that belong to layers.

        To be called once in a run: QGIS makes a new path each time it is asked for that of a temporary result. Raises
        QgsProcessingException where a required one is empty: a script may run an algorithm without any check of its parameters.
        """
        definitions = [each for each in self.algorithm.parameterDefinitions() if each.type() not in _OF_LAYERS]
        found = {each.name(): self.value(each.name()) for each in definitions}
        for each in definitions:
            if found[each.name()] is None and not each.flags() & Qgis.ProcessingParameterFlag.Optional:
                sentence = QCoreApplication.translate(
                    "PixelClassifier", "{name} ({label}) is empty, and needs a value."
                )
                raise QgsProcessingException(sentence.format(name=each.name(), label=each.description()))
        return found

    def value(self, name: str) -> Any:  # noqa: ANN401 (as the parameter is)
        """Returns a number, choice, flag, text without surrounding blanks, path, or tuple of paths or of bands (from 1).

        What was left empty is None: texts, paths and bands, and an optional number that is None or an empty text (`NAME=` under
        qgis_process), for which QGIS would return the default. A parameter that is missing has its default. Raises
        QgsProcessingException where QGIS would read another value: a model does not ask checkParameterValues.
        """
        definition, parameters = self.algorithm.parameterDefinition(name), self.parameters
        if isinstance(parameters.get(name), QgsProperty) and not definition.isDestination():
            raise QgsProcessingException(expression_problem(self.algorithm, parameters, self.context))
        if is_misread(definition, parameters.get(name)):
            raise QgsProcessingException(refused_value(definition, parameters[name]))
        if isinstance(definition, QgsProcessingParameterNumber):
            return self._number(definition, parameters)
        value = getattr(self.algorithm, _READERS[definition.type()])(parameters, name, self.context)
        if isinstance(value, list):
            value = tuple(filter(None, value))
        value = value.strip() if definition.type() == "string" else value
        return None if value in ("", ()) else value

    def _number(self, definition: QgsProcessingParameterNumber, parameters: dict) -> float | None:
        name = definition.name()
        is_optional = bool(definition.flags() & Qgis.ProcessingParameterFlag.Optional)
        if is_optional and is_empty(parameters.get(name, definition.defaultValue())):
            return None
        is_whole = definition.dataType() == Qgis.ProcessingNumberParameterType.Integer
        read = self.algorithm.parameterAsInt if is_whole else self.algorithm.parameterAsDouble
        return read(parameters, name, self.context)

    def is_given(self, name: str) -> bool:
        """Returns whether an optional layer or path was given."""
        return not is_empty(self.parameters.get(name))

    def raster_format(self, name: str) -> str:
        """Returns the format that was chosen with a raster to write, by GDAL's short name.

        In QGIS 4 a dialog offers the formats of the provider; without a choice it is that of the file's extension. QGIS 3 knows no
        choice of the format: "".
        """
        read = getattr(self.algorithm, "parameterAsOutputRasterFormat", None)
        return read(self.parameters, name, self.context) if read is not None else ""

    def geometry_check(self, name: str) -> Qgis.InvalidGeometryCheck:
        """Returns what the user has set for invalid geometries of this input; without that they are used as they are.

        The setting for all algorithms, which stops at one by default, does not count: a polygon that crosses itself is rasterized.
        """
        given, flag = self.parameters.get(name), Qgis.ProcessingFeatureSourceDefinitionFlag.OverrideDefaultGeometryCheck
        if isinstance(given, QgsProcessingFeatureSourceDefinition) and given.flags & flag:
            return given.geometryCheck
        return Qgis.InvalidGeometryCheck.NoCheck

    def source(self, name: str) -> QgsProcessingFeatureSource:
        """Returns the features of a layer. Raises QgsProcessingException where it cannot be opened."""
        source = self.algorithm.parameterAsSource(self.parameters, name, self.context)
        if source is None:
            raise QgsProcessingException(self.algorithm.invalidSourceError(self.parameters, name))
        return source
