"""The settings of a sample to draw, and their checks before any work."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...rasters.core.errors import SettingsError
from ...rasters.core.grid import Extent
from ...rasters.core.number_text import whole
from ...rasters.labels.mask_polygons import MaskPolygons
from ...rasters.labels.sources import RasterLabels, VectorLabels
from ..core.options import ALLOCATIONS, SAMPLE_DESIGNS
from ..core.requests import PERCENT

MOST_POINTS = 100_000
_EXAMPLE = "1: 70, forest: 90"


@dataclass(frozen=True)
class DrawRequest:
    """One sample.

    `source` is the class raster or the polygons, `output` the GeoPackage to write. Points lie in `extent_map` (in the CRS of the source)
    and in the polygons of `mask`. `design` is one of `options.SAMPLE_DESIGNS`. Without `size`, the number of points follows from
    `standard_error` of the overall accuracy and the expected user's accuracies. These are `class_accuracies` by value or name, and
    `expected_accuracy` for the other classes; all are 0 to 1. `allocation` is one of `options.ALLOCATIONS`, `floor` the least number of
    points per stratum. Points lie at least `minimum_distance_m` metres apart. `cell_map` is the side of the cells that stand for pixels of
    polygons, None to choose it. `input_files` are files, beside those of source and mask, that the output must not overwrite.
    """

    source: RasterLabels | VectorLabels
    output: str
    extent_map: Extent | None = None
    mask: MaskPolygons | None = None
    design: str = "stratified"
    size: int | None = None
    standard_error: float = field(default=0.02, metadata=PERCENT)
    expected_accuracy: float = field(default=0.8, metadata=PERCENT)
    class_accuracies: tuple[tuple[str, float], ...] = ()
    allocation: str = "floor"
    floor: int = 50
    minimum_distance_m: float = 0.0
    cell_map: float | None = None
    seed: int = 0
    input_files: tuple[str, ...] = ()


def check_request(request: DrawRequest) -> None:
    """Raises SettingsError for settings that cannot give a sample."""
    for name, value, choices in (
        ("design", request.design, SAMPLE_DESIGNS),
        ("allocation", request.allocation, ALLOCATIONS),
    ):
        if value not in choices:
            raise SettingsError(f"The {name} is {value!r}. Choose one of: {', '.join(choices)}.")
    if request.size is not None and not 1 <= request.size <= MOST_POINTS:
        raise SettingsError(f"The number of points is {whole(request.size)}. Choose 1 to {whole(MOST_POINTS)}.")
    if request.size is None and not 0 < request.standard_error < 0.5:
        raise SettingsError(
            f"The standard error is {100 * request.standard_error:g} %. Choose one above 0 and below 50 %, such as 2 %."
        )
    if not 0 < request.expected_accuracy <= 1:
        raise SettingsError(
            f"The expected accuracy is {100 * request.expected_accuracy:g} %. Choose one above 0, up to 100 %."
        )
    if request.floor < 2:
        raise SettingsError(
            f"The least number of points per class is {request.floor}. Choose 2 or more: a single point has no variance."
        )
    if not 0 <= request.minimum_distance_m < float("inf"):
        raise SettingsError(f"The minimum distance is {request.minimum_distance_m:g} m. Choose 0 or more.")
    if request.seed < 0:
        raise SettingsError(f"The seed is {request.seed}. Choose 0 or more.")


def parse_accuracies(text: str) -> tuple[tuple[str, float], ...]:
    """Returns expected accuracies, 0 to 1, by class value or name from a text of percentages such as "1: 70, forest: 90".

    Commas, semicolons or line ends separate the classes. Raises SettingsError for a part that cannot be read, a class that occurs twice,
    and an accuracy outside of 0 (excluded) to 100.
    """
    found: dict[str, float] = {}
    for part in filter(None, map(str.strip, re.split(r"[,;\n]", text))):
        name, colon, number = part.rpartition(":") if ":" in part else part.rpartition("=")
        try:
            accuracy = float(number.strip().rstrip("%"))
        except ValueError:
            accuracy = 0.0
        if not colon or not name.strip() or not 0 < accuracy <= 100:
            raise SettingsError(
                f"{part!r} in the expected accuracies is not a class and a percentage above 0, up to 100. Write them like "
                f"{_EXAMPLE}, with a point before decimals."
            )
        if name.strip() in found:
            raise SettingsError(f"Class {name.strip()} occurs twice in the expected accuracies. Give each class one.")
        found[name.strip()] = accuracy / 100
    return tuple(found.items())
