"""Train Pixel Classifier: fits a network to chips and writes a model folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..models.choices import ARCHITECTURES, DEVICES, ENCODERS, WEIGHTS
from . import engine
from .base import PixelClassifierAlgorithm, seam
from .layers import given
from .reporting import FeedbackReporter

INTEGER = Qgis.ProcessingNumberParameterType.Integer
DOUBLE = Qgis.ProcessingNumberParameterType.Double
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


class TrainPixelClassifier(PixelClassifierAlgorithm):
    """Trains on folders of chips, with validation split by space."""

    NAME = "trainpixelclassifier"
    NEEDS_BACKEND = True
    CHIPS = "CHIPS"
    EXTRA_CHIPS = "EXTRA_CHIPS"
    ARCHITECTURE = "ARCHITECTURE"
    ENCODER = "ENCODER"
    OTHER_ENCODER = "OTHER_ENCODER"
    WEIGHTS = "WEIGHTS"
    WEIGHTS_FILE = "WEIGHTS_FILE"
    EPOCHS = "EPOCHS"
    BATCH_SIZE = "BATCH_SIZE"
    LEARNING_RATE = "LEARNING_RATE"
    VALIDATION_SHARE = "VALIDATION_SHARE"
    IGNORE_CLASS = "IGNORE_CLASS"
    AUGMENT = "AUGMENT"
    SEED = "SEED"
    DEVICE = "DEVICE"
    REPORT = "REPORT"
    OUTPUT = "OUTPUT"
    MEAN_IOU = "MEAN_IOU"
    ACCURACY = "ACCURACY"
    EPOCHS_RUN = "EPOCHS_RUN"
    CLASS_COUNT = "CLASS_COUNT"

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

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_network_choices()
        self._add_training_choices()
        self.add(
            QgsProcessingParameterFileDestination(
                self.REPORT, self.tr("Report"), self.tr("HTML files (*.html)"), optional=True
            ),
            self.tr(
                "A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer."
            ),
        )
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, self.tr("Model folder")),
            self.tr(
                "A new or empty folder, or that of an earlier model, which is replaced when the new one is complete."
            ),
        )
        self.addOutput(QgsProcessingOutputNumber(self.MEAN_IOU, self.tr("Mean IoU (0 to 1)")))
        self.addOutput(QgsProcessingOutputNumber(self.ACCURACY, self.tr("Overall accuracy (0 to 1)")))
        self.addOutput(QgsProcessingOutputNumber(self.EPOCHS_RUN, self.tr("Epochs run")))
        self.addOutput(QgsProcessingOutputNumber(self.CLASS_COUNT, self.tr("Number of classes")))

    def _add_inputs(self) -> None:
        self.add(
            QgsProcessingParameterFile(
                self.CHIPS, self.tr("Folder of chips"), behavior=Qgis.ProcessingFileParameterBehavior.Folder
            ),
            self.tr(
                "A folder from Export Training Chips, a Classified Tiles export of ArcGIS, or any folder with "
                "images/ and labels/ in which the files have equal names."
            ),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(
                self.EXTRA_CHIPS,
                self.tr("More folders of chips"),
                Qgis.ProcessingSourceType.File,
                optional=True,
            ),
            self.tr(
                "Further folders with the same bands and classes. In the dialog choose the file chips.json of each "
                "folder (or any of its chips); scripts, models and qgis_process give the folders themselves."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(
                self.IGNORE_CLASS, self.tr("Value that means not labelled"), INTEGER, 0, optional=True
            ),
            self.tr(
                "Pixels with this value are neither learned nor scored. Empty: every value is a class, 0 too; "
                "for labels that cover everything (IGNORE_CLASS= under qgis_process, None in scripts)."
            ),
        )

    def _add_network_choices(self) -> None:
        self.add(
            QgsProcessingParameterEnum(
                self.ARCHITECTURE, self.tr("Architecture"), ARCHITECTURES, defaultValue="unet", usesStaticStrings=True
            ),
            self.tr("unet is a good start; pspnet and deeplabv3 see more context and draw coarser outlines."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.ENCODER, self.tr("Encoder"), ENCODERS, defaultValue="resnet34", usesStaticStrings=True
            ),
            self.tr("The part that recognises patterns. Larger ones learn more, slower, and need more chips."),
        )
        self.add(
            QgsProcessingParameterString(self.OTHER_ENCODER, self.tr("Other encoder"), optional=True),
            self.tr(
                "Any other encoder by its name in segmentation_models_pytorch, or tu-NAME for one of timm, such as "
                "tu-convnext_tiny. Takes the place of the encoder above."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                self.WEIGHTS, self.tr("First weights"), WEIGHTS, defaultValue="none", usesStaticStrings=True
            ),
            self.tr(
                "none: learn from scratch. imagenet: start from weights learned on photographs, better with few "
                "chips; they are downloaded at first use. file: from a file on this computer."
            ),
        )
        self.add(
            QgsProcessingParameterFile(
                self.WEIGHTS_FILE,
                self.tr("Weights file"),
                optional=True,
                fileFilter=self.tr("Weights (*.safetensors *.pth *.pt *.bin)"),
            ),
            self.tr("The encoder's weights, where the first weights come from a file."),
            advanced=True,
        )

    def _add_training_choices(self) -> None:
        self.add(
            QgsProcessingParameterNumber(self.EPOCHS, self.tr("Epochs"), INTEGER, 20, minValue=1),
            self.tr("How often all chips are seen. The model of the best epoch is kept."),
        )
        self.add(
            QgsProcessingParameterNumber(self.BATCH_SIZE, self.tr("Batch size"), INTEGER, 8, minValue=0),
            self.tr("Chips per step, 2 or more. 0: as many as fit into memory."),
        )
        rate = QgsProcessingParameterNumber(
            self.LEARNING_RATE, self.tr("Learning rate"), DOUBLE, 0.001, minValue=1e-8, maxValue=1.0
        )
        rate.setMetadata({"widget_wrapper": {"decimals": 8}})
        self.add(rate, self.tr("The highest step width; it rises at first and falls to the end."), advanced=True)
        self.add(
            QgsProcessingParameterNumber(
                self.VALIDATION_SHARE, self.tr("Validation share (%)"), DOUBLE, 20.0, minValue=0.0, maxValue=50.0
            ),
            self.tr("Share of the labels kept for judging the model, in areas of their own. 0: train on everything."),
        )
        self.add(
            QgsProcessingParameterBoolean(self.AUGMENT, self.tr("Flip and turn chips"), defaultValue=True),
            self.tr("Shows chips flipped and turned by quarters, as there is no up or down on the ground."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(self.SEED, self.tr("Seed"), INTEGER, 0, minValue=0),
            self.tr("The same seed gives the same model on the same machine without a GPU."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                self.DEVICE, self.tr("Device"), DEVICES, defaultValue="auto", usesStaticStrings=True
            ),
            self.tr("auto: the first GPU if there is one, else the processor."),
            advanced=True,
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
        return True

    @seam
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Trains and returns where the model is and how good it is."""
        from ..models.jobs import TRAIN
        from ..models.requests import TrainRequest

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
            epochs=self.parameterAsInt(parameters, self.EPOCHS, context),
            batch_size=self.parameterAsInt(parameters, self.BATCH_SIZE, context),
            learning_rate=self.parameterAsDouble(parameters, self.LEARNING_RATE, context),
            validation_share=self.parameterAsDouble(parameters, self.VALIDATION_SHARE, context) / 100.0,
            ignore_class=self.optional_int(parameters, self.IGNORE_CLASS, context),
            seed=self.parameterAsInt(parameters, self.SEED, context),
            device=self.parameterAsEnumString(parameters, self.DEVICE, context),
            report=self.optional_output_file(parameters, self.REPORT, context),
            augment=self.parameterAsBool(parameters, self.AUGMENT, context),
        )
        result = engine.run(TRAIN, request, reporter)
        outputs = {
            self.OUTPUT: result.folder,
            self.MEAN_IOU: result.best_mean_iou,
            self.ACCURACY: result.accuracy,
            self.EPOCHS_RUN: result.epochs_run,
            self.CLASS_COUNT: result.class_count,
        }
        return {**outputs, self.REPORT: result.report} if result.report else outputs

    def _weights_problem(self, parameters: dict, context: QgsProcessingContext) -> str:
        from_file = self.parameterAsEnumString(parameters, self.WEIGHTS, context) == "file"
        if from_file and not given(parameters, self.WEIGHTS_FILE):
            return self.tr("WEIGHTS is “file”, but there is no WEIGHTS_FILE. Choose the file, or other first weights.")
        if not from_file and given(parameters, self.WEIGHTS_FILE):
            return self.tr("There is a WEIGHTS_FILE, but WEIGHTS is not “file”. Choose “file”, or empty the file.")
        return ""
