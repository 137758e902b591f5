"""Labels, or the reference of an assessment: a vector layer or a raster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication

from ..engine.reporter import FeedbackReporter
from .coordinate_operation import coordinate_operation
from .feature_copy import copy_features
from .layers import raster_layer, raster_path, source_crs, vector_layer
from .parameter_values import ParameterValues
from .raster_settings import raster_settings
from .styles import differences_from_legend, raster_styles, vector_styles

if TYPE_CHECKING:
    from ...rasters.labels.sources import RasterLabels, VectorLabels


@dataclass(frozen=True)
class LabelParameters:
    """The names of the parameters that hold the vector layer, its class field, and the raster."""

    vector: str
    class_field: str
    raster: str

    def problem(self, values: ParameterValues) -> str:
        """Returns the sentence on labels of both kinds or of none, "" where they are of one."""
        count = values.is_given(self.vector) + values.is_given(self.raster)
        if count == 1:
            return ""
        translate = QCoreApplication.translate
        sentence = (
            translate("PixelClassifier", "Both {vector} and {raster} are given. Give one of them and empty the other.")
            if count
            else translate(
                "PixelClassifier", "Neither {vector} nor {raster} is given. Give a vector layer or a raster."
            )
        )
        return sentence.format(vector=self.vector, raster=self.raster)


class LabelInput:
    """The labels of a run, read in two steps: layers on the thread of the project, features on that of the task."""

    def __init__(self, names: LabelParameters, values: ParameterValues, feedback: QgsProcessingFeedback) -> None:
        """Reads what belongs to layers of the project; to be called in `prepareAlgorithm`.

        Raises QgsProcessingException where both kinds are given or none, and where the raster cannot be used.
        """
        problem = names.problem(values)
        if problem:
            raise QgsProcessingException(problem)
        self._names, self._raster = names, None
        fields = values.algorithm.parameterAsStrings(values.parameters, names.class_field, values.context)
        self._class_field = fields[0] if fields else None
        if values.is_given(names.raster):
            layer = raster_layer(values, names.raster, feedback)
            self._raster, self._styles = raster_path(layer, feedback), raster_styles(layer)
            self._settings, self._crs = raster_settings(layer, feedback), layer.crs()
            if self._class_field is not None:
                feedback.pushWarning(
                    f"{names.class_field} is {self._class_field}, and is not used: it belongs to {names.vector}, and {names.raster} is given."
                )
        else:
            layer = vector_layer(values, names.vector, feedback)
            self._styles = vector_styles(layer, self._class_field)
            source = values.source(names.vector)  # a selection, or a filter of its own
            for sentence in differences_from_legend(layer, self._class_field, source):
                feedback.pushWarning(sentence)
        self.name = layer.name() if layer else ""
        """The layer's name, "" where there is no layer."""

    def source(
        self,
        values: ParameterValues,
        folder: Path,
        reporter: FeedbackReporter,
        target: QgsCoordinateReferenceSystem,
        buffer_map: float = 0.0,
        field_holds: str = "",
        unlabelled: int | None = 0,
        more_fields: Sequence[str] = (),
    ) -> VectorLabels | RasterLabels:
        """Returns the labels as the domain reads them; copies features into `folder`. To be called in `processAlgorithm`.

        `target` is the CRS to which they will be reprojected. `buffer_map` widens features, in units of their CRS. `field_holds` names what
        the class field holds where it is required. `unlabelled` is the value of unlabelled pixels of a label raster. `more_fields` are
        copied with the class field where the layer has them. Raises QgsProcessingException where it is missing or the layer cannot be
        opened, and what `copy_features` raises.
        """
        from ...rasters.classes.class_styles import ClassStyle
        from ...rasters.labels.sources import RasterLabels, VectorLabels

        styles = tuple(ClassStyle(*style) for style in self._styles)
        if self._raster is not None:
            operation = coordinate_operation(self.name, self._crs, target, values.context, reporter)
            return RasterLabels(self._raster, styles, self._settings, operation, unlabelled)
        source = values.source(self._names.vector)
        if field_holds and self._class_field is None:
            raise QgsProcessingException(
                QCoreApplication.translate(
                    "PixelClassifier", "{field} is empty. Choose the field of “{layer}” that holds {what}: {fields}."
                ).format(
                    field=self._names.class_field,
                    layer=source.sourceName(),
                    what=field_holds,
                    fields=", ".join(source.fields().names()),
                )
            )
        check = values.geometry_check(self._names.vector)
        target_file = folder / "labels.gpkg"
        crs = source_crs(values, self._names.vector, source)
        path = copy_features(source, target_file, self._class_field, values.context, reporter, more_fields, check, crs)
        operation = coordinate_operation(source.sourceName(), crs, target, values.context, reporter)
        return VectorLabels(path, None, self._class_field, buffer_map, styles, operation)
