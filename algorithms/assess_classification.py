"""Assess Classification: compares a class raster with reference points, polygons or another raster."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..models.core.options import SAMPLINGS
from .base import PixelClassifierAlgorithm, reports_errors
from .engine.reporter import FeedbackReporter
from .inputs.feature_copy import copy_mask, working_folder
from .inputs.gdal_messages import logs_gdal
from .inputs.label_inputs import LabelInput, LabelParameters
from .inputs.layers import raster_layer, read_raster
from .inputs.parameter_values import ParameterValues
from .inputs.styles import raster_styles


class AssessClassification(PixelClassifierAlgorithm):
    """Computes the accuracy of a class raster, and the areas of its classes, from reference data."""

    NAME = "assessclassification"
    TITLE = QT_TRANSLATE_NOOP("PixelClassifier", "Assess Classification")
    SUMMARY = QT_TRANSLATE_NOOP(
        "PixelClassifier", "Computes the accuracy of a class raster and the areas of its classes from reference data."
    )
    TAGS = QT_TRANSLATE_NOOP(
        "PixelClassifier",
        "accuracy,accuracy assessment,validation,confusion matrix,error matrix,kappa,area estimation,ground truth"
    )  # fmt: skip
    INPUT = "INPUT"
    REFERENCE = "REFERENCE"
    CLASS_FIELD = "CLASS_FIELD"
    REFERENCE_RASTER = "REFERENCE_RASTER"
    IGNORE_CLASS = "IGNORE_CLASS"
    SAMPLING = "SAMPLING"
    BLOCK_SIZE = "BLOCK_SIZE"
    TABLE = "TABLE"
    ACCURACY = "ACCURACY"
    KAPPA = "KAPPA"
    MEAN_IOU = "MEAN_IOU"
    PIXELS = "PIXELS"
    _reference_parameters = LabelParameters(REFERENCE, CLASS_FIELD, REFERENCE_RASTER)

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_choices()
        self.add_report(
            self.tr("Assessment report"),
            self.tr(
                "A page with the accuracy measures, their confidence intervals, the confusion matrix and the areas."
            ),
        )
        self.add_csv(
            self.TABLE, self.tr("Table"),
            self.tr("A CSV table with one row per class: its measures and its row of the confusion matrix."),
        )  # fmt: skip
        self.add_result_number(self.ACCURACY, self.tr("Overall accuracy"))
        self.add_result_number(self.KAPPA, self.tr("Kappa"))
        self.add_result_number(self.MEAN_IOU, self.tr("Mean IoU"))
        self.add_result_number(self.PIXELS, self.tr("Assessed pixels"))

    def _add_inputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, self.tr("Class raster")),
            self.tr(
                "The class raster to assess, from Classify Pixels or any other program: integers in its first band."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.REFERENCE,
                self.tr("Reference (vector)"),
                [Qgis.ProcessingSourceType.VectorPolygon, Qgis.ProcessingSourceType.VectorPoint],
                optional=True,
            ),
            self.tr(
                "Points or polygons of known class, in any CRS, that no training has seen. A point assesses "
                "the pixel under it, a polygon every pixel whose centre it contains. Give either these or a reference raster."
            ),
        )
        self.add(
            QgsProcessingParameterField(
                self.CLASS_FIELD, self.tr("Class field"), parentLayerParameterName=self.REFERENCE, optional=True
            ),
            self.tr(
                "The true class of each feature: a value of the class raster, or a class name from its attribute table or legend."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.REFERENCE_RASTER, self.tr("Reference (raster)"), optional=True),
            self.tr("A raster of true class values on any grid and in any CRS, resampled by nearest neighbour."),
        )

    def _add_choices(self) -> None:
        self.add_ignore_class(
            self.IGNORE_CLASS,
            self.tr("Pixels of the reference raster with this value are not assessed. Empty: every value is a class."),
        )
        self.add_choice(
            self.SAMPLING, self.tr("Sampling"), SAMPLINGS, "none",
            self.tr(
                "none: the reference was chosen by hand or covers everything; the measures are of its pixels alone. "
                "stratified: a random sample per class of this map; the measures are weighted by area, and the "
                "area of each class is estimated with its standard error. Points from Draw Assessment Sample carry their own "
                "design, which is used in place of either."
            ),
            advanced=False,
        )  # fmt: skip
        self.add_area(
            self.tr("Only this extent is assessed, and areas are of it. Empty: the whole raster."),
            self.tr("Only pixels inside these polygons are assessed, and areas are of them."),
        )
        self.add_count(
            self.BLOCK_SIZE, self.tr("Block size (pixels)"), None, 1,
            self.tr(
                "Side of the blocks of the spatial block bootstrap for the confidence intervals, which allows for spatial "
                "autocorrelation. Choose it larger than the reference polygons. Empty: a tenth of the map."
            ),
        )  # fmt: skip

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses a reference of both kinds, or of none."""
        problem = self._reference_parameters.problem(ParameterValues(self, parameters, context))
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    @logs_gdal
    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads layers of the project, on their thread."""
        values = ParameterValues(self, parameters, context)
        self._map = read_raster(values, feedback)
        self._map_styles = raster_styles(raster_layer(values, self.INPUT, feedback))
        self._reference = LabelInput(self._reference_parameters, values, feedback)
        return True

    @reports_errors
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Compares the map with the reference and returns the main measures."""
        from ..models.assessment.assess import assess
        from ..models.engine.build_requests import assess_request, unused_in_assessment
        from ..rasters.classes.class_styles import ClassStyle
        from ..rasters.core.gdal_calls import gdal_warnings_to
        from ..rasters.core.sample_design import DESIGN_FIELDS

        values = ParameterValues(self, parameters, context)
        with working_folder(context) as folder, gdal_warnings_to(reporter.info):
            given = {**values.by_id(), **self._map.by_id()}
            given[self.MASK] = copy_mask(values, self.MASK, folder, reporter, self._map.crs)
            reference = self._reference.source(
                values,
                folder,
                reporter,
                self._map.crs,
                field_holds=self.tr("the true class"),
                more_fields=DESIGN_FIELDS,
            )
            for unused in unused_in_assessment(given, self.default_values(), values.is_given(self.REFERENCE_RASTER)):
                reporter.warning(unused)
            request = assess_request(
                given,
                reference,
                styles=tuple(ClassStyle(*style) for style in self._map_styles),
                map_name=self._map.name,
                reference_name=self._reference.name,
                raster_settings=self._map.settings,
            )
            result = assess(request, reporter)
        outputs = {
            self.ACCURACY: result.accuracy,
            self.KAPPA: result.kappa,
            self.MEAN_IOU: result.mean_iou,
            self.PIXELS: result.pixels,
        }
        files = {self.REPORT: result.report, self.TABLE: result.table}
        return {**outputs, **{name: path for name, path in files.items() if path}}
