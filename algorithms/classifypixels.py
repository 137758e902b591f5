"""Classify Pixels: applies a model folder to a raster and writes a class raster."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBand,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..models.choices import DEVICES
from . import engine
from .base import PixelClassifierAlgorithm, seam
from .layers import read_raster
from .reporting import FeedbackReporter
from .vectors import copy_mask, working_folder

INTEGER = Qgis.ProcessingNumberParameterType.Integer


class ClassifyPixels(PixelClassifierAlgorithm):
    """Gives every pixel of a raster one of the model's classes."""

    NAME = "classifypixels"
    NEEDS_BACKEND = True
    INPUT = "INPUT"
    MODEL = "MODEL"
    BANDS = "BANDS"
    EXTENT = "EXTENT"
    MASK = "MASK"
    TILE_SIZE = "TILE_SIZE"
    OVERLAP = "OVERLAP"
    BATCH_SIZE = "BATCH_SIZE"
    DEVICE = "DEVICE"
    CONFIDENCE = "CONFIDENCE"
    PROBABILITIES = "PROBABILITIES"
    OUTPUT = "OUTPUT"

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

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_tile_choices()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, self.tr("Classes")),
            self.tr("GeoTIFF with the class values of the training labels, their names and colours."),
        )
        self.add(
            QgsProcessingParameterRasterDestination(
                self.CONFIDENCE, self.tr("Confidence"), optional=True, createByDefault=False
            ),
            self.tr("GeoTIFF with the probability of the class that was chosen."),
        )
        self.add(
            QgsProcessingParameterRasterDestination(
                self.PROBABILITIES, self.tr("Class probabilities"), optional=True, createByDefault=False
            ),
            self.tr("GeoTIFF with one band per class."),
        )

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
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, self.tr("Extent"), optional=True),
            self.tr("Only this extent is classified, and the result covers no more. Empty: the whole raster."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.MASK, self.tr("Mask polygons"), [Qgis.ProcessingSourceType.VectorPolygon], optional=True
            ),
            self.tr("Only pixels inside these polygons are classified; the others become nodata."),
            advanced=True,
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
        self.add(
            QgsProcessingParameterNumber(self.BATCH_SIZE, self.tr("Batch size"), INTEGER, 4, minValue=1),
            self.tr("Tiles that are computed at a time; more are faster on a GPU and need more memory."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                self.DEVICE, self.tr("Device"), DEVICES, defaultValue="auto", usesStaticStrings=True
            ),
            self.tr("auto: the first GPU if there is one, else the processor."),
            advanced=True,
        )

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
        from ..models.jobs import CLASSIFY
        from ..models.requests import ClassifyRequest

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
                confidence=self.optional_output_layer(parameters, self.CONFIDENCE, context),
                probabilities=self.optional_output_layer(parameters, self.PROBABILITIES, context),
            )
            result = engine.run(CLASSIFY, request, reporter)
        outputs = {
            self.OUTPUT: result.output,
            self.CONFIDENCE: result.confidence,
            self.PROBABILITIES: result.probabilities,
        }
        return {name: path for name, path in outputs.items() if path}
