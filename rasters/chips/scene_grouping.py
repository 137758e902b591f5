"""Groups the chips of an external folder that lie on a common pixel grid into scenes. Pure arithmetic, no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..core.grid import Grid, Window
from .dataset import SceneRecord

NO_GEOREFERENCE = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
"""The geotransform of a file that has none."""
_SAME_SIZE = 1e-3
"""Pixel sizes of one scene may differ by this share: exports round them."""


def group_into_scenes(
    names: Sequence[str], grids: Sequence[Grid]
) -> tuple[tuple[SceneRecord, ...], tuple[tuple[int, Window], ...]]:
    """Groups chips into scenes: one per CRS and pixel size, from its leftmost and topmost chip on.

    The pixels of a scene are those of one image: of several chips at the same place, as of several days, each is of
    another scene. A chip without georeference becomes a scene of its own, called by its name, and so does a rotated or
    mirrored one, placed by its centre. Returns the scenes, and for each chip its scene's position and its window in
    pixels of the scene.
    """
    groups: list[list[int]] = []
    georeferenced: dict[tuple[str, bool], list[list[int]]] = {}  # pictures are thousands, and share no grid
    for number, grid in enumerate(grids):
        alike = [] if _is_alone(grid) else georeferenced.setdefault(_frame(grid), [])
        group = next((group for group in alike if _has_same_pixels(grids[group[0]], grid)), None)
        if group is None:
            groups.append([number])
            alike.append(groups[-1])
        else:
            group.append(number)
    scenes: list[SceneRecord] = []
    placed: dict[int, tuple[int, Window]] = {}
    for group in groups:
        scene, windows = _scene([grids[number] for number in group])
        first, chips_at = len(scenes), Counter[Window]()
        for number, window in zip(group, windows):
            position = first + chips_at[window]
            chips_at[window] += 1
            if position == len(scenes):
                alone = grids[number].geotransform == NO_GEOREFERENCE
                scenes.append(SceneRecord(names[number] if alone else f"scene {position + 1}", scene))
            placed[number] = position, window
    return tuple(scenes), tuple(placed[number] for number in range(len(grids)))


def _is_alone(grid: Grid) -> bool:
    """Returns whether the pixels of a chip lie on no common grid: those without georeference, rotated ones, and rows from east to west."""
    if grid.geotransform == NO_GEOREFERENCE:
        return True
    _, across, across_down, _, down_across, down = grid.geotransform
    is_rotated = abs(across_down) * grid.height > abs(across) / 2 or abs(down_across) * grid.width > abs(down) / 2
    return is_rotated or across < 0


def _frame(grid: Grid) -> tuple[str, bool]:
    """Returns what chips on a common grid share exactly: the CRS, and whether rows count upwards on the map."""
    return grid.crs_wkt, grid.geotransform[5] > 0


def _has_same_pixels(first: Grid, second: Grid) -> bool:
    """Returns whether two chips have pixels of the same size, but for rounding."""
    return all(abs(one - other) <= _SAME_SIZE * one for one, other in zip(first.pixel_size_map, second.pixel_size_map))


def _scene(grids: Sequence[Grid]) -> tuple[Grid, list[Window]]:
    """Returns the grid that covers all chips, and each chip's window in it."""
    pixel_width, pixel_height = grids[0].pixel_size_map
    south_up = grids[0].geotransform[5] > 0
    corners = []
    for grid in grids:
        xmin, ymin, xmax, ymax = grid.extent_map()
        x_middle, y_middle = (xmin + xmax) / 2, (ymin + ymax) / 2
        y_half = grid.height * pixel_height / 2
        corners.append((x_middle - grid.width * pixel_width / 2, y_middle - y_half if south_up else y_middle + y_half))
    left = min(x for x, _ in corners)
    top = min(y for _, y in corners) if south_up else max(y for _, y in corners)
    step = pixel_height if south_up else -pixel_height
    windows = [
        Window(round((x - left) / pixel_width), round((y - top) / step), grid.width, grid.height)
        for (x, y), grid in zip(corners, grids)
    ]
    width, height = max(window.right for window in windows), max(window.bottom for window in windows)
    return Grid(width, height, (left, pixel_width, 0.0, top, 0.0, step), grids[0].crs_wkt), windows
