"""What Train Pixel Classifier can be told: its parameters and outputs, in the order of the dialog."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..models.core.options import ARCHITECTURES, CLASS_WEIGHTINGS, DEVICES, ENCODERS, LOSSES, WEIGHTS
from .base import PixelClassifierAlgorithm

INTEGER = Qgis.ProcessingNumberParameterType.Integer
DOUBLE = Qgis.ProcessingNumberParameterType.Double


class TrainingParameters(PixelClassifierAlgorithm):
    """Declares the parameters of the training."""

    CHIPS = "CHIPS"
    EXTRA_CHIPS = "EXTRA_CHIPS"
    ARCHITECTURE = "ARCHITECTURE"
    ENCODER = "ENCODER"
    OTHER_ENCODER = "OTHER_ENCODER"
    WEIGHTS = "WEIGHTS"
    WEIGHTS_FILE = "WEIGHTS_FILE"
    START_MODEL = "START_MODEL"
    FREEZE_EPOCHS = "FREEZE_EPOCHS"
    EPOCHS = "EPOCHS"
    BATCH_SIZE = "BATCH_SIZE"
    LEARNING_RATE = "LEARNING_RATE"
    LOSS = "LOSS"
    CLASS_WEIGHTING = "CLASS_WEIGHTING"
    CLASS_WEIGHTS = "CLASS_WEIGHTS"
    BALANCE = "BALANCE"
    PATIENCE = "PATIENCE"
    AVERAGE_WEIGHTS = "AVERAGE_WEIGHTS"
    VALIDATION_SHARE = "VALIDATION_SHARE"
    IGNORE_CLASS = "IGNORE_CLASS"
    AUGMENT = "AUGMENT"
    SCALE_JITTER = "SCALE_JITTER"
    GAIN_JITTER = "GAIN_JITTER"
    OFFSET_JITTER = "OFFSET_JITTER"
    NOISE = "NOISE"
    SEED = "SEED"
    DEVICE = "DEVICE"
    RESUME = "RESUME"
    REPORT = "REPORT"
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

    def _add_outputs(self) -> None:
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, self.tr("Model folder")),
            self.tr(
                "A new or empty folder, or that of an earlier model, which is replaced when the new one is complete."
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.REPORT, self.tr("Report"), self.tr("HTML files (*.html)"), optional=True
            ),
            self.tr(
                "A page with curves, accuracy per class, confusion matrix and examples, shown in the Results Viewer."
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.TABLE, self.tr("Table"), self.tr("CSV files (*.csv)"), optional=True, createByDefault=False
            ),
            self.tr("The figures of each class as a table; those of each epoch go beside it, into NAME-epochs.csv."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterVectorDestination(
                self.FOOTPRINTS, self.tr("Chips by split"), Qgis.ProcessingSourceType.VectorPolygon,
                optional=True, createByDefault=False,
            ),
            self.tr(
                "A polygon layer (GeoPackage) with one polygon per chip that had labels: whether it trained, validated, or was left "
                "out because it touches a validation chip."
            ),
        )  # fmt: skip
        self.addOutput(QgsProcessingOutputNumber(self.MEAN_IOU, self.tr("Mean IoU (0 to 1)")))
        self.addOutput(QgsProcessingOutputNumber(self.ACCURACY, self.tr("Overall accuracy (0 to 1)")))
        self.addOutput(QgsProcessingOutputNumber(self.EPOCHS_RUN, self.tr("Epochs run")))
        self.addOutput(QgsProcessingOutputNumber(self.CLASS_COUNT, self.tr("Number of classes")))
        self.addOutput(QgsProcessingOutputNumber(self.USED_LEARNING_RATE, self.tr("Learning rate used")))

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
        self.add_choice(
            self.ARCHITECTURE, self.tr("Architecture"), ARCHITECTURES, "unet",
            self.tr("unet is a good start; pspnet and deeplabv3 see more context and draw coarser outlines."),
            advanced=False,
        )  # fmt: skip
        self.add_choice(
            self.ENCODER, self.tr("Encoder"), ENCODERS, "resnet34",
            self.tr("The part that recognises patterns. Larger ones learn more, slower, and need more chips."),
            advanced=False,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterString(self.OTHER_ENCODER, self.tr("Other encoder"), optional=True),
            self.tr(
                "Any other encoder by its name in segmentation_models_pytorch, or tu-NAME for one of timm, such as "
                "tu-convnext_tiny. Takes the place of the encoder above."
            ),
            advanced=True,
        )
        self.add_choice(
            self.WEIGHTS, self.tr("First weights"), WEIGHTS, "none",
            self.tr(
                "none: learn from scratch. imagenet: start from weights learned on photographs, better with few "
                "chips; they are downloaded at first use. file: from a file on this computer."
            ),
            advanced=False,
        )  # fmt: skip
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
        self.add(
            QgsProcessingParameterFile(
                self.START_MODEL,
                self.tr("Start from model"),
                behavior=Qgis.ProcessingFileParameterBehavior.Folder,
                optional=True,
            ),
            self.tr(
                "A model folder to go on from, with the same or other classes and bands. Its architecture and encoder take the "
                "place of those above; the log says what is kept and what is new."
            ),
            advanced=True,
        )
        self.add_count(
            self.FREEZE_EPOCHS, self.tr("Epochs with a frozen encoder"), 0, 0,
            self.tr("For so many epochs at first only the rest learns, so that good first weights are not spoilt."),
        )  # fmt: skip

    def _add_training_choices(self) -> None:
        self.add_count(
            self.EPOCHS, self.tr("Epochs"), 20, 1,
            self.tr("How often all chips are seen. The model of the best epoch is kept."),
            advanced=False,
        )  # fmt: skip
        self.add_count(
            self.BATCH_SIZE, self.tr("Batch size"), 8, 0,
            self.tr("Chips per step, 2 or more. 0: as many as fit into memory."),
            advanced=False,
        )  # fmt: skip
        self.add_percentage(
            self.VALIDATION_SHARE, self.tr("Validation share (%)"), 20.0, 50.0,
            self.tr("Share of the labels kept for judging the model, in areas of their own. 0: train on everything."),
            advanced=False,
        )  # fmt: skip
        rate = QgsProcessingParameterNumber(
            self.LEARNING_RATE, self.tr("Learning rate"), DOUBLE, None, optional=True, minValue=1e-8, maxValue=1.0
        )
        rate.setMetadata({"widget_wrapper": {"decimals": 8}})
        self.add(
            rate,
            self.tr(
                "The highest step width; it rises at first and falls to the end. Empty: it is found by trying rates that rise "
                "step by step, and told in the log and the report."
            ),
            advanced=True,
        )
        self.add_count(
            self.PATIENCE, self.tr("Patience (epochs)"), 0, 0,
            self.tr("Ends the training after so many epochs without a better one. 0: never."),
        )  # fmt: skip
        self.add_flag(
            self.AVERAGE_WEIGHTS, self.tr("Average the weights"), False,
            self.tr("Judges and keeps a running average of the weights, which is steadier than the last ones."),
        )  # fmt: skip

    def _add_loss_choices(self) -> None:
        self.add_choice(
            self.LOSS, self.tr("Loss"), LOSSES, "cross_entropy",
            self.tr(
                "What training makes small. dice, jaccard, lovasz and tversky look at areas rather than pixels, focal at what is "
                "still wrong. All see labelled pixels only."
            ),
        )  # fmt: skip
        self.add_choice(
            self.CLASS_WEIGHTING, self.tr("Class weighting"), CLASS_WEIGHTINGS, "inverse_root",
            self.tr("How much more a pixel of a small class counts: from none over inverse_root to inverse_frequency."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterString(self.CLASS_WEIGHTS, self.tr("Class weights"), optional=True),
            self.tr("For the class weighting “given”: a weight for each class value, such as 1: 1.0, 2: 5."),
            advanced=True,
        )
        self.add_flag(
            self.BALANCE, self.tr("Show rare classes more often"), True,
            self.tr(
                "Draws chips with classes that fewer than one in eight chips have up to eight times an epoch. Class weights are found "
                "from the pixels as they are drawn, so that both together do not make too much of small classes."
            ),
        )  # fmt: skip

    def _add_augmentation_choices(self) -> None:
        self.add_flag(
            self.AUGMENT, self.tr("Flip and turn chips"), True,
            self.tr("Shows chips flipped and turned by quarters, as there is no up or down on the ground."),
        )  # fmt: skip
        self.add_percentage(
            self.SCALE_JITTER, self.tr("Vary the scale by up to (%)"), 0.0, 100.0,
            self.tr("Shows chips larger and smaller: for objects of many sizes. 0: not at all."),
        )  # fmt: skip
        self.add_percentage(
            self.GAIN_JITTER, self.tr("Vary the contrast by up to (%)"), 0.0, 100.0,
            self.tr("Shows each band with more and less contrast: for scenes of other light or season."),
        )  # fmt: skip
        self.add_percentage(
            self.OFFSET_JITTER, self.tr("Vary the brightness by up to (%)"), 0.0, 100.0,
            self.tr("Shows each band brighter and darker, in percent of its standard deviation."),
        )  # fmt: skip
        self.add_percentage(
            self.NOISE, self.tr("Add noise of (%)"), 0.0, 100.0,
            self.tr("Adds noise to each pixel, in percent of the band's standard deviation: for noisier imagery."),
        )  # fmt: skip

    def _add_run_choices(self) -> None:
        self.add_flag(
            self.RESUME, self.tr("Go on with an interrupted training"), False,
            self.tr(
                "Goes on after the last finished epoch of a run into the same model folder that was cancelled, crashed or killed, "
                "with all else the same. Where there is none, the training begins anew."
            ),
        )  # fmt: skip
        self.add_count(
            self.SEED, self.tr("Seed"), 0, 0,
            self.tr("The same seed gives the same model on the same machine without a GPU."),
        )  # fmt: skip
        self.add_choice(
            self.DEVICE, self.tr("Device"), DEVICES, "auto",
            self.tr("auto: the first GPU if there is one, else the processor."),
        )  # fmt: skip
