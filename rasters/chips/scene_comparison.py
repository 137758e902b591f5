"""Compares scenes that are to be trained on together: pixel size, units, scale and offset of bands, and values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..core.band_scales import BandScale, compare_scales
from ..core.band_statistics import BandStatistics
from ..core.crs import crs_from_wkt
from ..core.errors import ChipsError
from ..core.grid import Grid, Window
from ..core.number_text import first_of
from ..core.pixel_area import row_areas_m2
from ..core.progress import Reporter
from .dataset import ChipDataset

SIZE_TOLERANCE = 0.05
"""Pixel sizes that differ by more than this share are warned of."""
_ABSURD_SIZE = 10.0
"""Pixels whose sizes differ by more than this factor are refused: no object looks alike in both."""
_ABSURD_VALUES = 100.0
"""Bands that all differ by more than this factor hold other units, such as reflectances and ten thousandths of them."""
_FAR_STD = 3.0
_SHOWN = 3
_CURE = "Bring the scenes to the same units and pixel size first, or train on them separately."


@dataclass(frozen=True)
class ComparedScene:
    """What is compared of a scene, or of a folder by its first one; `scales` are scale and offset of each band, () where unknown."""

    name: str
    grid: Grid
    band_names: tuple[str, ...]
    statistics: tuple[BandStatistics, ...] = ()
    scales: tuple[BandScale, ...] = ()


def compared(folder: ChipDataset) -> ComparedScene:
    """Returns a folder as a scene to compare: its first scene, and the statistics of all chips."""
    return ComparedScene(folder.path, folder.scenes[0].grid, folder.band_names, folder.statistics, folder.band_scales)


def compare_folders(folders: Sequence[ChipDataset], reporter: Reporter) -> None:
    """Warns where folders, or scenes in one of them, differ from the first. Raises ChipsError as `compare_scenes`."""
    first = folders[0]
    for folder in folders[1:]:
        compare_scenes(compared(first), compared(folder), reporter)
    for folder in folders:
        own = compared(folder)
        sides = [pixel_side(scene.grid) for scene in folder.scenes]
        other = next((n for n, side in enumerate(sides) if not _is_alike(sides[0], side)), None)
        if other is not None:
            scene = folder.scenes[other]
            name = f"its scene {scene.name}"
            _compare_sizes(
                replace(own, name=f"{folder.path}, scene {folder.scenes[0].name},"),
                ComparedScene(name, scene.grid, ()),
                reporter,
            )


def _is_alike(one: tuple[float, str] | None, other: tuple[float, str] | None) -> bool:
    """Returns whether two pixel sizes are nearly the same, or cannot be compared."""
    if one is None or other is None or one[1] != other[1]:
        return True
    return max(one[0], other[0]) <= (1 + SIZE_TOLERANCE) * min(one[0], other[0])


def compare_scenes(first: ComparedScene, other: ComparedScene, reporter: Reporter) -> None:
    """Warns, with both values, where two scenes differ. Raises ChipsError where they cannot belong together."""
    _compare_sizes(first, other, reporter)
    scales, titles = (first.scales, other.scales), (first.name, other.name)
    compare_scales(first.band_names, scales, titles, "convert one of them first (gdal_translate -unscale).", reporter)
    _compare_values(first, other, reporter)


def pixel_side(grid: Grid) -> tuple[float, str] | None:
    """Returns the side of a square as large as the grid's central pixel, and its unit: m on the ground, or map units.

    None where the grid has no georeference.
    """
    central = grid.subgrid(
        Window(0, grid.height // 2, grid.width, 1)
    )  # chips may state places that are any number of rows apart
    areas = row_areas_m2(central)
    if areas is not None:
        return math.sqrt(areas[0]), "m"
    side = math.sqrt(math.prod(grid.pixel_size_map))
    return None if side == 1 or grid.crs_wkt else (side, "map units")


def _compare_sizes(first: ComparedScene, other: ComparedScene, reporter: Reporter) -> None:
    sides = pixel_side(first.grid), pixel_side(other.grid)
    if None in sides or sides[0][1] != sides[1][1]:
        return
    (own, unit), (found, _) = sides
    both = f"A pixel measures {own:.4g} {unit} in {first.name} and {found:.4g} {unit} in {other.name}"
    factor = max(own, found) / min(own, found)
    if factor > _ABSURD_SIZE and unit == "m":
        raise ChipsError(f"{both}: no object looks alike in both. {_CURE}")
    if factor > 1 + SIZE_TOLERANCE:
        reporter.warning(
            f"{both}. The network will learn objects of both sizes as the same, and the model records the first pixel size. "
            "Resample one of them, or train on them separately, unless that is wanted."
        )
    kinds = [crs_from_wkt(scene.grid.crs_wkt) for scene in (first, other)]
    if None not in kinds and kinds[0].IsGeographic() != kinds[1].IsGeographic():
        degrees, metres = (first, other) if kinds[0].IsGeographic() else (other, first)
        reporter.warning(
            f"{degrees.name} has pixels in degrees, which are narrower than high away from the equator, and {metres.name} in map "
            "units of a projected CRS. Warp one of them to the CRS of the other."
        )


def _compare_values(first: ComparedScene, other: ComparedScene, reporter: Reporter) -> None:
    far, factors = [], []
    for name, own, found in zip(first.band_names, first.statistics, other.statistics):
        if not own.count or not found.count:
            continue
        sizes = [max(abs(band.minimum), abs(band.maximum)) for band in (own, found)]
        factors.append(max(sizes) / min(sizes) if min(sizes) > 0 else 1.0)
        if abs(own.mean - found.mean) > _FAR_STD * max(own.std, found.std):
            far.append(f"{name}: mean {own.mean:.4g} and {found.mean:.4g}")
    if factors and min(factors) > _ABSURD_VALUES:
        raise ChipsError(
            f"The values of {first.name} and {other.name} are on different scales ({first_of(far or first.band_names, _SHOWN, '; ')}). {_CURE}"
        )
    if far:
        reporter.warning(
            f"The values of {first.name} and {other.name} differ much ({first_of(far, _SHOWN, '; ')}). Check that both have the same bands in the same "
            "order and units."
        )
