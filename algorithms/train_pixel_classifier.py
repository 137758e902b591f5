"""Train Pixel Classifier: fits a network to chips and writes a model folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from .base import seam
from .engine import run
from .engine.reporter import FeedbackReporter
from .inputs.layers import given
from .results.loading import footprints_by_split, present
from .training_parameters import TrainingParameters

CHIP_SUBFOLDERS = ("images", "labels")


def chip_folder_of(path: str) -> str:
    """Returns the folder of chips to which a path belongs: itself, or the one that has the file in it.

    Dialogs offer files to choose, so chips.json or any chip stands for its folder.
    """
    folder = Path(path)
    if folder.is_dir():
        return path
    parent = folder.parent
    return str(parent.parent if parent.name in CHIP_SUBFOLDERS else parent) if folder.is_file() else path


class TrainPixelClassifier(TrainingParameters):
    """Trains on folders of chips, with validation split by space."""

    NAME = "trainpixelclassifier"
    NEEDS_BACKEND = True

    def displayName(self) -> str:
        """Returns the name for people."""
        return self.tr("Train Pixel Classifier")

    def shortDescription(self) -> str:
        """Returns one line on what the algorithm does."""
        return self.tr("Trains a network that gives every pixel a class, from chips of imagery and labels.")

    def tags(self) -> list[str]:
        """Returns words under which the algorithm is found."""
        return self.tr("deep learning,training,segmentation,u-net,unet,deeplab,pspnet,neural network,pytorch").split(
            ","
        )

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses a weights file that is missing."""
        problem = self._weights_problem(parameters, context)
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Makes sure that there is PyTorch, as far as can be told without importing it."""
        self.require_packages()
        problem = self._weights_problem(parameters, context)
        if problem:
            raise QgsProcessingException(problem)
        self._command, _ = self.asQgisProcessCommand(parameters, context)
        return True

    @seam
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Trains and returns where the model is and how good it is."""
        from ..models.core.requests import TrainRequest
        from ..models.engine.jobs import TRAIN
        from ..models.training.class_weights import parse_class_weights

        chips = self.parameterAsFile(parameters, self.CHIPS, context)
        extra = [
            chip_folder_of(path) for path in self.parameterAsFileList(parameters, self.EXTRA_CHIPS, context) if path
        ]
        weights = self.parameterAsEnumString(parameters, self.WEIGHTS, context)
        request = TrainRequest(
            chips=chips,
            output=self.parameterAsFileOutput(parameters, self.OUTPUT, context),
            extra_chips=tuple(folder for folder in dict.fromkeys(extra) if folder != chips),
            architecture=self.parameterAsEnumString(parameters, self.ARCHITECTURE, context),
            encoder=self.optional_text(parameters, self.OTHER_ENCODER, context)
            or self.parameterAsEnumString(parameters, self.ENCODER, context),
            weights=self.parameterAsFile(parameters, self.WEIGHTS_FILE, context) if weights == "file" else weights,
            start_model=self.parameterAsFile(parameters, self.START_MODEL, context) or None,
            freeze_epochs=self.parameterAsInt(parameters, self.FREEZE_EPOCHS, context),
            epochs=self.parameterAsInt(parameters, self.EPOCHS, context),
            batch_size=self.parameterAsInt(parameters, self.BATCH_SIZE, context),
            loss=self.parameterAsEnumString(parameters, self.LOSS, context),
            class_weighting=self.parameterAsEnumString(parameters, self.CLASS_WEIGHTING, context),
            class_weights=tuple(
                parse_class_weights(self.parameterAsString(parameters, self.CLASS_WEIGHTS, context)).items()
            ),
            balance=self.parameterAsBool(parameters, self.BALANCE, context),
            learning_rate=self.optional_number(parameters, self.LEARNING_RATE, context),
            patience=self.parameterAsInt(parameters, self.PATIENCE, context),
            average=self.parameterAsBool(parameters, self.AVERAGE_WEIGHTS, context),
            augment=self.parameterAsBool(parameters, self.AUGMENT, context),
            scale_jitter=self.share(parameters, self.SCALE_JITTER, context),
            gain_jitter=self.share(parameters, self.GAIN_JITTER, context),
            offset_jitter=self.share(parameters, self.OFFSET_JITTER, context),
            noise=self.share(parameters, self.NOISE, context),
            validation_share=self.share(parameters, self.VALIDATION_SHARE, context),
            ignore_class=self.optional_int(parameters, self.IGNORE_CLASS, context),
            seed=self.parameterAsInt(parameters, self.SEED, context),
            device=self.parameterAsEnumString(parameters, self.DEVICE, context),
            resume=self.parameterAsBool(parameters, self.RESUME, context),
            report=self.optional_output_file(parameters, self.REPORT, context),
            table=self.optional_output_file(parameters, self.TABLE, context),
            footprints=self.optional_output_layer(parameters, self.FOOTPRINTS, context),
            command=self._command,
        )
        result = run.run(TRAIN, request, reporter)
        outputs = {
            self.OUTPUT: result.folder,
            self.MEAN_IOU: result.best_mean_iou,
            self.ACCURACY: result.accuracy,
            self.EPOCHS_RUN: result.epochs_run,
            self.CLASS_COUNT: result.class_count,
            self.USED_LEARNING_RATE: result.learning_rate,
        }
        if result.footprints:
            present(self, context, self.FOOTPRINTS, result.footprints, Path(chips).name, footprints_by_split)
        files = {self.REPORT: result.report, self.TABLE: result.table, self.FOOTPRINTS: result.footprints}
        return {**outputs, **{name: path for name, path in files.items() if path}}

    def _weights_problem(self, parameters: dict, context: QgsProcessingContext) -> str:
        from_file = self.parameterAsEnumString(parameters, self.WEIGHTS, context) == "file"
        if from_file and not given(parameters, self.WEIGHTS_FILE):
            return self.tr("WEIGHTS is “file”, but there is no WEIGHTS_FILE. Choose the file, or other first weights.")
        if not from_file and given(parameters, self.WEIGHTS_FILE):
            return self.tr("There is a WEIGHTS_FILE, but WEIGHTS is not “file”. Choose “file”, or empty the file.")
        return ""
