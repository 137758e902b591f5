"""Draws an assessment sample from a class raster or polygons and writes it as a layer of points. Needs no PyTorch."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np

from ...rasters.classes.class_raster import ClassRaster
from ...rasters.core.errors import LabelError, SettingsError
from ...rasters.core.grid import Grid, chosen_window
from ...rasters.core.ground_positions import SpacedPlaces, ground_positions_m
from ...rasters.core.number_text import percent, whole
from ...rasters.core.pixel_area import EQUAL_AREA_TOLERANCE, centre_latitude, pixel_size_m, row_areas_m2
from ...rasters.core.progress import Reporter, StepReporter, stop_if_cancelled
from ...rasters.core.sample_design import Stratum
from ...rasters.labels.class_polygons import ClassPolygons
from ...rasters.labels.rasterize import PolygonMask
from ...rasters.labels.sources import RasterLabels
from ...rasters.layers.replaced_file import check_replaced_file
from ...rasters.layers.sample_layer import SamplePoint, write_sample
from ...rasters.outputs.atomic_file import AtomicFile
from ...rasters.outputs.checks import check_file
from ..accuracy.confusion_counter import Counts
from ..core.options import SYSTEMATIC
from .plan import PlannedStratum, planned_strata
from .population import Pixels, Population, distinct_ranks
from .request import DrawRequest, check_request

_CANDIDATES, _FEWEST_CANDIDATES = 20, 2000
"""Pixels that are tried per point with a minimum distance, and the fewest of a stratum."""
_COUNT_SHARE, _DRAW_SHARE = 0.5, 0.95

Choices = tuple[tuple[str, object], ...]
"""The classes that a reference can have, as names and values."""


@dataclass(frozen=True)
class DrawResult:
    """The file of points, and the number of points and of strata."""

    path: str
    points: int
    strata: int


def draw_sample(
    request: DrawRequest, reporter: Reporter, finish: Callable[[str, Choices], None] | None = None
) -> DrawResult:
    """Draws the points and writes them in random order; the file takes its name when whole.

    `finish` adds to the file before that: it gets its temporary path and the classes that a reference can have. The
    same seed gives the same points. Raises SettingsError, RasterError, LabelError, OutputError, Cancelled.
    """
    check_request(request)
    with ExitStack() as stack:
        source, inputs = _opened(request, reporter)
        stack.enter_context(source)
        check_file(request.output, (".gpkg",), "The sample", [*inputs, *request.input_files])
        check_replaced_file(request.output, "The sample")
        source.report(reporter)
        grid = source.grid
        if request.minimum_distance_m and ground_positions_m(grid, np.zeros(1), np.zeros(1)) is None:
            raise SettingsError(
                f"A minimum distance of {request.minimum_distance_m:g} m cannot be measured: {request.source.path} has no "
                "coordinate reference system that is bound to the Earth. Assign one, or set the distance to 0."
            )
        window = chosen_window(grid, request.extent_map, request.source.path, reporter.info, reporter.warning)
        mask = PolygonMask(request.mask, grid, reporter) if request.mask else None
        population = Population(source, window, mask, f"The class raster {request.source.path}")
        counts = population.count(StepReporter(reporter, 0, _COUNT_SHARE))
        if isinstance(source, ClassPolygons):
            source.report_shapes(reporter)
        _check_counts(request, counts, source)
        _report_areas(grid, reporter)
        strata = planned_strata(request, counts, reporter)
        drawing = StepReporter(reporter, _COUNT_SHARE, _DRAW_SHARE)
        generator = np.random.default_rng(request.seed)
        drawn = _drawn(request, strata, population, grid, generator, drawing)
    points = _points(strata, drawn, grid, generator)
    is_text = isinstance(source, ClassPolygons) and source.is_text
    choices = _choices(source, counts, is_text)
    stop_if_cancelled(reporter)
    with AtomicFile(request.output) as file:
        write_sample(file.temporary, points, grid.crs_wkt, is_text)
        if finish is not None:
            finish(file.temporary, choices)
    reporter.info(f"{whole(len(points))} points are written to {request.output}.")
    reporter.progress(1.0)
    return DrawResult(request.output, len(points), len(strata))


def _opened(request: DrawRequest, reporter: Reporter) -> tuple[ClassRaster | ClassPolygons, list[str]]:
    """Returns the class raster or the polygons, and the paths of all inputs."""
    source, masks = request.source, [request.mask.path] if request.mask else []
    if isinstance(source, RasterLabels):
        raster = source.opened()
        return ClassRaster(raster, source.styles), [source.path, *raster.source_files, *masks]
    return ClassPolygons(source, request.cell_map, reporter), [source.path, *masks]


def _check_counts(request: DrawRequest, counts: Counts, source: ClassRaster | ClassPolygons) -> None:
    """Raises LabelError where no pixel has a class."""
    if counts.map_pixels.sum():
        return
    part = " inside extent and mask" if request.extent_map is not None or request.mask is not None else ""
    nodata = "" if source.nodata is None else f" (NoData is {source.nodata:g})"
    raise LabelError(
        f"No point can be drawn: {request.source.path} has no pixel with a class{part}{nodata}. Choose another raster or part."
    )


def _report_areas(grid: Grid, reporter: Reporter) -> None:
    """Warns where areas are unknown, and where pixels are of unequal size on the ground."""
    areas = row_areas_m2(grid)
    if areas is None:
        reporter.warning(
            "There is no coordinate reference system that is bound to the Earth: areas are counted in pixels, and the points get none."
        )
    elif areas.max() > (1 + EQUAL_AREA_TOLERANCE) * areas.min():
        reporter.warning(
            f"Pixels are drawn with equal probability, and cover {areas.min():.4g} to {areas.max():.4g} m² from row to row "
            f"({percent(float(areas.max() / areas.min() - 1))} more). Reproject the map to an equal-area reference system for a sample "
            "of the ground."
        )


def _drawn(
    request: DrawRequest,
    strata: tuple[PlannedStratum, ...],
    population: Population,
    grid: Grid,
    generator: np.random.Generator,
    reporter: Reporter,
) -> list[Pixels]:
    """Returns the drawn pixels of each stratum."""
    if request.design == SYSTEMATIC:
        return [_systematic(request, strata[0], population, grid, generator, reporter)]
    spaced = request.minimum_distance_m > 0
    ranks = {}
    for stratum in strata:
        count = max(_CANDIDATES * stratum.points, _FEWEST_CANDIDATES) if spaced else stratum.points
        ranks[stratum.key] = distinct_ranks(generator, stratum.pixels, min(stratum.pixels, count))
    pixels = population.pixels_of_ranks(ranks, reporter)
    candidates = [pixels[stratum.key] for stratum in strata]
    return _spaced(request, strata, candidates, grid, reporter) if spaced else candidates


def _systematic(
    request: DrawRequest,
    stratum: PlannedStratum,
    population: Population,
    grid: Grid,
    generator: np.random.Generator,
    reporter: Reporter,
) -> Pixels:
    """Returns the pixels under a lattice that is square on the ground, of as many nodes per area as points are asked for."""
    width, height = pixel_size_m(grid.pixel_size_map, grid.crs_wkt, centre_latitude(grid)) or grid.pixel_size_map
    pixels_per_point, ratio = stratum.pixels / stratum.points, math.sqrt(height / width)
    step = math.sqrt(pixels_per_point)
    across = min(max(1.0, step * ratio), pixels_per_point)
    steps = across, pixels_per_point / across
    start = tuple(generator.random(2).tolist())
    columns, rows = population.pixels_of_lattice(steps, start, reporter)
    if len(columns) < 2:
        raise SettingsError(
            f"The lattice of {whole(stratum.points)} points hits {len(columns)} pixels with a class. Ask for more points, choose "
            "another seed, or the random design."
        )
    reporter.info(
        f"The lattice has a node every {steps[0]:.5g} x {steps[1]:.5g} pixels; {whole(len(columns))} nodes lie on a class, for "
        f"{whole(stratum.points)} points asked for."
    )
    if request.minimum_distance_m > 0:
        whole_lattice = replace(stratum, points=len(columns))
        return _spaced(request, (whole_lattice,), [(columns, rows)], grid, reporter)[0]
    return columns, rows


def _spaced(
    request: DrawRequest,
    strata: tuple[PlannedStratum, ...],
    candidates: list[Pixels],
    grid: Grid,
    reporter: Reporter,
) -> list[Pixels]:
    """Returns the first candidates of each stratum that keep the minimum distance to all others, rare strata first.

    Raises SettingsError where there are too few.
    """
    chosen: list[Pixels] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))] * len(strata)
    places = SpacedPlaces(request.minimum_distance_m)
    for index in sorted(range(len(strata)), key=lambda number: strata[number].pixels):
        stratum, (columns, rows) = strata[index], candidates[index]
        positions = ground_positions_m(grid, columns, rows)
        if positions is None:
            raise SettingsError(
                f"Places of {request.source.path} cannot be transformed to the ground, so that a minimum distance of "
                f"{request.minimum_distance_m:g} m cannot be kept. Set it to 0, or reproject the map."
            )
        kept: list[int] = []
        for number, place in enumerate(map(tuple, positions.tolist())):
            if number % 4096 == 0:
                stop_if_cancelled(reporter)
            if len(kept) == stratum.points:
                break
            if places.add(place):
                kept.append(number)
        if len(kept) < stratum.points:
            raise SettingsError(
                f"{whole(len(kept))} of {whole(stratum.points)} points in {stratum.title} can be placed at least "
                f"{request.minimum_distance_m:g} m from all others ({whole(len(columns))} of {whole(stratum.pixels)} pixels were tried). "
                "Choose a smaller distance, or fewer points."
            )
        chosen[index] = columns[kept], rows[kept]
    return chosen


def _points(
    strata: tuple[PlannedStratum, ...], drawn: list[Pixels], grid: Grid, generator: np.random.Generator
) -> list[SamplePoint]:
    """Returns the points in random order: the order must not give away the strata."""
    points = []
    for stratum, (columns, rows) in zip(strata, drawn):
        count = len(columns)
        design = Stratum(stratum.value, stratum.pixels, stratum.share, stratum.area_ha, count, 0)
        for column, row in zip(columns.tolist(), rows.tolist()):
            x_map, y_map = grid.to_map(column + 0.5, row + 0.5)
            points.append(SamplePoint(x_map, y_map, design, stratum.name, min(1.0, count / stratum.pixels)))
    return [points[number] for number in generator.permutation(len(points))]


def _choices(source: ClassRaster | ClassPolygons, counts: Counts, is_text: bool) -> Choices:
    """Returns the classes of the map, and those that it names but lacks, by value."""
    named = {
        value: name
        for value, (name, _) in source.styles.items()
        if name not in ("", str(value)) and value != source.nodata
    }
    present = {entry.value: entry.name for entry in counts.class_table.classes}
    return tuple((name, name if is_text else value) for value, name in sorted({**named, **present}.items()))
