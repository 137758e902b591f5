"""Assesses a class raster by reference data: points, polygons or another raster. Needs no PyTorch.

The map is read once, strip by strip, so memory does not grow with its height. In the same pass its own pixels are counted, from which area
estimates take the sizes of the strata.
"""

from __future__ import annotations

import math
import os
from contextlib import ExitStack
from dataclasses import dataclass, replace

from ...rasters.classes.class_raster import ClassRaster
from ...rasters.classes.class_styles import ClassStyle
from ...rasters.classes.class_table import RGB
from ...rasters.core.errors import LabelError, SettingsError
from ...rasters.core.grid import Extent, Window, chosen_window
from ...rasters.core.number_text import count_of, whole
from ...rasters.core.pixel_area import map_to_ground_area, pixel_areas, row_areas_m2
from ...rasters.core.progress import Reporter, StepReporter, stop_if_cancelled
from ...rasters.labels.mask_polygons import MaskPolygons
from ...rasters.labels.rasterize import PolygonMask
from ...rasters.labels.reference_samples import POINTS, Reference, open_reference
from ...rasters.labels.sources import RasterLabels, VectorLabels
from ...rasters.outputs.atomic_file import write_texts
from ...rasters.outputs.checks import check_files, is_same_file
from ...rasters.reading.dataset import RasterDataset
from ...rasters.reading.layer_settings import FROM_FILE, LayerSettings
from ..accuracy.confusion_counter import ConfusionCounter, Counts
from ..accuracy.design_estimation import covered_share
from ..core.options import SAMPLINGS, STRATIFIED
from ..reports.page import check_jinja2
from .report import assessment_html
from .result import SEED, Assessment, scored, warnings_of
from .strata import StrataCounter
from .tables import assessment_csv, log_lines

_BLOCKS = 100
"""About the number of blocks of the map for confidence intervals, unless their size is given."""
_MOST_BLOCKS = 250_000
_OPEN_SHARE, _COUNT_SHARE = 0.1, 0.95


@dataclass(frozen=True)
class AssessRequest:
    """One assessment.

    `raster` is the map, `raster_settings` count in place of the values of its file; `styles` name and colour its
    classes in preference to the raster's own categories. `reference` is the reference data; texts of its class field
    are matched to the map's class names. `ignore_class` is the unlabelled value of a reference raster, None where every
    value is a class. Only pixels in `extent_map` (in the map's CRS) and in the polygons of `mask` are assessed and
    counted. `sampling` is one of `options.SAMPLINGS` and gives way to the design of points that carry one;
    `block_size_px` the side of the blocks for intervals, None for a tenth of the map. `report` and `table` are paths of
    the HTML and CSV files to write. `map_name` and `reference_name` are the names of the two in the report, their paths where empty.
    """

    raster: str
    reference: VectorLabels | RasterLabels
    ignore_class: int | None = 0
    extent_map: Extent | None = None
    mask: MaskPolygons | None = None
    sampling: str = "none"
    block_size_px: int | None = None
    report: str | None = None
    table: str | None = None
    styles: tuple[ClassStyle, ...] = ()
    map_name: str = ""
    reference_name: str = ""
    raster_settings: LayerSettings = FROM_FILE


@dataclass(frozen=True)
class AssessResult:
    """The main figures, 0 to 1 (None where undefined), the number of assessed samples, and the files written."""

    accuracy: float | None
    kappa: float | None
    mean_iou: float | None
    pixels: int
    report: str | None
    table: str | None


def assess(request: AssessRequest, reporter: Reporter) -> AssessResult:
    """Compares a map with a reference, logs the figures, and writes report and table; neither is left half written.

    Raises SettingsError, RasterError, LabelError, OutputError, Cancelled.
    """
    _check_settings(request)
    raster = RasterDataset(request.raster, settings=request.raster_settings)
    other = request.reference.opened() if isinstance(request.reference, RasterLabels) else None
    _check_outputs(request, raster, *([] if other is None else [other]))
    found = compare(request, raster, reporter, other)
    for sentence in warnings_of(found):
        reporter.warning(sentence)
    for line in log_lines(found):
        reporter.info(line)
    texts = {}
    if request.report:
        texts[request.report] = assessment_html(found, _facts(request, found))
    if request.table:
        texts[request.table] = assessment_csv(found)
    stop_if_cancelled(reporter)
    write_texts(texts)
    reporter.progress(1.0)
    scores = found.scores
    return AssessResult(
        scores.accuracy, scores.kappa, scores.mean_iou, scores.pixels, request.report or None, request.table or None
    )


def compare(
    request: AssessRequest, raster: RasterDataset, reporter: Reporter, reference_raster: RasterDataset | None = None
) -> Assessment:
    """Returns the comparison of the map, `raster`, and its reference, a raster of which may be open already; writes nothing.

    Raises what `assess` raises but OutputError.
    """
    with ExitStack() as stack:
        classes = stack.enter_context(ClassRaster(raster, request.styles))
        classes.report(reporter)
        window = chosen_window(classes.grid, request.extent_map, request.raster, reporter.info, reporter.warning)
        block_px = _block_px(request.block_size_px, window)
        opening = StepReporter(reporter, 0, _OPEN_SHARE)
        reference = open_reference(
            request.reference,
            classes.grid,
            classes.names,
            request.ignore_class,
            opening,
            window,
            reference_raster,
            classes.shared_names,
        )
        stack.callback(reference.close)
        if reference.design is not None:
            reporter.info(
                f"The points carry the design by which they were drawn ({count_of(len(reference.design.strata), 'stratum', 'strata')}, "
                f"{count_of(reference.design.points, 'point', 'points')}): it is used, in place of SAMPLING = {request.sampling}."
            )
        mask = PolygonMask(request.mask, classes.grid, opening) if request.mask else None
        counter = ConfusionCounter(
            f"The class raster {request.raster}", f"The reference {request.reference.path}", window.width, block_px
        )
        strata = None if reference.design is None else StrataCounter()
        _count(counter, strata, classes, window, reference, mask, StepReporter(reporter, _OPEN_SHARE, _COUNT_SHARE))
        reference.report(reporter)
        has_areas = row_areas_m2(classes.grid) is not None
        counts = counter.counts(_styles(classes, reference, counter), has_areas)
        _check_counts(counts, counter, classes, request, reference)
    strata_counts = None if strata is None else strata.counts(reference.design, counts.class_table)
    scores, intervals, estimates = scored(counts, request.sampling, strata_counts)
    seen = counts.evaluated + counts.on_nodata
    return Assessment(
        map_name=request.map_name or os.path.basename(request.raster) or request.raster,
        reference_name=request.reference_name or os.path.basename(request.reference.path),
        kind=reference.kind,
        features=reference.count,
        outside=reference.count - seen if reference.kind == POINTS else 0,
        sampling=request.sampling,
        asked_block_px=block_px,
        counts=counts,
        scores=scores,
        intervals=intervals,
        estimates=estimates,
        map_to_ground=map_to_ground_area(classes.grid),
        design=reference.design,
        covered_share=None if strata_counts is None else covered_share(strata_counts),
    )


def _styles(classes: ClassRaster, reference: Reference, counter: ConfusionCounter) -> dict[int, tuple[str, RGB]]:
    """Returns names and colours by value: the map's, and the reference's where the map has no name or no such class."""
    styles = dict(classes.styles)
    for value, (name, color) in reference.styles.items():
        own_name, own_color = styles.get(value, (str(value), color))
        if own_name == str(value):
            styles[value] = (name, own_color if value in counter.map_values else color)
    return styles


def _count(
    counter: ConfusionCounter,
    strata: StrataCounter | None,
    classes: ClassRaster,
    window: Window,
    reference: Reference,
    mask: PolygonMask | None,
    reporter: Reporter,
) -> None:
    """Counts all strips of the window."""
    areas = pixel_areas(classes.grid)
    for strip in classes.strips(window, reporter):
        rows = strip.window
        valid = strip.valid
        positions, values = reference.samples(rows)
        inside = None if mask is None else mask.read(rows)
        if inside is not None:
            valid = valid & inside
        if strata is not None:
            strata.add(strip.values, valid, positions, values, reference.strata(rows))
        if inside is not None:
            wanted = inside.ravel()[positions]
            positions, values = positions[wanted], values[wanted]
        counter.add_strip(replace(strip, valid=valid), areas)
        counter.add_samples(rows.y - window.y, strip.values, valid, positions, values)


def _check_settings(request: AssessRequest) -> None:
    """Raises SettingsError for settings that cannot give a result."""
    if request.sampling not in SAMPLINGS:
        raise SettingsError(f"The sampling is {request.sampling!r}. Choose one of: {', '.join(SAMPLINGS)}.")
    reference = request.reference
    if isinstance(reference, VectorLabels) and not reference.class_field:
        raise SettingsError(
            f"No class field of the reference {reference.path} is given. Choose the field that holds the true class."
        )
    if is_same_file(reference.path, request.raster):
        raise SettingsError(
            f"The map {request.raster} is its own reference. Choose a reference that was made independently of it."
        )


def _check_outputs(request: AssessRequest, *rasters: RasterDataset) -> None:
    """Raises OutputError where report or table cannot be written, or would overwrite an input."""
    if request.report:
        check_jinja2()
    inputs = [request.raster, request.reference.path, *([request.mask.path] if request.mask else [])]
    inputs += [path for each in rasters for path in each.source_files]
    check_files([path for path in (request.report, request.table) if path], inputs)


def _block_px(asked: int | None, window: Window) -> int:
    """Returns the side of the blocks in pixels, at most that of the map. Raises SettingsError where there would be too many."""
    if asked is None:
        return max(1, math.ceil(math.sqrt(window.pixels / _BLOCKS)))
    if asked < 1:
        raise SettingsError(f"The block size is {asked} pixels. Choose 1 or more, or leave it empty.")
    if math.ceil(window.width / asked) * math.ceil(window.height / asked) > _MOST_BLOCKS:
        least = math.ceil(math.sqrt(window.pixels / _MOST_BLOCKS)) + 1
        raise SettingsError(
            f"Blocks of {asked} pixels would be more than {whole(_MOST_BLOCKS)} in a map of {window.width} × {window.height} "
            f"pixels. Choose a block size of at least {least}, or leave it empty."
        )
    return min(asked, max(window.width, window.height))


def _check_counts(
    counts: Counts, counter: ConfusionCounter, classes: ClassRaster, request: AssessRequest, reference: Reference
) -> None:
    """Raises LabelError where the map has no class, or no reference lies on it."""
    limited = request.extent_map is not None or request.mask is not None
    part = "inside extent and mask" if limited else "inside it"
    if counter.map_pixels == 0:
        nodata = "" if classes.nodata is None else f" ({classes.nodata:g})"
        raise LabelError(
            f"The class raster {request.raster} has no class {part}: all is NoData{nodata}. Choose another raster or part."
        )
    if counts.evaluated:
        return
    if counts.on_nodata:
        raise LabelError(
            f"All {counts.on_nodata} pixels of the reference {request.reference.path} lie where the class raster "
            f"{request.raster} is NoData. Choose a reference for the classified area."
        )
    if reference.kind == POINTS:
        what = f"none of its {reference.count} points lies in a pixel {part if limited else 'of the map'}"
    else:
        what = f"it has no labelled pixel {part if limited else 'of the map'}, or only areas smaller than a pixel"
    raise LabelError(
        f"The map cannot be assessed by the reference {request.reference.path}: {what}. Choose a reference that overlaps it."
    )


def _facts(request: AssessRequest, found: Assessment) -> tuple[tuple[str, str], ...]:
    """Returns the settings that repeat the assessment, as names and values for the report."""
    facts = [("Class raster", request.raster), ("Reference", request.reference_name or request.reference.path)]
    if isinstance(request.reference, VectorLabels):
        facts.append(("Class field", request.reference.class_field or ""))
    else:
        ignored = "none" if request.ignore_class is None else str(request.ignore_class)
        facts.append(("Unlabelled value", ignored))
    if request.extent_map:
        xmin, ymin, xmax, ymax = request.extent_map
        in_order = ", ".join(f"{part:.10g}" for part in (xmin, xmax, ymin, ymax))
        facts.append(("Extent", f"{in_order} (xmin, xmax, ymin, ymax)"))
    if request.mask:
        facts.append(("Mask", "given"))
    if found.design is not None:
        return (*facts, ("Sampling", f"the design that the points carry, of {len(found.design.strata)} strata"))
    if request.sampling == STRATIFIED:
        return (*facts, ("Sampling", "random, stratified by the map’s classes"))
    block_px = found.counts.block_px
    return (
        *facts,
        ("Sampling", "none: not a random sample"),
        ("Block size", f"{block_px} pixels"),
        ("Seed", str(SEED)),
    )
