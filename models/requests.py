"""What training and classification are asked to do, and what they answer: plain values, nothing heavy.

The algorithms fill a request from their parameters, a script writes one by hand; both hand it to
`training.train` or `predict.classify`. This module can be imported without torch.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..rasters.errors import SettingsError
from ..rasters.grid import Extent

MAX_VALIDATION_SHARE = 0.5
MAX_SEED = 2**63 - 1


@dataclass(frozen=True)
class TrainRequest:
    """One training run.

    `chips` and `extra_chips` are folders of chips, `output` the model folder to write. `encoder` is any encoder of
    segmentation_models_pytorch, `weights` "none", "imagenet" or the path of a local file. `batch_size` 0 means as
    large as fits. `validation_share` (0 to 0.5) is the share of the labelled pixels that is kept for validation; 0
    trains on everything. `ignore_class` is the label value that stands for "not labelled", None where every value is a
    class. `device` is "auto", "cpu", "cuda:N" or "mps". `report` is the path of the HTML report, None for none.
    """

    chips: str
    output: str
    extra_chips: tuple[str, ...] = ()
    architecture: str = "unet"
    encoder: str = "resnet34"
    weights: str = "none"
    epochs: int = 20
    batch_size: int = 8
    learning_rate: float = 1e-3
    validation_share: float = 0.2
    ignore_class: int | None = 0
    seed: int = 0
    device: str = "auto"
    report: str | None = None
    augment: bool = True

    def check(self) -> None:
        """Raises SettingsError naming the first value that cannot work."""
        if self.epochs < 1:
            raise SettingsError(f"The number of epochs is {self.epochs}. Choose 1 or more.")
        if self.batch_size < 0 or self.batch_size == 1:
            raise SettingsError(
                f"The batch size is {self.batch_size}. Choose 2 or more (batch normalisation compares the chips of "
                "a batch), or 0 for as many as fit into memory."
            )
        if not 0 < self.learning_rate <= 1:
            raise SettingsError(
                f"The learning rate is {self.learning_rate:g}. Choose a value above 0 and up to 1, such as 0.001."
            )
        if not 0 <= self.validation_share <= MAX_VALIDATION_SHARE:
            raise SettingsError(
                f"The validation share is {self.validation_share * 100:g} %. "
                f"Choose 0 (no validation) to {MAX_VALIDATION_SHARE * 100:g} %."
            )
        if not 0 <= self.seed <= MAX_SEED:
            raise SettingsError(f"The seed is {self.seed}. Choose a whole number from 0 to {MAX_SEED}.")


@dataclass(frozen=True)
class TrainResult:
    """What a training run gave: the model folder, the figures of its best epoch, and the report's path.

    `best_mean_iou` and `accuracy` are shares, 0 to 1, of the validation pixels (of the training pixels where
    nothing was kept for validation).
    """

    folder: str
    best_mean_iou: float
    accuracy: float
    epochs_run: int
    class_count: int
    report: str | None = None


@dataclass(frozen=True)
class ClassifyRequest:
    """One classification.

    `raster` is what to classify, `model` a model folder, `output` the class raster to write. `band_numbers` (from
    1) are the raster's bands in the model's order, None for all of them. `extent_map` is in the raster's CRS; `mask`
    the path of a polygon layer and its layer name (None for the first). `tile_size_px` and `overlap_px` None take what
    suits the model; `batch_size` 0 means as large as fits. `precision` is "auto" (reduced where the device has it) or
    "float32"; `augmentation` "none", "4" or "8" ways to look at each tile. `confidence`, `probabilities` and `uncertainty`
    are paths of further rasters, None for none; `probability_type` is "float" or "byte", `uncertainty_kind` "margin" or
    "entropy"; `format` is "geotiff", or "cog" for a cloud-optimised GeoTIFF with overviews.
    """

    raster: str
    model: str
    output: str
    band_numbers: tuple[int, ...] | None = None
    extent_map: Extent | None = None
    mask: tuple[str, str | None] | None = None
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
    format: str = "geotiff"

    @property
    def outputs(self) -> tuple[str, ...]:
        """Returns the paths of all files to be written."""
        paths = (self.output, self.confidence, self.probabilities, self.uncertainty)
        return tuple(path for path in paths if path)


@dataclass(frozen=True)
class ClassifyResult:
    """What a classification gave: the files written and the number of pixels of each class value."""

    output: str
    confidence: str | None = None
    probabilities: str | None = None
    uncertainty: str | None = None
    class_pixels: dict[int, int] = field(default_factory=dict)
