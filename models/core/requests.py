"""Requests and results of training and classification as plain values.

The algorithms fill a request from their parameters, a script writes one by hand; both pass it to
`training.train.train` or `prediction.classify.classify`. This module loads without torch.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ...rasters.core.errors import SettingsError
from ...rasters.core.grid import Extent
from ...rasters.labels.mask_polygons import MaskPolygons
from ...rasters.reading.layer_settings import FROM_FILE, LayerSettings
from .options import AUTO, AUTOMATIC_EPOCHS, CLASS_WEIGHTINGS, INT8_CHOICES, LOSSES, PIXEL, REFITS

PERCENT = {"parameter": "percent"}
"""The metadata of a field that is a share (of 1), while its parameter is in percent."""
MAX_VALIDATION_SHARE = 0.5
MAX_SEED = 2**63 - 1
MAX_JITTER = 1.0


@dataclass(frozen=True)
class TrainRequest:
    """One training run.

    `chips` and `extra_chips` are training chips folders, `output` the model folder to write. `architecture` is one of
    `options.ARCHITECTURES` or "auto", which trains a U-Net and a pixel network and averages them, or keeps the clearly better one.
    `encoder` is any encoder of segmentation_models_pytorch; the architecture "pixel" has none. `weights` is "none",
    "imagenet", "auto" (ImageNet where it is cached or downloads within seconds, else none) or the path of a local file.
    `start_model` is a model folder with the initial weights, whose architecture and encoder are used then; None for a
    new network. `freeze_epochs` is the number of epochs with a frozen encoder. `epochs` None is automatic
    (`options.AUTOMATIC_EPOCHS`). `batch_size` 0 is the largest that fits in memory. `loss` is one of `options.LOSSES`.
    `class_weighting` is one of `options.CLASS_WEIGHTINGS`, `class_weights` pairs of class value and weight for "given".
    `balance` oversamples chips with rare classes. `learning_rate` is the maximum of the schedule, None for the
    learning-rate finder. `patience` ends the run after this many epochs without improvement, 0 for never. `average`
    evaluates and keeps the EMA of the weights. `augment` flips and rotates chips at random; `scale_jitter`,
    `gain_jitter`, `offset_jitter` and `noise` are as in `augmentation.Augmentation`. `validation_share` (0 to 0.5) is
    the share of the labelled pixels that is kept for validation; 0 trains on all labels. `refit`, one of
    `options.REFITS`, is whether a final training on all labels follows. `int8`, one of `options.INT8_CHOICES`, is
    whether the model gets a form in 8-bit integers for CPUs. `ignore_class` is the unlabelled value, None where every
    value is a class. `device` is "auto", "cpu", "cuda:N", "cuda:all" or "mps". `resume` continues an interrupted run of the same
    settings. `report` is the path of the HTML report. `table` is that of the metrics as CSV; those of the epochs are
    written beside it. `footprints` is that of a layer of the chips by split. None for none. `command` repeats the run;
    the report shows it.
    """

    chips: str
    output: str
    extra_chips: tuple[str, ...] = ()
    architecture: str = AUTO
    encoder: str = "resnet34"
    weights: str = "none"
    start_model: str | None = None
    freeze_epochs: int = 0
    epochs: int | None = None
    batch_size: int = 8
    loss: str = "cross_entropy"
    class_weighting: str = "inverse_root"
    class_weights: tuple[tuple[int, float], ...] = ()
    balance: bool = True
    learning_rate: float | None = None
    patience: int = 0
    average: bool = False
    augment: bool = True
    scale_jitter: float = field(default=0.0, metadata=PERCENT)
    gain_jitter: float = field(default=0.0, metadata=PERCENT)
    offset_jitter: float = field(default=0.0, metadata=PERCENT)
    noise: float = field(default=0.0, metadata=PERCENT)
    validation_share: float = field(default=0.2, metadata=PERCENT)
    refit: str = "auto"
    int8: str = "auto"
    ignore_class: int | None = 0
    seed: int = 0
    device: str = "auto"
    resume: bool = False
    report: str | None = None
    table: str | None = None
    footprints: str | None = None
    command: str = ""

    def check(self) -> None:
        """Raises SettingsError naming the first value that cannot work."""
        if self.epochs is not None and self.epochs < 1:
            raise SettingsError(f"The number of epochs is {self.epochs}. Choose 1 or more, or none for automatic.")
        if self.batch_size < 0 or self.batch_size == 1:
            raise SettingsError(
                f"The batch size is {self.batch_size}. Choose 2 or more (batch normalisation compares the chips of "
                "a batch), or 0 for as many as fit into memory."
            )
        if self.learning_rate is not None and not 0 < self.learning_rate <= 1:
            raise SettingsError(
                f"The learning rate is {self.learning_rate:g}. Choose a value above 0 and up to 1, such as 0.001, or none to "
                "use the learning-rate finder."
            )
        if not 0 <= self.validation_share <= MAX_VALIDATION_SHARE:
            raise SettingsError(
                f"The validation share is {self.validation_share * 100:g} %. "
                f"Choose 0 (no validation) to {MAX_VALIDATION_SHARE * 100:g} %."
            )
        if not 0 <= self.seed <= MAX_SEED:
            raise SettingsError(f"The seed is {self.seed}. Choose a whole number from 0 to {MAX_SEED}.")
        if self.patience < 0:
            raise SettingsError(f"The patience is {self.patience} epochs. Choose 1 or more, or 0 to train to the end.")
        if self.patience and not self.validation_share:
            raise SettingsError(
                f"The patience is {self.patience} epochs, but no labels are kept for validation, which shows whether epochs get better. "
                "Choose a validation share above 0, or patience 0."
            )
        self._check_freezing()
        self._check_jitter()
        _check_choice("loss", self.loss, LOSSES)
        _check_choice("class weighting", self.class_weighting, CLASS_WEIGHTINGS)
        _check_choice("refit", self.refit, REFITS)
        _check_choice("form in 8-bit integers", self.int8, INT8_CHOICES)
        if (self.class_weighting == "given") != bool(self.class_weights):
            raise SettingsError(
                f"The class weighting is {self.class_weighting!r} and {len(self.class_weights)} weights are given. Give a weight for "
                "each class together with the weighting 'given', or neither."
            )

    def _check_freezing(self) -> None:
        most = AUTOMATIC_EPOCHS - 1 if self.epochs is None else self.epochs
        if self.epochs is None and self.freeze_epochs > most:
            raise SettingsError(
                f"The encoder is to be frozen for {self.freeze_epochs} epochs, but automatic epochs are at most {AUTOMATIC_EPOCHS}, so that it "
                f"would never be trained. Choose 0 to {most}, or set the number of epochs."
            )
        if not 0 <= self.freeze_epochs <= most:
            of_all = "" if self.epochs is None else f" of {self.epochs}"
            raise SettingsError(
                f"The encoder is to be frozen for {self.freeze_epochs}{of_all} epochs. Choose 0 to {most}."
            )
        if self.freeze_epochs and self.weights in ("none", "auto") and not self.start_model:
            random = "may be random (auto)" if self.weights == "auto" else "are random"
            raise SettingsError(
                f"The encoder is to be frozen for {self.freeze_epochs} epochs, but its weights {random}. Choose pretrained weights "
                "(imagenet or a file) or a model to start from, or freeze for 0 epochs."
            )
        if self.architecture == PIXEL and self.weights not in ("none", "auto") and not self.start_model:
            raise SettingsError(
                f"Pretrained weights ({self.weights}) are chosen, but the architecture {PIXEL} has no encoder to load them into. Choose the "
                "weights none, or another architecture."
            )
        if self.start_model and self.weights not in ("none", "auto"):
            raise SettingsError(
                f"Both pretrained weights ({self.weights}) and a model to start from ({self.start_model}) are given. Choose one of them."
            )

    def _check_jitter(self) -> None:
        for name in ("scale_jitter", "gain_jitter", "offset_jitter", "noise"):
            if not 0 <= getattr(self, name) <= MAX_JITTER:
                raise SettingsError(
                    f"The augmentation {name} is {getattr(self, name) * 100:g} %. Choose 0 (none) to {MAX_JITTER * 100:g} %."
                )


def _check_choice(what: str, value: str, choices: tuple[str, ...]) -> None:
    """Raises SettingsError where a value is not among the choices."""
    if value not in choices:
        raise SettingsError(f"There is no {what} '{value}'. Choose one of {', '.join(choices)}.")


@dataclass(frozen=True)
class TrainResult:
    """The result of a training run: the model folder, the metrics of its kept epoch, and the paths of the other outputs.

    `best_mean_iou` and `accuracy` are shares, 0 to 1, of the validation pixels (of the training pixels without
    validation). `learning_rate` is the maximum of the schedule.
    """

    folder: str
    best_mean_iou: float
    accuracy: float
    epochs_run: int
    class_count: int
    learning_rate: float
    report: str | None = None
    table: str | None = None
    footprints: str | None = None


@dataclass(frozen=True)
class ClassifyRequest:
    """One classification.

    `raster` is what to classify, `raster_settings` count in place of the values of its file; `model` a model folder,
    `output` the class raster to write. `band_numbers` (from 1) are the raster's bands in the model's order, None for
    all of them. `extent_map` is in the raster's CRS; `mask` a layer of polygons. `tile_size_px` and `overlap_px` None
    take the model's defaults; `batch_size` 0 is the largest that fits in memory. `precision` is one of
    `options.PRECISIONS`; `augmentation` "none", "4" or "8" D4 transforms of each tile. `confidence`, `probabilities`,
    `uncertainty` and `set_size` (how many classes are possible) are paths of further rasters, None for none;
    `probability_type` is "float" or "byte", `uncertainty_kind` "margin" or "entropy"; `format` is "geotiff", or "cog"
    for a Cloud Optimized GeoTIFF with overviews. `areas` is the path of a table (CSV) of each class's area.
    `label_next` is that of a point layer (GeoPackage) of the `label_next_count` most uncertain places. They are at
    least `label_next_distance_px` apart (None: the side of the model's chips). With `resample` the raster is resampled
    to the pixel size of the training. `part` limits the run to one of `parts` parts of the map: its number (from 1),
    "auto" (from the variables of a queue), or "join" to only join the parts; "" for the whole map. Without `joins` the
    run that finishes the last part leaves joining them to another one. `model` may also be an .onnx file, or a folder
    of segmentation_models_pytorch without model.json; `band_scaling` is mean and standard deviation of each band (one
    pair: of all bands) for those that do not state it.
    """

    raster: str
    model: str
    output: str
    band_numbers: tuple[int, ...] | None = None
    extent_map: Extent | None = None
    mask: MaskPolygons | None = None
    tile_size_px: int | None = None
    overlap_px: int | None = None
    batch_size: int = 0
    device: str = "auto"
    precision: str = "auto"
    augmentation: str = "none"
    confidence: str | None = None
    probabilities: str | None = None
    probability_type: str = "float"
    uncertainty: str | None = None
    uncertainty_kind: str = "margin"
    set_size: str | None = None
    format: str = "geotiff"
    areas: str | None = None
    label_next: str | None = None
    label_next_count: int = 50
    label_next_distance_px: int | None = None
    resample: bool = False
    part: str = ""
    parts: int | None = None
    joins: bool = True
    band_scaling: tuple[tuple[float, float], ...] = ()
    raster_settings: LayerSettings = FROM_FILE

    @property
    def output_paths(self) -> dict[str, str | None]:
        """Returns the path of each output by the name of its field, None where it is not wanted."""
        names = ("output", "confidence", "probabilities", "uncertainty", "set_size", "areas", "label_next")
        return {name: getattr(self, name) or None for name in names}

    @property
    def outputs(self) -> tuple[str, ...]:
        """Returns the paths of all files to be written."""
        return tuple(path for path in self.output_paths.values() if path)


@dataclass(frozen=True)
class ClassifyResult:
    """The result of a classification: the files written and the number of pixels of each class value.

    After a part, while others are missing, there are no files yet: `strips` is the folder that holds what is finished,
    else None.
    """

    output: str
    confidence: str | None = None
    probabilities: str | None = None
    uncertainty: str | None = None
    set_size: str | None = None
    areas: str | None = None
    label_next: str | None = None
    class_pixels: dict[int, int] = field(default_factory=dict)
    strips: str | None = None


@dataclass(frozen=True)
class ExportModelRequest:
    """One export of a `model` folder for another program.

    `format` is one of `options.MODEL_FORMATS`, `output` the file to write. `tile_size_px` is the fixed side of the
    tiles that the exported network takes, None for the one that suits the model. `chips` is the training chips folder for
    the format "int8".
    """

    model: str
    output: str
    format: str = "onnx"
    tile_size_px: int | None = None
    chips: str | None = None


@dataclass(frozen=True)
class ExportModelResult:
    """The file that was written, and the share of equal labels in a trial by another runtime, None where it is not installed."""

    output: str
    equal_labels: float | None = None
