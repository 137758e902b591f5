"""The report of a training run: one HTML file without scripts or anything from outside, for the screen and for paper.

It shows the course of the training, the accuracy and its basis, confusions of classes and examples on chips. It ends with the data and the
settings that repeat the run.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rasters.core.number_text import DASH, count_of, percent, whole
from ...rasters.outputs.atomic_file import write_texts
from ..accuracy.confidence import Intervals
from ..accuracy.metrics import Scores
from ..core.description import ModelDescription
from ..core.history import EpochRecord, LrFinderCurve
from ..core.int8_trial import read_trial
from ..core.options import NETWORK_NAMES
from ..core.text import duration, network_title, number
from . import charts
from .calibration_section import calibration_section
from .confusion_matrix import matrix_view
from .data_sheet import band_statistics, data_facts, label_counts, pixel_size_text
from .distance_section import SplitDistances, distance_section
from .images import hatch
from .label_section import label_section
from .page import render
from .prediction_set_section import prediction_set_section
from .sections import UNBROKEN_CLASSES, Figure, class_table_view, facts_of, headline

TRAIN_COLOR, VALIDATION_LOSS_COLOR = "#7b8a97", "#0a5f8a"
IOU_COLOR, ACCURACY_COLOR = "#0a7f94", "#c2701c"
NODATA_COLOR, LEFT_OUT_COLOR = (241, 244, 246), (232, 186, 112)
TRAINING_COLOR, VALIDATION_COLOR = (156, 178, 194), (10, 95, 138)
"""Colours of a split map."""

_SHOWN_ELSEWHERE = (
    "history", "choice_of_epoch", "candidates", "final_training", "range_test", "class_weights", "request", "pretrained_weights",
)  # fmt: skip
"""Settings that the report shows in another form."""


@dataclass(frozen=True)
class Example:
    """One chip to look at: its title, picture uint8 (h, w, 3), and class indices of label and prediction, uint8 (h, w).

    `IGNORED_INDEX` stands for pixels without label (or without prediction).
    """

    title: str
    rgb: np.ndarray
    label_index: np.ndarray
    predicted_index: np.ndarray


@dataclass(frozen=True)
class AugmentedView:
    """A chip as the network may be shown it: picture uint8 (h, w, 3) and class indices uint8 (h, w)."""

    rgb: np.ndarray
    label_index: np.ndarray


@dataclass(frozen=True)
class AugmentedChip:
    """One row of an augmentation sheet: the chip's name, and a view of it for each column."""

    title: str
    views: tuple[AugmentedView, ...]


@dataclass(frozen=True)
class AugmentationSheet:
    """Chips in rows, kinds of augmentation in columns, the first of them the chips as they are."""

    columns: tuple[str, ...]
    rows: tuple[AugmentedChip, ...]


@dataclass(frozen=True)
class SplitPanel:
    """One stretch of ground: its name (empty where unknown), its chips in words, and its picture uint8 (h, w, 3)."""

    title: str
    facts: str
    picture: np.ndarray


@dataclass(frozen=True)
class SplitMap:
    """The pictures of a split and the counts of its legend: chips, and squares of `unit_px` pixels whose labels validate.

    `kind` is that of the split. `hidden_chips` counts the chips that no picture shows.
    """

    kind: str
    unit_px: int
    training_chips: int
    validation_chips: int
    left_out_chips: int
    validation_cells: int
    panels: tuple[SplitPanel, ...]
    hidden_chips: int = 0


@dataclass(frozen=True)
class TrainingReport:
    """The content of a report; what is None or empty is left out.

    `confusion` (k, k) counts pixels of the kept epoch, rows the truth, columns the prediction, in the order of the
    description's class table. `held_out` is whether these are pixels kept for validation; None takes it from whether
    the history has validation losses. `training_pixels` are labelled training pixels per class. `notes` are sentences for
    the reader, shown at the top. `model_name` is the title, the network's name where empty. `examples` fall in accuracy.
    The description's metrics may hold confidence "intervals". `command` repeats the run.
    """

    description: ModelDescription
    history: tuple[EpochRecord, ...]
    confusion: np.ndarray
    examples: tuple[Example, ...] = ()
    notes: tuple[str, ...] = ()
    model_name: str = ""
    training_pixels: tuple[int, ...] | None = None
    held_out: bool | None = None
    lr_finder: LrFinderCurve | None = None
    augmentation_sheet: AugmentationSheet | None = None
    split_map: SplitMap | None = None
    distances: SplitDistances | None = None
    command: str = ""

    @property
    def is_held_out(self) -> bool:
        """Returns whether the figures are of pixels that the network was not trained on."""
        if self.held_out is not None:
            return self.held_out
        return any(record.validation_loss is not None for record in self.history)


def write_report(path: str | Path, report: TrainingReport) -> None:
    """Writes the report as one HTML file, whole or not at all.

    Raises OutputError where the folder is missing or the file cannot be written.
    """
    write_texts({path: report_html(report)})


def report_html(report: TrainingReport) -> str:
    """Returns the report as HTML text."""
    about, scores = report.description, Scores.of(report.confusion)
    intervals = Intervals.of_metrics(about.metrics)
    interval_of = intervals.of if intervals else lambda *_: None
    network = network_title(about.architecture, about.encoder)
    counts = {
        f"{'validated' if report.is_held_out else 'evaluated'} pixels": [found.pixels for found in scores.classes]
    }
    if report.training_pixels:
        counts["training pixels"] = report.training_pixels
    return render(
        "training.html.j2",
        version=about.plugin_version,
        title=report.model_name or network,
        subtitle=_subtitle(about, network if report.model_name else ""),
        report=report,
        table=about.class_table,
        unbroken=about.class_count <= UNBROKEN_CLASSES,
        figures=[*headline(scores, interval_of), *_run_figures(scores, report)],
        evaluated=scores.pixels,
        intervals=intervals,
        course=_course(report),
        classes=class_table_view(scores, about.class_table, interval_of, counts),
        confusion=matrix_view(report.confusion),
        examples=_pairs(report.examples),
        hatch=hatch(16, 16),
        colors={"training": TRAINING_COLOR, "validation": VALIDATION_COLOR, "left_out": LEFT_OUT_COLOR},
        data_facts=data_facts(about),
        label_section=label_section(about),
        calibration=calibration_section(about),
        int8=read_trial(about.int8),
        prediction_sets=prediction_set_section(about),
        distances=distance_section(report.distances, "final_training" in about.training),
        labels=label_counts(about),
        bands=band_statistics(about),
        run_facts=_run_facts(about),
    )


def _subtitle(about: ModelDescription, network: str) -> str:
    """Returns network, classes, bands, pixel size and date in one line."""
    created = about.created
    parts = [
        network,
        count_of(about.class_count, "class", "classes"),
        count_of(about.band_count, "band", "bands"),
        f"pixels of {pixel_size_text(about.pixel_size_map, about.crs_wkt)}",
        created[:10] if created[4:5] == "-" else created,
    ]
    return " · ".join(part for part in parts if part)


def _run_figures(scores: Scores, report: TrainingReport) -> list[Figure]:
    """Returns the headline figures that are not about accuracy."""
    kept = report.description.metrics.get("epoch")
    return [
        Figure(whole(scores.pixels), name="validated pixels" if report.is_held_out else "evaluated training pixels"),
        Figure(f"{kept} of {len(report.history)}" if kept and report.history else DASH, name="kept epoch"),
    ]


@dataclass(frozen=True)
class Course:
    """The course of a training as charts (SVG, empty where there is none) and sentences."""

    losses: str
    accuracy: str
    duration: str
    finder: str
    rates: str
    rate_notes: tuple[str, ...]


def _course(report: TrainingReport) -> Course:
    """Returns the charts over the epochs: losses and accuracy, the learning rate and how it was found."""
    history = report.history
    finder = charts.lr_finder_chart(report.lr_finder) if report.lr_finder else ""
    notes = []
    if finder:
        notes.append(
            "Learning-rate finder: before the training, the rate was raised batch by batch; "
            f"{number(report.lr_finder.chosen, 2)} was chosen from the course of the loss."
        )
    if not history:
        return Course("", "", "", finder, "", tuple(notes))
    kept, choice = report.description.metrics.get("epoch"), report.description.training.get("choice_of_epoch", "")
    candidates = _candidates(report.description.training.get("candidates"))
    final = _final_training(report.description.training.get("final_training"))
    total = sum(record.seconds for record in history if math.isfinite(record.seconds))
    each = f", {duration(total / len(history))} each" if len(history) > 1 else ""
    last = history[-1].learning_rate
    highest = report.description.training.get("learning_rate", last)  # no epoch need end with it
    at_most = f"at most {number(highest, 3)}, {number(last, 3)} at the end"
    notes.insert(0, f"Learning rate: {number(highest, 3) if highest == last else at_most}.")
    return Course(
        losses=_losses(history, kept),
        accuracy=_accuracy(history, kept, report.is_held_out),
        duration=" ".join(
            filter(
                None,
                (f"{count_of(len(history), 'epoch', 'epochs')} in {duration(total)}{each}.", choice, candidates, final),
            )
        ),
        finder=finder,
        rates=charts.learning_rate_chart(history, kept),
        rate_notes=tuple(notes),
    )


def _candidates(trained: Sequence[Mapping[str, object]] | None) -> str:
    """Returns a sentence on the architectures that were tried, empty where it was given."""
    if not trained:
        return ""
    figures = (
        f"{NETWORK_NAMES[one['architecture']]} {percent(one['mean_iou'])} ({duration(one['seconds'])})"
        for one in trained
    )
    return f"Architecture auto: the mean IoU on validation of the candidates was {', '.join(figures)}."


def _final_training(facts: Mapping[str, object] | None) -> str:
    """Returns a sentence on the final training on all labels, empty where there was none."""
    if not facts:
        return ""
    return (
        f"A final training on all labels followed, {count_of(facts['epochs'], 'epoch', 'epochs')} with {facts['chips']} chips in "
        f"{duration(facts['seconds'])}: the model is that one, the figures and pictures here are those of the validated run."
    )


def _losses(history: Sequence[EpochRecord], kept: int | None) -> str:
    """Returns the chart of the training and validation losses."""
    losses = [charts.Series("training", TRAIN_COLOR, tuple(record.train_loss for record in history), dashed=True)]
    if any(record.validation_loss is not None for record in history):
        values = tuple(record.validation_loss for record in history)
        losses.append(charts.Series("validation", VALIDATION_LOSS_COLOR, values))
    return charts.epoch_chart("Loss", [record.epoch for record in history], losses, charts.loss_limits(losses), kept)


def _accuracy(history: Sequence[EpochRecord], kept: int | None, held_out: bool) -> str:
    """Returns the chart of the accuracy of each epoch, empty without validation."""
    if all(record.mean_iou is None and record.accuracy is None for record in history):
        return ""
    scores = (
        charts.Series("mean IoU", IOU_COLOR, tuple(record.mean_iou for record in history)),
        charts.Series("overall accuracy", ACCURACY_COLOR, tuple(record.accuracy for record in history), dashed=True),
    )
    title = "Accuracy on validation chips" if held_out else "Accuracy on training chips"
    return charts.epoch_chart(title, [record.epoch for record in history], scores, (0.0, 1.0), kept, shares=True)


def _pairs(examples: Sequence[Example]) -> list[tuple[Example, Example | None]]:
    """Returns examples, given in falling order of accuracy, in rows of a good and a poor one, the extremes first."""
    half = -(-len(examples) // 2)
    worst = tuple(reversed(examples[half:]))
    return [(good, worst[row] if row < len(worst) else None) for row, good in enumerate(examples[:half])]


def _run_facts(about: ModelDescription) -> list[tuple[str, str]]:
    """Returns the settings of a run and its versions, as names and values."""
    versions = ", ".join(f"{name} {version}" for name, version in about.versions.items())
    settings = {key: value for key, value in about.training.items() if key not in _SHOWN_ELSEWHERE}
    if "validation_share" in settings:
        settings["validation_share"] = percent(settings["validation_share"], 0)
    return [
        ("Architecture", f"{NETWORK_NAMES.get(about.architecture, about.architecture)} ({about.architecture})"),
        ("Encoder", about.encoder),
        *facts_of(settings),
        *_pretrained_facts(about.training.get("pretrained_weights")),
        ("Plugin", f"Pixel Classifier {about.plugin_version}, model format {about.format_version}"),
        ("Versions", versions or "unknown"),
        ("Date", about.created or "unknown"),
    ]


def _pretrained_facts(weights: Mapping[str, object] | None) -> list[tuple[str, str]]:
    """Returns source, licence and checksum of the encoder's pretrained weights, nothing without them."""
    if not weights:
        return []
    from_file = weights["source"] == "file"
    source = f"the file {weights['file']}" if from_file else f"{weights['file']} of {weights['source']}"
    revision = f", revision {weights['revision']}" if weights["revision"] else ""
    bands, made_for = weights["bands"], weights["file_bands"]
    adapted = "" if bands == made_for else f", adapted from {count_of(made_for, 'band', 'bands')} to {bands}"
    where = "ask their authors" if from_file else f"see https://huggingface.co/{weights['source']}"
    licence = f"{weights['licence'] or 'unknown'}; {where} before you share the model"
    return [
        ("Pretrained encoder weights", f"{weights['encoder']} from {source}{revision}{adapted}"),
        ("Licence of these weights", licence),
        ("SHA-256 of their file", weights["sha256"]),
    ]
