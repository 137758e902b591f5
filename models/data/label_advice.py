"""Where more labels would help most: classes in few places, and the part of a scene farthest from their labels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...rasters.core.grid import Grid
from ..core.label_summary import ClassLabels, LabelAdvice, most_urgent
from ..core.text import shorten
from .chip_set import ChipSet, SourceChip

MOST_ADVISED = 3
FEW_PLACES = 4.0
"""Classes whose labels are spread evenly over this many blocks or more need no more places."""

_PARTS = 3
"""A scene is divided into this many parts along each side."""
_SMALLEST_SCENE_CHIPS = 3
_MOST_SCENES = 200
_CENTRE = "centre"
_TOWARDS = 0.15
"""A point farther than this share of the extent from the middle lies to that side."""


@dataclass(frozen=True)
class Scene:
    """A scene that more labels may come from: its number, name and grid, and the centres of its chips, (n, 2).

    The centres are None where the scene is a whole raster. Folders of other programs show imagery only where chips are.
    """

    number: int
    name: str
    grid: Grid
    centres: np.ndarray | None = None


def scenes_of(chip_set: ChipSet) -> list[Scene]:
    """Returns the scenes of a chip set that have chips, the first of very many."""
    chips: dict[int, list[SourceChip]] = {}
    for chip in chip_set.chips:
        chips.setdefault(chip.extent.scene, []).append(chip)
    found = []
    for number, members in list(chips.items())[:_MOST_SCENES]:
        folder, record = members[0].folder, members[0].folder.scenes[members[0].record.scene]
        centres = None if folder.kind == "own" else np.array([chip.in_scene.centre for chip in members])
        found.append(Scene(number, record.name, record.grid, centres))
    return found


def advice(
    classes: Sequence[ClassLabels],
    centres: Mapping[int, Mapping[int, np.ndarray]],
    scenes: Sequence[Scene],
    chip_px: int,
) -> tuple[LabelAdvice, ...]:
    """Returns the classes that need labels in new places, most urgent first, with a place for each.

    `centres` are those of the chips with labels of each class value, by scene: (n, 2), column and row.
    """
    large = [each for each in scenes if max(each.grid.width, each.grid.height) >= _SMALLEST_SCENE_CHIPS * chip_px]
    validates = any(entry.validation_pixels for entry in classes)
    wanting = [
        entry
        for entry in most_urgent(tuple(classes))
        if entry.places < FEW_PLACES or (validates and not entry.validation_pixels)
    ]
    return tuple(
        LabelAdvice(entry.value, _where(centres.get(entry.value, {}), large, chip_px))
        for entry in wanting[:MOST_ADVISED]
    )


def _where(centres: Mapping[int, np.ndarray], scenes: Sequence[Scene], chip_px: int) -> str:
    """Returns the place that is farthest from a class's labels in words, empty where there is none."""
    best: tuple[float, str] | None = None
    for scene in scenes:
        labelled = centres.get(scene.number)
        for point in _part_centres(scene):
            if labelled is None:
                distance = math.inf
                text = f"anywhere in {_called(scene)}, which has none"
            else:
                distance = float(np.hypot(*(labelled - point).T).min())
                text = place_text(scene, point)
            if distance >= chip_px and (best is None or distance > best[0]):
                best = distance, text
    return best[1] if best else ""


def _part_centres(scene: Scene) -> list[tuple[float, float]]:
    """Returns the centres of a scene's parts, column and row, without the parts that have no imagery."""
    grid = scene.grid
    width, height = grid.width / _PARTS, grid.height / _PARTS
    parts = [(column, row) for row in range(_PARTS) for column in range(_PARTS)]
    if scene.centres is not None:
        covered = {(int(x // width), int(y // height)) for x, y in scene.centres}
        parts = [part for part in parts if part in covered]
    return [((column + 0.5) * width, (row + 0.5) * height) for column, row in parts]


def place_text(scene: Scene, point: tuple[float, float]) -> str:
    """Returns a point of a scene, given by column and row, in words: "in the north-east of a.tif, near 512340, 5712330".

    Without a CRS the words are those of the picture, such as "upper right part", and the numbers column and row.
    """
    grid = scene.grid
    if not grid.crs_wkt:
        side = _side(
            point[0] / grid.width - 0.5, 0.5 - point[1] / grid.height, ("upper", "lower"), ("left", "right"), " "
        )
        part = side if side == _CENTRE else f"{side} part"
        return f"in the {part} of {_called(scene)}, near column {point[0]:.0f} and row {point[1]:.0f}"
    x, y = grid.to_map(*point)
    xmin, ymin, xmax, ymax = grid.extent_map()
    east, north = (x - (xmin + xmax) / 2) / (xmax - xmin), (y - (ymin + ymax) / 2) / (ymax - ymin)
    side = _side(east, north, ("north", "south"), ("west", "east"), "-")
    digits = max(0, -math.floor(math.log10(10 * min(grid.pixel_size_map))))
    return f"in the {side} of {_called(scene)}, near {x:.{digits}f}, {y:.{digits}f}"


def _side(right: float, up: float, vertical: tuple[str, str], horizontal: tuple[str, str], joint: str) -> str:
    """Returns the side of the middle on which a point lies, given as shares of the extent: north-east, lower left, centre."""
    parts = []
    if abs(up) > _TOWARDS:
        parts.append(vertical[0] if up > 0 else vertical[1])
    if abs(right) > _TOWARDS:
        parts.append(horizontal[0] if right < 0 else horizontal[1])
    return joint.join(parts) or _CENTRE


def _called(scene: Scene) -> str:
    """Returns the name of a scene, shortened."""
    return shorten(scene.name, 40)
