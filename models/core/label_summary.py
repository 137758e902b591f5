"""What the labels of a training can carry: counts per class, what the validation can show, and where to label more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...rasters.chips.lost_labels import LostLabels
from ...rasters.classes.class_table import ClassTable
from ...rasters.core.number_text import count_of, percent, whole
from .serialization import from_data

MOST_CLASSES_LOGGED = 8
_FEW_PIXELS = 50
_MOST_NAMED = 12
_UNITS = {"blocks": ("block", "blocks"), "cells": ("square", "squares"), "none": ("block", "blocks")}


@dataclass(frozen=True)
class ClassLabels:
    """The labels of one class, each pixel of a scene counted once, although chips overlap.

    `patches` are groups of connected pixels. The counts of pixels and blocks are those in training and in validation; what
    only left-out chips hold is in neither. `places` is the effective number of blocks, (Σn)² / Σn² of the pixels n in each:
    1 where nearly all pixels lie in one of them.
    """

    value: int
    pixels: int
    patches: int
    training_pixels: int
    training_blocks: int
    validation_pixels: int
    validation_blocks: int
    places: float


@dataclass(frozen=True)
class LabelAdvice:
    """A class that should be labelled in more places, and where, such as "in the north of a.tif"; empty where unknown."""

    value: int
    where: str = ""


@dataclass(frozen=True)
class LabelSummary:
    """The labels of all classes, in the order of the class table; the fields are those of "labels" in model.json.

    `kind` and `unit_px` are those of the split. `patch_step_px` is above 1 where patches were counted on every n-th row and columns only,
    as there are very many. `accuracy_error` and `mean_iou_error` are the expected standard errors of the validation, None without;
    `assumed_accuracy` and `assumed_correlation` are what they rest on. `advice` names the classes that more labels would help most, most
    urgent first. `losses` has what the export of the chips lost of the labels of each class, () where unknown.
    """

    kind: str
    unit_px: int
    classes: tuple[ClassLabels, ...]
    training_blocks: int
    validation_blocks: int
    patch_step_px: int = 1
    accuracy_error: float | None = None
    mean_iou_error: float | None = None
    assumed_accuracy: float | None = None
    assumed_correlation: float | None = None
    advice: tuple[LabelAdvice, ...] = ()
    losses: tuple[LostLabels, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for an unknown kind of split, for no class, and where an expected error lacks what it rests on."""
        expected = (self.accuracy_error, self.mean_iou_error)
        assumed = (self.assumed_accuracy, self.assumed_correlation)
        if self.kind not in _UNITS or not self.classes or (None not in expected and None in assumed):
            raise ValueError(f"labels of the kind {self.kind!r:.40} and {len(self.classes)} classes")

    @classmethod
    def of_model(cls, labels: Mapping[str, object]) -> LabelSummary | None:
        """Returns the summary that a model description holds, None where it has none."""
        try:
            return from_data(cls, dict(labels)) if labels else None
        except (TypeError, ValueError):
            return None

    @property
    def pixels(self) -> int:
        """Returns the number of labelled pixels."""
        return sum(entry.pixels for entry in self.classes)

    @property
    def unit(self) -> tuple[str, str]:
        """Returns the noun of a unit of the split, singular and plural."""
        return _UNITS[self.kind]

    def not_validated(self) -> list[int]:
        """Returns the values of the classes that are trained on but not validated, none without validation."""
        if self.kind == "none":
            return []
        return [entry.value for entry in self.classes if entry.training_pixels and not entry.validation_pixels]

    def log_lines(self, table: ClassTable) -> list[str]:
        """Returns the summary for a log: one line per class for the classes in the fewest places, at most 12 lines."""
        shown = sorted(self.classes, key=_urgency)[:MOST_CLASSES_LOGGED]
        shown = [entry for entry in self.classes if entry in shown] if len(self.classes) > len(shown) else self.classes
        lines = [f"Labels: {self.overview()}", *(self._class_line(entry, table) for entry in shown)]
        hidden = len(self.classes) - len(shown)
        if hidden:
            lines.append(f"  and {count_of(hidden, 'class', 'classes')} in more places")
        return [*lines, *self.sentences(table)]

    def overview(self) -> str:
        """Returns number of pixels, classes and patches, and the imbalance, as a sentence."""
        counts = [entry.pixels for entry in self.classes]
        patches = count_of(sum(entry.patches for entry in self.classes), "patch", "patches")
        about = "about " if self.patch_step_px > 1 else ""
        return (
            f"{count_of(self.pixels, 'pixel', 'pixels')} of {count_of(len(counts), 'class', 'classes')} in {about}{patches}; the "
            f"most frequent class has {_times(max(counts) / max(min(counts), 1))} the pixels of the rarest."
        )

    def sentences(self, table: ClassTable) -> list[str]:
        """Returns what the validation can show, and which classes need more labels, as far as known."""
        return [sentence for sentence in (self._validation(), self._advice(table)) if sentence]

    def warnings(self, table: ClassTable) -> list[str]:
        """Returns a sentence on the classes that are not validated, and one on those with very few labels to learn from."""
        found = []
        if self.not_validated():
            found.append(
                "Trained on but not validated, as labelled in too few separate places: "
                f"{_names(self.not_validated(), table)}. Label more places to validate them."
            )
        thin = [entry for entry in self.classes if entry.training_pixels < _FEW_PIXELS]
        if thin:
            can_go = len(self.classes) - len(thin) >= 2  # two are needed
            found.append(
                f"Fewer than {_FEW_PIXELS} labelled pixels to learn from: {_names([entry.value for entry in thin], table)}. Label more of them"
                + (", or leave them out." if can_go else ".")
            )
        return found

    def _class_line(self, entry: ClassLabels, table: ClassTable) -> str:
        """Returns the counts of one class as a line."""
        blocks = count_of(entry.training_blocks, f"{self.unit[0]} trains", f"{self.unit[1]} train")
        features = {losses.value: losses.features for losses in self.losses}.get(entry.value, 0)
        labelled = f"{count_of(features, 'feature', 'features')}, " if features else ""
        validated = f", {entry.validation_blocks} validate" if self.kind != "none" else ""
        return (
            f"  {_names([entry.value], table)}: {count_of(entry.pixels, 'pixel', 'pixels')} "
            f"({percent(entry.pixels / max(self.pixels, 1))}), {labelled}{count_of(entry.patches, 'patch', 'patches')}, {blocks}{validated}, "
            f"effectively {entry.places:.1f} {self.unit[1]}"
        )

    def _validation(self) -> str:
        """Returns what the validation can show, with its assumption; empty where that is unknown."""
        if self.mean_iou_error is None or self.accuracy_error is None:
            return ""
        pixels = sum(entry.validation_pixels for entry in self.classes)
        validated = sum(entry.validation_pixels > 0 for entry in self.classes)
        return (
            f"Validation: {count_of(pixels, 'pixel', 'pixels')} of {count_of(validated, 'class', 'classes')} in "
            f"{count_of(self.validation_blocks, *self.unit)} of {whole(self.unit_px)} × {whole(self.unit_px)} pixels. "
            f"Expect standard errors of about ±{self.mean_iou_error:.2f} for the mean IoU and ±{self.accuracy_error:.2f} for the accuracy: by as much, the figures of other blocks can differ by chance. "
            f"(Assumes that {percent(self.assumed_accuracy, 0)} of the pixels are correct, and a correlation of "
            f"{self.assumed_correlation:g} between errors in a block.)"
        )

    def _advice(self, table: ClassTable) -> str:
        """Returns the classes that more labels would help most, with the places; empty where none stands out."""
        if not self.advice:
            return ""
        together: dict[str, list[int]] = {}
        for each in self.advice:
            together.setdefault(each.where, []).append(each.value)
        parts = [_names(values, table) + (f", if found {where}" if where else "") for where, values in together.items()]
        return f"More labels in new places would help most for {'; '.join(parts)}."


def _urgency(entry: ClassLabels) -> tuple[bool, float, int, int]:
    """Returns a key by which the classes that need labels most come first."""
    return entry.validation_pixels > 0, entry.places, entry.pixels, entry.value


def most_urgent(classes: tuple[ClassLabels, ...]) -> list[ClassLabels]:
    """Returns the classes, those first that need labels in new places most: not validated, in few places, with few pixels."""
    return sorted(classes, key=_urgency)


def _names(values: list[int], table: ClassTable) -> str:
    """Returns the titles of classes, those beyond a dozen as a count."""
    titles = _titles(table)
    names = [titles.get(value, str(value)) for value in values[:_MOST_NAMED]]
    more = len(values) - len(names)
    return ", ".join(names) + (f" and {whole(more)} more" if more else "")


def _titles(table: ClassTable) -> dict[int, str]:
    """Returns the classes for a sentence, by their values."""
    return {entry.value: entry.title for entry in table.classes}


def _times(ratio: float) -> str:
    """Returns a ratio with two digits, in words: 1.3 times, 45 times."""
    return f"{ratio:.1f} times" if ratio < 9.95 else f"{whole(round(ratio))} times"
