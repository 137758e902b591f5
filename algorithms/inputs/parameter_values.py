"""Reads the parameters of one run as the requests take them: paths, numbers, choices, None for what was left empty."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
)

from ...rasters.core.options import IMAGES, LABELS
from .misread_values import is_empty, is_misread, refused_value


class ParameterValues:
    """The parameters of one run of an algorithm."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext) -> None:
        """Takes what QGIS hands to `prepareAlgorithm` and `processAlgorithm`."""
        self.algorithm, self.parameters, self.context = algorithm, parameters, context

    def is_given(self, name: str) -> bool:
        """Returns whether an optional layer or path was given."""
        return not is_empty(self.parameters.get(name))

    def choice(self, name: str) -> str:
        """Returns the chosen option."""
        return self.algorithm.parameterAsEnumString(self.parameters, name, self.context)

    def flag(self, name: str) -> bool:
        """Returns whether a check box is checked."""
        self._check(name)
        return self.algorithm.parameterAsBool(self.parameters, name, self.context)

    def integer(self, name: str) -> int:
        """Returns an integer."""
        self._check(name)
        return self.algorithm.parameterAsInt(self.parameters, name, self.context)

    def number(self, name: str) -> float:
        """Returns a real number."""
        self._check(name)
        return self.algorithm.parameterAsDouble(self.parameters, name, self.context)

    def bands(self, name: str) -> tuple[int, ...] | None:
        """Returns band numbers, from 1; None where the parameter is empty."""
        self._check(name)
        return tuple(self.algorithm.parameterAsInts(self.parameters, name, self.context)) or None

    def _check(self, name: str) -> None:
        """Raises QgsProcessingException where QGIS would read another value: a model does not ask checkParameterValues."""
        definition, value = self.algorithm.parameterDefinition(name), self.parameters.get(name)
        if is_misread(definition, value):
            raise QgsProcessingException(refused_value(definition, value, self.algorithm.tr))

    def share(self, name: str) -> float:
        """Returns a percentage as a share, 0 to 1."""
        return self.number(name) / 100.0

    def optional_integer(self, name: str) -> int | None:
        """Returns an integer, None where the parameter is empty.

        None and an empty text (`NAME=` under qgis_process) are empty, where `parameterAsInt` returns the default.
        A parameter that is missing has its default.
        """
        return None if self._is_emptied(name) else self.integer(name)

    def optional_number(self, name: str) -> float | None:
        """Returns a real number, None where the parameter is empty (see `optional_integer`)."""
        return None if self._is_emptied(name) else self.number(name)

    def _is_emptied(self, name: str) -> bool:
        default = self.algorithm.parameterDefinition(name).defaultValue()
        return is_empty(self.parameters.get(name, default))

    def text(self, name: str) -> str:
        """Returns a text without surrounding blanks."""
        return self.algorithm.parameterAsString(self.parameters, name, self.context).strip()

    def path(self, name: str) -> str:
        """Returns the path of an existing file or folder, "" where there is none."""
        return self.algorithm.parameterAsFile(self.parameters, name, self.context)

    def paths(self, name: str) -> list[str]:
        """Returns the paths of existing files or folders."""
        return [path for path in self.algorithm.parameterAsFileList(self.parameters, name, self.context) if path]

    def output_path(self, name: str) -> str:
        """Returns the path of a file or folder to write."""
        return self.algorithm.parameterAsFileOutput(self.parameters, name, self.context)

    def optional_output_path(self, name: str) -> str | None:
        """Returns the path of a file to write, None where it was not asked for."""
        return self.output_path(name) or None

    def output_layer(self, name: str) -> str:
        """Returns the path of a layer to write."""
        return self.algorithm.parameterAsOutputLayer(self.parameters, name, self.context)

    def optional_output_layer(self, name: str) -> str | None:
        """Returns the path of a layer to write, None where it was not asked for."""
        return self.output_layer(name) or None

    def raster_format(self, name: str) -> str:
        """Returns the format that was chosen with a raster to write, by GDAL's short name.

        In QGIS 4 a dialog offers the formats of the provider; without a choice it is that of the file's extension. QGIS 3 knows no
        choice of the format: "".
        """
        read = getattr(self.algorithm, "parameterAsOutputRasterFormat", None)
        return read(self.parameters, name, self.context) if read is not None else ""

    def source(self, name: str) -> QgsProcessingFeatureSource:
        """Returns the features of a layer. Raises QgsProcessingException where it cannot be opened."""
        source = self.algorithm.parameterAsSource(self.parameters, name, self.context)
        if source is None:
            raise QgsProcessingException(self.algorithm.invalidSourceError(self.parameters, name))
        return source


def chips_folder_of(path: str) -> str:
    """Returns the training chips folder of a path: itself, or the one that contains the file.

    Dialogs let users choose files only, so chips.json or any chip stands for its folder.
    """
    folder = Path(path)
    if not folder.is_file():
        return path
    parent = folder.parent
    return str(parent.parent if parent.name in (IMAGES, LABELS) else parent)
