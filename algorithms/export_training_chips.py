"""Export Training Chips: cuts imagery and labels into a folder of chips."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterDistance,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)

from .base import PixelClassifierAlgorithm, seam
from .engine.reporter import FeedbackReporter
from .inputs.feature_copy import copy_mask, working_folder
from .inputs.label_inputs import GivenLabels, LabelParameters
from .inputs.layers import read_raster
from .results.loading import footprints_by_class, present

INTEGER = Qgis.ProcessingNumberParameterType.Integer
PLACEMENTS = ("window", "labels", "both")


class ExportTrainingChips(PixelClassifierAlgorithm):
    """Writes image and label chips in Esri's Classified Tiles layout."""

    NAME = "exporttrainingchips"
    INPUT = "INPUT"
    BANDS = "BANDS"
    LABELS = "LABELS"
    CLASS_FIELD = "CLASS_FIELD"
    BUFFER = "BUFFER"
    LABEL_RASTER = "LABEL_RASTER"
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

    def displayName(self) -> str:
        """Returns the name for people."""
        return self.tr("Export Training Chips")

    def shortDescription(self) -> str:
        """Returns one line on what the algorithm does."""
        return self.tr("Cuts imagery and labels into chips, on which a pixel classifier can be trained.")

    def tags(self) -> list[str]:
        """Returns words under which the algorithm is found."""
        return self.tr("deep learning,training data,samples,tiles,chips,classified tiles,segmentation,labels").split(
            ","
        )

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_chip_choices()
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, self.tr("Folder of chips")),
            self.tr(
                "A new or empty folder, or an earlier export, which is replaced when the new one is complete "
                "(or added to, see Append)."
            ),
        )
        self.add(
            QgsProcessingParameterVectorDestination(
                self.FOOTPRINTS,
                self.tr("Footprints"),
                Qgis.ProcessingSourceType.VectorPolygon,
                optional=True,
                createByDefault=False,
            ),
            self.tr(
                "A polygon layer (GeoPackage) with one polygon per chip: shares of each class, of labelled pixels "
                "and of nodata, how it was placed and for which class, to check the chips by eye."
            ),
        )
        self.addOutput(QgsProcessingOutputNumber(self.CHIP_COUNT, self.tr("Number of chips")))
        self.addOutput(QgsProcessingOutputNumber(self.CLASS_COUNT, self.tr("Number of classes")))

    def _add_inputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, self.tr("Imagery")),
            self.tr("The raster to learn from: any format GDAL reads, any number of bands, any numeric data type."),
        )
        self.add(
            QgsProcessingParameterBand(
                self.BANDS, self.tr("Bands"), parentLayerParameterName=self.INPUT, optional=True, allowMultiple=True
            ),
            self.tr("Bands to use, in this order. Empty: all bands (an alpha band that is a mask is not a band)."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.LABELS, self.tr("Labels (vector)"), [Qgis.ProcessingSourceType.VectorAnyGeometry], optional=True
            ),
            self.tr(
                "Polygons, or points and lines with a buffer, in any CRS. Give either these or a label raster. "
                "A categorised symbology on the class field gives the classes their names and colours."
            ),
        )
        self.add(
            QgsProcessingParameterField(
                self.CLASS_FIELD, self.tr("Class field"), parentLayerParameterName=self.LABELS, optional=True
            ),
            self.tr(
                "Whole numbers are kept as class values; texts become class names and are numbered from 1. "
                "0 means not labelled. Empty: every feature is of class 1."
            ),
        )
        self.add(
            QgsProcessingParameterDistance(
                self.BUFFER, self.tr("Buffer"), defaultValue=0.0, parentParameterName=self.LABELS, optional=True
            ),
            self.tr(
                "Distance, in units of the labels' CRS, by which features are widened (negative: polygons shrink). "
                "Points and lines without a buffer label the pixels that they touch."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.LABEL_RASTER, self.tr("Labels (raster)"), optional=True),
            self.tr(
                "A raster of class values on any grid and in any CRS, taken over by nearest neighbour. "
                "0 means not labelled, unless training is told otherwise; its nodata is left out."
            ),
        )

    def _add_chip_choices(self) -> None:
        self.add(
            QgsProcessingParameterNumber(self.CHIP_SIZE, self.tr("Chip size (pixels)"), INTEGER, 256, minValue=32),
            self.tr("Side of the square chips, a multiple of 32. A chip should show an object and what is around it."),
        )
        self.add(
            QgsProcessingParameterNumber(self.STRIDE, self.tr("Stride (pixels)"), INTEGER, 128, minValue=1),
            self.tr("Distance between neighbouring chips; half the chip size lets them overlap by half."),
        )
        self.add_choice(
            self.PLACEMENT, self.tr("Placement"), PLACEMENTS, "window",
            self.tr(
                "window: a chip at every stride, where there are labels. labels: chips around labelled pixels, equally many "
                "for each class, so that rare classes and small polygons are seen. both: the two together."
            ),
            advanced=False,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterNumber(
                self.CHIPS_PER_CLASS, self.tr("Chips per class"), INTEGER, 100, minValue=1, maxValue=10000
            ),
            self.tr(
                "How many chips are placed around the labels of each class, with “labels” and “both”. A class with fewer "
                "labelled pixels gets one for each of them."
            ),
        )
        self.add_area(
            self.tr("Chips are cut inside this extent only. Empty: the whole raster."),
            self.tr("Pixels outside these polygons count as nothing there: neither labelled nor background."),
        )
        self.add_percentage(
            self.MIN_LABELLED, self.tr("Smallest labelled share (%)"), 0.0, 100.0,
            self.tr("Chips with less labelled pixels than this are left out. 0: one labelled pixel is enough."),
        )  # fmt: skip
        self.add_flag(
            self.KEEP_EMPTY, self.tr("Keep chips without labels"), False,
            self.tr("For labels in which 0 is a real class (background) everywhere, so that all pixels are labelled."),
        )  # fmt: skip
        self.add_count(
            self.SEED, self.tr("Seed"), 0, 0,
            self.tr("The same seed places the same chips around labels, another one others."),
        )  # fmt: skip
        self.add_flag(
            self.APPEND, self.tr("Append to the folder"), False,
            self.tr("Adds another scene to an earlier export with the same bands, chip size and classes."),
        )  # fmt: skip

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses labels of both kinds, or of none."""
        problem = self._label_parameters.problem(self, parameters)
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads what belongs to layers of the project, on the thread where they live."""
        self._imagery = read_raster(self, parameters, context, feedback)
        self._labels = GivenLabels(self._label_parameters, self, parameters, context, feedback)
        return True

    @seam
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Cuts the chips and returns where they are and how many."""
        from ..rasters.export.export import ExportRequest, export_chips

        buffer_map = self.parameterAsDouble(parameters, self.BUFFER, context)
        with working_folder(context) as folder:
            request = ExportRequest(
                raster=self._imagery.path,
                labels=self._labels.source(self, parameters, folder, context, reporter, buffer_map),
                output=self.parameterAsFileOutput(parameters, self.OUTPUT, context),
                band_numbers=self._imagery.band_numbers,
                chip_size_px=self.parameterAsInt(parameters, self.CHIP_SIZE, context),
                stride_px=self.parameterAsInt(parameters, self.STRIDE, context),
                extent_map=self._imagery.extent_map,
                mask=copy_mask(self, parameters, self.MASK, folder, context, reporter),
                minimum_labelled_share=self.share(parameters, self.MIN_LABELLED, context),
                keep_empty=self.parameterAsBool(parameters, self.KEEP_EMPTY, context),
                append=self.parameterAsBool(parameters, self.APPEND, context),
                footprints=self.optional_output_layer(parameters, self.FOOTPRINTS, context),
                placement=self.parameterAsEnumString(parameters, self.PLACEMENT, context),
                chips_per_class=self.parameterAsInt(parameters, self.CHIPS_PER_CLASS, context),
                seed=self.parameterAsInt(parameters, self.SEED, context),
            )
            result = export_chips(request, reporter)
        outputs = {
            self.OUTPUT: result.folder,
            self.CHIP_COUNT: result.chip_count,
            self.CLASS_COUNT: result.class_count,
        }
        if not result.footprints:
            return outputs
        present(
            self,
            context,
            self.FOOTPRINTS,
            result.footprints,
            self._imagery.name,
            footprints_by_class(result.class_table.classes),
        )
        return {**outputs, self.FOOTPRINTS: result.footprints}
