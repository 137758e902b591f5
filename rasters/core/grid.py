"""Grid and window arithmetic: where pixels, chips and tiles lie. Pure functions over values, no files.

Pixel frame: x to the right, y downwards, both from the raster's upper left corner; windows are half open.
Map frame: the coordinates of the raster's coordinate reference system.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

Extent = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax in map units."""


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
    def is_rotated(self) -> bool:
        """Tells whether rows or columns run askew to the map axes."""
        return self.geotransform[2] != 0 or self.geotransform[4] != 0

    @property
    def pixel_size_map(self) -> tuple[float, float]:
        """Returns width and height of a pixel in map units, both positive."""
        _, a, b, _, d, e = self.geotransform
        return math.hypot(a, d), math.hypot(b, e)

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
        """Returns the smallest window, inside the raster, that covers the extent; None where they do not meet.

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


def chip_positions(length: int, chip_size: int, stride: int) -> tuple[int, ...]:
    """Returns the starts of chips along one axis of `length` pixels.

    Chips start at multiples of `stride`; a last one is moved back so that it ends at the end. Every pixel is in
    a chip as long as `stride` <= `chip_size`. A single chip that reaches beyond the end is given where the axis is
    shorter than a chip.
    """
    if length <= chip_size:
        return (0,)
    starts = list(range(0, length - chip_size + 1, stride))
    if starts[-1] + chip_size < length:
        starts.append(length - chip_size)
    return tuple(starts)


@dataclass(frozen=True)
class Span:
    """A half-open run of rows or columns, in pixels."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        """Returns the number of rows or columns."""
        return self.stop - self.start


def tile_spans(length: int, tile_size: int, overlap: int, multiple: int) -> tuple[Span, ...]:
    """Lays tiles over one axis of `length` pixels, fitted to it.

    Starts and lengths are multiples of `multiple` (the network's stride); neighbours overlap by at least
    `overlap` and never by more than half a tile, so that at most two tiles cover a pixel; no tile is longer than
    `tile_size` (rounded down to `multiple`). Tiles are balanced: none is computed twice to fill up the end. The last
    one may reach beyond `length` by less than `multiple`.

    Raises ValueError where `tile_size` leaves no room: it must be at least twice the overlap plus `multiple`.
    """
    padded = math.ceil(length / multiple) * multiple
    largest = tile_size // multiple * multiple
    step_overlap = math.ceil(overlap / multiple) * multiple
    if largest >= padded:
        return (Span(0, padded),)
    if largest < 2 * step_overlap or largest <= step_overlap:
        raise ValueError(f"Tiles of {tile_size} pixels are too small for an overlap of {overlap} pixels.")
    count = math.ceil((padded - step_overlap) / (largest - step_overlap))
    size = math.ceil((padded + (count - 1) * step_overlap) / count / multiple) * multiple
    size = max(size, 2 * step_overlap)
    starts = [number * (size - step_overlap) for number in range(count)]
    spans = [Span(start, min(start + size, padded)) for start in starts if start + step_overlap < padded]
    return tuple(spans)


def blocks(window: Window, rows: int) -> Iterator[Window]:
    """Yields bands of at most `rows` rows, from top to bottom, that together are the window."""
    for y in range(window.y, window.bottom, rows):
        yield Window(window.x, y, window.width, min(rows, window.bottom - y))
