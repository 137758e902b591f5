"""The section on confidence of a training report: the reliability diagram, and what the calibration does in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ..accuracy.calibration import Calibration
from ..core.description import ModelDescription
from . import charts


@dataclass(frozen=True)
class CalibrationSection:
    """The reliability diagram (SVG) and the sentence below it."""

    diagram: str
    sentence: str


def calibration_section(about: ModelDescription) -> CalibrationSection | None:
    """Returns the section, None for models without a calibration."""
    found = Calibration.of_model(about.calibration)
    return None if found is None else CalibrationSection(charts.reliability_chart(found), found.sentence())
