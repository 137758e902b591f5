"""The result of an assessment as values, and the warnings about it: the one source of log, report and table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...rasters.classes.class_table import ClassTable
from ...rasters.core.number_text import count_of, percent, whole
from ...rasters.core.pixel_area import EQUAL_AREA_TOLERANCE
from ...rasters.core.sample_design import SampleDesign
from ...rasters.labels.reference_samples import POINTS, POLYGONS
from ..accuracy.area_estimation import AreaEstimates, stratified_estimates
from ..accuracy.confidence import LEVEL, Interval, Intervals, block_bootstrap, fewest_blocks
from ..accuracy.confusion_counter import Counts
from ..accuracy.design_estimation import StrataCounts, design_estimates
from ..accuracy.metrics import Scores
from ..core.options import STRATIFIED
from ..core.text import number

REPEATS = 1000
SEED = 0
_MOST_NAMED = 5
_WHOLE_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Assessment:
    """The result of an assessment.

    `map_name` and `reference_name` are for people; `kind` is that of the reference, `features` its points or polygons
    (None for a raster), `outside` the number of points outside the map. `sampling` is one of `options.SAMPLINGS`. `scores`
    are the figures of the assessed pixels, or with `estimates` of the area of the map. `intervals` are those of
    the block bootstrap, None with `estimates` and where blocks are too few. `map_to_ground` is the ratio of areas on the map
    to those on the ground, None where it is unknown. `design` is that of points which carry one, and `covered_share` the share
    of its ground, 0 to 1, that the estimates are of.
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
    design: SampleDesign | None = None
    covered_share: float | None = None

    @property
    def class_table(self) -> ClassTable:
        """Returns the classes of map and reference."""
        return self.counts.class_table

    @property
    def unit(self) -> str:
        """Returns the plural noun of a sample: points or pixels."""
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
        """Returns the area, in hectares or pixels, which the estimates refer to.

        It is that of the classes with a sample, or the part of a design's ground that the map covers.
        """
        if self.design is not None:
            return (self.design_area or 0.0) * (self.covered_share or 0.0)
        left_out = self.estimates.uncovered if self.estimates else ()
        return float(np.delete(self.map_areas, left_out).sum())

    @property
    def design_area(self) -> float | None:
        """Returns the area of the ground that a design's points were drawn from, in hectares or pixels; None without a design."""
        if self.design is None:
            return None
        if self.area_unit == "pixels":
            return float(self.design.pixels)
        area_ha = self.design.area_ha
        return float(self.map_areas.sum()) * self.design.share if area_ha is None else area_ha

    def area_interval(self, index: int) -> Interval | None:
        """Returns the interval of a class's estimated area, in hectares or pixels; None without a standard error.

        It ends at nothing, and at the area of the map that the estimates refer to, or of a design's ground.
        """
        share, covered = self.estimates.classes[index].share, self.covered_area
        if share.half_width is None:
            return None
        most = covered if self.design_area is None else self.design_area
        return max(0.0, share.value - share.half_width) * covered, min((share.value + share.half_width) * covered, most)

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
        return self.intervals.of(name, index) if self.intervals else None


def scored(
    counts: Counts, sampling: str, strata: StrataCounts | None = None
) -> tuple[Scores, Intervals | None, AreaEstimates | None]:
    """Returns the figures of the counts, with the intervals or the estimates that the sampling allows.

    `strata` are the points by stratum where they carry their design, which comes before `sampling`.
    """
    if strata is not None:
        estimates = design_estimates(strata, LEVEL)
        return Scores.of(estimates.proportions, counts.confusion), None, estimates
    if sampling != STRATIFIED:
        return (
            Scores.of(counts.confusion),
            block_bootstrap(counts.block_confusions, counts.block_px, SEED, REPEATS, LEVEL),
            None,
        )
    areas = counts.map_pixels if counts.map_areas_m2 is None else counts.map_areas_m2
    estimates = stratified_estimates(counts.confusion, areas, LEVEL)
    return Scores.of(estimates.proportions, counts.confusion), None, estimates


def warnings_of(found: Assessment) -> tuple[str, ...]:
    """Returns the warnings for the user, one or two sentences each."""
    warnings = [*_left_out(found), *_missing_classes(found)]
    if found.design is not None:
        warnings += _design_doubts(found, found.design)
    else:
        warnings += _sample_doubts(found) if found.estimates else _interval_doubts(found)
    warnings += _hidden_omissions(found)
    scale = found.map_to_ground
    if scale is not None and abs(scale - 1) > EQUAL_AREA_TOLERANCE:
        warnings.append(
            f"In the map's CRS areas are {scale:.3g} times those on the ground. Hectares are those on the ground."
        )
    return tuple(warnings)


def _left_out(found: Assessment) -> list[str]:
    counts, warnings = found.counts, []
    if found.outside:
        warnings.append(
            f"Left out: {whole(found.outside)} of {count_of(found.features, 'point', 'points')} outside the map, or outside "
            "extent and mask."
        )
    if counts.on_nodata:
        total = counts.on_nodata + counts.evaluated
        warnings.append(
            f"Left out: {whole(counts.on_nodata)} of {whole(total)} reference {found.unit} where the map is NoData."
        )
    return warnings


def _missing_classes(found: Assessment) -> list[str]:
    counts, warnings = found.counts, []
    if counts.only_reference:
        rows = [counts.class_table.values.index(value) for value in counts.only_reference]
        samples = int(counts.confusion[rows].sum())
        warnings.append(
            f"The map lacks {_classes(found, rows)}, which the reference has in {whole(samples)} {found.unit}: all of these "
            "are errors."
        )
    if counts.only_map:
        rows = [counts.class_table.values.index(value) for value in counts.only_map]
        share = counts.map_pixels[rows].sum() / max(counts.map_pixels.sum(), 1)
        warnings.append(
            f"The reference lacks {_classes(found, rows)} of the map ({percent(float(share))} of its pixels): their "
            "recall is unknown."
        )
    return warnings


def _sample_doubts(found: Assessment) -> list[str]:
    estimates, warnings = found.estimates, []
    if estimates.uncovered:
        area = float(found.map_areas[list(estimates.uncovered)].sum())
        warnings.append(
            f"No sample lies in {_classes(found, estimates.uncovered)}: {percent(estimates.uncovered_share)} of the map "
            f"({number(area, 6)} {found.area_unit}) is not covered, and the estimates are of the rest."
        )
    if estimates.single:
        warnings.append(
            f"Only one sample lies in {_classes(found, estimates.single)}: one sample has no variance, so the standard "
            "errors that depend on it cannot be estimated. Take at least two samples per class, better fifty."
        )
    if found.kind != POINTS and (found.kind != POLYGONS or found.counts.evaluated > found.features):
        what = f"in {count_of(found.features, 'polygon', 'polygons')}" if found.kind == POLYGONS else "of a raster"
        warnings.append(
            f"Each of the {whole(found.counts.evaluated)} reference pixels {what} counts as an independent sample. Neighbouring "
            "pixels are correlated: if they come in patches, the standard errors are too small."
        )
    return warnings


def _design_doubts(found: Assessment, design: SampleDesign) -> list[str]:
    estimates, warnings = found.estimates, []
    if design.share < 1 - _WHOLE_TOLERANCE:
        warnings.append(
            f"The points in the layer stand for {percent(design.share)} of the ground from which the sample was drawn: those of "
            "other strata are missing. The estimates are of that part."
        )
    if design.interpreted < design.points:
        warnings.append(
            f"{whole(design.points - design.interpreted)} of {whole(design.points)} drawn points have no reference, or are not in the "
            "layer. Each stratum is estimated from its other points, as if those were a random part of it."
        )
    if estimates.uncovered:
        warnings.append(
            f"No point of {_strata(design, estimates.uncovered)} has a reference: {percent(estimates.uncovered_share)} of the sampled "
            "ground is not covered, and the estimates are of the rest."
        )
    if estimates.single:
        warnings.append(
            f"Only one point of {_strata(design, estimates.single)} has a reference: one point has no variance, so the standard "
            "errors that depend on it cannot be estimated."
        )
    sampled, mapped = found.design_area or 0.0, float(found.map_areas.sum())
    if abs(sampled - mapped) > EQUAL_AREA_TOLERANCE * mapped:
        warnings.append(
            f"The points were drawn from {number(sampled, 6)} {found.area_unit}, and the map, or its assessed part, has {number(mapped, 6)}. The "
            f"estimates are of what both cover, about {number(found.covered_area, 6)} {found.area_unit}."
        )
    return warnings


def _hidden_omissions(found: Assessment) -> list[str]:
    """Returns a warning of the classes of which the map can omit more than their intervals have room for."""
    doubtful = []
    for index, one in enumerate(found.estimates.classes if found.estimates else ()):
        half, omission = one.share.half_width, one.omission
        if half is None or omission is None:
            continue
        shown = one.share.value - float(found.estimates.proportions[index, index])
        if omission.at_most > shown + half:
            area = f"{number(omission.at_most * found.covered_area)} {found.area_unit}"
            shown_by = f"{'one' if omission.points else 'no'} {found.unit[:-1]} shows any"
            doubtful.append(f"{_classes(found, [index])}: up to {area}, {shown_by}")
    if not doubtful:
        return []
    more = f"; and {len(doubtful) - _MOST_NAMED} more classes" if len(doubtful) > _MOST_NAMED else ""
    sentence = (
        f"The intervals of some areas and recalls are too narrow, as hardly any of the {found.unit} lie where the map omits the class. What it "
        f"can omit, with {percent(LEVEL, 0)} confidence: {'; '.join(doubtful[:_MOST_NAMED])}{more}. More {found.unit} where the map has other "
        "classes narrow that."
    )
    return [sentence]


def _strata(design: SampleDesign, positions: tuple[int, ...]) -> str:
    """Returns strata by position as text: stratum 4, strata 4, 7."""
    named = ", ".join(str(design.strata[position].value) for position in positions[:_MOST_NAMED])
    more = f" and {len(positions) - _MOST_NAMED} more" if len(positions) > _MOST_NAMED else ""
    return f"{'stratum' if len(positions) == 1 else 'strata'} {named}{more}"


def _interval_doubts(found: Assessment) -> list[str]:
    counts, warnings = found.counts, []
    if counts.block_px != found.asked_block_px:
        warnings.append(
            f"Blocks of {found.asked_block_px} pixels would need too much memory with {len(counts.class_table)} classes; "
            f"blocks of {counts.block_px} pixels are used."
        )
    if found.intervals is None:
        blocks = len(counts.block_confusions)
        warnings.append(
            f"There are no confidence intervals: the reference lies in {count_of(blocks, 'block', 'blocks')} of "
            f"{counts.block_px} × {counts.block_px} pixels, and at least {fewest_blocks(LEVEL)} are needed. Use reference data "
            "from more places, or choose a smaller BLOCK_SIZE."
        )
    return warnings


def _classes(found: Assessment, positions: tuple[int, ...] | list[int]) -> str:
    """Returns classes by position as text: class 4 (lake), classes 4 (lake), 7 (road)."""
    entries = [found.class_table.classes[position] for position in positions]
    named = [entry.title for entry in entries[:_MOST_NAMED]]
    more = f" and {len(entries) - _MOST_NAMED} more" if len(entries) > _MOST_NAMED else ""
    return f"{'class' if len(entries) == 1 else 'classes'} {', '.join(named)}{more}"
