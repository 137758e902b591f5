"""Train Pixel Classifier: trains a network on training chips and writes a model folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..models.core.options import ARCHITECTURES, AUTO, CLASS_WEIGHTINGS, ENCODERS, INT8_CHOICES, LOSSES, REFITS, WEIGHTS
from .base import DOUBLE, PixelClassifierAlgorithm, reports_errors
from .engine.reporter import FeedbackReporter
from .engine.run import run_job
from .inputs.parameter_values import ParameterValues
from .results.loading import name_and_style_when_loaded
from .results.renderers import footprints_by_split


class TrainPixelClassifier(PixelClassifierAlgorithm):
    """Trains on training chips folders, with a spatial validation split."""

    NAME = "trainpixelclassifier"
    TITLE = QT_TRANSLATE_NOOP("PixelClassifier", "Train Pixel Classifier")
    SUMMARY = QT_TRANSLATE_NOOP(
        "PixelClassifier", "Trains a neural network for pixel classification on chips of imagery and labels."
    )
    TAGS = QT_TRANSLATE_NOOP(
        "PixelClassifier", "deep learning,training,segmentation,u-net,unet,deeplab,pspnet,neural network,pytorch"
    )
    NEEDS_PYTORCH = True
    CHIPS = "CHIPS"
    EXTRA_CHIPS = "EXTRA_CHIPS"
    IGNORE_CLASS = "IGNORE_CLASS"
    ARCHITECTURE = "ARCHITECTURE"
    ENCODER = "ENCODER"
    OTHER_ENCODER = "OTHER_ENCODER"
    WEIGHTS = "WEIGHTS"
    WEIGHTS_FILE = "WEIGHTS_FILE"
    START_MODEL = "START_MODEL"
    FREEZE_EPOCHS = "FREEZE_EPOCHS"
    EPOCHS = "EPOCHS"
    BATCH_SIZE = "BATCH_SIZE"
    VALIDATION_SHARE = "VALIDATION_SHARE"
    REFIT = "REFIT"
    INT8 = "INT8"
    LEARNING_RATE = "LEARNING_RATE"
    PATIENCE = "PATIENCE"
    AVERAGE_WEIGHTS = "AVERAGE_WEIGHTS"
    LOSS = "LOSS"
    CLASS_WEIGHTING = "CLASS_WEIGHTING"
    CLASS_WEIGHTS = "CLASS_WEIGHTS"
    BALANCE = "BALANCE"
    AUGMENT = "AUGMENT"
    SCALE_JITTER = "SCALE_JITTER"
    GAIN_JITTER = "GAIN_JITTER"
    OFFSET_JITTER = "OFFSET_JITTER"
    NOISE = "NOISE"
    RESUME = "RESUME"
    SEED = "SEED"
    TABLE = "TABLE"
    FOOTPRINTS = "FOOTPRINTS"
    OUTPUT = "OUTPUT"
    MEAN_IOU = "MEAN_IOU"
    ACCURACY = "ACCURACY"
    EPOCHS_RUN = "EPOCHS_RUN"
    CLASS_COUNT = "CLASS_COUNT"
    USED_LEARNING_RATE = "USED_LEARNING_RATE"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self._add_inputs()
        self._add_network_choices()
        self._add_training_choices()
        self._add_loss_choices()
        self._add_augmentation_choices()
        self._add_run_choices()
        self._add_outputs()

    def _add_inputs(self) -> None:
        self.add_folder(
            self.CHIPS, self.tr("Training chips folder"),
            self.tr(
                "A folder from Export Training Chips, a Classified Tiles export of ArcGIS, or any folder with "
                "images/ and labels/ that hold files of equal names."
            ),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterMultipleLayers(
                self.EXTRA_CHIPS,
                self.tr("Additional training chips folders"),
                Qgis.ProcessingSourceType.File,
                optional=True,
            ),
            self.tr(
                "Further folders with the same bands and classes. In the dialog choose the file chips.json of each "
                "folder (or any of its chips); scripts, models and qgis_process take the folders themselves."
            ),
            advanced=True,
        )
        self.add_ignore_class(
            self.IGNORE_CLASS,
            self.tr(
                "Pixels with this value are neither trained on nor evaluated. Empty: every value is a class, 0 too, "
                "for labels that cover everything (IGNORE_CLASS= under qgis_process, None in scripts)."
            ),
        )

    def _add_network_choices(self) -> None:
        self.add_choice(
            self.ARCHITECTURE, self.tr("Architecture"), (*ARCHITECTURES, AUTO), AUTO,
            self.tr(
                "auto trains unet and pixel and averages them, or keeps the one that is clearly better on the validation blocks. "
                "pixel sees one pixel at a time: for spectra and embeddings; it trains in seconds. pspnet and deeplabv3 see more context than unet and give coarser outlines."
            ),
            advanced=False,
        )  # fmt: skip
        self.add_choice(
            self.ENCODER, self.tr("Encoder"), ENCODERS, "resnet34",
            self.tr("The backbone that extracts features. Larger encoders learn more, train slower and need more chips. Not used by pixel."),
            advanced=False,
        )  # fmt: skip
        self.add_text(
            self.OTHER_ENCODER, self.tr("Other encoder"),
            self.tr("Any other encoder by its name in segmentation_models_pytorch, or tu-NAME for one of timm (tu-convnext_tiny). Overrides Encoder."),
        )  # fmt: skip
        self.add_choice(
            self.WEIGHTS, self.tr("Pretrained weights"), WEIGHTS, "none",
            self.tr(
                "none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. file: encoder "
                "weights from a file on this computer. auto: imagenet where they are on this computer or download within seconds, otherwise none."
            ),
            advanced=False,
        )  # fmt: skip
        weights = self.tr("Weights (*.safetensors *.pth *.pt *.bin)")
        self.add(
            QgsProcessingParameterFile(self.WEIGHTS_FILE, self.tr("Weights file"), optional=True, fileFilter=weights),
            self.tr("The pretrained encoder weights, with “file” as pretrained weights."),
            advanced=True,
        )
        self.add_folder(
            self.START_MODEL, self.tr("Start from model"),
            self.tr(
                "A model folder to continue from (fine-tuning), with the same or other classes and bands. Its architecture and encoder "
                "override those above; the log lists which weights are kept and which are new."
            ),
            optional=True,
        )  # fmt: skip
        self.add_count(
            self.FREEZE_EPOCHS, self.tr("Epochs with frozen encoder"), 0, 0,
            self.tr("Number of first epochs that train the decoder only, to protect pretrained encoder weights."),
        )  # fmt: skip

    def _add_training_choices(self) -> None:
        self.add_count(
            self.EPOCHS, self.tr("Epochs"), None, 1,
            self.tr(
                "Number of passes over all chips. Empty: automatic, 20, or fewer where they would take more than about an hour. "
                "The latest epoch is kept whose validation mean IoU is not clearly below the highest."
            ),
            advanced=False,
        )  # fmt: skip
        self.add_count(
            self.BATCH_SIZE, self.tr("Batch size"), 8, 0,
            self.tr("Chips per step, 2 or more. 0: as many as fit into memory."),
            advanced=False,
        )  # fmt: skip
        self.add_percentage(
            self.VALIDATION_SHARE, self.tr("Validation share (%)"), 20.0, 50.0,
            self.tr("Share of the labels that is kept for validation, in separate blocks. 0: trains on everything."),
            advanced=False,
        )  # fmt: skip
        self.add_choice(
            self.REFIT, self.tr("Final training on all labels"), REFITS, "auto",
            self.tr(
                "After the validation, trains again with the labels of the validation blocks and of the gap around them too. The figures stay "
                "those of the validated model. auto: where labels are few (up to 128 training chips)."
            ),
        )  # fmt: skip
        self.add_choice(
            self.INT8, self.tr("Quantised form for CPUs"), INT8_CHOICES, "auto",
            self.tr(
                "Tries the network in 8-bit integers, up to twice as fast, on the validation labels. Classify Pixels uses them where the mean IoU is at "
                "most 0.002 lower and 99.5 % of the labels are equal. auto: after a minute of training, where OpenVINO is installed."
            ),
        )  # fmt: skip
        rate = QgsProcessingParameterNumber(
            self.LEARNING_RATE, self.tr("Learning rate"), DOUBLE, None, optional=True, minValue=1e-8, maxValue=1.0
        )
        rate.setMetadata({"widget_wrapper": {"decimals": 8}})
        self.add(
            rate,
            self.tr(
                "The maximum of the schedule, which warms up and then decays. Empty: a learning-rate finder chooses it; the log and "
                "the report contain it."
            ),
            advanced=True,
        )
        self.add_count(
            self.PATIENCE, self.tr("Patience (epochs)"), 0, 0,
            self.tr("Early stopping: ends the training after so many epochs without improvement. 0: never."),
        )  # fmt: skip
        self.add_flag(
            self.AVERAGE_WEIGHTS, self.tr("Weight averaging (EMA)"), False,
            self.tr("Evaluates and keeps an exponential moving average of the weights, which varies less between epochs."),
        )  # fmt: skip

    def _add_loss_choices(self) -> None:
        self.add_choice(
            self.LOSS, self.tr("Loss function"), LOSSES, "cross_entropy",
            self.tr(
                "dice, jaccard, lovasz and tversky measure the overlap of regions; focal concentrates on pixels with large errors. "
                "All use labelled pixels only."
            ),
        )  # fmt: skip
        self.add_choice(
            self.CLASS_WEIGHTING, self.tr("Class weighting"), CLASS_WEIGHTINGS, "inverse_root",
            self.tr("How much more the loss weighs pixels of rare classes: none, inverse_root, up to inverse_frequency."),
        )  # fmt: skip
        self.add_text(
            self.CLASS_WEIGHTS, self.tr("Class weights"),
            self.tr("For the class weighting “given”: a weight for each class value, such as 1: 1.0, 2: 5."),
        )  # fmt: skip
        self.add_flag(
            self.BALANCE, self.tr("Oversample rare classes"), True,
            self.tr(
                "Samples chips with classes that fewer than one in eight chips contain up to eight times per epoch. Class weights are "
                "computed from the sampled pixels, so the two together do not overcorrect."
            ),
        )  # fmt: skip

    def _add_augmentation_choices(self) -> None:
        self.add_flag(
            self.AUGMENT, self.tr("Random flips and 90° rotations"), True,
            self.tr("Flips and rotates chips at random, as imagery from above has no preferred direction."),
        )  # fmt: skip
        self.add_percentage(
            self.SCALE_JITTER, self.tr("Scale augmentation (%)"), 0.0, 100.0,
            self.tr("Enlarges and shrinks chips at random by up to this much, for objects of many sizes. 0: off."),
        )  # fmt: skip
        self.add_percentage(
            self.GAIN_JITTER, self.tr("Contrast augmentation (%)"), 0.0, 100.0,
            self.tr("Varies the contrast of each band at random by up to this much, for scenes of other light or season."),
        )  # fmt: skip
        self.add_percentage(
            self.OFFSET_JITTER, self.tr("Brightness augmentation (%)"), 0.0, 100.0,
            self.tr("Varies the brightness of each band at random, in percent of its standard deviation."),
        )  # fmt: skip
        self.add_percentage(
            self.NOISE, self.tr("Noise augmentation (%)"), 0.0, 100.0,
            self.tr("Adds noise to each pixel, in percent of the band's standard deviation, for noisier imagery."),
        )  # fmt: skip

    def _add_run_choices(self) -> None:
        self.add_flag(
            self.RESUME, self.tr("Resume interrupted training"), False,
            self.tr(
                "Resumes from the last checkpoint of a run into the same model folder that was cancelled, crashed or killed. "
                "All other parameters must be the same. Without a checkpoint, training starts from the beginning."
            ),
        )  # fmt: skip
        self.add_count(
            self.SEED, self.tr("Seed"), 0, 0,
            self.tr("The same seed gives the same model on the same machine on the CPU."),
        )  # fmt: skip
        self.add_device()

    def _add_outputs(self) -> None:
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, self.tr("Model folder")),
            self.tr("A new or empty folder, or an earlier model, which is replaced once the new one is complete."),
        )
        self.add_report(
            self.tr("Training report"),
            self.tr(
                "A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer."
            ),
        )
        self.add_csv(
            self.TABLE, self.tr("Table"),
            self.tr("The metrics of each class as a CSV table; those of each epoch go beside it, into NAME-epochs.csv."),
            advanced=True,
        )  # fmt: skip
        self.add_result_layer(
            self.FOOTPRINTS, self.tr("Chips by split"), Qgis.ProcessingSourceType.VectorPolygon,
            self.tr(
                "A polygon layer (GeoPackage) with one polygon per labelled chip: training, validation, or left out "
                "because it touches a validation chip."
            ),
        )  # fmt: skip
        self.add_result_number(self.MEAN_IOU, self.tr("Mean IoU (0 to 1)"))
        self.add_result_number(self.ACCURACY, self.tr("Overall accuracy (0 to 1)"))
        self.add_result_number(self.EPOCHS_RUN, self.tr("Epochs run"))
        self.add_result_number(self.CLASS_COUNT, self.tr("Number of classes"))
        self.add_result_number(self.USED_LEARNING_RATE, self.tr("Learning rate used"))

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses a weights file that is missing, or that would not be used."""
        problem = self._weights_problem(ParameterValues(self, parameters, context))
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    def _weights_problem(self, values: ParameterValues) -> str:
        from_file, has_file = values.value(self.WEIGHTS) == "file", values.is_given(self.WEIGHTS_FILE)
        if from_file and not has_file:
            return self.tr(
                "WEIGHTS is “file”, but WEIGHTS_FILE is empty. Choose the file, or other pretrained weights."
            )
        if has_file and not from_file:
            return self.tr("WEIGHTS_FILE is given, but WEIGHTS is not “file”. Choose “file”, or empty WEIGHTS_FILE.")
        return ""

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Refuses to start without PyTorch, and notes the command for the report."""
        self.require_packages()
        self._command, _ = self.asQgisProcessCommand(parameters, context)
        return True

    @reports_errors
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Trains, and returns the model folder and its accuracy."""
        from ..models.engine.build_requests import train_request
        from ..models.engine.jobs import TRAIN

        values = ParameterValues(self, parameters, context)
        request = train_request(values.by_id(), command=self._command)
        result = run_job(TRAIN, request, reporter)
        if result.footprints:
            names = (Path(folder).name for folder in (request.chips, result.folder))
            subject = next(
                (name for name in names if name != self.OUTPUT), ""
            )  # OUTPUT is what QGIS calls a temporary folder
            name_and_style_when_loaded(self, context, self.FOOTPRINTS, result.footprints, subject, footprints_by_split)
        outputs = {
            self.OUTPUT: result.folder,
            self.MEAN_IOU: result.best_mean_iou,
            self.ACCURACY: result.accuracy,
            self.EPOCHS_RUN: result.epochs_run,
            self.CLASS_COUNT: result.class_count,
            self.USED_LEARNING_RATE: result.learning_rate,
        }
        files = {self.REPORT: result.report, self.TABLE: result.table, self.FOOTPRINTS: result.footprints}
        return {**outputs, **{name: path for name, path in files.items() if path}}
