"""Classify Pixels: applies a model folder to a raster and writes a class raster."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..models.core.options import (
    AUGMENTATIONS,
    DEVICES,
    FORMATS,
    OPENVINO_DEVICES,
    PRECISIONS,
    PROBABILITY_TYPES,
    UNCERTAINTY_KINDS,
)
from ..rasters.core.errors import OutputError
from .base import PixelClassifierAlgorithm, reports_errors
from .engine.reporter import FeedbackReporter
from .engine.run import run_job
from .inputs.feature_copy import copy_mask, working_folder
from .inputs.gdal_messages import logs_gdal
from .inputs.layers import read_raster
from .inputs.parameter_values import ParameterValues
from .results.loading import do_not_load, name_and_style_when_loaded
from .results.renderers import MAGMA, ORANGE_RED, VIRIDIS, class_count_steps, percent_ramp, ranked_points
from .results.style_files import write_style


class ClassifyPixels(PixelClassifierAlgorithm):
    """Predicts the class of every pixel of a raster."""

    NAME = "classifypixels"
    TITLE = QT_TRANSLATE_NOOP("PixelClassifier", "Classify Pixels")
    SUMMARY = QT_TRANSLATE_NOOP("PixelClassifier", "Classifies every pixel of a raster with a trained model.")
    TAGS = QT_TRANSLATE_NOOP(
        "PixelClassifier", "deep learning,prediction,inference,segmentation,land cover,land use,classification,apply"
    )
    NEEDS_PYTORCH = True
    INPUT = "INPUT"
    MODEL = "MODEL"
    TILE_SIZE = "TILE_SIZE"
    OVERLAP = "OVERLAP"
    BATCH_SIZE = "BATCH_SIZE"
    PRECISION = "PRECISION"
    TEST_TIME_AUGMENTATION = "TEST_TIME_AUGMENTATION"
    RESAMPLE = "RESAMPLE"
    BAND_SCALING = "BAND_SCALING"
    FORMAT = "FORMAT"
    PROBABILITY_TYPE = "PROBABILITY_TYPE"
    UNCERTAINTY_KIND = "UNCERTAINTY_KIND"
    LABEL_NEXT_COUNT = "LABEL_NEXT_COUNT"
    LABEL_NEXT_DISTANCE = "LABEL_NEXT_DISTANCE"
    PART = "PART"
    PARTS = "PARTS"
    CONFIDENCE = "CONFIDENCE"
    PROBABILITIES = "PROBABILITIES"
    UNCERTAINTY = "UNCERTAINTY"
    SET_SIZE = "SET_SIZE"
    AREAS = "AREAS"
    LABEL_NEXT = "LABEL_NEXT"
    OUTPUT = "OUTPUT"
    RASTERS = (OUTPUT, CONFIDENCE, PROBABILITIES, UNCERTAINTY, SET_SIZE)
    """The results that are rasters."""
    LAYERS_FROM_TOP = (LABEL_NEXT, OUTPUT, CONFIDENCE, UNCERTAINTY, SET_SIZE, PROBABILITIES)
    """The results that are layers, in the order of the layer tree."""

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_tile_choices()
        self._add_result_choices()
        self._add_part_choices()
        self._add_outputs()

    def _add_inputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, self.tr("Imagery")),
            self.tr("The raster to classify, with the bands and about the pixel size of the training imagery."),
        )
        self.add_folder(
            self.MODEL, self.tr("Model folder"),
            self.tr(
                "A folder written by Train Pixel Classifier. Or a segmentation model of another program: an .onnx file as of Deepness or "
                "GeoDeep (type its path, or choose the folder that holds it), or a folder of segmentation_models_pytorch."
            ),
        )  # fmt: skip
        self.add_bands(
            self.INPUT,
            self.tr("The bands of the raster in the order of the model. Empty: all bands in their own order."),
            advanced=True,
        )
        self.add_area(
            self.tr("Only this extent is classified, and the result has this extent. Empty: the whole raster."),
            self.tr("Only pixels inside these polygons are classified; the others become NoData."),
            extent_is_advanced=False,
        )

    def _add_tile_choices(self) -> None:
        self.add_count(
            self.TILE_SIZE, self.tr("Tile size (pixels)"), None, 32,
            self.tr(
                "The raster is classified in overlapping tiles of at most this size. Empty: chosen for the model, about "
                "twice the size of its training chips. Larger tiles need more memory and give the network more context "
                "than in training."
            ),
        )  # fmt: skip
        self.add_count(
            self.OVERLAP, self.tr("Overlap (pixels)"), None, 0,
            self.tr("Neighbouring tiles are blended over this width. Empty: chosen for the model."),
        )  # fmt: skip
        self.add_count(
            self.BATCH_SIZE, self.tr("Batch size"), 0, 0,
            self.tr("Tiles that are computed at a time. 0: chosen for speed and the available memory."),
        )  # fmt: skip
        self.add_device(
            (*DEVICES, *OPENVINO_DEVICES),
            self.tr(
                "openvino:gpu and openvino:npu: Intel's GPUs and neural processing units, openvino:cpu: the CPU, by OpenVINO where it is installed "
                "(never tried on the first two)."
            ),
        )
        self.add_choice(
            self.PRECISION, self.tr("Precision"), PRECISIONS, "auto",
            self.tr(
                "auto: 8-bit integers on a CPU with instructions for them, if OpenVINO is installed and the model's training showed that they "
                "are as accurate. They change about one pixel in two hundred. Else 16-bit numbers where the device computes faster with them; "
                "these change about one pixel in two thousand. float32, bfloat16, int8: always these."
            ),
        )  # fmt: skip
        self.add_choice(
            self.TEST_TIME_AUGMENTATION, self.tr("Test-time augmentation"), AUGMENTATIONS, "none",
            self.tr(
                "Averages the predictions of 4 rotations, or of 8 rotations and reflections, of each tile. Often improves "
                "the result a little, and takes 4 or 8 times as long."
            ),
        )  # fmt: skip
        self.add_flag(
            self.RESAMPLE, self.tr("Resample to the model's pixel size"), False,
            self.tr(
                "Resamples the raster to the pixel size of the training imagery for the network; the result keeps the "
                "grid of the raster. No: the raster is used as it is, with a warning where pixel sizes differ much."
            ),
        )  # fmt: skip

        self.add_text(
            self.BAND_SCALING, self.tr("Band scaling"),
            self.tr(
                "For models of other programs that do not state it: mean and standard deviation of each band in units of the raster, such as "
                "123.7 58.4; 116.3 57.1; 103.5 57.4. One pair is for all bands; 0 255 divides by 255."
            ),
        )  # fmt: skip

    def _add_result_choices(self) -> None:
        self.add_choice(
            self.FORMAT, self.tr("Format"), FORMATS, "geotiff",
            self.tr(
                "geotiff: plain GeoTIFF. cog: Cloud Optimized GeoTIFF with overviews, which displays fast at any size and "
                "takes one more pass to write."
            ),
        )  # fmt: skip
        self.add_choice(
            self.PROBABILITY_TYPE, self.tr("Data type of class probabilities"), PROBABILITY_TYPES, "float",
            self.tr("float: 0 to 1. byte: whole percent, a quarter of the size."),
        )  # fmt: skip
        self.add_choice(
            self.UNCERTAINTY_KIND, self.tr("Uncertainty measure"), UNCERTAINTY_KINDS, "margin",
            self.tr(
                "margin: from the difference between the two most probable classes. entropy: from the distribution over "
                "all classes."
            ),
        )  # fmt: skip
        self.add_count(
            self.LABEL_NEXT_COUNT, self.tr("Number of places to label next"), 50, 1,
            self.tr("The largest number of points in the layer of places to label next."),
        )  # fmt: skip
        self.add_count(
            self.LABEL_NEXT_DISTANCE, self.tr("Distance of places to label next (pixels)"), None, 1,
            self.tr("The minimum distance between places to label next. Empty: the chip size of the model."),
        )  # fmt: skip

    def _add_part_choices(self) -> None:
        self.add_text(
            self.PART, self.tr("Part of the map"),
            self.tr(
                "For one map by several runs or computers: 1, 2, … up to the number of parts, with all other parameters the same. Finished rows "
                "are kept in the folder OUTPUT.strips, and the run that finishes the last part joins them. join: only joins parts that are all "
                "there. auto: the number comes from a queue (SLURM array, Kubernetes indexed job, torchrun; scripts in docs/cluster.md). Empty: the "
                "whole map, from what is kept of an interrupted run too."
            ),
        )  # fmt: skip
        self.add_count(
            self.PARTS, self.tr("Number of parts"), None, 1,
            self.tr("Into how many parts of about equal height the map is divided, with Part of the map."),
        )  # fmt: skip

    def _add_outputs(self) -> None:
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, self.tr("Classes")),
            self.tr("GeoTIFF with the class values, names and colours of the training labels."),
        )
        for name, label, help_text in (
            (
                self.CONFIDENCE,
                self.tr("Confidence"),
                self.tr("GeoTIFF with the probability of the predicted class, in percent."),
            ),
            (self.PROBABILITIES, self.tr("Class probabilities"), self.tr("GeoTIFF with one band per class.")),
            (
                self.UNCERTAINTY,
                self.tr("Uncertainty"),
                self.tr("GeoTIFF with the uncertainty of the class, in percent."),
            ),
            (
                self.SET_SIZE,
                self.tr("Number of possible classes"),
                self.tr(
                    "GeoTIFF with the size of the prediction set: how many classes are possible at a pixel, so that the true one is among them "
                    "at 90 % of pixels like those of the validation. At least 1. Needs a model that was trained with validation."
                ),
            ),
        ):
            raster = QgsProcessingParameterRasterDestination(name, label, optional=True, createByDefault=False)
            self.add(raster, help_text)
        self.add_csv(
            self.AREAS, self.tr("Class areas"),
            self.tr(
                "A table (CSV) with the pixels and hectares of each class; on the ellipsoid for a geographic CRS."
            ),
        )  # fmt: skip
        self.add_result_layer(
            self.LABEL_NEXT, self.tr("Places to label next"), Qgis.ProcessingSourceType.VectorPoint,
            self.tr(
                "A point layer (GeoPackage) of the places with the most uncertain class, spread over the raster: labels "
                "there improve the model most."
            ),
        )  # fmt: skip

    @logs_gdal
    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Reads layers of the project, on their thread."""
        self.require_packages()
        self._imagery = read_raster(ParameterValues(self, parameters, context), feedback)
        return True

    @reports_errors
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Classifies and returns the paths of the results."""
        from ..models.engine.build_requests import classify_request
        from ..models.engine.jobs import CLASSIFY
        from ..rasters.core.gdal_calls import gdal_warnings_to

        values = ParameterValues(self, parameters, context)
        with working_folder(context) as folder, gdal_warnings_to(reporter.info):
            given = {**values.by_id(), **self._imagery.by_id(), self.FORMAT: self._format(values, reporter)}
            given[self.MASK] = copy_mask(values, self.MASK, folder, reporter, self._imagery.crs)
            request = classify_request(given, raster_settings=self._imagery.settings)
            result = run_job(CLASSIFY, request, reporter)
        if result.strips:  # parts are missing
            do_not_load(request.outputs, context)
            return {}
        written = {
            self.OUTPUT: result.output,
            self.CONFIDENCE: result.confidence,
            self.PROBABILITIES: result.probabilities,
            self.UNCERTAINTY: result.uncertainty,
            self.SET_SIZE: result.set_size,
            self.AREAS: result.areas,
            self.LABEL_NEXT: result.label_next,
        }
        outputs = {name: path for name, path in written.items() if path}
        self._write_styles(outputs, request.probability_type, result.class_pixels, reporter)
        self._name_layers(outputs, context)
        return outputs

    def _format(self, values: ParameterValues, reporter: FeedbackReporter) -> str:
        """Returns the format of the rasters: cog where FORMAT or the format of one of the outputs is it, which QGIS 4 lets choose."""
        chosen = values.value(self.FORMAT)
        cloud_optimised = [name for name in self.RASTERS if values.raster_format(name).upper() == "COG"]
        if cloud_optimised and chosen != "cog":
            reporter.info(
                self.tr(
                    "The rasters are Cloud Optimized GeoTIFFs, as chosen for {outputs}; FORMAT is {format}."
                ).format(outputs=", ".join(cloud_optimised), format=chosen)
            )
        return "cog" if cloud_optimised else chosen

    def _write_styles(
        self, outputs: dict[str, str], probability_type: str, class_pixels: Collection[int], reporter: FeedbackReporter
    ) -> None:
        """Writes a style file beside each raster except the class raster, which holds its colours; `class_pixels` has an entry per class."""
        ramps = {
            self.CONFIDENCE: percent_ramp(VIRIDIS),
            self.PROBABILITIES: percent_ramp(VIRIDIS, 100.0 if probability_type == "byte" else 1.0),
            self.UNCERTAINTY: percent_ramp(MAGMA),
            self.SET_SIZE: class_count_steps(ORANGE_RED, len(class_pixels)),
        }
        for name in outputs.keys() & ramps.keys():
            try:
                write_style(outputs[name], ramps[name])
            except OutputError as error:
                reporter.warning(
                    self.tr("{raster} has no colours: {reason}").format(raster=outputs[name], reason=error)
                )

    def _name_layers(self, outputs: dict[str, str], context: QgsProcessingContext) -> None:
        """Names and orders the layers that QGIS loads."""
        loaded = [name for name in outputs if context.willLoadLayerOnCompletion(outputs[name])]
        top = next((name for name in self.LAYERS_FROM_TOP if name in loaded), None)
        # Positions count what is not loaded, too: those of a single result leave room for what a model puts above it.
        for position, name in enumerate(self.LAYERS_FROM_TOP):
            if name in outputs:
                points = name == self.LABEL_NEXT
                name_and_style_when_loaded(
                    self, context, name, outputs[name], self._imagery.name, ranked_points if points else None, position,
                    raster=not points, is_top=name == top and len(loaded) > 1,
                )  # fmt: skip
