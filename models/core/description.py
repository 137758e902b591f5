"""The description of a model: `model.json` in its folder, beside `config.json` and `model.safetensors` of the network.

`ModelDescription` holds what a use of the model on another raster needs: classes, bands, normalization and pixel size. It also holds what
an assessment needs: split, metrics, training settings and versions.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import get_type_hints

from ...rasters.classes.class_table import ClassTable
from ...rasters.core.errors import LabelError, ModelError
from ...rasters.core.json_text import parse_json
from .quantiles import QUANTILE_SHARES
from .serialization import finite, from_data, to_data
from .versions import plugin_version

DESCRIPTION = "model.json"
FORMAT_VERSION = 1
"""The newest format of model.json that this plugin reads; raised when a key changes its meaning."""

_LEFT_OUT_WHERE_EMPTY = (
    "labels",
    "calibration",
    "prediction_sets",
    "int8",
    "undeclared_nodata",
    "source_bands",
    "source_band_count",
    "band_scales",
)
_ADDED_LATER = ("band_quantiles", *_LEFT_OUT_WHERE_EMPTY)
"""Keys that models of earlier versions of the plugin may lack."""

_RESTORE = "Restore the folder from a copy, or train the model again."
_CURE = "Choose the folder that Train Pixel Classifier wrote, the one that holds model.json."


@dataclass(frozen=True)
class ModelDescription:
    """The content of model.json.

    Per-band tuples follow the order of the network's input channels; means and standard deviations (raster units) normalize the input as
    (value - mean) / std. `pixel_size_map` is the pixel's width and height in CRS units. `class_table` holds the network's classes in the
    order of its output channels, without the ignore class. The dictionaries hold plain JSON values: `split` counts of chips and pixels;
    `labels` a `LabelSummary`; `calibration` an `accuracy.calibration.Calibration` and `prediction_sets` an
    `accuracy.prediction_sets.PredictionSets`, both empty without validation; `int8` an `int8_trial.Int8Trial`, empty where none was made;
    `metrics` of the kept epoch (`accuracy`, `mean_iou`, `kappa`, `classes`: precision, recall, f1, iou, pixels per class; `confusion`: rows
    are labels, columns predictions; `intervals`: confidence intervals, where known); `training` the settings; `versions` of the packages.
    Undefined numbers (a class without pixels) are null. `band_quantiles` are the quantiles of each band's training values at
    `quantiles.QUANTILE_SHARES`, `band_scales` scale and offset that the bands declare, () where none does. `source_bands` are the numbers
    (from 1) of the bands among the `source_band_count` of the chips, () where none was left out. `undeclared_nodata` are values of each
    band that count as missing though no file declares them, () for none. Models of earlier versions have neither these nor `labels`,
    `calibration` and `prediction_sets`.
    """

    architecture: str
    encoder: str
    class_table: ClassTable
    band_names: tuple[str, ...]
    dtype: str
    band_means: tuple[float, ...]
    band_stds: tuple[float, ...]
    band_minimums: tuple[float, ...]
    band_maximums: tuple[float, ...]
    pixel_size_map: tuple[float, float]
    crs_wkt: str
    chip_size_px: int
    ignore_class: int | None
    split: Mapping[str, object] = field(default_factory=dict)
    metrics: Mapping[str, object] = field(default_factory=dict)
    training: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    created: str = ""
    crs_is_geographic: bool | None = None
    band_quantiles: tuple[tuple[float, ...], ...] = ()
    undeclared_nodata: tuple[tuple[float, ...], ...] = ()
    band_scales: tuple[tuple[float, float], ...] = ()
    source_bands: tuple[int, ...] = ()
    source_band_count: int = 0
    labels: Mapping[str, object] = field(default_factory=dict)
    calibration: Mapping[str, object] = field(default_factory=dict)
    prediction_sets: Mapping[str, object] = field(default_factory=dict)
    int8: Mapping[str, object] = field(default_factory=dict)
    plugin_version: str = field(default_factory=plugin_version)
    format_version: int = FORMAT_VERSION

    def __post_init__(self) -> None:
        """Raises ModelError where the per-band entries do not agree in length, or there is no class or band."""
        if not self.band_names or not len(self.class_table):
            raise ModelError("A model needs at least one band and one class.")
        for name in ("band_means", "band_stds", "band_minimums", "band_maximums"):
            if len(getattr(self, name)) != self.band_count:
                raise ModelError(f"{name} has {len(getattr(self, name))} entries for {self.band_count} bands.")
        for name in ("undeclared_nodata", "band_scales", "source_bands"):
            if len(getattr(self, name)) not in (0, self.band_count):
                raise ModelError(f"{name} has {len(getattr(self, name))} entries for {self.band_count} bands.")
        if not all(1 <= number <= self.source_band_count for number in self.source_bands):
            raise ModelError(f"source_bands is {self.source_bands}, and there were {self.source_band_count} bands.")
        temperature = self.calibration.get("temperature", 1.0)
        if type(temperature) not in (int, float) or not 0.01 <= temperature <= 100:
            raise ModelError(
                f"calibration has the temperature {temperature!r:.80}; it must be a number from 0.01 to 100."
            )
        self._check_prediction_sets()
        lengths = {len(quantiles) for quantiles in self.band_quantiles}
        if self.band_quantiles and (len(self.band_quantiles), lengths) != (self.band_count, {len(QUANTILE_SHARES)}):
            raise ModelError(
                f"band_quantiles needs {len(QUANTILE_SHARES)} entries for each of {self.band_count} bands."
            )

    @property
    def band_count(self) -> int:
        """Returns the number of bands, which is the number of the network's input channels."""
        return len(self.band_names)

    @property
    def knows_training_values(self) -> bool:
        """Returns whether the training values are known.

        They are not for models of other programs, whose `dtype` is "" and
        whose minimums and maximums mean nothing.
        """
        return bool(self.dtype)

    @property
    def temperature(self) -> float:
        """Returns the temperature that calibrates the probabilities of blended tiles, 1 where the model has none."""
        return float(self.calibration.get("temperature", 1.0))

    @property
    def possible_from(self) -> tuple[float, ...]:
        """Returns the lowest calibrated probability of each class in a prediction set, () where the model has no sets."""
        return tuple(float(entry["possible_from"]) for entry in self.prediction_sets.get("classes", ()))

    @property
    def class_count(self) -> int:
        """Returns the number of classes, which is the number of the network's output channels."""
        return len(self.class_table)

    def _check_prediction_sets(self) -> None:
        """Raises ModelError where there are prediction sets without a usable threshold for each class."""
        if not self.prediction_sets:
            return
        classes = self.prediction_sets.get("classes")
        entries = classes if isinstance(classes, (list, tuple)) else ()
        found = [entry.get("possible_from") if isinstance(entry, Mapping) else None for entry in entries]
        if len(found) != self.class_count or not all(type(each) in (int, float) and 0 <= each <= 1 for each in found):
            raise ModelError(
                f"prediction_sets has the thresholds {found!r:.80}; there must be a number from 0 to 1 for each of "
                f"{self.class_count} classes."
            )

    def to_json(self) -> dict:
        """Returns the description as plain values, ready for JSON; numbers that are not finite become None, and newer keys are left out where empty."""
        content = {entry.name: to_data(getattr(self, entry.name)) for entry in fields(self)}
        class_table = content.pop("class_table")
        for key in _LEFT_OUT_WHERE_EMPTY:
            if not content[key]:
                del content[key]
        return finite({**content, "band_count": self.band_count, "class_table": class_table})

    @classmethod
    def from_json(cls, content: object) -> ModelDescription:
        """Builds a description from what `to_json` returned, without the keys that this version does not know.

        Raises ModelError for another format version, for a missing key (naming it), and for a value of a wrong type.
        """
        if not isinstance(content, dict):
            raise ModelError(f"{DESCRIPTION} does not hold a JSON object. {_RESTORE}")
        _check_format(content)
        types = get_type_hints(cls)
        missing = [key for key in types if key not in content and key not in _ADDED_LATER]
        if missing:
            raise ModelError(f"{DESCRIPTION} lacks {', '.join(missing)}. {_RESTORE}")
        key = ""
        try:
            values = {}
            for key in filter(content.__contains__, types):
                values[key] = from_data(types[key], content[key])
        except (TypeError, ValueError, KeyError, LabelError) as error:
            raise ModelError(
                f"{DESCRIPTION} has an unusable value for {key}: {content[key]!r:.80}. {_RESTORE}"
            ) from error
        return cls(**values)


def read_description(folder: str | Path) -> ModelDescription:
    """Reads the description of a model folder.

    Raises ModelError where the folder is missing, empty, damaged, of another program, or written by a newer version of the plugin. The
    message names the folder and the remedy.
    """
    path = Path(folder) / DESCRIPTION
    if not os.path.isfile(path):
        raise ModelError(_why_not_a_model(Path(folder)))
    try:
        content = parse_json(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(
            f"The model folder {folder} is damaged: {DESCRIPTION} is not valid JSON ({error}). {_RESTORE}"
        ) from error
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read: {error.strerror or error}. Check the folder's permissions."
        ) from error
    try:
        return ModelDescription.from_json(content)
    except ModelError as error:
        raise ModelError(f"The model folder {folder} cannot be used: {error}") from error


def write_description(folder: str | Path, description: ModelDescription) -> None:
    """Writes the description into an existing folder. Raises OSError where the file cannot be written."""
    text = json.dumps(description.to_json(), indent=1, ensure_ascii=False, allow_nan=False)
    (Path(folder) / DESCRIPTION).write_text(text + "\n", encoding="utf-8")


def _check_format(content: dict) -> None:
    found = content.get("format_version")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise ModelError(f"{DESCRIPTION} has no usable format_version, so Pixel Classifier did not write it. {_CURE}")
    if found > FORMAT_VERSION:
        raise ModelError(
            f"it was written by Pixel Classifier {content.get('plugin_version', 'of a later version')} in model format "
            f"{found}, and this is Pixel Classifier {plugin_version()}, which reads formats up to {FORMAT_VERSION}. "
            "Update the plugin."
        )


def _why_not_a_model(folder: Path) -> str:
    """Returns the error sentence for a folder without model.json: what it holds instead, and the cure."""
    if os.path.isfile(folder):
        return f"{folder} is a file, not a model folder. {_CURE}"
    if not os.path.isdir(folder):
        return f"There is no model folder {folder}. {_CURE}"
    names = sorted(entry.name for entry in folder.iterdir())
    if not names:
        return f"The model folder {folder} is empty. {_CURE}"
    # first, because training chips folders of ArcGIS hold a .emd file, too
    if "chips.json" in names or "images" in names:
        return f"{folder} holds training chips, not a model. Train Pixel Classifier makes a model from them. {_CURE}"
    if any(name.lower().endswith((".emd", ".dlpk")) for name in names):
        return f"{folder} holds a model of ArcGIS, which this plugin cannot run. {_CURE}"
    if names == ["checkpoint"]:
        return (
            f"The training into {folder} was interrupted. Train again with the same settings and RESUME to finish it."
        )
    if "config.json" in names:
        return (
            f"{folder} holds a network, but no {DESCRIPTION} with its classes, bands and normalization: another program "
            f"wrote it, or the file was lost. {_CURE}"
        )
    return f"{folder} is not a model folder: it holds {', '.join(names[:3])}, but no {DESCRIPTION}. {_CURE}"
