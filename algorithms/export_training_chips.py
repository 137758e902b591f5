"""Export Training Chips: cuts imagery and labels into a training chips folder."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDistance,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..rasters.core.options import PLACEMENTS
from .base import INTEGER, PixelClassifierAlgorithm, reports_errors
from .engine.reporter import FeedbackReporter
from .inputs.feature_copy import copy_mask, working_folder
from .inputs.gdal_messages import logs_gdal
from .inputs.label_inputs import LabelInput, LabelParameters
from .inputs.layers import read_raster
from .inputs.parameter_values import ParameterValues
from .results.loading import name_and_style_when_loaded
from .results.renderers import footprints_by_class


class ExportTrainingChips(PixelClassifierAlgorithm):
    """Writes image and label chips in Esri's Classified Tiles layout."""

    NAME = "exporttrainingchips"
    TITLE = QT_TRANSLATE_NOOP("PixelClassifier", "Export Training Chips")
    SUMMARY = QT_TRANSLATE_NOOP("PixelClassifier", "Cuts imagery and labels into chips to train a pixel classifier on.")
    TAGS = QT_TRANSLATE_NOOP(
        "PixelClassifier", "deep learning,training data,samples,tiles,chips,classified tiles,segmentation,labels"
    )
    INPUT = "INPUT"
    LABELS = "LABELS"
    CLASS_FIELD = "CLASS_FIELD"
    BUFFER = "BUFFER"
    LABEL_RASTER = "LABEL_RASTER"
    UNLABELLED = "UNLABELLED"
    CHIP_SIZE = "CHIP_SIZE"
    STRIDE = "STRIDE"
    PLACEMENT = "PLACEMENT"
    CHIPS_PER_CLASS = "CHIPS_PER_CLASS"
    MIN_LABELLED = "MIN_LABELLED"
    KEEP_EMPTY = "KEEP_EMPTY"
    SEED = "SEED"
    APPEND = "APPEND"
    FOOTPRINTS = "FOOTPRINTS"
    OUTPUT = "OUTPUT"
    CHIP_COUNT = "CHIP_COUNT"
    CLASS_COUNT = "CLASS_COUNT"
    _label_parameters = LabelParameters(LABELS, CLASS_FIELD, LABEL_RASTER)

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_chip_choices()
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, self.tr("Training chips folder")),
            self.tr(
                "A new or empty folder, or an earlier export, which is replaced once the new one is complete "
                "(or extended, see Append to the folder)."
            ),
        )
        self.add_result_layer(
            self.FOOTPRINTS, self.tr("Footprints"), Qgis.ProcessingSourceType.VectorPolygon,
            self.tr(
                "A polygon layer (GeoPackage) with one polygon per chip, to check the chips by eye: shares of each class, of labelled "
                "pixels and of NoData, its placement, and the class it was placed for."
            ),
        )  # fmt: skip
        self.add_result_number(self.CHIP_COUNT, self.tr("Number of chips"))
        self.add_result_number(self.CLASS_COUNT, self.tr("Number of classes"))

    def _add_inputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, self.tr("Imagery")),
            self.tr(
                "The raster to cut chips from: any format that GDAL reads, any number of bands, any numeric data type."
            ),
        )
        self.add_bands(
            self.INPUT, self.tr("Bands to use, in this order. Empty: all bands, except an alpha band that is a mask.")
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.LABELS, self.tr("Labels (vector)"), [Qgis.ProcessingSourceType.VectorAnyGeometry], optional=True
            ),
            self.tr(
                "Polygons, or points and lines with a buffer, in any CRS. Give either these or a label raster. "
                "A categorised symbology on the class field sets class names and colours."
            ),
        )
        self.add(
            QgsProcessingParameterField(
                self.CLASS_FIELD, self.tr("Class field"), parentLayerParameterName=self.LABELS, optional=True
            ),
            self.tr(
                "Integers are kept as class values; texts become class names and are numbered from 1. "
                "0 is unlabelled. Empty: every feature is of class 1."
            ),
        )
        self.add(
            QgsProcessingParameterDistance(
                self.BUFFER, self.tr("Buffer"), defaultValue=0.0, parentParameterName=self.LABELS, optional=True
            ),
            self.tr(
                "Buffer distance around features, in units of the labels' CRS (negative: polygons shrink). "
                "Points and lines without a buffer label the pixels that they touch."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.LABEL_RASTER, self.tr("Labels (raster)"), optional=True),
            self.tr(
                "A raster of class values on any grid and in any CRS, resampled by nearest neighbour. "
                "NoData is left out, whatever the unlabelled value."
            ),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.UNLABELLED, self.tr("Unlabelled value (label raster)"), INTEGER, 0, optional=True
            ),
            self.tr(
                "The value of unlabelled pixels in the label raster. Empty: every value is a class. If it is not 0, 0 is a class; train "
                "with an empty ignore class then."
            ),
            advanced=True,
        )

    def _add_chip_choices(self) -> None:
        self.add_count(
            self.CHIP_SIZE, self.tr("Chip size (pixels)"), None, 32,
            self.tr(
                "Side of the square chips, a multiple of 32. A chip should show an object and its surroundings. Empty: 256, or less where the "
                "raster has fewer than 2048 pixels to a side."
            ),
            advanced=False,
        )  # fmt: skip
        self.add_count(
            self.STRIDE, self.tr("Stride (pixels)"), None, 1,
            self.tr("Distance between neighbouring chips. Empty: half the chip size, so that chips overlap by half."),
            advanced=False,
        )  # fmt: skip
        self.add_choice(
            self.PLACEMENT, self.tr("Placement"), PLACEMENTS, "window",
            self.tr(
                "window: a chip at every stride that meets labels. labels: chips around labelled pixels, equally many "
                "for each class, for rare classes and small polygons. both: the two together."
            ),
            advanced=False,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterNumber(
                self.CHIPS_PER_CLASS, self.tr("Chips per class"), INTEGER, 100, minValue=1, maxValue=10000
            ),
            self.tr(
                "Number of chips placed around the labels of each class, with “labels” and “both”. A class with fewer "
                "labelled pixels gets one chip per pixel."
            ),
        )
        self.add_area(
            self.tr("Chips are cut inside this extent only. Empty: the whole raster."),
            self.tr("Pixels outside these polygons are NoData: neither labelled nor background."),
        )
        self.add_percentage(
            self.MIN_LABELLED, self.tr("Minimum labelled share (%)"), 0.0, 100.0,
            self.tr("Chips with a smaller share of labelled pixels are left out. 0: one labelled pixel is enough."),
        )  # fmt: skip
        self.add_flag(
            self.KEEP_EMPTY, self.tr("Keep chips without labels"), False,
            self.tr("For labels that cover everything, in which 0 is a class of its own (background)."),
        )  # fmt: skip
        self.add_count(
            self.SEED, self.tr("Seed"), 0, 0,
            self.tr("The same seed places the same chips around labels."),
        )  # fmt: skip
        self.add_flag(
            self.APPEND, self.tr("Append to the folder"), False,
            self.tr("Adds a scene to an earlier export with the same bands, chip size and classes."),
        )  # fmt: skip

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses labels of both kinds, or of none."""
        problem = self._label_parameters.problem(ParameterValues(self, parameters, context))
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    @logs_gdal
    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads layers of the project, on their thread."""
        values = ParameterValues(self, parameters, context)
        self._imagery = read_raster(values, feedback)
        self._labels = LabelInput(self._label_parameters, values, feedback)
        return True

    @reports_errors
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Cuts the chips and returns their folder and number."""
        from ..models.engine.build_requests import export_request, unused_in_export
        from ..rasters.core.gdal_calls import gdal_warnings_to
        from ..rasters.export.export import export_chips

        values = ParameterValues(self, parameters, context)
        with working_folder(context) as folder, gdal_warnings_to(reporter.info):
            given = {**values.by_id(), **self._imagery.by_id()}
            given[self.MASK] = copy_mask(values, self.MASK, folder, reporter, self._imagery.crs)
            labels = self._labels.source(
                values,
                folder,
                reporter,
                self._imagery.crs,
                buffer_map=given[self.BUFFER] or 0.0,
                unlabelled=given[self.UNLABELLED],
            )
            for unused in unused_in_export(given, self.default_values(), values.is_given(self.LABEL_RASTER)):
                reporter.warning(unused)
            request = export_request(given, labels, raster_settings=self._imagery.settings)
            result = export_chips(request, reporter)
        outputs = {
            self.OUTPUT: result.folder,
            self.CHIP_COUNT: result.chip_count,
            self.CLASS_COUNT: result.class_count,
        }
        if result.footprints:
            outputs[self.FOOTPRINTS] = result.footprints
            styling = footprints_by_class(result.class_table.classes)
            name_and_style_when_loaded(self, context, self.FOOTPRINTS, result.footprints, self._imagery.name, styling)
        return outputs
