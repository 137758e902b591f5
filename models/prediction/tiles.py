"""Tile layout: tile size and overlap that suit a model, where tiles lie, and which rows each row of tiles finishes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...rasters.core.errors import SettingsError
from ...rasters.core.grid import Window
from ...rasters.core.progress import Reporter
from ...rasters.core.tiling import Span, fixed_spans, tile_spans
from ..core.description import ModelDescription
from ..networks.build import is_cramped, sees_surroundings, stride_px
from ..networks.model_source import TileRules

_LARGEST_TILE_PX = 512
_WIDE_CONTEXT = ("deeplabv3", "deeplabv3plus")
_WIDE_CONTEXT_CHIP_PX = 256
_CHEAP = 1.16
"""Tiles are cheap where their total length is at most this many times the axis: 1.35 times the raster for both axes."""


@dataclass(frozen=True)
class TileLayout:
    """Tiles over a part of a raster.

    `asked` is the window of the result and `window` that of the tiles, both in pixels of the raster. `rows` and
    `columns` are the tiles' spans from the upper left corner of `window`; the last ones may reach beyond it.
    """

    asked: Window
    window: Window
    rows: tuple[Span, ...]
    columns: tuple[Span, ...]

    @property
    def pixels(self) -> int:
        """Returns the number of pixels of all tiles, overlaps counted twice."""
        return self.pixels_of(range(len(self.rows)))

    def finished(self, number: int) -> Span:
        """Returns the rows of `window` that no tile below the `number`-th row of tiles covers."""
        following = self.rows[number + 1 :]
        return Span(self.rows[number].start, following[0].start if following else self.window.height)

    def result_rows(self, number: int) -> Span:
        """Returns the rows of the result, counted from the top of `asked`, that the `number`-th row of tiles finishes."""
        finished, above = self.finished(number), self.asked.y - self.window.y
        start = min(max(finished.start - above, 0), self.asked.height)
        return Span(start, min(max(finished.stop - above, start), self.asked.height))

    def lead(self, rows: range) -> range:
        """Returns which rows of tiles must be computed to finish `rows`: where the one above reaches into them, that one too."""
        above = rows.start - 1
        overlaps = above >= 0 and self.rows[above].stop > self.rows[rows.start].start
        return range(above if overlaps else rows.start, rows.stop)

    def pixels_of(self, rows: range) -> int:
        """Returns the number of pixels of the tiles in some rows of tiles, overlaps counted twice."""
        return sum(self.rows[number].length for number in rows) * sum(column.length for column in self.columns)

    def rows_inside(self, number: int) -> Span:
        """Returns the rows of `window` that the `number`-th row of tiles covers."""
        return Span(self.rows[number].start, min(self.rows[number].stop, self.window.height))


def default_tile_px(architecture: str, chip_size_px: int) -> int:
    """Returns the side of the tiles that suit a model, in pixels.

    Twice the side of the training chips, at most 512 unless the chips are larger: larger tiles show the network more
    context than it was trained on. Four times for PSPNet, which pools over the whole tile: neighbouring tiles agree
    better the more they share, at the same accuracy. It is the chips' own side where they are too small for the
    architecture's depth. So it is for the DeepLab family on chips below 256 pixels: its dilated kernels reach beyond
    them. 256 for a network that sees one pixel at a time, whatever the chips: its wide hidden layers then stay near the
    CPU's caches.
    """
    if not sees_surroundings(architecture):
        return _LARGEST_TILE_PX // 2
    if is_cramped(architecture, chip_size_px):
        return chip_size_px
    if architecture in _WIDE_CONTEXT and chip_size_px < _WIDE_CONTEXT_CHIP_PX:
        return chip_size_px
    chips = 4 if architecture == "pspnet" else 2
    return max(chip_size_px, min(chips * chip_size_px, _LARGEST_TILE_PX))


def default_overlap_px(tile_size_px: int) -> int:
    """Returns the overlap of neighbouring tiles, in pixels: an eighth of a tile, which adds a third to the raster's pixels.

    Along tile borders a U-Net's labels then change as often as in one pass over the whole image. Those of networks that
    take the mean over a tile change a tenth of a percentage point more often (docs/performance.md).
    """
    return tile_size_px // 8


def plan_tiles(
    model: ModelDescription,
    asked: Window,
    raster: Window,
    tile_size_px: int | None,
    overlap_px: int | None,
    reporter: Reporter,
    rules: TileRules | None = None,
) -> TileLayout:
    """Lays tiles for a model; None for tile size or overlap takes what suits it. Warns where a tile size is rounded or replaced.

    `rules` are those of a network that takes tiles of one size only. Raises SettingsError as `lay_tiles`.
    """
    if rules is not None:
        return _plan_fixed_tiles(model, asked, raster, (tile_size_px, overlap_px), reporter, rules)
    stride = stride_px(model.architecture, model.chip_size_px)
    wanted = tile_size_px or default_tile_px(model.architecture, model.chip_size_px)
    tile_size = wanted // stride * stride
    if tile_size != wanted and tile_size_px is not None:
        reporter.warning(f"Tiles have {tile_size} pixels instead of {wanted}: the network needs multiples of {stride}.")
    if overlap_px is None and not sees_surroundings(model.architecture):
        overlap_px = 0  # the tiles agree without one
    if overlap_px is None:
        most = tile_size // 2 // stride * stride
        overlap_px = min(max(default_overlap_px(tile_size) // stride, 1) * stride, most)
    return lay_tiles(asked, raster, tile_size, overlap_px, stride, elastic=tile_size_px is None)


def _plan_fixed_tiles(
    model: ModelDescription,
    asked: Window,
    raster: Window,
    wanted_px: tuple[int | None, int | None],
    reporter: Reporter,
    rules: TileRules,
) -> TileLayout:
    """Lays tiles of one size, with the overlap that was asked for, that of the rules, or the usual one."""
    tile_size_px, overlap_px = wanted_px
    if tile_size_px not in (None, rules.side_px):
        reporter.warning(f"Tiles have {rules.side_px} pixels instead of {tile_size_px}: the model takes no other size.")
    stride = math.gcd(stride_px(model.architecture, model.chip_size_px), rules.side_px)
    if overlap_px is None and sees_surroundings(model.architecture):
        overlap_px = default_overlap_px(rules.side_px) if rules.overlap_px is None else rules.overlap_px
        overlap_px = min(-(-overlap_px // stride), rules.side_px // 2 // stride) * stride
    return lay_tiles(asked, raster, rules.side_px, overlap_px or 0, stride, fixed=True)


def lay_tiles(
    asked: Window,
    raster: Window,
    tile_size_px: int,
    overlap_px: int,
    multiple_px: int,
    elastic: bool = False,
    fixed: bool = False,
) -> TileLayout:
    """Lays tiles over the `asked` window of a `raster`.

    Where the raster continues beyond `asked`, the tiles include half an overlap of it: edges of an extent are classified as well as its
    interior. Origins are multiples of `multiple_px`, the network's stride, in the raster, so that neighbouring extents agree. `fixed` tiles
    have that size exactly; `elastic` tiles may be up to five eighths larger where many overlaps would cost too much. Raises SettingsError
    where the tiles are too small for the overlap.
    """
    margin = overlap_px // 2
    left = max(asked.x - margin, 0) // multiple_px * multiple_px
    top = max(asked.y - margin, 0) // multiple_px * multiple_px
    right, bottom = min(asked.right + margin, raster.right), min(asked.bottom + margin, raster.bottom)
    window = Window(left, top, right - left, bottom - top)
    try:
        if fixed:
            rows, columns = (
                fixed_spans(length, tile_size_px, overlap_px, multiple_px) for length in (window.height, window.width)
            )
            return TileLayout(asked, window, rows, columns)
        sizes = range(tile_size_px, tile_size_px * (13 if elastic else 8) // 8 + 1, multiple_px)
        rows = _cheap_spans(window.height, sizes, overlap_px, multiple_px)
        columns = _cheap_spans(window.width, sizes, overlap_px, multiple_px)
    except ValueError as error:
        rounded = -(-overlap_px // multiple_px) * multiple_px
        raise SettingsError(
            f"Tiles of {tile_size_px} pixels are too small for an overlap of {overlap_px} pixels. Choose a tile size of "
            f"at least {max(2 * rounded, multiple_px)}, or a smaller overlap."
        ) from error
    return TileLayout(asked, window, rows, columns)


def _cheap_spans(length: int, sizes: Sequence[int], overlap_px: int, multiple_px: int) -> tuple[Span, ...]:
    """Returns the spans of the smallest tile size whose overlaps are cheap, else of the cheapest size."""
    found: list[tuple[int, tuple[Span, ...]]] = []
    for size in sizes:
        spans = tile_spans(length, size, overlap_px, multiple_px)
        found.append((sum(span.length for span in spans), spans))
        if found[-1][0] <= _CHEAP * length:
            return spans
    return min(found, key=lambda each: each[0])[1]


def equal_batches(
    numbers: Sequence[int], spans: Sequence[Span], size: int, few_sizes: bool = False
) -> Iterator[list[int]]:
    """Yields runs of at most `size` of the tile `numbers`, in order, whose `spans` are equally long.

    With `few_sizes` those of fewer tiles hold a power of two each: a GPU tries all its algorithms for each new size of a batch.
    """
    batch: list[int] = []
    for number in numbers:
        if batch and (len(batch) == size or spans[number].length != spans[batch[0]].length):
            yield from _parts(batch, size, few_sizes)
            batch = []
        batch.append(number)
    if batch:
        yield from _parts(batch, size, few_sizes)


def _parts(batch: list[int], size: int, few_sizes: bool) -> Iterator[list[int]]:
    """Yields a batch in parts of powers of two, the largest first; whole where it is full or any size will do."""
    if not few_sizes or len(batch) == size:
        yield batch
        return
    while batch:
        largest = 1 << (len(batch).bit_length() - 1)
        yield batch[:largest]
        batch = batch[largest:]
