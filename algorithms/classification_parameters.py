"""What Classify Pixels can be told: its parameters and outputs, in the order of the dialog."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessingParameterBand,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)

from ..models.core.options import AUGMENTATIONS, DEVICES, FORMATS, PRECISIONS, PROBABILITY_TYPES, UNCERTAINTY_KINDS
from .base import PixelClassifierAlgorithm

INTEGER = Qgis.ProcessingNumberParameterType.Integer


class ClassificationParameters(PixelClassifierAlgorithm):
    """Declares the parameters of the classification."""

    INPUT = "INPUT"
    MODEL = "MODEL"
    BANDS = "BANDS"
    TILE_SIZE = "TILE_SIZE"
    OVERLAP = "OVERLAP"
    BATCH_SIZE = "BATCH_SIZE"
    DEVICE = "DEVICE"
    PRECISION = "PRECISION"
    TEST_TIME_AUGMENTATION = "TEST_TIME_AUGMENTATION"
    RESAMPLE = "RESAMPLE"
    FORMAT = "FORMAT"
    PROBABILITY_TYPE = "PROBABILITY_TYPE"
    UNCERTAINTY_KIND = "UNCERTAINTY_KIND"
    LABEL_NEXT_COUNT = "LABEL_NEXT_COUNT"
    LABEL_NEXT_DISTANCE = "LABEL_NEXT_DISTANCE"
    CONFIDENCE = "CONFIDENCE"
    PROBABILITIES = "PROBABILITIES"
    UNCERTAINTY = "UNCERTAINTY"
    AREAS = "AREAS"
    LABEL_NEXT = "LABEL_NEXT"
    OUTPUT = "OUTPUT"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_tile_choices()
        self._add_result_choices()
        self._add_outputs()

    def _add_inputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, self.tr("Imagery")),
            self.tr("The raster to classify, with the bands and about the pixel size of the training imagery."),
        )
        self.add(
            QgsProcessingParameterFile(
                self.MODEL, self.tr("Model folder"), behavior=Qgis.ProcessingFileParameterBehavior.Folder
            ),
            self.tr("A folder written by Train Pixel Classifier."),
        )
        self.add(
            QgsProcessingParameterBand(
                self.BANDS,
                self.tr("Bands"),
                parentLayerParameterName=self.INPUT,
                optional=True,
                allowMultiple=True,
            ),
            self.tr("The raster's bands in the order of the model's. Empty: all bands in their own order."),
            advanced=True,
        )
        self.add_area(
            self.tr("Only this extent is classified, and the result covers no more. Empty: the whole raster."),
            self.tr("Only pixels inside these polygons are classified; the others become nodata."),
            extent_is_advanced=False,
        )

    def _add_tile_choices(self) -> None:
        self.add(
            QgsProcessingParameterNumber(
                self.TILE_SIZE, self.tr("Tile size (pixels)"), INTEGER, None, optional=True, minValue=32
            ),
            self.tr(
                "The raster is classified in overlapping tiles of at most this size. Empty: what suits the model, about "
                "twice the size of its training chips. Larger ones need more memory and show the network surroundings "
                "wider than it was trained on."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(
                self.OVERLAP, self.tr("Overlap (pixels)"), INTEGER, None, optional=True, minValue=0
            ),
            self.tr("Neighbouring tiles are blended over this width. Empty: what suits the model."),
            advanced=True,
        )
        self.add_count(
            self.BATCH_SIZE,
            self.tr("Batch size"),
            0,
            0,
            self.tr("Tiles that are computed at a time. 0: as many as fit into memory and make it faster."),
        )
        self.add_choice(
            self.DEVICE,
            self.tr("Device"),
            DEVICES,
            "auto",
            self.tr("auto: the first GPU if there is one, else the processor."),
        )
        self.add_choice(
            self.PRECISION,
            self.tr("Precision"),
            PRECISIONS,
            "auto",
            self.tr(
                "auto: 16-bit numbers where the device computes faster with them, which changes about one pixel in two "
                "thousand; float32: always 32-bit numbers."
            ),
        )
        self.add_choice(
            self.TEST_TIME_AUGMENTATION,
            self.tr("Test-time augmentation"),
            AUGMENTATIONS,
            "none",
            self.tr(
                "Looks at each tile in 4 quarter turns, or in 8 ways (mirrored as well), and takes the mean: often "
                "somewhat better, and so many times slower."
            ),
        )
        self.add_flag(
            self.RESAMPLE,
            self.tr("Resample to the model's pixel size"),
            False,
            self.tr(
                "Shows the network the raster at the pixel size of the training imagery, and gives each pixel of the "
                "raster the class that was found there. No: the raster is taken as it is, with a warning where pixel "
                "sizes differ much."
            ),
        )

    def _add_result_choices(self) -> None:
        self.add_choice(
            self.FORMAT,
            self.tr("Format"),
            FORMATS,
            "geotiff",
            self.tr(
                "cog: cloud-optimised GeoTIFFs with overviews, which are quick to look at even when they are large, and "
                "take one more pass to write."
            ),
        )
        self.add_choice(
            self.PROBABILITY_TYPE,
            self.tr("Type of class probabilities"),
            PROBABILITY_TYPES,
            "float",
            self.tr("float: shares from 0 to 1; byte: whole percent, a quarter of the size."),
        )
        self.add_choice(
            self.UNCERTAINTY_KIND,
            self.tr("Kind of uncertainty"),
            UNCERTAINTY_KINDS,
            "margin",
            self.tr(
                "margin: how little the most probable class leads over the second; entropy: how evenly all classes share "
                "the probability."
            ),
        )
        self.add_count(
            self.LABEL_NEXT_COUNT,
            self.tr("Number of places to label next"),
            50,
            1,
            self.tr("How many points the layer of places to label next has at most."),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.LABEL_NEXT_DISTANCE,
                self.tr("Distance of places to label next (pixels)"),
                INTEGER,
                None,
                optional=True,
                minValue=1,
            ),
            self.tr("Places to label next lie at least so far apart. Empty: the side of the model's training chips."),
            advanced=True,
        )

    def _add_outputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, self.tr("Classes")),
            self.tr("GeoTIFF with the class values of the training labels, their names and colours."),
        )
        self._add_raster(
            self.CONFIDENCE,
            self.tr("Confidence"),
            self.tr("GeoTIFF with the probability of the class that was chosen, in percent."),
        )
        self._add_raster(
            self.PROBABILITIES, self.tr("Class probabilities"), self.tr("GeoTIFF with one band per class.")
        )
        self._add_raster(
            self.UNCERTAINTY,
            self.tr("Uncertainty"),
            self.tr("GeoTIFF that tells how much in doubt the class is, in percent."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.AREAS, self.tr("Class areas"), "CSV (*.csv)", optional=True, createByDefault=False
            ),
            self.tr(
                "A table (CSV) with the pixels and hectares of each class; on the ellipsoid where the CRS has degrees."
            ),
        )
        self.add(
            QgsProcessingParameterVectorDestination(
                self.LABEL_NEXT,
                self.tr("Places to label next"),
                Qgis.ProcessingSourceType.VectorPoint,
                optional=True,
                createByDefault=False,
            ),
            self.tr(
                "A point layer (GeoPackage) of the places where the class is most in doubt, spread over the ground: labels "
                "there teach the model most."
            ),
        )

    def _add_raster(self, name: str, label: str, help_text: str) -> None:
        """Adds a raster that is written only when it is asked for."""
        self.add(QgsProcessingParameterRasterDestination(name, label, optional=True, createByDefault=False), help_text)
