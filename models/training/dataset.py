"""The dataset of a training run: chips split for training and validation, band statistics, and the model's description."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX, ClassTable
from ...rasters.core.band_scales import UNSCALED, BandScale
from ...rasters.core.band_statistics import BandStatistics
from ...rasters.core.errors import ChipsError, LabelError
from ...rasters.core.number_text import count_of, percent, whole
from ...rasters.core.outliers import warn_of_outliers
from ...rasters.core.progress import Reporter
from ..core.crs_text import is_geographic
from ..core.description import ModelDescription
from ..core.label_summary import LabelSummary
from ..core.normalization import Scaling
from ..core.quantiles import CORE, QuantileSample
from ..core.requests import TrainRequest
from ..core.serialization import to_data
from ..core.versions import package_versions
from ..data.batches import LabelledChips
from ..data.chip_cache import ChipCache
from ..data.chip_geometry import owned_pixels
from ..data.label_report import report_labels
from ..data.sampler import chip_class_pixels
from ..data.split import Split, no_split, split_by_blocks, split_by_cells
from ..networks.build import NetworkSpec

_MUCH_NODATA = 0.05
"""Of NoData labels such a share is named where there is one class only."""


@dataclass(frozen=True)
class Data:
    """The chips for training and for validation (None without validation), their split, and the statistics of their bands.

    `class_pixels` int64 (training chips, classes) counts the labelled pixels that each of them may be trained on;
    `training_pixels` and `validation_pixels` count them by class; overlapping training chips count each.
    `quantiles` are the bands' at `quantiles.QUANTILE_SHARES`. `labels` summarises what the labels can carry.
    """

    training: LabelledChips
    validation: LabelledChips | None
    split: Split
    statistics: tuple[BandStatistics, ...]
    quantiles: tuple[tuple[float, ...], ...]
    class_pixels: np.ndarray
    training_pixels: tuple[int, ...]
    validation_pixels: tuple[int, ...]
    labels: LabelSummary

    @property
    def scaling(self) -> Scaling:
        """Returns mean and standard deviation of the bands; 1 for a constant band."""
        stds = tuple(band.std if band.std > 0 else 1.0 for band in self.statistics)
        return Scaling(tuple(band.mean for band in self.statistics), stds)

    @property
    def class_values(self) -> tuple[int, ...]:
        """Returns the values of the network's classes, in their order."""
        return self.training.cache.chip_set.class_table.values


def check_classes(
    class_table: ClassTable, class_pixels: Sequence[int], ignore_class: int | None, path: str, nodata_share: float = 0.0
) -> None:
    """Raises LabelError where only one class has pixels (where none has, decoding raises).

    `nodata_share` is the share of the labels' pixels that are NoData.
    """
    present = [entry for entry, count in zip(class_table.classes, class_pixels) if count]
    if len(present) != 1:
        return
    only = present[0]
    if ignore_class is None:
        raise LabelError(
            f"Every labelled pixel in {path} has the value {only.title}. A network learns to separate "
            f"classes: label a second class and export again.{_nodata_hint(nodata_share)}"
        )
    raise LabelError(
        f"{only.title} is the only class in {path}, as {ignore_class} is the ignore class (IGNORE_CLASS). "
        f"Label a second class and export again, or leave IGNORE_CLASS empty where {ignore_class} is a class of its own."
        f"{_nodata_hint(nodata_share)}"
    )


def _nodata_hint(share: float) -> str:
    """Returns a sentence on labels that are NoData, "" where there are few."""
    if share < _MUCH_NODATA:
        return ""
    return (
        f" {percent(share, 0)} of the pixels are NoData: where a label raster declares its background as NoData, as QGIS's Rasterize does with "
        "0, remove that declaration (gdal_edit.py -unsetnodata FILE) and export again with an empty unlabelled value (UNLABELLED)."
    )


def prepare(cache: ChipCache, request: TrainRequest, reporter: Reporter) -> Data:
    """Splits the chips and measures the bands of the training chips. Raises ChipsError for a band without any value."""
    split = _choose_split(cache, request, reporter)
    return _data(cache, split, _report_labels(cache, split, reporter), reporter)


def all_for_training(cache: ChipCache, labels: LabelSummary, reporter: Reporter) -> Data:
    """Returns all chips for training, none for validation. Raises ChipsError for a band without any value."""
    return _data(cache, no_split(len(cache.chips)), labels, reporter)


def _data(cache: ChipCache, split: Split, summary: LabelSummary, reporter: Reporter) -> Data:
    rows = np.array(split.training)
    labels, label_rows = cache.labels, rows
    classes = len(cache.chip_set.class_table)
    if split.kind == "cells":
        labels, label_rows = _copied_labels(cache, split, validation=False), np.arange(len(rows))
        kept = [position for position in label_rows if (labels[position] != IGNORED_INDEX).any()]
        rows, label_rows = rows[kept], label_rows[kept]
    training = LabelledChips(cache, rows, labels, label_rows)
    validation = evaluation_chips(cache, split) if split.validation else None
    class_pixels = chip_class_pixels(training, classes)
    statistics, quantiles = _measure_bands(cache, rows, reporter)
    return Data(
        training=training,
        validation=validation,
        split=split,
        statistics=statistics,
        quantiles=quantiles,
        class_pixels=class_pixels,
        training_pixels=tuple(class_pixels.sum(0).tolist()),
        validation_pixels=tuple(chip_class_pixels(validation, classes).sum(0).tolist())
        if validation
        else (0,) * classes,
        labels=summary,
    )


def evaluation_chips(cache: ChipCache, split: Split) -> LabelledChips:
    """Returns the chips whose labels evaluate the network, each pixel of a scene in one of them only.

    These are the validation chips of the split, or all training chips where it has none.
    """
    labels = _copied_labels(cache, split, validation=True)
    labelled = [position for position in range(len(labels)) if (labels[position] != IGNORED_INDEX).any()]
    rows = np.array(split.validation or split.training)
    return LabelledChips(cache, rows[labelled], labels, np.array(labelled))


def _copied_labels(cache: ChipCache, split: Split, validation: bool) -> np.ndarray:
    """Returns labels of the validation (else the training) chips with everything ignored that is not theirs."""
    members = (split.validation or split.training) if validation else split.training
    side, chip = cache.side_px, cache.chip_px
    labels = cache.reserve((len(members), side, side), "uint8")
    everything = ((member, np.ones((chip, chip), bool)) for member in members)
    owned = owned_pixels([source.in_scene for source in cache.chips], members) if validation else everything
    for position, (member, allowed) in enumerate(owned):
        kept = np.zeros((side, side), bool)
        kept[: allowed.shape[0], : allowed.shape[1]] = allowed
        if split.kind == "cells":
            shape = cache.shape_of(member)
            inside = split.in_validation_cells(cache.chips[member].extent, shape)
            kept[: shape[0], : shape[1]] &= inside == validation
        labels[position] = np.where(kept, cache.labels[member], np.uint8(IGNORED_INDEX))
    return labels


def _choose_split(cache: ChipCache, request: TrainRequest, reporter: Reporter) -> Split:
    """Splits by blocks, or by cells where the area is too small, and logs the split."""
    if request.validation_share == 0:
        reporter.warning("There is no validation: the figures are those of the training chips.")
        return no_split(len(cache.chips))
    extents = [source.extent for source in cache.chips]
    split = split_by_blocks(extents, cache.class_pixels, request.validation_share, request.seed, reporter)
    if split is not None:
        reporter.info(
            f"Split by space, in blocks of {split.unit_px} pixels: {count_of(len(split.training), 'chip', 'chips')} for "
            f"training, {whole(len(split.validation))} for validation; {whole(len(split.dropped))} left out, as they overlap a validation chip."
        )
        return split
    shapes = map(cache.shape_of, range(len(extents)))
    labels = [cache.labels[row, :height, :width] for row, (height, width) in enumerate(shapes)]
    classes = len(cache.chip_set.class_table)
    split = split_by_cells(extents, labels, classes, request.validation_share, request.seed)
    if split.kind == "cells":
        reporter.warning(
            f"The area is too small to keep whole chips for validation. Squares of {split.unit_px} pixels inside the chips "
            "are validated instead: their labels are not trained on, but the network sees their surroundings, so the "
            "figures are too optimistic. Smaller chips, or labels in more places, allow a split in blocks."
        )
    else:
        reporter.warning("There are too few labels for validation: the figures are those of the training chips.")
    return split


def _report_labels(cache: ChipCache, split: Split, reporter: Reporter) -> LabelSummary:
    """Summarises the labels, logs the summary, and warns of classes that are not validated or hardly labelled."""
    summary, table = report_labels(cache, split), cache.chip_set.class_table
    for line in summary.log_lines(table):
        reporter.info(line)
    for sentence in summary.warnings(table):
        reporter.warning(sentence)
    return summary


def _measure_bands(
    cache: ChipCache, rows: np.ndarray, reporter: Reporter
) -> tuple[tuple[BandStatistics, ...], tuple[tuple[float, ...], ...]]:
    """Returns statistics and quantiles of the training chips' bands, the latter of a sample of their pixels.

    Leaves out bands without any value, and warns of these and of constant ones. ChipsError where no band has a value.
    """
    sample = QuantileSample(cache.bands, cache.side_px**2, len(rows))
    statistics = cache.statistics(rows, reporter, sample)
    empty = [band for band, measured in enumerate(statistics) if not measured.count]
    if len(empty) == cache.bands:
        raise ChipsError(
            f"{', '.join(cache.band_names)} has no value in any training chip: all are NoData or not finite. Check the NoData value of "
            "the imagery."
        )
    if empty:
        names = ", ".join(cache.band_names[band] for band in empty)
        reporter.warning(
            f"{names} has no value in any training chip: all are NoData or not finite. The model is trained without "
            f"{'this band' if len(empty) == 1 else 'these bands'}, and Classify Pixels leaves {'it' if len(empty) == 1 else 'them'} out, too."
        )
        cache.leave_out_bands(empty)
        return _measure_bands(cache, rows, reporter)
    for name, band in zip(cache.band_names, statistics):
        if band.std == 0:
            reporter.warning(f"{name} is {band.mean:g} everywhere in the training chips: it has no information.")
    quantiles = sample.result() or ()
    cores = [tuple(each[place] for place in CORE) for each in quantiles]
    warn_of_outliers(cache.band_names, statistics, cores, "The training chips", reporter)
    return statistics, quantiles


def describe(data: Data, request: TrainRequest, spec: NetworkSpec, training: dict) -> ModelDescription:
    """Returns the description of the model that is about to be trained; `training` holds the settings it records."""
    cache = data.training.cache
    chip_set = cache.chip_set
    first, split = chip_set.first, data.split
    values = chip_set.class_table.values
    return ModelDescription(
        architecture=spec.architecture,
        encoder=spec.encoder,
        class_table=chip_set.class_table,
        band_names=cache.band_names,
        source_bands=cache.kept_bands,
        source_band_count=len(first.band_names),
        dtype=first.dtype,
        band_means=data.scaling.means,
        band_stds=data.scaling.stds,
        band_minimums=tuple(band.minimum for band in data.statistics),
        band_maximums=tuple(band.maximum for band in data.statistics),
        band_quantiles=data.quantiles,
        undeclared_nodata=cache.undeclared_nodata,
        band_scales=_scales(cache),
        pixel_size_map=first.pixel_size_map,
        crs_wkt=first.crs_wkt,
        crs_is_geographic=is_geographic(first.crs_wkt),
        chip_size_px=first.chip_size_px,
        ignore_class=request.ignore_class,
        split={
            "kind": split.kind,
            "unit_px": split.unit_px,
            "training_chips": len(data.training),
            "validation_chips": len(split.validation),
            "left_out_chips": len(split.dropped),
            "unlabelled_chips": cache.unlabelled_chips,
            "training_pixels": dict(zip(map(str, values), data.training_pixels)),
            "validation_pixels": dict(zip(map(str, values), data.validation_pixels)),
        },
        labels=to_data(data.labels),
        training=training,
        versions=package_versions(),
        created=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
    )


def _scales(cache: ChipCache) -> tuple[BandScale, ...]:
    """Returns scale and offset of the bands that are trained on, () where they declare none."""
    scales = cache.chip_set.first.band_scales
    kept = tuple(scales[number - 1] for number in cache.kept_bands) if scales and cache.kept_bands else scales
    return () if all(scale == UNSCALED for scale in kept) else kept
