"""Plans a sample: the strata, how many points there are in all, and how many of them each stratum gets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...rasters.core.errors import SettingsError
from ...rasters.core.number_text import count_of, first_of, percent, whole
from ...rasters.core.progress import Reporter
from ..accuracy.confusion_counter import Counts
from ..accuracy.sample_size import (
    LEAST,
    equal_allocation,
    floor_allocation,
    limited_allocation,
    simple_size,
    stratified_error,
    stratified_size,
)
from ..core.options import EQUAL, FLOOR, STRATIFIED
from .population import ALL
from .request import MOST_POINTS, DrawRequest

_MOST_LINES, _MOST_SMALL = 40, 8
_FAR_ABOVE = 1.25
"""A standard error this many times the one asked for is warned of."""


@dataclass(frozen=True)
class PlannedStratum:
    """A stratum: its class value (`ALL` for all pixels), its name, its size, its share of the ground, and how many points it gets."""

    key: int | None
    name: str
    pixels: int
    share: float
    area_ha: float | None
    points: int

    @property
    def value(self) -> int:
        """Returns the value by which the points name the stratum, 0 for that of all pixels."""
        return 0 if self.key is ALL else self.key

    @property
    def title(self) -> str:
        """Returns the stratum for a sentence."""
        if self.key is ALL:
            return "the sampled area"
        return f"class {self.key}" if self.name == str(self.key) else f"class {self.key} ({self.name})"


def planned_strata(request: DrawRequest, counts: Counts, reporter: Reporter) -> tuple[PlannedStratum, ...]:
    """Returns the strata with their points; logs the size and what it follows from.

    Warns of strata with fewer pixels than points. Raises SettingsError where the size cannot be met.
    """
    sizes = counts.map_pixels if counts.map_areas_m2 is None else counts.map_areas_m2
    shares = sizes / sizes.sum()
    accuracies = _accuracies(request, counts)
    total = _total(request, counts, shares, accuracies, reporter)
    areas = [None] * len(shares) if counts.map_areas_m2 is None else (counts.map_areas_m2 / 10_000).tolist()
    if request.design != STRATIFIED:
        pixels, area = int(counts.map_pixels.sum()), None if None in areas else sum(areas)
        return (_limited(PlannedStratum(ALL, "all classes", pixels, 1.0, area, total), reporter),)
    allocated = _allocated(request, total, counts.map_pixels, shares, reporter)
    strata = tuple(
        PlannedStratum(entry.value, entry.name, int(pixels), float(share), area, int(points))
        for entry, pixels, share, area, points in zip(
            counts.class_table.classes, counts.map_pixels, shares, areas, allocated
        )
    )
    for stratum in strata[:_MOST_LINES]:
        size = count_of(stratum.points, "point", "points")
        reporter.info(f"{percent(stratum.share)} of the area, {size}: {stratum.title}.")
    _report_small(strata, total, reporter)
    _report_error(request, stratified_error(shares, accuracies, allocated, counts.map_pixels), reporter)
    return strata


def _accuracies(request: DrawRequest, counts: Counts) -> np.ndarray:
    """Returns the expected user's accuracies, float64 (classes,).

    Raises SettingsError for a class that is not there.
    """
    table = counts.class_table
    accuracies = np.full(len(table), request.expected_accuracy)
    for key, accuracy in request.class_accuracies:
        found = [
            index
            for index, entry in enumerate(table.classes)
            if key == str(entry.value) or key.casefold() == entry.name.strip().casefold()
        ]
        if not found:
            there = first_of(entry.title for entry in table.classes)
            raise SettingsError(f"An accuracy is expected of class {key}, which no pixel has. Classes: {there}.")
        accuracies[found] = accuracy
    return accuracies


def _total(request: DrawRequest, counts: Counts, shares: np.ndarray, accuracies: np.ndarray, reporter: Reporter) -> int:
    """Returns the number of points."""
    least = LEAST * (len(shares) if request.design == STRATIFIED else 1)
    pixels = int(counts.map_pixels.sum())
    if request.size is not None:
        if request.size < least:
            strata = count_of(len(shares), "class", "classes") if request.design == STRATIFIED else "an estimate"
            raise SettingsError(
                f"The number of points is {request.size}. With {strata} it takes at least {least}: a single point has no variance."
            )
        return request.size
    if request.design == STRATIFIED:
        needed, source = (
            stratified_size(shares, accuracies, request.standard_error, pixels),
            "Olofsson et al. 2014, equation 13",
        )
    else:
        expected = float((shares * accuracies).sum())
        needed, source = simple_size(expected, request.standard_error, pixels), "Cochran 1977"
    error = percent(request.standard_error, 2)
    if needed > MOST_POINTS:
        raise SettingsError(
            f"A standard error of {error} takes {whole(needed)} points, and {whole(MOST_POINTS)} are possible. Choose a larger one."
        )
    total = max(needed, least)
    reporter.info(f"{whole(total)} points, for a standard error of the overall accuracy of {error} ({source}).")
    return total


def _allocated(
    request: DrawRequest, total: int, pixels: np.ndarray, shares: np.ndarray, reporter: Reporter
) -> np.ndarray:
    """Returns the points per class, int64 (classes,): of no class more than its `pixels`."""
    if request.allocation == EQUAL:
        return limited_allocation(total, pixels, lambda left, which: equal_allocation(left, int(which.sum())))
    floor = request.floor if request.allocation == FLOOR else LEAST
    if floor * len(shares) > total:
        classes = count_of(len(shares), "class", "classes")
        if request.size is None:
            raised = floor * len(shares)
            if raised > MOST_POINTS:
                raise SettingsError(
                    f"{whole(floor)} points in each of {classes} are {whole(raised)}, and {whole(MOST_POINTS)} are possible. Choose a smaller "
                    "least number of points per class."
                )
            reporter.warning(
                f"{whole(floor)} points in each of {classes} are {whole(raised)}, more than the {whole(total)} that the "
                f"standard error takes: {whole(raised)} points are drawn."
            )
            total = raised
        else:
            lowered = max(LEAST, total // len(shares))
            (reporter.warning if len(shares) > 1 else reporter.info)(
                f"{whole(floor)} points in each of {classes} are more than the {whole(total)} asked for: each class gets "
                f"at least {whole(lowered)}."
            )
            floor = lowered
    return limited_allocation(total, pixels, lambda left, which: floor_allocation(left, shares[which], floor))


def _report_small(strata: tuple[PlannedStratum, ...], total: int, reporter: Reporter) -> None:
    """Warns of classes with so few pixels that all are drawn, and of points that no class has pixels for."""
    small = [f"{stratum.title}: {whole(stratum.pixels)}" for stratum in strata if stratum.points == stratum.pixels]
    if small:
        more = f"; and {len(small) - _MOST_SMALL} more classes" if len(small) > _MOST_SMALL else ""
        reporter.warning(
            f"All pixels of some classes are drawn, as they have no more than the points that they should get "
            f"({'; '.join(small[:_MOST_SMALL])}{more})."
        )
    drawn = sum(stratum.points for stratum in strata)
    if drawn < total:
        reporter.warning(f"{whole(drawn)} points are drawn in place of {whole(total)}: the map has no more pixels.")


def _report_error(request: DrawRequest, error: float, reporter: Reporter) -> None:
    """Logs the standard error that the allocation lets expect; warns where it is clearly above the one asked for."""
    expected = f"Expected standard error of the overall accuracy with this allocation: {percent(error, 2)}"
    if request.size is None and error > _FAR_ABOVE * request.standard_error:
        reporter.warning(
            f"{expected}, above the {percent(request.standard_error, 2)} asked for: large classes get few points. Choose another allocation, or "
            "give the number of points."
        )
    else:
        reporter.info(f"{expected}.")


def _limited(stratum: PlannedStratum, reporter: Reporter) -> PlannedStratum:
    """Returns the stratum with no more points than it has pixels."""
    if stratum.points <= stratum.pixels:
        return stratum
    reporter.warning(
        f"{stratum.title[0].upper()}{stratum.title[1:]} has {count_of(stratum.pixels, 'pixel', 'pixels')}, fewer than the "
        f"{whole(stratum.points)} points it should get: all of them are drawn."
    )
    return replace(stratum, points=stratum.pixels)
