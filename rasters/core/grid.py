"""Pixel grids, windows and extents, and how they map onto each other. Pure functions over values, no files.

Pixel frame: x to the right, y downwards, both from the raster's upper left corner; windows are half open.
Map frame: the coordinates of the raster's coordinate reference system.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from .errors import SettingsError
from .number_text import whole

Extent = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax in map units."""
_LARGEST = 1e100
"""Larger coordinates, and smaller pixels than its inverse, cannot be computed with."""


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels: `x`, `y` of its upper left pixel, `width` and `height`, all in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Returns the first column to the right of the window."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Returns the first row below the window."""
        return self.y + self.height

    @property
    def pixels(self) -> int:
        """Returns the number of pixels."""
        return self.width * self.height

    def intersection(self, other: Window) -> Window | None:
        """Returns the part that both windows cover, None where there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Window(x, y, right - x, bottom - y) if right > x and bottom > y else None

    def moved(self, dx: int, dy: int) -> Window:
        """Returns the window shifted by whole pixels."""
        return Window(self.x + dx, self.y + dy, self.width, self.height)


PIXELS_AS_MAP_UNITS = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
"""The geotransform of a raster without georeference. As in QGIS: one map unit a pixel, y upwards, so that layers drawn over it fit."""


@dataclass(frozen=True)
class Grid:
    """The pixel grid of a raster: size in pixels, GDAL geotransform (six floats), and CRS as WKT ('' where unknown)."""

    width: int
    height: int
    geotransform: tuple[float, float, float, float, float, float]
    crs_wkt: str = ""

    @property
    def window(self) -> Window:
        """Returns the window of the whole raster."""
        return Window(0, 0, self.width, self.height)

    @property
    def pixel_size_map(self) -> tuple[float, float]:
        """Returns width and height of a pixel in map units, both positive."""
        _, a, b, _, d, e = self.geotransform
        return math.hypot(a, d), math.hypot(b, e)

    @property
    def is_without_georeference(self) -> bool:
        """Returns whether the pixels are the map units, as those of pictures."""
        return self.geotransform == PIXELS_AS_MAP_UNITS

    @property
    def is_usable(self) -> bool:
        """Returns whether it has pixels, and these have a size and a place that can be computed with."""
        _, a, b, _, d, e = self.geotransform
        determinant = a * e - b * d
        is_sized = min(self.width, self.height) > 0 and 1 / _LARGEST < abs(determinant) < _LARGEST
        return is_sized and all(abs(number) < _LARGEST for number in (*self.geotransform, *self.extent_map()))

    def to_map(self, x: float, y: float) -> tuple[float, float]:
        """Returns the map coordinates of a point of the pixel frame."""
        x0, a, b, y0, d, e = self.geotransform
        return x0 + a * x + b * y, y0 + d * x + e * y

    def to_pixel(self, x_map: float, y_map: float) -> tuple[float, float]:
        """Returns the pixel frame coordinates of a map point."""
        x0, a, b, y0, d, e = self.geotransform
        determinant = a * e - b * d
        dx, dy = x_map - x0, y_map - y0
        return (e * dx - b * dy) / determinant, (a * dy - d * dx) / determinant

    def corners_map(self, window: Window) -> tuple[tuple[float, float], ...]:
        """Returns the window's corners in map units: upper left, upper right, lower right, lower left."""
        left, top, right, bottom = window.x, window.y, window.right, window.bottom
        return tuple(self.to_map(x, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)))

    def extent_map(self, window: Window | None = None) -> Extent:
        """Returns the extent of a window (default: the whole raster) in map units."""
        corners = self.corners_map(window or self.window)
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def subgrid(self, window: Window) -> Grid:
        """Returns the grid of a window, which may reach beyond the raster."""
        x, y = self.to_map(window.x, window.y)
        _, a, b, _, d, e = self.geotransform
        return Grid(window.width, window.height, (x, a, b, y, d, e), self.crs_wkt)

    def window_of_extent(self, extent: Extent) -> Window | None:
        """Returns the smallest window, inside the raster, that covers the extent; None where they do not overlap.

        An extent edge within a thousandth of a pixel of a pixel edge counts as lying on it.
        """
        xmin, ymin, xmax, ymax = extent
        points = [self.to_pixel(x, y) for x in (xmin, xmax) for y in (ymin, ymax)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right = math.floor(min(xs) + 1e-3), math.ceil(max(xs) - 1e-3)
        top, bottom = math.floor(min(ys) + 1e-3), math.ceil(max(ys) - 1e-3)
        if right <= left or bottom <= top:
            return None
        return Window(left, top, right - left, bottom - top).intersection(self.window)


def chosen_window(
    grid: Grid,
    extent_map: Extent | None,
    raster: str,
    info: Callable[[str], None] = lambda _: None,
    warning: Callable[[str], None] = lambda _: None,
) -> Window:
    """Returns the window of `grid` that covers an extent, the whole grid without one; `info` is told where only a part of it overlaps.

    `warning` is told where the coordinates are probably in another order.

    Raises SettingsError where the extent does not overlap the grid; `raster` names it.
    """
    window = grid.window if extent_map is None else grid.window_of_extent(extent_map)
    if window is None:
        raise SettingsError(
            f"The extent {describe_extent(extent_map)} does not overlap {raster}, whose extent is "
            f"{describe_extent(grid.extent_map())}. Choose an extent inside it, in the raster's coordinates."
        )
    if extent_map is not None and not _reaches_over(grid, extent_map):
        left, lower, right, upper = extent_map
        if left < lower and right < upper and _reaches_over(grid, (left, right, lower, upper)):
            warning(
                f"The extent {describe_extent(extent_map)} reaches beyond {raster}, and does not as xmin,ymin,xmax,ymax, the order of other "
                f"programs. If that is meant, give xmin,xmax,ymin,ymax: {left:.10g},{lower:.10g},{right:.10g},{upper:.10g}."
            )
        info(
            f"The extent {describe_extent(extent_map)} reaches beyond {raster}, whose extent is {describe_extent(grid.extent_map())}. The part "
            f"inside counts: {whole(window.width)} x {whole(window.height)} pixels."
        )
    return window


def _reaches_over(grid: Grid, extent: Extent) -> bool:
    """Returns whether a grid covers an extent, but for less than a pixel."""
    xmin, ymin, xmax, ymax = extent
    points = [grid.to_pixel(x, y) for x in (xmin, xmax) for y in (ymin, ymax)]
    return all(-1 < x < grid.width + 1 and -1 < y < grid.height + 1 for x, y in points)


def describe_extent(extent: Extent | None) -> str:
    """Returns an extent as text for a message."""
    if extent is None:
        return "an unknown extent"
    xmin, ymin, xmax, ymax = (f"{value:.10g}" for value in extent)
    return f"x {xmin} to {xmax}, y {ymin} to {ymax}"


def overlaps(a: Extent, b: Extent) -> bool:
    """Returns whether two extents share more than an edge; a point or line inside the other one counts."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def touches(a: Extent, b: Extent) -> bool:
    """Returns whether two extents have a point in common, edges included."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
