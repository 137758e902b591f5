"""All that an assessment found, as values, and what has to be said of it: the one source of log, report and table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...rasters.classes.class_table import ClassTable
from ...rasters.labels.reference_samples import POINTS, POLYGONS
from ..accuracy.area_estimation import AreaEstimates, stratified_estimates
from ..accuracy.confidence import Interval, Intervals, block_bootstrap, fewest_blocks
from ..accuracy.confusion_counter import Counts
from ..accuracy.metrics import Scores
from ..core.options import STRATIFIED
from ..core.text import count_of, percent, whole

LEVEL = 0.95
REPEATS = 1000
SEED = 0
_FINE = 1e12
"""Shares of the area become whole numbers of so many parts, for figures that count pixels."""
_SHOWN = 5


@dataclass(frozen=True)
class Assessment:
    """What was found.

    `map_name` and `reference_name` are for people; `kind` is that of the reference, `features` its points or polygons
    (None for a raster), `outside` how many points lie beside the map. `sampling` is one of `choices.SAMPLINGS`. `scores`
    are the figures: of the pixels that were judged, or with `estimates` of the area of the map. `intervals` are those of
    the block bootstrap, None with `estimates` and where blocks are too few. `map_to_ground` tells how many times larger
    areas are on the map than on the ground, None where that is unknown.
    """

    map_name: str
    reference_name: str
    kind: str
    features: int | None
    outside: int
    sampling: str
    asked_block_px: int
    counts: Counts
    scores: Scores
    intervals: Intervals | None
    estimates: AreaEstimates | None
    map_to_ground: float | None

    @property
    def class_table(self) -> ClassTable:
        """Returns the classes of map and reference."""
        return self.counts.class_table

    @property
    def unit(self) -> str:
        """Returns what a sample is called."""
        return "points" if self.kind == POINTS else "pixels"

    @property
    def area_unit(self) -> str:
        """Returns the unit of `map_areas` and `area`."""
        return "pixels" if self.counts.map_areas_m2 is None else "ha"

    @property
    def map_areas(self) -> np.ndarray:
        """Returns the area of each class on the map, float64 (classes,), in hectares or pixels."""
        areas = self.counts.map_areas_m2
        return self.counts.map_pixels.astype(np.float64) if areas is None else areas / 10_000

    @property
    def covered_area(self) -> float:
        """Returns the area, in hectares or pixels, that the estimates are of: that of the classes with a sample."""
        left_out = self.estimates.uncovered if self.estimates else ()
        return float(np.delete(self.map_areas, left_out).sum())

    def interval(self, name: str, index: int | None = None) -> Interval | None:
        """Returns the interval of a figure, by its name in `Scores` or, with an index, in `ClassScores`; None without."""
        if self.estimates is not None:
            one = self.estimates.classes[index] if index is not None else None
            found = (
                {"accuracy": self.estimates.accuracy}
                if one is None
                else {"precision": one.users, "recall": one.producers}
            )
            estimate = found.get(name)
            if estimate is None or estimate.value is None or estimate.half_width is None:
                return None
            return max(0.0, estimate.value - estimate.half_width), min(1.0, estimate.value + estimate.half_width)
        if self.intervals is None:
            return None
        return getattr(self.intervals if index is None else self.intervals.classes[index], name)


def scored(counts: Counts, sampling: str) -> tuple[Scores, Intervals | None, AreaEstimates | None]:
    """Returns the figures of what was counted, with the intervals or the estimates that the sampling allows."""
    scores = Scores.of(counts.confusion)
    if sampling != STRATIFIED:
        return scores, block_bootstrap(counts.block_confusions, counts.block_px, SEED, REPEATS, LEVEL), None
    areas = counts.map_pixels if counts.map_areas_m2 is None else counts.map_areas_m2
    estimates = stratified_estimates(counts.confusion, areas, LEVEL)
    weighted = Scores.of(np.rint(estimates.proportions * _FINE))
    classes = tuple(
        replace(share, pixels=plain.pixels, predicted_pixels=plain.predicted_pixels)
        for share, plain in zip(weighted.classes, scores.classes)
    )
    return replace(weighted, pixels=scores.pixels, classes=classes), None, estimates


def findings(found: Assessment) -> tuple[str, ...]:
    """Returns what the user should not miss, one sentence or two each."""
    said = [*_left_out(found), *_missing_classes(found)]
    said += _sample_doubts(found) if found.estimates else _interval_doubts(found)
    scale = found.map_to_ground
    if scale is not None and abs(scale - 1) > 0.01:
        said.append(
            f"In the map's coordinate system areas are {scale:.3g} times those on the ground. For areas in hectares, "
            "warp the map to a system of equal areas first."
        )
    return tuple(said)


def _left_out(found: Assessment) -> list[str]:
    counts, said = found.counts, []
    if found.outside:
        said.append(
            f"Left out: {whole(found.outside)} of {count_of(found.features, 'point', 'points')} outside the map, or outside "
            "extent and mask."
        )
    if counts.on_nothing:
        total = counts.on_nothing + counts.judged
        said.append(
            f"Left out: {whole(counts.on_nothing)} of {whole(total)} reference {found.unit} where the map has no class."
        )
    return said


def _missing_classes(found: Assessment) -> list[str]:
    counts, said = found.counts, []
    if counts.only_reference:
        rows = [counts.class_table.values.index(value) for value in counts.only_reference]
        samples = int(counts.confusion[rows].sum())
        said.append(
            f"The map lacks {_classes(found, rows)}, which the reference has in {whole(samples)} {found.unit}: none of these "
            "can be right."
        )
    if counts.only_map:
        rows = [counts.class_table.values.index(value) for value in counts.only_map]
        share = counts.map_pixels[rows].sum() / max(counts.map_pixels.sum(), 1)
        said.append(
            f"The reference lacks {_classes(found, rows)} of the map ({percent(float(share))} of its pixels): how much of it "
            "was found cannot be told."
        )
    return said


def _sample_doubts(found: Assessment) -> list[str]:
    estimates, said = found.estimates, []
    if estimates.uncovered:
        area = float(found.map_areas[list(estimates.uncovered)].sum())
        said.append(
            f"No sample lies in {_classes(found, estimates.uncovered)}: {percent(estimates.uncovered_share)} of the map "
            f"({area:,.6g} {found.area_unit}) is not covered, and the estimates are of the rest."
        )
    if estimates.single:
        said.append(
            f"Only one sample lies in {_classes(found, estimates.single)}: it tells nothing of the spread, so the standard "
            "errors that depend on it cannot be estimated. Take at least two samples per class, better fifty."
        )
    if found.kind != POINTS and (found.kind != POLYGONS or found.counts.judged > found.features):
        what = f"in {count_of(found.features, 'polygon', 'polygons')}" if found.kind == POLYGONS else "of a raster"
        said.append(
            f"Each of the {whole(found.counts.judged)} reference pixels {what} counts as a sample drawn by itself. Neighbouring "
            "pixels are no such samples: if they come in patches, the standard errors are too small."
        )
    return said


def _interval_doubts(found: Assessment) -> list[str]:
    counts, said = found.counts, []
    if counts.block_px != found.asked_block_px:
        said.append(
            f"Blocks of {found.asked_block_px} pixels would need too much memory with {len(counts.class_table)} classes; "
            f"blocks of {counts.block_px} pixels are used."
        )
    if found.intervals is None:
        blocks = len(counts.block_confusions)
        said.append(
            f"There are no confidence intervals: the reference lies in {count_of(blocks, 'block', 'blocks')} of "
            f"{counts.block_px} × {counts.block_px} pixels, and at least {fewest_blocks(LEVEL)} are needed. Judge by more "
            "places, or choose a smaller BLOCK_SIZE."
        )
    return said


def _classes(found: Assessment, positions: tuple[int, ...] | list[int]) -> str:
    """Returns classes by position as words: class 4 (lake), classes 4 (lake), 7 (road)."""
    entries = [found.class_table.classes[position] for position in positions]
    named = [entry.title for entry in entries[:_SHOWN]]
    more = f" and {len(entries) - _SHOWN} more" if len(entries) > _SHOWN else ""
    return f"{'class' if len(entries) == 1 else 'classes'} {', '.join(named)}{more}"
