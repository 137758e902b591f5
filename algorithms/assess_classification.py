"""Assess Classification: judges a class raster by reference points, polygons or another raster."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)

from ..models.core.options import SAMPLINGS
from .base import PixelClassifierAlgorithm, seam
from .engine.reporter import FeedbackReporter
from .inputs.feature_copy import copy_mask, working_folder
from .inputs.label_inputs import GivenLabels, LabelParameters
from .inputs.layers import raster_layer, raster_styles, read_raster

INTEGER = Qgis.ProcessingNumberParameterType.Integer


class AssessClassification(PixelClassifierAlgorithm):
    """Compares a class raster with what is known of the ground."""

    NAME = "assessclassification"
    INPUT = "INPUT"
    REFERENCE = "REFERENCE"
    CLASS_FIELD = "CLASS_FIELD"
    REFERENCE_RASTER = "REFERENCE_RASTER"
    IGNORE_CLASS = "IGNORE_CLASS"
    SAMPLING = "SAMPLING"
    BLOCK_SIZE = "BLOCK_SIZE"
    REPORT = "REPORT"
    TABLE = "TABLE"
    ACCURACY = "ACCURACY"
    KAPPA = "KAPPA"
    MEAN_IOU = "MEAN_IOU"
    PIXELS = "PIXELS"
    _reference_parameters = LabelParameters(REFERENCE, CLASS_FIELD, REFERENCE_RASTER)

    def displayName(self) -> str:
        """Returns the name for people."""
        return self.tr("Assess Classification")

    def shortDescription(self) -> str:
        """Returns one line on what the algorithm does."""
        return self.tr("Tells how good a class raster is, and how large its classes really are.")

    def tags(self) -> list[str]:
        """Returns words under which the algorithm is found."""
        return self.tr(
            "accuracy,accuracy assessment,validation,confusion matrix,error matrix,kappa,area estimation,ground truth"
        ).split(",")

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_choices()
        self.add(
            QgsProcessingParameterFileDestination(
                self.REPORT, self.tr("Report"), self.tr("HTML files (*.html)"), optional=True
            ),
            self.tr("A page with all figures, their intervals, the confusion matrix and the areas."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.TABLE, self.tr("Table"), self.tr("CSV files (*.csv)"), optional=True, createByDefault=False
            ),
            self.tr("Comma-separated values: one row per class, with its figures and its row of the confusion matrix."),
        )
        for name, label in (
            (self.ACCURACY, self.tr("Overall accuracy")),
            (self.KAPPA, self.tr("Kappa")),
            (self.MEAN_IOU, self.tr("Mean IoU")),
            (self.PIXELS, self.tr("Number of pixels judged")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _add_inputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, self.tr("Class raster")),
            self.tr("The map to judge, from Classify Pixels or any other program: whole numbers in its first band."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.REFERENCE,
                self.tr("Reference (vector)"),
                [Qgis.ProcessingSourceType.VectorPolygon, Qgis.ProcessingSourceType.VectorPoint],
                optional=True,
            ),
            self.tr(
                "Points or polygons, in any CRS, whose true class is known and that no training has seen. A point judges "
                "the pixel under it, a polygon every pixel whose centre it holds. Give either these or a reference raster."
            ),
        )
        self.add(
            QgsProcessingParameterField(
                self.CLASS_FIELD, self.tr("Class field"), parentLayerParameterName=self.REFERENCE, optional=True
            ),
            self.tr(
                "The true class of each feature: the values of the class raster, or the names of its classes as they stand "
                "in its attribute table or legend."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.REFERENCE_RASTER, self.tr("Reference (raster)"), optional=True),
            self.tr("A raster of true class values on any grid and in any CRS, of which the nearest pixel is taken."),
        )

    def _add_choices(self) -> None:
        self.add(
            QgsProcessingParameterNumber(
                self.IGNORE_CLASS, self.tr("Value that means not labelled"), INTEGER, 0, optional=True
            ),
            self.tr("Pixels of the reference raster with this value are not judged. Empty: every value is a class."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.SAMPLING, self.tr("Sampling"), SAMPLINGS, defaultValue="none", usesStaticStrings=True
            ),
            self.tr(
                "none: the reference was chosen by hand or covers everything; the figures are of its pixels alone. "
                "stratified: a random sample drawn class by class of this map; figures are then weighted by area, and the true "
                "area of each class is estimated with its standard error."
            ),
        )
        self.add_area(
            self.tr("Only this extent is judged, and areas are counted in it. Empty: the whole raster."),
            self.tr("Only pixels inside these polygons are judged, and areas are counted in them."),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.BLOCK_SIZE, self.tr("Block size (pixels)"), INTEGER, None, optional=True, minValue=1
            ),
            self.tr(
                "Confidence intervals come from drawing square blocks of this size, as neighbouring pixels are right or wrong "
                "together. Make it larger than the reference polygons. Empty: a tenth of the map."
            ),
            advanced=True,
        )

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses a reference of both kinds, or of none."""
        problem = self._reference_parameters.problem(self, parameters)
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads what belongs to layers of the project, on the thread where they live."""
        self._map = read_raster(self, parameters, context, feedback)
        self._map_styles = raster_styles(raster_layer(self, parameters, self.INPUT, context))
        self._reference = GivenLabels(self._reference_parameters, self, parameters, context, feedback)
        return True

    @seam
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Judges the map and returns the main figures."""
        from ..models.assessment.assess import AssessRequest, assess
        from ..rasters.classes.class_styles import ClassStyle

        with working_folder(context) as folder:
            request = AssessRequest(
                raster=self._map.path,
                reference=self._reference.source(
                    self, parameters, folder, context, reporter, field_holds=self.tr("the true class")
                ),
                ignore_class=self.optional_int(parameters, self.IGNORE_CLASS, context),
                extent_map=self._map.extent_map,
                mask=copy_mask(self, parameters, self.MASK, folder, context, reporter),
                sampling=self.parameterAsEnumString(parameters, self.SAMPLING, context),
                block_size_px=self.optional_int(parameters, self.BLOCK_SIZE, context),
                report=self.optional_output_file(parameters, self.REPORT, context),
                table=self.optional_output_file(parameters, self.TABLE, context),
                styles=tuple(ClassStyle(*style) for style in self._map_styles),
                reference_name=self._reference.name,
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
