"""Classify Pixels: applies a model folder to a raster and writes a class raster."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from .base import seam
from .classification_parameters import ClassificationParameters
from .engine import run
from .engine.reporter import FeedbackReporter
from .inputs.feature_copy import copy_mask, working_folder
from .inputs.layers import read_raster
from .results.loading import present, ranked_places
from .results.style_files import CERTAIN, DOUBTFUL, percent_ramp, write_style


class ClassifyPixels(ClassificationParameters):
    """Gives every pixel of a raster one of the model's classes."""

    NAME = "classifypixels"
    NEEDS_BACKEND = True
    FROM_TOP = (
        ClassificationParameters.LABEL_NEXT,
        ClassificationParameters.OUTPUT,
        ClassificationParameters.CONFIDENCE,
        ClassificationParameters.UNCERTAINTY,
        ClassificationParameters.PROBABILITIES,
    )
    """The results that are layers, in the order in which they lie on each other."""

    def displayName(self) -> str:
        """Returns the name for people."""
        return self.tr("Classify Pixels")

    def shortDescription(self) -> str:
        """Returns one line on what the algorithm does."""
        return self.tr("Classifies every pixel of a raster with a trained model.")

    def tags(self) -> list[str]:
        """Returns words under which the algorithm is found."""
        return self.tr(
            "deep learning,prediction,inference,segmentation,land cover,land use,classification,apply"
        ).split(",")

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads what belongs to layers of the project, on the thread where they live."""
        self.require_packages()
        self._imagery = read_raster(self, parameters, context, feedback)
        return True

    @seam
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Classifies and returns the rasters."""
        from ..models.core.requests import ClassifyRequest
        from ..models.engine.jobs import CLASSIFY

        with working_folder(context) as folder:
            request = ClassifyRequest(
                raster=self._imagery.path,
                model=self.parameterAsFile(parameters, self.MODEL, context),
                output=self.parameterAsOutputLayer(parameters, self.OUTPUT, context),
                band_numbers=self._imagery.band_numbers,
                extent_map=self._imagery.extent_map,
                mask=copy_mask(self, parameters, self.MASK, folder, context, reporter),
                tile_size_px=self.optional_int(parameters, self.TILE_SIZE, context),
                overlap_px=self.optional_int(parameters, self.OVERLAP, context),
                batch_size=self.parameterAsInt(parameters, self.BATCH_SIZE, context),
                device=self.parameterAsEnumString(parameters, self.DEVICE, context),
                precision=self.parameterAsEnumString(parameters, self.PRECISION, context),
                augmentation=self.parameterAsEnumString(parameters, self.TEST_TIME_AUGMENTATION, context),
                resample=self.parameterAsBool(parameters, self.RESAMPLE, context),
                format=self.parameterAsEnumString(parameters, self.FORMAT, context),
                confidence=self.optional_output_layer(parameters, self.CONFIDENCE, context),
                probabilities=self.optional_output_layer(parameters, self.PROBABILITIES, context),
                probability_type=self.parameterAsEnumString(parameters, self.PROBABILITY_TYPE, context),
                uncertainty=self.optional_output_layer(parameters, self.UNCERTAINTY, context),
                uncertainty_kind=self.parameterAsEnumString(parameters, self.UNCERTAINTY_KIND, context),
                areas=self.optional_output_file(parameters, self.AREAS, context),
                label_next=self.optional_output_layer(parameters, self.LABEL_NEXT, context),
                label_next_count=self.parameterAsInt(parameters, self.LABEL_NEXT_COUNT, context),
                label_next_distance_px=self.optional_int(parameters, self.LABEL_NEXT_DISTANCE, context),
            )
            result = run.run(CLASSIFY, request, reporter)
        written = {
            self.OUTPUT: result.output,
            self.CONFIDENCE: result.confidence,
            self.PROBABILITIES: result.probabilities,
            self.UNCERTAINTY: result.uncertainty,
            self.AREAS: result.areas,
            self.LABEL_NEXT: result.label_next,
        }
        outputs = {name: path for name, path in written.items() if path}
        self._write_styles(outputs, parameters, context, reporter)
        for place, name in enumerate(self.FROM_TOP):
            if name in outputs:
                points = name == self.LABEL_NEXT
                styling = ranked_places if points else None
                present(self, context, name, outputs[name], self._imagery.name, styling, place, raster=not points)
        return outputs

    def _write_styles(
        self, outputs: dict[str, str], parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> None:
        """Lays a style beside each raster but the classes, which hold their colours."""
        whole_percent = self.parameterAsEnumString(parameters, self.PROBABILITY_TYPE, context) == "byte"
        ramps = {
            self.CONFIDENCE: percent_ramp(CERTAIN),
            self.PROBABILITIES: percent_ramp(CERTAIN, 100.0 if whole_percent else 1.0),
            self.UNCERTAINTY: percent_ramp(DOUBTFUL),
        }
        for name in outputs.keys() & ramps.keys():
            try:
                write_style(outputs[name], ramps[name])
            except OSError as error:
                reporter.warning(
                    self.tr("{raster} comes without colours, since its style cannot be written: {reason}").format(
                        raster=outputs[name], reason=error.strerror
                    )
                )
