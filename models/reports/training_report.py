"""The report of a training run: one HTML file without scripts or anything from outside, for the screen and for paper.

It shows how the training went, how good the model is and on what evidence, where classes are mixed up, how that looks
on chips, and all that is needed to judge the data and repeat the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..accuracy.confidence import RecordedIntervals
from ..accuracy.metrics import Scores
from ..core.description import ModelDescription
from ..core.history import EpochRecord, RangeTest
from ..core.options import NETWORK_NAMES
from ..core.text import count_of, escape
from ..core.text_files import write_texts
from .confusion_matrix import confusion_html, mix_ups_html
from .data_sheet import data_sheet_html, pixel_size_text
from .page import STYLE
from .run_facts import run_html
from .sections import UNBROKEN_CLASSES, classes_html, figures_html
from .training_course import course_html
from .training_pictures import AugmentationSheet, Example, SplitMap, examples_html, sheet_html, split_map_html

_HELD_OUT = {
    "blocks": "of chips that were kept out of training, in blocks of ground apart from the training chips.",
    "cells": (
        "that were kept out of training, in squares spread over the chips, as there was too little ground for blocks. "
        "Training pixels lie close by: expect somewhat lower figures on new ground."
    ),
    "": "that were kept out of training.",
}


@dataclass(frozen=True)
class TrainingReport:
    """All that a report tells.

    `confusion` (k, k) counts pixels of the kept epoch, rows the truth, columns the prediction, in the order of the
    description's class table. `held_out` tells whether these are pixels kept for validation; None takes it from whether
    the history has validation losses. `training_pixels` are labelled training pixels per class, None where unknown.
    `notes` are sentences for the reader, shown at the top. `model_name` heads the report, the network's name where
    empty. `examples` fall in accuracy. The description's metrics may hold "intervals" of confidence. `command` is what repeats the run. What is None or empty is left out.
    """

    description: ModelDescription
    history: tuple[EpochRecord, ...]
    confusion: np.ndarray
    examples: tuple[Example, ...] = ()
    notes: tuple[str, ...] = ()
    model_name: str = ""
    training_pixels: tuple[int, ...] | None = None
    held_out: bool | None = None
    range_test: RangeTest | None = None
    augmentation_sheet: AugmentationSheet | None = None
    split_map: SplitMap | None = None
    command: str = ""

    @property
    def is_held_out(self) -> bool:
        """Tells whether the figures are of pixels that the network was not trained on."""
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
    table, intervals = about.class_table, RecordedIntervals.of_metrics(about.metrics)
    keep = ' class="keep"' if len(table) <= UNBROKEN_CLASSES else ""
    network = f"{NETWORK_NAMES.get(about.architecture, about.architecture)} with encoder {about.encoder}"
    title = report.model_name or network
    subtitle = (
        (f"{network} · " if report.model_name else "")
        + f"{count_of(about.class_count, 'class', 'classes')} · {count_of(about.band_count, 'band', 'bands')} · "
        + f"pixels of {pixel_size_text(about.pixel_size_map, about.crs_wkt)}"
        + (f" · {_date(about.created)}" if about.created else "")
    )
    body = (
        '<p class="over">Pixel Classifier · training report</p>'
        f'<h1><bdi>{escape(title)}</bdi></h1><p class="sub">{escape(subtitle)}</p>'
        + figures_html(scores, report.history, report.is_held_out, intervals)
        + _evidence(report, scores, intervals)
        + "".join(f'<p class="alert">{escape(note)}</p>' for note in report.notes)
        + '<div class="keep"><h2>How the training went</h2>'
        + f"{course_html(report.history, report.is_held_out, report.range_test)}</div>"
        + f"<div{keep}><h2>Classes</h2>{classes_html(scores, table, report.training_pixels, intervals)}</div>"
        + _confusion(report)
        + examples_html(report.examples, table, report.is_held_out)
        + sheet_html(report.augmentation_sheet, table)
        + data_sheet_html(about, split_map_html(report.split_map))
        + run_html(about, report.command)
        + f'<div class="foot">Written by Pixel Classifier {escape(about.plugin_version)}, a plugin for QGIS.</div>'
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – training report</title><style>{STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _evidence(report: TrainingReport, scores: Scores, intervals: RecordedIntervals | None) -> str:
    """Returns the sentence that says what the figures rest on."""
    if not scores.pixels:
        text = "No labelled pixel could be judged, so there is no figure of accuracy."
    elif report.is_held_out:
        text = (
            f"Measured on {count_of(scores.pixels, 'labelled pixel', 'labelled pixels')} {_HELD_OUT[_kind(report)]} "
            "Pixels without a label count neither for nor against the model."
            f"{' ' + escape(intervals.sentence) if intervals else ''}"
        )
    else:
        return (
            '<p class="alert">Nothing was kept for validation: these figures are of the training pixels themselves and '
            "say little about how well the model does elsewhere.</p>"
        )
    return f"<p>{text}</p>"


def _kind(report: TrainingReport) -> str:
    """Returns how training and validation were split; "" where that is unknown."""
    kind = report.description.split.get("kind")
    return kind if kind in _HELD_OUT else ""


def _confusion(report: TrainingReport) -> str:
    """Returns the confusion matrix, and which classes are mixed up most."""
    table = report.description.class_table
    return (
        '<div class="keep"><h2>Confusion matrix</h2><p class="note">Rows are the truth (the labels), columns '
        "the prediction. In each cell the share of the row in percent, below it the number of pixels; teal is right, "
        f"orange is wrong.</p>{confusion_html(report.confusion, table)}</div>"
        f'<div class="keep">{mix_ups_html(report.confusion, table, 3 if len(table) < 5 else 6)}</div>'
    )


def _date(created: str) -> str:
    """Returns the day of an ISO time stamp, the text itself where it is none."""
    return created[:10] if len(created) >= 10 and created[4:5] == "-" else created
