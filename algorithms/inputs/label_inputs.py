"""Labels, or the reference of an assessment, which are given either as a vector layer or as a raster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from ..base import PixelClassifierAlgorithm
from ..engine.reporter import FeedbackReporter
from .feature_copy import copy_features
from .layers import given, raster_layer, raster_path, raster_styles, vector_layer, vector_styles

if TYPE_CHECKING:
    from ...rasters.labels.sources import RasterLabels, VectorLabels


@dataclass(frozen=True)
class LabelParameters:
    """The names of the parameters that hold the vector layer, its class field, and the raster."""

    vector: str
    class_field: str
    raster: str

    def problem(self, algorithm: PixelClassifierAlgorithm, parameters: dict) -> str:
        """Returns what is wrong with how many of the two are given, "" where it is one."""
        count = given(parameters, self.vector) + given(parameters, self.raster)
        if count == 1:
            return ""
        sentence = (
            algorithm.tr("Both {vector} and {raster} are given. Give one of them and empty the other.")
            if count
            else algorithm.tr("Neither {vector} nor {raster} is given. Give a vector layer or a raster.")
        )
        return sentence.format(vector=self.vector, raster=self.raster)


class GivenLabels:
    """What a run was given, read in two steps: layers of the project on their own thread, features on the task's."""

    def __init__(
        self,
        names: LabelParameters,
        algorithm: PixelClassifierAlgorithm,
        parameters: dict,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        """Reads what belongs to layers of the project; to be called in `prepareAlgorithm`.

        Raises QgsProcessingException where both are given or none, and where the raster cannot be used.
        """
        problem = names.problem(algorithm, parameters)
        if problem:
            raise QgsProcessingException(problem)
        self._names, self._raster = names, None
        fields = algorithm.parameterAsStrings(parameters, names.class_field, context)
        self._class_field = fields[0] if fields else None
        if given(parameters, names.raster):
            layer = raster_layer(algorithm, parameters, names.raster, context)
            self._raster, self._styles = raster_path(layer, feedback), raster_styles(layer)
        else:
            layer = vector_layer(algorithm, parameters, names.vector, context)
            self._styles = vector_styles(layer, self._class_field)
        self.name = layer.name() if layer else ""
        """The layer's name, "" where there is no layer."""

    def source(
        self,
        algorithm: PixelClassifierAlgorithm,
        parameters: dict,
        folder: Path,
        context: QgsProcessingContext,
        reporter: FeedbackReporter,
        buffer_map: float = 0.0,
        field_holds: str = "",
    ) -> VectorLabels | RasterLabels:
        """Returns what the domain reads; features are copied into `folder`. To be called in `processAlgorithm`.

        `buffer_map` widens points and lines, in units of their CRS. `field_holds` says what the class field holds where
        features must have one. Raises QgsProcessingException where it is missing or the layer cannot be opened, and what
        `copy_features` raises.
        """
        from ...rasters.classes.class_styles import ClassStyle
        from ...rasters.labels.sources import RasterLabels, VectorLabels

        styles = tuple(ClassStyle(*style) for style in self._styles)
        if self._raster is not None:
            return RasterLabels(self._raster, styles)
        source = algorithm.parameterAsSource(parameters, self._names.vector, context)
        if source is None:
            raise QgsProcessingException(algorithm.invalidSourceError(parameters, self._names.vector))
        if field_holds and self._class_field is None:
            raise QgsProcessingException(
                algorithm.tr("{field} is empty. Choose the field of “{layer}” that holds {what}: {fields}.").format(
                    field=self._names.class_field,
                    layer=source.sourceName(),
                    what=field_holds,
                    fields=", ".join(source.fields().names()),
                )
            )
        path = copy_features(source, folder / "labels.gpkg", self._class_field, context, reporter)
        return VectorLabels(path, None, self._class_field, buffer_map, styles)
