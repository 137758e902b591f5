"""Export Model: writes a model folder as a file for other programs."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..models.core.options import MODEL_ENDING, MODEL_ENDINGS, MODEL_FORMATS
from ..rasters.outputs.checks import lies_in
from .base import PixelClassifierAlgorithm, reports_errors
from .engine.reporter import FeedbackReporter
from .engine.run import run_job
from .inputs.parameter_values import ParameterValues


class ExportModel(PixelClassifierAlgorithm):
    """Writes the network of a model folder with all that other programs need to use it."""

    NAME = "exportmodel"
    TITLE = QT_TRANSLATE_NOOP("PixelClassifier", "Export Model")
    SUMMARY = QT_TRANSLATE_NOOP(
        "PixelClassifier", "Writes a trained model for other programs: ONNX, STAC, Esri model package."
    )
    TAGS = QT_TRANSLATE_NOOP(
        "PixelClassifier",
        "deep learning,onnx,stac,mlm,dlpk,arcgis,onnxruntime,deepness,geodeep,share,exchange,convert,segmentation"
    )  # fmt: skip
    NEEDS_PYTORCH = True
    MODEL = "MODEL"
    FORMAT = "FORMAT"
    TILE_SIZE = "TILE_SIZE"
    CHIPS = "CHIPS"
    OUTPUT = "OUTPUT"
    EQUAL_LABELS = "EQUAL_LABELS"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self.add_folder(self.MODEL, self.tr("Model folder"), self.tr("A folder written by Train Pixel Classifier."))
        self.add_choice(
            self.FORMAT, self.tr("Format"), MODEL_FORMATS, "onnx",
            self.tr(
                "onnx: an ONNX file that takes the values of the raster, for onnxruntime, Deepness and Classify Pixels. onnx_geodeep: one "
                "for GeoDeep, which takes 3 bands of bytes and divides them by 255; Deepness reads it, too. stac: an item (JSON) that describes the "
                "model folder in a STAC catalogue. dlpk: an Esri model package for ArcGIS Pro, never tried there. int8: int8.safetensors, which lies in the model folder and lets "
                "Classify Pixels compute in 8-bit integers; for models that were trained without it."
            ),
            advanced=False,
        )  # fmt: skip
        self.add_count(
            self.TILE_SIZE, self.tr("Tile size (pixels)"), None, 32,
            self.tr(
                "The side of the tiles, which is fixed in an ONNX model. Empty: chosen for the model, as in Classify Pixels."
            ),
        )  # fmt: skip
        self.add_folder(
            self.CHIPS, self.tr("Training chips folder"),
            self.tr("For the format int8: the chips of the training, on which the quantised network is measured and tried."),
            optional=True,
        )  # fmt: skip
        files = self.tr(
            "ONNX files (*.onnx);;JSON files (*.json);;Esri model packages (*.dlpk);;Quantised forms (*.safetensors)"
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, self.tr("Exported model"), files),
            self.tr(
                "An .onnx file with the network, its scaling and its metadata, or a .dlpk package with the same. "
                "Or a .json file that refers to the files of the model folder. "
                "The model folder stays as it is."
            ),
        )
        self.add_result_number(self.EQUAL_LABELS, self.tr("Equal labels (%)"))

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Refuses to start without PyTorch."""
        self.require_packages()
        return True

    @reports_errors
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Exports, and returns the path of the file and the share of equal labels in its trial."""
        from ..models.engine.build_requests import export_model_request
        from ..models.engine.jobs import export_job

        values = ParameterValues(self, parameters, context).by_id()
        values[self.OUTPUT] = _ending_as(values[self.FORMAT], values[self.OUTPUT])
        request = export_model_request(values)
        result = run_job(export_job(request), request, reporter)
        outputs = {self.OUTPUT: result.output}
        if result.equal_labels is not None:
            outputs[self.EQUAL_LABELS] = 100 * result.equal_labels
        return outputs


def _ending_as(model_format: str, path: str) -> str:
    """Returns a path; that of a temporary file, which QGIS always names as the first format of the dialog, with the ending of a format."""
    ending = MODEL_ENDINGS.get(model_format, MODEL_ENDING)
    is_temporary = path.endswith(MODEL_ENDING) and lies_in(path, QgsProcessingUtils.tempFolder())
    return path[: -len(MODEL_ENDING)] + ending if is_temporary else path
