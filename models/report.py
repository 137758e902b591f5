"""The report of a training run: one HTML file without scripts or anything from outside, for the screen and for paper.

It shows how the training went, how good the model is and on what evidence, where classes are mixed up, how that looks
on chips, and all that is needed to judge the data and repeat the run.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..rasters.errors import OutputError
from .confusion_table import confusion_html, mix_ups_html
from .data_sheet import bands_html, crs_text, pixel_size_text, split_facts
from .description import ModelDescription
from .formats import count_of, escape, whole
from .history import EpochRecord
from .metrics import Scores
from .pictures import example_uris
from .report_sections import classes_html, curves_html, facts_html, facts_of, figures_html, legend_html
from .report_style import STYLE

_NETWORKS = {
    "unet": "U-Net", "pspnet": "PSPNet", "deeplabv3": "DeepLabV3", "deeplabv3plus": "DeepLabV3+",
    "unetplusplus": "U-Net++", "fpn": "FPN", "segformer": "SegFormer", "upernet": "UPerNet",
}  # fmt: skip
_HELD_OUT = {
    "blocks": "of chips that were kept out of training, in blocks of ground apart from the training chips.",
    "cells": (
        "that were kept out of training, in squares spread over the chips, as there was too little ground for blocks. "
        "Training pixels lie close by: expect somewhat lower figures on new ground."
    ),
    "": "that were kept out of training.",
}


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
class TrainingReport:
    """All that a report tells.

    `confusion` (k, k) counts pixels of the kept epoch, rows the truth, columns the prediction, in the order of the
    description's class table. `held_out` tells whether these are pixels kept for validation; None takes it from whether
    the history has validation losses. `training_pixels` are labelled training pixels per class, None where unknown.
    `notes` are sentences for the reader, shown at the top. `model_name` heads the report, the network's name where
    empty.
    """

    description: ModelDescription
    history: tuple[EpochRecord, ...]
    confusion: np.ndarray
    examples: tuple[Example, ...] = ()
    notes: tuple[str, ...] = ()
    model_name: str = ""
    training_pixels: tuple[int, ...] | None = None
    held_out: bool | None = None

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
    target = Path(path)
    if not target.parent.is_dir():
        raise OutputError(
            f"The folder {target.parent} for the report does not exist. Create it, or choose another place."
        )
    if target.is_dir():
        raise OutputError(
            f"The report cannot be written to {target}, which is a folder. Give the name of an HTML file."
        )
    text = report_html(report)
    partial = target.with_name(f".{target.name[:60]}.partial-{os.getpid()}")
    try:
        partial.write_bytes(text.encode("utf-8"))
        os.replace(partial, target)
    except OSError as error:
        raise OutputError(
            f"The report {target} cannot be written: {error.strerror or error}. Choose another place."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def report_html(report: TrainingReport) -> str:
    """Returns the report as HTML text."""
    about, scores = report.description, Scores.of(report.confusion)
    network = f"{_NETWORKS.get(about.architecture, about.architecture)} with encoder {about.encoder}"
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
        + figures_html(scores, report.history, report.is_held_out)
        + _evidence(report, scores)
        + "".join(f'<p class="alert">{escape(note)}</p>' for note in report.notes)
        + f'<div class="keep"><h2>How the training went</h2>{curves_html(report.history, report.is_held_out)}</div>'
        + f"<h2>Classes</h2>{classes_html(scores, about.class_table, report.training_pixels)}"
        + _confusion(report)
        + _examples(report)
        + _data_sheet(about)
        + f"<h2>To repeat this run</h2>{facts_html(_settings(about))}"
        + f'<div class="foot">Written by Pixel Classifier {escape(about.plugin_version)}, a plugin for QGIS.</div>'
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – training report</title><style>{STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _evidence(report: TrainingReport, scores: Scores) -> str:
    """Returns the sentence that says what the figures rest on."""
    if not scores.pixels:
        text = "No labelled pixel could be judged, so there is no figure of accuracy."
    elif report.is_held_out:
        text = (
            f"Measured on {count_of(scores.pixels, 'labelled pixel', 'labelled pixels')} {_HELD_OUT[_kind(report)]} "
            "Pixels without a label count neither for nor against the model."
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


def _examples(report: TrainingReport) -> str:
    """Returns the example chips, one per row: image, label, prediction."""
    if not report.examples:
        return ""
    return (
        f"<div class=start><h2>Example chips</h2>{legend_html(report.description.class_table)}"
        f'<table class="examples"><thead><tr><th>image</th><th>label</th><th>prediction</th></tr></thead>'
        f"{''.join(_example(example, report) for example in report.examples)}</table></div>"
    )


def _example(example: Example, report: TrainingReport) -> str:
    uris = example_uris(example.rgb, example.label_index, example.predicted_index, report.description.class_table)
    images = "".join(
        f'<td><img src="{uri}" alt="{what}"></td>' for uri, what in zip(uris, ("image", "label", "prediction"))
    )
    return (
        f'<tbody class="keep"><tr>{images}</tr>'
        f'<tr><td class="title" colspan="3">{escape(example.title)}</td></tr></tbody>'
    )


def _data_sheet(about: ModelDescription) -> str:
    """Returns what the model was trained on."""
    facts = [
        ("Bands", whole(about.band_count)),
        ("Data type", about.dtype),
        ("Pixel size", pixel_size_text(about.pixel_size_map, about.crs_wkt)),
        ("Coordinate system", crs_text(about.crs_wkt)),
        ("Chip size", f"{about.chip_size_px} × {about.chip_size_px} pixels"),
        (
            "Ignored class",
            "none, every value is a class" if about.ignore_class is None else f"{about.ignore_class} (not labelled)",
        ),
        *split_facts(about.split),
    ]
    return f"<h2>Data sheet</h2>{facts_html(facts)}{bands_html(about)}"


def _settings(about: ModelDescription) -> list[tuple[str, object]]:
    """Returns everything that a repetition needs to set alike."""
    versions = ", ".join(f"{name} {version}" for name, version in about.versions.items())
    return [
        ("Architecture", f"{_NETWORKS.get(about.architecture, about.architecture)} ({about.architecture})"),
        ("Encoder", about.encoder),
        *facts_of(about.training),
        ("Plugin", f"Pixel Classifier {about.plugin_version}, model format {about.format_version}"),
        ("Versions", versions or "unknown"),
        ("Date", about.created or "unknown"),
    ]


def _date(created: str) -> str:
    """Returns the day of an ISO time stamp, the text itself where it is none."""
    return created[:10] if len(created) >= 10 and created[4:5] == "-" else created
