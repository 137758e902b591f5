"""The section on distances of a training report: how far the scenes and the validation lie from the labels that train.

A network is most accurate close to its training labels. Validation that lies closer to them than the map does is too easy, and its
figures do not stand for the map. Sources: Milà, Mateu, Pebesma and Meyer 2022, "Nearest neighbour distance matching leave-one-out
cross-validation for map validation"; Meyer and Pebesma 2022, "Machine learning-based global maps of ecological variables and the
challenge of assessing them", whose package CAST draws this chart (geodist).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...rasters.core.number_text import count_of, percent
from ..core.text import number
from . import charts

SHARES = tuple(number / 100 for number in range(101))
"""The shares at which distances are known, from the nearest place to the farthest."""
_MOST = 95
"""In percent: as far as so much of the validation lies, the validation stands for the scene."""
_EASIER_BEYOND = 0.2
_HARDER_TIMES = 2.0


@dataclass(frozen=True)
class SplitDistances:
    """Distances in metres on the ground to the nearest label that trains, at `SHARES` of places: quantiles in rising order.

    `scene_m` are those of places spread over the scenes, `validation_m` those of labels that validate. `reason` states why
    there are none; both are empty then. `left_out` counts scenes that are not among them, as nobody knows where they lie.
    """

    scene_m: tuple[float, ...] = ()
    validation_m: tuple[float, ...] = ()
    reason: str = ""
    scenes: int = 1
    left_out: int = 0

    @property
    def beyond(self) -> float:
        """Returns the share of the scenes, 0 to 1, that lies farther from training labels than nearly all of the validation."""
        reach = self.validation_m[_MOST]
        return sum(distance > reach for distance in self.scene_m) / len(self.scene_m)


@dataclass(frozen=True)
class DistanceSection:
    """The chart (SVG, empty where there is none) and the sentences below it."""

    chart: str
    sentences: tuple[str, ...]


def distance_section(distances: SplitDistances | None, final_training: bool = False) -> DistanceSection | None:
    """Returns the section, None without validation. `final_training` is whether labels that validate have trained after that."""
    if distances is None:
        return None
    if distances.reason:
        reason = f"Whether the validation lies as far from the training labels as the map does is not known: {distances.reason}."
        return DistanceSection("", (reason,))
    scenes = "the scene" if distances.scenes == 1 else "the scenes"
    halves = (
        f"Half of {scenes} lies within {_metres(distances.scene_m[50])} of a label that trains, half of the validation within "
        f"{_metres(distances.validation_m[50])}."
    )
    about = f"Places are spread evenly over {scenes}, NoData included; any other scene lies farther away."
    if distances.left_out:
        about += f" Without {count_of(distances.left_out, 'scene', 'scenes')} that has no place on the ground."
    if final_training:
        about += " Distances are those of the validated run; in the final training on all labels, labels that validated train too."
    names = (scenes, "validation")
    chart = charts.distance_chart(SHARES, dict(zip(names, (distances.scene_m, distances.validation_m))))
    return DistanceSection(chart, (f"{halves} {_verdict(distances, scenes)}", about))


def _verdict(distances: SplitDistances, scenes: str) -> str:
    """Returns what the distances mean for the figures of the validation."""
    beyond, reach = distances.beyond, _metres(distances.validation_m[_MOST])
    if beyond > _EASIER_BEYOND:
        return (
            f"The validation is easier than the map: {percent(beyond, 0)} of {scenes} lies farther from training labels than {reach}, as only "
            f"{100 - _MOST} % of the validation does. Expect lower accuracy there, and label places there to know it."
        )
    if distances.validation_m[50] > _HARDER_TIMES * distances.scene_m[50]:
        return f"The validation is harder than the map, as it lies farther from training labels than most of {scenes}: its figures are cautious."
    return f"The validation stands for the map as far as distance goes: {percent(1 - beyond, 0)} of {scenes} lies no farther than {reach}."


def _metres(distance: float) -> str:
    """Returns a distance in words."""
    return f"{number(distance / 1000, 3)}\u00a0km" if distance >= 1000 else f"{number(distance, 3)}\u00a0m"


def quantile_places(sorted_values: Sequence[float]) -> tuple[float, ...]:
    """Returns the values at `SHARES`, of values in rising order."""
    last = len(sorted_values) - 1
    return tuple(float(sorted_values[round(share * last)]) for share in SHARES)
