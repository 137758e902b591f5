"""The section on prediction sets of a training report: the thresholds of the classes and the coverage that they achieve."""

from __future__ import annotations

from dataclasses import dataclass

from ...rasters.classes.class_table import ClassEntry
from ...rasters.core.number_text import percent, whole
from ..accuracy.prediction_sets import LEAST_PIXELS, PredictionSets
from ..core.description import ModelDescription


@dataclass(frozen=True)
class PredictionSetSection:
    """The sentences above and below the table, its rows (class, and the cells as text), and a warning, "" for none."""

    sentence: str
    rows: tuple[tuple[ClassEntry, tuple[str, ...]], ...]
    notes: tuple[str, ...]
    warning: str


def prediction_set_section(about: ModelDescription) -> PredictionSetSection | None:
    """Returns the section, None for models without prediction sets."""
    found = PredictionSets.of_model(about.prediction_sets)
    if found is None:
        return None
    rows = tuple(
        (
            entry,
            (
                percent(of_class.possible_from),
                "this class" if of_class.own else "all classes",
                whole(of_class.pixels),
                whole(of_class.blocks),
                percent(of_class.achieved),
            ),
        )
        for entry, of_class in zip(about.class_table.classes, found.classes)
    )
    notes = [
        "A class is possible from its threshold on; the most probable class always is, which can only raise the coverage.",
        "Coverage achieved: the share of the validation pixels of a class whose set holds it, with thresholds from other blocks.",
        (
            "Neighbouring pixels are not independent, so that the coverage of other blocks varies more than so many pixels suggest, and ground "
            "unlike the validation is covered less."
        ),
    ]
    if not all(of_class.own for of_class in found.classes):
        notes.insert(
            1,
            f"A class with fewer than {whole(LEAST_PIXELS)} validation pixels takes the threshold of the pixels of all classes.",
        )
    return PredictionSetSection(
        found.sentence(), rows, tuple(notes), found.warning([entry.title for entry in about.class_table.classes])
    )
