"""Draw Assessment Sample: draws the points by which a map is to be assessed."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..models.core.options import ALLOCATIONS, FLOOR, SAMPLE_DESIGNS, STRATIFIED
from .base import DOUBLE, PixelClassifierAlgorithm, reports_errors
from .engine.reporter import FeedbackReporter
from .inputs.feature_copy import copy_mask, working_folder
from .inputs.gdal_messages import logs_gdal
from .inputs.label_inputs import LabelInput, LabelParameters
from .inputs.layers import raster_layer, read_extent, source_crs, source_files
from .inputs.parameter_values import ParameterValues
from .results.loading import name_and_style_when_loaded
from .results.sample_style import sample_points, store_style


class DrawAssessmentSample(PixelClassifierAlgorithm):
    """Draws a random sample of points from a class raster or polygons."""

    NAME = "drawassessmentsample"
    TITLE = QT_TRANSLATE_NOOP("PixelClassifier", "Draw Assessment Sample")
    SUMMARY = QT_TRANSLATE_NOOP(
        "PixelClassifier", "Draws the random points whose true classes show how accurate a map is."
    )
    TAGS = QT_TRANSLATE_NOOP(
        "PixelClassifier",
        "accuracy,accuracy assessment,validation,random points,stratified sample,sampling design,sample size,ground truth"
    )  # fmt: skip
    INPUT = "INPUT"
    POLYGONS = "POLYGONS"
    CLASS_FIELD = "CLASS_FIELD"
    DESIGN = "DESIGN"
    SIZE = "SIZE"
    STANDARD_ERROR = "STANDARD_ERROR"
    EXPECTED_ACCURACY = "EXPECTED_ACCURACY"
    CLASS_ACCURACIES = "CLASS_ACCURACIES"
    ALLOCATION = "ALLOCATION"
    MIN_PER_CLASS = "MIN_PER_CLASS"
    MIN_DISTANCE = "MIN_DISTANCE"
    CELL_SIZE = "CELL_SIZE"
    SEED = "SEED"
    OUTPUT = "OUTPUT"
    POINT_COUNT = "POINT_COUNT"
    STRATUM_COUNT = "STRATUM_COUNT"
    _source_parameters = LabelParameters(POLYGONS, CLASS_FIELD, INPUT)

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_size()
        self._add_choices()
        self.add(
            QgsProcessingParameterVectorDestination(
                self.OUTPUT, self.tr("Assessment sample"), Qgis.ProcessingSourceType.VectorPoint
            ),
            self.tr(
                "A GeoPackage of points with an empty field “reference”: choose the true class there from a list. The points carry the "
                "sampling design, which Assess Classification reads. The class on the map is hidden."
            ),
        )
        self.add_result_number(self.POINT_COUNT, self.tr("Number of points"))
        self.add_result_number(self.STRATUM_COUNT, self.tr("Number of strata"))

    def _add_inputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, self.tr("Class raster"), optional=True),
            self.tr(
                "The map to be assessed: integers in its first band. No point is drawn where it is NoData. Give either "
                "this or polygons."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.POLYGONS, self.tr("Polygons"), [Qgis.ProcessingSourceType.VectorPolygon], optional=True
            ),
            self.tr("A map of polygons in place of a class raster. Points are drawn inside them."),
        )
        self.add(
            QgsProcessingParameterField(
                self.CLASS_FIELD, self.tr("Class field"), parentLayerParameterName=self.POLYGONS, optional=True
            ),
            self.tr("The class of each polygon, as a number or text; 0 is left out. Empty: all are of one class."),
        )

    def _add_size(self) -> None:
        self.add_choice(
            self.DESIGN, self.tr("Design"), SAMPLE_DESIGNS, STRATIFIED,
            self.tr(
                "stratified: random points in each class of the map, so that rare classes get enough. random: random points "
                "anywhere. systematic: a regular lattice with a random start."
            ),
            advanced=False,
        )  # fmt: skip
        self.add_count(
            self.SIZE, self.tr("Number of points"), None, 1,
            self.tr("Empty: as many as the standard error takes."),
            advanced=False,
        )  # fmt: skip
        self.add_percentage(
            self.STANDARD_ERROR, self.tr("Standard error of the overall accuracy (%)"), 2.0, 49.0,
            self.tr(
                "The wanted precision, which counts if the number of points is empty. The 95 % confidence interval reaches twice as far to "
                "either side. Half of it takes four times the points (Olofsson et al. 2014, equation 13)."
            ),
            advanced=False,
        )  # fmt: skip
        self.add_percentage(
            self.EXPECTED_ACCURACY, self.tr("Expected user's accuracy (%)"), 80.0, 100.0,
            self.tr(
                "How many of the points of a class are expected to be correct. 50 is the most cautious guess and takes the most points."
            ),
        )  # fmt: skip
        self.add_text(
            self.CLASS_ACCURACIES, self.tr("Expected user's accuracy per class (%)"),
            self.tr("By class value or name, such as “1: 70, forest: 90”. Other classes have the one above."),
        )  # fmt: skip

    def _add_choices(self) -> None:
        self.add_choice(
            self.ALLOCATION, self.tr("Allocation"), ALLOCATIONS, FLOOR,
            self.tr(
                "How points are divided among classes. floor: by area, with a least number for rare classes. proportional: by area. "
                "equal: the same number for each class, for precise user's accuracies."
            ),
        )  # fmt: skip
        self.add_count(
            self.MIN_PER_CLASS, self.tr("Least points per class"), 50, 2,
            self.tr("For the allocation “floor”. 50 to 100 are usual."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterNumber(self.MIN_DISTANCE, self.tr("Minimum distance (m)"), DOUBLE, 0.0, minValue=0.0),
            self.tr("The least distance between any two points on the ground, in any CRS. 0: none."),
            advanced=True,
        )
        self.add_area(
            self.tr("Points are drawn in this extent only. Empty: in the whole map."),
            self.tr("Points are drawn inside these polygons only."),
        )
        self.add(
            QgsProcessingParameterNumber(self.CELL_SIZE, self.tr("Cell size of polygons"), DOUBLE, None, True, 0.0),
            self.tr(
                "Polygons are divided into square cells of this side, in units of their CRS, and points are cell centres. Empty: a "
                "5000th of the longer side of their extent."
            ),
            advanced=True,
        )
        self.add_count(
            self.SEED, self.tr("Seed"), 0, 0,
            self.tr("The same seed, map and settings give the same points."),
        )  # fmt: skip

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses a map of both kinds, or of none."""
        problem = self._source_parameters.problem(ParameterValues(self, parameters, context))
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    @logs_gdal
    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads layers of the project, on their thread."""
        values = ParameterValues(self, parameters, context)
        self._source = LabelInput(self._source_parameters, values, feedback)
        is_raster = values.is_given(self.INPUT)
        self._crs = (
            raster_layer(values, self.INPUT, feedback).crs()
            if is_raster
            else source_crs(values, self.POLYGONS, values.source(self.POLYGONS))
        )
        self._extent_map = read_extent(values, self._crs, feedback)
        self._files = source_files(values, (self.POLYGONS, self.MASK), feedback)
        return True

    @reports_errors
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Draws the points and returns their layer."""
        from ..models.engine.build_requests import draw_request, unused_in_sample
        from ..models.sampling.draw import draw_sample
        from ..rasters.core.gdal_calls import gdal_warnings_to

        values = ParameterValues(self, parameters, context)
        choices: list[tuple[str, object]] = []

        def finish(path: str, found: tuple[tuple[str, object], ...]) -> None:
            choices.extend(found)
            store_style(path, sample_points(found))

        with working_folder(context) as folder, gdal_warnings_to(reporter.info):
            given = {**values.by_id(), self.EXTENT: self._extent_map}
            given[self.MASK] = copy_mask(values, self.MASK, folder, reporter, self._crs)
            source = self._source.source(values, folder, reporter, self._crs, unlabelled=None)
            for unused in unused_in_sample(given, self.default_values(), values.is_given(self.INPUT)):
                reporter.warning(unused)
            request = draw_request(given, source, input_files=self._files)
            result = draw_sample(request, reporter, finish)
        name_and_style_when_loaded(
            self, context, self.OUTPUT, result.path, self._source.name, sample_points(tuple(choices))
        )
        return {self.OUTPUT: result.path, self.POINT_COUNT: result.points, self.STRATUM_COUNT: result.strata}
